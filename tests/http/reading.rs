//! What a page asks of the database, and that whoever asks for much, or waits for a lock, takes it from nobody.

use crate::support::app::TestApp;
use crate::support::crowd::{Visitor, at_once};
use crate::support::database::Engine;
use crate::support::world::Story;
use portico::domain::clients::{Filter, Sort};
use portico::domain::list::{Direction, Place};
use portico::service::clients::list;
use portico::service::identity::visits;
use portico::store::Db;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const BUSY: &str = "The portal is very busy at this moment. Nothing was changed; try again in a few seconds.";
const TOO_MUCH: &str = "There is too much to search in this range. Choose a shorter one.";

async fn begin() -> (TestApp, Story) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    (app, story)
}

#[tokio::test]
async fn each_page_asks_as_few_questions_as_it_can() {
    let (app, story) = begin().await;
    let client = app.signed_in(&story.admin).await;
    let pages = [
        // Who is asking, and what is shown.
        ("/clients".to_owned(), 2),
        ("/clients?sort=plan&dir=desc".to_owned(), 2),
        // And what the person waits for, or is invited into.
        ("/organizations".to_owned(), 3),
        ("/provider/events".to_owned(), 2),
        ("/provider/events/clients".to_owned(), 2),
        ("/account".to_owned(), 1),
        // And the organization; its owners; the days on which its seats changed; its last events.
        (format!("/organizations/{}/events", story.client), 3),
        (format!("/organizations/{}", story.client), 6),
        (format!("/organizations/{}?status=invited", story.client), 6),
    ];
    for (path, statements) in pages {
        client.get(&path).await.expect(200);
        let before = app.app.db.reading_statements();
        client.get(&path).await.expect(200);
        assert_eq!(app.app.db.reading_statements() - before, statements, "{path}");
    }
}

/// A way to a server that counts what is sent to it.
async fn counted(server: String) -> (SocketAddr, Arc<AtomicU64>) {
    let (listener, sends) = (TcpListener::bind("127.0.0.1:0").await.expect("a port"), Arc::new(AtomicU64::new(0)));
    let (at, counter) = (listener.local_addr().expect("an address"), Arc::clone(&sends));
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let far = TcpStream::connect(&server).await.expect("the server");
            let ((mut from_near, mut to_near), (mut from_far, mut to_far)) = (near.into_split(), far.into_split());
            tokio::spawn(async move { tokio::io::copy(&mut from_far, &mut to_near).await });
            let counter = Arc::clone(&counter);
            tokio::spawn(async move {
                let mut sent = vec![0; 1 << 16];
                while let Ok(bytes @ 1..) = from_near.read(&mut sent).await {
                    counter.fetch_add(1, Ordering::Relaxed);
                    to_far.write_all(&sent[..bytes]).await.expect("it takes it");
                }
            });
        }
    });
    (at, sends)
}

#[tokio::test]
async fn what_a_page_of_clients_asks_takes_two_round_trips() {
    let (app, story) = begin().await;
    if app.db.engine() == Engine::Sqlite {
        return;
    }
    let mut url = url::Url::parse(app.db.url()).expect("a URL");
    let server = format!("{}:{}", url.host_str().unwrap_or("127.0.0.1"), url.port().unwrap_or(5432));
    let (at, sends) = counted(server).await;
    url.set_port(Some(at.port())).expect("it has a host");
    let db = Db::connect(url.as_str()).await.expect("it is there");
    let counted = app.app.with(|parts| parts.db = db.clone());
    let query = list::Query {
        search: String::new(),
        filter: Filter::default(),
        sort: Sort::Name,
        direction: Direction::Ascending,
        place: Place::Start,
        new: None,
    };
    for asked in 0..3 {
        let before = sends.load(Ordering::Relaxed);
        let actor = visits::actor(&counted, story.admin.id.into(), None).await.expect("an answer").expect("it is Ada");
        let page = list::page(&counted, &actor, &query).await.expect("a page");
        assert_eq!(page.clients.rows.len(), 1);
        // The first time each statement is prepared.
        assert!(asked == 0 || sends.load(Ordering::Relaxed) - before == 2, "{} sends", sends.load(Ordering::Relaxed) - before);
    }
    db.close().await;
}

#[tokio::test]
async fn somebody_without_a_cookie_costs_no_question() {
    let (app, _) = begin().await;
    let before = app.app.db.reading_statements();
    app.client().get("/sign-in").await.expect(200);
    assert_eq!(app.app.db.reading_statements(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn searches_that_read_very_much_leave_the_portal_to_everybody_else() {
    let (app, story) = begin().await;
    let client = app.signed_in(&story.admin).await;
    // All connections for such questions are taken.
    let mut taken = Vec::new();
    while let Ok(conn) = app.app.db.read_much(Duration::from_millis(200)).await {
        taken.push(conn);
    }
    assert!(!taken.is_empty());
    let searches = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.get("/provider/events?text=zzzz").await })
    });
    let searches: Vec<_> = searches.collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    for path in ["/clients", "/provider/events", "/readyz", &format!("/organizations/{}", story.client)] {
        client.get(path).await.expect(200);
    }
    assert!(searches.iter().all(|search| !search.is_finished()), "they wait");
    for search in searches {
        let page = search.await.expect("an answer").expect(503);
        assert!(page.says(BUSY), "{page}");
    }
    drop(taken);
    client.get("/provider/events?text=zzzz").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_takes_too_long_says_what_to_do() {
    let (app, story) = begin().await;
    let client = app.signed_in(&story.admin).await;
    // On PostgreSQL a search is held up by a lock. That SQLite ends a question is shown beside the engine.
    if app.db.engine() == Engine::Postgres {
        let mut rogue = app.db.postgres().await;
        let lock = "BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE";
        sqlx::Executor::execute(&mut rogue, sqlx::raw_sql(lock)).await.expect("the lock");
        let page = client.get("/provider/events?text=zzzz").await.expect(422);
        assert!(page.says(TOO_MUCH) && page.one("#text").attr("value") == Some("zzzz"), "{page}");
        let form = [("text", "zzzz"), ("format", "csv")];
        let export = Visitor::of(client.clone()).await.post("/provider/events/export", &form).answer().await.expect(422);
        assert!(export.says(TOO_MUCH), "{export}");
        client.get("/clients").await.expect(200);
        sqlx::Connection::close(rogue).await.expect("it lets go");
    }
    client.get("/provider/events?text=zzzz").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_cannot_begin_are_told_so_and_leave_pages_to_be_read() {
    let (app, story) = begin().await;
    let visitor = Visitor::of(app.signed_in(&story.admin).await).await;
    let before = app.db.snapshot().await;
    let mut held = app.app.db.write().await.expect("a transaction");
    assert!(portico::store::organizations::lock(&mut held, story.client.into()).await.expect("the row"));
    let seats = visitor.post(
        &format!("/organizations/{}/seats", story.client),
        &[("seat_count", "40"), ("version", &crate::help::version(&["15"]))],
    );
    let writing = tokio::spawn(at_once(seats.times(40)));
    tokio::time::sleep(Duration::from_millis(300)).await;
    for path in ["/clients", "/organizations", "/account", "/readyz"] {
        visitor.client.get(path).await.expect(200);
    }
    assert!(!writing.is_finished(), "they wait for the row");
    writing.await.expect("answers").expect(40, 503, &[]);
    let page = seats.answer().await.expect(503);
    assert!(page.says(BUSY), "{page}");
    drop(held);
    app.db.assert_unchanged_since(&before).await;
    assert_eq!(seats.send().await, 303);
}
