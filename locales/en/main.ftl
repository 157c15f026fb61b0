# Labels of controls are fixed words: tests and people know them by heart.

language-name = English

## Everywhere
product = Portico
skip = Skip to content
menu = Menu
main-navigation = Main
language = Language
sign-in = Sign in
sign-out = Sign out
email = Email
password = Password
clients = Clients
members = Members
organizations = My organizations
new-client = New client
add-existing = Add existing organization
add = Add
close = Close
cancel = Cancel
name = Name
number-of-users = Number of users
plan = Plan
role = Role
status = Status
owner = Owner
admin = Admin
user = User
invite-member = Invite member
send-invitation = Send invitation
accept-invitation = Accept invitation
create-account = Create account
confirm = Confirm
remove = Remove
leave-organization = Leave organization
ask-to-be-removed = Ask to be removed
open = Open
search = Search
previous = Previous
next = Next
pages = Pages
filter = Filter
actions = Actions
# $name (String)
actions-for = Actions for { $name }
print = Print
done = done
you = You
new-tag = New
dismiss = Close
failed = That did not work. Check the connection and try again.
back-to-clients = Clients
back-to-organizations = My organizations

## Sign-in
sign-in-title = Sign in
sign-in-forgot = Forgot password?
sign-in-again = You are signed out.
sign-in-failed-title = You are not signed in
sign-in-failed = The email or the password is not right. Check both, or choose a new password with “Forgot password?”.
password-saved = Your new password is saved. Sign in with it now.

## Password
forgot-title = Choose a new password
forgot-lede = Enter your email. If it has an account here, we send a link with which you choose a new password. The link works for one hour.
forgot-send = Send link
forgot-sent-title = Check your mail
# $email (String)
forgot-sent = If { $email } has an account here, a link is on its way to it. It works for one hour. Nothing there? Look in the spam folder, or try again.
password-title = Choose your password
# $email (String)
password-for = For the account { $email }.
password-new = New password
password-hint = At least 15 characters. A few words that only you would put together work well; spaces are fine.
password-save = Save password

## Clients
clients-search = Search clients
clients-found = { $count ->
    [one] 1 client
   *[other] { $count } clients
}
# $count (Number)
clients-many = More than { $count } clients
clients-empty-title = No clients yet
clients-empty-admin = Create the first one with “New client”.
clients-empty-existing = You own an organization that has no provider: bring it here with “Add existing organization”.
clients-empty-own = Once you own an organization that has no provider, a button to add it appears here as well.
clients-empty-service = As soon as a provider admin adds a client, it stands here.
clients-none-title = Nothing found
# $search (String)
clients-none = No client has “{ $search }” in its name.
clients-all = Show all clients
# $name (String)
client-added = { $name } is now a client. Open it to hand it over.
# $name (String)
client-created = { $name } is created and its first owner is invited.
suspended = Suspended

## Adding an existing organization
existing-lede = These organizations are yours and have no provider. Adding one changes no member, no seat and no plan. Your colleagues get the rights of an owner in it, and its other owners are told by mail.
existing-none = Nothing is left to add. Organizations that you own and that have no provider appear here.
# $plan (String)
why-plan = The { $plan } plan cannot be managed by a provider. Change the organization to a Teams or Enterprise plan first.
why-suspended = The organization is suspended. Have it reactivated first.
why-managed = The organization is managed by a provider already. It has to be unlinked there first.

## Unlinking
unlink = Unlink organization
# $organization (String)
unlink-title = Unlink { $organization }?
# $provider (String)
unlink-ends = Everybody of { $provider } loses all rights that they have in the organization through the provider, at once. Invitations that they have sent stop working.
unlink-stays = Members, seats and plan stay as they are. Whoever is a member keeps their role.
unlink-owners = { $count ->
    [one] Its owner keeps it and is told by mail:
   *[other] Its { $count } owners keep it and are told by mail:
}
unlink-again = A provider admin who is an owner of it can add it again at any time.
# $name (String)
notice-unlinked = { $name } is unlinked. Whoever owns it is told by mail.
unlink-way-out = To the handover

