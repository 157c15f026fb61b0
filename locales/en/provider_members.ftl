## Manage → Members: the provider's own people
team-provider = Provider
# $provider (String)
team-lede = The people of { $provider }. Whoever is confirmed has the rights of an owner in every client.
team-role-admin-hint = Everything: clients, members, event logs and settings.
team-role-service-hint = Daily work in every client. Adds, creates and unlinks none, and sees no members, event logs or settings of the provider.
team-search = Search members
team-waiting-hint = Confirm only people whom you know: from then on they have the rights of an owner in every client.
team-one-admin = There is only one provider admin.
team-one-admin-next = If that person is away or cannot sign in, nobody can manage members and settings. Invite a second one with “Invite member”.
team-one-admin-soon = A second one is on the way: once that person has accepted, confirm them.
team-disabled = The operator has disabled this account: this person cannot sign in.
team-change-role = Change role
# $name (String)
team-role-title = Role of { $name }
team-role-effect = The new role holds at once. The person is signed out and signs in again.
# $email (String)
team-role-invited-effect = With another role, { $email } gets a new invitation, and the older link stops working.
team-role-save = Change role
team-suspend = Suspend
# $name (String)
team-suspend-title = Suspend { $name }?
# $name (String)
# $provider (String)
team-suspend-effect = { $name } is signed out and loses every right of { $provider } at once, in every client. What they are in an organization as a member of it stays.
team-suspend-again = What they did stays in the event logs. You can reactivate them at any time.
team-reactivate = Reactivate
team-remove-effect = This person is signed out and loses the rights in every client at once. What they are in an organization as a member of it stays.
team-history-stays = What they did stays in the event logs.
team-leave = Leave provider
team-leave-effect = You lose the rights in every client at once. What you are in an organization as a member of it stays.
# $name (String)
# $role (String)
team-notice-role = Role of { $name }: { $role }.
# $email (String)
team-notice-cancelled = The invitation of { $email } is cancelled.
# $name (String)
team-notice-removed = { $name } is removed.
# $name (String)
team-notice-suspended = { $name } is suspended.
# $name (String)
team-notice-reactivated = { $name } is reactivated.
# $provider (String)
team-notice-left = You have left { $provider }.

## One person
# $provider (String)
person-lede = What this person does for { $provider }, and nothing of what they do elsewhere.
person-two-step-off = Two-step sign-in is off.
person-remind = Remind by email
person-reminded = Reminded within the last day.
person-seen = Last seen here
person-never = Never yet
person-not-yet = Not here yet
person-failures = Failed sign-ins
# $count (Number)
person-failed = { $count ->
    [0] None in the last 30 days
    [one] 1 in the last 30 days
   *[other] { $count } in the last 30 days
  }
# $count (Number)
person-failed-many = { $count } or more in the last 30 days
person-sessions = Sessions that reach the provider now
person-no-sessions = None. It takes a sign-in to work for the provider.
person-own = Where you are signed in, and from where, is shown on your account page.
person-nothing-yet = There is more to see once this person is confirmed.
person-end = End access until the next sign-in
# $name (String)
# $provider (String)
person-end-title = End what { $name } reaches through { $provider } now?
# $name (String)
# $provider (String)
person-end-effect = Until { $name } signs in again, the sessions that are open now have no right of { $provider } any more, in any client.
person-end-stays = They go on elsewhere: the own account, own organizations and other providers stay as they are.
# $name (String)
person-end-told = { $name } is notified by email.
# $name (String)
person-notice-reminded = { $name } is reminded by email.
# $name (String)
person-notice-ended = { $name } reaches the provider again after the next sign-in.
cut-off-banner = An admin of your provider has ended what you reach there in this session. Sign out and in again to go on with it.

## Refusals
team-conflict-not-acting = Only somebody who is confirmed works for the provider. Reload the page to see how things stand.
team-conflict-has-two-step = This person has two-step sign-in turned on already.
team-conflict-reminded = This person was reminded within the last day. Try again tomorrow, or talk to them.
team-conflict-own-sessions = These are your own sessions. End them under Account, where you are signed in.
team-conflict-last-admin = A provider is never without an admin, and this is its last confirmed one. First invite another provider admin, or give another member that role. Once that person is confirmed, try again.
team-conflict-member = This address is in the provider already. Look for it in the list of members.
team-conflict-not-confirmed = Only somebody who is confirmed can be suspended. Reload the page to see how things stand; whoever is not confirmed yet can be removed.
team-conflict-not-suspended = This person is not suspended, so there is nothing to reactivate.
team-conflict-provider-suspended = The provider is suspended at the moment. Your invitation is kept: open its link again once the provider is active.

## Mails
# $inviter (String)
# $email (String)
# $provider (String)
# $role (String)
team-mail-invitation = { $inviter } ({ $email }) invites you to join the provider { $provider } as { $role }.
team-mail-waiting = Until then this person has no rights. Confirm only if you know who it is: whoever is confirmed has the rights of an owner in every client.
team-mail-confirmed-action = Open the clients
# $provider (String)
team-mail-role-subject = Your role at { $provider } has changed
# $by (String)
# $provider (String)
# $role (String)
team-mail-role = { $by } has changed your role at { $provider } to { $role }. It holds from now on; sign in again to go on.
# $by (String)
# $provider (String)
team-mail-removed = { $by } has removed you from the provider { $provider }. You no longer have rights in its clients. What you are in an organization as a member of it stays.
# $provider (String)
team-mail-suspended-subject = Your access to { $provider } is suspended
# $by (String)
# $provider (String)
team-mail-suspended = { $by } has suspended you at { $provider }. Until you are reactivated you have no rights there or in its clients. What you are in an organization as a member of it stays.
# $provider (String)
team-mail-reactivated-subject = Your access to { $provider } is back
# $by (String)
# $provider (String)
team-mail-reactivated = { $by } has reactivated you at { $provider }. You have the same rights as before.
# $person (String)
# $provider (String)
team-mail-left = { $person } was an admin of the provider { $provider } and has left it. You are still one of its admins.
# $provider (String)
team-mail-two-step-subject = Please turn on two-step sign-in for { $provider }
# $by (String)
# $provider (String)
team-mail-two-step-1 = { $by } asks you to turn on two-step sign-in, because you have the rights of an owner in the clients of { $provider }.
team-mail-two-step-2 = It takes two minutes and an app on your phone. From then on nobody signs in with your password alone.
team-mail-two-step-action = Set up two-step sign-in
# $provider (String)
team-mail-ended-subject = Sign in again to go on working for { $provider }
# $by (String)
# $provider (String)
team-mail-ended-1 = { $by } has ended what you reached through { $provider } in the sessions that were open.
# $provider (String)
team-mail-ended-2 = Sign in again to go on working for { $provider }. Everything else in your account goes on as before.
# $by (String)
team-mail-ended-end = If you do not know why, ask { $by }. If somebody else may have used one of your sessions, change your password.
