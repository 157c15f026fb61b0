//! A colleague joins the provider: invited, accepted with a new account, confirmed, at work.

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Story};

const NINA: &str = "nina@provider.example";

/// The labels that the journey presses, in one language.
struct Labels {
    sign_in: &'static str,
    members: &'static str,
    invite: &'static str,
    send: &'static str,
    accept_invitation: &'static str,
    confirm: &'static str,
    suspend: &'static str,
    suspended: &'static str,
}

const ENGLISH: Labels = Labels {
    sign_in: "Sign in",
    members: "Members",
    invite: "Invite member",
    send: "Send invitation",
    accept_invitation: "Accept invitation",
    confirm: "Confirm",
    suspend: "Suspend",
    suspended: "Suspended",
};

const DUTCH: Labels = Labels {
    sign_in: "Inloggen",
    members: "Leden",
    invite: "Lid uitnodigen",
    send: "Uitnodiging versturen",
    accept_invitation: "Uitnodiging accepteren",
    confirm: "Bevestigen",
    suspend: "Toegang blokkeren",
    suspended: "Geblokkeerd",
};

async fn look(browser: &Browser, journey: &str, page: &str) {
    if std::env::var_os("PORTICO_TEST_PICTURES").is_some() {
        browser.picture(&format!("team-{journey}-{page}")).await;
    }
    let (axe, policy) = (browser.axe().await, browser.csp_violations().await);
    assert!(axe.is_empty() && policy.is_empty(), "{page}: {axe:#?} {policy:#?}");
}

async fn row_menu(browser: &Browser, email: &str) {
    let row = format!("//tr[contains(., '{email}')]//summary");
    browser.find(thirtyfour::By::XPath(row)).await.expect("a menu").click().await.expect("it opens");
}

/// Two addresses that cannot be invited, said one by one; then one that can.
async fn invite(admin: &Browser, name: &'static str, labels: &Labels) {
    admin.wait_for_text("h1", labels.members).await;
    admin.find_css("#one-admin").await;
    look(admin, name, "one-admin").await;
    admin.press(labels.invite).await;
    admin.find_css("#emails").await;
    look(admin, name, "invite").await;
    admin.fill("emails", "sem@provider.example, nobody").await;
    admin.press(labels.send).await;
    admin.find_css("#results").await;
    look(admin, name, "outcomes").await;
    admin.fill("emails", NINA).await;
    admin.press(labels.send).await;
    admin.find_css(".status.invited").await;
    look(admin, name, "invited").await;
}

async fn journey(name: &'static str, labels: Labels, options: fn() -> Options) {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (admin, nina) = tokio::join!(options().open(), options().open());
    admin.visit(&app.url("/provider/members")).await;
    admin.fill("email", &story.admin.email).await;
    admin.fill("password", PASSWORD).await;
    admin.press(labels.sign_in).await;
    invite(&admin, name, &labels).await;

    nina.visit(&app.mail_for(NINA).await.link()).await;
    look(&nina, name, "invitation").await;
    nina.fill("name", "Nina New").await;
    nina.fill("password", PASSWORD).await;
    nina.press(labels.accept_invitation).await;
    nina.find_css(".notice").await;
    app.mail_for(&story.admin.email).await;

    admin.refresh().await.expect("the page again");
    admin.find_css("#waiting").await;
    row_menu(&admin, NINA).await;
    look(&admin, name, "menu").await;
    admin.press(labels.confirm).await;
    admin.wait_until_gone("#waiting").await;
    app.mail_for(NINA).await;
    nina.visit(&app.url("/clients")).await;
    nina.find_css(&format!("#client-{}", story.client)).await;
    nina.wait_until_gone(".nav a[href^='/provider/']").await;
    look(&nina, name, "at-work").await;

    row_menu(&admin, NINA).await;
    admin.press(labels.suspend).await;
    admin.find_css("form[action$='/suspend'] button.danger").await;
    look(&admin, name, "suspend").await;
    admin.find_css("form[action$='/suspend'] button.danger").await.click().await.expect("a button");
    admin.wait_for_text("td .status.suspended", labels.suspended).await;
    look(&admin, name, "suspended").await;
    app.mail_for(NINA).await;
    nina.refresh().await.expect("the page again");
    nina.find_css("form[action='/sign-in']").await;
}

#[tokio::test]
async fn a_colleague_joins_and_is_locked_out() {
    journey("script", ENGLISH, Options::default).await;
}

#[tokio::test]
async fn a_colleague_joins_without_script() {
    journey("plain", ENGLISH, || Options::default().without_script()).await;
}

#[tokio::test]
async fn a_colleague_joins_in_dutch_on_a_phone_in_the_dark() {
    journey("phone", DUTCH, || Options::default().language("nl").phone().dark()).await;
}
