//! Making an account without an invitation: the address is proven first, and nothing is told about
//! who has an account.

use std::time::Duration;

use super::sign_in::{headers, told};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, at_once};
use crate::support::page::Page;
use crate::support::smtp_mail::Mail;
use crate::support::world::Story;
use portico::domain::time::{DAY, HOUR, MINUTE};
use reqwest::Method;

const FORM: &str = "form[action='/registration']";
const NEW: &str = "nine slow ferries crossing";
pub const NORA: &str = "nora@new.example";

async fn ask(client: &Client, email: &str) -> Page {
    client.get("/register").await.form("form[action='/register']").set("email", email).submit().await
}

/// The mail, which is made beside the answer.
async fn mail(app: &TestApp, email: &str) -> Mail {
    let waiting = format!("SELECT COUNT(*) FROM deliveries WHERE recipient = '{email}' AND state = 'pending'");
    for _ in 0..200 {
        if app.db.number(&waiting).await > 0 {
            return app.mail_for(email).await;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no mail for {email} in two seconds");
}

/// Asks for a link and gives its path.
pub async fn link(app: &TestApp, email: &str) -> String {
    ask(&app.client(), email).await.expect(200);
    mail(app, email).await.link().strip_prefix(&app.url("")).unwrap().to_owned()
}

fn filled(page: &Page) -> crate::support::fields::FormFill {
    page.form(FORM).set("name", " Nora New ").set("password", NEW)
}

#[tokio::test]
async fn a_newcomer_proves_the_address_and_then_has_an_account() {
    let app = TestApp::spawn().await;
    let nora = app.client();
    let page = nora.get("/sign-in").await.click("Create an account").await;
    let sent = page.form("form[action='/register']").set("email", NORA).submit().await.expect(200);
    assert!(sent.says("An email is on its way to nora@new.example."), "{sent}");
    let mail = mail(&app, NORA).await;
    assert_eq!(mail.subject, "Your account");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM accounts").await, 0, "no account before the address is proven");
    let page = nora.get(mail.link().strip_prefix(&app.url("")).unwrap()).await.follow().await.expect(200);
    assert_eq!(page.path, "/registration");
    assert_eq!(page.one("#email").attr("value"), Some(NORA));
    let weak = page.form(FORM).set("name", " ").set("password", "too short").submit().await.expect(422);
    assert_eq!(weak.texts(".field .error"), ["Enter a name.", "Use at least 15 characters."]);
    assert!(!weak.html.contains("too short"));
    let easy = page.form(FORM).set("name", "Nora").set("password", "aaaaaaaaaaaaaaaaaaaa").submit().await.expect(422);
    assert!(easy.has("#password-error"));
    let done = filled(&page).submit().await.expect(303).follow().await;
    assert_eq!(done.path, "/organizations");
    assert!(done.says("Welcome. Your account is ready.") && done.says("Nora New"), "{done}");
    let log = app.db.texts("SELECT kind || ' ' || actor FROM events").await;
    assert_eq!(log, ["account_created Nora New <nora@new.example>"]);
    nora.get("/registration").await.expect(404);
    let other = app.client();
    let form = other.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", "NORA@new.example").set("password", NEW).submit().await.expect(303);
}

#[tokio::test]
async fn known_and_unknown_addresses_get_one_answer() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    app.person("disabled@client.example").await;
    app.db.execute("UPDATE accounts SET disabled_at = 1 WHERE email_key = 'disabled@client.example'").await;
    let mut answers = Vec::new();
    for email in [ada.email.as_str(), "disabled@client.example", NORA] {
        let client = app.client();
        client.get("/sign-in").await;
        let page = ask(&client, email).await.expect(200);
        answers.push((told(&page, email), headers(&page)));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    while app.db.number("SELECT COUNT(*) FROM deliveries").await < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let exists = app.mail_for(&ada.email).await;
    assert_eq!(exists.subject, "You have an account already");
    assert_eq!(exists.link(), app.url("/sign-in"));
    assert!(exists.text.contains("“Forgot password?”"), "{exists}");
    assert_eq!(app.mail_for(NORA).await.subject, "Your account");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM deliveries").await, 2, "nothing for the disabled account");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM mailed_links").await, 1);
}

#[tokio::test]
async fn a_link_works_once_for_a_day_and_ends_with_the_next_one() {
    let app = TestApp::spawn().await;
    let first = link(&app, NORA).await;
    app.clock.advance(MINUTE);
    let second = link(&app, "Nora@new.example").await;
    app.client().get(&first).await.follow().await.expect(410);
    app.clock.advance(DAY - 1);
    let client = app.client();
    let page = client.get(&second).await.follow().await.expect(200);
    app.clock.advance(1);
    let before = app.db.snapshot().await;
    filled(&page).submit().await.expect(410);
    app.client().get(&second).await.follow().await.expect(410);
    app.db.assert_unchanged_since(&before).await;
    let third = link(&app, NORA).await;
    let page = client.get(&third).await.follow().await.expect(200);
    filled(&page).tamper("registration", &app.app.new_id::<uuid::Uuid>().to_string()).submit().await.expect(403);
    filled(&page).tamper("email", "eve@evil.example").submit().await.expect(422);
    filled(&page).submit().await.expect(303);
    app.client().get(&third).await.follow().await.expect(410);
}

