use portico::password::Passwords;
use portico::store::{Db, Schema, schema};

use crate::support::database::{Engine, TestDatabase};
use crate::support::world::{PASSWORD, PASSWORD_HASH};

const TABLES: &str = "
    CREATE TABLE members (id BIGINT PRIMARY KEY, name TEXT, seat BOOLEAN NOT NULL);
    CREATE TABLE sessions (id BIGINT PRIMARY KEY);
    CREATE TABLE throttles (id BIGINT PRIMARY KEY);
    INSERT INTO members VALUES (1, 'Ada', TRUE), (2, NULL, FALSE);
";

async fn with_tables() -> TestDatabase {
    let db = TestDatabase::create().await;
    db.execute(TABLES).await;
    db
}

#[tokio::test]
async fn the_digest_is_about_rows_and_not_about_their_order() {
    let (one, other) = (with_tables().await, TestDatabase::create().await);
    let backwards = TABLES.replace("(1, 'Ada', TRUE), (2, NULL, FALSE)", "(2, NULL, FALSE), (1, 'Ada', TRUE)");
    other.execute(&backwards).await;
    assert_eq!(one.digest().await, other.digest().await);
    assert_eq!(one.number("SELECT COUNT(*) FROM members").await, 2);
}

#[tokio::test]
async fn every_change_of_a_row_changes_the_digest() {
    let db = with_tables().await;
    let mut seen = vec![db.digest().await];
    for change in [
        "UPDATE members SET name = '' WHERE id = 2",
        "UPDATE members SET seat = TRUE WHERE id = 2",
        "INSERT INTO members VALUES (3, 'Ada', TRUE)",
        "DELETE FROM members",
    ] {
        db.execute(change).await;
        let digest = db.digest().await;
        assert!(!seen.contains(&digest), "{change} changed nothing");
        seen.push(digest);
    }
}

#[tokio::test]
async fn visits_do_not_count_as_changes() {
    let db = with_tables().await;
    let before = db.snapshot().await;
    db.execute("INSERT INTO sessions VALUES (1); INSERT INTO throttles VALUES (1)").await;
    db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn a_difference_is_told_by_its_row() {
    let db = with_tables().await;
    let before = db.snapshot().await;
    db.execute("UPDATE members SET name = 'Bea' WHERE id = 1").await;
    let differences = before.differences(&db.snapshot().await).join("\n");
    let lines = ["- members", "Ada", "+ members", "Bea"];
    for line in lines {
        assert!(differences.contains(line), "{line} is missing in {differences}");
    }
}

#[tokio::test]
async fn a_database_is_gone_with_its_test() {
    let db = TestDatabase::create().await;
    let (url, folder) = (db.url().to_owned(), db.folder().to_owned());
    db.execute("CREATE TABLE here (id BIGINT)").await;
    drop(db);
    assert!(!folder.exists());
    if url.starts_with("postgres") {
        let gone = <sqlx::PgConnection as sqlx::Connection>::connect(&url).await;
        assert!(gone.is_err());
    }
}

/// Tables with their columns, indexes, triggers, functions: the text of each, and the migrations that ran.
async fn shape(db: &TestDatabase) -> Vec<String> {
    let queries: &[&str] = match db.engine() {
        Engine::Sqlite => &["SELECT type || name || coalesce(sql, '') FROM sqlite_schema"],
        Engine::Postgres => &[
            "SELECT table_name || column_name || data_type || is_nullable || coalesce(column_default, '') \
             FROM information_schema.columns WHERE table_schema = 'public'",
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind <> 'a'",
        ],
    };
    let mut shape = db.texts("SELECT CAST(version AS TEXT) FROM _sqlx_migrations").await;
    for query in queries {
        shape.extend(db.texts(query).await);
    }
    shape.sort_unstable();
    shape
}

#[tokio::test]
async fn a_copy_of_the_template_is_what_the_migrations_make() {
    let (copy, fresh) = (TestDatabase::migrated().await, TestDatabase::create().await);
    let db = Db::connect(fresh.url()).await.expect("it opens");
    db.migrate().await.expect("the migrations run");
    assert_eq!(schema(&mut db.read().await.expect("a connection")).await.expect("it has one"), Schema::Current);
    db.close().await;
    let (copied, made) = (shape(&copy).await, shape(&fresh).await);
    assert!(made.len() > 40, "{made:#?}");
    let missing: Vec<_> = made.iter().filter(|text| !copied.contains(text)).collect();
    assert!(missing.is_empty() && copied.len() == made.len(), "the copy lacks {missing:#?}");
}

#[tokio::test]
async fn what_a_test_writes_stays_in_its_own_copy() {
    let (one, other) = (TestDatabase::migrated().await, TestDatabase::migrated().await);
    let before = other.snapshot().await;
    one.execute("CREATE TABLE here (id BIGINT); INSERT INTO here VALUES (1)").await;
    other.assert_unchanged_since(&before).await;
    TestDatabase::migrated().await.assert_unchanged_since(&before).await;
}

/// The accounts of the tests are stored with the hash that Portico stores today.
#[tokio::test]
async fn the_hash_of_the_tests_is_the_one_that_portico_makes() {
    let made = Passwords::start(1, 1).hash(PASSWORD.into(), [3; 16]).await.expect("a thread is free");
    assert_eq!(PASSWORD_HASH, made);
}
