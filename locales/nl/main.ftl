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
manage = Beheer
members = Leden
event-logs = Logboek
settings = Instellingen
organizations = Organisaties
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
provider-admin = Providerbeheerder
service-user = Servicemedewerker
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
failed = Dat lukte niet. Controleer de verbinding en probeer het opnieuw.
back-to-clients = Klanten
back-to-organizations = Organisaties

## Inloggen
sign-in-title = Inloggen
sign-in-forgot = Wachtwoord vergeten?
sign-in-again = Je bent uitgelogd.
sign-in-failed = Het e-mailadres of het wachtwoord klopt niet. Kijk ze na, of kies een nieuw wachtwoord via “Wachtwoord vergeten?”.
password-saved = Je nieuwe wachtwoord is opgeslagen. Log er nu mee in.

## Wachtwoord
forgot-title = Kies een nieuw wachtwoord
forgot-lede = Vul je e-mailadres in. Hoort daar een account bij, dan sturen we een link waarmee je een nieuw wachtwoord kiest. De link werkt een uur.
forgot-send = Link versturen
forgot-sent-title = Kijk in je mail
forgot-sent = Als er bij { $email } een account hoort, is er een link naar onderweg. Die werkt een uur. Niets gekregen? Kijk in je spammap of probeer het opnieuw.
password-title = Kies je wachtwoord
password-for = Voor het account { $email }.
password-new = Nieuw wachtwoord
password-hint = Minstens 15 tekens. Een paar woorden die alleen jij bij elkaar zou zetten werken goed; spaties mogen.
password-save = Wachtwoord opslaan

## Klanten
clients-search = Klanten zoeken
clients-found = { $count ->
    [one] 1 klant
   *[other] { $count } klanten
}
clients-many = Meer dan { $count } klanten
clients-empty-title = Nog geen klanten
clients-empty-admin = Maak de eerste aan met “Nieuwe klant”. Een organisatie die al van jou is, voeg je toe met “Bestaande organisatie toevoegen”.
clients-empty-service = Zodra een providerbeheerder een klant toevoegt, staat die hier.
clients-none-title = Niets gevonden
clients-none = Geen enkele klant heeft “{ $search }” in de naam.
clients-all = Alle klanten tonen
client-added = { $name } is nu een klant.
client-created = { $name } is aangemaakt en de eerste eigenaar is uitgenodigd.
suspended = Opgeschort

## Bestaande organisatie toevoegen
existing-lede = Deze organisaties zijn van jou en hebben geen provider. Toevoegen verandert niets aan leden, plaatsen of abonnement. Je collega’s krijgen er de rechten van een eigenaar, en de andere eigenaren krijgen daarover bericht.
existing-none = Er is niets meer om toe te voegen. Organisaties die van jou zijn en geen provider hebben, verschijnen hier.
existing-add = { $name } toevoegen
why-plan = Een organisatie met het abonnement { $plan } kan niet door een provider worden beheerd. Stap eerst over op Teams of Enterprise.
why-suspended = De organisatie is opgeschort. Laat haar eerst weer activeren.
why-managed = De organisatie wordt al door een provider beheerd. Daar moet ze eerst worden losgekoppeld.

## Nieuwe klant
new-client-lede = De organisatie wordt onder jouw provider aangemaakt. De eerste eigenaar krijgt een uitnodiging per mail.
new-client-name-hint = Zoals je klant de naam schrijft.
new-client-plan-hint = Teams of Enterprise.
new-client-seats = Plaatsen
new-client-seats-hint = De eigenaar krijgt de eerste.
new-client-owner = E-mailadres van de eigenaar
new-client-create = Klant aanmaken

## Een organisatie
facts = Organisatie
managed-by = Beheerd door
managed-since = { $provider }, sinds { $date }
nobody = Geen provider
your-role = Jouw rol
seats-free = { $seats ->
    [0] geen plaats vrij
    [1] 1 plaats vrij
   *[other] { $seats } plaatsen vrij
}
provider-person = Provider
organizations-lede = De organisaties waarvan je lid bent.
organizations-none-title = Nog geen organisaties
organizations-none = Zodra je als lid van een organisatie bevestigd bent, staat die hier. Heb je net een uitnodiging geaccepteerd, dan moet iemand daar je nog bevestigen; je krijgt een mail zodra dat is gebeurd.
member-only = Je bent lid van deze organisatie. De eigenaren en beheerders beheren de leden.

