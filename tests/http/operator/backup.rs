//! `portico backup` and `portico restore`, with the real program, also while it serves.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::commands::{Place, said, terminate};
use super::providers::{asked, provider};
use crate::support::database::Engine;
use crate::support::world::PASSWORD;

const ADA: &str = "ada@provider.example";

pub(super) fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

/// The files of a folder that a command may have left behind.
pub(super) fn leftovers(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).expect("the folder is there");
    let names = names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".portico")).collect()
}

/// A database in use: its provider's admin has a password and is signed in.
pub(crate) async fn signed_in(place: &Place) -> crate::support::client::Client {
    let link = asked(place, 0, &["account", "reset-link", ADA]).await["link"].clone();
    let path = link.as_str().and_then(|link| link.strip_prefix(&place.url())).expect("a link").to_owned();
    let page = place.client().get(&path).await.follow().await.expect(200);
    page.form("form[action='/password']").set("password", PASSWORD).submit().await.expect(303);
    let client = place.client();
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", ADA).set("password", PASSWORD).submit().await.expect(303);
    client
}

/// The lines of every log but the portal's own.
fn of_others(rows: &[String]) -> Vec<String> {
    rows.iter().filter(|row| !row.contains("portal")).cloned().collect()
}

#[tokio::test]
async fn a_postgres_backup_comes_back_into_an_empty_database() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return;
    }
    let link = provider(&place, "Example Services", ADA).await["link"].clone();
    let serving = place.serve().await;
    let client = signed_in(&place).await;
    let target = place.db.folder().join("portico.dump");
    let made = asked(&place, 0, &["backup", text(&target)]).await;
    assert_eq!((&made["rows"]["providers"], &made["rows"]["accounts"]), (&1.into(), &1.into()), "{made}");
    assert_eq!(std::fs::metadata(&target).expect("it is there").permissions().mode() & 0o777, 0o600);
    client.get("/clients").await.expect(200);
    let events = place.db.snapshot().await;
    let before = std::fs::read(&target).expect("it can be read");
    asked(&place, 1, &["backup", text(&target)]).await;
    asked(&place, 1, &["backup", text(&place.db.folder().join("no/such/folder"))]).await;
    assert_eq!(std::fs::read(&target).expect("it can be read"), before);
    assert_eq!(leftovers(place.db.folder()), [""; 0]);

    // What is there is not overwritten, also by mistake.
    asked(&place, 0, &["provider", "suspend", "Example Services"]).await;
    let after = place.db.snapshot().await;
    let refused = asked(&place, 1, &["restore", text(&target)]).await;
    assert!(refused["error"].as_str().expect("a reason").contains("createdb"), "{refused}");
    place.db.assert_unchanged_since(&after).await;
    terminate(serving).await;

    let fresh = Place::new().await;
    let restored = asked(&fresh, 0, &["restore", text(&target)]).await;
    assert_eq!(restored["settled"]["sessions_ended"], 2, "{restored}");
    let backed_up = made["rows"]["events"].as_i64().expect("a number");
    assert_eq!(restored["rows"]["events"], backed_up + 1, "and that it was restored: {restored}");
    assert_eq!(fresh.db.texts("SELECT state FROM providers").await, ["active"]);
    assert_eq!(of_others(fresh.db.snapshot().await.rows("events")), of_others(events.rows("events")));
    assert_eq!(fresh.db.number("SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'sending')").await, 0);
    assert_eq!(asked(&fresh, 0, &["check"]).await["ok"], true);
    std::fs::create_dir_all(fresh.db.folder().join("data")).expect("a folder");
    std::fs::copy(place.db.folder().join("data/secret.key"), fresh.db.folder().join("data/secret.key")).expect("its key");
    let serving = fresh.serve().await;
    let path = link.as_str().and_then(|link| link.strip_prefix(&place.url())).expect("a link").to_owned();
    let page = fresh.client().get(&path).await;
    let page = if page.status == 303 { page.follow().await } else { page };
    page.expect(410);
    signed_in(&fresh).await.get("/clients").await.expect(200);
    terminate(serving).await;
    // A second time it is no longer empty.
    asked(&fresh, 1, &["restore", text(&target)]).await;
}

