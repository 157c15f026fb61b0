//! What a client's page says beside its members: how it does, who opened it, who manages it.

use crate::help::sql_id;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::{Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::time::{DAY, HOUR, MINUTE};

async fn with_owner(app: &TestApp, story: &Story) -> Person {
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    olga
}

fn page(story: &Story) -> String {
    format!("/organizations/{}", story.client)
}

/// How many openings stand in the logs of organizations and of providers.
async fn openings(app: &TestApp) -> [i64; 2] {
    let count = |log: &str| format!("SELECT COUNT(*) FROM events WHERE kind = 'client_opened' AND log_kind = '{log}'");
    [app.db.number(&count("organization")).await, app.db.number(&count("provider")).await]
}

#[tokio::test]
async fn the_seats_of_every_new_organization_begin_with_the_day_on_which_it_was_made() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM seat_days").await, 2);
    let admin = app.signed_in(&story.admin).await;
    let form = admin.get("/clients/new").await.form("form[action='/clients/new']").set("name", "Fresh Bakery").set("seats", "7");
    let form = form.set("owner_email", "olga@bakery.example").set("note", "Found us at the fair.");
    let page = form.submit().await.expect(303).follow().await.click("tr.is-new th a").await;
    assert!(page.says("1 of 7 seats are occupied, the same since"), "{page}");
    assert!(!page.has("#overview .chart svg"));
    assert_eq!(page.text(".note-text"), "Found us at the fair.");
    assert_eq!(page.texts("#owners li"), ["olga@bakery.example Invited"]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM seat_days WHERE occupied = 1 AND seats = 7").await, 1);
    app.mail_for("olga@bakery.example").await;
}

#[tokio::test]
async fn what_went_and_came_back_within_a_day_is_told() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.clock.advance(10 * DAY);
    let admin = app.signed_in(&story.admin).await;
    let shown = admin.get(&page(&story)).await;
    assert!(shown.says("0 of 15 seats are occupied, the same since"), "{shown}");
    let guest = app.invited(story.client, "a@client.example", Role::User).await;
    let gone = admin.get(&format!("{}/members/{guest}/remove", page(&story))).await;
    gone.form("section.sheet form").submit().await.expect(303);
    for days in [0, 5] {
        app.clock.advance(days * DAY);
        let shown = app.signed_in(&story.admin).await.get(&page(&story)).await;
        let sentence = shown.text("#overview figcaption");
        assert!(sentence.contains("0 of 15 seats were occupied; today 0 of 15. The most in between: 1."), "{sentence}");
        assert!(!shown.says("the same since"), "{shown}");
    }
    let admin = app.signed_in(&story.admin).await;
    let seats = |number: &'static str| [("seat_count", number)];
    for number in ["30", "15"] {
        crate::help::post(&admin, &format!("{}/seats", page(&story)), &seats(number)).await;
    }
    let line = admin.get(&page(&story)).await;
    let line = line.one("#overview .chart-seats").attr("d").expect("a line").to_owned();
    assert!(line.contains('V'), "more seats for an hour: {line}");
}

#[tokio::test]
async fn seats_over_time_are_a_line_and_a_sentence() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.clock.advance(40 * DAY);
    app.invited(story.client, "a@client.example", Role::User).await;
    app.clock.advance(100 * DAY);
    app.invited(story.client, "b@client.example", Role::User).await;
    app.clock.advance(10 * DAY);
    let shown = app.signed_in(&story.admin).await.get(&page(&story)).await;
    let sentence = shown.text("#overview figcaption");
    assert!(sentence.contains("1 of 15 seats were occupied; today 2 of 15. The most in between: 2."), "{sentence}");
    assert_eq!(shown.text("#overview .chart desc"), sentence);
    assert_eq!(shown.one("#overview .chart svg").attr("role"), Some("img"));
    let line = shown.one("#overview .chart-occupied").attr("d").expect("a line").to_owned();
    assert_eq!(line.matches('V').count(), 1, "one step within the last 90 days: {line}");
    let olga = with_owner(&app, &story).await;
    assert!(!app.signed_in(&olga).await.get(&page(&story)).await.has("#overview"));
}

