## The account's page
account-title = Account
account-profile = Profile
account-name = Your name
account-name-hint = This is how colleagues and clients see you in lists, logs and emails.
account-zone = Time zone
account-zone-hint = The times in the portal are shown in it.
account-zone-own = Your device uses another one:
account-save = Save
account-saved = Your profile is saved.
account-sections = Sign-in and access

## Deleting the account
delete-section = Account
delete-title = Delete account
# $email (String)
delete-lede = The account of { $email } ends for good, and nobody can bring it back:
delete-sign-in = You are signed out everywhere, and nobody can sign in with it any more.
delete-organizations = { $count ->
    [one] You stop being a member of one organization. The seat becomes free, and its other owners are told if you are an owner.
   *[other] You stop being a member of { $count } organizations. The seats become free, and the other owners are told where you are an owner.
}
delete-providers = { $count ->
    [one] You lose all rights in one provider and its clients.
   *[other] You lose all rights in { $count } providers and their clients.
}
delete-logs = The logs keep your name and address beside what you did.
delete-needed = The account cannot be deleted yet: what is listed below would be left without an owner or a provider admin. First see to a successor.
delete-needed-list = What would be left alone
delete-way-out = What to do first
delete-last-owner = You are its last confirmed owner: invite another one and have them confirmed, or delete the organization.
delete-last-admin = You are its last confirmed provider admin: make somebody else one.
delete-done = Your account is deleted.

## The ways in to an account: password, address, second step, sessions
proof-title = Is it you?
proof-why = It is more than 15 minutes since you last gave your password. Enter it once more, and what you asked for is done.
proof-go-on = Continue
prove-why = Enter your password once more, so that nobody else can do this at a screen that you left open.

## Password
password-change = Change password
password-change-lede = You stay signed in here. Every other browser is signed out, and you get an email.
password-current = Current password
notice-password-changed = Your password is changed. Every other browser is signed out.

## Address
address-change = Change email address
# $email (String)
address-lede = Your address is { $email }. We send a link to the new one; until you open it there, nothing changes.
address-new = New email address
address-send = Send link
address-sent-title = Check your inbox
# $email (String)
address-sent = An email is on its way to { $email }. Open the link in it within an hour, in this browser. Until then your address stays as it is. Nothing there? Look in the spam folder, or check the address.
address-again = Use another address
address-confirm-title = Change your email address?
address-confirm-lede = You sign in with the new address from then on, and all emails go there. Your organizations and providers see it too. Every other browser is signed out, and the old address gets an email.
address-before = From
address-after = To
address-confirm = Change address
address-undo-title = Undo the change of address?
# $email (String)
address-undo-lede = The account gets the address { $email } back. Everybody is signed out of it, the password does not work any more, and you choose a new one right away. Two-step sign-in stays as it is.
address-undo-now = Address now
address-undo-again = Address again
address-undo = Undo the change
# $email (String)
notice-address-changed = Your address is now { $email }. Every other browser is signed out.

## Two-step sign-in
two-step = Two-step sign-in
two-step-is-on = On
two-step-is-off = Off
two-step-lede = With two-step sign-in, a code from an app on your phone is needed beside your password. Somebody who finds out your password cannot get in with it alone. Any authenticator app will do.
two-step-on-lede = At every sign-in you are asked for a code from your authenticator app.
# $provider (String)
two-step-required = { $provider } requires two-step sign-in of its people. Set it up now; the portal opens for you as soon as that is done.
# $provider (String)
two-step-stays = { $provider } requires two-step sign-in of its people, so you cannot turn it off.
two-step-manage = Manage
two-step-app = Authenticator app
two-step-set-up = Set up two-step sign-in
two-step-effect = You need an authenticator app on your phone. Setting it up takes about two minutes.
two-step-move = Move to another device
two-step-move-effect = You scan a new code with the other device. As soon as that is done, codes from the old device and all older recovery codes stop working.
two-step-turn-off = Turn off two-step sign-in
two-step-off-effect = From then on your password alone is enough to sign in. The codes of your app and your recovery codes stop working.
two-step-scan = 1. Scan this with your app
two-step-scan-lede = Open your authenticator app, add an account, and point the camera at the square.
two-step-secret = No camera? Put this secret into the app instead:
two-step-copy = Copy
two-step-copied = Copied
two-step-first = 2. Enter the code from your app
two-step-first-hint = Six digits. The app shows a new code every 30 seconds.
two-step-confirm = Turn on
two-step-done = Two-step sign-in is on.
notice-two-step-off = Two-step sign-in is off.

