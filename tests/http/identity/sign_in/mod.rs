//! Signing in: nothing is told about who has an account, and nobody tries for long.

use std::time::Duration;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, at_once};
use crate::support::page::Page;
use crate::support::smtp_mail::Mail;
use crate::support::world::{PASSWORD, Person};
use portico::domain::time::MINUTE;
use portico::service::identity::throttles::{self, Limit};

mod forgotten;

/// A portal behind a proxy on this machine, which names the visitor's address.
pub async fn behind_a_proxy() -> (TestApp, Person) {
    let app = TestApp::spawn_with(|settings| {
        settings.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        settings.client_address_header = "x-forwarded-for".into();
    })
    .await;
    let ada = app.person("ada@client.example").await;
    (app, ada)
}

pub async fn attempt(client: &Client, email: &str, password: &str) -> Page {
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", email).set("password", password).submit().await
}

/// The body without what differs from visitor to visitor.
pub fn told(page: &Page, email: &str) -> String {
    let mut html = page.html.replace(email, "EMAIL");
    for token in page.select("input[name=form_token]") {
        html = html.replace(token.attr("value").unwrap(), "TOKEN");
    }
    html
}

/// What a visitor can learn from the headers (the length is that of the body).
pub fn headers(page: &Page) -> Vec<(String, String)> {
    let own = ["x-request-id", "date", "content-length"];
    let all = page.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    all.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
}

