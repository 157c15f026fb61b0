//! The clock ran ahead and is set back: what gives access and is dated in the future is over, what holds
//! somebody back holds nobody, and half a minute between two nodes is nothing.

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::time::{DAY, MINUTE};

const AHEAD: i64 = 400 * DAY;

async fn is_signed_in(client: &Client) -> bool {
    client.get("/organizations").await.status == 200
}

async fn attempt(app: &TestApp, person: &Person, password: &str) -> Page {
    let form = app.client().get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", &person.email).set("password", password).submit().await
}

#[tokio::test]
async fn a_session_of_the_future_is_over_and_one_of_half_a_minute_is_not() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let today = app.signed_in(&ada).await;
    app.clock.advance(-30_000);
    assert!(is_signed_in(&today).await, "another node, whose clock is behind");
    app.clock.advance(30_000 + AHEAD);
    let ahead = app.signed_in(&ada).await;
    assert!(is_signed_in(&ahead).await);
    app.clock.advance(-AHEAD);
    assert!(!is_signed_in(&ahead).await, "begun in the future");
    assert!(is_signed_in(&today).await);
    assert_eq!(today.get("/account/sessions").await.texts("tbody tr").len(), 1, "it is not shown either");
    // Seen by a node whose clock ran ahead.
    app.db.execute(&format!("UPDATE sessions SET seen_at = {} WHERE created_at < seen_at + 1", app.app.now() + 2 * MINUTE)).await;
    assert!(!is_signed_in(&today).await);
}

#[tokio::test]
async fn a_link_of_the_future_is_over() {
    let app = TestApp::spawn().await;
    let (organization, olga) = (app.organization("Harbour Works", "Free", 5).await, app.person("olga@client.example").await);
    app.member(organization, &olga, Role::Owner, Status::Confirmed).await;
    app.clock.advance(AHEAD);
    let owner = app.signed_in(&olga).await;
    let invite = async |owner: &Client, email: &str| {
        let form = owner.get(&format!("/organizations/{organization}/members/new")).await.form("section.sheet form");
        form.set("emails", email).submit().await.expect(303);
        let link = app.mail_for(email).await.link();
        link.strip_prefix(&app.url("")).expect("a link of the portal").to_owned()
    };
    let path = invite(&owner, "fay@client.example").await;
    app.client().get(&path).await.follow().await.expect(200);
    app.clock.advance(-AHEAD);
    let page = app.client().get(&path).await.follow().await.expect(410);
    assert!(page.says("expired"), "{page}");
    let path = invite(&app.signed_in(&olga).await, "guy@client.example").await;
    app.clock.advance(-30_000);
    let page = app.client().get(&path).await.follow().await.expect(200);
    let form = page.form("form[action='/invitation/account']").set("name", "Guy").set("password", PASSWORD);
    form.submit().await.expect(303);
    app.clock.advance(30_000);
    assert_eq!(app.mail_for(&olga.email).await.to, [olga.email.as_str()]);
}

#[tokio::test]
async fn a_throttle_of_the_future_holds_nobody_back() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    app.clock.advance(AHEAD);
    for _ in 0..10 {
        attempt(&app, &ada, "wrong").await.expect(422);
    }
    attempt(&app, &ada, PASSWORD).await.expect(429);
    app.clock.advance(-30_000);
    attempt(&app, &ada, PASSWORD).await.expect(429);
    app.clock.advance(30_000 - AHEAD);
    for _ in 0..10 {
        attempt(&app, &ada, "wrong").await.expect(422);
    }
    while app.db.number("SELECT COUNT(*) FROM follow_ups").await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(app.deliver().await, 2, "that strangers are held back is told again");
    app.smtp.take_all();
    let page = attempt(&app, &ada, PASSWORD).await.expect(429);
    assert!(page.header("retry-after").parse::<i64>().expect("seconds") <= 15 * 60, "{page}");
    app.clock.advance(15 * MINUTE);
    attempt(&app, &ada, PASSWORD).await.expect(303);
}

