language-name = Nederlands

## Overal
product = Portico
skip = Naar de inhoud
menu = Menu
main-navigation = Hoofdmenu
language = Taal
sign-in = Inloggen
sign-out = Uitloggen
email = E-mailadres
password = Wachtwoord
clients = Klanten
members = Leden
organizations = Mijn organisaties
new-client = Nieuwe klant
add-existing = Bestaande organisatie toevoegen
add = Toevoegen
close = Sluiten
cancel = Annuleren
name = Naam
number-of-users = Aantal gebruikers
plan = Abonnement
role = Rol
status = Status
owner = Eigenaar
admin = Beheerder
user = Gebruiker
invite-member = Lid uitnodigen
send-invitation = Uitnodiging versturen
accept-invitation = Uitnodiging accepteren
create-account = Account aanmaken
confirm = Bevestigen
remove = Verwijderen
leave-organization = Organisatie verlaten
ask-to-be-removed = Vragen om verwijderd te worden
open = Openen
search = Zoeken
previous = Vorige
next = Volgende
pages = Pagina’s
filter = Filter
actions = Acties
actions-for = Acties voor { $name }
print = Afdrukken
done = klaar
you = Jij
new-tag = Nieuw
dismiss = Sluiten
failed = Dat is niet gelukt. Controleer je verbinding en probeer het opnieuw.
back-to-clients = Klanten
back-to-organizations = Mijn organisaties

## Inloggen
sign-in-title = Inloggen
sign-in-forgot = Wachtwoord vergeten?
sign-in-again = Je bent uitgelogd.
sign-in-failed-title = Inloggen is niet gelukt
sign-in-failed = Je e-mailadres of wachtwoord klopt niet. Controleer ze allebei, of kies een nieuw wachtwoord via “Wachtwoord vergeten?”.
password-saved = Je nieuwe wachtwoord is opgeslagen. Je kunt er nu mee inloggen.

## Wachtwoord
forgot-title = Nieuw wachtwoord kiezen
forgot-lede = Vul je e-mailadres in. Is er een account met dat adres, dan sturen we je een link om een nieuw wachtwoord te kiezen. De link is een uur geldig.
forgot-send = Link versturen
forgot-sent-title = Kijk in je mail
forgot-sent = Als er een account is met het adres { $email }, dan is er nu een link onderweg. Die is een uur geldig. Geen mail gekregen? Kijk in je spammap of probeer het opnieuw.
password-title = Wachtwoord kiezen
password-for = Voor het account { $email }.
password-new = Nieuw wachtwoord
password-hint = Minstens 15 tekens. Een paar woorden die alleen jij zou combineren, werken goed. Spaties mogen ook.
password-save = Wachtwoord opslaan

## Klanten
clients-search = Klanten zoeken
clients-found = { $count ->
    [one] 1 klant
   *[other] { $count } klanten
}
clients-many = Meer dan { $count } klanten
clients-empty-title = Nog geen klanten
clients-empty-admin = Maak je eerste klant aan met “Nieuwe klant”.
clients-empty-existing = Je bent eigenaar van een organisatie die nog geen provider heeft: haal die hierheen met “Bestaande organisatie toevoegen”.
clients-empty-own = Ben je eigenaar van een organisatie zonder provider, dan staat hier ook een knop om die toe te voegen.
clients-empty-service = Zodra een providerbeheerder een klant toevoegt, zie je die hier.
clients-none-title = Niets gevonden
clients-none = Geen enkele klant heeft “{ $search }” in de naam.
clients-all = Alle klanten tonen
client-added = { $name } is nu een klant. Open de organisatie om die over te dragen.
client-created = { $name } is aangemaakt en de eerste eigenaar heeft een uitnodiging gekregen.
suspended = Opgeschort