/// The mail with the link, which is made beside the answer.
pub async fn password_mail(app: &TestApp, email: &str) -> Mail {
    let waiting = format!("SELECT COUNT(*) FROM deliveries WHERE recipient = '{email}' AND state = 'pending'");
    for _ in 0..200 {
        if app.db.number(&waiting).await > 0 {
            return app.mail_for(email).await;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no mail for {email} in two seconds");
}

/// Reads the mail that says that strangers are held back, which is written beside an answer.
pub async fn held_back(app: &TestApp, email: &str) -> Mail {
    let mail = password_mail(app, email).await;
    assert_eq!(mail.subject, "Many wrong passwords for your account");
    mail
}

#[tokio::test]
async fn all_ways_to_fail_look_alike_and_cost_the_same() {
    let app = TestApp::spawn().await;
    for email in ["wrong@client.example", "without@client.example", "disabled@client.example"] {
        app.person(email).await;
    }
    app.db.execute("UPDATE accounts SET password_hash = NULL WHERE email_key = 'without@client.example'").await;
    app.db.execute("UPDATE accounts SET disabled_at = 1 WHERE email_key = 'disabled@client.example'").await;
    let mut answers = Vec::new();
    for (email, password) in [
        ("unknown@client.example", PASSWORD),
        ("wrong@client.example", "another lantern over seven"),
        ("without@client.example", PASSWORD),
        ("disabled@client.example", PASSWORD),
        ("no-address", PASSWORD),
    ] {
        let (client, hashed) = (app.client(), app.app.passwords.hashed());
        client.get("/sign-in").await;
        let page = attempt(&client, email, password).await.expect(422);
        assert_eq!(app.app.passwords.hashed() - hashed, 1, "{email}");
        assert!(!page.html.contains(password));
        assert_eq!(client.cookie("portico-session"), None);
        answers.push((told(&page, email), headers(&page)));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(app.db.number("SELECT COUNT(*) FROM sessions").await, 0);
}

#[tokio::test]
async fn the_eleventh_attempt_waits_and_another_address_does_not() {
    let (app, ada) = behind_a_proxy().await;
    let attacker = app.client().with_header("x-forwarded-for", "203.0.113.7");
    for _ in 0..10 {
        attempt(&attacker, &ada.email, "wrong but long enough").await.expect(422);
    }
    let hashed = app.app.passwords.hashed();
    let refused = attempt(&attacker, &ada.email, PASSWORD).await.expect(429);
    assert_eq!(refused.header("retry-after"), "900");
    assert_eq!(app.app.passwords.hashed(), hashed, "nothing costly is done for a refused attempt");
    attempt(&attacker, "someone.else@client.example", PASSWORD).await.expect(422);
    let owner = app.client().with_header("x-forwarded-for", "198.51.100.4");
    attempt(&owner, &ada.email, PASSWORD).await.expect(303);
    app.clock.advance(15 * MINUTE - 1);
    attempt(&attacker, &ada.email, PASSWORD).await.expect(429);
    app.clock.advance(1);
    held_back(&app, &ada.email).await;
    attempt(&attacker, &ada.email, PASSWORD).await.expect(303);
    assert_eq!(app.mail_for(&ada.email).await.subject, "A new sign-in to your account");
}

#[tokio::test]
async fn one_network_does_not_try_one_password_on_everybody() {
    let (app, _) = behind_a_proxy().await;
    // Neighbours in a /64 are one network.
    let neighbour = |n: usize| app.client().with_header("x-forwarded-for", &format!("2001:db8:1:2::{n:x}"));
    for n in 0..100 {
        attempt(&neighbour(n), &format!("person{n}@client.example"), PASSWORD).await.expect(422);
    }
    attempt(&neighbour(101), "person101@client.example", PASSWORD).await.expect(429);
    let elsewhere = app.client().with_header("x-forwarded-for", "2001:db8:1:3::1");
    attempt(&elsewhere, "person101@client.example", PASSWORD).await.expect(422);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_attempts_at_once_ten_are_hashed() {
    for email in ["ada@client.example", "unknown@client.example"] {
        let (app, _) = behind_a_proxy().await;
        let client = app.client();
        let form = client.get("/sign-in").await.form("form[action='/sign-in']");
        let form = form.set("email", email).set("password", "wrong but long enough");
        let hashed = app.app.passwords.hashed();
        at_once(Post::of(&client, &form).times(50)).await.expect(10, 422, &[429]);
        assert_eq!(app.app.passwords.hashed() - hashed, 10, "{email}");
        if email.starts_with("ada") {
            held_back(&app, email).await;
        }
    }
}

#[tokio::test]
async fn a_success_gives_the_attempts_back() {
    let (app, ada) = behind_a_proxy().await;
    for _ in 0..3 {
        for _ in 0..9 {
            attempt(&app.client(), &ada.email, "wrong but long enough").await.expect(422);
        }
        attempt(&app.client(), &ada.email, PASSWORD).await.expect(303);
    }
}

#[tokio::test]
async fn a_password_of_a_mebibyte_is_refused_before_it_costs_anything() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let client = app.client();
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    let form = form.set("email", &ada.email).tamper("password", &"a".repeat(1 << 20));
    let (hashed, began) = (app.app.passwords.hashed(), tokio::time::Instant::now());
    form.submit().await.expect(413);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    // What fits into a form, but is longer than any password, is wrong without being hashed.
    attempt(&client, &ada.email, &"a".repeat(40_000)).await.expect(422);
    assert_eq!(app.app.passwords.hashed(), hashed);
}

#[tokio::test]
async fn only_a_trusted_proxy_names_the_visitor() {
    let app = TestApp::spawn_with(|settings| {
        settings.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        settings.client_address_header = "x-forwarded-for".into();
    })
    .await;
    let ada = app.person("ada@client.example").await;
    let spoofing = |n: usize| {
        let client = app.client().with_header("x-forwarded-for", &format!("203.0.113.{n}"));
        client.with_header("forwarded", &format!("for=203.0.113.{n}")).with_header("x-real-ip", &format!("203.0.113.{n}"))
    };
    for n in 0..10 {
        attempt(&spoofing(n), &ada.email, "wrong but long enough").await.expect(422);
    }
    attempt(&spoofing(11), &ada.email, PASSWORD).await.expect(429);
    held_back(&app, &ada.email).await;
    app.clock.advance(15 * MINUTE);
    attempt(&spoofing(12), &ada.email, PASSWORD).await.expect(303);
    let addresses = app.db.texts("SELECT DISTINCT COALESCE(address, '-') FROM events WHERE kind = 'signed_in'").await;
    assert_eq!(addresses, ["127.0.0.1"], "the log names the peer");
}

#[tokio::test]
async fn an_odd_forwarding_header_opens_no_way_around() {
    let (app, ada) = behind_a_proxy().await;
    let odd = [
        "a",
        "unknown",
        "203.0.113.9, a",
        "1.2.3.4.5",
        "\"",
        ",,,",
        "_hidden",
        "300.1.1.1",
        "203.0.113.9;",
        "http://203.0.113.9",
    ];
    for header in odd {
        let client = app.client().with_header("x-forwarded-for", header);
        attempt(&client, &ada.email, "wrong but long enough").await.expect(422);
    }
    let client = app.client().with_header("x-forwarded-for", "b");
    attempt(&client, &ada.email, PASSWORD).await.expect(429);
    held_back(&app, &ada.email).await;
}

#[tokio::test]
async fn strangers_who_try_all_day_do_not_lock_the_owner_out() {
    let (app, ada) = behind_a_proxy().await;
    let from = |address: &str| app.client().with_header("x-forwarded-for", address);
    attempt(&from("192.0.2.1"), &ada.email, PASSWORD).await.expect(303);
    for _ in 0..=300 {
        let _ = throttles::count(&app.app, Limit::SignInToAccount, &ada.email).await;
    }
    attempt(&from("192.0.2.99"), &ada.email, PASSWORD).await.expect(429);
    attempt(&from("192.0.2.1"), &ada.email, PASSWORD).await.expect(303);
}

#[tokio::test]
async fn attempts_over_the_limit_are_not_even_written() {
    let (app, ada) = behind_a_proxy().await;
    let from = app.client().with_header("x-forwarded-for", "192.0.2.7");
    for _ in 0..10 {
        attempt(&from, &ada.email, "wrong").await.expect(422);
    }
    // The first few are kept for the operator.
    for _ in 0..5 {
        attempt(&from, &ada.email, PASSWORD).await.expect(429);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    // What follows the answers counts too: it is waited for.
    while app.db.number("SELECT COUNT(*) FROM follow_ups").await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let written = "SELECT CAST(SUM(attempts) AS BIGINT) FROM throttles";
    let before = app.db.number(written).await;
    for _ in 0..20 {
        attempt(&from, &ada.email, PASSWORD).await.expect(429);
    }
    assert_eq!(app.db.number(written).await, before);
    held_back(&app, &ada.email).await;
    app.clock.advance(16 * MINUTE);
    attempt(&from, &ada.email, PASSWORD).await.expect(303);
}