## New client
new-client-lede = The organization is created under your provider. Its first owner gets an invitation by mail.
new-client-name-hint = As your client writes it.
new-client-plan-hint = Teams or Enterprise.
new-client-seats = Seats
new-client-seats-hint = The owner takes the first one.
new-client-owner = Owner’s email
new-client-create = Create client

## An organization
facts = Organization
managed-by = Managed by
# $provider (String)
# $date (String)
managed-since = { $provider }, since { $date }
managed-means = Its confirmed members have the rights of an owner here.
nobody = No provider
your-role = Your role
# $seats (Number)
seats-free = { $seats ->
    [0] no seat left
    [1] 1 seat left
   *[other] { $seats } seats left
}
organizations-lede = The organizations of which you are a member.
organizations-none-title = No organizations yet
organizations-none = As soon as you are confirmed as a member of an organization, it stands here. If you have just accepted an invitation, somebody there still has to confirm you; you get a mail when that is done.
member-only = You are a member of this organization. Its owners and admins manage the members.

## Seats
manage-seats = Manage seats
# $organization (String)
seats-title = Seats of { $organization }
# $occupied (Number)
# $seats (Number)
seats-now = { $occupied } of { $seats } seats are occupied by members and invitations.
# $occupied (Number)
seats-hint = At least { $occupied }: seats that are occupied cannot be taken away.
seats-new = Number of seats
# $before (Number)
# $after (String)
# $free (String)
seats-change = Seats: { $before } → { $after }. Left over: { $free }.
seats-save = Save
# $seats (Number)
notice-seats = There are { $seats } seats now.
# $before (Number)
# $after (Number)
notice-seats-changed = Seats: { $before } → { $after }.

## Handover
handover = Handover
handover-lede = Hand the organization over to your client in three steps. You keep all rights as its provider.
handover-lede-first = Hand the organization over to your client in two steps. You keep all rights as its provider.
# $done (Number)
handover-progress = { $done } of 3 done
# $done (Number)
handover-progress-first = { $done } of 2 done
handover-step-invited = Backup owner invited
handover-step-invited-first = First owner invited
handover-step-confirmed = Accepted and confirmed
handover-step-down = You step down
# $name (String)
handover-step-down-other = { $name } steps down
handover-invite = An organization is never without an owner. Invite the person at your client who will own it.
handover-invite-first = The organization has no owner yet. Invite the person at your client who will own it.
handover-backup-email = Email of the backup owner
handover-full = All seats are taken. One more seat is needed before a backup owner can be invited: remove a member, or have a seat added.
# $name (String)
handover-invited = { $name } was invited as an owner.
# $name (String)
handover-waiting = Waiting for { $name } to accept the invitation.
# $name (String)
handover-accepted = { $name } has accepted. Confirm if this is the right person.
# $name (String)
handover-confirmed = { $name } is confirmed as an owner.
# $before (String)
# $after (String)
handover-frees = Leaving frees your seat: { $before } → { $after }. As a provider member you keep all rights over this organization.
# $name (String)
# $before (String)
# $after (String)
handover-frees-other = Removing { $name } as an owner frees a seat: { $before } → { $after }. As a provider member { $name } keeps all rights.
handover-later = Possible as soon as the backup owner is confirmed.
handover-asked = You have asked the other owners to remove you.
handover-complete-title = Handover complete
# $name (String)
# $provider (String)
handover-complete = Your client owns this organization: { $name } is a confirmed owner. { $provider } keeps its rights as the provider.

