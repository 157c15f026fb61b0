settings-profile = Provider
settings-name = Provider name
settings-name-hint = Your clients see it, and it appears in every email about them.
settings-billing = Billing email
settings-billing-hint = The email address for invoices. Leave it empty if there is none.
settings-zone = Time zone
settings-zone-hint = Your people see times in it until they choose their own, and so do those whom you invite.
settings-save = Save
settings-sign-in = Signing in
settings-two-step = Require two-step sign-in
settings-two-step-hint = Everybody in this provider sets it up on the next page they open, before anything else.
settings-session = Sign people out after
settings-session-hint = Counted from signing in. It holds for everybody in this provider, including whoever is signed in now.
# $hours (Number)
session-hours = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}
# $hours (Number)
session-portal = { $hours ->
    [one] 1 hour, as in the whole portal
   *[other] { $hours } hours, as in the whole portal
}
settings-danger = Danger zone
settings-danger-lede = A provider without clients can be deleted. Its people keep their accounts.
settings-delete = Delete provider
settings-none = None
settings-yes = Yes
settings-no = No
notice-settings = The settings are saved.
# $provider (String)
deletion-title = Delete { $provider }?
deletion-ends = The provider and its list of people end. This cannot be undone.
deletion-stays = Everybody keeps their account and their own organizations. The operator of this portal keeps the log.
deletion-mail = We email you a link first. Nothing is deleted before you open it and press the button.
deletion-send = Email me the link
# $email (String)
notice-deletion-sent = A link to delete the provider is on its way to { $email }. It works for one hour.
# $provider (String)
notice-provider-deleted = { $provider } is deleted.
# $number (Number)
conflict-clients-linked = { $number ->
    [one] One client is still linked. Unlink it first.
   *[other] { $number } clients are still linked. Unlink them first.
}
conflict-name-taken = Another provider has this name. Choose another one.
deletion-link-next = Ask for a new link in Settings, under “Delete provider”.
deletion-link-used = The provider is deleted.
deletion-link-withdrawn = The link no longer works: your account has changed since it was sent, or the provider is deleted.
deletion-link-other = This link is for the person who asked to delete the provider. Sign out, then sign in with that account.
deletion-way-out = To the clients
# $provider (String)
provider-suspended-banner = { $provider } is suspended. You can look at everything and change nothing. Your clients work as before; those that you have suspended let their people in meanwhile. Ask the operator of this portal what is needed.
# $provider (String)
mail-provider-deletion-subject = Delete the provider { $provider }?
# $provider (String)
mail-provider-deletion-1 = You asked to delete the provider { $provider }.
# $until (String)
mail-provider-deletion-2 = Open the link and press the button there. It works once, until { $until }.
mail-provider-deletion-action = Delete the provider
mail-provider-deletion-end = If you did not ask for this, somebody knows your password. Do not open the link and change your password.
# $provider (String)
mail-provider-deleted-subject = { $provider } is deleted
# $by (String)
# $provider (String)
mail-provider-deleted-1 = { $by } has deleted the provider { $provider }.
mail-provider-deleted-2 = You keep your account and your own organizations.
