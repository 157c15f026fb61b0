## Filters van de klantentabel
bulk-any-plan = Elk abonnement
bulk-any-state = Elke status
bulk-active = Actief
bulk-any-seats = Elke bezetting
bulk-seats-full = Geen plaats vrij
bulk-seats-free = Plaatsen vrij
bulk-handover-open = Open overdracht
bulk-one-owner = Eén eigenaar
bulk-apply = Toepassen
bulk-clear-filters = Filters wissen
bulk-nothing-fits = Geen enkele klant past bij deze zoekopdracht en filters.
bulk-export = Exporteren

## Klanten kiezen
bulk-pick-column = Geselecteerd
bulk-pick = { $name } selecteren
bulk-pick-page = Alles op deze pagina selecteren
bulk-pick-all = Alle { $count } selecteren
bulk-selected = Geselecteerd:
bulk-with = Met de geselecteerde klanten:
bulk-suspend = Opschorten
bulk-unlink = Loskoppelen
bulk-clear = Selectie wissen
bulk-nothing = Selecteer eerst een of meer klanten.
bulk-too-many = Je kunt hoogstens { $count } klanten tegelijk selecteren. Selecteer er minder, of maak de lijst korter met de filters.

## Het plan
bulk-suspend-title = { $count ->
    [0] Klanten opschorten
    [one] 1 klant opschorten?
   *[other] { $count } klanten opschorten?
}
bulk-unlink-title = { $count ->
    [0] Klanten loskoppelen
    [one] 1 klant loskoppelen?
   *[other] { $count } klanten loskoppelen?
}
bulk-suspend-means = Alleen jullie providerbeheerders houden toegang, tot de klant weer wordt geactiveerd. Gegevens en plaatsen blijven bewaard.
bulk-unlink-means = De mensen van { $provider } verliezen meteen alle rechten in deze organisaties. Leden, plaatsen en abonnementen blijven zoals ze zijn.
bulk-stays = { $count ->
    [one] Een van de geselecteerde klanten blijft zoals hij is.
   *[other] { $count } van de geselecteerde klanten blijven zoals ze zijn.
}
bulk-gone = { $count ->
    [one] Een van de geselecteerde organisaties is al losgekoppeld.
   *[other] { $count } van de geselecteerde organisaties zijn al losgekoppeld.
}
bulk-none = Er verandert niets: dit kan met geen van de geselecteerde klanten.
bulk-plan-caption = Wat er met elke klant gebeurt
bulk-what = Wat er gebeurt
bulk-row-suspended = { $count ->
    [0] Wordt opgeschort
    [one] Wordt opgeschort; de eigenaar krijgt bericht
   *[other] Wordt opgeschort; de { $count } eigenaren krijgen bericht
}
bulk-row-unlinked = { $count ->
    [one] Wordt losgekoppeld; de eigenaar krijgt bericht
   *[other] Wordt losgekoppeld; de { $count } eigenaren krijgen bericht
}
bulk-row-already = Blijft zo: al opgeschort
bulk-row-no-owner = Blijft zo: nog geen bevestigde eigenaar. Rond eerst de overdracht af.
bulk-suspend-do = { $count ->
    [one] 1 klant opschorten
   *[other] { $count } klanten opschorten
}
bulk-unlink-do = { $count ->
    [one] 1 klant loskoppelen
   *[other] { $count } klanten loskoppelen
}
bulk-changed = Er is intussen iets veranderd, dus er is niets gedaan. Hieronder staat hoe het er nu voor staat.
bulk-suspend-done = { $count ->
    [one] Eén klant is opgeschort. Wie eigenaar is, krijgt bericht per mail.
   *[other] { $count } klanten zijn opgeschort. Wie eigenaar is, krijgt bericht per mail.
}
bulk-unlink-done = { $count ->
    [one] Eén klant is losgekoppeld. Wie eigenaar is, krijgt bericht per mail.
   *[other] { $count } klanten zijn losgekoppeld. Wie eigenaar is, krijgt bericht per mail.
}
