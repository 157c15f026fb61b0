## Sign-in
sign-in-title = Sign in
sign-in-forgot = Forgot password?
sign-in-again = You are signed out.
sign-in-failed-title = You are not signed in
sign-in-failed = Incorrect email or password. Check both, or choose a new password with “Forgot password?”.
password-saved = Your new password is saved. Sign in with it now.

## Password
forgot-title = Choose a new password
forgot-lede = Enter your email. If it has an account here, we send a link with which you choose a new password. The link works for one hour.
forgot-send = Send link
forgot-sent-title = Check your inbox
# $email (String)
forgot-sent = If { $email } has an account here, a link is on its way to it. It works for one hour. Nothing there? Look in the spam folder, or try again.
password-title = Choose your password
# $email (String)
password-for = For the account { $email }.
password-new = New password
password-hint = At least 15 characters. A few words that only you would put together work well; spaces are fine.
password-save = Save password
password-link-next = Ask for a new link with “Forgot password?” on the sign-in page.
password-link-used = If that was you, sign in with the new password. If not, choose another one at once with “Forgot password?” on the sign-in page.
password-link-withdrawn = The link no longer works: the account has changed since it was sent.

## Registration
register-link = Create an account
register-title = Create an account
register-lede = Enter your email. We send a link to it with which you choose your name and a password.
# $email (String)
register-sent = An email is on its way to { $email }. The link in it works for one day. Nothing there? Look in the spam folder, or try again.
register-have = You have an account? Sign in
register-proven = The address is yours. Choose your name and a password.
register-done = Welcome. Your account is ready.
register-closed = On this portal, accounts come by invitation. Ask the person who runs your organization, or your provider, to invite you.
registration-link-next = Begin again with “Create an account” on the sign-in page.
registration-link-used = The address has an account now: just sign in.
registration-link-withdrawn = The link was withdrawn.
registration-link-account = This address has an account already: just sign in.
mail-registration-subject = Your account
mail-registration-1 = With this link you make an account on the portal that is named at the end of this email.
# $date (String)
mail-registration-2 = The link works once, until { $date }.
mail-registration-action = Create account
mail-registration-end = You did not ask for this? Then ignore this email: no account is made.
mail-exists-subject = You have an account already
mail-exists-1 = Somebody, probably you, wanted to make an account for this address. It has one already: just sign in.
mail-exists-2 = If you do not know the password any more, choose a new one with “Forgot password?” on the sign-in page.
mail-exists-action = Sign in
mail-exists-end = You did not ask for this? Then ignore this email: nothing has changed.
mail-deleted-subject = Your account is deleted
mail-deleted-1 = Your account is deleted, as you asked. You are signed out everywhere, your memberships have ended, and links that were sent to you for the account no longer work.
mail-deleted-2 = Logs keep what was done under your name. You can make a new account with this address at any time; it begins without any rights.
mail-deleted-end = Was it not you? Then tell the person who runs this portal at once.

## The code at sign-in
code-title = Enter your code
# $email (String)
code-lede = You sign in as { $email }. Your password is right; now enter the code from your authenticator app.
code-label = Code
code-hint = Six digits from your app, or a recovery code.
# $time (String)
code-clock = The portal’s clock says { $time }. Codes fit only while your phone shows the same time.
code-lost = No app and no recovery codes? The operator of this portal can help you.
code-anew = Begin anew
code-too-late = That took too long, or something has changed meanwhile. Please sign in again.

## Mails
mail-password-subject = Choose your password
mail-password-1 = With this link you choose a password for your account.
# $date (String)
mail-password-2 = It works once, until { $date }.
mail-password-action = Choose a password
mail-password-end = If you did not ask for this, you can ignore this email: your account stays as it is.
mail-password-set-subject = Your password was changed
mail-password-set-1 = The password of your account was set anew, and you were signed out everywhere.
mail-password-set-2 = If this was not you, choose a new password at once with “Forgot password?” on the sign-in page, and tell the people whom you administer organizations for.
mail-password-set-action = To the sign-in page

