# What happened, as a sentence without a full stop, and as a short label of its kind.

## Sentences
# $who (String)
# $provider (String)
event-provider-created = { $who } created the provider { $provider }
# $who (String)
# $before (String)
# $provider (String)
event-provider-renamed = { $who } renamed the provider from { $before } to { $provider }
# $who (String)
# $before (String)
# $after (String)
event-billing-address-changed = { $who } changed the billing address from { $before } to { $after }
# $who (String)
# $after (String)
event-billing-address-set = { $who } set the billing address to { $after }
# $who (String)
# $before (String)
event-billing-address-removed = { $who } removed the billing address { $before }
# $who (String)
event-two-step-required = { $who } made two-step sign-in a requirement for everybody in the provider
# $who (String)
event-two-step-not-required = { $who } made two-step sign-in a choice again for the provider’s people
# $who (String)
# $before (String)
# $after (String)
event-session-length-changed = { $who } changed how long people stay signed in from { $before } to { $after }
# $who (String)
# $provider (String)
event-provider-suspended = { $who } suspended the provider { $provider }
# $who (String)
# $provider (String)
event-provider-reactivated = { $who } reactivated the provider { $provider }
# $who (String)
# $provider (String)
event-provider-deletion-asked = { $who } asked to delete the provider { $provider }
# $who (String)
# $provider (String)
event-provider-deleted = { $who } deleted the provider { $provider }
# $who (String)
# $email (String)
# $role (String)
event-provider-member-invited = { $who } invited { $email } to the provider as { $role }
# $who (String)
# $email (String)
event-provider-invitation-resent = { $who } sent { $email } the invitation to the provider again
# $who (String)
# $email (String)
event-provider-invitation-accepted = { $who } accepted the invitation to the provider for { $email }
# $who (String)
# $email (String)
# $role (String)
event-provider-member-confirmed = { $who } confirmed { $email } as { $role } of the provider
# $who (String)
# $email (String)
# $before (String)
# $after (String)
event-provider-role-changed = { $who } changed the role of { $email } in the provider from { $before } to { $after }
# $who (String)
# $role (String)
# $email (String)
event-provider-member-removed = { $who } removed { $role } { $email } from the provider
# $who (String)
# $role (String)
event-provider-member-left = { $who } left the provider and was { $role } until then
# $who (String)
# $email (String)
event-provider-member-suspended = { $who } suspended { $email } in the provider
# $who (String)
# $email (String)
event-provider-member-reactivated = { $who } reactivated { $email } in the provider
# $who (String)
# $number (Number)
event-clients-exported = { $who } exported { $number ->
    [one] one client
   *[other] { $number } clients
}
# $who (String)
# $number (Number)
event-events-exported = { $who } exported { $number ->
    [one] one line
   *[other] { $number } lines
} of an event log
# $who (String)
# $organization (String)
# $plan (String)
# $seats (Number)
event-organization-created = { $who } created { $organization } with the plan { $plan } and { $seats ->
    [one] one seat
   *[other] { $seats } seats
}
# $who (String)
# $organization (String)
# $members (Number)
event-organization-imported = { $who } imported { $organization } with { $members ->
    [one] one member
   *[other] { $members } members
}
# $who (String)
# $organization (String)
# $provider (String)
event-client-added = { $who } added { $organization } to { $provider } as a client
# $who (String)
# $organization (String)
# $provider (String)
event-client-unlinked = { $who } unlinked { $organization } from { $provider }
# $who (String)
# $before (String)
# $organization (String)
event-organization-renamed = { $who } renamed { $before } to { $organization }
# $who (String)
# $organization (String)
event-organization-suspended = { $who } suspended { $organization }
# $who (String)
# $organization (String)
event-organization-reactivated = { $who } reactivated { $organization }
# $who (String)
# $organization (String)
event-client-opened = { $who } opened { $organization }
# $who (String)
# $organization (String)
# $before (String)
# $after (String)
event-plan-changed = { $who } changed the plan of { $organization } from { $before } to { $after }
# $who (String)
# $organization (String)
event-note-changed = { $who } changed the note on { $organization }
# $who (String)
# $organization (String)
# $before (String)
# $after (String)
event-seats-changed = { $who } changed the seats of { $organization } from { $before } to { $after }
# $who (String)
# $email (String)
# $role (String)
# $organization (String)
event-member-invited = { $who } invited { $email } as { $role } of { $organization }
# $who (String)
# $email (String)
# $organization (String)
event-invitation-resent = { $who } sent { $email } the invitation to { $organization } again
# $who (String)
# $organization (String)
# $email (String)
event-invitation-accepted = { $who } accepted the invitation to { $organization } for { $email }
# $who (String)
# $email (String)
# $role (String)
# $organization (String)
event-member-confirmed = { $who } confirmed { $email } as { $role } of { $organization }
# $who (String)
# $role (String)
# $email (String)
# $organization (String)
event-member-removed = { $who } removed { $role } { $email } from { $organization }
# $who (String)
# $organization (String)
# $role (String)
event-member-left = { $who } left { $organization } and was { $role } until then
# $who (String)
# $email (String)
# $organization (String)
# $before (String)
# $after (String)
event-role-changed = { $who } changed the role of { $email } in { $organization } from { $before } to { $after }
# $who (String)
# $role (String)
# $email (String)
# $organization (String)
event-member-revoked = { $who } revoked the access of { $role } { $email } to { $organization }
# $who (String)
# $email (String)
# $organization (String)
# $role (String)
event-member-restored = { $who } gave { $email } access to { $organization } again as { $role }
# $who (String)
# $organization (String)
event-removal-asked = { $who } asked to be removed from { $organization }
# $who (String)
# $email (String)
event-account-created = { $who } created an account for { $email }
# $who (String)
event-signed-in = { $who } signed in
event-sign-in-failed = Somebody tried to sign in with a wrong password
# $who (String)
event-signed-out = { $who } signed out
event-password-link-asked = Somebody asked for a link to choose a new password
# $who (String)
event-password-set = { $who } chose a new password through a mailed link
# $who (String)
event-password-changed = { $who } changed the password
# $who (String)
# $before (String)
# $after (String)
event-name-changed = { $who } changed the name from { $before } to { $after }
# $who (String)
# $email (String)
event-address-change-asked = { $who } asked to change the address to { $email }
# $who (String)
# $before (String)
# $after (String)
event-address-changed = { $who } changed the address from { $before } to { $after }
# $who (String)
event-two-step-enabled = { $who } turned two-step sign-in on
# $who (String)
event-two-step-disabled = { $who } turned two-step sign-in off
event-two-step-failed = Somebody knew the password but typed a wrong code
# $who (String)
event-recovery-code-used = { $who } signed in with a recovery code
# $who (String)
event-recovery-codes-renewed = { $who } made new recovery codes
# $who (String)
event-session-ended = { $who } signed out another browser
# $who (String)
# $number (Number)
event-sessions-ended = { $who } signed out { $number ->
    [one] one other browser
   *[other] { $number } other browsers
}
# $who (String)
# $email (String)
event-account-disabled = { $who } disabled the account { $email }
# $who (String)
# $email (String)
event-account-enabled = { $who } enabled the account { $email } again
# $who (String)
# $email (String)
event-account-deleted = { $who } deleted the account { $email }

## The words in a sentence
event-by-operator = The operator
event-role-owner = owner
event-role-admin = admin
event-role-user = user
event-role-provider-admin = provider admin
event-role-provider-service = service user
event-portal-limit = the portal’s own limit
# $hours (Number)
event-hours = { $hours ->
    [one] one hour
   *[other] { $hours } hours
}
# $minutes (Number)
event-minutes = { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
