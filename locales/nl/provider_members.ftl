## Beheer → Leden: de mensen van de provider zelf
team-provider = Provider
team-lede = De mensen van { $provider }. Wie bevestigd is, heeft bij elke klant de rechten van een eigenaar.
team-role-admin-hint = Alles: klanten, leden, logboeken en instellingen.
team-role-service-hint = Het dagelijkse werk bij alle klanten. Voegt geen klanten toe, maakt er geen aan en koppelt er geen los; ziet geen leden, logboeken of instellingen van de provider.
team-search = Leden zoeken
team-waiting-hint = Bevestig alleen mensen die je kent: vanaf dat moment hebben ze bij elke klant de rechten van een eigenaar.
team-one-admin = Er is maar één providerbeheerder.
team-one-admin-next = Als die persoon weg is of niet kan inloggen, kan niemand leden en instellingen beheren. Nodig een tweede uit met “Lid uitnodigen”.
team-one-admin-soon = Een tweede is onderweg: bevestig die zodra de uitnodiging is geaccepteerd.
team-disabled = De beheerder van dit portaal heeft dit account geblokkeerd: inloggen kan niet.
team-change-role = Rol wijzigen
team-role-title = Rol van { $name }
team-role-effect = De nieuwe rol geldt meteen. De persoon wordt uitgelogd en moet opnieuw inloggen.
team-role-invited-effect = Bij een andere rol krijgt { $email } een nieuwe uitnodiging; de vorige link werkt dan niet meer.
team-role-save = Rol wijzigen
team-suspend = Toegang blokkeren
team-suspend-title = Toegang van { $name } blokkeren?
team-suspend-effect = { $name } wordt uitgelogd en verliest meteen alle rechten van { $provider }, bij elke klant. Een eigen lidmaatschap van een organisatie verandert niet.
team-suspend-again = Wat deze persoon deed, blijft in het logboek staan. Je kunt de toegang altijd deblokkeren.
team-reactivate = Toegang deblokkeren
team-remove-effect = Deze persoon wordt uitgelogd en verliest meteen de rechten bij elke klant. Een eigen lidmaatschap van een organisatie verandert niet.
team-history-stays = Wat deze persoon deed, blijft in het logboek staan.
team-leave = Provider verlaten
team-leave-effect = Je verliest meteen je rechten bij elke klant. Je eigen lidmaatschap van een organisatie verandert niet.
team-notice-role = De rol van { $name } is nu: { $role }.
team-notice-cancelled = De uitnodiging aan { $email } is ingetrokken.
team-notice-removed = { $name } is verwijderd.
team-notice-suspended = De toegang van { $name } is geblokkeerd.
team-notice-reactivated = De toegang van { $name } is gedeblokkeerd.
team-notice-left = Je hebt { $provider } verlaten.

## Eén persoon
person-lede = Wat deze persoon voor { $provider } doet. Wat er elders gebeurt, zie je hier niet.
person-two-step-off = Tweestapsverificatie is uitgeschakeld.
person-remind = Herinnering mailen
person-reminded = Kreeg in het afgelopen etmaal een herinnering.
person-seen = Hier voor het laatst actief
person-never = Nog nooit
person-not-yet = Hier nog niet
person-failures = Mislukt inloggen
person-failed = { $count ->
    [0] Geen in de afgelopen 30 dagen
   *[other] { $count } in de afgelopen 30 dagen
  }
person-failed-many = { $count } of meer in de afgelopen 30 dagen
person-sessions = Sessies die nu toegang hebben
person-no-sessions = Geen. Wie voor de provider wil werken, moet eerst inloggen.
person-own = Waar en waarmee je bent ingelogd, zie je bij je account.
person-nothing-yet = Er is meer te zien zodra deze persoon bevestigd is.
person-end = Toegang beëindigen tot opnieuw inloggen
person-end-title = De toegang van { $name } tot { $provider } nu beëindigen?
person-end-effect = Tot { $name } opnieuw inlogt, geven de sessies die nu open staan geen enkel recht meer van { $provider }, bij geen enkele klant.
person-end-stays = Elders gaan ze door: het eigen account, eigen organisaties en andere providers veranderen niet.
person-end-told = { $name } krijgt hierover een mail.
person-notice-reminded = { $name } krijgt een herinnering per mail.
person-notice-ended = { $name } heeft weer toegang na opnieuw inloggen.
cut-off-banner = Een beheerder van je provider heeft de toegang van deze sessie beëindigd. Log uit en weer in om verder te gaan.