## Bestaande organisatie toevoegen
existing-lede = Jij bent eigenaar van deze organisaties en ze hebben nog geen provider. Als je er één toevoegt, blijven leden, plaatsen en abonnement zoals ze zijn. Je collega’s krijgen er de rechten van een eigenaar; de andere eigenaren horen dat per mail.
existing-none = Er valt niets meer toe te voegen. Hier verschijnen de organisaties waarvan je eigenaar bent en die nog geen provider hebben.
why-plan = Een provider kan geen organisatie met het abonnement { $plan } beheren. Stap eerst over op Teams of Enterprise.
why-suspended = Deze organisatie is opgeschort en moet eerst weer geactiveerd worden.
why-managed = Deze organisatie heeft al een provider. Die moet de organisatie eerst loskoppelen.

## Loskoppelen
unlink = Organisatie loskoppelen
unlink-title = { $organization } loskoppelen?
unlink-ends = De mensen van { $provider } verliezen meteen alle rechten die ze via de provider in de organisatie hebben. Uitnodigingen die zij verstuurd hebben, werken niet meer.
unlink-stays = Leden, plaatsen en abonnement blijven zoals ze zijn. Wie lid is, houdt de eigen rol.
unlink-owners = { $count ->
    [one] De eigenaar houdt de organisatie en krijgt bericht:
   *[other] De { $count } eigenaren houden de organisatie en krijgen bericht:
}
unlink-again = Een providerbeheerder die eigenaar is van de organisatie, kan die later altijd weer toevoegen.
notice-unlinked = { $name } is losgekoppeld. Wie eigenaar is, krijgt bericht per mail.
unlink-way-out = Naar de overdracht

## Nieuwe klant
new-client-lede = De organisatie valt meteen onder jouw provider. De eerste eigenaar krijgt een uitnodiging per mail.
new-client-name-hint = Zoals je klant de naam zelf schrijft.
new-client-plan-hint = Teams of Enterprise.
new-client-seats = Plaatsen
new-client-seats-hint = De eerste is voor de eigenaar.
new-client-owner = E-mailadres van de eigenaar
new-client-create = Klant aanmaken

## Een organisatie
facts = Organisatie
managed-by = Beheerd door
managed-since = { $provider }, sinds { $date }
managed-means = De bevestigde leden van de provider hebben hier de rechten van een eigenaar.
nobody = Geen provider
your-role = Jouw rol
seats-free = { $seats ->
    [0] geen plaats vrij
    [1] 1 plaats vrij
   *[other] { $seats } plaatsen vrij
}
organizations-lede = Van deze organisaties ben je lid.
organizations-none-title = Nog geen organisaties
organizations-none = Zodra je bevestigd bent als lid van een organisatie, vind je die hier. Heb je net een uitnodiging geaccepteerd? Dan moet iemand daar je nog bevestigen. Je krijgt een mail zodra dat is gebeurd.
member-only = Je bent lid van deze organisatie. De eigenaren en beheerders gaan over de leden.

## Plaatsen
manage-seats = Plaatsen beheren
seats-title = Plaatsen van { $organization }
seats-now = Bezet door leden en uitnodigingen: { $occupied } van de { $seats } plaatsen.
seats-hint = Minstens { $occupied }: bezette plaatsen kun je niet weghalen.
seats-new = Aantal plaatsen
seats-change = Plaatsen: { $before } → { $after }. Nog vrij: { $free }.
seats-save = Opslaan
notice-seats = Het aantal plaatsen is nu { $seats }.
notice-seats-changed = Plaatsen: { $before } → { $after }.

