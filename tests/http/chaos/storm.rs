//! Many sign-ins at once.

use super::{figure, long_or};
use crate::operator::backup::signed_in;
use crate::operator::commands::Place;
use crate::operator::providers::provider;
use crate::support::client::Client;
use crate::support::crowd::Post;
use std::time::Duration;
use tokio::process::Child;
use tokio::time::{Instant, sleep};

/// Sign-ins at one moment: as many as wait at most, and as many again.
const SIGN_INS: usize = 64;

/// How long pages take, in turn, the slowest twentieth of them at least.
async fn p95(client: &Client, pages: usize) -> Duration {
    let mut times = Vec::new();
    for _ in 0..pages {
        let began = Instant::now();
        client.get("/clients").await.expect(200);
        times.push(began.elapsed());
    }
    times.sort();
    times[times.len() * 95 / 100]
}

/// The most memory that a process has had, in MiB.
fn peak(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id().expect("it runs"))).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a line");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("a number") / 1024
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_sign_in_at_once_leave_pages_to_everybody_else() {
    let place = Place::new().await;
    provider(&place, "Example Services", "ada@provider.example").await;
    let child = place.serve().await;
    let client = signed_in(&place).await;
    let pages = long_or(400, 60);
    p95(&client, 20).await;
    let quiet = p95(&client, pages).await;
    let mut forms = Vec::new();
    for number in 0..SIGN_INS {
        let visitor = place.client();
        let form = visitor.get("/sign-in").await.form("form[action='/sign-in']");
        let form = form.set("email", &format!("nobody{number}@client.example")).set("password", "wrong horse battery staple");
        forms.push(Post::of(&visitor, &form));
    }
    // Each again once a second, so that it goes on as long as the pages are looked at.
    let storm: Vec<_> = forms
        .into_iter()
        .map(|form| {
            tokio::spawn(async move {
                loop {
                    let status = form.send().await;
                    assert!([422, 429, 503].contains(&status), "{status}");
                    sleep(Duration::from_secs(1)).await;
                }
            })
        })
        .collect();
    let stormy = p95(&client, pages).await;
    for one in &storm {
        assert!(!one.is_finished(), "a sign-in was answered with something else");
        one.abort();
    }
    let ratio = stormy.as_secs_f64() / quiet.as_secs_f64();
    figure(
        "95th percentile of pages, quiet, and with 64 sign-ins at once",
        format!("{quiet:.1?}, {stormy:.1?}: {ratio:.1} times"),
    );
    figure("peak memory with 64 sign-ins at once", format!("{} MiB", peak(&child)));
    assert!(peak(&child) < 512, "{} MiB", peak(&child));
    assert!(stormy < Duration::from_secs(3), "{stormy:?}");
}
