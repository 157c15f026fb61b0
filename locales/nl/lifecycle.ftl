## Wat er met een klant gebeurt
suspend = Klant opschorten
reactivate = Klant weer activeren
rename = Naam wijzigen
change-plan = Abonnement wijzigen

suspended-banner = Deze klant is opgeschort. Alleen providerbeheerders hebben nog toegang. Zij kunnen de klant weer activeren of loskoppelen en de notitie bewerken; al het andere ligt tot dan vast.
suspend-title = { $organization } opschorten?
suspend-ends = Vanaf dat moment hebben alleen de providerbeheerders van { $provider } nog toegang tot de organisatie. Uitnodigingen wachten, en leden, plaatsen, naam en abonnement liggen vast.
suspend-stays = Er gaat niets verloren: leden, rollen en plaatsen blijven bewaard en zijn er weer zodra je de klant weer activeert.
reactivate-title = { $organization } weer activeren?
reactivate-effect = Iedereen heeft meteen weer toegang, met dezelfde rol als voorheen. Uitnodigingen die nog geldig zijn, kunnen weer worden geaccepteerd.
suspend-owners = { $count ->
    [one] De eigenaar krijgt bericht per mail:
   *[other] De { $count } eigenaren krijgen bericht per mail:
}
suspend-no-owner = Er is nog geen bevestigde eigenaar, dus er wordt niemand gemaild.
suspend-done = { $organization } is al opgeschort. Je hoeft niets meer te doen.
reactivate-done = { $organization } is actief. Je hoeft niets meer te doen.
notice-suspended = { $organization } is opgeschort. Wie eigenaar is, krijgt bericht per mail.
notice-reactivated = { $organization } is weer actief. Wie eigenaar is, krijgt bericht per mail.
suspended-title = { $organization } is opgeschort
suspended-by-provider = { $provider } beheert deze organisatie en heeft haar opgeschort. Tot een providerbeheerder van { $provider } haar weer activeert, heeft verder niemand toegang. Er gaat niets verloren: leden, rollen en plaatsen blijven zoals ze zijn. Had je dit niet verwacht? Vraag het dan aan { $provider }.
unlink-suspended = De organisatie is nu opgeschort. Als je haar loskoppelt, eindigt ook de opschorting: de leden hebben dan weer toegang.
forbidden-reactivate-first = Deze organisatie is opgeschort. Er kan niets in worden gewijzigd, omdat niemand van de organisatie dat zou kunnen zien. Activeer de organisatie eerst weer.
conflict-invitation-waits = De organisatie is op dit moment opgeschort, dus er kan niemand bij. Je uitnodiging blijft bewaard: open de link opnieuw zodra de organisatie weer actief is. Is die dan verlopen? Vraag dan om een nieuwe uitnodiging.

## Naam, abonnement, notitie
rename-title = Naam van { $organization } wijzigen
rename-hint = Iedereen ziet de nieuwe naam meteen. In logboeken blijft de naam van toen staan.
notice-renamed = De organisatie heet nu { $organization }.
plan-change-title = Abonnement van { $organization }
plan-change-lede = Leden en plaatsen blijven zoals ze zijn.
notice-plan = Het abonnement is nu { $plan }.
note = Notitie
note-hint = Alleen mensen van jouw provider zien dit; de klant niet. Hoogstens 2.000 tekens.
note-hint-optional = Niet verplicht. Alleen mensen van jouw provider zien dit; de klant niet.
note-none = Nog geen notitie.
note-edit = Notitie bewerken
note-title = Notitie over { $organization }
notice-note = De notitie is opgeslagen.

## Overzicht
overview = Overzicht
overview-owners = Eigenaren
overview-no-owner = Nog niemand
overview-opened = Laatst geopend door een collega
overview-opened-by-nobody = Tot nu toe alleen door jou
overview-seats = Plaatsen in de loop van de tijd
overview-occupied = Bezet
overview-seats-flat = Bezet: { $occupied } van de { $seats } plaatsen, onveranderd sinds { $date }. Zodra dat verandert, verschijnt hier een lijn.
overview-seats-sentence = Bezette plaatsen op { $date }: { $before } van de { $seats_before }; vandaag: { $after } van de { $seats_after }. Het hoogste aantal in die tijd: { $most }.

## Wie een organisatie beheert
management-title = Jullie provider
managed-by-since-by = Beheerd door { $provider } sinds { $date }, toegevoegd door { $person }
managed-by-since = Beheerd door { $provider } sinds { $date }
management-people = Deze mensen hebben toegang, met de rechten van een eigenaar:
provider-admin = Providerbeheerder
service-user = Servicemedewerker

## Mails
mail-suspended-subject = { $organization } is opgeschort
mail-suspended-1 = { $by } van { $provider } heeft { $organization } opgeschort. Tot de organisatie weer actief is, hebben alleen providerbeheerders van { $provider } toegang.
mail-suspended-2 = Er gaat niets verloren: leden, rollen en plaatsen blijven bewaard. Je krijgt een mail zodra dat verandert.
mail-suspended-end = Had je dit niet verwacht? Neem dan contact op met { $provider }.
mail-reactivated-subject = { $organization } is weer actief
mail-reactivated-1 = { $by } van { $provider } heeft { $organization } weer geactiveerd. Iedereen heeft weer toegang, met dezelfde rol als voorheen.
mail-reactivated-action = Organisatie openen
overview-events = Laatste gebeurtenissen
management-events = Wat zij het laatst deden
overview-events-none = Nog niets.