#[tokio::test]
async fn opening_a_link_changes_nothing_and_a_link_for_something_else_is_none() {
    let app = TestApp::spawn().await;
    let link = link(&app, NORA).await;
    let before = app.db.snapshot().await;
    for method in [Method::HEAD, Method::GET, Method::OPTIONS] {
        app.client().request(method.clone(), &link, None, &[]).await;
    }
    app.client().get(&link.replace("/registration/", "/password/")).await.follow().await.expect(404);
    app.client().get(&format!("{link}A")).await.expect(404);
    app.client().get("/registration").await.expect(404);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_link_used_sixteen_times_at_once_makes_one_account() {
    let app = TestApp::spawn().await;
    let link = link(&app, NORA).await;
    let client = app.client();
    let form = filled(&client.get(&link).await.follow().await);
    at_once(Post::of(&client, &form).times(16)).await.expect(1, 303, &[410, 404, 403]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM accounts").await, 1);
    app.assert_sound().await;
}

#[tokio::test]
async fn of_requests_at_once_one_link_is_left() {
    let app = TestApp::spawn().await;
    let clients = [app.client(), app.client(), app.client()];
    let [first, second, third] = &clients;
    tokio::join!(ask(first, NORA), ask(second, NORA), ask(third, NORA));
    while app.db.number("SELECT COUNT(*) FROM follow_ups").await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(app.db.number("SELECT COUNT(*) FROM mailed_links").await, 1, "the same is not mailed twice within a minute");
    app.mail_for(NORA).await;
}

#[tokio::test]
async fn an_invitation_taken_meanwhile_ends_the_link() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let link = link(&app, NORA).await;
    let client = app.client();
    let page = client.get(&link).await.follow().await.expect(200);
    app.person(NORA).await;
    let before = app.db.snapshot().await;
    filled(&page).submit().await.expect(410);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn asking_too_often_is_put_off_alike_for_all() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let ada = app.person("ada@client.example").await;
    let mut answers = Vec::new();
    for email in [ada.email.as_str(), NORA] {
        for _ in 0..3 {
            ask(&app.client(), email).await.expect(200);
        }
        let client = app.client();
        client.get("/sign-in").await;
        let page = ask(&client, email).await.expect(429);
        answers.push((told(&page, email), headers(&page)));
    }
    assert_eq!(answers[0], answers[1]);
    app.clock.advance(HOUR + 1);
    ask(&app.client(), NORA).await.expect(200);
}

#[tokio::test]
async fn where_it_is_closed_the_page_says_so_and_nothing_leads_there() {
    let mut open = TestApp::spawn().await;
    open.ignore_mail();
    let link = link(&open, NORA).await;
    assert!(link.starts_with("/registration/"));
    let app = TestApp::spawn_with(|settings| settings.registration_open = false).await;
    let client = app.client();
    assert!(!client.get("/sign-in").await.has("a[href='/register']"));
    let page = client.get("/register").await.expect(403);
    assert!(page.says("On this portal, accounts come by invitation."), "{page}");
    let token = client.get("/sign-in").await.form("form[action='/sign-in']").value("form_token").unwrap();
    let before = app.db.snapshot().await;
    client.post_raw("/register", &[("form_token", &token), ("email", NORA)]).await.expect(403);
    client.get(&link).await.follow().await.expect(403);
    app.db.assert_unchanged_since(&before).await;
    let unsent = TestApp::spawn_with(|settings| settings.mails_are_sent = false).await;
    unsent.client().get("/register").await.expect(403);
}

#[tokio::test]
async fn from_the_first_mail_to_a_client_of_a_provider() {
    let app = TestApp::spawn().await;
    let link = link(&app, NORA).await;
    let nora = app.client();
    let page = filled(&nora.get(&link).await.follow().await).submit().await.follow().await;
    let form = page.click("New organization").await.form("#new-organization");
    let form = form.set("name", "Nora Works").set("plan", "Enterprise (Annually)").set("seats", "25");
    let made = form.submit().await.expect(303).follow().await;
    assert!(made.says("Nora Works is created, and you are its owner."), "{made}");
    // The operator makes a provider with the same person as its admin.
    let name = portico::domain::providers::ProviderName::parse("Example Services").unwrap();
    let email = portico::domain::email::Email::parse(NORA).unwrap();
    let provider = portico::service::operator::providers::create(&app.app, &name, &email, "Nora").await.unwrap();
    assert!(provider.link.is_none(), "the account has a password");
    let page = nora.get("/").await.follow().await;
    let dialog = page.click("#add-existing").await;
    assert!(dialog.says("Nora Works") && dialog.says("1 / 25"), "{dialog}");
    let added = dialog.form("#existing form").submit().await.expect(303).follow().await;
    assert_eq!(added.texts("tr.is-new th a"), ["Nora Works"]);
    assert_eq!(app.deliver().await, 0);
}

#[tokio::test]
async fn somebody_who_is_signed_in_has_no_need_of_it() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    assert_eq!(admin.get("/register").await.expect(303).location().as_deref(), Some("/"));
}
