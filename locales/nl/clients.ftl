## Klanten
clients-search = Klanten zoeken
clients-found = { $count ->
    [one] 1 klant
   *[other] { $shown } klanten
}
clients-many = Meer dan { $count } klanten
clients-empty-title = Nog geen klanten
clients-empty-admin = Maak je eerste klant aan met “Nieuwe klant”.
clients-empty-existing = Je bent eigenaar van een organisatie die nog geen provider heeft: haal die hierheen met “Bestaande organisatie toevoegen”.
clients-empty-not-yet = Je bent eigenaar van een organisatie zonder provider, maar die kun je nu nog niet toevoegen: onder “Bestaande organisatie toevoegen” lees je waarom.
clients-empty-own = Ben je eigenaar van een organisatie zonder provider, dan staat hier ook een knop om die toe te voegen.
clients-empty-service = Zodra een providerbeheerder een klant toevoegt, zie je die hier.
clients-none-title = Niets gevonden
clients-none = Geen enkele klant heeft “{ $search }” in de naam.
clients-all = Alle klanten tonen
client-added = { $name } is nu een klant. Open de klant om de organisatie over te dragen.
client-created = { $name } is aangemaakt en de uitnodiging voor de eerste eigenaar is onderweg.
suspended = Geblokkeerd

## Bestaande organisatie toevoegen
existing-lede = Jij bent eigenaar van deze organisaties en ze hebben nog geen provider. Als je er één toevoegt aan { $provider }, blijven leden, plaatsen en abonnement zoals ze zijn. Alle bevestigde leden van { $provider } krijgen er de rechten van een eigenaar; de andere eigenaren krijgen bericht per mail.
existing-none = Er valt niets meer toe te voegen. Hier verschijnen de organisaties waarvan je eigenaar bent en die nog geen provider hebben.
why-plan = Een provider kan geen organisatie met het abonnement { $plan } beheren. Stap eerst over op Teams of Enterprise.
why-suspended = De beheerder van dit portaal heeft deze organisatie geblokkeerd. Vraag eerst om de organisatie te deblokkeren.
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
unlink-ask = Zeven dagen lang kun je ook de eigenaren vragen om de organisatie opnieuw te koppelen. Notities komen niet terug.
notice-unlinked = { $name } is losgekoppeld. Wie eigenaar is, krijgt bericht per mail.
unlink-way-out = Naar de overdracht

## Opnieuw koppelen
unlinked-title = Onlangs losgekoppeld
unlinked-lede = Jullie hebben deze organisaties de afgelopen zeven dagen zelf losgekoppeld. Je kunt de eigenaren vragen om er een opnieuw te koppelen: elke eigenaar krijgt een link per mail, en zodra een van hen daar op de knop drukt, is de organisatie weer gekoppeld. Notities komen niet terug.
unlinked-none = De afgelopen zeven dagen is er niets losgekoppeld, of het heeft alweer een provider.
unlinked-at = Losgekoppeld
unlinked-until = Vragen kan tot
unlinked-asked = Gevraagd
relink-asked = { $done } van { $most } keer
relink-ask = Vragen om opnieuw te koppelen
relink-ask-all = Vragen om alle { $count } opnieuw te koppelen
relink-notice = De eigenaren van { $name } krijgen per mail de vraag om de organisatie opnieuw te koppelen.
relink-notice-many = De eigenaren van { $count } organisaties krijgen per mail de vraag om ze opnieuw te koppelen.
relink-long-ago = Deze organisatie is meer dan zeven dagen geleden losgekoppeld; je kunt het de eigenaren niet meer vragen. Een providerbeheerder die zelf eigenaar is, kan de organisatie nog wel toevoegen.
relink-asked-enough = De eigenaren hebben de vraag { $most } keer gekregen. Nu is het aan hen.
relink-nobody = De organisatie heeft geen eigenaar die kan inloggen, dus er is niemand om het aan te vragen. De beheerder van dit portaal kan helpen.
relink-asker-gone = Wie dit vroeg, is geen beheerder van die provider meer. Er is niets veranderd. Wil je toch weer koppelen, laat een providerbeheerder het je dan opnieuw vragen.
relink-provider-suspended = De provider die dit vroeg, is op dit moment geblokkeerd. Er is niets veranderd. De link in je mail werkt weer zodra de provider is gedeblokkeerd.
relink-title = { $organization } weer aan { $provider } koppelen?
relink-asks = { $asker } van { $provider } vraagt of ze { $organization } weer mogen beheren, zoals voor het loskoppelen.
relink-means = Dan hebben alle bevestigde mensen van { $provider } weer de rechten van een eigenaar in je organisatie: zij zien en beheren de leden, de plaatsen en het abonnement, en kunnen het logboek lezen.
relink-stays = Leden, plaatsen en abonnement blijven zoals ze zijn, en jij blijft eigenaar. Doe je niets, dan blijft alles zoals het nu is.
relink-link = Opnieuw koppelen
relink-not = Niet nu
relink-done = { $organization } is weer gekoppeld.
relink-link-next = Een providerbeheerder kan het je opnieuw vragen met “Vragen om opnieuw te koppelen”, tot zeven dagen na het loskoppelen.
relink-link-used = De organisatie is weer gekoppeld.
relink-link-withdrawn = Deze link werkt niet meer: er is sindsdien iets aan je account veranderd, of de organisatie had intussen een provider.
relink-link-other = Deze link is voor een andere eigenaar van de organisatie. Log uit en log in met het account dat de mail kreeg.

