//! Two-step sign-in when the clock ran ahead and is set back.

use super::{COOKIE, give, is_signed_in, somebody, with_password};
use crate::support::app::TestApp;
use portico::domain::time::DAY;

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
