## Members
filter-all = All
filter-invited = Invited
filter-accepted = Needs confirmation
status-invited = Invited
status-accepted = Needs confirmation
status-confirmed = Confirmed
status-revoked = Revoked
waiting-banner = { $count ->
    [one] One person is waiting for confirmation.
   *[other] { $count } people are waiting for confirmation.
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
remove-invitation-effect = The link in the email to { $email } stops working.
# $organization (String)
leave-title = Leave { $organization }?
leave-effect-provider = You stop being a member. As a provider member you keep all rights in this organization.
leave-effect = You stop being a member and lose every right in the organization at once.
# $days (Number)
invite-lede = Each address gets an email with a link that works once, for { $days ->
    [one] one day
   *[other] { $days } days
}. Nobody has any rights before being confirmed.
# $organization (String)
invite-seat = Each invitation takes a seat of { $organization } from now on.
invite-full-add = No seat is left: remove a member, or add a seat with “Manage seats” first.
# $provider (String)
invite-full-provider = No seat is left: remove a member, or ask { $provider } for one more seat first.
invite-full-owner = No seat is left: remove a member, or ask an owner to add a seat first.
role-owner-hint = May do everything, and make others owners.
role-admin-hint = Manages members, but not owners.
role-user-hint = Uses the organization; manages nobody.
# $email (String)
notice-invited = { $email } is invited. The email is on its way.
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
    [one] One owner was asked by email to remove you.
   *[other] { $count } owners were asked by email to remove you.
}
# $name (String)
notice-accepted = You have accepted the invitation to { $name }. As soon as somebody there confirms you, you get an email and can start.

## Invitation
# $organization (String)
invitation-title = Invitation to { $organization }
# $organization (String)
invitation-about = On this portal the members of { $organization } are managed: who belongs to it, and with which role.
invitation-about-owner = As an owner you may do everything in it, and make others owners.
invitation-about-admin = As an admin you manage its members, but not its owners.
invitation-about-user = As a user you work with it and manage nobody.
# $provider (String)
invitation-about-managed = { $provider } manages it: the confirmed people of { $provider } can see and do everything in it that an owner can.
# $provider (String)
invitation-about-provider = On this portal { $provider } administers the organizations of its clients.
invitation-about-provider-admin = As a provider admin you may do everything: clients, members, event logs and settings.
invitation-about-provider-service = As a service user you do the daily work in every client, with the rights of an owner there.
invitation-organization = Organization
invitation-role = Role
invitation-by = Invited by
invitation-by-operator = The operator of this portal
invitation-confirms = At the moment this organization has no owner who can sign in. When you accept, you are its owner at once.
invitation-for = For
invitation-managed = Managed by
invitation-until = Valid until
invitation-new = You have no account here yet. Choose your name and a password: with the account you accept the invitation.
invitation-sign-in = You have an account here already. Sign in with it to accept.
# $organization (String)
notice-owner-now = You are the owner of { $organization } now.
# $email (String)
invitation-other = You are signed in as { $email }, but this invitation is for another address. Sign out, then sign in with the invited one.
invitation-link-next = Ask the person who invited you for a new invitation.
invitation-link-used = If that was you, you have accepted already: look under “My organizations”, and sign in first if you are not signed in.
invitation-link-withdrawn = The link no longer works: the invitation was withdrawn.
invitation-link-other = You are signed in with another address than the invited one. Sign out, then sign in with the invited address.
invitation-link-account = This address has an account already. Sign in with it to accept the invitation.
invitation-your-name = Your name
# $invited (String)
# $email (String)
invitation-left = This invitation was sent to { $invited }. Your account has left that address: it has { $email } now, and an invitation never moves along. If { $invited } is still yours, prove it: change your address back to it, and open this invitation again.
invitation-prove = Prove the address
invitation-left-else = If you want an account of its own for that address, or it is somebody else’s now, sign out. Or ask the person who invited you for an invitation to your address of today.

