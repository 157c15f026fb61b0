//! What is done beside an answer cannot be told by the next one: whether the address has an account changes neither.

use super::sign_in::password_mail;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::figures::{figure, long_or};
use portico::clock::Clock;
use std::time::Duration;
use tokio::time::Instant;

/// As `serve` sets it.
const DELAY: i64 = 1_000;

/// The chance that one of the first takes longer than one of the second, ties halved (Mann and Whitney).
fn auc(first: &[Duration], second: &[Duration]) -> f64 {
    let mut all: Vec<(Duration, bool)> = first.iter().map(|time| (*time, true)).collect();
    all.extend(second.iter().map(|time| (*time, false)));
    all.sort_by_key(|(time, _)| *time);
    let (mut ranks, mut at) = (0.0, 0);
    while at < all.len() {
        let same = all[at..].iter().take_while(|(time, _)| *time == all[at].0).count();
        let rank = at as f64 + (same as f64 + 1.0) / 2.0;
        ranks += rank * all[at..at + same].iter().filter(|(_, is_first)| *is_first).count() as f64;
        at += same;
    }
    let (n, m) = (first.len() as f64, second.len() as f64);
    (ranks - n * (n + 1.0) / 2.0) / (n * m)
}

/// Accounts that nobody signs in to, so that none knows a place.
async fn accounts(app: &TestApp, number: usize) -> Vec<String> {
    let mut emails = Vec::with_capacity(number);
    for n in 0..number {
        let email = format!("known{n}@client.example");
        app.person(&email).await;
        emails.push(email);
    }
    emails
}

/// Sends each pair of forms, in changing order, each from a network of its own; gives the AUC of the time of the next
/// request of the same visitor, which has to write too and so waits for whatever is written at that moment.
async fn measured(client: &Client, path: &str, more: &[(&str, &str)], known: &[String]) -> f64 {
    let token = client.get("/sign-in").await.form("form[action='/sign-in']").value("form_token").expect("a form");
    let mut times = [Vec::new(), Vec::new()];
    for (n, email) in known.iter().enumerate() {
        let unknown = format!("nobody{n}@client.example");
        for turn in 0..2 {
            let which = (n + turn) % 2;
            let email = if which == 0 { email } else { &unknown };
            let place = format!("{}.{}.{}.1", 20 + which, n / 250, n % 250);
            let client = client.with_header("x-forwarded-for", &place);
            let fields = [&[("form_token", token.as_str()), ("email", email)], more].concat();
            let answer = client.post_raw(path, &fields).await;
            assert!([200, 422].contains(&answer.status), "{answer}");
            let probe = format!("probe{}@client.example", 2 * n + turn);
            let client = client.with_header("x-forwarded-for", &format!("{}.{}.{}.1", 40 + turn, n / 250, n % 250));
            let fields = [("form_token", token.as_str()), ("email", &probe)];
            let began = Instant::now();
            client.post_raw("/forgot-password", &fields).await.expect(200);
            times[which].push(began.elapsed());
        }
    }
    auc(&times[0], &times[1])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whether_an_address_has_an_account_is_not_told_by_the_next_request() {
    // Of so few pairs the AUC itself is off by 0.024 (one standard deviation): what is asserted is five of them away.
    // The long form has the room to be strict.
    let (pairs, most) = (long_or(3_000, 300), if long_or(1, 0) == 1 { 0.55 } else { 0.62 });
    let mut app = TestApp::spawn_at(Clock::System, |settings| {
        settings.trusted_proxies = vec!["127.0.0.1".parse().expect("a network")];
        settings.client_address_header = "x-forwarded-for".into();
        settings.follow_up_delay = DELAY;
    })
    .await;
    app.ignore_mail();
    let (known, client) = (accounts(&app, pairs).await, app.client());
    for (what, path, more, share, slack) in [
        ("forgotten passwords", "/forgot-password", &[][..], 1, 0.0),
        ("registrations", "/register", &[], 3, 0.06),
        // Fewer where each hashes a password.
        ("failed sign-ins", "/sign-in", &[("password", "wrong but long enough")], 6, 0.1),
    ] {
        let known = &known[..pairs / share];
        let found = measured(&client, path, more, known).await;
        figure(&format!("AUC of the next request, known or unknown, {} pairs of {what}", known.len()), format!("{found:.3}"));
        let most = if pairs == 300 { most + slack } else { most };
        assert!((1.0 - most..=most).contains(&found), "{what}: {found}");
        // The next kind begins with room of its own.
        app.db.execute("DELETE FROM throttles").await;
    }
}

#[tokio::test]
async fn what_was_answered_is_done_also_after_a_restart_and_by_one_process_only() {
    let app = TestApp::spawn_at(Clock::System, |settings| settings.follow_up_delay = 300).await;
    let ada = app.person("ada@client.example").await;
    let form = app.client().get("/forgot-password").await.form("form[action='/forgot-password']");
    form.clone().set("email", &ada.email).submit().await.expect(200);
    form.set("email", "nobody@client.example").submit().await.expect(200);
    let waiting = "SELECT COUNT(*) FROM follow_ups";
    assert_eq!(app.db.number(waiting).await, 2, "the same row, whoever asked");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM mailed_links").await, 0);
    // Two more processes see the rows too.
    let (_running, stop) = tokio::sync::watch::channel(false);
    for _ in 0..2 {
        tokio::spawn(portico::service::identity::follow_ups::work(app.app.clone(), stop.clone()));
    }
    assert_eq!(password_mail(&app, &ada.email).await.subject, "Choose your password");
    while app.db.number(waiting).await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(app.db.number("SELECT COUNT(*) FROM mailed_links").await, 1);
    assert_eq!(app.deliver().await, 0);
}

#[test]
fn the_auc_of_a_known_sample() {
    let times = |ms: &[u64]| ms.iter().map(|ms| Duration::from_millis(*ms)).collect::<Vec<_>>();
    assert_eq!(auc(&times(&[3, 4]), &times(&[1, 2])), 1.0);
    assert_eq!(auc(&times(&[1, 4]), &times(&[2, 3])), 0.5);
    assert_eq!(auc(&times(&[2, 2]), &times(&[2, 2])), 0.5);
    assert_eq!(auc(&times(&[1, 2, 5]), &times(&[3, 4])), 2.0 / 6.0);
}
