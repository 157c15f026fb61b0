//! What a command leaves that is killed while it makes something, and that the next one sweeps it, but never what
//! somebody still works on.

use super::backup::{leftovers, text};
use super::commands::{Place, said, terminate};
use super::providers::{asked, provider};
use crate::support::database::Engine;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;
use tokio::time::{Duration, sleep};

const ADA: &str = "ada@provider.example";

/// Runs a command that is killed when it makes this call for the so-manieth time.
async fn killed_at(place: &Place, call: &str, when: usize, words: &[&str]) -> Output {
    let (trace, inject) = (format!("trace={call}"), format!("inject={call}:signal=KILL:when={when}"));
    let strace = ["strace", "-f", "-o", "/dev/null", "-e", &trace, "-e", &inject];
    let output = place.command_under(&strace, words).output().await.expect("strace runs");
    assert!(!output.status.success(), "{call} {when}: {}", said(&output));
    output
}

/// The names that end in what a restore keeps of before.
fn kept(folder: &Path) -> Vec<String> {
    let names =
        std::fs::read_dir(folder).expect("it is there").flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains(".before-restore-")).collect()
}

#[tokio::test]
async fn what_a_killed_backup_leaves_is_swept_by_the_next() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let folder = place.db.folder().join("backups");
    std::fs::create_dir(&folder).expect("a folder");
    let (first, second) = (folder.join("first"), folder.join("second"));
    killed_at(&place, "renameat2", 1, &["backup", text(&first)]).await;
    assert!(!first.exists(), "what is not whole stands under no name");
    assert_eq!(leftovers(&folder).len(), 1);
    asked(&place, 0, &["backup", text(&second)]).await;
    assert_eq!(leftovers(&folder), [""; 0]);
    assert_eq!(std::fs::read_dir(&folder).expect("it is there").count(), 1);
}

#[tokio::test]
async fn a_backup_that_is_being_made_is_left_alone() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let (slow, quick) = (place.db.folder().join("slow"), place.db.folder().join("quick"));
    let strace = ["strace", "-f", "-o", "/dev/null", "-e", "trace=renameat2", "-e", "inject=renameat2:delay_enter=3000000"];
    let slowly = place.command_under(&strace, &["backup", text(&slow)]).spawn().expect("it starts");
    for _ in 0..500 {
        if std::fs::read_dir(place.db.folder())
            .expect("it is there")
            .flatten()
            .any(|entry| entry.path().join("backup").metadata().is_ok_and(|backup| backup.len() > 0))
        {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    asked(&place, 0, &["backup", text(&quick)]).await;
    assert!(!slow.exists() && leftovers(place.db.folder()).len() == 1, "the other one is still at work");
    let done = slowly.wait_with_output().await.expect("it ends");
    assert!(done.status.success() && slow.exists(), "{}", said(&done));
    assert_eq!(leftovers(place.db.folder()), [""; 0]);
}

#[tokio::test]
async fn a_restore_that_is_killed_at_any_moment_leaves_the_database_of_before_or_the_restored_one() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let (folder, backup) = (place.db.folder().to_owned(), place.db.folder().join("backup"));
    asked(&place, 0, &["backup", text(&backup)]).await;
    asked(&place, 0, &["provider", "suspend", "Example Services"]).await;
    // While it is copied; while the old one gets its second name; while the new one is put in its place.
    for (call, when) in [("fsync,fdatasync", 2), ("linkat,link", 1), ("rename", 1)] {
        killed_at(&place, call, when, &["restore", text(&backup)]).await;
        assert_eq!(leftovers(&folder).len(), 1, "{call}");
        assert_eq!(kept(&folder).len(), usize::from(call == "rename"), "{call}");
        let serving = place.serve().await;
        assert_eq!((leftovers(&folder), kept(&folder)), (Vec::new(), Vec::new()), "{call}");
        terminate(serving).await;
        assert_eq!(place.db.texts("SELECT state FROM providers").await, ["suspended"], "{call}");
        assert_eq!(asked(&place, 0, &["check"]).await["ok"], true);
    }
    asked(&place, 0, &["restore", text(&backup)]).await;
    assert_eq!(place.db.texts("SELECT state FROM providers").await, ["active"]);
    assert_eq!((leftovers(&folder).len(), kept(&folder).len()), (0, 1));
}

