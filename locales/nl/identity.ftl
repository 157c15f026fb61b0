## Inloggen
sign-in-title = Inloggen
sign-in-forgot = Wachtwoord vergeten?
sign-in-again = Je bent uitgelogd.
sign-in-failed-title = Inloggen is niet gelukt
sign-in-failed = E-mailadres of wachtwoord is onjuist. Controleer ze allebei, of kies een nieuw wachtwoord via “Wachtwoord vergeten?”.
password-saved = Je nieuwe wachtwoord is opgeslagen. Je kunt er nu mee inloggen.

## Wachtwoord
forgot-title = Nieuw wachtwoord kiezen
forgot-lede = Vul je e-mailadres in. Is er een account met dat adres, dan sturen we je een link om een nieuw wachtwoord te kiezen. De link is een uur geldig.
forgot-send = Link versturen
forgot-sent-title = Kijk in je mail
forgot-sent = Als er een account is met het adres { $email }, dan is er nu een link onderweg. Die is een uur geldig. Geen mail gekregen? Kijk in je spammap of probeer het opnieuw.
password-title = Wachtwoord kiezen
password-for = Voor het account { $email }.
password-new = Nieuw wachtwoord
password-hint = Minstens 15 tekens. Een paar woorden die alleen jij zou combineren, werken goed. Spaties mogen ook.
password-save = Wachtwoord opslaan
password-link-next = Vraag een nieuwe link aan via “Wachtwoord vergeten?” op de inlogpagina.
password-link-used = Was jij dat zelf? Log dan in met je nieuwe wachtwoord. Was jij het niet? Kies dan meteen een ander wachtwoord via “Wachtwoord vergeten?” op de inlogpagina.
password-link-withdrawn = Deze link werkt niet meer: er is sindsdien iets aan het account veranderd.

## Registratie
register-link = Account aanmaken
register-title = Account aanmaken
register-lede = Vul je e-mailadres in. We sturen je een link waarmee je je naam en een wachtwoord kiest.
register-sent = Er is een mail onderweg naar { $email }. De link daarin is één dag geldig. Niets ontvangen? Kijk in je spammap of probeer het opnieuw.
register-have = Heb je al een account? Log in
register-proven = Dit adres is van jou. Kies nu je naam en een wachtwoord.
register-done = Welkom. Je account is klaar.
register-closed = Op dit portaal krijg je een account via een uitnodiging. Vraag daarom bij degene die jouw organisatie beheert, of bij je provider.
registration-link-next = Begin opnieuw via “Account aanmaken” op de inlogpagina.
registration-link-used = Er is nu een account met dit adres: je kunt gewoon inloggen.
registration-link-withdrawn = Deze link is ingetrokken.
registration-link-account = Er is al een account met dit adres: je kunt gewoon inloggen.
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

## De code bij het inloggen
code-title = Vul je code in
code-lede = Je logt in als { $email }. Je wachtwoord klopt; vul nu de code uit je authenticator-app in.
code-label = Code
code-hint = Zes cijfers uit je app, of een herstelcode.
code-clock = De klok van het portaal staat op { $time }. Codes kloppen alleen als je telefoon dezelfde tijd aangeeft.
code-lost = Geen app en geen herstelcodes? De beheerder van dit portaal kan je helpen.
code-anew = Opnieuw beginnen
code-too-late = Dat duurde te lang, of er is intussen iets veranderd. Log opnieuw in.

## Mails
mail-password-subject = Kies je wachtwoord
mail-password-1 = Met deze link kies je een wachtwoord voor je account.
mail-password-2 = Je kunt de link één keer gebruiken, tot { $date }.
mail-password-action = Wachtwoord kiezen
mail-password-end = Heb je hier niet om gevraagd? Dan kun je deze mail negeren: je account blijft zoals het is.
mail-password-set-subject = Je wachtwoord is gewijzigd
mail-password-set-1 = Het wachtwoord van je account is gewijzigd en je bent overal uitgelogd.
mail-password-set-2 = Heb jij dat niet gedaan? Kies dan meteen een nieuw wachtwoord via “Wachtwoord vergeten?” op de inlogpagina, en waarschuw de mensen voor wie je organisaties beheert.
mail-password-set-action = Naar de inlogpagina

