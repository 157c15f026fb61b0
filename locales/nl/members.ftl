## Leden
filter-all = Alle
filter-invited = Uitgenodigd
filter-accepted = Wacht op bevestiging
status-invited = Uitgenodigd
status-accepted = Wacht op bevestiging
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
asks-removal = Heeft verwijdering aangevraagd
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
invite-full-add = Er is geen plaats vrij: verwijder eerst een lid, of voeg een plaats toe met “Plaatsen beheren”.
invite-full-provider = Er is geen plaats vrij: verwijder eerst een lid, of vraag { $provider } om een extra plaats.
invite-full-owner = Er is geen plaats vrij: verwijder eerst een lid, of vraag een eigenaar om een plaats toe te voegen.
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
invitation-about = Op dit portaal worden de leden van { $organization } beheerd: wie erbij hoort, en met welke rol.
invitation-about-owner = Als eigenaar mag je er alles, ook anderen eigenaar maken.
invitation-about-admin = Als beheerder beheer je de leden, maar niet de eigenaren.
invitation-about-user = Als gebruiker werk je ermee en beheer je niemand.
invitation-about-managed = { $provider } beheert de organisatie: de bevestigde mensen van { $provider } kunnen er alles zien en doen wat een eigenaar kan.
invitation-about-provider = Op dit portaal beheert { $provider } de organisaties van klanten.
invitation-about-provider-admin = Als providerbeheerder mag je alles: klanten, leden, logboeken en instellingen.
invitation-about-provider-service = Als servicemedewerker doe je het dagelijkse werk bij alle klanten, met de rechten van een eigenaar.
invitation-organization = Organisatie
invitation-role = Rol
invitation-by = Uitgenodigd door
invitation-by-operator = De beheerder van dit portaal
invitation-confirms = Op dit moment heeft deze organisatie geen eigenaar die kan inloggen. Als je accepteert, ben je meteen eigenaar.
invitation-for = Voor
invitation-managed = Beheerd door
invitation-until = Geldig tot
invitation-new = Je hebt hier nog geen account. Vul je naam in en kies een wachtwoord: met het account accepteer je meteen de uitnodiging.
invitation-sign-in = Je hebt hier al een account. Log in om de uitnodiging te accepteren.
notice-owner-now = Je bent nu eigenaar van { $organization }.
invitation-other = Je bent ingelogd als { $email }, maar deze uitnodiging is voor een ander adres. Log eerst uit en daarna in met het adres uit de uitnodiging.
invitation-link-next = Vraag degene die je heeft uitgenodigd om een nieuwe uitnodiging.
invitation-link-used = Was jij dat zelf? Dan heb je al geaccepteerd: kijk bij “Mijn organisaties”, en log eerst in als je nog niet bent ingelogd.
invitation-link-withdrawn = Deze link werkt niet meer: de uitnodiging is ingetrokken.
invitation-link-other = Je bent ingelogd met een ander adres dan dat van de uitnodiging. Log eerst uit en daarna in met het adres uit de uitnodiging.
invitation-link-account = Er is al een account met dit adres. Log in om de uitnodiging te accepteren.
invitation-your-name = Je naam
invitation-left = Deze uitnodiging is naar { $invited } gestuurd. Dat adres heb je achtergelaten: je account heeft nu { $email }, en een uitnodiging verhuist nooit mee. Is { $invited } nog van jou, toon dat dan aan: wijzig je adres weer in dat adres en open deze uitnodiging opnieuw.
invitation-prove = Adres aantonen
invitation-left-else = Wil je voor dat adres een eigen account, of is het nu van iemand anders? Log dan uit. Of vraag de persoon die je heeft uitgenodigd om een uitnodiging voor je adres van nu.

