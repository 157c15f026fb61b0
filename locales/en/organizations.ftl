## An organization
facts = Organization
managed-by = Managed by
# $provider (String)
# $date (String)
managed-since = { $provider }, since { $date }
# $provider (String)
acting-for = you act here for { $provider }
managed-means = Its confirmed members have the rights of an owner here.
nobody = No provider
your-role = Your role
# $seats (Number)
# $shown (String)
seats-free = { $seats ->
    [0] no seat left
    [1] 1 seat left
   *[other] { $shown } seats left
}
organizations-lede = The organizations of which you are a member.
organizations-none-title = No organizations yet
organizations-none = As soon as you are confirmed as a member of an organization, it appears here. If you have just accepted an invitation, somebody there still has to confirm you; you get an email when that is done.
member-only = You are a member of this organization. Its owners and admins manage the members.

## Seats
manage-seats = Manage seats
# $organization (String)
seats-title = Seats of { $organization }
# $occupied (String)
# $seats (String)
seats-now = { $occupied } of { $seats } seats are occupied by members and invitations.
# $occupied (String)
seats-hint = At least { $occupied }: seats that are occupied cannot be taken away.
seats-new = Number of seats
# $before (String)
# $after (String)
# $free (String)
seats-change = Seats: { $before } → { $after }. Seats left: { $free }.
# $seats (String)
seats-same = { $seats }: that is the number there is now.
seats-save = Save
# $seats (String)
notice-seats = There are { $seats } seats now.
# $before (String)
# $after (String)
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
handover-full = All seats are taken. One more seat is needed before a backup owner can be invited: remove a member, or add a seat.
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
handover-frees = Leaving frees your seat: { $before } → { $after }. As a provider member you keep all rights in this organization.
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

## Organizations and providers of one's own
own-all = Organizations
own-new = New organization
own-new-lede = It is yours: you are its owner and take its first seat. It has no provider until somebody adds it to one.
own-name-hint = As the people in it know it.
own-plan-hint = For a provider: Teams or Enterprise.
own-seats-hint = You take the first one.
own-create = Create organization
# $name (String)
own-created = { $name } is created, and you are its owner.
# $most (Number)
own-too-many = You own { $most } organizations without a provider, and more are not possible. Have one of them added to a provider, or hand one over and leave it.
own-none = Or make one yourself with “New organization”.
# $most (Number)
own-more = The first { $most } are shown.
own-providers = My providers
own-provider-admin = Provider admin
own-provider-service = Service user
own-chosen = You work here
own-switch = Switch
# $provider (String)
own-switch-to = Switch to { $provider }
# $provider (String)
own-scope = { $provider }: choose another provider
# $provider (String)
own-switched = You now work in { $provider }.

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
note-hint-whose = Only people of your provider see these notes; the client does not.
note-none = No note yet.
notes = Notes
# $organization (String)
notes-title = Notes about { $organization }
# $count (Number)
notes-all = { $count ->
    [one] The one note
   *[other] All { $count } notes
}
note-add = Add note
# $organization (String)
note-title = Note about { $organization }
note-author-unknown = Author not known
note-remove = Remove note
# $author (String)
# $when (String)
note-remove-this = Remove the note by { $author } of { $when }
# $organization (String)
note-remove-title = Remove a note about { $organization }?
# $author (String)
# $when (String)
note-remove-which = By: { $author }. Written on { $when }.
note-remove-effect = Nobody sees it any more. The event log keeps that it was removed, not what it said.
notice-note-added = The note is added.
notice-note-removed = The note is removed.

## Asking to be removed
# $name (String)
# $when (String)
removal-asks = { $name } asks to be removed from this organization, since { $when }.
# $name (String)
removal-remove = Remove { $name }
removal-decline = Decline
# $name (String)
removal-decline-of = Decline the removal of { $name }
# $names (String)
# $when (String)
removal-own = On { $when } you asked to be removed. Asked by email: { $names }.
# $when (String)
removal-own-others = On { $when } you asked the other owners by email to remove you.
# $name (String)
# $when (String)
removal-declined = { $name } declined on { $when }.
# $name (String)
notice-removal-declined = You have declined. { $name } sees that on this page.

## Not in yet
waiting-invited = Invitations for you
waiting-open = Open invitation
# $name (String)
waiting-open-this = Open the invitation to { $name }
waiting-accepted = Waiting for confirmation
waiting-lede = You have accepted these invitations. You get an email as soon as you are confirmed, and can start then.
waiting-who = Who confirms you
# $name (String)
waiting-owner = An owner of { $name }
# $name (String)
waiting-admin = An owner or admin of { $name }
# $name (String)
# $provider (String)
waiting-owner-managed = An owner of { $name }, or somebody of { $provider }
# $name (String)
# $provider (String)
waiting-admin-managed = An owner or admin of { $name }, or somebody of { $provider }
# $name (String)
waiting-provider = An admin of { $name }
# $name (String)
waiting-inviter = { $name } has invited you

## Overview
overview = Overview
overview-owners = Owners
overview-no-owner = Nobody yet
overview-opened = Last opened by a colleague
overview-opened-by-nobody = Nobody but you so far
overview-seats = Seats over time
overview-occupied = Occupied
# $occupied (String)
# $seats (String)
# $date (String)
overview-seats-flat = { $occupied } of { $seats } seats are occupied, the same since { $date }. A chart appears here as soon as that changes.
# $date (String)
# $before (String)
# $seats_before (String)
# $after (String)
# $seats_after (String)
# $most (String)
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

## Deleting an organization
org-delete = Delete organization
# $organization (String)
org-deletion-title = Delete { $organization }?
# $organization (String)
org-deletion-ends = { $organization } ends, with its members, its seats and its invitations. This cannot be undone.
org-deletion-stays = Everybody keeps their account. The operator of this portal keeps the log.
# $people (Number)
org-deletion-told = { $people ->
    [one] You are its only member.
   *[other] { $people } people are members of it. They are notified by email.
}
org-deletion-mail = We email you a link first. Nothing is deleted before you open it and press the button.
org-deletion-send = Email me the link
# $email (String)
notice-org-deletion-sent = A link to delete the organization is on its way to { $email }. It works for one hour.
# $organization (String)
notice-org-deleted = { $organization } is deleted.
org-deletion-link-next = Ask for a new link on the page of the organization, in the menu beside its name, with “Delete organization”.
org-deletion-link-used = The organization is deleted.
org-deletion-link-withdrawn = The link no longer works: your account has changed since it was sent, or the organization is deleted.
org-deletion-link-other = This link is for the person who asked to delete the organization. Sign out, then sign in with that account.
# $organization (String)
mail-org-deletion-subject = Delete { $organization }?
# $organization (String)
mail-org-deletion-1 = You asked to delete the organization { $organization }.
# $until (String)
mail-org-deletion-2 = Open the link and press the button there. It works once, until { $until }.
mail-org-deletion-action = Delete the organization
# $organization (String)
mail-org-deleted-subject = { $organization } is deleted
# $by (String)
# $organization (String)
mail-org-deleted-1 = { $by } has deleted the organization { $organization }.
mail-org-deleted-2 = You are no longer a member of it. You keep your account.
