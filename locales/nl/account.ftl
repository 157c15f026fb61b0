## De accountpagina
account-title = Account
account-profile = Profiel
account-name = Je naam
account-name-hint = Zo zien collega’s en klanten je in lijsten, logboeken en mails.
account-zone = Tijdzone
account-zone-hint = De tijden in het portaal zie je in deze tijdzone.
account-zone-own = Je apparaat gebruikt een andere:
account-save = Opslaan
account-saved = Je profiel is opgeslagen.
account-sections = Inloggen en toegang

## Registratie
register-link = Account aanmaken
register-title = Account aanmaken
register-lede = Vul je e-mailadres in. We sturen je een link waarmee je je naam en een wachtwoord kiest.
register-sent = Er is een mail onderweg naar { $email }. De link daarin is één dag geldig. Niets ontvangen? Kijk in je spammap of probeer het opnieuw.
register-have = Heb je al een account? Log in
register-proven = Dit adres is van jou. Kies nu je naam en een wachtwoord.
register-done = Welkom. Je account is klaar.
register-closed = Op dit portaal krijg je een account via een uitnodiging. Vraag daarom bij degene die jouw organisatie beheert, of bij je provider.
mail-registration-subject = Maak je account aan
mail-registration-1 = Met deze link maak je een account aan. Het adres van het portaal staat onderaan deze mail.
mail-registration-2 = Je kunt de link één keer gebruiken, tot { $date }.
mail-registration-action = Account aanmaken
mail-registration-end = Heb je hier niet om gevraagd? Dan kun je deze mail negeren: er wordt geen account aangemaakt.
mail-exists-subject = Je hebt al een account
mail-exists-1 = Iemand, waarschijnlijk jijzelf, wilde een account aanmaken met dit adres. Dat account is er al: je kunt gewoon inloggen.
mail-exists-2 = Weet je het wachtwoord niet meer? Kies dan een nieuw via “Wachtwoord vergeten?” op de inlogpagina.
mail-exists-action = Inloggen
mail-exists-end = Heb je hier niet om gevraagd? Dan kun je deze mail negeren: er is niets veranderd.
mail-deleted-subject = Je account is verwijderd
mail-deleted-1 = Je account is verwijderd, zoals je hebt gevraagd. Je bent overal uitgelogd, je bent nergens meer lid en links die je voor het account hebt gekregen, werken niet meer.
mail-deleted-2 = In logboeken blijft staan wat er onder jouw naam is gedaan. Met dit adres kun je altijd een nieuw account aanmaken; dat begint zonder rechten.
mail-deleted-end = Heb jij dit niet gedaan? Waarschuw dan meteen de beheerder van dit portaal.

## Eigen organisaties en providers
own-all = Organisaties
own-new = Nieuwe organisatie
own-new-lede = De organisatie is van jou: je bent eigenaar en bezet de eerste plaats. Er is geen provider, tot iemand de organisatie aan een provider toevoegt.
own-name-hint = De naam waaronder de mensen die er werken de organisatie kennen.
own-plan-hint = Voor een provider: Teams of Enterprise.
own-seats-hint = De eerste plaats is voor jou.
own-create = Organisatie aanmaken
own-created = { $name } is aangemaakt en jij bent eigenaar.
own-too-many = Je bent eigenaar van { $most } organisaties zonder provider, en meer kan niet. Laat er een toevoegen aan een provider, of draag er een over en verlaat die.
own-none = Of maak er zelf een aan met “Nieuwe organisatie”.
own-more = Je ziet de eerste { $most }.
own-providers = Mijn providers
own-provider-admin = Providerbeheerder
own-provider-service = Servicemedewerker
own-chosen = Hier werk je nu
own-switch = Wisselen
own-switch-to = Wisselen naar { $provider }
own-scope = { $provider }: kies een andere provider
own-switched = Je werkt nu voor { $provider }.

## Het account verwijderen
delete-section = Account
delete-title = Account verwijderen
delete-lede = Het account van { $email } verdwijnt voorgoed. Niemand kan het terughalen:
delete-sign-in = Je wordt overal uitgelogd en niemand kan er nog mee inloggen.
delete-organizations = { $count ->
    [one] Je bent geen lid meer van één organisatie. Je plaats komt vrij, en als je eigenaar bent, krijgen de andere eigenaren bericht.
   *[other] Je bent geen lid meer van { $count } organisaties. Je plaatsen komen vrij, en waar je eigenaar bent, krijgen de andere eigenaren bericht.
}
delete-providers = { $count ->
    [one] Je verliest alle rechten bij één provider en bij de klanten daarvan.
   *[other] Je verliest alle rechten bij { $count } providers en bij hun klanten.
}
delete-logs = In de logboeken blijven je naam en adres staan bij wat je hebt gedaan.
delete-needed = Je account kan nog niet weg: wat hieronder staat, zou zonder eigenaar of providerbeheerder achterblijven. Zorg eerst voor een opvolger.
delete-needed-list = Wat zonder opvolger zou achterblijven
delete-way-out = Wat je eerst moet doen
delete-last-owner = Jij bent de laatste bevestigde eigenaar: nodig een tweede eigenaar uit en zorg dat die bevestigd wordt.
delete-last-admin = Jij bent de laatste bevestigde providerbeheerder: maak iemand anders providerbeheerder.
delete-done = Je account is verwijderd.
