//! Disks that fail, files that go away, databases that become something else: what happens meanwhile, and that it is
//! over by itself once the cause is.

use super::commands::{Place, said, terminate};
use super::providers::provider;
use crate::support::database::Engine;
use crate::support::figures::figure;
use std::os::unix::fs::PermissionsExt;
use std::process::Output;
use std::time::Duration;
use tokio::process::Child;
use tokio::time::{Instant, sleep, timeout};

const ADA: &str = "ada@provider.example";

/// A place on SQLite with a provider in it; `None` on PostgreSQL, whose disk is its own business.
async fn on_sqlite() -> Option<Place> {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return None;
    }
    provider(&place, "Example Services", ADA).await;
    Some(place)
}

/// As [`on_sqlite`], in a folder that is there.
pub(crate) async fn on_sqlite_at(folder: &std::path::Path) -> Place {
    let place = Place::at(folder).await;
    provider(&place, "Example Services", ADA).await;
    place
}

/// Tries to sign in with a wrong password, which writes down that somebody tried; gives the status.
pub(crate) async fn write(place: &Place, number: usize) -> u16 {
    let client = place.client();
    let page = client.get("/sign-in").await;
    if page.status != 200 {
        return page.status;
    }
    let form = page.form("form[action='/sign-in']").set("email", &format!("nobody{number}@client.example"));
    form.set("password", "wrong horse battery staple").submit().await.status
}

/// Asks until the answer is this, for ten seconds.
pub(crate) async fn until(place: &Place, path: &str, status: u16) -> String {
    let began = Instant::now();
    loop {
        let answer = place.client().get(path).await;
        if answer.status == status {
            return answer.html;
        }
        assert!(began.elapsed() < Duration::from_secs(10), "{path} still answers {}: {}", answer.status, answer.html);
        sleep(Duration::from_millis(200)).await;
    }
}

async fn ended(child: Child) -> Output {
    timeout(Duration::from_secs(15), child.wait_with_output()).await.expect("it ends by itself").expect("its output")
}

fn lines_with<'a>(log: &'a str, words: &str) -> Vec<&'a str> {
    log.lines().filter(|line| line.contains(words)).collect()
}

/// Writes until writes fail and work again; gives the statuses in turn, each told once.
async fn write_through(place: &Place) -> Vec<u16> {
    let mut statuses = Vec::new();
    for number in 0..60 {
        let status = write(place, number).await;
        if statuses.last() != Some(&status) {
            statuses.push(status);
        }
        if statuses.len() == 3 {
            break;
        }
    }
    statuses
}

/// What the disk answers to some calls in a row, and to no other.
async fn a_disk_that_fails(calls: &str, error: &str, when: &str) {
    let Some(place) = on_sqlite().await else { return };
    let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:error={error}:when={when}"));
    let strace = ["strace", "-D", "-f", "-o", "/dev/null", "-e", &trace, "-e", &inject];
    let child = place.serve_under(&strace, &[]).await;
    assert_eq!(write_through(&place).await, [422, 503, 422], "{calls} {error}");
    let began = Instant::now();
    until(&place, "/readyz", 200).await;
    figure(&format!("{calls} answers {error}: ready again after"), format!("{:.1?}", began.elapsed()));
    let (output, _) = terminate(child).await;
    let log = said(&output);
    assert_eq!(output.status.code(), Some(0), "{log}");
    assert!(!log.contains("internal error") && !log.contains("panicked"), "{log}");
    assert_eq!(super::providers::asked(&place, 0, &["check"]).await["ok"], true);
}

#[tokio::test]
async fn a_disk_write_that_failed_ends_one_change_and_no_other() {
    a_disk_that_fails("fsync,fdatasync", "EIO", "24..25").await;
}

#[tokio::test]
async fn a_full_disk_is_told_so_and_work_goes_on_once_there_is_room() {
    a_disk_that_fails("pwrite64", "ENOSPC", "90..94").await;
}

#[tokio::test]
async fn a_first_start_on_a_full_disk_leaves_nothing_that_the_next_one_stumbles_over() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    let strace = ["strace", "-D", "-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", "inject=pwrite64:error=ENOSPC"];
    let output = place.command_under(&strace, &["serve"]).output().await.expect("it starts");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(!place.db.folder().join("data/secret.key").exists(), "a key without its database");
    terminate(place.serve().await).await;
}

#[tokio::test]
async fn writes_never_go_into_a_file_that_is_not_there_any_more() {
    for replaced in [false, true] {
        let Some(place) = on_sqlite().await else { return };
        let child = place.serve().await;
        assert_eq!(write(&place, 0).await, 422);
        let (file, away) = (place.db.folder().join("portico.db"), place.db.folder().join("away.db"));
        std::fs::rename(&file, &away).expect("it is moved");
        if replaced {
            std::fs::copy(&away, &file).expect("it is copied");
        }
        assert!([503, 0].contains(&write_or_nothing(&place).await), "a write was taken that nobody will ever see");
        let output = ended(child).await;
        let log = said(&output);
        assert_eq!(output.status.code(), Some(1), "{log}");
        let what = if replaced { "another file was put in the place of" } else { "was removed" };
        assert!(log.contains(what) && log.contains("would be lost, so the portal stops"), "{log}");
        std::fs::rename(&away, &file).expect("it is put back");
        let child = place.serve().await;
        assert_eq!(write(&place, 1).await, 422);
        terminate(child).await;
    }
}

