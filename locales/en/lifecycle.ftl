## What happens to one client
suspend = Suspend client
reactivate = Reactivate client
rename = Rename
change-plan = Change plan

suspended-banner = This client is suspended. Only provider admins get in. They can reactivate or unlink it and edit the note; everything else stays as it is until then.
# $organization (String)
suspend-title = Suspend { $organization }?
# $provider (String)
suspend-ends = From that moment nobody gets into the organization but the provider admins of { $provider }. Invitations wait, and no member, seat, name or plan can be changed.
suspend-stays = Nothing is lost: members, roles and seats stay as they are, and are there again once you reactivate it.
# $organization (String)
reactivate-title = Reactivate { $organization }?
reactivate-effect = Everybody gets in again at once, with the role that they had. Invitations that are still valid can be accepted again.
suspend-owners = { $count ->
    [one] Its owner is told by mail:
   *[other] Its { $count } owners are told by mail:
}
suspend-no-owner = It has no confirmed owner yet, so nobody is told by mail.
# $organization (String)
suspend-done = { $organization } is suspended already. Nothing more has to be done.
# $organization (String)
reactivate-done = { $organization } is active. Nothing more has to be done.
# $organization (String)
notice-suspended = { $organization } is suspended. Whoever owns it is told by mail.
# $organization (String)
notice-reactivated = { $organization } is active again. Whoever owns it is told by mail.
# $organization (String)
suspended-title = { $organization } is suspended
# $provider (String)
suspended-by-provider = { $provider }, which manages this organization, has suspended it. Until a provider admin of { $provider } reactivates it, nobody else gets in. Nothing is lost: members, roles and seats stay as they are. If you did not expect this, ask { $provider }.
unlink-suspended = It is suspended at the moment. That ends with the link: its members get in again.
forbidden-reactivate-first = This organization is suspended: nothing in it can be changed, because nobody of the organization could see it. Reactivate it first.
conflict-invitation-waits = The organization is suspended at the moment, so nobody can come in. Your invitation is kept: open its link again once the organization is active. If it has expired by then, ask for a new one.

## Name, plan, note
# $organization (String)
rename-title = Rename { $organization }
rename-hint = Everybody sees the new name at once. Logs keep the name of their time.
# $organization (String)
notice-renamed = The organization is now called { $organization }.
# $organization (String)
plan-change-title = Plan of { $organization }
plan-change-lede = Members and seats stay as they are.
# $plan (String)
notice-plan = The plan is { $plan } now.
note = Note
note-hint = Only people of your provider see it; the client does not. At most 2,000 characters.
note-hint-optional = Optional. Only people of your provider see it; the client does not.
note-none = No note yet.
note-edit = Edit note
# $organization (String)
note-title = Note about { $organization }
notice-note = The note is saved.

## Overview
overview = Overview
overview-owners = Owners
overview-no-owner = Nobody yet
overview-opened = Last opened by a colleague
overview-opened-by-nobody = Nobody but you so far
overview-seats = Seats over time
overview-occupied = Occupied
# $occupied (Number)
# $seats (Number)
# $date (String)
overview-seats-flat = { $occupied } of { $seats } seats are occupied, the same since { $date }. A line appears here as soon as that changes.
# $date (String)
# $before (Number)
# $seats_before (Number)
# $after (Number)
# $seats_after (Number)
# $most (Number)
overview-seats-sentence = On { $date }, { $before } of { $seats_before } seats were occupied; today { $after } of { $seats_after }. The most in between: { $most }.

## Who manages an organization
management-title = Your provider
# $provider (String)
# $date (String)
# $person (String)
managed-by-since-by = Managed by { $provider } since { $date }, added by { $person }
# $provider (String)
# $date (String)
managed-by-since = Managed by { $provider } since { $date }
management-people = These people may enter with the rights of an owner:
provider-admin = Provider admin
service-user = Service user

## Mails
# $organization (String)
mail-suspended-subject = { $organization } is suspended
# $by (String)
# $provider (String)
# $organization (String)
mail-suspended-1 = { $by } of { $provider } has suspended { $organization }. Until it is reactivated nobody gets in but the provider admins of { $provider }.
mail-suspended-2 = Nothing is lost: members, roles and seats stay as they are. You get a mail when that changes.
# $provider (String)
mail-suspended-end = If you did not expect this, talk to { $provider }.
# $organization (String)
mail-reactivated-subject = { $organization } is active again
# $by (String)
# $provider (String)
# $organization (String)
mail-reactivated-1 = { $by } of { $provider } has reactivated { $organization }. Everybody gets in again, with the role that they had.
mail-reactivated-action = Open the organization
overview-events = What happened last
management-events = What they did last
overview-events-none = Nothing yet.
