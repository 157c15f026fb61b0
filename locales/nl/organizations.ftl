## Een organisatie
facts = Organisatie
managed-by = Beheerd door
managed-since = { $provider }, sinds { $date }
acting-for = je werkt hier namens { $provider }
managed-means = De bevestigde leden van de provider hebben hier de rechten van een eigenaar.
nobody = Geen provider
your-role = Jouw rol
seats-free = { $seats ->
    [0] geen plaats vrij
    [1] 1 plaats vrij
   *[other] { $shown } plaatsen vrij
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
seats-same = { $seats }: dat is het aantal van nu.
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
handover-step-down = Jij verlaat de organisatie
handover-step-down-other = { $name } verlaat de organisatie
handover-invite = Een organisatie heeft altijd een eigenaar nodig. Nodig iemand bij je klant uit die het van je overneemt.
handover-invite-first = Deze organisatie heeft nog geen eigenaar. Nodig iemand bij je klant uit die eigenaar wordt.
handover-backup-email = E-mailadres van de tweede eigenaar
handover-full = Alle plaatsen zijn bezet. Voor een tweede eigenaar is eerst een extra plaats nodig: verwijder een lid of voeg een plaats toe.
handover-invited = { $name } is uitgenodigd als eigenaar.
handover-waiting = { $name } moet de uitnodiging nog accepteren.
handover-accepted = { $name } heeft geaccepteerd. Is dit de juiste persoon? Bevestig dan.
handover-confirmed = { $name } is bevestigd als eigenaar.
handover-frees = Als je de organisatie verlaat, komt jouw plaats vrij: { $before } → { $after }. Als lid van de provider houd je alle rechten.
handover-frees-other = Als je { $name } als eigenaar verwijdert, komt er een plaats vrij: { $before } → { $after }. Als lid van de provider houdt { $name } alle rechten.
handover-later = Dat kan zodra de tweede eigenaar bevestigd is.
handover-asked = Je hebt bij de andere eigenaren verwijdering aangevraagd.
handover-complete-title = Overdracht afgerond
handover-complete = Deze organisatie is van je klant: { $name } is een bevestigde eigenaar. { $provider } houdt de rechten van de provider.

## Eigen organisaties en providers
own-all = Organisaties
own-new = Nieuwe organisatie
own-new-lede = De organisatie is van jou: je bent eigenaar en bezet de eerste plaats. Er is geen provider, tot iemand de organisatie aan een provider toevoegt.
own-name-hint = De naam waaronder de mensen die er werken de organisatie kennen.
own-plan-hint = Voor een provider: Teams of Enterprise.
own-seats-hint = De eerste plaats is voor jou.
own-create = Organisatie aanmaken
own-created = { $name } is aangemaakt en jij bent eigenaar.
own-too-many = Je bent eigenaar van { $most } organisaties zonder provider, en meer kan niet. Laat er een toevoegen aan een provider, of draag er een over en verlaat die organisatie.
own-none = Of maak er zelf een aan met “Nieuwe organisatie”.
own-more = Je ziet de eerste { $most }.
own-providers = Mijn providers
own-provider-admin = Providerbeheerder
own-provider-service = Servicemedewerker
own-chosen = Hier werk je nu
own-switch = Wisselen
own-switch-to = Wisselen naar { $provider }
own-scope = { $provider }: kies een andere provider
own-switched = Je werkt nu voor { $provider }.

## Naam, abonnement, notitie
rename-title = Naam van { $organization } wijzigen
rename-hint = Iedereen ziet de nieuwe naam meteen. In logboeken blijft de naam van toen staan.
notice-renamed = De organisatie heet nu { $organization }.
plan-change-title = Abonnement van { $organization }
plan-change-lede = Leden en plaatsen blijven zoals ze zijn.
notice-plan = Het abonnement is nu { $plan }.
note = Notitie
note-hint = Alleen mensen van jouw provider zien dit; de klant niet. Maximaal 2.000 tekens.
note-hint-optional = Niet verplicht. Alleen mensen van jouw provider zien dit; de klant niet.
note-hint-whose = Alleen mensen van jouw provider zien deze notities; de klant niet.
note-none = Nog geen notitie.
notes = Notities
notes-title = Notities over { $organization }
notes-all = { $count ->
    [one] De enige notitie
   *[other] Alle { $count } notities
}
note-add = Notitie toevoegen
note-title = Notitie over { $organization }
note-author-unknown = Schrijver onbekend
note-remove = Notitie verwijderen
note-remove-this = De notitie van { $author } van { $when } verwijderen
note-remove-title = Notitie over { $organization } verwijderen?
note-remove-which = Van: { $author }. Geschreven op { $when }.
note-remove-effect = Niemand ziet de notitie daarna nog. Het logboek bewaart dat de notitie is verwijderd, niet wat erin stond.
notice-note-added = De notitie is toegevoegd.
notice-note-removed = De notitie is verwijderd.

## Vragen om verwijderd te worden
removal-asks = { $name } vraagt sinds { $when } om verwijderd te worden uit deze organisatie.
removal-remove = { $name } verwijderen
removal-decline = Afwijzen
removal-decline-of = Afwijzen dat { $name } wordt verwijderd
removal-own = Je hebt op { $when } gevraagd om verwijderd te worden. Gevraagd per mail: { $names }.
removal-own-others = Je hebt op { $when } de andere eigenaren per mail gevraagd om je te verwijderen.
removal-declined = { $name } heeft dat op { $when } afgewezen.
notice-removal-declined = Je hebt het afgewezen. { $name } ziet dat op deze pagina.

## Nog niet binnen
waiting-invited = Uitnodigingen voor jou
waiting-open = Uitnodiging openen
waiting-open-this = De uitnodiging voor { $name } openen
waiting-accepted = Wacht op bevestiging
waiting-lede = Je hebt deze uitnodigingen geaccepteerd. Zodra je bent bevestigd, krijg je een mail en kun je beginnen.
waiting-who = Wie je bevestigt
waiting-owner = Een eigenaar van { $name }
waiting-admin = Een eigenaar of beheerder van { $name }
waiting-owner-managed = Een eigenaar van { $name }, of iemand van { $provider }
waiting-admin-managed = Een eigenaar of beheerder van { $name }, of iemand van { $provider }
waiting-provider = Een beheerder van { $name }
waiting-inviter = { $name } heeft je uitgenodigd

## Overzicht
overview = Overzicht
overview-owners = Eigenaren
overview-no-owner = Nog niemand
overview-opened = Laatst geopend door een collega
overview-opened-by-nobody = Tot nu toe alleen door jou
overview-seats = Plaatsen in de loop van de tijd
overview-occupied = Bezet
overview-seats-flat = Bezet: { $occupied } van de { $seats } plaatsen, onveranderd sinds { $date }. Zodra dat verandert, verschijnt hier een grafiek.
overview-seats-sentence = Bezette plaatsen op { $date }: { $before } van de { $seats_before }; vandaag: { $after } van de { $seats_after }. Het hoogste aantal in die tijd: { $most }.

## Wie een organisatie beheert
management-title = Jullie provider
managed-by-since-by = Beheerd door { $provider } sinds { $date }, toegevoegd door { $person }
managed-by-since = Beheerd door { $provider } sinds { $date }
management-people = Deze mensen hebben toegang, met de rechten van een eigenaar:
provider-admin = Providerbeheerder
service-user = Servicemedewerker

## Een organisatie verwijderen
org-delete = Organisatie verwijderen
org-deletion-title = { $organization } verwijderen?
org-deletion-ends = { $organization } verdwijnt, met de leden, de plaatsen en de uitnodigingen. Dit kun je niet ongedaan maken.
org-deletion-stays = Iedereen houdt het eigen account. De beheerder van dit portaal bewaart het logboek.
org-deletion-told = { $people ->
    [one] Jij bent het enige lid.
   *[other] Er zijn { $people } leden. Zij krijgen bericht per mail.
}
org-deletion-mail = We mailen je eerst een link. Er wordt niets verwijderd voordat je die opent en op de knop drukt.
org-deletion-send = Mail mij de link
notice-org-deletion-sent = De link om de organisatie te verwijderen is onderweg naar { $email }. Die is één uur geldig.
notice-org-deleted = { $organization } is verwijderd.
org-deletion-link-next = Vraag op de pagina van de organisatie een nieuwe link aan: in het menu naast de naam, met “Organisatie verwijderen”.
org-deletion-link-used = De organisatie is verwijderd.
org-deletion-link-withdrawn = Deze link werkt niet meer: er is sindsdien iets aan je account veranderd, of de organisatie is al verwijderd.
org-deletion-link-other = Deze link is voor degene die heeft gevraagd om de organisatie te verwijderen. Log uit en log in met dat account.
mail-org-deletion-subject = { $organization } verwijderen?
mail-org-deletion-1 = Je hebt gevraagd om de organisatie { $organization } te verwijderen.
mail-org-deletion-2 = Open de link en druk daar op de knop. Je kunt de link één keer gebruiken, tot { $until }.
mail-org-deletion-action = Organisatie verwijderen
mail-org-deleted-subject = { $organization } is verwijderd
mail-org-deleted-1 = { $by } heeft de organisatie { $organization } verwijderd.
mail-org-deleted-2 = Je bent er geen lid meer van. Je account houd je.