#[tokio::test]
async fn what_was_opened_and_asked_in_the_future_is_noted_and_asked_again() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let second = app.person("olga@client.example").await;
    for owner in [&story.admin, &second] {
        app.member(story.client, owner, Role::Owner, Status::Confirmed).await;
    }
    let path = format!("/organizations/{}", story.client);
    let opened = async || {
        app.signed_in(&story.service).await.get(&path).await.expect(200);
        app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'client_opened' AND log_kind = 'organization'").await
    };
    app.clock.advance(AHEAD);
    assert_eq!((opened().await, opened().await), (1, 1));
    assert_eq!((ask(&app, &story, &path).await, ask(&app, &story, &path).await), (1, 0));
    app.clock.advance(-AHEAD);
    assert_eq!((opened().await, opened().await), (2, 2));
    assert_eq!((ask(&app, &story, &path).await, ask(&app, &story, &path).await), (1, 0));
    assert_eq!(app.smtp.take_all().len(), 2);
}

/// Asks to be removed, by the address: the page hides the button from who has asked already. Gives how many mails
/// went out.
async fn ask(app: &TestApp, story: &Story, path: &str) -> usize {
    let client = app.signed_in(&story.admin).await;
    let token = client.get("/organizations").await.select("input[name=form_token]").remove(0);
    let token = token.attr("value").expect("a token").to_owned();
    client.post_raw(&format!("{path}/removal-request"), &[("form_token", &token)]).await.expect(303);
    app.deliver().await
}

/// Every time that is stored, and what a clock that ran ahead would do with it.
const TIMES: &[(&str, &str)] = &[
    // Gives access: over while it lies more than a minute in the future.
    ("sessions.created_at", "access"),
    ("sessions.seen_at", "access"),
    ("sessions.proven_at", "access"),
    ("mailed_links.created_at", "access"),
    ("unlinkings.unlinked_at", "access"),
    ("known_places.seen_at", "access"),
    ("kept_forms.kept_at", "access"),
    ("ended_sessions.ended_at", "access"),
    // Would hold somebody back: what ends later than it can is over.
    ("throttles.ends_at", "holds"),
    ("follow_ups.due_at", "holds"),
    ("suppressions.created_at", "holds"),
    ("deliveries.next_at", "holds"),
    ("deliveries.lease_until", "holds"),
    ("two_steps.last_step", "holds"),
    ("client_openings.opened_at", "holds"),
    ("members.removal_asked_at", "holds"),
    ("provider_members.reminded_at", "holds"),
    ("session_visits.seen_at", "holds"),
    // Bounded by the time at which it was made.
    ("mailed_links.expires_at", "bounded"),
    ("deliveries.created_at", "bounded"),
    // Told, or asked whether it is there at all.
    ("mailed_links.used_at", "told"),
    ("mailed_links.replaced_at", "told"),
    ("mailed_links.withdrawn_at", "told"),
    ("deliveries.sent_at", "told"),
    ("deliveries.ended_at", "told"),
    ("two_steps.confirmed_at", "told"),
    ("two_steps.created_at", "told"),
    ("recovery_codes.used_at", "told"),
    ("accounts.created_at", "told"),
    ("accounts.disabled_at", "told"),
    ("accounts.inviting_ended_at", "told"),
    ("organizations.inviting_ended_at", "told"),
    ("opt_outs.pressed_at", "told"),
    ("providers.created_at", "told"),
    ("provider_members.created_at", "told"),
    ("organizations.created_at", "told"),
    ("organizations.linked_at", "told"),
    ("unlinkings.ended_at", "told"),
    ("members.created_at", "told"),
    ("events.at", "told"),
    ("member_bars.barred_at", "told"),
    ("client_notes.written_at", "told"),
    ("members.removal_declined_at", "told"),
    ("seat_days.day", "told"),
    ("nodes.seen_at", "told"),
    ("member_visits.seen_at", "told"),
];

#[tokio::test]
async fn for_every_time_that_is_stored_it_is_decided_what_the_future_means() {
    let app = TestApp::spawn().await;
    let columns = match app.db.engine() {
        Engine::Sqlite => {
            "SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND c.type = 'BIGINT'"
        }
        Engine::Postgres => {
            "SELECT table_name || '.' || column_name FROM information_schema.columns \
             WHERE table_schema = 'public' AND data_type = 'bigint'"
        }
    };
    let is_time = |name: &String| {
        let column = name.rsplit('.').next().unwrap_or_default();
        ["_at", "_until", "_step"].iter().any(|end| column.ends_with(end)) || ["at", "day"].contains(&column)
    };
    let mut stored: Vec<_> = app.db.texts(columns).await.into_iter().filter(is_time).collect();
    let mut decided: Vec<_> = TIMES.iter().map(|(column, _)| (*column).to_owned()).collect();
    stored.sort();
    decided.sort();
    assert_eq!(stored, decided);
}