## Nieuwe klant
new-client-lede = De organisatie valt meteen onder jouw provider. De eerste eigenaar krijgt een uitnodiging per mail.
new-client-name-hint = Zoals je klant de naam zelf schrijft.
new-client-plan-hint = Teams of Enterprise.
new-client-seats = Plaatsen
new-client-seats-hint = De eerste is voor de eigenaar.
new-client-owner = E-mailadres van de eigenaar
new-client-create = Klant aanmaken

## Filters van de klantentabel
bulk-any-plan = Alle abonnementen
bulk-any-state = Alle statussen
bulk-active = Actief
bulk-any-seats = Alle plaatsen
bulk-seats-full = Geen plaats vrij
bulk-seats-free = Plaatsen vrij
bulk-handover-open = Open overdracht
bulk-one-owner = Eén eigenaar
bulk-apply = Toepassen
bulk-clear-filters = Filters wissen
bulk-nothing-fits = Geen enkele klant past bij deze zoekopdracht en filters.
bulk-export = Exporteren
bulk-export-other = Exporteren met “{ $sign }”

## Klanten kiezen
bulk-pick-column = Geselecteerd
bulk-pick = { $name } selecteren
bulk-pick-page = Alles op deze pagina selecteren
bulk-pick-all = Alle { $count } selecteren
bulk-selected = Geselecteerd:
bulk-with = Met de geselecteerde klanten:
bulk-suspend = Blokkeren
bulk-reactivate = Deblokkeren
bulk-unlink = Loskoppelen
bulk-clear = Selectie wissen
bulk-nothing = Selecteer eerst een of meer klanten.
bulk-too-many = Je kunt maximaal { $count } klanten tegelijk selecteren. Selecteer er minder, of maak de lijst korter met de filters.