#[tokio::test]
async fn what_is_no_sound_postgres_backup_leaves_the_database_empty() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return;
    }
    let other = Place::new().await;
    other.db.execute("CREATE TABLE songs (name TEXT)").await;
    let (folder, good) = (place.db.folder().to_owned(), place.db.folder().join("good"));
    let refused = asked(&other, 1, &["backup", text(&good)]).await;
    assert!(refused["error"].as_str().expect("a reason").contains("no database of Portico"), "{refused}");
    assert!(!good.exists(), "what was not made must not look like a backup");
    let songs = folder.join("songs");
    dump(&other, &songs).await;

    provider(&place, "Example Services", ADA).await;
    asked(&place, 0, &["backup", text(&good)]).await;
    // Without PostgreSQL's tools it says which, and where they come from.
    for words in [["backup", text(&folder.join("tools"))], ["restore", text(&good)]] {
        let output = place.command(&words).env("PATH", &folder).output().await.expect("it starts");
        assert!(said(&output).contains("is not installed"), "{}", said(&output));
    }
    let mark =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', TRUE, '', 1)";
    place.db.execute(mark).await;
    asked(&place, 3, &["backup", text(&folder.join("newest"))]).await;
    let newer = folder.join("newer");
    dump(&place, &newer).await;
    let whole = std::fs::read(&songs).expect("it can be read");
    let file = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.join(name), bytes).expect("it can be written");
        folder.join(name)
    };
    let empty = Place::new().await;
    for (path, reason) in [
        (folder.join("missing"), "there is no file"),
        (folder.clone(), "there is no file"),
        (file("empty", b""), "no copy of a PostgreSQL database"),
        (file("sqlite", b"SQLite format 3\0 and much more of it"), "no copy of a PostgreSQL database"),
        (file("cut", &whole[..whole.len() / 2]), "damaged"),
        (newer, "newer Portico"),
        (songs, "no database of Portico"),
    ] {
        let refused = asked(&empty, if path.ends_with("newer") { 3 } else { 1 }, &["restore", text(&path)]).await;
        assert!(refused["error"].as_str().expect("a reason").contains(reason), "{}: {refused}", path.display());
        assert_eq!(empty.db.number("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").await, 0);
    }
    assert_eq!(leftovers(&folder), [""; 0]);
    asked(&empty, 0, &["restore", text(&good)]).await;
}

/// A copy by hand, of whatever there is.
pub(super) async fn dump(place: &Place, file: &Path) {
    let how = ["--format=custom", "--dbname", place.db.url(), "--file"];
    let made = tokio::process::Command::new("pg_dump").args(how).arg(file).status().await;
    assert!(made.expect("pg_dump runs").success());
}

#[tokio::test]
async fn a_backup_is_made_while_it_serves_and_comes_back_whole() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let serving = place.serve().await;
    let client = signed_in(&place).await;
    let target = place.db.folder().join("portico.backup");
    let made = asked(&place, 0, &["backup", text(&target)]).await;
    assert_eq!((&made["rows"]["providers"], &made["rows"]["accounts"]), (&1.into(), &1.into()), "{made}");
    assert_eq!(std::fs::metadata(&target).expect("it is there").permissions().mode() & 0o777, 0o600);
    let hash = std::process::Command::new("sha256sum").arg(&target).output().expect("sha256sum runs");
    let hash = String::from_utf8_lossy(&hash.stdout).split(' ').next().unwrap_or_default().to_owned();
    assert_eq!(made["sha256"], hash.as_str());
    client.get("/clients").await.expect(200);

    // Nothing is ever overwritten, and a folder that is not there leaves nothing.
    let before = std::fs::read(&target).expect("it can be read");
    let refused = asked(&place, 1, &["backup", text(&target)]).await;
    assert!(refused["error"].as_str().expect("a reason").contains("exists already"), "{refused}");
    asked(&place, 1, &["backup", text(&place.db.folder().join("no/such/folder"))]).await;
    assert_eq!(std::fs::read(&target).expect("it can be read"), before);
    assert_eq!(leftovers(place.db.folder()), [""; 0]);

    // Something happens after the backup; then the backup is wanted back.
    asked(&place, 0, &["provider", "suspend", "Example Services"]).await;
    let live = asked(&place, 1, &["restore", text(&target)]).await;
    assert!(live["error"].as_str().expect("a reason").contains("serves"), "{live}");
    terminate(serving).await;
    let after = place.db.snapshot().await;
    let restored = asked(&place, 0, &["restore", text(&target)]).await;
    assert_eq!(restored["settled"]["sessions_ended"], 2, "{restored}");
    assert_eq!(place.db.texts("SELECT state FROM providers").await, ["active"]);
    assert_eq!(place.db.number("SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'sending')").await, 0);
    assert!(place.db.number("SELECT COUNT(*) FROM deliveries WHERE state = 'cancelled'").await > 0);
    assert_eq!(asked(&place, 0, &["check"]).await["ok"], true);

    // What was there before is kept, whole, and a restore of it leads back.
    let kept = PathBuf::from(restored["kept"].as_str().expect("a path"));
    assert!(text(&kept).contains(".before-restore-") && kept.exists(), "{restored}");
    assert_eq!(leftovers(place.db.folder()), [""; 0]);
    let serving = place.serve().await;
    assert_eq!(client.get("/clients").await.status, 303, "everybody signs in again");
    terminate(serving).await;
    asked(&place, 0, &["restore", text(&kept)]).await;
    assert_eq!(place.db.texts("SELECT state FROM providers").await, ["suspended"]);
    assert_eq!(of_others(place.db.snapshot().await.rows("events")), of_others(after.rows("events")));
}

