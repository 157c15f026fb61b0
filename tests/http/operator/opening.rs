//! Which database a command works on: none is made where nobody asked for one, none is changed in passing, and none is
//! used without its key.

use super::commands::{Place, portico, said, terminate};
use super::providers::{asked, provider};
use super::upgrading::first_version;
use crate::support::database::{Engine, own_folder};
use crate::support::figures::{figure, long_or};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;
use tokio::net::TcpListener;
use tokio::time::{Duration, sleep, timeout};

const ADA: &str = "ada@provider.example";

async fn refused(place: &Place, code: i32, words: &[&str]) -> String {
    let output = place.run(words).await;
    assert_eq!(output.status.code(), Some(code), "{words:?}: {}", said(&output));
    said(&output)
}

/// Everything in a folder and below: names and sizes.
fn files(folder: &Path) -> Vec<(PathBuf, u64)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut all: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .flat_map(
            |path| if path.is_dir() { files(&path) } else { vec![(path.clone(), path.metadata().expect("it is there").len())] },
        )
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn no_command_that_needs_a_database_makes_one() {
    let folder = own_folder(None);
    let file = folder.path().join("organizations.csv");
    std::fs::write(&file, "organization,plan,seats,email,name,role,status\nA,Free,2,a@client.example,A,owner,confirmed\n")
        .expect("a file");
    let (path, backup) = (file.to_str().expect("a path"), folder.path().join("backup"));
    let before = files(folder.path());
    for words in [
        &["provider", "list"][..],
        &["provider", "suspend", "Example Services"],
        &["account", "reset-link", ADA],
        &["outbox", "list"],
        &["outbox", "retry", "--dead"],
        &["import", path],
        &["check"],
        &["migrate"],
        &["backup", backup.to_str().expect("a path")],
        &["restore", "--only-settle"],
    ] {
        let mut command = portico();
        command.args(words).current_dir(folder.path()).env("PORTICO_PUBLIC_URL", "http://127.0.0.1:1");
        let output = command.output().await.expect("it starts");
        assert_eq!(output.status.code(), Some(1), "{words:?}: {}", said(&output));
        assert!(said(&output).contains("there is no database"), "{words:?}: {}", said(&output));
        assert_eq!(files(folder.path()), before, "{words:?}");
    }
}

#[tokio::test]
async fn a_database_that_is_gone_is_missed_and_only_made_anew_when_asked_for() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let file = place.db.folder().join("portico.db");
    let away = place.db.folder().join("away.db");
    std::fs::rename(&file, &away).expect("it is moved");
    let before = files(place.db.folder());
    let told = refused(&place, 1, &["serve"]).await;
    assert!(told.contains("secret.key is there, and the database that belongs to it is not"), "{told}");
    assert!(refused(&place, 1, &["provider", "list"]).await.contains("there is no database"));
    assert_eq!(files(place.db.folder()), before);
    let child = place.serve_with(&["--new-database"]).await;
    let (output, _) = terminate(child).await;
    assert!(said(&output).contains("a new database was made"), "{}", said(&output));
    std::fs::rename(&away, &file).expect("it is put back");
    let listed = asked(&place, 0, &["provider", "list"]).await;
    assert_eq!(listed["providers"][0]["name"], "Example Services");
}

#[tokio::test]
async fn a_database_is_not_used_without_its_key() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let key = place.db.folder().join("data/secret.key");
    std::fs::rename(&key, key.with_extension("away")).expect("it is moved");
    for words in [&["serve"][..], &["provider", "list"], &["provider", "create", "--name", "B", "--admin-email", ADA]] {
        let told = refused(&place, 1, words).await;
        assert!(told.contains("no link that was mailed works any more") && told.contains("second step"), "{told}");
        assert!(told.contains("Put the key back from a backup") && told.contains("--new-key"), "{told}");
        assert!(!key.exists(), "{words:?} makes none");
    }
    assert_eq!(asked(&place, 0, &["check"]).await["ok"], true, "what needs no key works");
    let child = place.serve_with(&["--new-key"]).await;
    let (output, _) = terminate(child).await;
    assert!(said(&output).contains("a new secret key was made"), "{}", said(&output));
    asked(&place, 0, &["provider", "list"]).await;
}

#[tokio::test]
async fn an_empty_or_foreign_file_is_refused_before_anything_is_written() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    let file = place.db.folder().join("portico.db");
    let songs = place.db.folder().join("songs.db");
    let made = sqlx::SqlitePool::connect(&format!("sqlite:{}?mode=rwc", songs.display())).await.expect("it opens");
    sqlx::query("CREATE TABLE songs (name TEXT)").execute(&made).await.expect("it is made");
    made.close().await;
    let songs = std::fs::read(&songs).expect("it can be read");
    let cases: [(&[u8], &str); 4] = [
        (b"", "it is empty"),
        (b"SQLite format 4\0 and more of what is no database at all", "it is no SQLite database"),
        (b"organization,plan,seats\n", "it is no SQLite database"),
        (&songs, "it is no database of Portico"),
    ];
    for (bytes, reason) in cases {
        std::fs::write(&file, bytes).expect("it is written");
        for words in
            [&["serve"][..], &["provider", "list"], &["provider", "create", "--name", "B", "--admin-email", ADA], &["check"]]
        {
            let told = refused(&place, 1, words).await;
            assert!(told.contains(reason), "{words:?}: {told}");
            assert_eq!(std::fs::read(&file).expect("it can be read"), bytes, "{words:?}");
        }
        assert!(!place.db.folder().join("data").exists(), "no key is made for it");
    }
    std::fs::remove_file(&file).expect("it goes");
    provider(&place, "Example Services", ADA).await;
}