## Members
filter-all = All
filter-invited = Invited
filter-accepted = Needs confirmation
status-invited = Invited
status-accepted = Needs confirmation
status-confirmed = Confirmed
status-revoked = Revoked
waiting-banner = { $count ->
    [one] One person waits to be confirmed.
   *[other] { $count } people wait to be confirmed.
}
waiting-hint = Confirm only people whom you know: they get their rights at once.
waiting-review = Review
members-none-title = No members yet
members-none = Invite the first one with “Invite member”.
members-none-filtered = Nobody has this status at the moment.
# $search (String)
members-none-both = Nobody with “{ $search }” in the name or address has this status.
resend = Send invitation again
cancel-invitation = Cancel invitation
# $email (String)
# $organization (String)
cancel-invitation-title = Cancel the invitation of { $email } to { $organization }?
asks-removal = Asks to be removed
undelivered = The invitation could not be delivered. Check the address, then cancel this invitation and invite the right one.
# $name (String)
# $organization (String)
remove-title = Remove { $name } from { $organization }?
remove-effect = This person stops being a member and loses the rights of one at once. Whoever belongs to the provider keeps the rights of the provider.
# $before (String)
# $after (String)
remove-frees = A seat becomes free: { $before } → { $after }.
# $email (String)
remove-invitation-effect = The link in the mail to { $email } stops working.
# $organization (String)
leave-title = Leave { $organization }?
leave-effect-provider = You stop being a member. As a provider member you keep all rights over this organization.
leave-effect = You stop being a member and lose every right in the organization at once.
# $days (Number)
invite-lede = Each address gets a mail with a link that works once, for { $days ->
    [one] one day
   *[other] { $days } days
}. Nobody has any rights before being confirmed.
# $organization (String)
invite-seat = Each invitation takes a seat of { $organization } from now on.
role-owner-hint = May do everything, and make others owners.
role-admin-hint = Manages members, but not owners.
role-user-hint = Uses the organization; manages nobody.
# $email (String)
notice-invited = { $email } is invited. The mail is on its way.
# $email (String)
notice-resent = A new invitation is on its way to { $email }. The older link no longer works.
# $name (String)
notice-confirmed = { $name } is confirmed.
# $email (String)
notice-cancelled = The invitation of { $email } is cancelled. The seat is free.
# $name (String)
notice-removed = { $name } is removed. The seat is free.
# $name (String)
notice-left = You have left { $name }. The seat is free.
notice-asked = { $count ->
    [0] You have asked already. Nothing new was sent.
    [one] One owner was asked by mail to remove you.
   *[other] { $count } owners were asked by mail to remove you.
}
# $name (String)
notice-accepted = You have accepted the invitation to { $name }. As soon as somebody there confirms you, you get a mail and can start.

## Invitation
# $organization (String)
invitation-title = Invitation to { $organization }
invitation-organization = Organization
invitation-role = Role
invitation-by = Invited by
invitation-for = For
invitation-managed = Managed by
invitation-until = Valid until
invitation-new = You have no account here yet. Choose your name and a password: with the account you accept the invitation.
invitation-sign-in = You have an account here already. Sign in with it to accept.
# $email (String)
invitation-other = You are signed in as { $email }, but this invitation is for another address. Sign out, then sign in with the invited one.
invitation-your-name = Your name

