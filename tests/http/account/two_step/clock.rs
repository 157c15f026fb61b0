//! Two-step sign-in when the clock ran ahead and is set back.

use super::{COOKIE, Phone, begin, give, is_signed_in, somebody, told_of_password, with_password};
use crate::support::app::TestApp;
use data_encoding::BASE32_NOPAD;
use portico::domain::time::{DAY, MINUTE};

const AHEAD: i64 = 400 * DAY;

#[tokio::test]
async fn a_code_that_was_used_in_the_future_holds_nobody_back() {
    let app = TestApp::spawn().await;
    let (ada, _, phone, _) = somebody(&app).await;
    app.clock.advance(AHEAD);
    let (_, page) = with_password(&app, &ada).await;
    give(&page, &phone.next_code(&app)).await.expect(303);
    app.clock.advance(-AHEAD);
    let (client, page) = with_password(&app, &ada).await;
    let code = phone.next_code(&app);
    give(&page, &code).await.expect(303);
    assert!(is_signed_in(&client).await);
    let (_, page) = with_password(&app, &ada).await;
    give(&page, &code).await.expect(422);
    told_of_password(&app, &ada).await;
    assert_eq!(app.db.number("SELECT last_step FROM two_steps").await, app.app.now() / 30_000, "set once, in the row");
}

#[tokio::test]
async fn a_password_that_was_given_in_the_future_waits_for_no_code() {
    let app = TestApp::spawn().await;
    let (ada, _, phone, _) = somebody(&app).await;
    app.clock.advance(AHEAD);
    let (client, page) = with_password(&app, &ada).await;
    let cookie = client.cookie(COOKIE).expect("who it is stands in a cookie");
    app.clock.advance(-AHEAD);
    let answer = give(&page, &phone.next_code(&app)).await.expect(303);
    assert!(answer.location().is_some_and(|to| to.contains("after=code")), "{answer}");
    assert!(!is_signed_in(&client).await);
    // The clocks of two nodes are never equal.
    let (client, page) = with_password(&app, &ada).await;
    assert_ne!(client.cookie(COOKIE), Some(cookie));
    app.clock.advance(-30_000);
    client.get("/sign-in/code").await.expect(200);
    app.clock.advance(30_000);
    give(&page, &phone.next_code(&app)).await.expect(303);
}

#[tokio::test]
async fn a_phone_whose_clock_is_off_is_told_by_how_much_when_it_is_set_up() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let client = app.signed_in(&ada).await;
    let page = begin(&client).await.expect(200);
    let phone = Phone::of(&page);
    let shown = async |minutes: i64| {
        app.clock.advance(minutes * MINUTE);
        let code = phone.code(&app);
        app.clock.advance(-minutes * MINUTE);
        page.form("#set-up").set("code", &code).submit().await
    };
    for (minutes, told) in [
        (5, "This code fits, but 5 minutes from now"),
        (1, "This code fits, but a minute from now"),
        (-10, "This code was right 10 minutes ago"),
        (11, "This code is not right"),
    ] {
        let page = shown(minutes).await.expect(422);
        assert!(page.text("#code-error").contains(told), "{minutes}: {page}");
        assert_eq!(
            page.text("#secret"),
            BASE32_NOPAD
                .encode(&phone.0)
                .as_bytes()
                .chunks(4)
                .map(|four| String::from_utf8_lossy(four).into_owned())
                .collect::<Vec<_>>()
                .join(" ")
        );
    }
    assert_eq!(app.db.number("SELECT COUNT(*) FROM two_steps").await, 0, "it is told, and not taken");
    // As often as any other wrong code.
    for _ in 0..6 {
        shown(5).await.expect(422);
    }
    shown(5).await.expect(429);
}