#[tokio::test]
async fn a_newer_schema_is_refused_with_both_versions_and_nothing_is_written() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    place
        .db
        .execute("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', TRUE, '', 1)")
        .await;
    let before = (place.db.everything().await, std::fs::read(place.db.folder().join("portico.db")).ok());
    for words in [&["serve"][..], &["migrate"], &["provider", "list"], &["check"], &["restore", "--only-settle"]] {
        let told = refused(&place, 3, words).await;
        assert!(told.contains("is version 9999") && told.contains("knows versions up to"), "{words:?}: {told}");
    }
    assert!((place.db.everything().await, std::fs::read(place.db.folder().join("portico.db")).ok()) == before);
}

async fn started(place: &Place, flags: &[&str]) -> Output {
    let free = TcpListener::bind("127.0.0.1:0").await.and_then(|free| free.local_addr()).expect("a free port").to_string();
    let words = [&["serve", "--listen", &free], flags].concat();
    let child = place.command(&words).spawn().expect("it starts");
    timeout(Duration::from_secs(30), child.wait_with_output()).await.expect("it ends").expect("its output")
}

#[tokio::test]
async fn the_file_is_served_once_under_whatever_name() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let child = place.serve().await;
    let link = place.db.folder().join("link.db");
    std::os::unix::fs::symlink(place.db.folder().join("portico.db"), &link).expect("a link");
    let hard = place.db.folder().join("hard.db");
    std::fs::hard_link(place.db.folder().join("portico.db"), &hard).expect("a link");
    for file in std::fs::read_dir(place.db.folder()).expect("it is there").map(|file| file.expect("an entry").path()) {
        if file.to_string_lossy().ends_with(".lock") {
            std::fs::remove_file(file).expect("it goes");
        }
    }
    for url in [place.db.url().to_owned(), format!("sqlite:{}", link.display()), format!("sqlite:{}", hard.display())] {
        let output = started(&place, &["--database-url", &url]).await;
        assert_eq!(output.status.code(), Some(1), "{url}: {}", said(&output));
        assert!(said(&output).contains("another portico serves"), "{}", said(&output));
    }
    place.client().get("/readyz").await.expect(200);
    terminate(child).await;
}

#[tokio::test]
async fn many_that_start_at_once_on_postgres_all_start() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return;
    }
    let rounds = long_or(25, 3);
    for round in 0..rounds {
        let mut nodes = Vec::new();
        for _ in 0..4 {
            let free =
                TcpListener::bind("127.0.0.1:0").await.and_then(|free| free.local_addr()).expect("a free port").to_string();
            nodes.push(place.command(&["serve", "--listen", &free]).spawn().expect("it starts"));
        }
        sleep(Duration::from_millis(if round == 0 { 4000 } else { 1500 })).await;
        for mut node in nodes {
            assert_eq!(node.try_wait().expect("a child"), None, "round {round}");
            let (output, _) = terminate(node).await;
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        }
    }
    figure("nodes started at once, four at a time, and failures", format!("{}, 0", 4 * rounds));
    assert_eq!(place.db.number("SELECT COUNT(*) FROM nodes").await, 0, "whoever stops takes its row away");
}

#[tokio::test]
async fn a_schema_is_changed_by_serve_and_migrate_alone_and_a_copy_is_kept() {
    for by_serve in [false, true] {
        let place = Place::new().await;
        first_version(&place.db).await;
        let data = place.db.folder().join("data");
        std::fs::create_dir(&data).expect("a folder");
        std::fs::write(data.join("secret.key"), (0..32).collect::<Vec<u8>>()).expect("a key");
        std::fs::set_permissions(data.join("secret.key"), PermissionsExt::from_mode(0o600)).expect("its mode is set");
        let before = place.db.everything().await;
        for words in [
            &["provider", "list"][..],
            &["provider", "create", "--name", "B", "--admin-email", ADA],
            &["outbox", "list"],
            &["check"],
        ] {
            let told = refused(&place, 1, words).await;
            assert!(told.contains("is version 1, and this Portico needs version") && told.contains("portico migrate"), "{told}");
        }
        assert_eq!(place.db.everything().await, before);
        let told = if by_serve {
            said(&terminate(place.serve().await).await.0)
        } else {
            let told = asked(&place, 0, &["migrate"]).await;
            assert_eq!(told["changed"], true, "{told}");
            assert_eq!(asked(&place, 0, &["migrate"]).await["changed"], false);
            told.to_string()
        };
        assert!(told.contains("from version 1 to version"), "{told}");
        assert_eq!(asked(&place, 0, &["check"]).await["ok"], true);
        let kept = files(place.db.folder()).into_iter().find(|(file, _)| file.to_string_lossy().contains(".version-1-"));
        let Some((kept, _)) = kept else {
            assert_eq!(place.db.engine(), Engine::Postgres, "a copy is kept: {told}");
            continue;
        };
        assert!(told.contains(kept.to_str().expect("a path")), "{told}");
        let old = sqlx::SqlitePool::connect(&format!("sqlite:{}", kept.display())).await.expect("it opens");
        let tables: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'tokens'").fetch_one(&old).await.expect("one");
        assert_eq!(tables, 1, "it is as it was");
        old.close().await;
    }
}
