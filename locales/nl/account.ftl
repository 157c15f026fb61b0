## De accountpagina
account-title = Account
account-profile = Profiel
account-name = Je naam
account-name-hint = Zo zien collega’s en klanten je in lijsten, logboeken en mails.
account-zone = Tijdzone
account-zone-hint = De tijden in het portaal zie je in deze tijdzone.
account-zone-own = Je apparaat gebruikt een andere:
account-save = Opslaan
account-saved = Je profiel is opgeslagen.
account-sections = Inloggen en toegang

## Het account verwijderen
delete-section = Account
delete-title = Account verwijderen
delete-lede = Het account van { $email } verdwijnt voorgoed. Niemand kan het terughalen:
delete-sign-in = Je wordt overal uitgelogd en niemand kan er nog mee inloggen.
delete-organizations = { $count ->
    [one] Je bent geen lid meer van één organisatie. Je plaats komt vrij, en als je eigenaar bent, krijgen de andere eigenaren bericht.
   *[other] Je bent geen lid meer van { $count } organisaties. Je plaatsen komen vrij, en waar je eigenaar bent, krijgen de andere eigenaren bericht.
}
delete-providers = { $count ->
    [one] Je verliest alle rechten bij één provider en bij de klanten daarvan.
   *[other] Je verliest alle rechten bij { $count } providers en bij hun klanten.
}
delete-logs = In de logboeken blijven je naam en adres staan bij wat je hebt gedaan.
delete-needed = Je account kan nog niet weg: wat hieronder staat, zou zonder eigenaar of providerbeheerder achterblijven. Zorg eerst voor een opvolger.
delete-needed-list = Wat zonder opvolger zou achterblijven
delete-way-out = Wat je eerst moet doen
delete-last-owner = Jij bent de laatste bevestigde eigenaar: nodig een tweede eigenaar uit en zorg dat die bevestigd wordt, of verwijder de organisatie.
delete-last-admin = Jij bent de laatste bevestigde providerbeheerder: maak iemand anders providerbeheerder.
delete-done = Je account is verwijderd.

## De toegang tot een account: wachtwoord, adres, tweede stap, sessies
proof-title = Ben jij het?
proof-why = Je hebt je wachtwoord meer dan 15 minuten geleden voor het laatst ingevuld. Vul het nog een keer in, dan gebeurt meteen wat je vroeg.
proof-go-on = Doorgaan
prove-why = Vul je wachtwoord nog een keer in. Zo kan niemand anders dit doen achter een scherm dat je open liet staan.

## Wachtwoord
password-change = Wachtwoord wijzigen
password-change-lede = Hier blijf je ingelogd. Op alle andere apparaten word je uitgelogd, en je krijgt een mail.
password-current = Huidig wachtwoord
notice-password-changed = Je wachtwoord is gewijzigd. Op alle andere apparaten ben je uitgelogd.

## Adres
address-change = E-mailadres wijzigen
address-lede = Je adres is { $email }. We sturen een link naar het nieuwe adres. Zolang je die niet opent, verandert er niets.
address-new = Nieuw e-mailadres
address-send = Link versturen
address-sent-title = Kijk in je mail
address-sent = Er is een mail onderweg naar { $email }. Open de link daarin binnen een uur, in deze browser. Tot dan blijft je adres zoals het is. Niets ontvangen? Kijk in je spammap of controleer het adres.
address-again = Ander adres gebruiken
address-confirm-title = Je e-mailadres wijzigen?
address-confirm-lede = Vanaf dan log je in met het nieuwe adres en gaan alle mails daarheen. Ook je organisaties en providers zien het. Op alle andere apparaten word je uitgelogd en het oude adres krijgt een mail.
address-before = Van
address-after = Naar
address-confirm = Adres wijzigen
address-undo-title = De adreswijziging terugdraaien?
address-undo-lede = Het account krijgt het adres { $email } terug. Iedereen wordt uitgelogd, het wachtwoord werkt niet meer en je kiest meteen een nieuw. Tweestapsverificatie blijft zoals die is.
address-undo-now = Adres nu
address-undo-again = Weer adres
address-undo = Wijziging terugdraaien
notice-address-changed = Je adres is nu { $email }. Op alle andere apparaten ben je uitgelogd.

