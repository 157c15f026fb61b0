# Wat er gebeurde, als zin zonder punt, en als korte naam van de soort.

## Zinnen
event-provider-created = { $who } heeft de provider { $provider } aangemaakt
event-provider-renamed = { $who } heeft de naam van de provider gewijzigd van { $before } in { $provider }
event-billing-address-changed = { $who } heeft het e-mailadres voor facturen gewijzigd van { $before } in { $after }
event-billing-address-set = { $who } heeft { $after } ingesteld als e-mailadres voor facturen
event-billing-address-removed = { $who } heeft het e-mailadres voor facturen { $before } verwijderd
event-provider-zone-changed = { $who } heeft de tijdzone van de provider gewijzigd van { $before } in { $after }
event-two-step-required = { $who } heeft tweestapsverificatie verplicht gemaakt voor iedereen bij de provider
event-two-step-not-required = { $who } heeft de verplichting tot tweestapsverificatie opgeheven voor de mensen van de provider
event-session-length-changed = { $who } heeft gewijzigd hoe lang mensen ingelogd blijven: van { $before } naar { $after }
event-provider-suspended = { $who } heeft de provider { $provider } geblokkeerd
event-provider-reactivated = { $who } heeft de provider { $provider } gedeblokkeerd
event-provider-deletion-asked = { $who } heeft gevraagd om de provider { $provider } te verwijderen
event-provider-deleted = { $who } heeft de provider { $provider } verwijderd
event-provider-member-invited = { $who } heeft { $email } bij de provider uitgenodigd als { $role }
event-provider-invitation-resent = { $who } heeft { $email } de uitnodiging voor de provider opnieuw gestuurd
event-provider-invitation-accepted = { $who } heeft de uitnodiging aan { $email } voor de provider geaccepteerd
event-provider-member-confirmed = { $who } heeft { $email } bevestigd als { $role } van de provider
event-provider-invitation-cancelled = { $who } heeft de uitnodiging aan { $email } als { $role } van de provider ingetrokken
event-provider-invitation-barred = De uitnodiging aan { $email } als { $role } van de provider is vervallen: deze persoon kan niet worden uitgenodigd
event-provider-role-changed = { $who } heeft de rol van { $email } bij de provider gewijzigd van { $before } in { $after }
event-provider-member-removed = { $who } heeft { $role } { $email } verwijderd uit de provider
event-provider-member-left = { $who } heeft de provider verlaten en was tot dan toe { $role }
event-provider-member-reminded = { $who } heeft { $email } herinnerd aan tweestapsverificatie
event-provider-access-ended = { $who } heeft de toegang tot de provider beëindigd van de open sessies van { $email }
event-provider-member-suspended = { $who } heeft de toegang van { $email } tot de provider geblokkeerd
event-provider-member-reactivated = { $who } heeft de toegang van { $email } tot de provider gedeblokkeerd
event-clients-exported = { $who } heeft { $number ->
    [one] één klant
   *[other] { $shown } klanten
} geëxporteerd
event-events-exported = { $who } heeft { $number ->
    [one] één regel
   *[other] { $shown } regels
} uit een logboek geëxporteerd
event-organization-created = { $who } heeft { $organization } aangemaakt met het abonnement { $plan } en { $seats ->
    [one] één plaats
   *[other] { $shown } plaatsen
}
event-organization-imported = { $who } heeft { $organization } geïmporteerd met { $members ->
    [one] één lid
   *[other] { $shown } leden
}
event-client-added = { $who } heeft { $organization } als klant toegevoegd aan { $provider }
event-client-unlinked = { $who } heeft { $organization } losgekoppeld van { $provider }
event-client-link-asked = { $who } heeft de eigenaren van { $organization } gevraagd om die weer aan { $provider } te koppelen
event-client-relinked = { $who } heeft { $organization } weer aan { $provider } gekoppeld
event-organization-renamed = { $who } heeft de naam van { $before } gewijzigd in { $organization }
event-organization-suspended = { $who } heeft { $organization } geblokkeerd
event-organization-reactivated = { $who } heeft { $organization } gedeblokkeerd
event-organization-deletion-asked = { $who } heeft gevraagd om { $organization } te verwijderen
event-organization-deleted = { $who } heeft { $organization } verwijderd
event-client-opened = { $who } heeft { $organization } geopend
event-plan-changed = { $who } heeft het abonnement van { $organization } gewijzigd van { $before } in { $after }
event-note-changed = { $who } heeft de notitie bij { $organization } gewijzigd
event-note-added = { $who } heeft een notitie over { $organization } toegevoegd
event-note-removed = { $who } heeft een notitie over { $organization } verwijderd
event-seats-changed = { $who } heeft het aantal plaatsen van { $organization } gewijzigd van { $before } in { $after }
event-member-invited = { $who } heeft { $email } uitgenodigd als { $role } van { $organization }
event-invitation-resent = { $who } heeft { $email } de uitnodiging voor { $organization } opnieuw gestuurd
event-invitation-accepted = { $who } heeft de uitnodiging aan { $email } voor { $organization } geaccepteerd
event-member-confirmed = { $who } heeft { $email } bevestigd als { $role } van { $organization }
event-invitation-cancelled = { $who } heeft de uitnodiging aan { $email } als { $role } van { $organization } ingetrokken
event-invitation-barred = De uitnodiging aan { $email } als { $role } van { $organization } is vervallen: deze persoon kan niet worden uitgenodigd
event-inviting-ended = { $name } kan niemand meer uitnodigen, totdat de beheerder ernaar heeft gekeken
event-inviting-allowed = { $who } heeft { $name } weer toegestaan om mensen uit te nodigen
event-member-removed = { $who } heeft { $role } { $email } verwijderd uit { $organization }
event-member-left = { $who } heeft { $organization } verlaten en was tot dan toe { $role }
event-role-changed = { $who } heeft de rol van { $email } in { $organization } gewijzigd van { $before } in { $after }
event-member-revoked = { $who } heeft de toegang van { $role } { $email } tot { $organization } ingetrokken
event-member-restored = { $who } heeft { $email } weer toegang gegeven tot { $organization } als { $role }
event-removal-asked = { $who } heeft verwijdering uit { $organization } aangevraagd
event-removal-declined = { $who } heeft afgewezen dat { $email } wordt verwijderd uit { $organization }
event-account-created = { $who } heeft een account aangemaakt voor { $email }
event-signed-in = { $who } heeft ingelogd
event-strangers-held-back = Er kwamen elders vandaan zo veel verkeerde wachtwoorden dat ze zijn tegengehouden
event-sign-in-failed = Iemand probeerde in te loggen met een verkeerd wachtwoord
event-signed-out = { $who } heeft uitgelogd
event-password-link-asked = Iemand vroeg om een link om een nieuw wachtwoord te kiezen
event-password-set = { $who } heeft via een eenmalige link een nieuw wachtwoord gekozen
event-password-changed = { $who } heeft het wachtwoord gewijzigd
event-name-changed = { $who } heeft de naam gewijzigd van { $before } in { $after }
event-address-change-asked = { $who } heeft gevraagd om het adres te wijzigen in { $email }
event-address-refused = Het account kan het adres { $email } niet krijgen
event-address-changed = { $who } heeft het adres gewijzigd van { $before } in { $after }
event-address-change-undone = De adreswijziging is teruggedraaid met een eenmalige link: het adres is weer { $after } en niet meer { $before }
event-two-step-enabled = { $who } heeft tweestapsverificatie ingeschakeld
event-two-step-disabled = { $who } heeft tweestapsverificatie uitgeschakeld
event-two-step-failed = Iemand wist het wachtwoord, maar vulde een verkeerde code in
event-recovery-code-used = { $who } heeft ingelogd met een herstelcode
event-recovery-codes-renewed = { $who } heeft nieuwe herstelcodes gemaakt
event-session-ended = { $who } heeft op een ander apparaat uitgelogd
event-sessions-ended = { $who } heeft op { $number ->
    [one] één ander apparaat
   *[other] { $number } andere apparaten
} uitgelogd
event-account-disabled = { $who } heeft het account { $email } geblokkeerd
event-account-enabled = { $who } heeft het account { $email } gedeblokkeerd
event-account-deleted = { $who } heeft het account { $email } verwijderd
event-refused-foreign = { $who } is geweigerd, want het is van een ander: { $act }
event-refused-denied = { $who } is geweigerd, want de rol staat het niet toe: { $act }
event-refused-form = { $who } is geweigerd, want het formulier kwam van een andere site of was van iemand anders: { $act }
event-refused-too-often = { $who } is geweigerd, want het is te vaak geprobeerd: { $act }
event-alert-raised = Let op, drie keer binnen een uur: { $refused }
event-portal-started = Portico { $version } is gestart
event-portal-stopped = Portico { $version } is gestopt
event-backup-made = { $who } heeft een back-up gemaakt, zonder de geheime sleutel
event-backup-with-key = { $who } heeft een back-up gemaakt waar de geheime sleutel in zit
event-database-restored = { $who } heeft de database teruggezet uit een back-up

