//! The one story in a real browser: with script and without, in both languages, on a phone, in
//! the dark. Every page on the way is checked with axe-core and for violations of its policy.

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Story};

/// The labels that the journey presses, in one language.
struct Labels {
    sign_in: &'static str,
    add_existing: &'static str,
    add: &'static str,
    close: &'static str,
    send_invitation: &'static str,
    accept_invitation: &'static str,
    confirm: &'static str,
    ask: &'static str,
    leave: &'static str,
    remove: &'static str,
}

const ENGLISH: Labels = Labels {
    sign_in: "Sign in",
    add_existing: "Add existing organization",
    add: "Add",
    close: "Close",
    send_invitation: "Send invitation",
    accept_invitation: "Accept invitation",
    confirm: "Confirm",
    ask: "Ask to be removed",
    leave: "Leave organization",
    remove: "Remove",
};

const DUTCH: Labels = Labels {
    sign_in: "Inloggen",
    add_existing: "Bestaande organisatie toevoegen",
    add: "Toevoegen",
    close: "Sluiten",
    send_invitation: "Uitnodiging versturen",
    accept_invitation: "Uitnodiging accepteren",
    confirm: "Bevestigen",
    ask: "Verwijdering aanvragen",
    leave: "Organisatie verlaten",
    remove: "Verwijderen",
};

/// One way of living the story.
struct Journey {
    name: &'static str,
    labels: Labels,
    script: bool,
    app: TestApp,
    story: Story,
    admin: Browser,
    client: Browser,
}

impl Journey {
    async fn begin(name: &'static str, labels: Labels, options: fn() -> Options, script: bool) -> Self {
        let app = TestApp::spawn().await;
        let story = Story::begin(&app).await;
        let (admin, client) = tokio::join!(options().open(), options().open());
        Self { name, labels, script, app, story, admin, client }
    }

    /// Looks at the page that is open: accessible, within its policy, and drawn for whoever asks.
    async fn look(&self, browser: &Browser, page: &str) {
        if std::env::var_os("PORTICO_TEST_PICTURES").is_some() {
            browser.picture(&format!("{}-{page}", self.name)).await;
        }
        let (axe, policy) = (browser.axe().await, browser.csp_violations().await);
        assert!(axe.is_empty(), "{page}: {axe:#?}");
        assert!(policy.is_empty(), "{page}: {policy:#?}");
        let errors = browser.console_errors().await;
        assert!(errors.is_empty(), "{page}: {errors:#?}");
        let traces = browser.traces().await;
        assert!(traces.is_empty(), "{page}: {traces:#?}");
    }

    async fn sign_in(&self, browser: &Browser, email: &str, path: &str) {
        browser.visit(&self.app.url(path)).await;
        self.look(browser, "sign-in").await;
        browser.fill("email", email).await;
        browser.fill("password", PASSWORD).await;
        browser.press(self.labels.sign_in).await;
    }

    async fn add_the_organization(&self) {
        let admin = &self.admin;
        self.sign_in(admin, &self.story.admin.email, "/clients").await;
        admin.find_css("#add-existing").await;
        self.look(admin, "clients").await;
        admin.press(self.labels.add_existing).await;
        admin.find_css("#existing form").await;
        self.look(admin, "existing").await;
        admin.press(self.labels.add).await;
        let row = format!("tr.is-new#client-{}", self.story.organization);
        admin.find_css(&row).await;
        if self.script {
            admin.wait_for_text("#dialog-notice", "My Client's Organization").await;
            self.look(admin, "added").await;
            admin.press(self.labels.close).await;
            admin.wait_until_gone("dialog[open]").await;
        }
        admin.wait_until_gone("#add-existing").await;
        self.look(admin, "clients-after").await;
        admin.press("My Client's Organization").await;
        admin.find_css("[data-step='invited']").await;
        self.look(admin, "client").await;
    }

