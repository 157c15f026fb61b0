//! Mails that are owed: sent once, tried again, given up, and never sent for nothing.

use std::time::Duration;

use uuid::Uuid;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::smtp::{Reply, Stage};
use crate::support::world::{Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::time::{DAY, MINUTE};
use portico::service::operator::{operation, outbox};
use portico::store::deliveries::{self, Channel, NewDelivery, State, Unsent};

mod clock;
mod names;
mod retries;
mod stored;

const GUEST: &str = "olivia@client.example";
/// The longest first wait: half a minute and a fifth.
const FIRST_WAIT: i64 = 36_000;

/// An organization of an owner without a provider, and the owner's browser.
async fn spawn() -> (TestApp, Uuid, Client) {
    let app = TestApp::spawn().await;
    let organization = app.organization("Harbour Works", "Teams (Monthly)", 50).await;
    let owner = app.person("olga@client.example").await;
    app.member(organization, &owner, Role::Owner, Status::Confirmed).await;
    let client = app.signed_in(&owner).await;
    (app, organization, client)
}

async fn invite(owner: &Client, organization: Uuid, email: &str) -> Page {
    let form = owner.get(&format!("/organizations/{organization}/members/new")).await.form("section.sheet form");
    form.set("emails", email).submit().await
}

async fn states(app: &TestApp) -> Vec<String> {
    app.db.texts("SELECT state FROM deliveries ORDER BY created_at, id").await
}

/// State, attempts and whether there is an error, of the one mail.
async fn the_mail(app: &TestApp) -> String {
    let query = "SELECT state || ' ' || CAST(attempts AS TEXT) || ' ' || COALESCE(last_error, '-') FROM deliveries";
    let mut rows = app.db.texts(query).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

#[tokio::test]
async fn a_mail_has_two_parts_one_reader_its_link_and_a_way_not_to_know_it() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    let mail = app.mail_for(GUEST).await;
    assert_eq!(mail.envelope_to, [GUEST]);
    assert_eq!(mail.to, [GUEST]);
    assert_eq!((mail.from.as_str(), mail.from_name.as_str()), ("portico@portal.example", "Portico"));
    let headers = String::from_utf8_lossy(&mail.raw).split("\r\n\r\n").next().unwrap_or_default().to_lowercase();
    let times = |name: &str| headers.lines().filter(|line| line.starts_with(name)).count();
    for name in ["to:", "from:", "subject:", "date:", "message-id:", "mime-version:"] {
        assert_eq!(times(name), 1, "{name} in\n{headers}");
    }
    assert_eq!(times("bcc:") + times("cc:"), 0);
    assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert!(mail.header("Content-Type").unwrap().starts_with("multipart/alternative"));
    assert!(mail.text.contains("Harbour Works") && mail.html.contains("Harbour Works"));
    assert!(mail.link().starts_with(&app.url("/invitation/")));
    let [link, opt_out] = <[String; 2]>::try_from(mail.html_links()).expect("two links");
    assert_eq!(link, mail.link());
    assert!(opt_out.starts_with(&app.url("/opt-out/")) && mail.text.contains(&opt_out), "{mail}");
    assert!(the_mail(&app).await.starts_with("sent 1"));
}

/// Puts a row into the outbox that the program itself would not write.
async fn smuggle(app: &TestApp, message: &str, recipient: &str) {
    let new = NewDelivery {
        id: app.app.new_id(),
        channel: Channel::Mail,
        payload: message,
        recipient,
        language: "en",
        organization: None,
        link: None,
        now: app.app.now() - 1,
    };
    let mut tx = app.app.db.write().await.unwrap();
    deliveries::insert(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_poisoned_mail_dies_alone() {
    let (app, organization, owner) = spawn().await;
    let good = r#"{"kind":"password_set"}"#;
    let poison = [
        ("{ no message", "a@poison.example"),
        (r#"{"kind":"unheard_of"}"#, "b@poison.example"),
        (r#"{"kind":"password_link","name":"x","expires_at":1}"#, "c@poison.example"),
        (good, "d@poison.example\r\nBcc: eve@evil.example"),
        (good, "\"d\r\nBcc: eve@evil.example\" <d@poison.example>"),
        (good, "no address"),
        (good, ""),
    ];
    for (message, recipient) in poison {
        smuggle(&app, message, recipient).await;
    }
    invite(&owner, organization, GUEST).await.expect(303);
    assert_eq!(app.deliver().await, poison.len() + 1);
    app.smtp.take_for(GUEST);
    let dead = app.db.number("SELECT COUNT(*) FROM deliveries WHERE state = 'dead' AND last_error IS NOT NULL").await;
    assert_eq!(dead, i64::try_from(poison.len()).unwrap());
    assert_eq!(app.smtp.received().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_share_the_mails_and_double_none() {
    let (app, _, _) = spawn().await;
    for n in 0..30 {
        smuggle(&app, r#"{"kind":"password_set"}"#, &format!("reader{n}@client.example")).await;
    }
    let workers = [app.another_postman(Duration::from_secs(5)), app.another_postman(Duration::from_secs(5))];
    let both = workers.map(|worker| {
        tokio::spawn(async move {
            for _ in 0..20 {
                worker.deliver_due().await.expect("the outbox can be read");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
    });
    for worker in both {
        worker.await.unwrap();
    }
    let received = app.smtp.take_all();
    let ids: std::collections::BTreeSet<_> = received.iter().map(|mail| &mail.message_id).collect();
    assert_eq!((received.len(), ids.len()), (30, 30));
    assert_eq!(states(&app).await, ["sent"; 30]);
}

#[tokio::test]
async fn the_mail_of_a_worker_that_died_is_taken_over() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    let (now, due) = (app.app.now(), portico::deliveries::due(app.app.now()));
    let mut tx = app.app.db.write().await.unwrap();
    let held = deliveries::claim(&mut tx, Channel::Mail, due).await.unwrap().expect("the mail is due");
    tx.commit().await.unwrap();
    app.clock.advance(2 * MINUTE - 1);
    assert_eq!(app.deliver().await, 0, "somebody else is at it");
    app.clock.advance(1);
    app.mail_for(GUEST).await;
    // The first worker comes back and reports: it has nothing to say any more.
    let mut tx = app.app.db.write().await.unwrap();
    let late = Unsent { state: State::Pending, forgiven: 0, next_at: now, ended_at: None, error: Some("late") };
    deliveries::mark_unsent(&mut tx, held.id, due.lease_until, &late).await.unwrap();
    tx.commit().await.unwrap();
    assert!(the_mail(&app).await.starts_with("sent 2 -"), "{}", the_mail(&app).await);
}

#[tokio::test]
async fn what_is_owed_on_another_channel_is_no_mail() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    app.db.execute("UPDATE deliveries SET channel = 'pigeon'").await;
    assert_eq!(app.deliver().await, 0);
    let stored = operation::reading(&app.app).await.stored.expect("the database answers");
    assert_eq!((stored.mails, stored.oldest_due_seconds), (vec![], 0));
    let listed = outbox::list(&app.app, Some(State::Pending), 10).await.expect("it is listed all the same");
    assert_eq!(listed.len(), 1);
    app.db.execute("UPDATE deliveries SET channel = 'mail'").await;
    app.mail_for(GUEST).await;
}

#[tokio::test]
async fn a_withdrawn_invitation_is_not_sent() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    app.smtp.script(Stage::Rcpt, Reply::temporary(450));
    app.deliver().await;
    let page = owner.get(&format!("/organizations/{organization}")).await;
    let sheet = page.click("a[id^=menu-remove-]").await;
    sheet.form("section.sheet form").submit().await.expect(303);
    app.clock.advance(DAY);
    assert_eq!(app.deliver().await, 0);
    assert_eq!(states(&app).await, ["cancelled"]);
}

#[tokio::test]
async fn a_refused_invitation_leaves_no_mail() {
    let (app, _, owner) = spawn().await;
    let full = app.organization("Full House", "Teams (Monthly)", 1).await;
    let olga = owner_of(&app).await;
    app.member(full, &olga, Role::Owner, Status::Confirmed).await;
    let before = app.db.snapshot().await;
    let refused = invite(&owner, full, GUEST).await.expect(409);
    assert!(refused.says("seat"), "{refused}");
    app.db.assert_unchanged_since(&before).await;
    assert_eq!(app.deliver().await, 0);
}

async fn owner_of(app: &TestApp) -> Person {
    let mut conn = app.app.db.read().await.unwrap();
    let account =
        portico::store::identity::accounts::by_email(&mut conn, "olga@client.example").await.unwrap().expect("she is there");
    Person { id: account.id.uuid(), email: account.email }
}

#[tokio::test]
async fn no_table_holds_the_secret_of_a_link() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    let link = app.mail_for(GUEST).await.link();
    let guest = app.client();
    guest.get(link.strip_prefix(&app.url("")).unwrap()).await.follow().await.expect(200);
    let secret = link.rsplit('/').next().unwrap();
    assert!(secret.len() >= 40, "{secret}");
    let bytes = data_encoding::BASE64URL_NOPAD.decode(secret.as_bytes()).expect("a token");
    let everything = app.db.everything().await.to_lowercase();
    assert!(everything.contains(GUEST), "the search looks at the data");
    for form in [secret.to_owned(), data_encoding::HEXLOWER.encode(secret.as_bytes()), data_encoding::HEXLOWER.encode(&bytes)] {
        assert!(!everything.contains(&form.to_lowercase()), "{form} stands in the database");
    }
}

#[tokio::test]
async fn who_reads_dutch_gets_dutch_mail() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let olivia = app.person(GUEST).await;
    let hers = app.signed_in(&olivia).await;
    hers.get("/organizations").await.form("form.lang").press("Nederlands").submit().await.expect(303);
    invite(&admin, story.organization, GUEST).await.expect(303);
    let mail = app.mail_for(GUEST).await;
    assert_eq!(mail.subject, "Uitnodiging voor My Client's Organization");
    assert!(mail.text.contains("nodigt je uit") && mail.html.contains("<html lang=\"nl\">"));
}