## Overdracht
handover = Overdracht
handover-lede = Draag de organisatie in drie stappen over aan je klant. Als provider houd je alle rechten.
handover-lede-first = Draag de organisatie in twee stappen over aan je klant. Als provider houd je alle rechten.
handover-progress = { $done } van 3 afgerond
handover-progress-first = { $done } van 2 afgerond
handover-step-invited = Tweede eigenaar uitgenodigd
handover-step-invited-first = Eerste eigenaar uitgenodigd
handover-step-confirmed = Geaccepteerd en bevestigd
handover-step-down = Jij trekt je terug
handover-step-down-other = { $name } trekt zich terug
handover-invite = Een organisatie heeft altijd een eigenaar nodig. Nodig iemand bij je klant uit die het van je overneemt.
handover-invite-first = Deze organisatie heeft nog geen eigenaar. Nodig iemand bij je klant uit die eigenaar wordt.
handover-backup-email = E-mailadres van de tweede eigenaar
handover-full = Alle plaatsen zijn bezet. Voor een tweede eigenaar is eerst een extra plaats nodig: verwijder een lid of laat een plaats toevoegen.
handover-invited = { $name } is uitgenodigd als eigenaar.
handover-waiting = { $name } moet de uitnodiging nog accepteren.
handover-accepted = { $name } heeft geaccepteerd. Is dit de juiste persoon? Bevestig dan.
handover-confirmed = { $name } is bevestigd als eigenaar.
handover-frees = Als je de organisatie verlaat, komt jouw plaats vrij: { $before } → { $after }. Als lid van de provider houd je alle rechten.
handover-frees-other = Als je { $name } als eigenaar verwijdert, komt er een plaats vrij: { $before } → { $after }. Als lid van de provider houdt { $name } alle rechten.
handover-later = Dat kan zodra de tweede eigenaar bevestigd is.
handover-asked = Je hebt de andere eigenaren gevraagd om je te verwijderen.
handover-complete-title = Overdracht afgerond
handover-complete = Deze organisatie is van je klant: { $name } is een bevestigde eigenaar. { $provider } houdt de rechten van de provider.

## Leden
filter-all = Alle
filter-invited = Uitgenodigd
filter-accepted = Te bevestigen
status-invited = Uitgenodigd
status-accepted = Te bevestigen
status-confirmed = Bevestigd
status-revoked = Ingetrokken
waiting-banner = { $count ->
    [one] Eén persoon wacht op bevestiging.
   *[other] { $count } mensen wachten op bevestiging.
}
waiting-hint = Bevestig alleen mensen die je kent: ze krijgen hun rechten meteen.
waiting-review = Bekijken
members-none-title = Nog geen leden
members-none = Nodig het eerste lid uit met “Lid uitnodigen”.
members-none-filtered = Op dit moment heeft niemand deze status.
members-none-both = Niemand met “{ $search }” in de naam of het adres heeft deze status.
resend = Uitnodiging opnieuw versturen
cancel-invitation = Uitnodiging intrekken
cancel-invitation-title = De uitnodiging aan { $email } voor { $organization } intrekken?
asks-removal = Wil verwijderd worden
undelivered = De uitnodiging kon niet worden bezorgd. Controleer het adres, trek deze uitnodiging in en nodig het juiste adres uit.
remove-title = { $name } verwijderen uit { $organization }?
remove-effect = Deze persoon is dan geen lid meer en verliest meteen de rechten van een lid. Wie bij de provider hoort, houdt de rechten van de provider.
remove-frees = Er komt een plaats vrij: { $before } → { $after }.
remove-invitation-effect = De link in de mail aan { $email } werkt dan niet meer.
leave-title = { $organization } verlaten?
leave-effect-provider = Je bent dan geen lid meer. Als lid van de provider houd je alle rechten in deze organisatie.
leave-effect = Je bent dan geen lid meer en verliest meteen al je rechten in de organisatie.
invite-lede = Elk adres krijgt een mail met een link die één keer werkt en { $days ->
    [one] één dag
   *[other] { $days } dagen
} geldig is. Wie nog niet bevestigd is, heeft geen enkel recht.
invite-seat = Elke uitnodiging bezet meteen een plaats in { $organization }.
role-owner-hint = Mag alles, ook anderen eigenaar maken.
role-admin-hint = Beheert de leden, maar niet de eigenaren.
role-user-hint = Werkt met de organisatie, maar beheert niemand.
notice-invited = { $email } is uitgenodigd. De mail is onderweg.
notice-resent = Er is een nieuwe uitnodiging onderweg naar { $email }. De vorige link werkt niet meer.
notice-confirmed = { $name } is bevestigd.
notice-cancelled = De uitnodiging aan { $email } is ingetrokken. De plaats is vrij.
notice-removed = { $name } is verwijderd. De plaats is vrij.
notice-left = Je hebt { $name } verlaten. Je plaats is vrij.
notice-asked = { $count ->
    [0] Je had het al gevraagd. Er is geen nieuwe mail verstuurd.
    [one] We hebben één eigenaar gemaild met de vraag om je te verwijderen.
   *[other] We hebben { $count } eigenaren gemaild met de vraag om je te verwijderen.
}
notice-accepted = Je hebt de uitnodiging voor { $name } geaccepteerd. Zodra iemand daar je bevestigt, krijg je een mail en kun je aan de slag.