## Refusals
refused-title = That cannot be done
two-faults = { $count ->
    [one] One thing needs your attention
   *[other] { $count } things need your attention
}
not-found-title = Not found
not-found = This page is not there, or it is not yours to see. It may have been removed.
forbidden-title = Not allowed
forbidden-role = Your role does not allow this. Ask an owner of the organization or a provider admin.
forbidden-provider-suspended = Your provider is suspended. You can look at everything, but change nothing until it is reactivated. Your clients are not affected.
forbidden-organization-suspended = This organization is suspended, so nobody gets in. Nothing is lost: members, roles and seats stay as they are. Ask the operator of this portal to reactivate it.
conflict-managed = This organization is already managed by a provider. Nothing was changed. It has to be unlinked there before it can be added here.
# $plan (String)
conflict-plan = Organizations on the { $plan } plan cannot be managed by a provider. Change it to a Teams or Enterprise plan first.
conflict-suspended = The organization is suspended. Have it reactivated first.
conflict-last-owner = An organization is never without an owner, and this is its last confirmed one. First invite a backup owner, or make another member an owner. Once that person is confirmed, try again.
conflict-full = All seats of the organization are taken. Remove a member or have a seat added, then invite again.
conflict-member = This address is in the organization already. Look for it in the list of members.
conflict-not-accepted = This person has not accepted the invitation yet, so there is nothing to confirm. You can send the invitation again.
conflict-confirmed = This person is confirmed already.
conflict-not-invited = This person has accepted already, so no new invitation is needed.
conflict-too-many = Too many invitations stand open. Cancel some that nobody accepts, then invite again.
# $occupied (Number)
conflict-seats-occupied = { $occupied } seats are occupied, so there cannot be fewer. Remove a member first, or choose a higher number.
conflict-no-owner = This client has no confirmed owner of its own yet, and an organization is never without one. Finish the handover first: invite an owner, and confirm them once they have accepted.
unlinked-already = Already unlinked
conflict-unlinked = This organization is unlinked already. Nothing more has to be done.
link-title = This link does not work any more
link-unknown = The link is not valid. Perhaps a part of it was lost on the way: copy the whole link from the mail. Otherwise ask for a new one.
link-expired = The link has expired. Ask the person who invited you for a new invitation; for a password or an account, begin again on the sign-in page.
link-used = The link has been used already. If that was you, just sign in.
link-replaced = The link was replaced by a newer one, or the invitation was withdrawn. Look for a newer mail, or ask for a new invitation.
link-other = You are signed in with another address than the invited one. Sign out, then sign in with the invited address.
link-account-exists = This address has an account already. Sign in with it to accept the invitation.
# $seconds (Number)
throttled = That was too often. Wait { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
} and try again.
throttled-minutes = That was too often. Wait { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
} and try again.
busy = The portal is very busy at this moment. Nothing was changed; try again in a few seconds.
unavailable-title = Back in a moment
unavailable = The portal cannot reach its database at this moment. Try again in a few seconds; look whether your last change was saved before you repeat it.
internal-title = Something went wrong
internal = This is our fault, not yours. Look whether your last change was saved before you repeat it. If it happens again, tell the operator of this portal the number below.
stale-title = This form is out of date
stale = You have signed in or out since this page was opened, or the form came from elsewhere. Nothing was changed. Go back, reload the page and try again.
method-title = Not possible this way
method = This address does not take that kind of request. Go back and use the buttons on the page.
too-large-title = Too much at once
too-large = What was sent is larger than this form can take. Nothing was changed.
wrong-host-title = Wrong address
wrong-host = The portal is not served under this name.
request-number = Request
home = To the start page

## Faults of a field
fault-missing = Enter something here.
# $most (Number)
fault-long = Use at most { $most } characters.
fault-character = Leave out invisible and control characters.
fault-email = Enter an email address, such as name@company.example. Letters with accents are not possible.
fault-seats = Enter a whole number from 1 to 1,000,000.
fault-plan = Choose one of the plans.
fault-plan-client = A provider manages Teams and Enterprise plans only.
fault-password-short = Use at least 15 characters.
fault-password-long = Use at most 128 characters.
fault-password-easy = This one is too easy to guess. Take more words that do not belong together, and leave out names and addresses.
fault-choice = Choose one of these.