## Leden van een organisatie
members-emails-hint = Eén adres of meer, met komma’s, spaties of nieuwe regels ertussen, of met de namen erbij geplakt uit een mailprogramma. Maximaal { $most }.
members-results = { $done ->
    [0] Niemand is uitgenodigd
   *[other] Uitgenodigd: { $done } van de { $all }
}
members-results-again = De adressen die niet zijn uitgenodigd, staan hieronder. Verbeter ze en verstuur ze opnieuw, of sluit dit venster.
invite-understood = { $count ->
    [0] In wat je hebt geplakt, staat geen adres
    [one] We zien één adres. Er is nog niemand uitgenodigd
   *[other] We zien { $count } adressen. Er is nog niemand uitgenodigd
}
invite-left-out = Overgeslagen: dit is geen e-mailadres
invite-understood-again = Hieronder staan alleen de adressen. Klopt er iets niet, verbeter het dan; druk daarna nog een keer op de knop.
members-notice-invited = { $count } mensen zijn uitgenodigd. De mails zijn onderweg.
members-search = Leden zoeken
members-not-found = Niemand hier heeft “{ $search }” in de naam of het adres.
members-show-all = Alle leden tonen
members-found = { $count ->
    [one] 1 lid gevonden
   *[other] { $shown } leden gevonden
}
members-found-many = Meer dan { $count } leden gevonden
members-last-owner = Jij bent de laatste eigenaar en kunt dus nog niet weg. Nodig een andere eigenaar uit; zodra die heeft geaccepteerd en bevestigd is, kan het wel.
members-last-owner-invited = Jij bent de laatste eigenaar en kunt dus nog niet weg. { $name } is uitgenodigd als eigenaar: zodra die heeft geaccepteerd en bevestigd is, kan het wel.
members-last-owner-accepted = Jij bent de laatste eigenaar en kunt dus nog niet weg. { $name } heeft geaccepteerd en wacht als eigenaar op bevestiging; daarna kan het wel.
members-back = Terug naar de leden
members-role = Rol wijzigen
members-role-title = Rol van { $name }
members-role-effect = De nieuwe rol geldt meteen in { $organization }. Deze persoon krijgt bericht per mail.
members-role-invited = { $email } krijgt een nieuwe uitnodiging met de nieuwe rol. De vorige link werkt dan niet meer.
members-notice-role = De rol van { $name } is nu: { $role }.
members-revoke = Toegang intrekken
members-restore = Toegang herstellen
members-revoke-title = De toegang van { $name } tot { $organization } intrekken?
members-revoke-effect = Deze persoon verliest meteen alle rechten als lid en krijgt bericht per mail. Wie bij de provider hoort, houdt de rechten van de provider.
members-revoke-kept = De persoon blijft in de lijst staan. Zolang er een plaats vrij is, kun je de toegang herstellen.
members-notice-revoked = De toegang van { $name } is ingetrokken. De plaats is vrij.
members-notice-restored = De toegang van { $name } is hersteld.
members-notice-restored-accepted = { $name } is terug en wacht net als voorheen op bevestiging.
members-notice-restored-invited = { $email } is terug. Er is een nieuwe uitnodiging onderweg.
members-notice-removed = { $name } is verwijderd.

## Meer leden tegelijk
members-confirm-all = Allemaal bevestigen
members-ticked = Met de geselecteerde leden:
members-bulk-nobody = Je hebt niemand geselecteerd. Ga terug en vink de leden aan om wie het gaat.
members-bulk-owners = Dit zijn alle bevestigde eigenaren, en een organisatie is nooit zonder eigenaar. Laat er een van buiten de selectie.
members-bulk-confirm = { $count ->
    [0] Er valt niemand te bevestigen
    [one] Eén persoon bevestigen bij { $organization }?
   *[other] { $count } mensen bevestigen bij { $organization }?
}
members-bulk-revoke = { $count ->
    [0] Van niemand kan de toegang worden ingetrokken
    [one] De toegang van één persoon tot { $organization } intrekken?
   *[other] De toegang van { $count } mensen tot { $organization } intrekken?
}
members-bulk-restore = { $count ->
    [0] Van niemand kan de toegang worden hersteld
    [one] De toegang van één persoon tot { $organization } herstellen?
   *[other] De toegang van { $count } mensen tot { $organization } herstellen?
}
members-bulk-remove = { $count ->
    [0] Niemand kan worden verwijderd
    [one] Eén persoon verwijderen uit { $organization }?
   *[other] { $count } mensen verwijderen uit { $organization }?
}
members-bulk-revoke-effect = Ze verliezen meteen alle rechten als lid en krijgen bericht per mail. Ze blijven in de lijst staan en je kunt hun toegang weer herstellen.
members-bulk-restore-effect = Ze krijgen hun vorige rol en status terug. Wie nog niet had geaccepteerd, krijgt een nieuwe uitnodiging.
members-bulk-remove-effect = Ze zijn meteen geen lid meer en krijgen bericht per mail. Openstaande uitnodigingen werken dan niet meer.
members-bulk-seats = Bezette plaatsen: { $before } → { $after }.
members-bulk-left-out = { $count ->
    [one] Eén persoon valt erbuiten. Hieronder staat waarom.
   *[other] { $count } mensen vallen erbuiten. Hieronder staat waarom.
}
members-bulk-more = Dit zijn de eerste { $count }. De rest kan daarna.
members-bulk-above = Deze persoon heeft een hogere rol dan jij: { $role }.
members-bulk-changed = Er is iets veranderd sinds je keek, dus er is bij niemand iets gedaan. Zo staat het er nu voor.
members-bulk-confirmed = { $count ->
    [one] Eén persoon is bevestigd.
   *[other] { $count } mensen zijn bevestigd.
}
members-bulk-revoked = { $count ->
    [one] De toegang van één persoon is ingetrokken. De plaats is vrij.
   *[other] De toegang van { $count } mensen is ingetrokken. Hun plaatsen zijn vrij.
}
members-bulk-restored = { $count ->
    [one] De toegang van één persoon is hersteld.
   *[other] De toegang van { $count } mensen is hersteld.
}
members-bulk-removed = { $count ->
    [one] Eén persoon is verwijderd.
   *[other] { $count } mensen zijn verwijderd.
}

