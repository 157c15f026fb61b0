## Clients
clients-search = Search clients
# $shown (String)
clients-found = { $count ->
    [one] 1 client
   *[other] { $shown } clients
}
# $count (String)
clients-many = More than { $count } clients
clients-empty-title = No clients yet
clients-empty-admin = Create the first one with “New client”.
clients-empty-existing = You own an organization that has no provider: bring it here with “Add existing organization”.
clients-empty-not-yet = You own an organization that has no provider, but it cannot be added as it is now: “Add existing organization” says why.
clients-empty-own = Once you own an organization that has no provider, a button to add it appears here as well.
clients-empty-service = As soon as a provider admin adds a client, it appears here.
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
# $provider (String)
existing-lede = These organizations are yours and have no provider. Adding one to { $provider } changes no member, no seat and no plan. All confirmed members of { $provider } get the rights of an owner in it, and its other owners are notified by email.
existing-none = Nothing is left to add. Organizations that you own and that have no provider appear here.
# $plan (String)
why-plan = The { $plan } plan cannot be managed by a provider. Change the organization to a Teams or Enterprise plan first.
why-suspended = The operator of this portal has suspended the organization. Ask for it to be reactivated first.
why-managed = The organization is managed by a provider already. It has to be unlinked there first.

## Unlinking
unlink = Unlink organization
# $organization (String)
unlink-title = Unlink { $organization }?
# $provider (String)
unlink-ends = Everybody of { $provider } loses all rights that they have in the organization through the provider, at once. Invitations that they have sent stop working.
unlink-stays = Members, seats and plan stay as they are. Whoever is a member keeps their role.
unlink-owners = { $count ->
    [one] Its owner keeps it and is notified by email:
   *[other] Its { $count } owners keep it and are notified by email:
}
unlink-again = A provider admin who is an owner of it can add it again at any time.
unlink-ask = For seven days you can also ask its owners to link it again. Notes about it do not come back.
# $name (String)
notice-unlinked = { $name } is unlinked. Its owners are notified by email.
unlink-way-out = To the handover

## Linking again what was unlinked
unlinked-title = Recently unlinked
unlinked-lede = Your provider unlinked these organizations itself in the last seven days. You can ask their owners to link one again: each owner gets a link by email, and it is linked once one of them presses the button behind it. Notes do not come back.
unlinked-none = Nothing was unlinked in the last seven days, or it has a provider again.
unlinked-at = Unlinked
unlinked-until = Can be asked until
unlinked-asked = Asked
# $done (Number)
# $most (Number)
relink-asked = { $done } of { $most } times
relink-ask = Ask to link again
# $count (Number)
relink-ask-all = Ask to link all { $count } again
# $name (String)
relink-notice = The owners of { $name } are asked by email to link it again.
# $count (Number)
relink-notice-many = The owners of { $count } organizations are asked by email to link them again.
relink-long-ago = It was unlinked more than seven days ago, so its owners are no longer asked. A provider admin who is an owner of it can still add it.
# $most (Number)
relink-asked-enough = Its owners were asked { $most } times. Whether it is linked again is up to them now.
relink-nobody = The organization has no owner who can sign in, so there is nobody to ask. The operator of this portal can help.
relink-asker-gone = Whoever asked for this is no longer an admin of that provider. Nothing was changed. If you want the link back, a provider admin has to ask you again.
relink-provider-suspended = The provider that asked for this is suspended at the moment. Nothing was changed. The link in your email works again once the provider is active.
# $organization (String)
# $provider (String)
relink-title = Link { $organization } to { $provider } again?
# $asker (String)
# $provider (String)
# $organization (String)
relink-asks = { $asker } of { $provider } asks to manage { $organization } again, as before it was unlinked.
# $provider (String)
relink-means = Then all confirmed members of { $provider } have the rights of an owner in your organization again: they can see and manage its members, its seats and its plan, and read its log.
relink-stays = No member, no seat and no plan changes, and you stay an owner. If you do nothing, everything stays as it is now.
relink-link = Link again
relink-not = Not now
# $organization (String)
relink-done = { $organization } is linked again.
relink-link-next = A provider admin can ask you again with “Ask to link again”, for seven days after the organization was unlinked.
relink-link-used = The organization is linked again.
relink-link-withdrawn = The link no longer works: your account has changed since it was sent, or the organization had a provider meanwhile.
relink-link-other = This link is for another owner of the organization. Sign out, then sign in with the account to which it was sent.

## New client
new-client-lede = The organization is created under your provider. Its first owner gets an invitation by email.
new-client-name-hint = As your client writes it.
new-client-plan-hint = Teams or Enterprise.
new-client-seats = Seats
new-client-seats-hint = The owner takes the first one.
new-client-owner = Owner’s email
new-client-create = Create client

