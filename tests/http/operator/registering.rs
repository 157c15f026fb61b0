//! Who may register: nobody on a new portal, until the operator says so; on one of a version before as until then.

use super::commands::{Place, said, terminate};
use super::providers::provider;
use super::upgrading_fixture::version_before;
use crate::support::database::{Engine, TestDatabase};
use portico::store::Db;
use portico::store::kept_settings;
use sqlx::migrate::Migrator;

const MAIL: [&str; 4] = ["--smtp-url", "smtp+insecure://127.0.0.1:1", "--mail-from", "portal@portal.example"];
const WARNING: &str = "registration is open, as it was before this version";

/// How `/register` is answered, and what the portal says about it.
async fn asked(place: &Place, flags: &[&str]) -> (u16, bool) {
    let child = place.serve_with(&[&MAIL, flags].concat()).await;
    let status = place.client().get("/register").await.status;
    (status, said(&terminate(child).await.0).contains(WARNING))
}

#[tokio::test]
async fn a_new_portal_is_closed_until_it_is_opened() {
    let place = Place::new().await;
    provider(&place, "Example Services", "ada@provider.example").await;
    assert_eq!(asked(&place, &[]).await, (403, false));
    assert_eq!(asked(&place, &["--registration", "open"]).await, (200, false));
    assert_eq!(asked(&place, &["--registration", "closed"]).await, (403, false));
}

#[tokio::test]
async fn one_of_a_version_before_stays_open_and_says_so_at_each_start() {
    let place = Place::new().await;
    provider(&place, "Example Services", "ada@provider.example").await;
    place.db.execute("INSERT INTO kept_settings (name, value) VALUES ('registration', 'open')").await;
    assert_eq!(asked(&place, &[]).await, (200, true));
    assert_eq!(asked(&place, &["--registration", "open"]).await, (200, false));
    assert_eq!(asked(&place, &["--registration", "closed"]).await, (403, false));
}

async fn was_open(db: &TestDatabase) -> bool {
    let opened = Db::connect(db.url()).await.expect("the database opens");
    opened.migrate().await.expect("it becomes one of today");
    kept_settings::registration_was_open(&mut opened.read().await.expect("a connection")).await.expect("an answer")
}

/// The tables as the version before made them, with nothing in them.
async fn tables_before(db: &TestDatabase) {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).expect("they are there") {
        let file = entry.expect("an entry").path();
        let name = file.file_name().expect("a name").to_owned();
        if name.to_string_lossy().as_ref() < "0010" {
            std::fs::copy(&file, folder.path().join(name)).expect("it is copied");
        }
    }
    let migrator = Migrator::new(folder.path()).await.expect("migrations");
    match db.engine() {
        Engine::Sqlite => migrator.run(&sqlx::SqlitePool::connect(db.url()).await.expect("it opens")).await,
        Engine::Postgres => migrator.run(&sqlx::PgPool::connect(db.url()).await.expect("it opens")).await,
    }
    .expect("they run");
}

#[tokio::test]
async fn what_holds_accounts_when_it_is_brought_up_to_date_is_of_a_version_before() {
    assert!(was_open(&version_before().await).await);
    let unused = TestDatabase::create().await;
    tables_before(&unused).await;
    assert!(!was_open(&unused).await, "nobody ever used it");
    assert!(!was_open(&TestDatabase::migrated().await).await);
}
