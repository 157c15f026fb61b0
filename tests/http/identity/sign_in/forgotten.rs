//! A forgotten password: a link that works once, for an hour, and tells nobody anything.

use std::time::Duration;

use super::{attempt, headers, password_mail, told};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, at_once};
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person};
use portico::domain::email::Email;
use portico::domain::providers::ProviderName;
use portico::domain::time::{HOUR, MINUTE};
use portico::service::operator::providers;
use reqwest::Method;

const NEW: &str = "nine slow ferries crossing";

async fn spawn() -> (TestApp, Person) {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    (app, ada)
}

async fn ask(client: &Client, email: &str) -> Page {
    let form = client.get("/forgot-password").await.form("form[action='/forgot-password']");
    form.set("email", email).submit().await
}

/// Asks for a link and gives its path.
async fn link(app: &TestApp, ada: &Person) -> String {
    ask(&app.client(), &ada.email).await.expect(200);
    let link = password_mail(app, &ada.email).await.link();
    link.strip_prefix(&app.url("")).unwrap().to_owned()
}

/// Opens the link and sends the form, as far as there is one.
async fn choose(app: &TestApp, link: &str, password: &str) -> Page {
    let page = app.client().get(link).await.follow().await;
    if page.status == 200 { page.form("form[action='/password']").set("password", password).submit().await } else { page }
}

