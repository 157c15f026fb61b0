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
event-billing-address-changed = { $who } changed the billing email from { $before } to { $after }
# $who (String)
# $after (String)
event-billing-address-set = { $who } set the billing email to { $after }
# $who (String)
# $before (String)
event-billing-address-removed = { $who } removed the billing email { $before }
# $who (String)
# $before (String)
# $after (String)
event-provider-zone-changed = { $who } changed the provider’s time zone from { $before } to { $after }
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
# $role (String)
event-provider-invitation-cancelled = { $who } cancelled the invitation of { $email } to the provider as { $role }
# $email (String)
# $role (String)
event-provider-invitation-barred = The invitation of { $email } to the provider as { $role } has ended: this person cannot be invited
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
event-provider-member-reminded = { $who } reminded { $email } of two-step sign-in
# $who (String)
# $email (String)
event-provider-access-ended = { $who } ended what the open sessions of { $email } reached through the provider
# $who (String)
# $email (String)
event-provider-member-suspended = { $who } suspended { $email } in the provider
# $who (String)
# $email (String)
event-provider-member-reactivated = { $who } reactivated { $email } in the provider
# $who (String)
# $number (Number)
# $shown (String)
event-clients-exported = { $who } exported { $number ->
    [one] one client
   *[other] { $shown } clients
}
# $who (String)
# $number (Number)
# $shown (String)
event-events-exported = { $who } exported { $number ->
    [one] one line
   *[other] { $shown } lines
} of an event log
# $who (String)
# $organization (String)
# $plan (String)
# $seats (Number)
# $shown (String)
event-organization-created = { $who } created { $organization } with the plan { $plan } and { $seats ->
    [one] one seat
   *[other] { $shown } seats
}
# $who (String)
# $organization (String)
# $members (Number)
# $shown (String)
event-organization-imported = { $who } imported { $organization } with { $members ->
    [one] one member
   *[other] { $shown } members
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
# $organization (String)
# $provider (String)
event-client-link-asked = { $who } asked the owners of { $organization } to link it to { $provider } again
# $who (String)
# $organization (String)
# $provider (String)
event-client-relinked = { $who } linked { $organization } to { $provider } again
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
event-organization-deletion-asked = { $who } asked to delete { $organization }
# $who (String)
# $organization (String)
event-organization-deleted = { $who } deleted { $organization }
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
event-note-added = { $who } added a note about { $organization }
# $who (String)
# $organization (String)
event-note-removed = { $who } removed a note about { $organization }
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
# $email (String)
# $role (String)
# $organization (String)
event-invitation-cancelled = { $who } cancelled the invitation of { $email } as { $role } of { $organization }
# $email (String)
# $role (String)
# $organization (String)
event-invitation-barred = The invitation of { $email } as { $role } of { $organization } has ended: this person cannot be invited
# $name (String)
event-inviting-ended = Nobody can be invited by { $name } any more, until the operator has looked at it
# $who (String)
# $name (String)
event-inviting-allowed = { $who } allowed { $name } to invite people again
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
# $organization (String)
event-removal-declined = { $who } declined to remove { $email } from { $organization }
# $who (String)
# $email (String)
event-account-created = { $who } created an account for { $email }
# $who (String)
event-signed-in = { $who } signed in
event-strangers-held-back = So many wrong passwords came from elsewhere that they were held back
event-sign-in-failed = Somebody tried to sign in with a wrong password
# $who (String)
event-signed-out = { $who } signed out
event-password-link-asked = Somebody asked for a link to choose a new password
# $who (String)
event-password-set = { $who } chose a new password through a one-time link
# $who (String)
event-password-changed = { $who } changed the password
# $who (String)
# $before (String)
# $after (String)
event-name-changed = { $who } changed the name from { $before } to { $after }
# $who (String)
# $email (String)
event-address-change-asked = { $who } asked to change the address to { $email }
# $email (String)
event-address-refused = The account cannot get the address { $email }
# $who (String)
# $before (String)
# $after (String)
event-address-changed = { $who } changed the address from { $before } to { $after }
# $before (String)
# $after (String)
event-address-change-undone = The change of the address was undone through a one-time link: it is { $after } again, no longer { $before }
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
# $who (String)
# $act (String)
event-refused-foreign = { $who } was refused, for it belongs to somebody else: { $act }
# $who (String)
# $act (String)
event-refused-denied = { $who } was refused, for the role does not allow it: { $act }
# $who (String)
# $act (String)
event-refused-form = { $who } was refused, for the form was not theirs or came from another site: { $act }
# $who (String)
# $act (String)
event-refused-too-often = { $who } was refused, for it was tried too often: { $act }
# $refused (String)
event-alert-raised = Alert, three times within an hour: { $refused }
# $version (String)
event-portal-started = Portico { $version } started
# $version (String)
event-portal-stopped = Portico { $version } stopped
# $who (String)
event-backup-made = { $who } made a backup, without the secret key
# $who (String)
event-backup-with-key = { $who } made a backup that holds the secret key
# $who (String)
event-database-restored = { $who } restored the database from a backup

## The words in a sentence
event-by-operator = The operator
event-by-somebody = Somebody
# $who (String)
# $provider (String)
event-acts-for = { $who } for { $provider }
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

## Kinds
kind-provider-created = Provider created
kind-provider-renamed = Provider renamed
kind-billing-address-changed = Billing email changed
kind-provider-zone-changed = Provider’s time zone changed
kind-two-step-required = Two-step sign-in required
kind-two-step-not-required = Two-step sign-in not required any more
kind-session-length-changed = Session length changed
kind-provider-suspended = Provider suspended
kind-provider-reactivated = Provider reactivated
kind-provider-deletion-asked = Provider deletion asked for
kind-provider-deleted = Provider deleted
kind-provider-member-invited = Provider member invited
kind-provider-invitation-resent = Provider invitation resent
kind-provider-invitation-accepted = Provider invitation accepted
kind-provider-member-confirmed = Provider member confirmed
kind-provider-invitation-cancelled = Provider invitation cancelled
kind-provider-invitation-barred = Provider invitation ended
kind-provider-role-changed = Provider role changed
kind-provider-member-removed = Provider member removed
kind-provider-member-left = Provider member left
kind-provider-member-reminded = Reminded of two-step sign-in
kind-provider-access-ended = Access of open sessions ended
kind-provider-member-suspended = Provider member suspended
kind-provider-member-reactivated = Provider member reactivated
kind-clients-exported = Clients exported
kind-events-exported = Event log exported
kind-organization-created = Organization created
kind-organization-imported = Organization imported
kind-client-added = Client added
kind-client-unlinked = Organization unlinked
kind-client-link-asked = Asked to link again
kind-client-relinked = Organization linked again
kind-organization-renamed = Organization renamed
kind-organization-suspended = Organization suspended
kind-organization-reactivated = Organization reactivated
kind-organization-deletion-asked = Organization deletion asked for
kind-organization-deleted = Organization deleted
kind-client-opened = Client opened
kind-plan-changed = Plan changed
kind-note-changed = Note changed
kind-note-added = Note added
kind-note-removed = Note removed
kind-seats-changed = Seats changed
kind-member-invited = Member invited
kind-invitation-resent = Invitation resent
kind-invitation-accepted = Invitation accepted
kind-member-confirmed = Member confirmed
kind-invitation-cancelled = Invitation cancelled
kind-invitation-barred = Invitation ended
kind-inviting-ended = Inviting ended
kind-inviting-allowed = Inviting allowed again
kind-member-removed = Member removed
kind-member-left = Member left
kind-role-changed = Role changed
kind-member-revoked = Access revoked
kind-member-restored = Access restored
kind-removal-asked = Removal asked for
kind-removal-declined = Removal declined
kind-account-created = Account created
kind-signed-in = Signed in
kind-strangers-held-back = Attempts held back
kind-sign-in-failed = Sign-in failed
kind-signed-out = Signed out
kind-password-link-asked = Password link asked for
kind-password-set = Password set
kind-password-changed = Password changed
kind-name-changed = Name changed
kind-address-change-asked = Change of address asked for
kind-address-refused = Address refused
kind-address-changed = Address changed
kind-address-change-undone = Change of address undone
kind-two-step-enabled = Two-step sign-in turned on
kind-two-step-disabled = Two-step sign-in turned off
kind-two-step-failed = Wrong code
kind-recovery-code-used = Recovery code used
kind-recovery-codes-renewed = Recovery codes renewed
kind-session-ended = Session ended
kind-sessions-ended = Sessions ended
kind-account-disabled = Account disabled
kind-account-enabled = Account enabled
kind-account-deleted = Account deleted
kind-refused = Refused
kind-alert-raised = Alert
kind-portal-started = Portal started
kind-portal-stopped = Portal stopped
kind-backup-made = Backup made
kind-database-restored = Database restored
subject-organization = Organization
subject-provider = Provider
subject-provider-members = Provider members
subject-exports = Exports
subject-account = Account
subject-portal = Portal

## The pages
event-log-provider = Provider
event-log-clients = All clients
# $provider (String)
event-log-provider-lede = What happened in { $provider } and, by its people, in its clients.
# $provider (String)
event-log-clients-lede = What happened in organizations while they were clients of { $provider }.
# $organization (String)
event-log-organization-title = Event log of { $organization }
event-log-organization-lede = What happened here, whoever did it. It is read by the owners, the admins and the people of the provider.
event-log-account-title = Activity
event-log-account-lede = Your sign-ins, and changes of your account. Do you see something that was not you? Change your password.
event-log-back-account = Account
event-log-from = From
event-log-to = Until
event-log-person = Person
event-log-person-hint = Name or address
event-log-text-hint = A word in the event
event-log-client = Client
event-log-kind = Kind
event-log-kind-all = All kinds
event-log-text = Text
event-log-refresh = Apply
event-log-clear = Show everything
event-log-export = Export
event-log-as-csv = As CSV
# $sign (String)
event-log-as-csv-with = As CSV with “{ $sign }”
event-log-as-jsonl = As JSON lines
event-log-timestamp = Timestamp
event-log-address = IP address
event-log-who = User
event-log-event = Event
# $zone (String)
event-log-zone = Times are in { $zone }. Point at one to see it in UTC.
event-log-utc = Times are in UTC.
# $days (Number)
event-log-shortened = Only { $days } days can be shown at once. These are the last ones of what you asked for.
event-log-newer = Newer
event-log-older = Older
event-log-empty-title = Nothing happened
event-log-empty = In this range no event was written. Choose a longer one.
event-log-none-title = Nothing found
event-log-none = No event in this range fits all of the filters.
event-log-fault-moment = Enter a date and a time, such as 2026-11-23 14:05.
event-log-fault-too-much = There is too much to search in this range. Choose a shorter one.
event-log-no-address = none
event-log-account-open = Sign-ins and changes of your account