## Members of an organization
# $most (Number)
members-emails-hint = One address or many, separated by commas, spaces or lines, or pasted from an email program with the names. { $most } at most.
# $done (Number)
# $all (Number)
members-results = { $done ->
    [0] Nobody was invited
   *[other] { $done } of { $all } were invited
}
members-results-again = The addresses that were not invited are listed below. Correct them and send them again, or close this.
invite-understood = { $count ->
    [0] No address was found in what you pasted
    [one] One address was understood. Nobody is invited yet
   *[other] { $count } addresses were understood. Nobody is invited yet
}
invite-left-out = Left out: this is no email address
invite-understood-again = Below stand the addresses alone. Correct them where something is wrong, then press the button once more.
# $count (Number)
members-notice-invited = { $count } people are invited. The emails are on their way.
members-search = Search members
# $search (String)
members-not-found = Nobody here has “{ $search }” in the name or address.
members-show-all = Show all members
# $shown (String)
members-found = { $count ->
    [one] 1 member found
   *[other] { $shown } members found
}
# $count (String)
members-found-many = More than { $count } members found
members-last-owner = You are the last owner, so you cannot leave yet. Invite another owner; once that person has accepted and is confirmed, you can.
# $name (String)
members-last-owner-invited = You are the last owner, so you cannot leave yet. { $name } is invited as an owner: once that person has accepted and is confirmed, you can.
# $name (String)
members-last-owner-accepted = You are the last owner, so you cannot leave yet. { $name } has accepted and is waiting for confirmation as an owner; after that, you can.
members-back = Back to the members
members-role = Change role
# $name (String)
members-role-title = Role of { $name }
# $organization (String)
members-role-effect = The new role holds in { $organization } at once. The person is notified by email.
# $email (String)
members-role-invited = { $email } gets a new invitation that names the new role. The older link stops working.
# $name (String)
# $role (String)
members-notice-role = The role of { $name } is now: { $role }.
members-revoke = Revoke access
members-restore = Restore access
# $name (String)
# $organization (String)
members-revoke-title = Revoke the access of { $name } to { $organization }?
members-revoke-effect = This person loses every right as a member at once, and is notified by email. Whoever belongs to the provider keeps the rights of the provider.
members-revoke-kept = The person stays in the list and can be restored as long as a seat is free.
# $name (String)
members-notice-revoked = The access of { $name } is revoked. The seat is free.
# $name (String)
members-notice-restored = The access of { $name } is restored.
# $name (String)
members-notice-restored-accepted = { $name } is back, and is waiting for confirmation as before.
# $email (String)
members-notice-restored-invited = { $email } is back. A new invitation is on its way.
# $name (String)
members-notice-removed = { $name } is removed.

## Many members at once
members-confirm-all = Confirm all
members-ticked = With the selected members:
members-bulk-nobody = Nobody is selected. Go back and tick the boxes in front of the members.
members-bulk-owners = These are all of its confirmed owners, and an organization is never without one. Leave one of them out.
# $count (Number)
# $organization (String)
members-bulk-confirm = { $count ->
    [0] Nobody to confirm
    [one] Confirm one person at { $organization }?
   *[other] Confirm { $count } people at { $organization }?
}
# $count (Number)
# $organization (String)
members-bulk-revoke = { $count ->
    [0] Nobody’s access can be revoked
    [one] Revoke the access of one person to { $organization }?
   *[other] Revoke the access of { $count } people to { $organization }?
}
# $count (Number)
# $organization (String)
members-bulk-restore = { $count ->
    [0] Nobody to restore
    [one] Restore the access of one person to { $organization }?
   *[other] Restore the access of { $count } people to { $organization }?
}
# $count (Number)
# $organization (String)
members-bulk-remove = { $count ->
    [0] Nobody can be removed
    [one] Remove one person from { $organization }?
   *[other] Remove { $count } people from { $organization }?
}
members-bulk-revoke-effect = They lose every right as members at once and are notified by email. They stay in the list and can be restored.
members-bulk-restore-effect = They become again what they were before. Whoever had not accepted yet gets a new invitation.
members-bulk-remove-effect = They stop being members at once and are notified by email. Open invitations stop working.
# $before (String)
# $after (String)
members-bulk-seats = Occupied seats: { $before } → { $after }.
members-bulk-left-out = { $count ->
    [one] One person is left out. The reason is given below.
   *[other] { $count } people are left out. The reasons are given below.
}
# $count (Number)
members-bulk-more = These are the first { $count }. Come back for the others afterwards.
# $role (String)
members-bulk-above = The role of this person is above yours: { $role }.
members-bulk-changed = Something has changed since you looked, so nothing was done to anybody. This is how it stands now.
members-bulk-confirmed = { $count ->
    [one] One person is confirmed.
   *[other] { $count } people are confirmed.
}
members-bulk-revoked = { $count ->
    [one] The access of one person is revoked. The seat is free.
   *[other] The access of { $count } people is revoked. Their seats are free.
}
members-bulk-restored = { $count ->
    [one] The access of one person is restored.
   *[other] The access of { $count } people is restored.
}
members-bulk-removed = { $count ->
    [one] One person is removed.
   *[other] { $count } people are removed.
}

