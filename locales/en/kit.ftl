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
search-short-word = One or two letters find the beginnings of words; from three letters on, a search looks inside words too.
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
undo = Undo
invite-again = Invite again
many-number = Number
# $count (Number)
many-type = Type { $count } to go on
back-to-clients = Clients
back-to-organizations = My organizations

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
forbidden-organization-suspended = The operator of this portal has suspended this organization, so nobody has access. Nothing is lost: members, roles and seats stay as they are. Ask the operator to reactivate it.
conflict-managed = This organization is already managed by a provider. Nothing was changed. It has to be unlinked there before it can be added here.
# $plan (String)
conflict-plan = Organizations on the { $plan } plan cannot be managed by a provider. Change it to a Teams or Enterprise plan first.
conflict-suspended = The organization is suspended. Ask the operator of this portal to reactivate it first.
conflict-has-suspended-provider = A provider manages this organization, and is suspended at the moment: it can unlink nothing. Ask the operator of this portal to release your organization from it; you can delete it then.
conflict-has-provider = A provider manages this organization, so it cannot be deleted yet. Ask a provider admin to unlink it first: your organization stays as it is then, and you can delete it. If nobody of the provider answers, ask the operator of this portal.
conflict-last-owner = An organization is never without an owner, and this is its last confirmed one. Another owner has to be confirmed first; if nobody is on the way yet, invite a backup owner or make another member an owner.
conflict-full = All seats of the organization are taken. Remove a member or get one more seat first, then invite again.
conflict-member = This address is in the organization already. Look for it in the list of members.
conflict-not-accepted = This person has not accepted the invitation yet, so there is nothing to confirm. You can send the invitation again.
conflict-confirmed = This person is confirmed already.
conflict-not-invited = This person has accepted already, so no new invitation is needed.
conflict-too-many = Too many invitations are open. Cancel some that nobody accepts, then invite again.
# $occupied (String)
conflict-seats-occupied = { $occupied } seats are occupied, so there cannot be fewer. Remove a member first, or choose a higher number.
conflict-no-owner = This client has no confirmed owner of its own yet, and an organization is never without one. Finish the handover first: invite an owner, and confirm them once they have accepted.
unlinked-already = Already unlinked
conflict-unlinked = This organization is unlinked already. Nothing more has to be done.
link-title = This link does not work any more
link-unknown = The link is not valid. Perhaps a part of it was lost on the way: copy the whole link from the email. Does it still not work?
link-expired = The link has expired.
link-used = The link has been used already.
link-replaced = The link was replaced by a newer one. Look for a newer email. Nothing there?
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
stale = This page is too old, or the form did not come from it, so nothing was changed. Open the page again and try once more.
cookieless-title = Your browser sent no cookie
# $address (String)
cookieless = The portal knows by a cookie that a form is yours. Your browser keeps none for { $address }, or has forgotten it since the page was opened. Nothing was changed. Load the page and send the form again; if you end up here again, allow cookies for this address or use another browser.
# $address (String)
cookieless-link = Between the link and its page the portal needs a cookie. Your browser keeps none for { $address }, or you came here without the link. Open the link in the email again; if you end up here again, allow cookies for this address or use another browser.
method-title = Not possible this way
method = This address does not take that kind of request. Go back and use the buttons on the page.
too-large-title = Too much at once
too-large = What was sent is larger than this form can take. Nothing was changed.
wrong-host-title = Wrong address
wrong-host = The portal is not served under this name.
request-number = Request
home = To the start page

## Faults of a field
fault-missing = This field is empty. Fill it in.
fault-missing-name = Enter a name.
fault-missing-email = Enter an email address.
fault-missing-password = Enter your current password.
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
# $count (Number)
fault-number = Type the number { $count } here, so that nothing happens to more than you mean.

## The demonstration
demo-mail = Demo emails
demo-hint = This is a demonstration. Its accounts are listed in the window in which it was started; its emails are here:
demo-mail-lede = No mail server is set, so these emails stay here. This page exists in the demonstration only.
demo-mail-none-title = No emails yet
demo-mail-none = Invite somebody, and the invitation appears here.
# $email (String)
demo-mail-to = To { $email }
manage = Manage
event-logs = Event logs
settings = Settings
filter-revoked = Revoked

## Mails
# $url (String)
# $sent (String)
mail-footer = Sent by Portico, { $url }, on { $sent }

## Changed by somebody else
meanwhile-title = This was changed meanwhile
conflict-meanwhile = Nothing is saved yet. Press the button once more to put what you typed in its place, or keep what is there.
# $who (String)
# $when (String)
meanwhile-who = Last changed by { $who } on { $when }.
meanwhile-now = There now:
meanwhile-typed = Yours:
meanwhile-empty = nothing
meanwhile-theirs = Keep what is there
conflict-removal-not-asked = This person does not ask to be removed, or does not any more. Reload the page to see what is so now.
# $most (Number)
conflict-notes = There are { $most } notes about this client already, which is as many as there can be. Remove one that nobody needs first.