#[tokio::test]
async fn what_a_killed_making_of_a_database_or_key_leaves_is_swept() {
    let place = Place::new().await;
    let (folder, data) = (place.db.folder().to_owned(), place.db.folder().join("data"));
    let create = ["provider", "create", "--name", "Example Services", "--admin-email", ADA];
    // The first name that is given is that of the key.
    killed_at(&place, "renameat2", 1, &create).await;
    assert_eq!(leftovers(&data).len(), 1);
    if place.db.engine() == Engine::Sqlite {
        killed_at(&place, "renameat2", 2, &create).await;
        assert_eq!((leftovers(&data).len(), leftovers(&folder).len()), (0, 1));
        assert!(!folder.join("portico.db").exists());
    }
    assert_eq!(place.run(&create).await.status.code(), Some(0));
    assert_eq!((leftovers(&data), leftovers(&folder)), (Vec::new(), Vec::new()));
}

/// A folder with a `pg_restore` that runs these lines where it puts something back; `$REAL` is the true one.
fn another_pg_restore(folder: &Path, lines: &str) -> String {
    let (tools, path) = (folder.join("tools"), std::env::var("PATH").expect("a path"));
    std::fs::create_dir_all(&tools).expect("a folder");
    let real = std::env::split_paths(&path).map(|at| at.join("pg_restore")).find(|at| at.exists()).expect("it is installed");
    let script = format!(
        "#!/bin/sh\nREAL={}\ncase \"$1\" in --single-transaction) ;; *) exec $REAL \"$@\" ;; esac\n{lines}\n",
        real.display()
    );
    std::fs::write(tools.join("pg_restore"), script).expect("it is written");
    std::fs::set_permissions(tools.join("pg_restore"), PermissionsExt::from_mode(0o700)).expect("its mode");
    format!("{}:{path}", tools.display())
}

#[tokio::test]
async fn a_postgres_restore_that_is_killed_leaves_nothing_that_anybody_works_with() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let backup = place.db.folder().join("backup");
    asked(&place, 0, &["backup", text(&backup), "--with-key"]).await;
    let data = |place: &Place| place.db.folder().join("data");
    let killed = async |place: &Place, lines: &str| {
        let path = another_pg_restore(place.db.folder(), lines);
        let output = place.command(&["restore", text(&backup)]).env("PATH", path).output().await.expect("it starts");
        assert_eq!(output.status.code(), None, "{}", said(&output));
        assert!(!leftovers(&data(place)).is_empty());
        // PostgreSQL notices a moment later that its client is gone.
        sleep(Duration::from_millis(300)).await;
    };
    // Before it put anything there: the next one does.
    let first = Place::new().await;
    killed(&first, "kill -9 $PPID; exit 1").await;
    let told = said(&first.run(&["provider", "list"]).await);
    assert!(told.contains("is being put back into it"), "{told}");
    asked(&first, 0, &["restore", text(&backup)]).await;
    assert_eq!(leftovers(&data(&first)), [""; 0]);
    assert_eq!(asked(&first, 0, &["check"]).await["ok"], true);
    // When everything is there, and what has to end has not: nobody serves it.
    let second = Place::new().await;
    killed(&second, "$REAL \"$@\"; kill -9 $PPID").await;
    second.db.leave_everything_broken("it is one that nobody works with");
    for words in [&["serve"][..], &["provider", "list"], &["check"], &["migrate"], &["backup", "never"]] {
        let output = second.run(words).await;
        assert_eq!(output.status.code(), Some(1), "{words:?}: {}", said(&output));
        assert!(said(&output).contains("make another empty database"), "{words:?}: {}", said(&output));
    }
    let refused = asked(&second, 1, &["restore", text(&backup)]).await;
    assert!(refused["error"].as_str().expect("a reason").contains("createdb"), "{refused}");
    assert_eq!(second.db.number("SELECT COUNT(*) FROM deliveries WHERE state = 'pending'").await, 1, "no mail was sent");
}

#[tokio::test]
async fn a_postgres_restore_that_fails_can_be_done_again() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let backup = place.db.folder().join("backup");
    asked(&place, 0, &["backup", text(&backup)]).await;
    let fresh = Place::new().await;
    let path = another_pg_restore(fresh.db.folder(), "echo 'no more room' >&2; exit 1");
    let failed = fresh.command(&["restore", text(&backup)]).env("PATH", path).output().await.expect("it starts");
    assert!(failed.status.code() == Some(1) && said(&failed).contains("no more room"), "{}", said(&failed));
    assert_eq!(fresh.db.number("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").await, 0);
    asked(&fresh, 0, &["restore", text(&backup)]).await;
}