## Uitnodiging
invitation-title = Uitnodiging voor { $organization }
invitation-organization = Organisatie
invitation-role = Rol
invitation-by = Uitgenodigd door
invitation-for = Voor
invitation-managed = Beheerd door
invitation-until = Geldig tot
invitation-new = Je hebt hier nog geen account. Vul je naam in en kies een wachtwoord: met het account accepteer je meteen de uitnodiging.
invitation-sign-in = Je hebt hier al een account. Log in om de uitnodiging te accepteren.
invitation-other = Je bent ingelogd als { $email }, maar deze uitnodiging is voor een ander adres. Log eerst uit en daarna in met het adres uit de uitnodiging.
invitation-your-name = Je naam

## Weigeringen
refused-title = Dat kan niet
two-faults = { $count ->
    [one] Eén ding klopt nog niet
   *[other] { $count } dingen kloppen nog niet
}
not-found-title = Niet gevonden
not-found = Deze pagina bestaat niet of niet meer, of je hebt er geen toegang toe.
forbidden-title = Niet toegestaan
forbidden-role = Met jouw rol kan dit niet. Vraag het aan een eigenaar van de organisatie of aan een providerbeheerder.
forbidden-provider-suspended = Je provider is opgeschort. Tot die weer actief is, kun je alles bekijken maar niets wijzigen. Je klanten merken er niets van.
forbidden-organization-suspended = Deze organisatie is opgeschort, dus niemand heeft toegang. Er gaat niets verloren: leden, rollen en plaatsen blijven zoals ze zijn. Vraag de beheerder van dit portaal om de organisatie weer te activeren.
conflict-managed = Deze organisatie heeft al een provider. Er is niets gewijzigd. Zodra die provider de organisatie heeft losgekoppeld, kun je haar hier toevoegen.
conflict-plan = Een provider kan geen organisatie met het abonnement { $plan } beheren. Stap eerst over op Teams of Enterprise.
conflict-suspended = Deze organisatie is opgeschort en moet eerst weer geactiveerd worden.
conflict-last-owner = Een organisatie heeft altijd een eigenaar nodig, en dit is de laatste die bevestigd is. Nodig eerst een tweede eigenaar uit, of maak een ander lid eigenaar. Zodra die bevestigd is, kan het wel.
conflict-full = Alle plaatsen van de organisatie zijn bezet. Verwijder een lid of laat een plaats toevoegen, en probeer het dan opnieuw.
conflict-member = Dit adres hoort al bij de organisatie. Je vindt het in de ledenlijst.
conflict-not-accepted = Deze persoon heeft de uitnodiging nog niet geaccepteerd, dus er valt nog niets te bevestigen. Je kunt de uitnodiging wel opnieuw versturen.
conflict-confirmed = Deze persoon is al bevestigd.
conflict-not-invited = Deze persoon heeft al geaccepteerd. Een nieuwe uitnodiging is niet nodig.
conflict-too-many = Er staan te veel uitnodigingen open. Trek in wat niemand accepteert en probeer het dan opnieuw.
conflict-seats-occupied = Het aantal bezette plaatsen is { $occupied }, dus minder kan niet. Verwijder eerst een lid of kies een hoger aantal.
conflict-no-owner = Deze klant heeft nog geen bevestigde eigenaar, en een organisatie heeft er altijd een nodig. Rond eerst de overdracht af: nodig een eigenaar uit en bevestig die zodra de uitnodiging is geaccepteerd.
unlinked-already = Al losgekoppeld
conflict-unlinked = Deze organisatie is al losgekoppeld. Je hoeft niets meer te doen.
link-title = Deze link werkt niet meer
link-unknown = Deze link klopt niet. Misschien is er een stuk weggevallen: kopieer de hele link uit de mail, of vraag om een nieuwe.
link-expired = Deze link is verlopen. Vraag degene die je heeft uitgenodigd om een nieuwe uitnodiging. Ging het om een wachtwoord of een account? Begin dan opnieuw op de inlogpagina.
link-used = Deze link is al gebruikt. Was jij dat zelf? Dan kun je gewoon inloggen.
link-replaced = Er is een nieuwere link, of de uitnodiging is ingetrokken. Kijk of je een nieuwere mail hebt, of vraag om een nieuwe uitnodiging.
link-other = Je bent ingelogd met een ander adres dan dat van de uitnodiging. Log eerst uit en daarna in met het adres uit de uitnodiging.
link-account-exists = Er is al een account met dit adres. Log in om de uitnodiging te accepteren.
throttled = Dat gebeurde te vaak achter elkaar. Wacht { $seconds ->
    [one] 1 seconde
   *[other] { $seconds } seconden
} en probeer het dan opnieuw.
throttled-minutes = Dat gebeurde te vaak achter elkaar. Wacht { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} en probeer het dan opnieuw.
busy = Het is nu erg druk op het portaal. Er is niets gewijzigd. Probeer het over een paar seconden opnieuw.
unavailable-title = We zijn zo terug
unavailable = Het portaal kan even niet bij de database. Probeer het over een paar seconden opnieuw, en kijk dan eerst of je laatste wijziging is opgeslagen.
internal-title = Er is iets misgegaan
internal = Dat ligt aan ons, niet aan jou. Kijk eerst of je laatste wijziging is opgeslagen voordat je het opnieuw probeert. Gebeurt het weer? Geef dan het nummer hieronder door aan de beheerder van dit portaal.
stale-title = Dit formulier is verouderd
stale = Je bent in- of uitgelogd nadat deze pagina was geopend, of het formulier kwam ergens anders vandaan. Er is niets gewijzigd. Ga terug, ververs de pagina en probeer het opnieuw.
method-title = Zo werkt het niet
method = Op dit adres kan dat niet. Ga terug en gebruik de knoppen op de pagina.
too-large-title = Te groot
too-large = Wat je verstuurde, is te groot voor dit formulier. Er is niets gewijzigd.
wrong-host-title = Verkeerd adres
wrong-host = Onder deze naam is het portaal niet bereikbaar.
request-number = Nummer
home = Naar de startpagina

