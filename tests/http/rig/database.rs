use crate::support::database::TestDatabase;

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
