password-current = Your password
password-current-hint = Asked once more, so that nobody else does this from your open browser.
