password-current = Je wachtwoord
password-current-hint = Nog één keer, zodat niemand anders dit doet in jouw open browser.
