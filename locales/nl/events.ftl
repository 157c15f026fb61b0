# Wat er gebeurde, als zin zonder punt, en als korte naam van de soort.

## Zinnen
event-provider-created = { $who } heeft de provider { $provider } aangemaakt
event-provider-renamed = { $who } heeft de naam van de provider veranderd van { $before } in { $provider }
event-billing-address-changed = { $who } heeft het factuuradres gewijzigd van { $before } in { $after }
event-billing-address-set = { $who } heeft { $after } als factuuradres ingesteld
event-billing-address-removed = { $who } heeft het factuuradres { $before } verwijderd
event-two-step-required = { $who } heeft inloggen in twee stappen verplicht gemaakt voor iedereen van de provider
event-two-step-not-required = { $who } heeft inloggen in twee stappen weer vrijgelaten voor de mensen van de provider
event-session-length-changed = { $who } heeft gewijzigd hoe lang mensen ingelogd blijven: van { $before } naar { $after }
event-provider-suspended = { $who } heeft de provider { $provider } opgeschort
event-provider-reactivated = { $who } heeft de provider { $provider } weer geactiveerd
event-provider-deletion-asked = { $who } heeft gevraagd om de provider { $provider } te verwijderen
event-provider-deleted = { $who } heeft de provider { $provider } verwijderd
event-provider-member-invited = { $who } heeft { $email } bij de provider uitgenodigd als { $role }
event-provider-invitation-resent = { $who } heeft { $email } de uitnodiging voor de provider opnieuw gestuurd
event-provider-invitation-accepted = { $who } heeft de uitnodiging voor de provider aan { $email } geaccepteerd
event-provider-member-confirmed = { $who } heeft { $email } bevestigd als { $role } van de provider
event-provider-role-changed = { $who } heeft de rol van { $email } bij de provider gewijzigd van { $before } in { $after }
event-provider-member-removed = { $who } heeft { $role } { $email } verwijderd bij de provider
event-provider-member-left = { $who } heeft de provider verlaten en was tot dan toe { $role }
event-provider-member-suspended = { $who } heeft { $email } bij de provider opgeschort
event-provider-member-reactivated = { $who } heeft { $email } bij de provider weer geactiveerd
event-clients-exported = { $who } heeft { $number ->
    [one] één klant
   *[other] { $number } klanten
} geëxporteerd
event-events-exported = { $who } heeft { $number ->
    [one] één regel
   *[other] { $number } regels
} uit een logboek geëxporteerd
event-organization-created = { $who } heeft { $organization } aangemaakt met het abonnement { $plan } en { $seats ->
    [one] één plaats
   *[other] { $seats } plaatsen
}
event-organization-imported = { $who } heeft { $organization } geïmporteerd met { $members ->
    [one] één lid
   *[other] { $members } leden
}
event-client-added = { $who } heeft { $organization } als klant toegevoegd aan { $provider }
event-client-unlinked = { $who } heeft { $organization } losgekoppeld van { $provider }
event-organization-renamed = { $who } heeft de naam van { $before } veranderd in { $organization }
event-organization-suspended = { $who } heeft { $organization } opgeschort
event-organization-reactivated = { $who } heeft { $organization } weer geactiveerd
event-client-opened = { $who } heeft { $organization } geopend
event-plan-changed = { $who } heeft het abonnement van { $organization } gewijzigd van { $before } in { $after }
event-note-changed = { $who } heeft de notitie bij { $organization } gewijzigd
event-seats-changed = { $who } heeft het aantal plaatsen van { $organization } gewijzigd van { $before } in { $after }
event-member-invited = { $who } heeft { $email } uitgenodigd als { $role } van { $organization }
event-invitation-resent = { $who } heeft { $email } de uitnodiging voor { $organization } opnieuw gestuurd
event-invitation-accepted = { $who } heeft de uitnodiging voor { $organization } aan { $email } geaccepteerd
event-member-confirmed = { $who } heeft { $email } bevestigd als { $role } van { $organization }
event-member-removed = { $who } heeft { $role } { $email } verwijderd uit { $organization }
event-member-left = { $who } heeft { $organization } verlaten en was tot dan toe { $role }
event-role-changed = { $who } heeft de rol van { $email } in { $organization } gewijzigd van { $before } in { $after }
event-member-revoked = { $who } heeft { $role } { $email } de toegang tot { $organization } ontnomen
event-member-restored = { $who } heeft { $email } weer toegang gegeven tot { $organization } als { $role }
event-removal-asked = { $who } heeft gevraagd om verwijderd te worden uit { $organization }
event-account-created = { $who } heeft een account aangemaakt voor { $email }
event-signed-in = { $who } heeft ingelogd
event-sign-in-failed = Iemand probeerde in te loggen met een verkeerd wachtwoord
event-signed-out = { $who } heeft uitgelogd
event-password-link-asked = Iemand vroeg om een link om een nieuw wachtwoord te kiezen
event-password-set = { $who } heeft via een link in de mail een nieuw wachtwoord gekozen
event-password-changed = { $who } heeft het wachtwoord gewijzigd
event-name-changed = { $who } heeft de naam gewijzigd van { $before } in { $after }
event-address-change-asked = { $who } heeft gevraagd om het adres te wijzigen in { $email }
event-address-changed = { $who } heeft het adres gewijzigd van { $before } in { $after }
event-two-step-enabled = { $who } heeft inloggen in twee stappen aangezet
event-two-step-disabled = { $who } heeft inloggen in twee stappen uitgezet
event-two-step-failed = Iemand wist het wachtwoord, maar vulde een verkeerde code in
event-recovery-code-used = { $who } heeft ingelogd met een herstelcode
event-recovery-codes-renewed = { $who } heeft nieuwe herstelcodes gemaakt
event-session-ended = { $who } heeft een andere browser uitgelogd
event-sessions-ended = { $who } heeft { $number ->
    [one] één andere browser
   *[other] { $number } andere browsers
} uitgelogd
event-account-disabled = { $who } heeft het account { $email } geblokkeerd
event-account-enabled = { $who } heeft de blokkade van het account { $email } opgeheven
event-account-deleted = { $who } heeft het account { $email } verwijderd

## De woorden in een zin
event-by-operator = De beheerder van dit portaal
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