## Not knowing who had a mail sent
opt-out-title = I don’t know this
# $name (String)
opt-out-invitation = Somebody entered your email address to invite you to { $name }. If you do not know them, say so: the invitation ends, and neither { $name } nor the person who invited you can send you another one.
opt-out-gone = Somebody entered your email address to invite you. If you do not know them, say so: the invitation ends, and nobody can send you another one from there.
opt-out-registration = Somebody entered your email address to make an account here. If that was not you, say so: the link in the email ends, and nobody can have another one sent to you for 30 days.
opt-out-address = Somebody entered your email address as the new address of their account. If that was not you, say so: the link in the email ends, and that account can have no more sent to you.
opt-out-nothing = If you do know them, close this page: nothing has changed.
opt-out-press = I don’t know this
opt-out-done-title = Thank you
opt-out-done = It has ended, and nothing more of this comes to you. There is nothing else that you need to do.
opt-out-link-next = Open the link in the newest email that you got.
opt-out-link-used = You have accepted what the email was about. If you want to leave, sign in: you can do that yourself.
mail-opt-out = You do not know who this is from? Say so with the link below, and nothing more comes to you from them.
mail-opt-out-action = I don’t know this

# A session that has ended, and what was sent after that.
ended-idle-minutes = You were signed out after { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
} without use.
ended-idle-hours = You were signed out after { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
} without use.
ended-limit-minutes = You were signed out: here you stay signed in for { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
} at most.
ended-limit-hours = You were signed out: here you stay signed in for { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
} at most.
ended-signed-out = You signed out in this browser.
ended-elsewhere = You were signed out here from another browser.
ended-password = You were signed out because a new password was chosen for your account.
ended-address = You were signed out because your account got another email address.
ended-two-step = You were signed out because two-step sign-in was set up anew for your account.
ended-rights = You were signed out because what you may do for a provider was changed.
ended-disabled = This account was closed by the operator of this portal. Nobody can sign in with it.
signed-out-title = You are signed out
signed-out-here = Sign in again as the same person. What you typed is still here, and what you pressed is done then.
signed-out-other = This page was opened by somebody else. Sign in as the same person; nothing was sent. To go on as somebody else, open the sign-in page.
not-signed-in = You are not signed in, so nothing was changed. Sign in and try again.
session-soon = In two minutes you are signed out, because nothing is being done here.
session-limit = In two minutes you are signed out, because you stay signed in for a limited time. Save what you are doing.
session-stay = Stay signed in
session-over = You are signed out. What you typed is still here.
stale-again-title = You signed in again
stale-again = You signed in again after this page was opened. Nothing was sent yet.
stale-send = Send it now
stale-signed-in-title = You are signed in already
# $email (String)
stale-signed-in = After this page was opened, you signed in in this browser as { $email }. Nothing was changed.
stale-go-on = Go on
stale-open = Open the page again
stale-other-title = Somebody else is signed in
# $email (String)
stale-other = This page was opened by somebody else. In this browser { $email } is signed in now, so nothing was changed.
unreadable-title = This form cannot be read
unreadable = What was sent does not fit this form, so nothing was changed. Open the page again and try once more.
kept-waits = What you sent is kept for one hour. When the same person signs in in this browser, it comes back filled in.
kept-why = You were signed out before this form was sent, so nothing was changed. What you typed stands in it again: look it over and press the button. Passwords and codes are not kept.
kept-elsewhere = You were signed out before your last form was sent, so nothing was changed. The form does not stand on this page any more.
kept-discard = Discard it
kept-other = What was sent in this browser before is somebody else's. It was not sent.
discard-title = Close without saving?
discard-text = What you typed here is lost then.
discard-close = Close
discard-stay = Go on typing
link-let-go = This page was open for more than an hour, so this browser has let go of the link. Nothing was changed. Open the link in the email once more.