## De woorden in een zin
event-by-operator = De beheerder van dit portaal
event-by-somebody = Iemand
event-acts-for = { $who } namens { $provider }
event-role-owner = eigenaar
event-role-admin = beheerder
event-role-user = gebruiker
event-role-provider-admin = providerbeheerder
event-role-provider-service = servicemedewerker
event-portal-limit = de grens van het portaal
event-hours = { $hours ->
    [one] één uur
   *[other] { $hours } uur
}
event-minutes = { $minutes ->
    [one] één minuut
   *[other] { $minutes } minuten
}

## Soorten
kind-provider-created = Provider aangemaakt
kind-provider-renamed = Naam van provider gewijzigd
kind-billing-address-changed = E-mailadres voor facturen gewijzigd
kind-provider-zone-changed = Tijdzone van provider gewijzigd
kind-two-step-required = Tweestapsverificatie verplicht
kind-two-step-not-required = Tweestapsverificatie niet meer verplicht
kind-session-length-changed = Sessieduur gewijzigd
kind-provider-suspended = Provider geblokkeerd
kind-provider-reactivated = Provider gedeblokkeerd
kind-provider-deletion-asked = Verwijdering van provider aangevraagd
kind-provider-deleted = Provider verwijderd
kind-provider-member-invited = Providerlid uitgenodigd
kind-provider-invitation-resent = Provideruitnodiging opnieuw verstuurd
kind-provider-invitation-accepted = Provideruitnodiging geaccepteerd
kind-provider-member-confirmed = Providerlid bevestigd
kind-provider-invitation-cancelled = Provideruitnodiging ingetrokken
kind-provider-invitation-barred = Provideruitnodiging vervallen
kind-provider-role-changed = Rol bij provider gewijzigd
kind-provider-member-removed = Providerlid verwijderd
kind-provider-member-left = Providerlid vertrokken
kind-provider-member-reminded = Herinnerd aan tweestapsverificatie
kind-provider-access-ended = Toegang van open sessies beëindigd
kind-provider-member-suspended = Toegang van providerlid geblokkeerd
kind-provider-member-reactivated = Toegang van providerlid gedeblokkeerd
kind-clients-exported = Klanten geëxporteerd
kind-events-exported = Logboek geëxporteerd
kind-organization-created = Organisatie aangemaakt
kind-organization-imported = Organisatie geïmporteerd
kind-client-added = Klant toegevoegd
kind-client-unlinked = Organisatie losgekoppeld
kind-client-link-asked = Gevraagd om opnieuw te koppelen
kind-client-relinked = Organisatie opnieuw gekoppeld
kind-organization-renamed = Naam van organisatie gewijzigd
kind-organization-suspended = Organisatie geblokkeerd
kind-organization-reactivated = Organisatie gedeblokkeerd
kind-organization-deletion-asked = Verwijderen van organisatie gevraagd
kind-organization-deleted = Organisatie verwijderd
kind-client-opened = Klant geopend
kind-plan-changed = Abonnement gewijzigd
kind-note-changed = Notitie gewijzigd
kind-note-added = Notitie toegevoegd
kind-note-removed = Notitie verwijderd
kind-seats-changed = Plaatsen gewijzigd
kind-member-invited = Lid uitgenodigd
kind-invitation-resent = Uitnodiging opnieuw verstuurd
kind-invitation-accepted = Uitnodiging geaccepteerd
kind-member-confirmed = Lid bevestigd
kind-invitation-cancelled = Uitnodiging ingetrokken
kind-invitation-barred = Uitnodiging vervallen
kind-inviting-ended = Uitnodigen stopgezet
kind-inviting-allowed = Uitnodigen weer toegestaan
kind-member-removed = Lid verwijderd
kind-member-left = Lid vertrokken
kind-role-changed = Rol gewijzigd
kind-member-revoked = Toegang ingetrokken
kind-member-restored = Toegang hersteld
kind-removal-asked = Verwijdering aangevraagd
kind-removal-declined = Verwijdering afgewezen
kind-account-created = Account aangemaakt
kind-signed-in = Ingelogd
kind-strangers-held-back = Pogingen tegengehouden
kind-sign-in-failed = Inloggen mislukt
kind-signed-out = Uitgelogd
kind-password-link-asked = Wachtwoordlink aangevraagd
kind-password-set = Wachtwoord ingesteld
kind-password-changed = Wachtwoord gewijzigd
kind-name-changed = Naam gewijzigd
kind-address-change-asked = Adreswijziging aangevraagd
kind-address-refused = Adres geweigerd
kind-address-changed = Adres gewijzigd
kind-address-change-undone = Adreswijziging teruggedraaid
kind-two-step-enabled = Tweestapsverificatie ingeschakeld
kind-two-step-disabled = Tweestapsverificatie uitgeschakeld
kind-two-step-failed = Verkeerde code
kind-recovery-code-used = Herstelcode gebruikt
kind-recovery-codes-renewed = Herstelcodes vernieuwd
kind-session-ended = Sessie beëindigd
kind-sessions-ended = Sessies beëindigd
kind-account-disabled = Account geblokkeerd
kind-account-enabled = Account gedeblokkeerd
kind-account-deleted = Account verwijderd
kind-refused = Geweigerd
kind-alert-raised = Waarschuwing
kind-portal-started = Portaal gestart
kind-portal-stopped = Portaal gestopt
kind-backup-made = Back-up gemaakt
kind-database-restored = Database teruggezet
subject-organization = Organisatie
subject-provider = Provider
subject-provider-members = Leden van de provider
subject-exports = Exports
subject-account = Account
subject-portal = Portaal