## Weigeringen
team-conflict-not-acting = Alleen wie bevestigd is, werkt voor de provider. Laad de pagina opnieuw om te zien hoe het ervoor staat.
team-conflict-has-two-step = Deze persoon gebruikt al tweestapsverificatie.
team-conflict-reminded = Deze persoon kreeg in het afgelopen etmaal al een herinnering. Probeer het morgen weer, of bespreek het.
team-conflict-own-sessions = Dit zijn je eigen sessies. Die beëindig je bij je account, onder waar je bent ingelogd.
team-conflict-last-admin = Een provider heeft altijd een providerbeheerder nodig, en dit is de laatste die bevestigd is. Nodig eerst een tweede providerbeheerder uit, of geef een ander lid die rol. Zodra die bevestigd is, kan het wel.
team-conflict-member = Dit adres hoort al bij de provider. Je vindt het in de ledenlijst.
team-conflict-not-confirmed = Je kunt alleen de toegang blokkeren van iemand die bevestigd is. Laad de pagina opnieuw om te zien hoe het ervoor staat; wie nog niet bevestigd is, kun je verwijderen.
team-conflict-not-suspended = De toegang van deze persoon is niet geblokkeerd, dus deblokkeren is niet nodig.
team-conflict-provider-suspended = De provider is op dit moment geblokkeerd. Je uitnodiging blijft bewaard: open de link opnieuw zodra de provider weer actief is.

## Mails
team-mail-invitation = { $inviter } ({ $email }) nodigt je uit om lid te worden van de provider { $provider }. Je rol: { $role }.
team-mail-waiting = Tot die tijd heeft deze persoon geen rechten. Bevestig alleen als je weet wie het is: wie bevestigd is, heeft bij elke klant de rechten van een eigenaar.
team-mail-confirmed-action = Naar de klanten
team-mail-role-subject = Je rol bij { $provider } is gewijzigd
team-mail-role = { $by } heeft je rol bij { $provider } gewijzigd. Je rol is nu: { $role }. Log opnieuw in om verder te gaan.
team-mail-removed = { $by } heeft je verwijderd uit de provider { $provider }. Je hebt geen rechten meer bij de klanten. Je eigen lidmaatschap van een organisatie verandert niet.
team-mail-suspended-subject = Je toegang tot { $provider } is geblokkeerd
team-mail-suspended = { $by } heeft je toegang tot { $provider } geblokkeerd. Tot die wordt gedeblokkeerd, heb je daar en bij de klanten geen rechten. Je eigen lidmaatschap van een organisatie verandert niet.
team-mail-reactivated-subject = Je toegang tot { $provider } is terug
team-mail-reactivated = { $by } heeft je toegang tot { $provider } gedeblokkeerd. Je hebt dezelfde rechten als voorheen.
team-mail-left = { $person } was providerbeheerder van { $provider } en heeft de provider verlaten. Jij bent nog wel providerbeheerder.
team-mail-two-step-subject = Schakel tweestapsverificatie in voor { $provider }
team-mail-two-step-1 = { $by } vraagt je om tweestapsverificatie in te schakelen. Je hebt namelijk bij de klanten van { $provider } de rechten van een eigenaar.
team-mail-two-step-2 = Je hebt er twee minuten en een app op je telefoon voor nodig. Daarna kan niemand meer inloggen met alleen je wachtwoord.
team-mail-two-step-action = Tweestapsverificatie instellen
team-mail-ended-subject = Log opnieuw in om verder te werken voor { $provider }
team-mail-ended-1 = { $by } heeft de toegang tot { $provider } beëindigd van de sessies die je open had staan.
team-mail-ended-2 = Log opnieuw in om verder te werken voor { $provider }. Al het andere in je account gaat gewoon door.
team-mail-ended-end = Weet je niet waarom? Vraag het { $by }. Kan iemand anders een van je sessies hebben gebruikt, kies dan een ander wachtwoord.
