//! The logs: who reads which, what they say, how they are searched, paged and exported.

use crate::help::post;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{Person, Story};
use portico::domain::events::{Event, Through};
use portico::domain::members::{Role, Status};
use portico::service::events::record::{self, Author, Logs};
use portico::store::events::{Log, NewEvent, insert_many};
use portico::store::providers;
use uuid::Uuid;

const DAY: i64 = 24 * 60 * 60 * 1000;

fn by(name: &str) -> Author {
    let label = format!("{name} <{}@provider.example>", name.to_lowercase());
    Author { id: None, label, through: Through::Session, address: Some("192.0.2.14".into()) }
}

/// Writes events into the log of an organization, and into that of the provider, all at one moment.
async fn write(app: &TestApp, organization: Uuid, provider: Option<Uuid>, author: &str, written: &[Event]) {
    let mut tx = app.app.db.write().await.expect("a transaction");
    for event in written {
        record::record(
            &app.app,
            &mut tx,
            &by(author),
            Logs::Organization { id: organization.into(), provider: provider.map(Into::into) },
            event,
        )
        .await
        .expect("it is written");
    }
    tx.commit().await.expect("it is kept");
    app.clock.advance(1);
}

fn seats(organization: &str, after: i64) -> Event {
    Event::SeatsChanged { organization: organization.into(), before: 0, after }
}

fn invited(organization: &str, email: &str) -> Event {
    Event::MemberInvited { organization: organization.into(), email: email.into(), role: Role::Owner }
}

async fn owner(app: &TestApp, organization: Uuid) -> (Person, Client) {
    let olga = app.person("olga@client.example").await;
    app.member(organization, &olga, Role::Owner, Status::Confirmed).await;
    let client = app.signed_in(&olga).await;
    (olga, client)
}

fn lines(page: &Page) -> Vec<String> {
    page.texts("td .event")
}

const SECOND: &str = "Second Client's Organization";

#[tokio::test]
async fn a_line_is_a_sentence_in_the_readers_language_and_links_to_what_can_be_opened() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    write(&app, story.client, Some(story.provider), "Ada", &[invited(SECOND, "olga@client.example")]).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/clients").await.click("Event logs").await.expect(200);
    assert_eq!(lines(&page), [format!("Ada invited olga@client.example as owner of {SECOND}")]);
    assert_eq!(page.one("td .event a").attr("href"), Some(format!("/organizations/{}", story.client).as_str()));
    assert_eq!(page.texts("thead th"), ["Timestamp", "IP address", "User", "Event"]);
    assert!(page.texts("tbody td").contains(&"192.0.2.14".to_owned()), "{page}");
    let dutch = admin.get_with("/provider/events", &[("accept-language", "nl")]).await;
    assert_eq!(lines(&dutch), [format!("Ada heeft olga@client.example uitgenodigd als eigenaar van {SECOND}")]);
}

#[tokio::test]
async fn an_hour_that_the_clock_shows_twice_is_read_whole() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    // 25 October 2026 in Amsterdam: 02:30 in summer, and an hour later 02:30 in winter.
    for at in [1_792_888_200_000, 1_792_891_800_000] {
        let (sequence, _) = providers::next_event(&mut tx, story.provider.into()).await.expect("a number").expect("its log");
        let details = serde_json::to_string(&seats(SECOND, sequence)).expect("an event");
        let event = NewEvent {
            log: Log::Provider,
            log_id: story.provider.into(),
            sequence,
            at,
            actor_id: None,
            actor: "Ada <ada@provider.example>",
            through: Through::Session,
            for_provider: None,
            address: None,
            kind: "seats_changed",
            organization: Some(story.client.into()),
            feed: None,
            details: &details,
            search: "",
        };
        insert_many(&mut tx, &[event]).await.expect("it is written");
    }
    tx.commit().await.expect("they are kept");
    app.db.execute("UPDATE accounts SET time_zone = 'Europe/Amsterdam' WHERE email_key = 'ada@provider.example'").await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/provider/events?from=2026-10-25T02:00&to=2026-10-25T02:59").await.expect(200);
    let times = ["2026-10-25 02:30:00 +01:00", "2026-10-25 02:30:00 +02:00"];
    assert_eq!(page.texts("tbody td:first-child"), times, "{page}");
    let minute = admin.get("/provider/events?from=2026-10-25T02:30&to=2026-10-25T02:30").await.expect(200);
    assert_eq!(lines(&minute).len(), 2);
    let before = admin.get("/provider/events?from=2026-10-25T01:00&to=2026-10-25T01:59").await.expect(200);
    assert!(lines(&before).is_empty(), "{before}");
}