## Het plan
bulk-suspend-title = { $count ->
    [0] Klanten blokkeren
    [one] 1 klant blokkeren?
   *[other] { $count } klanten blokkeren?
}
bulk-reactivate-title = { $count ->
    [0] Klanten deblokkeren
    [one] 1 klant deblokkeren?
   *[other] { $count } klanten deblokkeren?
}
bulk-unlink-title = { $count ->
    [0] Klanten loskoppelen
    [one] 1 klant loskoppelen?
   *[other] { $count } klanten loskoppelen?
}
bulk-suspend-means = Alleen jullie providerbeheerders houden toegang, tot de klant wordt gedeblokkeerd. Gegevens en plaatsen blijven bewaard.
bulk-reactivate-means = Iedereen heeft meteen weer toegang, met de eigen rol van eerst. Uitnodigingen die nog geldig zijn, werken weer.
bulk-unlink-means = De mensen van { $provider } verliezen meteen alle rechten in deze organisaties. Leden, plaatsen en abonnementen blijven zoals ze zijn.
bulk-stays = { $count ->
    [one] Eén van de geselecteerde klanten blijft ongewijzigd.
   *[other] { $count } van de geselecteerde klanten blijven ongewijzigd.
}
bulk-gone = { $count ->
    [one] Een van de geselecteerde organisaties is al losgekoppeld.
   *[other] { $count } van de geselecteerde organisaties zijn al losgekoppeld.
}
bulk-none = Er verandert niets: dit kan met geen van de geselecteerde klanten.
bulk-plan-caption = Wat er met elke klant gebeurt
bulk-what = Wat er gebeurt
bulk-row-suspended = { $count ->
    [0] Wordt geblokkeerd
    [one] Wordt geblokkeerd; de eigenaar krijgt bericht
   *[other] Wordt geblokkeerd; de { $count } eigenaren krijgen bericht
}
bulk-row-reactivated = { $count ->
    [0] Wordt gedeblokkeerd
    [one] Wordt gedeblokkeerd; de eigenaar krijgt bericht
   *[other] Wordt gedeblokkeerd; de { $count } eigenaren krijgen bericht
}
bulk-row-unlinked = { $count ->
    [one] Wordt losgekoppeld; de eigenaar krijgt bericht
   *[other] Wordt losgekoppeld; de { $count } eigenaren krijgen bericht
}
bulk-row-already = Blijft zo: al geblokkeerd
bulk-row-active = Blijft zo: al actief
bulk-row-by-operator = Blijft zo: de beheerder van dit portaal heeft deze klant geblokkeerd, en alleen die kan hem deblokkeren.
bulk-row-no-owner = Blijft zo: nog geen bevestigde eigenaar. Rond eerst de overdracht af.
bulk-suspend-do = { $count ->
    [one] 1 klant blokkeren
   *[other] { $count } klanten blokkeren
}
bulk-reactivate-do = { $count ->
    [one] 1 klant deblokkeren
   *[other] { $count } klanten deblokkeren
}
bulk-sum = { $count } van de { $chosen } geselecteerde
bulk-unlink-do = { $count ->
    [one] 1 klant loskoppelen
   *[other] { $count } klanten loskoppelen
}
bulk-changed = Er is intussen iets veranderd, dus er is niets gedaan. Hieronder staat hoe het er nu voor staat.
bulk-suspend-done = { $count ->
    [one] Eén klant is geblokkeerd. Wie eigenaar is, krijgt bericht per mail.
   *[other] { $count } klanten zijn geblokkeerd. Wie eigenaar is, krijgt bericht per mail.
}
bulk-reactivate-done = { $count ->
    [one] Eén klant is gedeblokkeerd. Wie eigenaar is, krijgt bericht per mail.
   *[other] { $count } klanten zijn gedeblokkeerd. Wie eigenaar is, krijgt bericht per mail.
}
bulk-unlink-done = { $count ->
    [one] Eén klant is losgekoppeld. Wie eigenaar is, krijgt bericht per mail.
   *[other] { $count } klanten zijn losgekoppeld. Wie eigenaar is, krijgt bericht per mail.
}

