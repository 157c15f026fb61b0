//! Getting out: suspensions as everybody sees them, an owner whom the operator wants, and the end of an organization,
//! by mouse at a wide window and on a Dutch phone in the dark.

use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::email::Email;
use portico::domain::members::{Role, Status};
use portico::service::operator::organizations::set_suspended;
use portico::service::operator::release::release;

/// What stands on the controls.
struct Labels {
    name: &'static str,
    delete: &'static str,
    send: &'static str,
    sent: &'static str,
    deleted: &'static str,
    owner_now: &'static str,
    accept: &'static str,
}

const ENGLISH: Labels = Labels {
    name: "wide",
    delete: "Delete organization",
    send: "Email me the link",
    sent: "A link to delete the organization is on its way",
    deleted: "Second Client's Organization is deleted.",
    owner_now: "You are the owner of Second Client's Organization now.",
    accept: "Accept invitation",
};

const DUTCH: Labels = Labels {
    name: "phone",
    delete: "Organisatie verwijderen",
    send: "Mail mij de link",
    sent: "De link om de organisatie te verwijderen is onderweg",
    deleted: "Second Client's Organization is verwijderd.",
    owner_now: "Je bent nu eigenaar van Second Client's Organization.",
    accept: "Uitnodiging accepteren",
};

/// A client with an owner.
async fn begin() -> (TestApp, Story, Person) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    (app, story, olga)
}

async fn menu(browser: &Browser) {
    browser.find_css("#organization-menu summary").await.click().await.expect("a menu");
}

/// The link to this place in a mail to somebody.
async fn link(app: &TestApp, email: &str, place: &str) -> String {
    app.deliver().await;
    let mails = app.smtp.take_all().into_iter().filter(|mail| mail.is_for(email));
    mails.flat_map(|mail| mail.html_links()).find(|link| link.contains(place)).expect("a link")
}

/// The client as its provider's admin and its owner see it: suspended by the provider, resting, by the operator.
async fn suspensions((app, story, olga): (&TestApp, &Story, &Person), labels: &Labels, options: &Options) {
    let home = app.url(&format!("/organizations/{}", story.client));
    let admin = signed_in(app, &story.admin, options.clone()).await;
    let owner = signed_in(app, olga, options.clone()).await;
    app.db.execute(&format!("UPDATE organizations SET suspended_by = 'provider' WHERE id = {}", app.db.id(story.client))).await;
    app.db.execute("UPDATE providers SET state = 'suspended'").await;
    for (who, browser) in [("admin", &admin), ("owner", &owner)] {
        browser.visit(&home).await;
        browser.find_css("#suspension-rests").await;
        look(browser, &format!("out-{}-rests-{who}", labels.name)).await;
    }
    app.db.execute("UPDATE providers SET state = 'active'").await;
    set_suspended(&app.app, &story.client.to_string(), true).await.expect("the operator can");
    admin.visit(&home).await;
    admin.find_css("#suspended").await;
    look(&admin, &format!("out-{}-by-operator-admin", labels.name)).await;
    for path in ["reactivate", "unlink"] {
        admin.visit(&app.url(&format!("/clients/{}/{path}", story.client))).await;
        look(&admin, &format!("out-{}-by-operator-{path}", labels.name)).await;
    }
    owner.visit(&home).await;
    look(&owner, &format!("out-{}-by-operator-owner", labels.name)).await;
    set_suspended(&app.app, &story.client.to_string(), false).await.expect("the operator can");
}

/// The owner is told who has to unlink first; then the operator releases it, and the owner deletes it.
async fn deletion((app, story, olga): (&TestApp, &Story, &Person), labels: &Labels, options: &Options) {
    let home = app.url(&format!("/organizations/{}", story.client));
    let owner = signed_in(app, olga, options.clone()).await;
    owner.visit(&home).await;
    menu(&owner).await;
    look(&owner, &format!("out-{}-menu", labels.name)).await;
    owner.press(labels.delete).await;
    owner.find_css("#dialog .why").await;
    look(&owner, &format!("out-{}-managed", labels.name)).await;
    release(&app.app, &story.client.to_string(), None).await.expect("the operator can");
    owner.visit(&home).await;
    menu(&owner).await;
    owner.press(labels.delete).await;
    owner.find_css("#dialog #current_password").await;
    look(&owner, &format!("out-{}-ask", labels.name)).await;
    owner.fill("current_password", PASSWORD).await;
    owner.press(labels.send).await;
    owner.wait_for_text("#notice", labels.sent).await;
    owner.visit(&link(app, &olga.email, "/organization-deletion/").await).await;
    owner.find_css("form#delete").await;
    look(&owner, &format!("out-{}-last", labels.name)).await;
    owner.find_css("form#delete .danger").await.click().await.expect("a button");
    owner.wait_for_text("#notice", labels.deleted).await;
    look(&owner, &format!("out-{}-deleted", labels.name)).await;
}

async fn wanted(app: &TestApp, story: &Story, labels: &Labels, options: &Options) {
    let nina = app.person("nina@client.example").await;
    app.db.execute("UPDATE accounts SET disabled_at = 1 WHERE email = 'olga@client.example'").await;
    let email = Email::parse(&nina.email).expect("an address");
    release(&app.app, &story.client.to_string(), Some(&email)).await.expect("the operator can");
    let link = link(app, &nina.email, "/invitation/").await;
    let browser = signed_in(app, &nina, options.clone()).await;
    browser.visit(&link).await;
    look(&browser, &format!("out-{}-wanted", labels.name)).await;
    browser.press(labels.accept).await;
    browser.wait_for_text("#notice", labels.owner_now).await;
}

async fn journey(labels: &Labels, options: Options) {
    let (app, story, olga) = begin().await;
    suspensions((&app, &story, &olga), labels, &options).await;
    deletion((&app, &story, &olga), labels, &options).await;
}

#[tokio::test]
async fn at_a_wide_window() {
    journey(&ENGLISH, Options::default()).await;
}

#[tokio::test]
async fn on_a_dutch_phone_in_the_dark() {
    journey(&DUTCH, Options::default().phone().dark().language("nl")).await;
}

#[tokio::test]
async fn whoever_is_wanted_as_owner_accepts() {
    for (labels, options) in [(ENGLISH, Options::default()), (DUTCH, Options::default().phone().dark().language("nl"))] {
        let (app, story, _) = begin().await;
        wanted(&app, &story, &labels, &options).await;
    }
}