#[tokio::test]
async fn what_this_version_does_not_know_is_shown_under_its_stored_word() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    write(&app, story.client, Some(story.provider), "Ada", &[seats(SECOND, 3)]).await;
    let later = |sequence, kind, details| NewEvent {
        log: Log::Provider,
        log_id: story.provider.into(),
        sequence,
        at: app.app.now() - 1000,
        actor_id: None,
        actor: "Ada <ada@provider.example>",
        through: Through::Session,
        for_provider: None,
        address: None,
        kind,
        organization: Some(story.client.into()),
        feed: None,
        details,
        search: "",
    };
    let mut tx = app.app.db.write().await.expect("a transaction");
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let (number, _) = providers::next_event(&mut tx, story.provider.into()).await.expect("a number").expect("its log");
        numbers.push(number);
    }
    let painted = later(numbers[0], "seat_painted", "{\"kind\":\"seat_painted\"}");
    let unknown = [painted, later(numbers[1], "seats_changed", "no <json>")];
    insert_many(&mut tx, &unknown).await.expect("they are written");
    tx.commit().await.expect("they are kept");
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/provider/events").await.expect(200);
    let changed = format!("Ada changed the seats of {SECOND} from 0 to 3");
    assert_eq!(lines(&page), [changed.as_str(), "seats_changed", "seat_painted"]);
    for format in ["csv", "jsonl"] {
        let file = post(&admin, "/provider/events/export", &[("format", format)]).await.expect(200);
        assert!(file.html.contains("seat_painted"), "{}", file.html);
    }
}

#[tokio::test]
async fn owners_read_what_the_provider_does_and_never_its_own_business() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let note = Event::NoteChanged { organization: SECOND.into() };
    let opened = Event::ClientOpened { organization: SECOND.into() };
    write(&app, story.client, Some(story.provider), "Ada", &[note, opened]).await;
    let (_, olga) = owner(&app, story.client).await;
    let page = olga.get(&format!("/organizations/{}/events", story.client)).await.expect(200);
    assert_eq!(lines(&page), [format!("Ada opened {SECOND}")]);
    assert!(!page.html.contains("note_changed"));
    for path in ["/provider/events", "/provider/events/clients"] {
        for (client, status) in [(&olga, 404), (&app.signed_in(&story.service).await, 403)] {
            client.get(path).await.expect(status);
            post(client, &format!("{path}/export"), &[("format", "csv")]).await.expect(status);
        }
    }
    let admin = app.signed_in(&story.admin).await;
    assert_eq!(lines(&admin.get("/provider/events").await).len(), 2);
    assert_eq!(lines(&admin.get("/provider/events/clients").await), [format!("Ada opened {SECOND}")]);
}

#[tokio::test]
async fn after_unlinking_the_feed_ends_and_keeps_what_was() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    write(&app, story.client, Some(story.provider), "Ada", &[seats(SECOND, 7)]).await;
    let unlink = format!(
        "UPDATE organizations SET provider_id = NULL, linked_at = NULL, linked_by = NULL WHERE id = {}",
        app.db.id(story.client)
    );
    app.db.execute(&unlink).await;
    write(&app, story.client, None, "Olga", &[seats(SECOND, 8)]).await;
    let admin = app.signed_in(&story.admin).await;
    for log in ["/provider/events", "/provider/events/clients"] {
        let page = admin.get(log).await.expect(200);
        assert_eq!(lines(&page), [format!("Ada changed the seats of {SECOND} from 0 to 7")], "{log}");
        assert!(!page.has("td .event a"), "what is not theirs is no link");
        assert_eq!(lines(&admin.get(&format!("{log}?client=second")).await).len(), 1, "the name in the line is found");
    }
    let log = format!("/organizations/{}/events", story.client);
    admin.get(&log).await.expect(404);
    post(&admin, &format!("{log}/export"), &[("format", "csv")]).await.expect(404);
    let (_, olga) = owner(&app, story.client).await;
    assert_eq!(lines(&olga.get(&format!("/organizations/{}/events", story.client)).await).len(), 2);
}

