//! What goes by itself, and when: nothing that somebody still needs to be told.

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::smtp::{Reply, Stage};
use portico::domain::members::{Role, Status};
use portico::domain::time::{DAY, HOUR, MINUTE};
use portico::jobs;
use portico::service::operator::outbox;
use uuid::Uuid;

const OLGA: &str = "olga@client.example";

/// An organization and its owner's browser. Sessions last for longer than anything here.
async fn spawn() -> (TestApp, Uuid, Client) {
    let app = TestApp::spawn_with(|settings| (settings.session_idle, settings.session_absolute) = (400 * DAY, 400 * DAY)).await;
    let organization = app.organization("Harbour Works", "Teams (Monthly)", 50).await;
    let olga = app.person(OLGA).await;
    app.member(organization, &olga, Role::Owner, Status::Confirmed).await;
    let owner = app.signed_in(&olga).await;
    (app, organization, owner)
}

/// Invites this address; gives the path of the link.
async fn invite(app: &TestApp, organization: Uuid, owner: &Client, email: &str) -> String {
    let form = owner.get(&format!("/organizations/{organization}/members/new")).await.form("section.sheet form");
    form.set("emails", email).submit().await.expect(303);
    let link = app.mail_for(email).await.link();
    link.strip_prefix(&app.url("")).expect("a link of the portal").to_owned()
}

async fn count(app: &TestApp, what: &str) -> i64 {
    app.db.number(&format!("SELECT COUNT(*) FROM {what}")).await
}

async fn open(app: &TestApp, path: &str) -> u16 {
    app.client().get(path).await.follow().await.status
}

#[tokio::test]
async fn why_a_link_does_nothing_is_told_for_ninety_days_and_then_it_is_gone() {
    let (app, organization, owner) = spawn().await;
    let path = invite(&app, organization, &owner, "expired@client.example").await;
    let taken = invite(&app, organization, &owner, "taken@client.example").await;
    app.db
        .execute(
            "UPDATE mailed_links SET used_at = created_at WHERE target_id IN (SELECT id FROM members WHERE email LIKE 'taken%')",
        )
        .await;
    app.clock.advance(90 * DAY - 1);
    jobs::sweep_all(&app.app).await.expect("it sweeps");
    assert_eq!((open(&app, &path).await, open(&app, &taken).await), (410, 410));
    app.clock.advance(1);
    jobs::sweep_all(&app.app).await.expect("it sweeps");
    assert_eq!((open(&app, &path).await, open(&app, &taken).await), (410, 404), "used 90 days ago; expired five days later");
    app.clock.advance(5 * DAY);
    jobs::sweep_all(&app.app).await.expect("it sweeps");
    assert_eq!(open(&app, &path).await, 404);
    assert_eq!(count(&app, "mailed_links").await, 0);
    // Whoever is still invited gets another one.
    let page = owner.get(&format!("/organizations/{organization}")).await.expect(200);
    assert!(page.says("expired@client.example"), "{page}");
}

#[tokio::test]
async fn nothing_is_kept_of_the_words_of_a_mail_that_was_sent_and_its_row_goes_after_ninety_days() {
    let (app, organization, owner) = spawn().await;
    invite(&app, organization, &owner, "guest@client.example").await;
    let payload = app.db.texts("SELECT payload FROM deliveries").await;
    assert_eq!(payload, [r#"{"kind":"invitation"}"#]);
    let listed = outbox::list(&app.app, None, 10).await.expect("it is listed");
    assert_eq!((listed[0].kind.as_str(), listed[0].row.state.as_str()), ("invitation", "sent"));
    let refused = outbox::retry(&app.app, listed[0].row.id).await.expect_err("it was sent");
    assert!(refused.to_string().contains("AlreadySent"), "{refused}");
    // One that is given up, and one that is taken back.
    app.smtp.script(Stage::Rcpt, Reply::permanent(550));
    let form = owner.get(&format!("/organizations/{organization}/members/new")).await.form("section.sheet form");
    form.set("emails", "dead@client.example").submit().await.expect(303);
    assert_eq!(app.deliver().await, 1);
    app.clock.advance(DAY);
    let form = owner.get(&format!("/organizations/{organization}/members/new")).await.form("section.sheet form");
    form.set("emails", "back@client.example").submit().await.expect(303);
    let pending = outbox::list(&app.app, Some(portico::store::deliveries::State::Pending), 10).await.expect("it is listed");
    outbox::cancel(&app.app, pending[0].row.id).await.expect("it is taken back");
    let mut left = Vec::new();
    for step in [89 * DAY - 1, 1, DAY] {
        app.clock.advance(step);
        jobs::sweep_all(&app.app).await.expect("it sweeps");
        left.push(count(&app, "deliveries").await);
    }
    assert_eq!(left, [3, 1, 0], "the first two ended on one day, the third a day later");
}

#[tokio::test]
async fn a_dead_mail_that_is_tried_again_stays_until_it_ends_anew() {
    let (app, organization, owner) = spawn().await;
    app.smtp.script(Stage::Rcpt, Reply::permanent(550));
    let form = owner.get(&format!("/organizations/{organization}/members/new")).await.form("section.sheet form");
    form.set("emails", "dead@client.example").submit().await.expect(303);
    app.deliver().await;
    let dead = outbox::list(&app.app, None, 10).await.expect("it is listed").remove(0);
    app.clock.advance(HOUR);
    outbox::retry(&app.app, dead.row.id).await.expect("it is tried again");
    assert_eq!(count(&app, "deliveries WHERE ended_at IS NULL").await, 1);
    app.deliver().await;
    app.smtp.take_for("dead@client.example");
    app.clock.advance(90 * DAY - 1);
    jobs::sweep_all(&app.app).await.expect("it sweeps");
    assert_eq!(count(&app, "deliveries").await, 1);
}

#[tokio::test]
async fn the_words_of_mails_that_an_older_version_sent_are_forgotten() {
    let (app, organization, owner) = spawn().await;
    invite(&app, organization, &owner, "guest@client.example").await;
    app.db
        .execute(r#"UPDATE deliveries SET payload = '{"kind":"invitation","organization":"Harbour Works","role":"user"}'"#)
        .await;
    jobs::sweep_all(&app.app).await.expect("it sweeps");
    assert_eq!(app.db.texts("SELECT payload FROM deliveries").await, [r#"{"kind":"invitation"}"#]);
}

#[tokio::test]
async fn counters_that_are_over_go_in_steps_and_those_that_count_stay() {
    let (app, ..) = spawn().await;
    let key = match app.db.engine() {
        Engine::Sqlite => "CAST('key ' || n AS BLOB)",
        Engine::Postgres => "CAST('key ' || n AS BYTEA)",
    };
    let now = app.app.now();
    let many = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000) \
         INSERT INTO throttles (key, attempts, ends_at) SELECT {key}, 1, {now} FROM numbers"
    );
    let before = count(&app, "throttles").await;
    app.db.execute(&many).await;
    let ahead = now + 400 * DAY;
    app.db
        .execute(&format!(
            "UPDATE throttles SET ends_at = {ahead} WHERE key = (SELECT key FROM throttles WHERE ends_at = {now} ORDER BY key LIMIT 1)"
        ))
        .await;
    jobs::sweep_all(&app.app).await.expect("it sweeps");
    assert_eq!(count(&app, "throttles").await, before, "what still counts");
    app.clock.advance(31 * DAY + MINUTE);
    jobs::sweep_all(&app.app).await.expect("it sweeps");
    assert_eq!(count(&app, "throttles").await, 0);
}