/// As [`write`]; 0 where nobody answers.
async fn write_or_nothing(place: &Place) -> u16 {
    if !place.is_there().await {
        return 0;
    }
    write(place, 1).await
}

/// Root may write whatever the mode says: the portal runs without that right.
fn as_anybody() -> &'static [&'static str] {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if is_root { &["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override", "--"] } else { &[] }
}

#[tokio::test]
async fn a_file_that_may_not_be_written_is_not_ready_until_it_may() {
    let Some(place) = on_sqlite().await else { return };
    let mode = |mode: u32| {
        for end in ["", "-wal", "-shm"] {
            let file = place.db.folder().join(format!("portico.db{end}"));
            let set = std::fs::set_permissions(&file, PermissionsExt::from_mode(mode));
            assert!(set.is_ok() || !end.is_empty(), "its mode is set");
        }
    };
    mode(0o400);
    let child = place.command_under(as_anybody(), &["serve"]).spawn().expect("it starts");
    let began = Instant::now();
    // At first it waits for the database.
    while !until_there(&place, "/readyz", 503).await.contains("not ready: the database cannot be written") {
        assert!(began.elapsed() < Duration::from_secs(10), "it never says what is wrong");
        sleep(Duration::from_millis(50)).await;
    }
    for number in 0..20 {
        assert_eq!(write(&place, number).await, 503);
    }
    sleep(Duration::from_secs(6)).await;
    mode(0o600);
    let began = Instant::now();
    until(&place, "/readyz", 200).await;
    figure("a file that may not be written: ready again after", format!("{:.1?}", began.elapsed()));
    assert_eq!(write(&place, 1).await, 422);
    let (output, _) = terminate(child).await;
    let log = said(&output);
    assert_eq!(lines_with(&log, "nothing can be changed until this is over").len(), 1, "once, however often it is tried: {log}");
    assert_eq!(lines_with(&log, "ready again").len(), 1, "{log}");
    assert_eq!(lines_with(&log, "ERROR").len(), 1, "nor for each request: {log}");
}

pub(super) async fn until_there(place: &Place, path: &str, status: u16) -> String {
    let began = Instant::now();
    while !place.is_there().await {
        assert!(began.elapsed() < Duration::from_secs(10), "nobody listens");
        sleep(Duration::from_millis(50)).await;
    }
    until(place, path, status).await
}

#[tokio::test]
async fn a_postgres_that_takes_no_writes_is_not_ready_until_it_does() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let child = place.serve().await;
    assert_eq!(write(&place, 0).await, 422);
    place.db.administer_postgres("ALTER DATABASE {} SET default_transaction_read_only = on", true).await;
    let told = until(&place, "/readyz", 503).await;
    assert!(told.contains("cannot be written"), "{told}");
    assert_eq!(write(&place, 1).await, 503);
    place.db.administer_postgres("ALTER DATABASE {} SET default_transaction_read_only = off", true).await;
    let began = Instant::now();
    until(&place, "/readyz", 200).await;
    figure("a database that takes no writes: ready again after", format!("{:.1?}", began.elapsed()));
    assert_eq!(write(&place, 2).await, 422);
    let (output, _) = terminate(child).await;
    assert!(!said(&output).contains("internal error"), "{}", said(&output));
}

#[tokio::test]
async fn a_database_that_became_another_one_is_neither_written_nor_taken_for_empty() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let child = place.serve().await;
    let client = place.client();
    // Everything is in another schema now: the database looks as an empty one does.
    place.db.administer_postgres("ALTER SCHEMA public RENAME TO kept", false).await;
    place.db.administer_postgres("CREATE SCHEMA public", true).await;
    let told = until(&place, "/readyz", 503).await;
    assert!(told.contains("another schema"), "{told}");
    assert_eq!(write(&place, 1).await, 503);
    client.get("/password/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await.follow().await.expect(503);
    place.db.administer_postgres("DROP SCHEMA public", false).await;
    place.db.administer_postgres("ALTER SCHEMA kept RENAME TO public", true).await;
    let began = Instant::now();
    until(&place, "/readyz", 200).await;
    figure("tables that were gone: ready again after", format!("{:.1?}", began.elapsed()));
    assert_eq!(write(&place, 2).await, 422);
    let (output, _) = terminate(child).await;
    assert!(!said(&output).contains("internal error"), "{}", said(&output));
}

#[tokio::test]
async fn a_node_that_finds_a_newer_schema_changes_nothing_any_more() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let child = place.serve().await;
    assert_eq!(write(&place, 0).await, 422);
    place
        .db
        .execute("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', TRUE, '', 1)")
        .await;
    let told = until(&place, "/readyz", 503).await;
    assert!(told.contains("another schema than this version"), "{told}");
    let before = place.db.everything().await;
    assert_eq!(write(&place, 1).await, 503);
    sleep(Duration::from_secs(6)).await;
    assert_eq!(place.db.everything().await, before, "not even a row of its own");
    let (output, _) = terminate(child).await;
    let log = said(&output);
    assert_eq!(lines_with(&log, "nothing can be changed until this is over").len(), 1, "said once: {log}");
    assert!(log.contains("version 9999, and this Portico knows versions up to"), "{log}");
}