    async fn invite_and_accept(&self) {
        let (admin, client) = (&self.admin, &self.client);
        admin.fill("email", "olivia@client.example").await;
        admin.press(self.labels.send_invitation).await;
        admin.find_css("[data-step='waiting']").await;
        self.look(admin, "invited").await;
        let mail = self.app.mail_for("olivia@client.example").await;
        client.visit(&mail.link()).await;
        self.look(client, "invitation").await;
        client.fill("name", "Olivia Owner").await;
        client.fill("password", PASSWORD).await;
        client.press(self.labels.accept_invitation).await;
        client.find_css("#waiting").await;
        self.look(client, "accepted").await;
        self.app.mail_for(&self.story.admin.email).await;
    }

    async fn confirm(&self) {
        let admin = &self.admin;
        admin.visit(&self.app.url(&self.story.page())).await;
        admin.find_css("[data-step='confirm']").await;
        self.look(admin, "waiting").await;
        admin.press(self.labels.confirm).await;
        admin.find_css("li.current[data-step='step-down']").await;
        self.look(admin, "ready").await;
        self.app.mail_for("olivia@client.example").await;
    }

    async fn leave(&self) {
        let admin = &self.admin;
        admin.press(self.labels.leave).await;
        admin.find_css("form[action$='/step-down'] .danger").await;
        self.look(admin, "leave").await;
        admin.find_css("form[action$='/step-down'] button.danger").await.click().await.expect("a button");
        admin.wait_until_gone("[data-step]").await;
        admin.wait_for_text("#seats", "1 / 25").await;
        self.look(admin, "left").await;
        self.app.mail_for("olivia@client.example").await;
    }

    /// The other way: the admin asks, and the new owner removes.
    async fn ask_and_be_removed(&self) {
        let (admin, client) = (&self.admin, &self.client);
        admin.press(self.labels.ask).await;
        admin.wait_until_gone("form[action$='/removal-request']").await;
        self.look(admin, "asked").await;
        let mail = self.app.mail_for("olivia@client.example").await;
        client.visit(&mail.link()).await;
        let row = format!("#member-{}", self.story.admin_member);
        let banner = client.find_css(&format!("#asks-{} a.danger", self.story.admin_member)).await;
        self.look(client, "members-of-the-owner").await;
        assert_eq!(banner.text().await.expect("words"), self.labels.remove);
        banner.click().await.expect("a link");
        client.find_css("form[action$='/remove'] button.danger").await;
        self.look(client, "remove").await;
        client.find_css("form[action$='/remove'] button.danger").await.click().await.expect("a button");
        client.wait_until_gone(&row).await;
        client.wait_for_text("#seats", "1 / 25").await;
        self.app.mail_for(&self.story.admin.email).await;
    }

    /// The provider's people still have the client.
    async fn still_administers(&self) {
        self.admin.visit(&self.app.url("/clients")).await;
        let ratio = format!("#client-{} .ratio", self.story.organization);
        self.admin.wait_for_text(&ratio, "1 / 25").await;
        self.admin.press("My Client's Organization").await;
        self.admin.find_css("#invite").await;
        self.look(&self.admin, "complete").await;
    }
}

#[tokio::test]
async fn the_story_with_script() {
    let journey = Journey::begin("script", ENGLISH, Options::default, true).await;
    journey.add_the_organization().await;
    journey.invite_and_accept().await;
    journey.confirm().await;
    journey.leave().await;
    journey.still_administers().await;
}

#[tokio::test]
async fn the_story_without_script() {
    let journey = Journey::begin("plain", ENGLISH, || Options::default().without_script(), false).await;
    journey.add_the_organization().await;
    journey.invite_and_accept().await;
    journey.confirm().await;
    journey.ask_and_be_removed().await;
    journey.still_administers().await;
}

#[tokio::test]
async fn the_story_in_dutch_on_a_phone_in_the_dark() {
    let journey = Journey::begin("phone", DUTCH, || Options::default().language("nl").phone().dark(), true).await;
    journey.add_the_organization().await;
    journey.invite_and_accept().await;
    journey.confirm().await;
    journey.ask_and_be_removed().await;
    journey.still_administers().await;
}