## Recovery codes
recovery-title = Recovery codes
# $count (Number)
recovery-left = { $count ->
    [0] No recovery code is left.
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
} Each of them lets you in once without your app.
recovery-few = You are running out of recovery codes. Make new ones, and keep them in a safe place.
recovery-renew = Make new recovery codes
recovery-renew-effect = You get ten new codes. The older ones stop working at once.
recovery-lede = Keep these codes in a safe place, such as a password manager or on paper. Each lets you in once when you do not have your app at hand. They are shown this once only.
# $email (String)
# $url (String)
recovery-for = For { $email } at { $url }
recovery-kept = I have saved them
recovery-sessions = View active sessions

## Sessions
sessions = Sessions
sessions-lede = These browsers are signed in with your account. You do not know one of them? Sign it out, then change your password.
sessions-end = Sign out everywhere else
sessions-end-effect = Every browser but this one is signed out at once.
session-browser = Browser
session-address = IP address
session-begun = Signed in
session-seen = Last seen
session-this = This browser
# $browser (String)
# $system (String)
session-browser-on = { $browser } on { $system }
session-browser-unknown = Unknown browser
session-end-title = Sign out this session?
session-end = Sign out this session
# $browser (String)
# $address (String)
session-end-this = Sign out: { $browser } at { $address }
# $browser (String)
# $address (String)
session-end-effect = { $browser } at { $address } is signed out at once.
notice-session-ended = That browser is signed out.
# $count (Number)
notice-sessions-ended = { $count ->
    [0] You were signed in nowhere else.
    [one] One other browser is signed out.
   *[other] { $count } other browsers are signed out.
}

## Refusals
fault-wrong-password = This is not your current password.
fault-wrong-code = This code is not right, or it was used before. Wait for the next one in your app, and check that your phone shows the right time.
# $minutes (Number)
fault-clock-ahead = { $minutes ->
    [one] This code fits, but a minute from now: the clock of your phone is ahead of the portal’s by about that much.
   *[other] This code fits, but { $minutes } minutes from now: the clock of your phone is ahead of the portal’s by about that much.
} Let your phone set its time by itself, then enter the code that it shows.
# $minutes (Number)
fault-clock-behind = { $minutes ->
    [one] This code was right a minute ago: the clock of your phone is behind the portal’s by about that much.
   *[other] This code was right { $minutes } minutes ago: the clock of your phone is behind the portal’s by about that much.
} Let your phone set its time by itself, then enter the code that it shows.
fault-same-address = This is your address already.
conflict-two-step-required = A provider that you belong to requires two-step sign-in, so it cannot be turned off. To use another device, choose “Move to another device”.
conflict-two-step-changed = Two-step sign-in was set up, moved or turned off meanwhile. Nothing more was changed. Look how it stands, then begin anew.
conflict-address-taken = Another account has this address by now. Nothing was changed. Choose another address, or delete that account first.
conflict-address-invited = This address is invited to an organization or a provider that you belong to already. Nothing was changed. Have that invitation cancelled there, then open the link again.
address-undo-link-next = If somebody else is in your account, write to the operator of this portal: it can be locked.
address-undo-link-used = The account has its former address again. If you have not chosen a password yet, use “Forgot password?” on the sign-in page.
address-undo-link-withdrawn = The link no longer works: the account has been deleted or locked, or has this address.
address-link-next = Ask for a new link on your account page, under “Change email address”.
address-link-used = Your account page shows which address you have now.
address-link-withdrawn = The link no longer works: the account has changed since it was sent.
address-link-other = This link belongs to another account than the one that you are signed in with. Sign out, then sign in with the account whose address you want to change.

