//! What a page asks of the database, and that whoever asks for much, or waits for a lock, takes it from nobody.

use crate::support::app::TestApp;
use crate::support::crowd::{Visitor, at_once};
use crate::support::database::Engine;
use crate::support::world::Story;
use std::time::Duration;

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
        ("/organizations".to_owned(), 2),
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
    let seats = visitor.post(&format!("/organizations/{}/seats", story.client), &[("seat_count", "40")]);
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