## Overdracht
handover = Overdracht
handover-lede = Draag de organisatie in drie stappen over aan je klant. Als provider houd je alle rechten.
handover-progress = { $done } van 3 klaar
handover-step-invited = Tweede eigenaar uitgenodigd
handover-step-confirmed = Geaccepteerd en bevestigd
handover-step-down = Jij treedt terug
handover-step-down-other = { $name } treedt terug
handover-invite = Een organisatie is nooit zonder eigenaar. Nodig bij je klant de persoon uit die eigenaar wordt.
handover-invite-first = De organisatie heeft nog geen eigenaar. Nodig bij je klant de persoon uit die eigenaar wordt.
handover-backup-email = E-mailadres van de tweede eigenaar
handover-full = Alle plaatsen zijn bezet. Er is eerst één plaats extra nodig voordat je een tweede eigenaar kunt uitnodigen: verwijder een lid of laat een plaats toevoegen.
handover-invited = { $name } is uitgenodigd als eigenaar.
handover-waiting = Wachten tot { $name } de uitnodiging accepteert.
handover-accepted = { $name } heeft geaccepteerd. Bevestig als dit de juiste persoon is.
handover-confirmed = { $name } is bevestigd als eigenaar.
handover-frees = Als je de organisatie verlaat, komt je plaats vrij: { $before } → { $after }. Als lid van de provider houd je alle rechten.
handover-frees-other = Als { $name } als eigenaar wordt verwijderd, komt er een plaats vrij: { $before } → { $after }. Als lid van de provider houdt { $name } alle rechten.
handover-later = Kan zodra de tweede eigenaar bevestigd is.
handover-asked = Je hebt de andere eigenaren gevraagd je te verwijderen.
handover-complete-title = Overdracht klaar
handover-complete = { $name } is eigenaar van deze organisatie. { $provider } houdt als provider zijn rechten.

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
   *[other] { $count } personen wachten op bevestiging.
}
waiting-hint = Bevestig alleen wie je kent: de rechten gelden meteen.
waiting-review = Bekijken
members-none = Hier staat niemand.
members-more = Meer leden
resend = Uitnodiging opnieuw versturen
cancel-invitation = Uitnodiging intrekken
asks-removal = Vraagt om verwijdering
undelivered = De uitnodiging kon niet worden bezorgd. Kijk het adres na, verwijder het en nodig het juiste adres uit.
remove-title = { $name } verwijderen uit { $organization }?
remove-effect = Deze persoon verliest meteen alle rechten in de organisatie. Verder verandert er niets.
remove-frees = De plaats komt vrij: { $before } → { $after }.
remove-invitation-effect = De link in de mail aan { $email } werkt dan niet meer.
leave-title = { $organization } verlaten?
leave-effect-provider = Je bent dan geen lid meer. Als lid van de provider houd je alle rechten over deze organisatie.
leave-effect = Je bent dan geen lid meer en verliest meteen alle rechten in de organisatie.
invite-title = Lid uitnodigen
invite-lede = De uitnodiging gaat per mail en is vijf dagen geldig. Ze neemt vanaf nu een plaats van { $organization } in.
role-owner-hint = Mag alles, ook anderen eigenaar maken.
role-admin-hint = Beheert leden, maar geen eigenaren.
role-user-hint = Gebruikt de organisatie en beheert niemand.
notice-invited = { $email } is uitgenodigd. De mail is onderweg.
notice-resent = Er is een nieuwe uitnodiging onderweg naar { $email }. De oude link werkt niet meer.
notice-confirmed = { $name } is bevestigd.
notice-removed = { $name } is verwijderd. De plaats is vrij.
notice-left = Je hebt { $name } verlaten. De plaats is vrij.
notice-asked = { $count ->
    [0] Je hebt het al gevraagd. Er is niets opnieuw verstuurd.
    [one] Eén eigenaar is per mail gevraagd je te verwijderen.
   *[other] { $count } eigenaren zijn per mail gevraagd je te verwijderen.
}
notice-accepted = Je hebt de uitnodiging voor { $name } geaccepteerd. Zodra iemand daar je bevestigt, krijg je een mail en kun je aan de slag.

## Uitnodiging
invitation-title = Uitnodiging voor { $organization }
invitation-lede = Deze uitnodiging is voor { $email }.
invitation-organization = Organisatie
invitation-role = Rol
invitation-by = Uitgenodigd door
invitation-for = Voor
invitation-managed = Beheerd door
invitation-until = Geldig tot
invitation-new = Je hebt hier nog geen account. Vul je naam in en kies een wachtwoord; het adres is dat van de uitnodiging.
invitation-sign-in = Je hebt hier al een account. Log daarmee in om te accepteren.
invitation-other = Je bent ingelogd als { $email }, maar deze uitnodiging is voor een ander adres. Log uit en log in met het uitgenodigde adres.
invitation-your-name = Je naam