## Inloggen in twee stappen
two-step = Tweestapsverificatie
two-step-is-on = Aan
two-step-is-off = Uit
two-step-lede = Bij tweestapsverificatie heb je naast je wachtwoord ook een code nodig van een app op je telefoon. Wie alleen je wachtwoord te weten komt, komt er dan niet in. Elke authenticator-app werkt.
two-step-on-lede = Elke keer dat je inlogt, vragen we om een code uit je authenticator-app.
two-step-required = { $provider } verplicht iedereen om tweestapsverificatie te gebruiken. Stel het nu in; zodra dat klaar is, kun je verder in het portaal.
two-step-stays = { $provider } verplicht iedereen om tweestapsverificatie te gebruiken. Daarom kun je het niet uitschakelen.
two-step-manage = Beheren
two-step-app = Authenticator-app
two-step-set-up = Tweestapsverificatie instellen
two-step-effect = Je hebt een authenticator-app op je telefoon nodig. Instellen kost ongeveer twee minuten.
two-step-move = Naar een ander apparaat
two-step-move-effect = Je scant een nieuwe code met het andere apparaat. Daarna werken de codes van het oude apparaat en alle oudere herstelcodes niet meer.
two-step-turn-off = Tweestapsverificatie uitschakelen
two-step-off-effect = Vanaf dan is je wachtwoord genoeg om in te loggen. De codes van je app en je herstelcodes werken niet meer.
two-step-scan = 1. Scan dit met je app
two-step-scan-lede = Open je authenticator-app, voeg een account toe en richt de camera op het vierkant.
two-step-secret = Geen camera? Zet deze geheime sleutel dan zelf in de app:
two-step-copy = Kopiëren
two-step-copied = Gekopieerd
two-step-first = 2. Vul de code uit je app in
two-step-first-hint = Zes cijfers. De app laat elke 30 seconden een nieuwe code zien.
two-step-confirm = Inschakelen
two-step-done = Tweestapsverificatie is ingeschakeld.
notice-two-step-off = Tweestapsverificatie is uitgeschakeld.

## Herstelcodes
recovery-title = Herstelcodes
recovery-left = { $count ->
    [0] Je hebt geen herstelcodes meer.
    [one] Je hebt nog één herstelcode.
   *[other] Je hebt nog { $count } herstelcodes.
} Met zo’n code kom je één keer binnen zonder je app.
recovery-few = Je herstelcodes raken op. Maak nieuwe en bewaar ze op een veilige plek.
recovery-renew = Nieuwe herstelcodes maken
recovery-renew-effect = Je krijgt tien nieuwe codes. De oude werken dan meteen niet meer.
recovery-lede = Bewaar deze codes op een veilige plek, zoals in een wachtwoordmanager of op papier. Met elke code kom je één keer binnen als je je app niet bij de hand hebt. Je ziet ze alleen deze keer.
recovery-for = Voor { $email } op { $url }
recovery-kept = Ik heb ze bewaard
recovery-sessions = Actieve sessies bekijken

## Sessies
sessions = Sessies
sessions-lede = Op deze apparaten ben je ingelogd. Staat er een bij dat je niet kent? Log daar uit en wijzig daarna je wachtwoord.
sessions-end = Uitloggen op alle andere apparaten
sessions-end-effect = Op alle apparaten behalve dit word je meteen uitgelogd.
session-browser = Browser
session-address = IP-adres
session-begun = Ingelogd
session-seen = Laatst actief
session-this = Dit apparaat
session-browser-on = { $browser } op { $system }
session-browser-unknown = Onbekende browser
session-end-title = Uitloggen op dat apparaat?
session-end = Uitloggen op dat apparaat
session-end-this = Uitloggen: { $browser } ({ $address })
session-end-effect = Op dat apparaat ({ $browser }, { $address }) word je meteen uitgelogd.
notice-session-ended = Op dat apparaat ben je uitgelogd.
notice-sessions-ended = { $count ->
    [0] Je was nergens anders ingelogd.
    [one] Op één ander apparaat ben je uitgelogd.
   *[other] Op { $count } andere apparaten ben je uitgelogd.
}

