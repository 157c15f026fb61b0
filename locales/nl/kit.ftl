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
ask-to-be-removed = Verwijdering aanvragen
open = Openen
search = Zoeken
search-short-word = Met één of twee letters zoek je naar het begin van woorden; vanaf drie letters ook midden in een woord.
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
undo = Ongedaan maken
invite-again = Opnieuw uitnodigen
many-number = Aantal
many-type = Typ { $count } om door te gaan
back-to-clients = Klanten
back-to-organizations = Mijn organisaties

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
forbidden-provider-suspended = Je provider is geblokkeerd. Tot die weer actief is, kun je alles bekijken maar niets wijzigen. Je klanten merken er niets van.
forbidden-organization-suspended = De beheerder van dit portaal heeft deze organisatie geblokkeerd, dus niemand heeft toegang. Er gaat niets verloren: leden, rollen en plaatsen blijven zoals ze zijn. Vraag de beheerder om de organisatie te deblokkeren.
conflict-managed = Deze organisatie heeft al een provider. Er is niets gewijzigd. Zodra die provider de organisatie heeft losgekoppeld, kun je de organisatie hier toevoegen.
conflict-plan = Een provider kan geen organisatie met het abonnement { $plan } beheren. Stap eerst over op Teams of Enterprise.
conflict-has-suspended-provider = Een provider beheert deze organisatie, maar is op dit moment zelf geblokkeerd en kan niets loskoppelen. Vraag de beheerder van dit portaal om jullie organisatie van de provider los te maken; daarna kun je de organisatie verwijderen.
conflict-has-provider = Een provider beheert deze organisatie; daarom kun je de organisatie nog niet verwijderen. Vraag een providerbeheerder om de organisatie eerst los te koppelen: er verandert dan niets aan jullie organisatie, en daarna kun je die verwijderen. Reageert niemand van de provider? Vraag het dan aan de beheerder van dit portaal.
conflict-suspended = Deze organisatie is geblokkeerd. Vraag de beheerder van dit portaal om de organisatie eerst te deblokkeren.
conflict-last-owner = Een organisatie heeft altijd een eigenaar nodig, en dit is de laatste die bevestigd is. Er moet eerst een andere eigenaar bevestigd zijn; is er nog niemand onderweg, nodig dan een tweede eigenaar uit of maak een ander lid eigenaar.
conflict-full = Alle plaatsen van de organisatie zijn bezet. Verwijder eerst een lid of zorg voor een extra plaats, en nodig dan opnieuw uit.
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
link-unknown = Deze link klopt niet. Misschien is er een stuk weggevallen: kopieer de hele link uit de mail. Werkt het dan nog niet?
link-expired = Deze link is verlopen.
link-used = Deze link is al gebruikt.
link-replaced = Er is een nieuwere link. Kijk of je een nieuwere mail hebt. Niets te vinden?
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
stale = Deze pagina is te oud, of het formulier kwam er niet vandaan; er is dus niets gewijzigd. Open de pagina opnieuw en probeer het nog eens.
cookieless-title = Je browser stuurde geen cookie mee
cookieless = Alleen aan een cookie ziet het portaal dat een formulier van jou komt. Je browser bewaart er geen voor { $address }, of is de cookie kwijt sinds de pagina werd geopend. Er is niets gewijzigd. Open de pagina opnieuw en verstuur het formulier nog eens. Kom je weer hier uit, sta dan cookies toe voor dit adres of gebruik een andere browser.
cookieless-link = Tussen de link en de pagina heeft het portaal een cookie nodig. Je browser bewaart er geen voor { $address }, of je kwam hier zonder de link. Open de link in de e-mail opnieuw. Kom je weer hier uit, sta dan cookies toe voor dit adres of gebruik een andere browser.
method-title = Zo werkt het niet
method = Op dit adres kan dat niet. Ga terug en gebruik de knoppen op de pagina.
too-large-title = Te groot
too-large = Wat je verstuurde, is te groot voor dit formulier. Er is niets gewijzigd.
wrong-host-title = Verkeerd adres
wrong-host = Onder deze naam is het portaal niet bereikbaar.
request-number = Nummer
home = Naar de startpagina

## Fouten in een veld
fault-missing = Dit veld is leeg. Vul het in.
fault-missing-name = Vul een naam in.
fault-missing-email = Vul een e-mailadres in.
fault-missing-password = Vul je huidige wachtwoord in.
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
fault-number = Typ hier het getal { $count }, zodat er niet meer gebeurt dan je bedoelt.

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

## Mails
mail-footer = Verstuurd door Portico, { $url }, op { $sent }

## Door iemand anders gewijzigd
meanwhile-title = Dit is intussen gewijzigd
conflict-meanwhile = Er is nog niets opgeslagen. Druk nog een keer op de knop om het te vervangen door wat je hebt ingevuld, of laat staan wat er staat.
meanwhile-who = Het laatst gewijzigd door { $who } op { $when }.
meanwhile-now = Staat er nu:
meanwhile-typed = Van jou:
meanwhile-empty = niets
meanwhile-theirs = Laten staan wat er staat
conflict-removal-not-asked = Deze persoon vraagt niet of niet meer om verwijderd te worden. Laad de pagina opnieuw om te zien wat er nu is.
conflict-notes = Er zijn al { $most } notities over deze klant, en meer kan niet. Verwijder eerst een notitie die niemand meer nodig heeft.