## Filters of the Clients table
bulk-any-plan = All plans
bulk-any-state = Any status
bulk-active = Active
bulk-any-seats = Any seats
bulk-seats-full = No seat left
bulk-seats-free = Seats left
bulk-handover-open = Handover unfinished
bulk-one-owner = One owner only
bulk-apply = Apply
bulk-clear-filters = Clear filters
bulk-nothing-fits = No client fits this search and these filters.
bulk-export = Export
# $sign (String)
bulk-export-other = Export with “{ $sign }”

## Choosing clients
bulk-pick-column = Selected
# $name (String)
bulk-pick = Select { $name }
bulk-pick-page = Select all on this page
# $count (String)
bulk-pick-all = Select all { $count }
bulk-selected = Selected:
bulk-with = With the selected clients:
bulk-suspend = Suspend
bulk-reactivate = Reactivate
bulk-unlink = Unlink
bulk-clear = Clear selection
bulk-nothing = Select one or more clients first.
# $count (Number)
bulk-too-many = At most { $count } clients can be taken together. Select fewer, or narrow them down with the filters.

## The plan
bulk-suspend-title = { $count ->
    [0] Suspend clients
    [one] Suspend 1 client?
   *[other] Suspend { $count } clients?
}
bulk-reactivate-title = { $count ->
    [0] Reactivate clients
    [one] Reactivate 1 client?
   *[other] Reactivate { $count } clients?
}
bulk-unlink-title = { $count ->
    [0] Unlink clients
    [one] Unlink 1 client?
   *[other] Unlink { $count } clients?
}
bulk-suspend-means = Only your provider admins have access until the client is reactivated. Data and seats are kept.
bulk-reactivate-means = Everybody has access again at once, with the role that they had. Invitations that are still valid can be accepted again.
# $provider (String)
bulk-unlink-means = Everybody of { $provider } loses all rights in these organizations at once. Members, seats and plans stay as they are.
bulk-stays = { $count ->
    [one] One of the selected clients stays as it is.
   *[other] { $count } of the selected clients stay as they are.
}
bulk-gone = { $count ->
    [one] One of the selected organizations is unlinked already.
   *[other] { $count } of the selected organizations are unlinked already.
}
bulk-none = Nothing would change: this can be done with none of the selected clients.
bulk-plan-caption = What happens to each client
bulk-what = What happens
# $count (Number)
bulk-row-suspended = { $count ->
    [0] Will be suspended
    [one] Will be suspended; its owner is notified by email
   *[other] Will be suspended; its { $count } owners are notified by email
}
bulk-row-reactivated = { $count ->
    [0] Will be active again
    [one] Will be active again; its owner is notified by email
   *[other] Will be active again; its { $count } owners are notified by email
}
bulk-row-unlinked = { $count ->
    [one] Will be unlinked; its owner is notified by email
   *[other] Will be unlinked; its { $count } owners are notified by email
}
bulk-row-already = Stays: suspended already
bulk-row-active = Stays: active already
bulk-row-by-operator = Stays: the operator of this portal has suspended it, and only the operator can reactivate it.
bulk-row-no-owner = Stays: no confirmed owner yet. Finish the handover first.
bulk-suspend-do = { $count ->
    [one] Suspend 1 client
   *[other] Suspend { $count } clients
}
bulk-reactivate-do = { $count ->
    [one] Reactivate 1 client
   *[other] Reactivate { $count } clients
}
# $count (Number)
# $chosen (Number)
bulk-sum = { $count } of { $chosen } selected
bulk-unlink-do = { $count ->
    [one] Unlink 1 client
   *[other] Unlink { $count } clients
}
bulk-changed = Something has changed since you looked, so nothing was done. Below is how it stands now.
bulk-suspend-done = { $count ->
    [one] One client is suspended. Its owners are notified by email.
   *[other] { $count } clients are suspended. Their owners are notified by email.
}
bulk-reactivate-done = { $count ->
    [one] One client is active again. Its owners are notified by email.
   *[other] { $count } clients are active again. Their owners are notified by email.
}
bulk-unlink-done = { $count ->
    [one] One client is unlinked. Its owners are notified by email.
   *[other] { $count } clients are unlinked. Their owners are notified by email.
}