## Weigeringen
fault-wrong-password = Dit is niet je huidige wachtwoord.
fault-wrong-code = Deze code klopt niet of is al gebruikt. Wacht op de volgende in je app en controleer of de tijd op je telefoon klopt.
fault-clock-ahead = { $minutes ->
    [one] Deze code klopt pas over een minuut: de klok van je telefoon loopt ongeveer zoveel voor op die van het portaal.
   *[other] Deze code klopt pas over { $minutes } minuten: de klok van je telefoon loopt ongeveer zoveel voor op die van het portaal.
} Laat je telefoon de tijd zelf instellen en vul de code in die hij dan toont.
fault-clock-behind = { $minutes ->
    [one] Deze code klopte een minuut geleden: de klok van je telefoon loopt ongeveer zoveel achter op die van het portaal.
   *[other] Deze code klopte { $minutes } minuten geleden: de klok van je telefoon loopt ongeveer zoveel achter op die van het portaal.
} Laat je telefoon de tijd zelf instellen en vul de code in die hij dan toont.
fault-same-address = Dit is je adres al.
conflict-two-step-required = Een provider waar je bij hoort, verplicht tweestapsverificatie. Daarom kun je het niet uitschakelen. Wil je een ander apparaat gebruiken? Kies dan “Naar een ander apparaat”.
conflict-two-step-changed = Tweestapsverificatie is intussen ingesteld, verplaatst of uitgeschakeld. Er is verder niets gewijzigd. Kijk hoe het ervoor staat en begin opnieuw.
conflict-address-taken = Een ander account heeft dit adres inmiddels. Er is niets gewijzigd. Kies een ander adres of verwijder eerst dat account.
conflict-address-invited = Dit adres is uitgenodigd voor een organisatie of provider waar je al bij hoort. Er is niets gewijzigd. Laat die uitnodiging daar intrekken en open de link opnieuw.
address-undo-link-next = Zit er iemand anders in je account? Neem contact op met de beheerder van dit portaal: die kan het account buitensluiten.
address-undo-link-used = Het account heeft weer het vorige adres. Heb je nog geen wachtwoord gekozen? Gebruik dan “Wachtwoord vergeten?” op de inlogpagina.
address-undo-link-withdrawn = Deze link werkt niet meer: het account is verwijderd of geblokkeerd, of heeft dit adres al.
address-link-next = Vraag op je accountpagina een nieuwe link aan, onder “E-mailadres wijzigen”.
address-link-used = Op je accountpagina zie je welk adres je nu hebt.
address-link-withdrawn = Deze link werkt niet meer: er is sindsdien iets aan je account veranderd.
address-link-other = Deze link hoort bij een ander account dan het account waarmee je bent ingelogd. Log uit en log in met het account waarvan je het adres wilt wijzigen.

