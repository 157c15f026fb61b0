//! For whom somebody acted, and through what: as the logs keep it, show it and give it out.

use crate::help::{link, post, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{Person, Story};
use portico::domain::email::Email;
use portico::domain::members::{Role, Status};
use portico::service::operator::accounts;
use uuid::Uuid;

const SECOND: &str = "Second Client's Organization";

async fn owner(app: &TestApp, organization: Uuid) -> (Person, Client) {
    let olga = app.person("olga@client.example").await;
    app.member(organization, &olga, Role::Owner, Status::Confirmed).await;
    let client = app.signed_in(&olga).await;
    (olga, client)
}

/// Who did it, and for whom, of each line, newest first; without the address below it.
fn who(page: &Page) -> Vec<String> {
    let cells = page.texts("table.log td .cell-text").into_iter().zip(page.texts("table.log td .cell-text .sub"));
    cells.map(|(cell, address)| cell.strip_suffix(&address).expect("the address is below").trim_end().to_owned()).collect()
}

/// `kind provider`, of the lines of this kind of log that are about an organization, oldest first.
async fn kept(app: &TestApp, log: &str) -> Vec<String> {
    let sql = format!(
        "SELECT kind || ' ' || COALESCE(for_provider, '-') FROM events WHERE log_kind = '{log}' AND kind <> 'client_opened' \
         AND organization_id IS NOT NULL ORDER BY at, sequence"
    );
    app.db.texts(&sql).await
}

/// The admin of the provider sets the seats of its client, and the client's owner renames it.
async fn both_act(app: &TestApp, story: &Story, owner: &Client) -> Client {
    let admin = app.signed_in(&story.admin).await;
    let form = |path: &str| format!("/organizations/{}/{path}", story.client);
    admin.get(&form("seats")).await.form("section.sheet form").set("seat_count", "17").submit().await.expect(303);
    app.clock.advance(1000);
    owner.get(&form("name")).await.form("section.sheet form").set("name", "Olga's Bakery").submit().await.expect(303);
    admin
}

#[tokio::test]
async fn a_clients_log_says_for_whom_somebody_acted_by_the_name_of_then() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (_, olga) = owner(&app, story.client).await;
    let admin = both_act(&app, &story, &olga).await;
    let renamed = admin.get("/provider/settings").await.form("#profile").set("provider_name", "Later Services");
    renamed.submit().await.expect(303);
    let log = format!("/organizations/{}/events", story.client);
    for reader in [&olga, &admin] {
        assert_eq!(who(&reader.get(&log).await.expect(200)), ["olga", "ada for Example Services"]);
        let dutch = reader.get_with(&log, &[("accept-language", "nl")]).await;
        assert_eq!(who(&dutch), ["olga", "ada namens Example Services"]);
    }
    // Over all clients it tells the provider's people from the clients'; in the provider's own log all are its people.
    assert_eq!(who(&admin.get("/provider/events/clients").await), ["olga", "ada for Example Services"]);
    assert_eq!(who(&admin.get("/provider/events").await), ["ada", "ada"]);
}

#[tokio::test]
async fn what_happened_last_says_it_in_the_sentence() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (_, olga) = owner(&app, story.client).await;
    let admin = both_act(&app, &story, &olga).await;
    let page = format!("/organizations/{}", story.client);
    let last = admin.get(&page).await.texts("#last-events li .event");
    assert!(last.contains(&format!("ada for Example Services changed the seats of {SECOND} from 15 to 17")), "{last:?}");
    assert!(last.iter().any(|line| line.starts_with("olga renamed ")), "{last:?}");
    // Who has left the provider did it for the provider all the same.
    let (ada, sem) = (sql_id(&app.db, story.admin.id), sql_id(&app.db, story.service.id));
    app.db.execute(&format!("UPDATE provider_members SET role = 'admin' WHERE account_id = {sem}")).await;
    app.db.execute(&format!("DELETE FROM provider_members WHERE account_id = {ada}")).await;
    let last = olga.get(&page).await.texts("#last-events li .event");
    assert!(last.contains(&format!("ada changed the seats of {SECOND} from 15 to 17")), "{last:?}");
    assert!(!last.iter().any(|line| line.starts_with("olga")), "{last:?}");
}