## Fouten in een veld
fault-missing = Vul hier iets in.
fault-long = Gebruik niet meer dan { $most } tekens.
fault-character = Haal onzichtbare tekens en stuurtekens weg.
fault-email = Vul een e-mailadres in, zoals naam@bedrijf.example. Letters met accenten kunnen niet.
fault-seats = Vul een heel getal in van 1 tot en met 1.000.000.
fault-plan = Kies een van de abonnementen.
fault-plan-client = Een provider beheert alleen organisaties met Teams of Enterprise.
fault-password-short = Gebruik minstens 15 tekens.
fault-password-long = Gebruik niet meer dan 128 tekens.
fault-password-easy = Dit wachtwoord is te makkelijk te raden. Gebruik meer woorden die niets met elkaar te maken hebben, en geen namen of adressen.
fault-choice = Maak een keuze.

## Mails
mail-invitation-subject = Uitnodiging voor { $organization }
mail-invitation-1 = { $inviter } ({ $email }) nodigt je uit om lid te worden van { $organization }. Je rol: { $role }.
mail-invitation-2 = Je kunt de link één keer gebruiken, tot { $date }. Als je hem opent, ligt er nog niets vast: je beslist pas op de pagina zelf.
mail-invitation-action = Uitnodiging bekijken
mail-invitation-end = Geen idee waar dit over gaat? Dan kun je deze mail negeren. Zonder jou gebeurt er niets.
mail-waiting-subject = Er wacht iemand op bevestiging bij { $organization }
mail-waiting-1 = { $person } heeft de uitnodiging voor { $organization } geaccepteerd en wacht op bevestiging. De rol: { $role }.
mail-waiting-2 = Tot die tijd heeft deze persoon nog geen rechten. Bevestig alleen mensen die je kent.
mail-waiting-action = Leden bekijken
mail-confirmed-subject = Je bent bevestigd bij { $organization }
mail-confirmed-1 = { $by } heeft je bevestigd bij { $organization }. Je rol: { $role }. Je kunt nu aan de slag.
mail-confirmed-action = Organisatie openen
mail-added-subject = { $organization } heeft nu een provider: { $provider }
mail-added-1 = { $by } heeft { $organization } toegevoegd aan de provider { $provider }.
mail-added-2 = Vanaf nu hebben alle bevestigde leden van { $provider } de rechten van een eigenaar in jouw organisatie: ze kunnen de leden zien en beheren. De leden, de plaatsen en het abonnement zijn hetzelfde gebleven, en jij blijft eigenaar.
mail-added-end = Had je dit niet verwacht? Neem dan contact op met de persoon die hierboven staat.
mail-added-action = Organisatie openen
mail-unlinked-subject = { $organization } wordt niet meer beheerd door { $provider }
mail-unlinked-1 = { $by } heeft { $organization } losgekoppeld van de provider { $provider }.
mail-unlinked-2 = De mensen van { $provider } hebben geen rechten meer in jouw organisatie, tenzij ze er lid van zijn. Aan leden, plaatsen en abonnement is niets veranderd, en jij blijft eigenaar.
mail-unlinked-active = De opschorting is daarmee voorbij: de leden hebben weer toegang.
mail-unlinked-action = Organisatie openen
mail-removal-subject = { $person } wil verwijderd worden uit { $organization }
mail-removal-1 = { $person } ({ $email }) wil verwijderd worden uit { $organization } en vraagt jou, als eigenaar, om dat te doen. Daarmee komt er een plaats vrij.
mail-removal-2 = Ga naar de leden, zoek deze persoon op en kies “Verwijderen”.
mail-removal-action = Leden bekijken
mail-removed-subject = Je bent verwijderd uit { $organization }
mail-removed-1 = { $by } heeft je verwijderd uit { $organization }. Je bent geen lid meer en je plaats is vrij.
mail-removed-2 = Rechten die je als lid van de provider hebt, houd je.
mail-left-subject = { $person } heeft { $organization } verlaten
mail-left-1 = { $person } was eigenaar van { $organization } en heeft de organisatie verlaten. Jij bent nog steeds eigenaar.
mail-left-action = Leden bekijken
mail-password-subject = Kies je wachtwoord
mail-password-1 = Met deze link kies je een wachtwoord voor je account.
mail-password-2 = Je kunt de link één keer gebruiken, tot { $date }.
mail-password-action = Wachtwoord kiezen
mail-password-end = Heb je hier niet om gevraagd? Dan kun je deze mail negeren: je account blijft zoals het is.
mail-password-set-subject = Je wachtwoord is gewijzigd
mail-password-set-1 = Het wachtwoord van je account is gewijzigd en je bent overal uitgelogd.
mail-password-set-2 = Heb jij dat niet gedaan? Kies dan meteen een nieuw wachtwoord via “Wachtwoord vergeten?” op de inlogpagina, en waarschuw de mensen voor wie je organisaties beheert.
mail-password-set-action = Naar de inlogpagina
mail-footer = Verstuurd door Portico, { $url }

## De demo
demo-mail = Demomail
demo-hint = Dit is een demo. De accounts staan in het venster waarin de demo is gestart; de mails vind je hier:
demo-mail-lede = Er is geen mailserver ingesteld, dus alle mail blijft hier. Deze pagina bestaat alleen in de demo.
demo-mail-none-title = Nog geen mails
demo-mail-none = Nodig iemand uit en de uitnodiging verschijnt hier.
demo-mail-to = Aan { $email }

manage = Beheer
event-logs = Logboek
settings = Instellingen
filter-revoked = Ingetrokken