## Weigeringen
conflict-is-revoked = De toegang van deze persoon is ingetrokken. Herstel die eerst.
conflict-already-revoked = De toegang van deze persoon is al ingetrokken. Je hoeft niets meer te doen.
conflict-not-revoked = De toegang van deze persoon is niet ingetrokken, dus er valt niets te herstellen.
conflict-barred = De organisatie heeft deze persoon zelf verwijderd. Alleen een eigenaar van de organisatie kan deze persoon weer uitnodigen.
conflict-own-membership = Dit ben je zelf. Wil je weg, kies dan “Organisatie verlaten”.
fault-many-addresses = Nodig maximaal { $most } adressen tegelijk uit.

## Mails
mail-invitation-subject = Uitnodiging voor { $organization }
mail-invitation-1 = { $inviter } ({ $email }) nodigt je uit om lid te worden van { $organization }. Je rol: { $role }.
mail-invitation-2 = Je kunt de link één keer gebruiken, tot { $date }. Als je hem opent, ligt er nog niets vast: je beslist pas op de pagina zelf.
mail-owner-wanted-1 = De beheerder van dit portaal nodigt je uit om eigenaar te worden van { $organization }. Als je accepteert, ben je dat meteen: niemand hoeft je te bevestigen.
mail-owner-wanted-2 = Op dit moment heeft de organisatie geen eigenaar die kan inloggen.
mail-owner-made-1 = De beheerder van dit portaal heeft je eigenaar gemaakt van { $organization }.
mail-invitation-action = Uitnodiging bekijken
mail-invitation-end = Geen idee waar dit over gaat? Dan kun je deze mail negeren. Zonder jou gebeurt er niets.
mail-waiting-subject = Er wacht iemand op bevestiging bij { $organization }
mail-waiting-1 = { $person } heeft de uitnodiging voor { $organization } geaccepteerd en wacht op bevestiging. De rol: { $role }.
mail-waiting-2 = Tot die tijd heeft deze persoon nog geen rechten. Bevestig alleen mensen die je kent.
mail-waiting-action = Leden bekijken
mail-confirmed-subject = Je bent bevestigd bij { $organization }
mail-confirmed-1 = { $by } heeft je bevestigd bij { $organization }. Je rol: { $role }. Je kunt nu aan de slag.
mail-confirmed-action = Organisatie openen
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
mail-role-subject = Je rol bij { $organization } is gewijzigd
mail-role-1 = { $by } heeft je rol bij { $organization } gewijzigd. Oude rol: { $before }. Nieuwe rol: { $after }.
mail-role-action = Organisatie openen
mail-revoked-subject = Je toegang tot { $organization } is ingetrokken
mail-revoked-1 = { $by } heeft je toegang tot { $organization } ingetrokken. Je hebt er geen rechten meer als lid, tot iemand je toegang herstelt.
mail-restored-subject = Je toegang tot { $organization } is hersteld
mail-restored-1 = { $by } heeft je toegang tot { $organization } hersteld. Je rol: { $role }.
mail-restored-now = Je hebt weer dezelfde rechten als voorheen.
mail-restored-waits = Je moet er nog bevestigd worden. Je krijgt een mail zodra dat is gebeurd.
mail-restored-action = Organisatie openen

## Inviting, and not knowing who invites
conflict-cannot-be-invited = Deze persoon kan niet worden uitgenodigd.
conflict-inviting-ended = Uitnodigen kan hier pas weer als de beheerder van dit portaal ernaar heeft gekeken. Neem contact op met de beheerder.
invite-throttled = Niemand op deze lijst is uitgenodigd. { $wait } Nieuwe accounts en organisaties kunnen per dag een beperkt aantal mensen uitnodigen.