## Weigeringen
refused-title = Dat kan niet
two-faults = { $count ->
    [one] Eén ding klopt nog niet
   *[other] { $count } dingen kloppen nog niet
}
not-found-title = Niet gevonden
not-found = Deze pagina bestaat niet, of je mag haar niet zien. Misschien is ze verwijderd.
forbidden-title = Niet toegestaan
forbidden-role = Met jouw rol mag dit niet. Vraag het een eigenaar van de organisatie of een providerbeheerder.
forbidden-provider-suspended = Je provider is opgeschort. Je kunt alles bekijken, maar niets wijzigen totdat hij weer actief is. Je klanten merken er niets van.
forbidden-organization-suspended = Deze organisatie is opgeschort. Haar gegevens en plaatsen blijven bewaard. Vraag de provider of de beheerder van dit portaal om haar weer te activeren.
conflict-managed = Deze organisatie wordt al door een provider beheerd. Er is niets gewijzigd. Daar moet ze eerst worden losgekoppeld voordat je haar hier kunt toevoegen.
conflict-plan = Een organisatie met het abonnement { $plan } kan niet door een provider worden beheerd. Stap eerst over op Teams of Enterprise.
conflict-suspended = De organisatie is opgeschort. Laat haar eerst weer activeren.
conflict-last-owner = Een organisatie is nooit zonder eigenaar, en dit is de laatste bevestigde. Nodig eerst een tweede eigenaar uit; zodra die heeft geaccepteerd en bevestigd is, lukt het wel.
conflict-full = Alle plaatsen van de organisatie zijn bezet. Verwijder een lid of laat een plaats toevoegen, en nodig daarna opnieuw uit.
conflict-member = Dit adres staat al in de organisatie. Zoek het op in de ledenlijst.
conflict-not-accepted = Deze persoon heeft de uitnodiging nog niet geaccepteerd, dus er valt nog niets te bevestigen. Je kunt de uitnodiging opnieuw versturen.
conflict-confirmed = Deze persoon is al bevestigd.
conflict-not-invited = Deze persoon heeft al geaccepteerd; een nieuwe uitnodiging is niet nodig.
conflict-too-many = Er staan te veel uitnodigingen open in deze organisatie. Trek de uitnodigingen in die niemand accepteert en nodig daarna opnieuw uit.
link-title = Deze link werkt niet meer
link-unknown = De link klopt niet. Misschien is er onderweg een stuk weggevallen: kopieer de hele link uit de mail. Vraag anders om een nieuwe.
link-expired = De link is verlopen. Vraag een nieuwe uitnodiging aan wie je heeft uitgenodigd; ging het om een wachtwoord, gebruik dan “Wachtwoord vergeten?” op de inlogpagina.
link-used = De link is al gebruikt. Was jij dat, log dan gewoon in.
link-replaced = Er is een nieuwere link, of de uitnodiging is ingetrokken. Zoek een nieuwere mail of vraag om een nieuwe uitnodiging.
link-other = Je bent ingelogd met een ander adres dan het uitgenodigde. Log uit en log in met het uitgenodigde adres.
link-account-exists = Bij dit adres hoort al een account. Log daarmee in om de uitnodiging te accepteren.
throttled = Dat was te vaak. Wacht { $seconds ->
    [one] 1 seconde
   *[other] { $seconds } seconden
} en probeer het opnieuw.
throttled-minutes = Dat was te vaak. Wacht { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} en probeer het opnieuw.
busy = Het is nu heel druk op het portaal. Er is niets gewijzigd; probeer het over een paar tellen opnieuw.
unavailable-title = Zo weer terug
unavailable = Het portaal kan zijn database even niet bereiken. Probeer het over een paar tellen opnieuw; kijk eerst of je laatste wijziging is opgeslagen voordat je die herhaalt.
internal-title = Er ging iets mis
internal = Dat ligt aan ons, niet aan jou. Kijk of je laatste wijziging is opgeslagen voordat je die herhaalt. Gebeurt het weer, geef de beheerder van dit portaal dan het nummer hieronder door.
stale-title = Dit formulier is verouderd
stale = Je bent in- of uitgelogd sinds deze pagina werd geopend, of het formulier kwam van elders. Er is niets gewijzigd. Ga terug, laad de pagina opnieuw en probeer het nog eens.
method-title = Zo kan het niet
method = Dit adres kan niets met zo’n verzoek. Ga terug en gebruik de knoppen op de pagina.
too-large-title = Te veel tegelijk
too-large = Wat je stuurde is groter dan dit formulier aankan. Er is niets gewijzigd.
wrong-host-title = Verkeerd adres
wrong-host = Onder deze naam is het portaal niet te vinden.
request-number = Verzoek
home = Naar de startpagina