#[tokio::test]
async fn opening_a_client_is_one_event_in_both_logs_for_each_person_and_hour() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let (admin, service, owner) =
        (app.signed_in(&story.admin).await, app.signed_in(&story.service).await, app.signed_in(&olga).await);
    let first = admin.get(&page(&story)).await.expect(200);
    assert_eq!(first.text("#opened"), "Nobody but you so far");
    admin.get(&page(&story)).await;
    assert_eq!(openings(&app).await, [1, 1]);
    let second = service.get(&page(&story)).await;
    assert!(second.text("#opened").starts_with("ada "), "{second}");
    assert_eq!(openings(&app).await, [2, 2]);
    app.clock.advance(HOUR - MINUTE);
    admin.get(&page(&story)).await;
    assert_eq!(openings(&app).await, [2, 2], "within the hour");
    app.clock.advance(MINUTE);
    admin.get(&page(&story)).await;
    assert_eq!(openings(&app).await, [3, 3]);
    let before = app.db.snapshot().await;
    owner.get(&page(&story)).await.expect(200);
    admin.get(&story.page()).await.expect(200);
    app.db.assert_unchanged_since(&before).await;
    app.member(story.client, &story.admin, Role::Owner, Status::Confirmed).await;
    app.clock.advance(HOUR);
    admin.get(&page(&story)).await;
    assert_eq!(openings(&app).await, [4, 4], "an owner who is of the provider counts as the provider's");
}

#[tokio::test]
async fn two_openings_at_once_are_one_event() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let clients: Vec<Client> = {
        let mut clients = Vec::new();
        for _ in 0..6 {
            clients.push(app.signed_in(&story.admin).await);
        }
        clients
    };
    let opened: Vec<_> = clients.into_iter().map(|client| (client, page(&story))).collect();
    let opened: Vec<_> =
        opened.into_iter().map(|(client, path)| tokio::spawn(async move { client.get(&path).await.status })).collect();
    for status in opened {
        assert_eq!(status.await.expect("an answer"), 200);
    }
    // A page does not wait for its note for long: it may still be written.
    for _ in 0..100 {
        if openings(&app).await == [1, 1] {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(openings(&app).await, [1, 1]);
    app.assert_sound().await;
}

#[tokio::test]
async fn who_opened_it_is_forgotten_with_the_link() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    admin.get(&page(&story)).await;
    admin.get(&format!("/clients/{}/unlink", story.client)).await.form("section.sheet form").submit().await.expect(303);
    app.mail_for(&olga.email).await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM client_openings").await, 0);
}

#[tokio::test]
async fn owners_and_admins_see_who_manages_their_organization_and_who_may_enter() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let uma = app.person("uma@client.example").await;
    app.member(story.client, &uma, Role::User, Status::Confirmed).await;
    let owner = app.signed_in(&olga).await;
    let shown = owner.get(&page(&story)).await;
    let sentence = shown.text("#management > p:first-of-type");
    assert!(sentence.starts_with("Managed by Example Services since ") && sentence.ends_with(" by ada."), "{sentence}");
    assert_eq!(shown.texts("#management li .cell-text"), ["ada Provider admin", "sem Service user"]);
    let sem = sql_id(&app.db, story.service.id);
    app.db.execute(&format!("UPDATE provider_members SET status = 'accepted' WHERE account_id = {sem}")).await;
    assert_eq!(owner.get(&page(&story)).await.texts("#management li .cell-text"), ["ada Provider admin"]);
    assert!(!app.signed_in(&uma).await.get(&page(&story)).await.has("#management"));
    assert!(!app.signed_in(&story.service).await.get(&page(&story)).await.has("#management"));
    assert!(!app.signed_in(&story.admin).await.get(&story.page()).await.has("#management"), "without a provider there is none");
}

#[tokio::test]
async fn what_happened_last_stands_on_the_clients_page_and_for_its_owners_what_the_provider_did() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let uma = app.person("uma@client.example").await;
    app.member(story.client, &uma, Role::User, Status::Confirmed).await;
    let (admin, owner) = (app.signed_in(&story.admin).await, app.signed_in(&olga).await);
    let form = |path: &str| format!("/organizations/{}/{path}", story.client);
    owner.get(&form("name")).await.form("section.sheet form").set("name", "Olga's Bakery").submit().await.expect(303);
    admin.get(&form("seats")).await.form("section.sheet form").set("seat_count", "17").submit().await.expect(303);
    let client = admin.get(&page(&story)).await;
    let lines = client.texts("#last-events li .event");
    assert!(lines.iter().any(|line| line.contains("17")) && lines.iter().any(|line| line.contains("Olga's Bakery")), "{lines:?}");
    let own = owner.get(&page(&story)).await;
    let lines = own.texts("#last-events li .event");
    assert!(lines.iter().any(|line| line.contains("17")) && !lines.iter().any(|line| line.contains("olga")), "{lines:?}");
    assert!(!app.signed_in(&uma).await.get(&page(&story)).await.has("#last-events"));
}
