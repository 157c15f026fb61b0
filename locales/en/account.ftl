## The account's page
account-title = Account
account-profile = Profile
account-name = Your name
account-name-hint = This is how colleagues and clients see you in lists, logs and mails.
account-zone = Time zone
account-zone-hint = All times are shown in it.
account-zone-own = Your device uses another one:
account-save = Save
account-saved = Your profile is saved.
account-sections = Sign-in and access

## Registration
register-link = Create an account
register-title = Create an account
register-lede = Enter your email. We send a link to it with which you choose your name and a password.
# $email (String)
register-sent = A mail is on its way to { $email }. The link in it works for one day. Nothing there? Look in the spam folder, or try again.
register-have = You have an account? Sign in
register-proven = The address is yours. Choose your name and a password.
register-done = Welcome. Your account is ready.
register-closed = On this portal, accounts come by invitation. Ask the person who runs your organization, or your provider, to invite you.
mail-registration-subject = Your account
# $url (String)
mail-registration-1 = With this link you make an account on { $url }.
# $date (String)
mail-registration-2 = The link works once, until { $date }.
mail-registration-action = Create account
mail-registration-end = You did not ask for this? Then ignore this mail: no account is made.
mail-exists-subject = You have an account already
mail-exists-1 = Somebody, probably you, wanted to make an account for this address. It has one already: just sign in.
# $url (String)
mail-exists-2 = If you do not know the password any more, choose a new one: { $url }
mail-exists-action = Sign in
mail-exists-end = You did not ask for this? Then ignore this mail: nothing has changed.
mail-deleted-subject = Your account is deleted
mail-deleted-1 = Your account is deleted, as you asked. You are signed out everywhere, your memberships have ended, and links that were sent to you for the account no longer work.
mail-deleted-2 = Logs keep what was done under your name. You can make a new account with this address at any time; it begins without any rights.
mail-deleted-end = Was it not you? Then tell the person who runs this portal at once.