## Fouten in een veld
fault-missing = Vul hier iets in.
fault-long = Gebruik hoogstens { $most } tekens.
fault-character = Laat onzichtbare tekens en stuurtekens weg.
fault-email = Vul een e-mailadres in, zoals naam@bedrijf.example.
fault-seats = Vul een heel getal in van 1 tot en met 1.000.000.
fault-plan = Kies een van de abonnementen.
fault-plan-client = Een provider beheert alleen abonnementen van Teams en Enterprise.
fault-password-short = Gebruik minstens 15 tekens.
fault-password-long = Gebruik hoogstens 128 tekens.
fault-password-easy = Dit wachtwoord is te makkelijk te raden. Neem meer woorden die niets met elkaar te maken hebben, en geen namen of adressen.
fault-passwords-differ = De twee wachtwoorden verschillen.
fault-choice = Kies een van deze mogelijkheden.

## Mails
mail-invitation-subject = Uitnodiging voor { $organization }
mail-invitation-1 = { $inviter } ({ $email }) nodigt je uit voor { $organization }, in de rol { $role }.
mail-invitation-2 = De link werkt één keer, tot { $date }. Als je hem opent, verandert er nog niets: je beslist op de pagina zelf.
mail-invitation-action = Uitnodiging bekijken
mail-invitation-end = Zegt dit je niets, dan kun je deze mail negeren. Zonder jou gebeurt er niets.
mail-waiting-subject = Er wacht iemand op bevestiging bij { $organization }
mail-waiting-1 = { $person } heeft de uitnodiging voor { $organization } in de rol { $role } geaccepteerd en wacht op bevestiging.
mail-waiting-2 = Tot die tijd heeft deze persoon daar geen rechten. Bevestig alleen wie je kent.
mail-waiting-action = Leden bekijken
mail-confirmed-subject = Je bent bevestigd bij { $organization }
mail-confirmed-1 = { $by } heeft je bij { $organization } bevestigd in de rol { $role }. Je kunt meteen aan de slag.
mail-confirmed-action = Organisatie openen
mail-added-subject = { $organization } wordt voortaan beheerd door { $provider }
mail-added-1 = { $by } heeft { $organization } toegevoegd aan de provider { $provider }.
mail-added-2 = Vanaf nu hebben alle bevestigde leden van { $provider } in jouw organisatie de rechten van een eigenaar: zij kunnen de leden zien en beheren. Aan leden, plaatsen en abonnement is niets veranderd, en jij blijft eigenaar.
mail-added-end = Verwachtte je dit niet, neem dan contact op met de persoon die hierboven staat.
mail-added-action = Organisatie openen
mail-removal-subject = { $person } vraagt om verwijdering uit { $organization }
mail-removal-1 = { $person } ({ $email }) vraagt jou, als eigenaar van { $organization }, om uit de organisatie te worden verwijderd. Daarmee komt een plaats vrij.
mail-removal-2 = Open de ledenlijst, zoek deze persoon op en kies “Verwijderen”.
mail-removal-action = Leden bekijken
mail-removed-subject = Je bent verwijderd uit { $organization }
mail-removed-1 = { $by } heeft je verwijderd uit { $organization }. Je bent er geen lid meer en je plaats is vrij.
mail-removed-2 = Rechten die je als lid van de provider hebt, blijven gelden.
mail-left-subject = { $person } heeft { $organization } verlaten
mail-left-1 = { $person } was eigenaar van { $organization } en heeft de organisatie verlaten. Jij bent nog steeds een van de eigenaren.
mail-left-action = Leden bekijken
mail-password-subject = Kies je wachtwoord
mail-password-1 = Met deze link kies je een wachtwoord voor je account.
mail-password-2 = De link werkt één keer, tot { $date }.
mail-password-action = Wachtwoord kiezen
mail-password-end = Heb je hier niet om gevraagd, dan kun je deze mail negeren: je account blijft zoals het is.
mail-password-set-subject = Je wachtwoord is gewijzigd
mail-password-set-1 = Het wachtwoord van je account is opnieuw ingesteld en je bent overal uitgelogd.
mail-password-set-2 = Was jij dat niet, kies dan meteen een nieuw wachtwoord via “Wachtwoord vergeten?” op de inlogpagina, en waarschuw de mensen voor wie je organisaties beheert.
mail-password-set-action = Naar de inlogpagina
mail-footer = Verstuurd door Portico, { $url }

## De demonstratie
demo-mail = Demomail
demo-mail-lede = Er is geen mailserver ingesteld, dus deze mails blijven hier. Deze pagina bestaat alleen in de demonstratie.
demo-mail-none-title = Nog geen mails
demo-mail-none = Nodig iemand uit, dan staat de uitnodiging hier.
demo-mail-to = Aan { $email }