## Mails
# $organization (String)
mail-invitation-subject = Invitation to { $organization }
# $inviter (String)
# $email (String)
# $organization (String)
# $role (String)
mail-invitation-1 = { $inviter } ({ $email }) invites you to { $organization } as { $role }.
# $date (String)
mail-invitation-2 = The link works once, until { $date }. Opening it changes nothing yet: you decide on the page.
mail-invitation-action = See the invitation
mail-invitation-end = If you do not know what this is about, you can ignore this mail. Without you nothing happens.
# $organization (String)
mail-waiting-subject = Somebody waits to be confirmed at { $organization }
# $person (String)
# $organization (String)
# $role (String)
mail-waiting-1 = { $person } has accepted the invitation to { $organization } as { $role } and waits to be confirmed.
mail-waiting-2 = Until then this person has no rights there. Confirm only if you know who it is.
mail-waiting-action = See the members
# $organization (String)
mail-confirmed-subject = You are confirmed at { $organization }
# $by (String)
# $organization (String)
# $role (String)
mail-confirmed-1 = { $by } has confirmed you at { $organization } as { $role }. You can start now.
mail-confirmed-action = Open the organization
# $organization (String)
# $provider (String)
mail-added-subject = { $organization } is now managed by { $provider }
# $organization (String)
# $provider (String)
# $by (String)
mail-added-1 = { $by } has added { $organization } to the provider { $provider }.
# $provider (String)
mail-added-2 = From now on all confirmed members of { $provider } have the rights of an owner in your organization: they can see and manage its members. No member, no seat and no plan has changed, and you stay an owner.
mail-added-end = If you did not expect this, talk to the person named above.
mail-added-action = Open the organization
# $organization (String)
# $provider (String)
mail-unlinked-subject = { $organization } is no longer managed by { $provider }
# $by (String)
# $organization (String)
# $provider (String)
mail-unlinked-1 = { $by } has unlinked { $organization } from the provider { $provider }.
# $provider (String)
mail-unlinked-2 = The people of { $provider } no longer have any rights in your organization, unless they are members of it. No member, no seat and no plan has changed, and you stay an owner.
mail-unlinked-active = The suspension has ended with it: its members get in again.
mail-unlinked-action = Open the organization
# $person (String)
# $organization (String)
mail-removal-subject = { $person } asks to be removed from { $organization }
# $person (String)
# $email (String)
# $organization (String)
mail-removal-1 = { $person } ({ $email }) asks you, as an owner of { $organization }, to remove them from it. This frees the seat that they take.
mail-removal-2 = Open the members, find the person and choose “Remove”.
mail-removal-action = See the members
# $organization (String)
mail-removed-subject = You were removed from { $organization }
# $by (String)
# $organization (String)
mail-removed-1 = { $by } has removed you from { $organization }. You are no longer a member of it, and your seat is free.
mail-removed-2 = Rights that you have as a member of its provider are not affected.
# $organization (String)
# $person (String)
mail-left-subject = { $person } has left { $organization }
# $organization (String)
# $person (String)
mail-left-1 = { $person } was an owner of { $organization } and has left it. You are still one of its owners.
mail-left-action = See the members
mail-password-subject = Choose your password
mail-password-1 = With this link you choose a password for your account.
# $date (String)
mail-password-2 = It works once, until { $date }.
mail-password-action = Choose a password
mail-password-end = If you did not ask for this, you can ignore this mail: your account stays as it is.
mail-password-set-subject = Your password was changed
mail-password-set-1 = The password of your account was set anew, and you were signed out everywhere.
mail-password-set-2 = If this was not you, choose a new password at once with “Forgot password?” on the sign-in page, and tell the people whom you administer organizations for.
mail-password-set-action = To the sign-in page
# $url (String)
mail-footer = Sent by Portico, { $url }

## The demonstration
demo-mail = Demo mail
demo-hint = This is a demonstration. Its accounts are listed in the window in which it was started; its mails are here:
demo-mail-lede = No mail server is set, so these mails stay here. This page exists in the demonstration only.
demo-mail-none-title = No mails yet
demo-mail-none = Invite somebody, and the invitation stands here.
# $email (String)
demo-mail-to = To { $email }

manage = Manage
event-logs = Event logs
settings = Settings
filter-revoked = Revoked