## What happens to one client
suspend = Suspend client
reactivate = Reactivate client
rename = Rename
change-plan = Change plan
suspended-banner = This client is suspended. Only provider admins have access. They can reactivate or unlink it and edit the note; everything else stays as it is until then.
suspended-by-operator-banner = The operator of this portal has suspended this organization. Only provider admins have access, to look; they can unlink it and edit the note. Only the operator can reactivate it.
# $provider (String)
suspension-rests = { $provider } has suspended this organization. That does not hold while { $provider } is suspended itself, so everybody has access; it holds again once { $provider } is reactivated. Ask the operator of this portal to end it for good.
# $organization (String)
suspend-title = Suspend { $organization }?
# $provider (String)
suspend-ends = From that moment only the provider admins of { $provider } have access to the organization. Invitations wait, and no member, seat, name or plan can be changed.
suspend-stays = Nothing is lost: members, roles and seats stay as they are, and are there again once you reactivate it.
# $organization (String)
reactivate-title = Reactivate { $organization }?
reactivate-effect = Everybody has access again at once, with the role that they had. Invitations that are still valid can be accepted again.
suspend-owners = { $count ->
    [one] Its owner is notified by email:
   *[other] Its { $count } owners are notified by email:
}
suspend-no-owner = It has no confirmed owner yet, so nobody is notified by email.
# $organization (String)
suspend-done = { $organization } is suspended already. Nothing more has to be done.
# $organization (String)
reactivate-done = { $organization } is active. Nothing more has to be done.
# $organization (String)
notice-suspended = { $organization } is suspended. Its owners are notified by email.
# $organization (String)
notice-reactivated = { $organization } is active again. Its owners are notified by email.
# $organization (String)
suspended-title = { $organization } is suspended
# $provider (String)
suspended-by-provider = { $provider }, which manages this organization, has suspended it. Until a provider admin of { $provider } reactivates it, nobody else has access. Nothing is lost: members, roles and seats stay as they are. If you did not expect this, ask { $provider }.
unlink-suspended = It is suspended at the moment. That ends with the link: its members have access again.
unlink-stays-suspended = The operator of this portal has suspended it. That stays: only the operator can reactivate it.
forbidden-reactivate-first = This organization is suspended: nothing in it can be changed, because nobody of the organization could see it. Reactivate it first.
forbidden-suspended-by-operator = The operator of this portal has suspended this organization: nothing in it can be changed, because nobody of the organization could see it. Ask the operator to reactivate it.
conflict-suspended-by-operator = The operator of this portal has suspended this organization, and only the operator can reactivate it. Ask the operator what is needed.
conflict-invitation-waits = The organization is suspended at the moment, so nobody can come in. Your invitation is kept: open its link again once the organization is active. If it has expired by then, ask for a new one.

## Mails
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
mail-unlinked-active = The suspension has ended with it: its members have access again.
mail-stays-suspended = It stays suspended: the operator of this portal has suspended it, and only the operator can reactivate it.
mail-unlinked-action = Open the organization
# $provider (String)
# $organization (String)
mail-relink-subject = { $provider } asks to manage { $organization } again
# $by (String)
# $email (String)
# $provider (String)
# $organization (String)
mail-relink-1 = { $by } ({ $email }) of { $provider } asks you to link { $organization } to { $provider } again. They unlinked it themselves a short time ago.
# $provider (String)
mail-relink-2 = If you do, all confirmed members of { $provider } have the rights of an owner in your organization again: they can see and manage its members. No member, no seat and no plan changes, and you stay an owner.
# $until (String)
mail-relink-3 = Open the link, sign in and press the button there. It works once, until { $until }. If you do nothing, everything stays as it is.
mail-relink-action = See what is asked
mail-relink-end = If you did not expect this, talk to the person named above. Nothing happens unless an owner presses the button.
# $organization (String)
# $provider (String)
mail-relinked-subject = { $organization } is managed by { $provider } again
# $by (String)
# $organization (String)
# $provider (String)
mail-relinked-1 = { $by } has linked { $organization } to { $provider } again, as you asked. Notes about it are gone.
# $organization (String)
mail-suspended-subject = { $organization } is suspended
# $by (String)
# $provider (String)
# $organization (String)
mail-suspended-1 = { $by } of { $provider } has suspended { $organization }. Until it is reactivated, only the provider admins of { $provider } have access.
mail-suspended-2 = Nothing is lost: members, roles and seats stay as they are. You get an email when that changes.
# $provider (String)
mail-suspended-end = If you did not expect this, talk to { $provider }.
# $organization (String)
mail-reactivated-subject = { $organization } is active again
# $by (String)
# $provider (String)
# $organization (String)
mail-reactivated-1 = { $by } of { $provider } has reactivated { $organization }. Everybody has access again, with the role that they had.
mail-reactivated-action = Open the organization
# $organization (String)
mail-operator-suspended-1 = The operator of this portal has suspended { $organization }. Until the operator reactivates it, its members have no access.
# $provider (String)
mail-operator-suspended-looks = The provider admins of { $provider } can look at it and change nothing in it.
# $organization (String)
mail-operator-reactivated-1 = The operator of this portal has reactivated { $organization }. Everybody has access again, with the role that they had.
# $organization (String)
# $provider (String)
mail-operator-released-1 = The operator of this portal has unlinked { $organization } from the provider { $provider }.
# $provider (String)
mail-operator-released-2 = The people of { $provider } no longer have any rights in it, unless they are members of it.
# $organization (String)
mail-operator-deleted-1 = The operator of this portal has deleted { $organization }.
mail-operator-end = If you did not expect this, ask the operator of this portal.
overview-events = Recent activity
management-events = Recent activity by your provider
overview-events-none = Nothing yet.
