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

## Choosing clients
bulk-pick-column = Selected
# $name (String)
bulk-pick = Select { $name }
bulk-pick-page = Select all on this page
# $count (Number)
bulk-pick-all = Select all { $count }
bulk-selected = Selected:
bulk-with = With the selected clients:
bulk-suspend = Suspend
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
bulk-unlink-title = { $count ->
    [0] Unlink clients
    [one] Unlink 1 client?
   *[other] Unlink { $count } clients?
}
bulk-suspend-means = Nobody but your provider admins gets in until the client is reactivated. Data and seats are kept.
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
    [one] Will be suspended; its owner is told by mail
   *[other] Will be suspended; its { $count } owners are told by mail
}
bulk-row-unlinked = { $count ->
    [one] Will be unlinked; its owner is told by mail
   *[other] Will be unlinked; its { $count } owners are told by mail
}
bulk-row-already = Stays: suspended already
bulk-row-no-owner = Stays: no confirmed owner yet. Finish the handover first.
bulk-suspend-do = { $count ->
    [one] Suspend 1 client
   *[other] Suspend { $count } clients
}
bulk-unlink-do = { $count ->
    [one] Unlink 1 client
   *[other] Unlink { $count } clients
}
bulk-changed = Something has changed since you looked, so nothing was done. Below is how it stands now.
bulk-suspend-done = { $count ->
    [one] One client is suspended. Whoever owns it is told by mail.
   *[other] { $count } clients are suspended. Their owners are told by mail.
}
bulk-unlink-done = { $count ->
    [one] One client is unlinked. Whoever owns it is told by mail.
   *[other] { $count } clients are unlinked. Their owners are told by mail.
}