#[tokio::test]
async fn the_files_end_with_through_and_for_provider() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (_, olga) = owner(&app, story.client).await;
    both_act(&app, &story, &olga).await;
    app.db.execute("UPDATE providers SET name = '=Later'").await;
    let admin = app.signed_in(&story.service).await;
    app.clock.advance(1000);
    let seats = format!("/organizations/{}/seats", story.client);
    admin.get(&seats).await.form("section.sheet form").set("seat_count", "18").submit().await.expect(303);
    app.db.execute("UPDATE providers SET name = 'Example Services'").await;
    let log = format!("/organizations/{}/events/export", story.client);
    let file = post(&olga, &log, &[("format", "csv")]).await.expect(200);
    let mut reader = csv::Reader::from_reader(file.html.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().expect("a first line").clone();
    let rows: Vec<_> = reader.into_records().map(|row| row.expect("a row")).collect();
    let head: Vec<_> = head.iter().collect();
    assert_eq!(head, ["timestamp", "address", "user", "event", "kind", "object", "through", "for_provider"]);
    let ends: Vec<_> = rows.iter().map(|row| (&row[4], &row[6], &row[7])).collect();
    let expected = [
        ("seats_changed", "session", "'=Later"),
        ("organization_renamed", "session", ""),
        ("seats_changed", "session", "Example Services"),
    ];
    assert_eq!(ends, expected);
    assert_eq!(&rows[2][2], "ada <ada@provider.example>", "the user is whoever did it, as before");
    let file = post(&olga, &log, &[("format", "jsonl"), ("kind", "organization_renamed")]).await.expect(200);
    let line: serde_json::Value = serde_json::from_str(file.html.trim()).expect("JSON");
    assert_eq!((&line["through"], &line["for_provider"]), (&"session".into(), &serde_json::Value::Null));
    let file = post(&olga, &log, &[("format", "jsonl"), ("kind", "seats_changed")]).await.expect(200);
    assert!(file.html.lines().all(|line| line.contains("\"for_provider\":\"")), "{}", file.html);
}

#[tokio::test]
async fn whoever_comes_asks_to_go_or_leaves_acts_for_oneself() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    link(&app, &story).await;
    owner(&app, story.organization).await;
    let admin = app.signed_in(&story.admin).await;
    admin.get(&story.page()).await.form("form[action$='/removal-request']").submit().await.expect(303);
    let invite = admin.get(&format!("{}/members/new", story.page())).await.form("form[action$='/members']");
    app.clock.advance(1);
    invite.set("emails", "ben@client.example").submit().await.expect(303);
    app.clock.advance(1);
    let ben = app.signed_in(&app.person("ben@client.example").await).await;
    let invitation = app.mail_for("ben@client.example").await;
    let invitation = ben.get(&invitation.link()).await.follow().await.expect(200);
    invitation.form("form[action='/invitation/acceptance']").submit().await.expect(303);
    app.clock.advance(1);
    post(&admin, &format!("{}/step-down", story.page()), &[]).await.expect(303);
    let lines = ["removal_asked -", "member_invited Example Services", "invitation_accepted -", "member_left -"];
    assert_eq!(kept(&app, "organization").await, lines);
    assert_eq!(kept(&app, "provider").await, lines, "both logs say the same");
}

#[tokio::test]
async fn what_the_operator_does_is_done_through_a_command_for_nobody() {
    let app = TestApp::spawn().await;
    let olga = app.person("olga@client.example").await;
    app.signed_in(&olga).await;
    let email = Email::parse(&olga.email).expect("an address");
    accounts::disable(&app.app, &email, false).await.expect("the operator can");
    let through =
        app.db.texts("SELECT kind || ' ' || through || ' ' || COALESCE(for_provider, '-') FROM events ORDER BY sequence");
    assert_eq!(through.await, ["signed_in session -", "account_disabled command -"]);
}
