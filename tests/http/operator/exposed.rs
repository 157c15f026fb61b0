//! What the program refuses to start with, or says at each start, because others could read it.

use super::commands::{Place, said, terminate};
use super::providers::{asked, provider};
use crate::support::database::Engine;
use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tokio::time::{Duration, timeout};

fn set(path: &Path, mode: u32) {
    set_permissions(path, Permissions::from_mode(mode)).expect("its rights are changed");
}

async fn refused(place: &Place, words: &[&str], code: i32) -> String {
    let output = timeout(Duration::from_secs(20), place.command(words).output()).await.expect("it ends").expect("it starts");
    assert_eq!(output.status.code(), Some(code), "{words:?}: {}", said(&output));
    said(&output)
}

#[tokio::test]
async fn a_database_that_others_can_read_is_not_served_until_it_is_its_owners_alone() {
    let place = Place::new().await;
    if place.db.engine() != Engine::Sqlite {
        return;
    }
    provider(&place, "Example Services", "ada@provider.example").await;
    let folder = place.db.folder().to_owned();
    let file = folder.join("portico.db");
    for (path, mode, remedy) in [
        (&file, 0o644, format!("chmod 600 {}", file.display())),
        (&file, 0o620, format!("chmod 600 {}", file.display())),
        (&folder, 0o755, format!("chmod 700 {}", folder.display())),
        (&folder, 0o701, format!("chmod 700 {}", folder.display())),
    ] {
        set(path, mode);
        let before = place.db.digest().await;
        for words in [&["serve"][..], &["provider", "list"]] {
            let text = refused(&place, words, 1).await;
            assert!(text.contains("others than its owner can read the database"), "{text}");
            assert!(text.contains(&remedy) && text.contains(&format!("mode {mode:04o}")), "{text}");
        }
        assert_eq!(place.db.digest().await, before);
        set(path, if path == &file { 0o600 } else { 0o700 });
    }
    // Both at once are told at once.
    set(&file, 0o640);
    set(&folder, 0o750);
    let text = refused(&place, &["serve"], 1).await;
    assert!(text.contains(&format!("chmod 600 {}", file.display())), "{text}");
    assert!(text.contains(&format!(" && chmod 700 {}", folder.display())), "{text}");
    // What it says to do is enough.
    let remedy = text.split("Run ").nth(1).expect("a remedy").trim().to_owned();
    assert!(std::process::Command::new("sh").args(["-c", &remedy]).status().expect("a shell").success(), "{remedy}");
    terminate(place.serve().await).await;
}

#[tokio::test]
async fn what_a_start_makes_is_its_owners_alone() {
    let place = Place::new().await;
    terminate(place.serve().await).await;
    let data = place.db.folder().join("data");
    for (path, mode) in [(data.clone(), 0o700), (data.join("secret.key"), 0o600), (place.db.folder().join("portico.db"), 0o600)] {
        if let Ok(made) = std::fs::metadata(&path) {
            assert_eq!(made.permissions().mode() & 0o777, mode, "{}", path.display());
        }
    }
    set(&data.join("secret.key"), 0o640);
    assert!(refused(&place, &["serve"], 1).await.contains("chmod 600"));
}

#[tokio::test]
async fn plain_http_stays_on_this_machine_unless_the_operator_says_otherwise() {
    let place = Place::new().await;
    let port = place.url().rsplit(':').next().expect("a port").to_owned();
    for everywhere in ["0.0.0.0", "[::]", "[::ffff:0.0.0.0]"] {
        let listen = format!("{everywhere}:{port}");
        let text = refused(&place, &["serve", "--listen", &listen], 2).await;
        assert!(text.contains("is open to other machines while public-url is http") && text.contains("insecure-http"), "{text}");
    }
    let child = place.serve_with(&["--listen", &format!("0.0.0.0:{port}"), "--insecure-http", "yes"]).await;
    terminate(child).await;
    let https = ["--public-url", "https://portal.example", "--listen"];
    let child = place.serve_with(&[&https[..], &[&format!("0.0.0.0:{port}")]].concat()).await;
    terminate(child).await;
}

#[tokio::test]
async fn metrics_that_are_open_to_others_are_told_at_each_start() {
    let place = Place::new().await;
    asked(&place, 1, &["check"]).await;
    for (at, is_told) in [("0.0.0.0:0", true), ("127.0.0.1:0", false), ("0.0.0.0:0", true)] {
        let (output, _) = terminate(place.serve_with(&["--metrics-listen", at]).await).await;
        assert_eq!(said(&output).contains("the metrics are open to other machines"), is_told, "{at}: {}", said(&output));
    }
}
