//! The real program under a clock that runs ahead and is set back while it serves.

use std::path::PathBuf;

use super::backup::signed_in;
use super::commands::{Place, terminate};
use super::providers::provider;
use crate::support::client::Client;
use crate::support::figures::figure;
use crate::support::page::Page;
use crate::support::world::PASSWORD;

const ADA: &str = "ada@provider.example";

/// Debian's `faketime`, which stands between a program and its clock.
fn faketime() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").expect("it is there").flatten().map(|entry| entry.path());
    let library = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|library| library.exists());
    library.expect("faketime is installed: bin/test does that")
}

async fn attempt(client: &Client, password: &str) -> Page {
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", ADA).set("password", password).submit().await
}

async fn is_signed_in(client: &Client) -> bool {
    client.get("/account").await.status == 200
}

#[tokio::test]
async fn a_clock_that_is_set_back_lets_nobody_in_and_locks_nobody_out() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let clock = place.db.folder().join("clock");
    let set = |offset: &str| std::fs::write(&clock, format!("{offset}\n")).expect("it is written");
    set("+0");
    let mut command = place.command(&["serve"]);
    command.env("LD_PRELOAD", faketime()).env("FAKETIME_TIMESTAMP_FILE", &clock);
    command.env("FAKETIME_NO_CACHE", "1").env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    let child = place.started(command).await;
    let today = signed_in(&place).await;
    assert!(is_signed_in(&today).await);

    set("+400d");
    assert!(!is_signed_in(&today).await, "400 days are over");
    let ahead = place.client();
    attempt(&ahead, PASSWORD).await.expect(303);
    assert!(is_signed_in(&ahead).await);
    for _ in 0..10 {
        attempt(&place.client(), "wrong").await.expect(422);
    }
    attempt(&place.client(), PASSWORD).await.expect(429);

    set("+0");
    assert!(!is_signed_in(&ahead).await, "a session of the future is over");
    attempt(&place.client(), "wrong").await.expect(422);
    let client = place.client();
    attempt(&client, PASSWORD).await.expect(303);
    assert!(is_signed_in(&client).await);
    figure("clock jumps of 400 days, and rights or throttles that outlived them", "2, 0");
    assert_eq!(terminate(child).await.0.status.code(), Some(0));
}
