//! Nobody writes into the logs, or to other people, without limit; who did much is told when to go on, and can
//! always leave.

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Story};
use data_encoding::HEXLOWER;
use portico::domain::members::{Role, Status};
use portico::domain::time::HOUR;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// As if this person had done that often what is counted under this name.
async fn set(app: &TestApp, name: &str, who: Uuid, attempts: i64) {
    let hash = HEXLOWER.encode(&Sha256::digest(format!("{name}\0{who}")));
    let key = match app.db.engine() {
        Engine::Sqlite => format!("X'{hash}'"),
        Engine::Postgres => format!("decode('{hash}', 'hex')"),
    };
    let ends = app.app.now() + HOUR;
    app.db.execute(&format!("DELETE FROM throttles WHERE key = {key}")).await;
    app.db.execute(&format!("INSERT INTO throttles (key, attempts, ends_at) VALUES ({key}, {attempts}, {ends})")).await;
}

/// As if an hour's work was done.
async fn do_much(app: &TestApp, who: Uuid) {
    set(app, "acts-by", who, 600).await;
    set(app, "notices-by", who, 300).await;
}

async fn rename(client: &Client, name: &str) -> Page {
    client.get("/account").await.form("form[action='/account']").set("name", name).submit().await
}

async fn events(app: &TestApp) -> i64 {
    app.db.number("SELECT COUNT(*) FROM events WHERE kind NOT IN ('refused', 'alert_raised')").await
}

/// An admin's browser that has done much already.
async fn spawn() -> (TestApp, Story, Client) {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.member(story.client, &story.admin, Role::Owner, Status::Confirmed).await;
    let client = app.signed_in(&story.admin).await;
    rename(&client, "Ada One").await.expect(303);
    client.get(&format!("/organizations/{}", story.client)).await.expect(200);
    (app, story, client)
}

#[tokio::test]
async fn six_hundred_acts_in_an_hour_are_enough_and_the_page_says_when_to_go_on() {
    let (app, story, client) = spawn().await;
    set(&app, "acts-by", story.admin.id, 599).await;
    let before = events(&app).await;
    rename(&client, "Ada Two").await.expect(303);
    let refused = rename(&client, "Ada Three").await.expect(429);
    let seconds: i64 = refused.header("retry-after").parse().expect("a number");
    assert!((3_000..=3_600).contains(&seconds), "{seconds}");
    assert!(refused.says("60 minutes"), "{refused}");
    assert_eq!(events(&app).await, before + 1);
    assert!(client.get("/account").await.says("Ada Two"), "nothing was changed");
    app.clock.advance(HOUR);
    rename(&client, "Ada Three").await.expect(303);
}

#[tokio::test]
async fn no_act_that_stands_in_a_log_goes_around_the_limit() {
    let (app, story, client) = spawn().await;
    let organization = format!("/organizations/{}", story.client);
    let token = crate::help::form_token(&client).await;
    let posts: [(String, &[(&str, &str)]); 12] = [
        ("/account".into(), &[("name", "Ada"), ("language", "en"), ("time_zone", "UTC")]),
        ("/provider/settings/profile".into(), &[("provider_name", "Example Services"), ("billing_email", "a@b.example")]),
        (format!("{organization}/name"), &[("name", "Another Name")]),
        (format!("{organization}/plan"), &[("plan", "Teams (Annually)")]),
        (format!("{organization}/seats"), &[("seat_count", "17")]),
        (format!("/clients/{}/note", story.client), &[("note", "a note")]),
        (format!("{organization}/step-down"), &[]),
        (format!("{organization}/events/export"), &[("format", "csv")]),
        ("/provider/events/export".into(), &[("format", "csv")]),
        ("/clients/export".into(), &[("all", "true"), ("query", "")]),
        (format!("/clients/{}/unlink", story.client), &[]),
        (format!("/clients/{}/suspend", story.client), &[]),
    ];
    do_much(&app, story.admin.id).await;
    let (before, mut others) = (events(&app).await, Vec::new());
    for (path, fields) in posts {
        let fields: Vec<_> = [&[("form_token", token.as_str())], fields].concat();
        let status = client.post_raw(&path, &fields).await.status;
        if status != 429 {
            others.push((path, status));
        }
    }
    assert!(others.is_empty(), "{others:?}");
    assert_eq!(events(&app).await, before);
}

#[tokio::test]
async fn whoever_did_much_can_look_protect_the_account_and_leave() {
    let (app, story, client) = spawn().await;
    do_much(&app, story.admin.id).await;
    app.clock.advance(HOUR - 1);
    do_much(&app, story.admin.id).await;
    app.clock.advance(1);
    let before = events(&app).await;
    client.get(&format!("/organizations/{}", story.client)).await.expect(200);
    assert_eq!(events(&app).await, before + 2, "that a client was opened stands in both logs");
    let form = client.get("/account/password").await.form("form[action='/account/password']");
    let form = form.set("current_password", PASSWORD).set("password", "nine slow ferries crossing");
    form.submit().await.expect(303);
    assert_eq!(app.mail_for(&story.admin.email).await.subject, "Your password was changed");
    let token = crate::help::form_token(&client).await;
    client.post_raw("/language", &[("form_token", &token), ("language", "nl"), ("next", "/")]).await.expect(303);
    client.get("/organizations").await.form("form[action='/sign-out']").submit().await.expect(303);
    assert_eq!(client.get("/organizations").await.status, 303);
}

#[tokio::test]
async fn one_account_is_signed_in_to_two_hundred_times_in_an_hour_and_then_waits() {
    let (app, story, _) = spawn().await;
    set(&app, "sign-ins-to", story.admin.id, 199).await;
    app.signed_in(&story.admin).await;
    let before = events(&app).await;
    let form = app.client().get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", &story.admin.email).set("password", PASSWORD).submit().await.expect(429);
    assert_eq!(events(&app).await, before);
    app.clock.advance(HOUR);
    app.signed_in(&story.admin).await;
}