#[tokio::test]
async fn a_long_log_is_paged_both_ways_without_gaps() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let many: Vec<Event> = (1..=120).map(|number| seats(SECOND, number)).collect();
    // Many of them at the very same moment.
    for some in many.chunks(45) {
        write(&app, story.client, Some(story.provider), "Ada", some).await;
    }
    let admin = app.signed_in(&story.admin).await;
    for log in ["/provider/events", "/provider/events/clients", &format!("/organizations/{}/events", story.client)] {
        let mut page = admin.get(log).await;
        let (mut seen, mut pages) = (lines(&page), vec![lines(&page)]);
        while page.has("a[rel=next]") {
            page = page.click("a[rel=next]").await;
            seen.extend(lines(&page));
            pages.push(lines(&page));
        }
        let expected: Vec<_> =
            (1..=120).rev().map(|number| format!("Ada changed the seats of {SECOND} from 0 to {number}")).collect();
        assert_eq!(seen, expected, "{log}");
        assert_eq!(pages.len(), 3);
        page = page.click("a[rel=prev]").await;
        assert_eq!(lines(&page), pages[1], "{log}");
        page = page.click("a[rel=prev]").await;
        assert_eq!(lines(&page), pages[0], "{log}");
        assert!(!page.has("a[rel=prev]"));
        for beyond in [format!("after=0.1.{:032}", 0), format!("before={}.1.{:032}", i64::MAX, 0)] {
            let page = admin.get(&format!("{log}?{beyond}")).await.expect(200);
            assert_eq!(lines(&page), pages[0], "{log}?{beyond}: the list begins anew");
        }
    }
}

#[tokio::test]
async fn filters_find_persons_clients_kinds_and_texts_apart() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let other = app.client_of((story.provider, &story.admin), "Zoé 100%", "Teams (Monthly)", 5).await;
    let provider = Some(story.provider);
    write(&app, story.client, provider, "Ada", &[seats(SECOND, 1), invited(SECOND, "sem@client.example")]).await;
    write(&app, other, provider, "Sem", &[seats("Zoé 100%", 2)]).await;
    write(&app, other, provider, "Sem", &[seats("Old Name", 3)]).await;
    let admin = app.signed_in(&story.admin).await;
    for log in ["/provider/events", "/provider/events/clients"] {
        let found = async |query: &str| lines(&admin.get(&format!("{log}?{query}")).await.expect(200)).len();
        assert_eq!(found("person=sem").await, 2, "who did it, and not who is named");
        assert_eq!(found("person=ADA%40provider").await, 1 + 1);
        assert_eq!(found("text=sem").await, 3);
        assert_eq!(found("client=zoe").await, 2, "by the name of today, and by the name in the line");
        assert_eq!(found("client=old").await, 1);
        assert_eq!(found("client=sem").await, 0);
        assert_eq!(found("kind=seats_changed").await, 3);
        assert_eq!(found("kind=seats_changed&person=sem&client=100%25").await, 2);
        assert_eq!(found("text=%25").await, 1, "a wildcard is a letter");
        assert_eq!(found("text=_").await, 0);
        assert_eq!(found("text=%00%0aa").await, found("text=a").await);
        assert_eq!(found("after=nonsense").await, 4);
    }
    let page = admin.get("/provider/events").await;
    let page = page.form("form.log-filters").set("kind", "member_invited").submit().await.expect(200);
    assert_eq!(lines(&page).len(), 1);
    assert_eq!(page.one("option[selected]").attr("value"), Some("member_invited"));
    let none = page.form("form.log-filters").set("text", "nowhere").submit().await;
    assert!(none.text(".empty").contains("Nothing found"), "{none}");
    for log in ["/provider/events", "/provider/events/clients"] {
        let page = admin.get(&format!("{log}?kind=signed_in")).await.expect(422);
        assert!(page.has("#kind-error") && !page.has(".table"), "{page}");
    }
}

#[tokio::test]
async fn the_range_is_thirty_days_bounded_and_forgiving() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    write(&app, story.client, Some(story.provider), "Ada", &[seats(SECOND, 1)]).await;
    app.clock.advance(29 * DAY);
    let admin = app.signed_in(&story.admin).await;
    assert_eq!(lines(&admin.get("/provider/events").await).len(), 1);
    app.clock.advance(3 * DAY);
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/provider/events").await;
    assert!(page.text(".empty").contains("Nothing happened"), "{page}");
    let found = async |query: &str| lines(&admin.get(&format!("/provider/events?{query}")).await.expect(200)).len();
    assert_eq!(found("from=2000-01-01T00:00").await, 1);
    let swapped = admin.get("/provider/events?from=2999-01-01T00:00&to=2000-01-01T00:00").await.expect(200);
    assert!(swapped.says("Only 367 days can be shown at once."), "{swapped}");
    assert_eq!(lines(&swapped).len(), 1);
    for query in ["from=yesterday", "to=2026-02-30T10:00", "from=%00"] {
        let page = admin.get(&format!("/provider/events?{query}")).await.expect(422);
        assert!(page.text(".error-summary").contains("Enter a date and a time"), "{page}");
        assert!(!page.has(".table"));
        assert!(
            ["#from", "#to"].iter().all(|field| page.one(field).attr("value") == Some("")),
            "such a field holds no words: {page}"
        );
    }
    let page = admin.get("/provider/events?from=never&to=2026-11-30T10:00").await.expect(422);
    assert_eq!(page.one("#to").attr("value"), Some("2026-11-30T10:00"), "what is right stays");
}