## De pagina’s
event-log-provider = Provider
event-log-clients = Alle klanten
event-log-provider-lede = Wat er bij { $provider } gebeurde, en wat je collega’s bij de klanten deden.
event-log-clients-lede = Wat er in organisaties gebeurde terwijl ze klant waren van { $provider }.
event-log-organization-title = Logboek van { $organization }
event-log-organization-lede = Wat hier gebeurde, wie het ook deed. De eigenaren, de beheerders en de mensen van de provider kunnen het lezen.
event-log-account-title = Activiteit
event-log-account-lede = Wanneer je inlogde, en wat er aan je account veranderde. Zie je iets wat je niet zelf hebt gedaan? Wijzig dan je wachtwoord.
event-log-back-account = Account
event-log-from = Van
event-log-to = Tot en met
event-log-person = Persoon
event-log-person-hint = Naam of adres
event-log-text-hint = Woord in de gebeurtenis
event-log-client = Klant
event-log-kind = Soort
event-log-kind-all = Alle soorten
event-log-text = Tekst
event-log-refresh = Toepassen
event-log-clear = Alles tonen
event-log-export = Exporteren
event-log-as-csv = Als CSV
event-log-as-csv-with = Als CSV met “{ $sign }”
event-log-as-jsonl = Als JSON-regels
event-log-timestamp = Tijdstip
event-log-address = IP-adres
event-log-who = Gebruiker
event-log-event = Gebeurtenis
event-log-zone = De tijden staan in de tijdzone { $zone }. Wijs een tijd aan om die in UTC te zien.
event-log-utc = De tijden staan in UTC.
event-log-shortened = De pagina toont maximaal { $days } dagen tegelijk. Dit zijn de laatste dagen van de gekozen periode.
event-log-newer = Nieuwer
event-log-older = Ouder
event-log-empty-title = Niets gebeurd
event-log-empty = In deze periode staat er niets in het logboek. Kies een langere periode.
event-log-none-title = Niets gevonden
event-log-none = In deze periode past geen enkele gebeurtenis bij alle filters.
event-log-fault-moment = Vul een datum en een tijd in, zoals 23-11-2026 14:05.
event-log-fault-too-much = In deze periode valt te veel te doorzoeken. Kies een kortere.
event-log-no-address = geen
event-log-account-open = Wanneer je inlogde en wat er veranderde
