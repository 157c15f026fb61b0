## The account's page
account-title = Account
account-profile = Profile
account-name = Your name
account-name-hint = This is how colleagues and clients see you in lists, logs and mails.
account-zone = Time zone
account-zone-hint = The times in the portal are shown in it.
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
mail-registration-1 = With this link you make an account on the portal that is named at the end of this mail.
# $date (String)
mail-registration-2 = The link works once, until { $date }.
mail-registration-action = Create account
mail-registration-end = You did not ask for this? Then ignore this mail: no account is made.
mail-exists-subject = You have an account already
mail-exists-1 = Somebody, probably you, wanted to make an account for this address. It has one already: just sign in.
mail-exists-2 = If you do not know the password any more, choose a new one with “Forgot password?” on the sign-in page.
mail-exists-action = Sign in
mail-exists-end = You did not ask for this? Then ignore this mail: nothing has changed.
mail-deleted-subject = Your account is deleted
mail-deleted-1 = Your account is deleted, as you asked. You are signed out everywhere, your memberships have ended, and links that were sent to you for the account no longer work.
mail-deleted-2 = Logs keep what was done under your name. You can make a new account with this address at any time; it begins without any rights.
mail-deleted-end = Was it not you? Then tell the person who runs this portal at once.

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
delete-needed = The account cannot be deleted yet: what stands below would be left without an owner or a provider admin. First see to a successor.
delete-needed-list = What would be left alone
delete-way-out = What to do first
delete-last-owner = You are its last confirmed owner: invite another one and have them confirmed.
delete-last-admin = You are its last confirmed provider admin: make somebody else one.
delete-done = Your account is deleted.