## Mails
mail-account-action = Go to the portal
mail-account-two-step = See two-step sign-in
mail-account-password = Choose a new password
mail-not-you = If this was not you, choose a new password at once with “Forgot password?” on the sign-in page, and tell the operator of the portal.
mail-password-changed-subject = Your password was changed
mail-password-changed-1 = The password of your account was changed by somebody who was signed in and knew the old one. Every other browser was signed out.
mail-address-link-subject = Confirm your new email address
# $email (String)
mail-address-link-1 = The account { $email } wants to have this address from now on. With this link you confirm that it is yours.
# $date (String)
mail-address-link-2 = It works once, until { $date }, in the browser in which you are signed in.
mail-address-link-action = Confirm the address
mail-address-link-end = If you did not ask for this, you can ignore this email: nothing changes.
mail-address-taken-subject = Your address was named for another account
mail-address-taken-1 = Somebody who is signed in with another account wanted to give it this address. It has an account already, so nothing has changed.
mail-address-taken-2 = If that was you: sign in with this address, or choose a new password if you have forgotten it. If not, you need not do anything.
mail-address-changed-subject = Your account has another address now
# $email (String)
mail-address-changed-1 = Your account now has the address { $email }. You sign in with that one; no more emails come here.
# $date (String)
mail-address-changed-undo = If this was not you, somebody has got into your account. Undo the change with this link, until { $date }: the account gets this address back, everybody is signed out of it, and you choose a new password. Two-step sign-in stays as it is now.
mail-address-changed-action = Undo the change
mail-address-changed-end = If it was you, there is nothing to do.
mail-address-undone-subject = A change of address was undone
mail-address-undone-1 = An account had this address for a while. Whoever reads the email of the address before has undone that: the account has its former address again.
mail-address-undone-2 = Everybody is signed out of the account. If it is yours, sign in again with the former address, once a new password is chosen there.
mail-address-changed-2 = If this was not you, somebody knows your password and has taken your account over. Write to the operator of the portal and to the owners of your organizations at once: they can lock that account out.
mail-two-step-on-subject = Two-step sign-in is on
mail-two-step-on-1 = Two-step sign-in was set up for your account. From now on a code from the app is needed beside your password.
mail-two-step-off-subject = Two-step sign-in is off
mail-two-step-off-1 = Two-step sign-in was turned off for your account. From now on your password alone is enough.
mail-recovery-subject = A recovery code was used
# $count (Number)
mail-recovery-1 = A recovery code of your account was used in place of a code from your app. { $count ->
    [0] None is left: make new ones.
    [one] One is left.
   *[other] { $count } are left.
}
# $date (String)
# $address (String)
# $browser (String)
mail-seen = It was on { $date }, from the IP address { $address }, with: { $browser }.
mail-elsewhere-subject = A new sign-in to your account
mail-elsewhere-1 = Somebody signed in to your account with a browser that it does not know yet, from a network where no such browser was used before.
mail-elsewhere-2 = If that was you, all is well: from now on the account knows this browser. If not, sign that browser out on the page of your sessions and choose a new password at once.
mail-elsewhere-action = View active sessions
mail-code-missing-subject = Somebody knows your password
mail-code-missing-1 = Somebody gave the right password of your account and then a code that is not right. They are not signed in.
mail-code-missing-2 = If that was you, just try again with the next code from your app. If not, choose a new password now: without a code nobody can sign in, but your password is known.
mail-strangers-subject = Many wrong passwords for your account
# $date (String)
mail-strangers-1 = Up to { $date }, so many wrong passwords were tried for your account, from where you do not sign in, that we hold such attempts back for a while. Nobody got in with them.
mail-strangers-2 = You need not do anything. In a browser or a network where you signed in before, you sign in as always.
mail-strangers-3 = Are you yourself held back somewhere else? Choose a new password with “Forgot password?” there: then you can sign in at once. If you use your password anywhere else too, choose a new one in any case.
mail-recovery-2 = If this was not you, choose a new password at once with “Forgot password?” on the sign-in page, and make new recovery codes.