#[tokio::test]
async fn known_and_unknown_addresses_get_one_answer() {
    let (app, ada) = spawn().await;
    app.person("disabled@client.example").await;
    app.db.execute("UPDATE accounts SET disabled_at = 1 WHERE email_key = 'disabled@client.example'").await;
    let mut answers = Vec::new();
    for email in [ada.email.as_str(), "unknown@client.example", "disabled@client.example"] {
        let client = app.client();
        client.get("/sign-in").await;
        let page = ask(&client, email).await.expect(200);
        answers.push((told(&page, email), headers(&page)));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(password_mail(&app, &ada.email).await.subject, "Choose your password");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM deliveries").await, 1);
    attempt(&app.client(), &ada.email, PASSWORD).await.expect(303);
}

#[tokio::test]
async fn a_link_works_once_and_tells_its_owner() {
    let (app, ada) = spawn().await;
    let link = link(&app, &ada).await;
    let page = app.client().get(&link).await.follow().await.expect(200);
    assert!(page.says(&ada.email));
    let weak = page.form("form[action='/password']").set("password", "too short").submit().await.expect(422);
    assert!(!weak.html.contains("too short"));
    let saved = choose(&app, &link, NEW).await.expect(303).follow().await;
    assert!(saved.says("Your new password is saved."), "{saved}");
    let told = app.mail_for(&ada.email).await;
    assert_eq!(told.subject, "Your password was changed");
    attempt(&app.client(), &ada.email, PASSWORD).await.expect(422);
    attempt(&app.client(), &ada.email, NEW).await.expect(303);
    let hash = app.db.texts("SELECT password_hash FROM accounts").await;
    choose(&app, &link, "yet another long password").await.expect(410);
    page.form("form[action='/password']").set("password", "yet another long password").submit().await.expect(410);
    assert_eq!(app.db.texts("SELECT password_hash FROM accounts").await, hash);
}

#[tokio::test]
async fn a_link_ends_after_an_hour_and_with_the_next_one() {
    let (app, ada) = spawn().await;
    let first = link(&app, &ada).await;
    app.clock.advance(MINUTE);
    let second = link(&app, &ada).await;
    assert_ne!(first, second);
    choose(&app, &first, NEW).await.expect(410);
    app.clock.advance(HOUR - 1);
    let opened = app.client().get(&second).await.follow().await.expect(200);
    app.clock.advance(1);
    let before = app.db.snapshot().await;
    choose(&app, &second, NEW).await.expect(410);
    opened.form("form[action='/password']").set("password", NEW).submit().await.expect(410);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn altered_links_and_skipped_steps_lead_nowhere() {
    let (app, ada) = spawn().await;
    let link = link(&app, &ada).await;
    let before = app.db.snapshot().await;
    let (last, flipped) = (link.chars().last().unwrap(), |c: char| if c == 'A' { 'E' } else { 'A' });
    let altered = format!("{}{}", &link[..link.len() - 1], flipped(last));
    let invitation = link.replace("/password/", "/invitation/");
    for path in [altered.as_str(), &link[..link.len() - 1], &format!("{link}A"), "/password/x", "/password/%00", &invitation] {
        let page = app.client().get(path).await;
        let page = if page.location().is_some() { page.follow().await } else { page };
        page.expect(404);
    }
    app.client().get("/password").await.expect(404);
    // The form of a page for nobody, sent to the last step.
    let visitor = app.client();
    let token = visitor.get("/sign-in").await.form("form[action='/sign-in']").value("form_token").unwrap();
    let fields = [("form_token", token.as_str()), ("link", "00000000-0000-7000-8000-000000000000"), ("password", NEW)];
    visitor.post_raw("/password", &fields).await.expect(404);
    let page = visitor.get(&link).await.follow().await;
    let form = || page.form("form[action='/password']").set("password", NEW);
    form().tamper("email", "eve@evil.example").submit().await.expect(422);
    form().tamper("link", "00000000-0000-7000-8000-000000000000").submit().await.expect(403);
    form().without("form_token").submit().await.expect(403);
    app.db.assert_unchanged_since(&before).await;
    form().submit().await.expect(303);
    app.mail_for(&ada.email).await;
}

#[tokio::test]
async fn opening_a_link_changes_nothing() {
    let (app, ada) = spawn().await;
    let link = link(&app, &ada).await;
    let before = app.db.snapshot().await;
    for method in [Method::HEAD, Method::GET, Method::HEAD, Method::GET, Method::OPTIONS] {
        let scanner = app.client();
        scanner.request(method.clone(), &link, None, &[]).await;
        scanner.request(method, "/password", None, &[]).await;
    }
    app.db.assert_unchanged_since(&before).await;
    choose(&app, &link, NEW).await.expect(303);
    app.mail_for(&ada.email).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_link_used_thirty_two_times_at_once_sets_one_password() {
    let (app, ada) = spawn().await;
    let link = link(&app, &ada).await;
    let client = app.client();
    let page = client.get(&link).await.follow().await;
    let form = page.form("form[action='/password']");
    let posts = (0..32).map(|n| Post::of(&client, &form.clone().set("password", &format!("{NEW} {n}"))));
    at_once(posts.collect()).await.expect(1, 303, &[410, 404]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'password_set'").await, 1);
    app.mail_for(&ada.email).await;
    assert_eq!(app.deliver().await, 0, "one mail");
}

#[tokio::test]
async fn asking_too_often_is_put_off_alike_for_all() {
    let (app, ada) = spawn().await;
    let mut answers = Vec::new();
    for email in [ada.email.as_str(), "unknown@client.example"] {
        for _ in 0..3 {
            ask(&app.client(), email).await.expect(200);
        }
        let client = app.client();
        client.get("/sign-in").await;
        let page = ask(&client, email).await.expect(429);
        answers.push((told(&page, email), headers(&page)));
    }
    assert_eq!(answers[0], answers[1]);
    tokio::time::sleep(Duration::from_millis(100)).await;
    app.deliver().await;
    assert_eq!(app.smtp.take_all().len(), 1, "only the newest link is worth a mail");
    app.clock.advance(HOUR + MINUTE);
    ask(&app.client(), "unknown@client.example").await.expect(200);
}

#[tokio::test]
async fn of_requests_at_once_one_link_is_left() {
    let (app, ada) = spawn().await;
    let clients = [app.client(), app.client(), app.client()];
    let [first, second, third] = &clients;
    tokio::join!(ask(first, &ada.email), ask(second, &ada.email), ask(third, &ada.email));
    while app.db.number("SELECT COUNT(*) FROM follow_ups").await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(app.db.number("SELECT COUNT(*) FROM mailed_links").await, 1, "the same is not mailed twice within a minute");
    app.mail_for(&ada.email).await;
}

#[tokio::test]
async fn without_a_mail_server_nobody_ends_the_link_that_the_operator_printed() {
    let app = TestApp::spawn_with(|settings| settings.mails_are_sent = false).await;
    let (name, email) = (ProviderName::parse("Example Services").unwrap(), Email::parse("ada@provider.example").unwrap());
    let made = providers::create(&app.app, &name, &email, "Ada").await.unwrap();
    let link = made.link.unwrap().strip_prefix(&app.url("")).unwrap().to_owned();
    ask(&app.client(), email.as_str()).await.expect(200);
    tokio::time::sleep(Duration::from_millis(200)).await;
    choose(&app, &link, NEW).await.expect(303);
    app.deliver().await;
    app.smtp.take_all();
}
