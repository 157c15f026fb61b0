//! The unit of work when the database refuses it, or holds it up: a collision begins it again, a commit
//! whose answer was lost does not.

use crate::help::version;
use crate::support::app::TestApp;
use crate::support::crowd::{Post, Visitor, at_once};
use crate::support::database::Engine;
use crate::support::world::Story;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::time::Duration;
use uuid::Uuid;

/// Somebody at the database who is not Portico, in the middle of a transaction.
enum Rogue {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Rogue {
    async fn at(app: &TestApp) -> Self {
        match app.db.engine() {
            Engine::Sqlite => Self::Sqlite(SqliteConnection::connect(app.db.url()).await.expect("a connection")),
            Engine::Postgres => Self::Postgres(PgConnection::connect(app.db.url()).await.expect("a connection")),
        }
    }

    async fn run(&mut self, sql: &str) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let done = match self {
            Self::Sqlite(conn) => conn.execute(sql).await.map(drop),
            Self::Postgres(conn) => conn.execute(sql).await.map(drop),
        };
        done.expect("it runs");
    }
}

async fn begin() -> (TestApp, Story, Visitor) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let admin = Visitor::of(app.signed_in(&story.admin).await).await;
    (app, story, admin)
}

fn seats(admin: &Visitor, organization: Uuid, number: usize) -> Post {
    let fields = [("seat_count", number.to_string()), ("version", version(&["15"]))];
    admin.post(&format!("/organizations/{organization}/seats"), &fields.each_ref().map(|(name, value)| (*name, value.as_str())))
}

async fn lock(rogue: &mut Rogue, app: &TestApp, table: &str, id: Uuid) {
    rogue.run(&format!("UPDATE {table} SET event_sequence = event_sequence WHERE id = {}", app.db.id(id))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_wait_for_each_other_both_come_through() {
    let (app, story, admin) = begin().await;
    let mut rogue = Rogue::at(&app).await;
    match app.db.engine() {
        // One writer at a time: nobody can wait for each other there, only for the other's end.
        Engine::Sqlite => rogue.run("BEGIN IMMEDIATE").await,
        // The rogue is patient, so that Portico is the one whose transaction the database ends.
        Engine::Postgres => rogue.run("SET deadlock_timeout = '30s'; BEGIN").await,
    }
    lock(&mut rogue, &app, "providers", story.provider).await;
    let post = seats(&admin, story.client, 20);
    let answer = tokio::spawn(async move { post.send().await });
    // It has the organization by then and waits for the provider.
    tokio::time::sleep(Duration::from_millis(300)).await;
    lock(&mut rogue, &app, "organizations", story.client).await;
    rogue.run("COMMIT").await;
    assert_eq!(answer.await.expect("it ends"), 303);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'seats_changed'").await, 2, "one line in each log");
}

/// Lets the database end every transaction that writes an event when it commits, in this way; `tries`
/// counts, whatever becomes of the transaction.
async fn at_commit(app: &TestApp, then: &str) {
    let function = "CREATE SEQUENCE tries; CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS";
    let trigger = "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED \
                   FOR EACH ROW WHEN (NEW.log_kind = 'provider') EXECUTE FUNCTION at_commit()";
    app.db.execute(&format!("{function} $$ BEGIN {then} RETURN NULL; END $$; {trigger}")).await;
}

async fn tries(app: &TestApp) -> i64 {
    app.db.number("SELECT CAST(nextval('tries') - 1 AS BIGINT)").await
}

#[tokio::test]
async fn a_collision_begins_again_and_what_was_asked_happens_once() {
    let (app, story, admin) = begin().await;
    if app.db.engine() == Engine::Postgres {
        let collides = "IF nextval('tries') < 3 THEN RAISE EXCEPTION 'too bad' USING ERRCODE = '40001'; END IF;";
        at_commit(&app, collides).await;
    }
    assert_eq!(seats(&admin, story.client, 20).send().await, 303);
    if app.db.engine() == Engine::Postgres {
        assert_eq!(tries(&app).await, 3);
        app.db.execute("DROP TRIGGER at_commit ON events").await;
    }
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'seats_changed'").await, 2, "one line in each log");
}

#[tokio::test]
async fn a_collision_that_does_not_end_is_told_after_two_seconds_and_changes_nothing() {
    let (app, story, admin) = begin().await;
    let mut rogue = Rogue::at(&app).await;
    match app.db.engine() {
        Engine::Sqlite => rogue.run("BEGIN IMMEDIATE").await,
        Engine::Postgres => at_commit(&app, "RAISE EXCEPTION 'too bad' USING ERRCODE = '40P01';").await,
    }
    let before = app.db.snapshot().await;
    assert_eq!(seats(&admin, story.client, 20).send().await, 503);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn a_commit_whose_answer_was_lost_is_not_run_again() {
    let (app, story, admin) = begin().await;
    if app.db.engine() == Engine::Sqlite {
        // No network lies between the program and this database: the answer to a commit is not lost.
        assert_eq!(seats(&admin, story.client, 20).send().await, 303);
        return;
    }
    at_commit(&app, "PERFORM nextval('tries'); PERFORM pg_terminate_backend(pg_backend_pid());").await;
    assert_eq!(seats(&admin, story.client, 20).send().await, 503);
    assert_eq!(tries(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_on_one_organization_is_answered_without_a_503() {
    let (app, story, admin) = begin().await;
    // Each is another entry: of edits of one thing all but the first would be told that it was changed meanwhile.
    let path = format!("/clients/{}/note", story.client);
    let posts = (0..32).map(|number| admin.post(&path, &[("note", &format!("Note {number}"))])).collect();
    at_once(posts).await.expect(32, 303, &[]);
    let told = app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'note_added' AND log_kind = 'provider'").await;
    assert_eq!(told, 32);
    app.assert_sound().await;
}