## Mails
mail-account-action = Naar het portaal
mail-account-two-step = Tweestapsverificatie bekijken
mail-account-password = Nieuw wachtwoord kiezen
mail-not-you = Was jij dit niet? Kies dan meteen een nieuw wachtwoord via “Wachtwoord vergeten?” op de inlogpagina en vertel het aan de beheerder van het portaal.
mail-password-changed-subject = Je wachtwoord is gewijzigd
mail-password-changed-1 = Het wachtwoord van je account is gewijzigd door iemand die ingelogd was en het oude wachtwoord kende. Op alle andere apparaten ben je uitgelogd.
mail-address-link-subject = Bevestig je nieuwe e-mailadres
mail-address-link-1 = Het account { $email } wil voortaan dit adres gebruiken. Met deze link bevestig je dat het van jou is.
mail-address-link-2 = Je kunt de link één keer gebruiken, tot { $date }, in de browser waarin je bent ingelogd.
mail-address-link-action = Adres bevestigen
mail-address-link-end = Heb je hier niet om gevraagd? Dan kun je deze mail negeren: er verandert niets.
mail-address-taken-subject = Je adres is genoemd voor een ander account
mail-address-taken-1 = Iemand die met een ander account is ingelogd, wilde dat account dit adres geven. Bij dit adres hoort al een account, dus er is niets veranderd.
mail-address-taken-2 = Was jij dat? Log dan in met dit adres, of kies een nieuw wachtwoord als je het vergeten bent. Was jij het niet, dan hoef je niets te doen.
mail-address-changed-subject = Je account heeft nu een ander adres
mail-address-changed-1 = Je account heeft nu het adres { $email }. Daarmee log je voortaan in; hier komen geen mails meer aan.
mail-address-changed-undo = Was jij dit niet? Dan is iemand in je account gekomen. Draai de wijziging terug met deze link, tot { $date }: het account krijgt dit adres terug, iedereen wordt uitgelogd en je kiest een nieuw wachtwoord. Tweestapsverificatie blijft zoals die nu is.
mail-address-changed-action = Wijziging terugdraaien
mail-address-changed-end = Was jij het wel? Dan hoef je niets te doen.
mail-address-undone-subject = Een adreswijziging is teruggedraaid
mail-address-undone-1 = Een account had een tijdje dit adres. Wie de mail van het vorige adres leest, heeft dat teruggedraaid: het account heeft weer het vorige adres.
mail-address-undone-2 = Iedereen is uit het account uitgelogd. Is het jouw account? Log dan weer in met het vorige adres zodra daar een nieuw wachtwoord is gekozen.
mail-address-changed-2 = Was jij dit niet? Dan kent iemand je wachtwoord en heeft die persoon je account overgenomen. Neem meteen contact op met de beheerder van het portaal en met de eigenaren van je organisaties: zij kunnen dat account buitensluiten.
mail-two-step-on-subject = Tweestapsverificatie is ingeschakeld
mail-two-step-on-1 = Voor je account is tweestapsverificatie ingesteld. Vanaf nu heb je naast je wachtwoord een code uit de app nodig.
mail-two-step-off-subject = Tweestapsverificatie is uitgeschakeld
mail-two-step-off-1 = Voor je account is tweestapsverificatie uitgeschakeld. Vanaf nu is je wachtwoord genoeg.
mail-recovery-subject = Er is een herstelcode gebruikt
mail-recovery-1 = Een herstelcode van je account is gebruikt in plaats van een code uit je app. { $count ->
    [0] Er zijn er geen meer over: maak nieuwe.
    [one] Er is er nog één over.
   *[other] Er zijn er nog { $count } over.
}
mail-seen = Dat was op { $date }, vanaf het IP-adres { $address }, met: { $browser }.
mail-elsewhere-subject = Er is opnieuw op je account ingelogd
mail-elsewhere-1 = Iemand heeft op je account ingelogd met een browser die je account nog niet kent, vanaf een netwerk waar zo’n browser nog niet is gebruikt.
mail-elsewhere-2 = Was jij dat? Dan is alles in orde: je account kent deze browser voortaan. Was jij het niet, log dan op dat apparaat uit via de pagina met je sessies en kies meteen een nieuw wachtwoord.
mail-elsewhere-action = Actieve sessies bekijken
mail-code-missing-subject = Iemand kent je wachtwoord
mail-code-missing-1 = Iemand heeft het juiste wachtwoord van je account ingevuld en daarna een code die niet klopt. Diegene is niet ingelogd.
mail-code-missing-2 = Was jij dat? Probeer het dan gewoon met de volgende code uit je app. Was jij het niet, kies dan nu een nieuw wachtwoord: zonder code komt niemand binnen, maar je wachtwoord is bekend.
mail-strangers-subject = Veel verkeerde wachtwoorden voor je account
mail-strangers-1 = Tot { $date } zijn er zo veel verkeerde wachtwoorden voor je account geprobeerd, vanaf plekken waar jij niet inlogt, dat we zulke pogingen een tijdje tegenhouden. Daarmee is niemand binnengekomen.
mail-strangers-2 = Je hoeft niets te doen. In een browser of netwerk waar je eerder hebt ingelogd, log je in zoals altijd.
mail-strangers-3 = Word je zelf ergens anders tegengehouden? Kies daar een nieuw wachtwoord met “Wachtwoord vergeten?”: dan kun je meteen inloggen. Gebruik je je wachtwoord ook ergens anders, kies dan hoe dan ook een nieuw.
mail-recovery-2 = Was jij dit niet? Kies dan meteen een nieuw wachtwoord via “Wachtwoord vergeten?” op de inlogpagina en maak nieuwe herstelcodes.