## Wat er met een klant gebeurt
suspend = Klant blokkeren
reactivate = Klant deblokkeren
rename = Naam wijzigen
change-plan = Abonnement wijzigen
suspended-banner = Deze klant is geblokkeerd. Alleen providerbeheerders hebben nog toegang. Zij kunnen de klant deblokkeren of loskoppelen en de notitie bewerken; al het andere ligt tot dan vast.
suspended-by-operator-banner = De beheerder van dit portaal heeft deze organisatie geblokkeerd. Alleen providerbeheerders kunnen nog meekijken; zij kunnen de organisatie loskoppelen en de notitie bewerken. Alleen de beheerder kan de organisatie deblokkeren.
suspension-rests = { $provider } heeft deze organisatie geblokkeerd. Zolang { $provider } zelf is geblokkeerd, geldt dat niet en heeft iedereen toegang; zodra { $provider } weer actief is, geldt het weer. Moet het voorgoed voorbij zijn? Vraag het dan aan de beheerder van dit portaal.
suspend-title = { $organization } blokkeren?
suspend-ends = Vanaf dat moment hebben alleen de providerbeheerders van { $provider } nog toegang tot de organisatie. Uitnodigingen wachten, en leden, plaatsen, naam en abonnement liggen vast.
suspend-stays = Er gaat niets verloren: leden, rollen en plaatsen blijven bewaard en zijn er weer zodra je de klant deblokkeert.
reactivate-title = { $organization } deblokkeren?
reactivate-effect = Iedereen heeft meteen weer toegang, met dezelfde rol als voorheen. Uitnodigingen die nog geldig zijn, kunnen weer worden geaccepteerd.
suspend-owners = { $count ->
    [one] De eigenaar krijgt bericht per mail:
   *[other] De { $count } eigenaren krijgen bericht per mail:
}
suspend-no-owner = Er is nog geen bevestigde eigenaar, dus er wordt niemand gemaild.
suspend-done = { $organization } is al geblokkeerd. Je hoeft niets meer te doen.
reactivate-done = { $organization } is actief. Je hoeft niets meer te doen.
notice-suspended = { $organization } is geblokkeerd. Wie eigenaar is, krijgt bericht per mail.
notice-reactivated = { $organization } is weer actief. Wie eigenaar is, krijgt bericht per mail.
suspended-title = { $organization } is geblokkeerd
suspended-by-provider = { $provider } beheert deze organisatie en heeft de organisatie geblokkeerd. Tot een providerbeheerder van { $provider } de organisatie deblokkeert, heeft verder niemand toegang. Er gaat niets verloren: leden, rollen en plaatsen blijven zoals ze zijn. Had je dit niet verwacht? Vraag het dan aan { $provider }.
unlink-suspended = De organisatie is nu geblokkeerd. Als je de organisatie loskoppelt, eindigt ook de blokkade: de leden hebben dan weer toegang.
unlink-stays-suspended = De beheerder van dit portaal heeft de organisatie geblokkeerd. Dat blijft zo: alleen de beheerder kan de organisatie deblokkeren.
forbidden-suspended-by-operator = De beheerder van dit portaal heeft deze organisatie geblokkeerd. Er kan niets in worden gewijzigd, omdat niemand van de organisatie dat zou kunnen zien. Vraag de beheerder om de organisatie te deblokkeren.
conflict-suspended-by-operator = De beheerder van dit portaal heeft deze organisatie geblokkeerd, en alleen de beheerder kan de organisatie deblokkeren. Vraag de beheerder wat er nodig is.
forbidden-reactivate-first = Deze organisatie is geblokkeerd. Er kan niets in worden gewijzigd, omdat niemand van de organisatie dat zou kunnen zien. Deblokkeer de organisatie eerst.
conflict-invitation-waits = De organisatie is op dit moment geblokkeerd, dus er kan niemand bij. Je uitnodiging blijft bewaard: open de link opnieuw zodra de organisatie weer actief is. Is die dan verlopen? Vraag dan om een nieuwe uitnodiging.

