## De accountpagina
account-title = Account
account-profile = Profiel
account-name = Je naam
account-name-hint = Zo zien collega’s en klanten je in lijsten, logboeken en mails.
account-zone = Tijdzone
account-zone-hint = Alle tijden zie je in deze tijdzone.
account-zone-own = Je apparaat gebruikt een andere:
account-save = Opslaan
account-saved = Je profiel is opgeslagen.
account-sections = Inloggen en toegang

## Registratie
register-link = Account maken
register-title = Account maken
register-lede = Vul je e-mailadres in. We sturen je een link waarmee je je naam en een wachtwoord kiest.
register-sent = Er is een mail onderweg naar { $email }. De link daarin werkt één dag. Niets ontvangen? Kijk bij de spam of probeer het opnieuw.
register-have = Heb je al een account? Log in
register-proven = Dit adres is van jou. Kies nu je naam en een wachtwoord.
register-done = Welkom. Je account is klaar.
register-closed = Op dit portaal krijg je een account via een uitnodiging. Vraag die aan bij degene die jouw organisatie beheert, of bij je provider.
mail-registration-subject = Je account
mail-registration-1 = Met deze link maak je een account op { $url }.
mail-registration-2 = Je kunt de link één keer gebruiken, tot { $date }.
mail-registration-action = Account maken
mail-registration-end = Heb je hier niet om gevraagd? Dan kun je deze mail negeren: er komt geen account.
mail-exists-subject = Je hebt al een account
mail-exists-1 = Iemand, waarschijnlijk jijzelf, wilde een account maken met dit adres. Dat account is er al: je kunt gewoon inloggen.
mail-exists-2 = Weet je het wachtwoord niet meer? Kies dan een nieuw: { $url }
mail-exists-action = Inloggen
mail-exists-end = Heb je hier niet om gevraagd? Dan kun je deze mail negeren: er is niets veranderd.
mail-deleted-subject = Je account is verwijderd
mail-deleted-1 = Je account is verwijderd, zoals je hebt gevraagd. Je bent overal uitgelogd, je bent nergens meer lid en links die je voor het account hebt gekregen, werken niet meer.
mail-deleted-2 = In logboeken blijft staan wat er onder jouw naam is gedaan. Met dit adres kun je altijd een nieuw account maken; dat begint zonder rechten.
mail-deleted-end = Heb jij dit niet gedaan? Waarschuw dan meteen de beheerder van dit portaal.