#[tokio::test]
async fn links_from_before_a_restore_are_dead() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    let link = provider(&place, "Example Services", ADA).await["link"].clone();
    let target = place.db.folder().join("portico.backup");
    asked(&place, 0, &["backup", text(&target)]).await;
    let restored = asked(&place, 0, &["restore", text(&target)]).await;
    assert_eq!((&restored["settled"]["links_ended"], &restored["settled"]["mails_held"]), (&1.into(), &1.into()));
    let serving = place.serve().await;
    let path = link.as_str().and_then(|link| link.strip_prefix(&place.url())).expect("a link").to_owned();
    let page = place.client().get(&path).await;
    let page = if page.status == 303 { page.follow().await } else { page };
    page.expect(410);
    terminate(serving).await;
    // Somebody else has it open: nothing is put in its place.
    let open = sqlx::SqlitePool::connect(place.db.url()).await.expect("it opens");
    let reading = sqlx::query("PRAGMA user_version").execute(&open).await;
    reading.expect("it is read");
    let busy = asked(&place, 1, &["restore", text(&target)]).await;
    assert!(busy["error"].as_str().expect("a reason").contains("another program"), "{busy}");
    open.close().await;
    // A fresh machine: there is nothing yet.
    let fresh = Place::new().await;
    let restored = asked(&fresh, 0, &["restore", text(&target)]).await;
    assert!(restored["kept"].is_null(), "{restored}");
    assert_eq!(fresh.db.number("SELECT COUNT(*) FROM providers").await, 1);
}

/// A copy by hand of an SQLite database; gives what is in it.
pub(super) async fn plain_sqlite(place: &Place, file: &Path) -> Vec<u8> {
    place.db.execute(&format!("VACUUM INTO '{}'", file.display())).await;
    std::fs::read(file).expect("it can be read")
}

#[tokio::test]
async fn what_is_no_sound_backup_changes_nothing() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let folder = place.db.folder().to_owned();
    let whole = plain_sqlite(&place, &folder.join("plain")).await;
    let file = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.join(name), bytes).expect("it can be written");
        folder.join(name)
    };
    let mut torn = whole.clone();
    torn[4096..5 * 4096].fill(0xA5);
    let newer = file("newer", &whole);
    let marked = sqlx::SqlitePool::connect(&format!("sqlite:{}", newer.display())).await.expect("it opens");
    let mark = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', TRUE, x'00', 1)";
    sqlx::query(mark).execute(&marked).await.expect("it is marked");
    marked.close().await;
    let other = folder.join("other");
    let made = sqlx::SqlitePool::connect(&format!("sqlite:{}?mode=rwc", other.display())).await.expect("it opens");
    sqlx::query("CREATE TABLE songs (name TEXT)").execute(&made).await.expect("it is made");
    made.close().await;
    let before = place.db.snapshot().await;
    for (path, reason) in [
        (folder.join("missing"), "there is no file"),
        (folder.clone(), "there is no file"),
        (file("empty", b""), "no SQLite database"),
        (file("text", b"organization,plan,seats\n and much more of it"), "no SQLite database"),
        (file("cut", &whole[..whole.len() / 2]), "damaged"),
        (file("torn", &torn), "damaged"),
        (newer, "newer Portico"),
        (other, "no database of Portico"),
    ] {
        let code = if path.ends_with("newer") { 3 } else { 1 };
        let refused = asked(&place, code, &["restore", text(&path)]).await;
        assert!(refused["error"].as_str().expect("a reason").contains(reason), "{}: {refused}", path.display());
        place.db.assert_unchanged_since(&before).await;
        assert_eq!(leftovers(&folder), [""; 0], "{}", path.display());
    }
    let kept = std::fs::read_dir(&folder)
        .expect("it is there")
        .filter(|entry| entry.as_ref().expect("an entry").file_name().to_string_lossy().contains("before-restore"));
    assert_eq!(kept.count(), 0);
}

#[tokio::test]
async fn a_damaged_database_is_kept_as_it_is_and_replaced() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let good = place.db.folder().join("good");
    asked(&place, 0, &["backup", text(&good)]).await;
    let database = place.db.folder().join("portico.db");
    std::fs::write(&database, b"a disk that failed").expect("it can be written");
    std::fs::write(place.db.folder().join("portico.db-wal"), b"its journal").expect("it can be written");
    let restored = asked(&place, 0, &["restore", text(&good)]).await;
    let kept = PathBuf::from(restored["kept"].as_str().expect("a path"));
    assert_eq!(std::fs::read(&kept).expect("it is kept"), b"a disk that failed");
    assert_eq!(place.db.number("SELECT COUNT(*) FROM providers").await, 1);
    assert_eq!(asked(&place, 0, &["check"]).await["ok"], true);
}