## Refusals
conflict-is-revoked = The access of this person is revoked. Restore it first.
conflict-already-revoked = The access of this person is revoked already. Nothing more has to be done.
conflict-not-revoked = The access of this person is not revoked, so there is nothing to restore.
conflict-barred = The organization itself took this person out. Only one of its owners can invite this person again.
conflict-own-membership = This is your own membership. To end it, use “Leave organization”.
# $most (Number)
fault-many-addresses = Invite { $most } addresses at a time, not more.

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
# $organization (String)
mail-owner-wanted-1 = The operator of this portal invites you to { $organization } as owner. When you accept, you are its owner at once: nobody has to confirm you.
mail-owner-wanted-2 = At the moment it has no owner who can sign in.
# $organization (String)
mail-owner-made-1 = The operator of this portal has made you an owner of { $organization }.
mail-invitation-action = See the invitation
mail-invitation-end = If you do not know what this is about, you can ignore this email. Without you nothing happens.
# $organization (String)
mail-waiting-subject = Somebody is waiting for confirmation at { $organization }
# $person (String)
# $organization (String)
# $role (String)
mail-waiting-1 = { $person } has accepted the invitation to { $organization } as { $role } and is waiting for confirmation.
mail-waiting-2 = Until then this person has no rights there. Confirm only if you know who it is.
mail-waiting-action = See the members
# $organization (String)
mail-confirmed-subject = You are confirmed at { $organization }
# $by (String)
# $organization (String)
# $role (String)
mail-confirmed-1 = { $by } has confirmed you at { $organization } as { $role }. You can start now.
mail-confirmed-action = Open the organization
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
# $organization (String)
mail-role-subject = Your role at { $organization } has changed
# $by (String)
# $organization (String)
# $before (String)
# $after (String)
mail-role-1 = { $by } has changed your role at { $organization }. It was { $before } and is now { $after }.
mail-role-action = Open the organization
# $organization (String)
mail-revoked-subject = Your access to { $organization } was revoked
# $by (String)
# $organization (String)
mail-revoked-1 = { $by } has revoked your access to { $organization }. You have no rights as a member there until somebody restores them.
# $organization (String)
mail-restored-subject = Your access to { $organization } is restored
# $by (String)
# $organization (String)
# $role (String)
mail-restored-1 = { $by } has restored your membership of { $organization } as { $role }.
mail-restored-now = You have the same rights as before.
mail-restored-waits = You still have to be confirmed there. You get an email when that is done.
mail-restored-action = Open the organization

## Inviting, and not knowing who invites
conflict-cannot-be-invited = This person cannot be invited.
conflict-inviting-ended = Nobody can be invited from here until the operator of this portal has looked at it. Write to the operator.
# $wait (String)
invite-throttled = Nobody on this list was invited. { $wait } Accounts and organizations that are new here can invite a few people a day.