## Not knowing who had a mail sent
opt-out-title = Ik ken dit niet
opt-out-invitation = Iemand heeft je e-mailadres ingevuld om je uit te nodigen voor { $name }. Ken je de afzender niet, laat het dan weten: de uitnodiging vervalt, en { $name } en degene die je uitnodigde kunnen je er geen meer sturen.
opt-out-gone = Iemand heeft je e-mailadres ingevuld om je uit te nodigen. Ken je de afzender niet, laat het dan weten: de uitnodiging vervalt en van die kant krijg je er geen meer.
opt-out-registration = Iemand heeft je e-mailadres ingevuld om hier een account te maken. Was jij dat niet, laat het dan weten: de link in de mail vervalt en 30 dagen lang kan niemand je er nog een laten sturen.
opt-out-address = Iemand heeft je e-mailadres ingevuld als nieuw adres van een account. Was jij dat niet, laat het dan weten: de link in de mail vervalt en dat account kan je er geen meer laten sturen.
opt-out-nothing = Ken je de afzender wel? Sluit dan deze pagina: er is niets veranderd.
opt-out-press = Ik ken dit niet
opt-out-done-title = Bedankt
opt-out-done = Het is vervallen, en je krijgt hier niets meer over. Verder hoef je niets te doen.
opt-out-link-next = Open de link in de laatste mail die je hebt gekregen.
opt-out-link-used = Je hebt al geaccepteerd waar de mail over ging. Wil je eruit? Log in: dat kun je zelf regelen.
mail-opt-out = Ken je de afzender niet? Laat het weten met de link hieronder: je krijgt dan niets meer van die kant.
mail-opt-out-action = Ik ken dit niet

# Een sessie die is afgelopen, en wat daarna nog werd verstuurd.
ended-idle-minutes = Je bent uitgelogd omdat je { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} niets hebt gedaan.
ended-idle-hours = Je bent uitgelogd omdat je { $hours ->
    [one] 1 uur
   *[other] { $hours } uur
} niets hebt gedaan.
ended-limit-minutes = Je bent uitgelogd: je blijft hier hooguit { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} ingelogd.
ended-limit-hours = Je bent uitgelogd: je blijft hier hooguit { $hours ->
    [one] 1 uur
   *[other] { $hours } uur
} ingelogd.
ended-signed-out = Je hebt je op dit apparaat uitgelogd.
ended-elsewhere = Je bent hier vanaf een ander apparaat uitgelogd.
ended-password = Je bent uitgelogd omdat er een nieuw wachtwoord voor je account is gekozen.
ended-address = Je bent uitgelogd omdat je account een ander e-mailadres heeft gekregen.
ended-two-step = Je bent uitgelogd omdat tweestapsverificatie opnieuw is ingesteld.
ended-rights = Je bent uitgelogd omdat is gewijzigd wat je voor een provider mag doen.
ended-disabled = De beheerder van dit portaal heeft dit account afgesloten. Niemand kan ermee inloggen.
signed-out-title = Je bent uitgelogd
signed-out-here = Log weer in als dezelfde persoon. Wat je hebt getypt staat er nog, en waar je op hebt gedrukt gebeurt dan alsnog.
signed-out-other = Deze pagina is door iemand anders geopend. Log in als dezelfde persoon; er is niets verstuurd. Wil je als iemand anders verder, open dan de inlogpagina.
not-signed-in = Je bent niet ingelogd; er is dus niets gewijzigd. Log in en probeer het opnieuw.
session-soon = Over twee minuten word je uitgelogd, omdat er hier niets gebeurt.
session-limit = Over twee minuten word je uitgelogd, omdat je hier maar een beperkte tijd ingelogd blijft. Sla op waar je mee bezig bent.
session-stay = Ingelogd blijven
session-over = Je bent uitgelogd. Wat je hebt getypt staat er nog.
stale-again-title = Je hebt opnieuw ingelogd
stale-again = Je hebt opnieuw ingelogd nadat deze pagina was geopend. Er is nog niets verstuurd.
stale-send = Nu versturen
stale-signed-in-title = Je bent al ingelogd
stale-signed-in = Nadat deze pagina was geopend, heb je in deze browser ingelogd als { $email }. Er is niets gewijzigd.
stale-go-on = Verder
stale-open = Pagina opnieuw openen
stale-other-title = Iemand anders is ingelogd
stale-other = Deze pagina is door iemand anders geopend. In deze browser is nu { $email } ingelogd; er is dus niets gewijzigd.
unreadable-title = Dit formulier is niet te lezen
unreadable = Wat is verstuurd past niet bij dit formulier; er is dus niets gewijzigd. Open de pagina opnieuw en probeer het nog eens.
kept-waits = Wat je hebt verstuurd wordt een uur bewaard. Logt dezelfde persoon in deze browser in, dan staat het weer in het formulier.
kept-why = Je was uitgelogd voordat dit formulier werd verstuurd; er is dus niets gewijzigd. Wat je hebt getypt staat er weer in: kijk het na en druk op de knop. Wachtwoorden en codes worden niet bewaard.
kept-elsewhere = Je was uitgelogd voordat je laatste formulier werd verstuurd; er is dus niets gewijzigd. Het formulier staat niet meer op deze pagina.
kept-discard = Weggooien
kept-other = Wat eerder in deze browser is verstuurd, is van iemand anders. Het is niet verstuurd.
discard-title = Sluiten zonder op te slaan?
discard-text = Wat je hier hebt getypt gaat dan verloren.
discard-close = Sluiten
discard-stay = Verder typen
link-let-go = Deze pagina stond langer dan een uur open; deze browser is de link daarom vergeten. Er is niets gewijzigd. Open de link in de mail nog een keer.
