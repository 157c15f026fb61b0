//! Guessing the link of a mail: hopeless, and held back by network.

use super::sign_in::{behind_a_proxy, password_mail};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use data_encoding::BASE64URL_NOPAD;
use portico::domain::identity::mailed_link::Purpose;
use portico::domain::time::HOUR;

fn from(app: &TestApp, address: &str) -> Client {
    app.client().with_header("x-forwarded-for", address)
}

/// Brings a link that nobody was ever sent.
async fn guess(app: &TestApp, address: &str, purpose: Purpose, number: usize) -> Page {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let client = from(app, address);
    client.get(&format!("{}/{}", purpose.path(), BASE64URL_NOPAD.encode(&bytes))).await.expect(303).follow().await
}

#[tokio::test]
async fn whoever_brings_links_that_nobody_was_sent_waits_and_no_other_network_does() {
    let (app, ada) = behind_a_proxy().await;
    let form = from(&app, "198.51.100.9").get("/forgot-password").await.form("form[action='/forgot-password']");
    form.set("email", &ada.email).submit().await.expect(200);
    let link = password_mail(&app, &ada.email).await.link();
    // One counter for every purpose; those who are not signed in do not get that far with three of them.
    let purposes = [Purpose::Password, Purpose::Registration, Purpose::Invitation, Purpose::ProviderInvitation];
    for number in 0..30 {
        guess(&app, "203.0.113.1", purposes[number % 4], number).await.expect(404);
    }
    for purpose in purposes {
        let page = guess(&app, "203.0.113.1", purpose, 99).await.expect(429);
        assert_eq!(page.header("retry-after"), "3600");
    }
    // Its neighbours go on for a while, and then the whole network waits.
    let mut refused = 0;
    for number in 0..120 {
        refused +=
            i32::from(guess(&app, &format!("203.0.113.{}", 2 + number % 200), Purpose::Password, number).await.status == 429);
    }
    assert!(refused >= 20, "{refused}");
    guess(&app, "203.0.113.250", Purpose::Password, 1).await.expect(429);
    // A good link elsewhere, and there again after an hour.
    from(&app, "198.51.100.9").get(&link).await.follow().await.expect(200);
    from(&app, "203.0.113.250").get(&link).await.follow().await.expect(429);
    app.clock.advance(HOUR - 1);
    guess(&app, "203.0.113.250", Purpose::Password, 1).await.expect(429);
    app.clock.advance(1);
    guess(&app, "203.0.113.250", Purpose::Password, 1).await.expect(404);
}

#[tokio::test]
async fn links_that_were_used_or_are_over_count_for_nothing() {
    let (app, ada) = behind_a_proxy().await;
    let form = from(&app, "198.51.100.9").get("/forgot-password").await.form("form[action='/forgot-password']");
    form.set("email", &ada.email).submit().await.expect(200);
    let link = password_mail(&app, &ada.email).await.link();
    app.clock.advance(HOUR);
    for _ in 0..40 {
        from(&app, "203.0.113.1").get(&link).await.follow().await.expect(410);
    }
}