## Mails
mail-added-subject = { $organization } heeft nu een provider: { $provider }
mail-added-1 = { $by } heeft { $organization } toegevoegd aan de provider { $provider }.
mail-added-2 = Vanaf nu hebben alle bevestigde leden van { $provider } de rechten van een eigenaar in jouw organisatie: ze kunnen de leden zien en beheren. De leden, de plaatsen en het abonnement zijn hetzelfde gebleven, en jij blijft eigenaar.
mail-added-end = Had je dit niet verwacht? Neem dan contact op met de persoon die hierboven staat.
mail-added-action = Organisatie openen
mail-unlinked-subject = { $organization } wordt niet meer beheerd door { $provider }
mail-unlinked-1 = { $by } heeft { $organization } losgekoppeld van de provider { $provider }.
mail-unlinked-2 = De mensen van { $provider } hebben geen rechten meer in jouw organisatie, tenzij ze er lid van zijn. Aan leden, plaatsen en abonnement is niets veranderd, en jij blijft eigenaar.
mail-unlinked-active = De blokkade is daarmee voorbij: de leden hebben weer toegang.
mail-stays-suspended = De organisatie blijft geblokkeerd: dat heeft de beheerder van dit portaal gedaan, en alleen de beheerder kan de organisatie deblokkeren.
mail-unlinked-action = Organisatie openen
mail-relink-subject = { $provider } vraagt of ze { $organization } weer mogen beheren
mail-relink-1 = { $by } ({ $email }) van { $provider } vraagt je om { $organization } weer aan { $provider } te koppelen. Ze hebben de organisatie kort geleden zelf losgekoppeld.
mail-relink-2 = Doe je dat, dan hebben alle bevestigde mensen van { $provider } weer de rechten van een eigenaar in je organisatie: zij zien en beheren de leden. Leden, plaatsen en abonnement blijven zoals ze zijn, en jij blijft eigenaar.
mail-relink-3 = Open de link, log in en druk daar op de knop. Je kunt de link één keer gebruiken, tot { $until }. Doe je niets, dan blijft alles zoals het is.
mail-relink-action = Bekijk de vraag
mail-relink-end = Had je dit niet verwacht? Praat dan met de persoon die hierboven staat. Er gebeurt niets zolang geen eigenaar op de knop drukt.
mail-relinked-subject = { $provider } beheert { $organization } weer
mail-relinked-1 = { $by } heeft { $organization } weer aan { $provider } gekoppeld, zoals je had gevraagd. De notities erover zijn weg.
mail-suspended-subject = { $organization } is geblokkeerd
mail-suspended-1 = { $by } van { $provider } heeft { $organization } geblokkeerd. Tot de organisatie wordt gedeblokkeerd, hebben alleen providerbeheerders van { $provider } toegang.
mail-suspended-2 = Er gaat niets verloren: leden, rollen en plaatsen blijven bewaard. Je krijgt een mail zodra dat verandert.
mail-suspended-end = Had je dit niet verwacht? Neem dan contact op met { $provider }.
mail-reactivated-subject = { $organization } is weer actief
mail-reactivated-1 = { $by } van { $provider } heeft { $organization } gedeblokkeerd. Iedereen heeft weer toegang, met dezelfde rol als voorheen.
mail-reactivated-action = Organisatie openen
mail-operator-suspended-1 = De beheerder van dit portaal heeft { $organization } geblokkeerd. Tot de beheerder de organisatie deblokkeert, hebben de leden geen toegang.
mail-operator-suspended-looks = De providerbeheerders van { $provider } kunnen meekijken, maar er niets in wijzigen.
mail-operator-reactivated-1 = De beheerder van dit portaal heeft { $organization } gedeblokkeerd. Iedereen heeft weer toegang, met dezelfde rol als voorheen.
mail-operator-released-1 = De beheerder van dit portaal heeft { $organization } losgekoppeld van de provider { $provider }.
mail-operator-released-2 = De mensen van { $provider } hebben er geen rechten meer, tenzij ze er lid van zijn.
mail-operator-deleted-1 = De beheerder van dit portaal heeft { $organization } verwijderd.
mail-operator-end = Had je dit niet verwacht? Vraag het dan aan de beheerder van dit portaal.
overview-events = Recente activiteit
management-events = Recente activiteit van jullie provider
overview-events-none = Nog niets.
