## Members of an organization
# $most (Number)
members-emails-hint = One address or many, separated by commas, spaces or lines. { $most } at most.
# $done (Number)
# $all (Number)
members-results = { $done ->
    [0] Nobody was invited
   *[other] { $done } of { $all } were invited
}
members-results-again = The addresses that were not invited stand below. Correct them and send them again, or close this.
# $count (Number)
members-notice-invited = { $count } people are invited. The mails are on their way.
members-search = Search members
# $search (String)
members-not-found = Nobody here has “{ $search }” in the name or address.
members-show-all = Show all members
members-found = { $count ->
    [one] 1 member found
   *[other] { $count } members found
}
# $count (Number)
members-found-many = More than { $count } members found
members-last-owner = You are the last owner, so you cannot leave yet. Invite another owner; once that person has accepted and is confirmed, you can.
members-back = Back to the members
members-role = Change role
# $name (String)
members-role-title = Role of { $name }
# $organization (String)
members-role-effect = The new role holds in { $organization } at once. The person is told by mail.
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
members-revoke-effect = This person loses every right as a member at once, and is told by mail. Whoever belongs to the provider keeps the rights of the provider.
members-revoke-kept = The person stays in the list and can be restored as long as a seat is free.
# $name (String)
members-notice-revoked = The access of { $name } is revoked. The seat is free.
# $name (String)
members-notice-restored = The access of { $name } is restored.
# $name (String)
members-notice-restored-accepted = { $name } is back, and waits to be confirmed as before.
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
members-bulk-revoke-effect = They lose every right as members at once and are told by mail. They stay in the list and can be restored.
members-bulk-restore-effect = They become again what they were before. Whoever had not accepted yet gets a new invitation.
members-bulk-remove-effect = They stop being members at once and are told by mail. Open invitations stop working.
# $before (String)
# $after (String)
members-bulk-seats = Occupied seats: { $before } → { $after }.
members-bulk-left-out = { $count ->
    [one] One person is left out. The reason stands below.
   *[other] { $count } people are left out. The reasons stand below.
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
conflict-own-membership = This is your own membership. To end it, use “Leave organization”.
# $most (Number)
fault-many-addresses = Invite { $most } addresses at a time, not more.

## Mails
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
mail-restored-waits = You still have to be confirmed there. You get a mail when that is done.
mail-restored-action = Open the organization