#[tokio::test]
async fn an_export_holds_every_line_no_formula_and_is_an_event_itself() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let many: Vec<Event> = (1..=1100).map(|number| seats("=HYPERLINK(\"x\",A1)", number)).collect();
    write(&app, story.client, Some(story.provider), "=Ada", &many).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/provider/events?text=hyperlink").await;
    let file = page.form("form.menu-list").press("As CSV").submit().await.expect(200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    let disposition = file.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"portico-events-provider-") && disposition.ends_with(".csv\""));
    let rows: Vec<_> = csv::Reader::from_reader(file.html.as_bytes()).into_records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 1100);
    assert_eq!(&rows[0][3], "'=Ada changed the seats of =HYPERLINK(\"x\",A1) from 0 to 1,100");
    assert_eq!(
        (&rows[0][2], &rows[0][4], &rows[0][5]),
        ("'=Ada <=ada@provider.example>", "seats_changed", "'=HYPERLINK(\"x\",A1)")
    );
    assert!(rows[0][0].ends_with('Z') && rows[0][0].contains('T'));
    let admin_events = "SELECT details FROM events WHERE kind = 'events_exported'";
    assert_eq!(app.db.texts(admin_events).await, ["{\"kind\":\"events_exported\",\"number\":1100}"]);
    assert!(lines(&admin.get("/provider/events").await)[0].contains("exported 1,100 lines of an event log"));

    let (_, olga) = owner(&app, story.client).await;
    let log = format!("/organizations/{}/events/export", story.client);
    let file = post(&olga, &log, &[("format", "jsonl"), ("kind", "seats_changed")]).await.expect(200);
    let values: Vec<serde_json::Value> = file.html.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(values.len(), 1100);
    assert_eq!((&values[0]["event"]["after"], values[0]["kind"].as_str()), (&serde_json::json!(1100), Some("seats_changed")));
    assert_eq!(app.db.texts(admin_events).await.len(), 2, "an owner's export is not in the provider's log");
}

#[tokio::test]
async fn an_export_that_is_refused_writes_nothing() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let service = app.signed_in(&story.service).await;
    let before = app.db.snapshot().await;
    for log in ["/provider/events", "/provider/events/clients"] {
        let log = format!("{log}/export");
        post(&admin, &log, &[("format", "exe")]).await.expect(422);
        post(&admin, &log, &[("format", "csv"), ("from", "never")]).await.expect(422);
        post(&service, &log, &[("format", "csv")]).await.expect(403);
        // A link that somebody else wrote exports nothing.
        admin.get(&format!("{log}?format=csv")).await.expect(405);
    }
    app.db.assert_unchanged_since(&before).await;
    let empty = post(&admin, "/provider/events/export", &[("format", "csv")]).await.expect(200);
    let head = "\u{feff}timestamp,address,user,event,kind,object,through,for_provider\r\n";
    assert_eq!(empty.html, head);
    let none = "/provider/events?from=2020-01-01T00:00&to=2020-01-02T00:00";
    let (page, dutch) = (admin.get(none).await, admin.with_language("nl").get(none).await);
    assert_eq!(page.texts("form.menu-list button"), ["As CSV", "As CSV with “;”", "As JSON lines"]);
    assert_eq!(dutch.texts("form.menu-list button"), ["Als CSV", "Als CSV met “,”", "Als JSON-regels"]);
    for (page, label, sign) in [(&page, "As CSV with “;”", ";"), (&dutch, "Als CSV", ";"), (&dutch, "Als CSV met “,”", ",")]
    {
        let file = page.form("form.menu-list").press(label).submit().await.expect(200);
        assert_eq!(
            (file.html.as_str(), file.header("content-type")),
            (head.replace(',', sign).as_str(), "text/csv; charset=utf-8")
        );
        assert!(file.header("content-disposition").ends_with(".csv\""));
    }
}

#[tokio::test]
async fn everybody_reads_the_own_activity_and_nobody_elses() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    app.signed_in(&story.service).await;
    let page = admin.get("/account/events").await.expect(200);
    assert_eq!(lines(&page), ["ada signed in"]);
    assert!(!page.has("#person") && !page.has("#client"));
}
