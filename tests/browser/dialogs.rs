//! Dialogs lose nothing: closing asks where something was typed, going back closes, and what was saved adds no entry to
//! the browser's history. The way back from a row's page leads to the list as it was.

use super::keyboard::{press, wait_for_focus};
use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Story};
use portico::domain::members::{Role, Status};
use portico::domain::time::MINUTE;
use thirtyfour::Key;

async fn value_of(browser: &Browser, css: &str) -> String {
    browser.find_css(css).await.prop("value").await.expect("a field").unwrap_or_default()
}

async fn path(browser: &Browser) -> String {
    let url = browser.current_url().await.expect("an address");
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

async fn entries(browser: &Browser) -> i64 {
    browser.execute("return history.length", vec![]).await.expect("script runs").json().as_i64().expect("a number")
}

async fn invite(browser: &Browser, story: &Story, app: &TestApp) {
    browser.visit(&app.url(&format!("/organizations/{}", story.client))).await;
    browser.find_css("#invite").await.click().await.expect("a link");
    browser.find_css("#dialog #emails").await;
}

#[tokio::test]
async fn closing_a_dialog_asks_where_something_was_typed() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    invite(&browser, &story, &app).await;
    press(&browser, Key::Escape).await;
    browser.wait_until_gone("#dialog[open]").await;
    wait_for_focus(&browser, "#invite").await;
    browser.find_css("#invite").await.click().await.expect("a link");
    browser.find_css("#dialog #emails").await;
    browser.fill("emails", "new@client.example").await;
    press(&browser, Key::Escape).await;
    browser.wait_for_text("#discard", "Close without saving?").await;
    look(&browser, "discard").await;
    browser.press("Go on typing").await;
    browser.wait_until_gone("#discard[open]").await;
    assert_eq!(value_of(&browser, "#dialog #emails").await, "new@client.example");
    // By its button, and what a refusal has brought back counts as well.
    browser.fill("emails", "no address").await;
    browser.find_css("#dialog button.primary").await.click().await.expect("a button");
    browser.find_css("#dialog .error-summary").await;
    browser.find_css("#dialog .dialog-head [data-close]").await.click().await.expect("a link");
    browser.find_css("#discard[open]").await;
    browser.find_css("#discard [data-discard='yes']").await.click().await.expect("a button");
    browser.wait_until_gone("#dialog[open]").await;
    // What changed nothing closes at once.
    browser.find_css("#manage-seats").await.click().await.expect("a link");
    browser.find_css("#dialog #seat_count").await;
    browser.find_css("#dialog .dialog-foot [data-close]").await.click().await.expect("a link");
    browser.wait_until_gone("#dialog[open]").await;
    assert_eq!(browser.console_errors().await.len(), 1, "the refusal");
}

#[tokio::test]
async fn leaving_a_page_with_what_was_typed_asks_the_browser_to_ask() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    let ask = "const leaving = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(leaving); return leaving.defaultPrevented;";
    let asks = async || browser.execute(ask, vec![]).await.expect("script runs").json() == true;
    browser.visit(&app.url("/clients")).await;
    browser.fill("q", "second").await;
    assert!(!asks().await, "a search is nothing to lose");
    browser.visit(&app.url("/clients/new")).await;
    assert!(!asks().await);
    browser.fill("name", "Fourth Client").await;
    assert!(asks().await);
    invite(&browser, &story, &app).await;
    assert!(!asks().await);
    browser.fill("emails", "new@client.example").await;
    assert!(asks().await);
}

#[tokio::test]
async fn what_was_typed_is_there_again_when_the_proof_is_cancelled() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    app.clock.advance(16 * MINUTE);
    browser.visit(&app.url("/provider/members")).await;
    browser.find_css("a[href='/provider/members/new']").await.click().await.expect("a link");
    browser.find_css("#dialog #emails").await;
    browser.fill("emails", "new@provider.example").await;
    browser.find_css("#dialog input[name=role][value=admin]").await.click().await.expect("a choice");
    browser.press("Send invitation").await;
    browser.wait_for_text("#dialog-title", "Is it you?").await;
    browser.press("Cancel").await;
    browser.wait_until_gone("#proof").await;
    assert_eq!(value_of(&browser, "#dialog #emails").await, "new@provider.example");
    browser.find_css("#dialog input[name=role][value=admin]:checked").await;
    // Once more, and through.
    browser.press("Send invitation").await;
    browser.fill("proof_password", PASSWORD).await;
    browser.press("Continue").await;
    browser.wait_until_gone("#dialog[open]").await;
    app.mail_for("new@provider.example").await;
}

#[tokio::test]
async fn what_is_refused_in_a_dialog_leaves_what_was_typed() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    invite(&browser, &story, &app).await;
    browser.fill("emails", "new@client.example").await;
    app.member(story.client, &app.person("olga@client.example").await, Role::Owner, Status::Confirmed).await;
    let unlink = app.signed_in(&story.admin).await.get(&format!("/clients/{}/unlink", story.client)).await;
    unlink.form("section.sheet form").submit().await.expect(303);
    browser.find_css("#dialog button.primary").await.click().await.expect("a button");
    browser.find_css("#dialog .notice.failed").await;
    assert_eq!(value_of(&browser, "#dialog #emails").await, "new@client.example");
}

#[tokio::test]
async fn going_back_closes_the_dialog_and_what_was_saved_adds_no_entry() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default().phone()).await;
    browser.visit(&app.url("/clients?sort=plan&dir=desc")).await;
    let client = format!("/organizations/{}", story.client);
    browser.visit(&app.url(&client)).await;
    let before = entries(&browser).await;
    browser.find_css("#manage-seats").await.click().await.expect("a link");
    browser.find_css("#dialog #seat_count").await;
    browser.back().await.expect("a page before");
    browser.wait_until_gone("#dialog[open]").await;
    assert_eq!(path(&browser).await, client);
    wait_for_focus(&browser, "#manage-seats").await;
    // With something typed it asks, and goes on asking.
    browser.find_css("#manage-seats").await.click().await.expect("a link");
    browser.find_css("#dialog #seat_count").await;
    browser.fill("seat_count", "40").await;
    browser.back().await.expect("a page before");
    browser.find_css("#discard[open]").await;
    browser.press("Go on typing").await;
    assert_eq!(value_of(&browser, "#dialog #seat_count").await, "40");
    browser.press("Save").await;
    browser.wait_for_text("#seats", "0 / 40").await;
    browser.wait_until_gone("#dialog[open]").await;
    assert!(entries(&browser).await <= before + 1, "one that lies ahead at most");
    assert_eq!(path(&browser).await, client);
    browser.back().await.expect("a page before");
    browser.find_css("#clients").await;
    assert_eq!(path(&browser).await, "/clients?sort=plan&dir=desc");
    // From a row's menu, without leaving the list.
    browser.find_css("[data-menu][role=button]").await.click().await.expect("a menu");
    browser.find_css(".menu-list [href$='/suspend']").await.click().await.expect("a link");
    browser.find_css("#dialog button.danger").await.click().await.expect("a button");
    browser.wait_for_text("#notice", "suspended").await;
    browser.back().await.expect("a page before");
    browser.wait_until_gone("#dialog[open]").await;
    assert!(!path(&browser).await.starts_with("/organizations/"), "it is the page before the list");
}

#[tokio::test]
async fn the_way_back_from_a_client_leads_to_the_list_as_it_was() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    for number in 0..30 {
        app.client_of((story.provider, &story.admin), &format!("Alpha {number:02}"), "Teams (Monthly)", 5).await;
    }
    let list = "/clients?sort=name&dir=desc&q=alpha";
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url(list)).await;
    browser.find_css("a[rel=next]").await.click().await.expect("a link");
    browser.find_css("a[rel=prev]").await;
    browser.wait_for_text("#clients tbody", "Alpha 00").await;
    let page = path(&browser).await;
    browser.find_css("tbody tr:nth-child(2) .cell-pick input").await.click().await.expect("a box");
    browser.wait_for_text("[data-count]", "1").await;
    browser.find_css("tbody tr:nth-child(3) .cell-name a").await.click().await.expect("a link");
    browser.find_css(".crumb a").await;
    // Something is saved in between.
    browser.find_css("#manage-seats").await.click().await.expect("a link");
    browser.find_css("#dialog #seat_count").await;
    browser.fill("seat_count", "9").await;
    browser.press("Save").await;
    browser.wait_for_text("#seats", "0 / 9").await;
    browser.find_css(".crumb a").await.click().await.expect("a link");
    browser.wait_for_text("[data-count]", "1").await;
    assert_eq!(path(&browser).await, page);
    browser.find_css("tbody tr:nth-child(2) .cell-pick input:checked").await;
    assert!(browser.traces().await.is_empty(), "nothing stands in the browser's storage");

    let plain = signed_in(&app, &story.admin, Options::default().without_script()).await;
    plain.visit(&app.url(list)).await;
    plain.find_css("a[rel=next]").await.click().await.expect("a link");
    plain.find_css("a[rel=prev]").await;
    let page = path(&plain).await;
    plain.find_css("tbody tr:nth-child(3) .cell-name a").await.click().await.expect("a link");
    plain.find_css("#manage-seats").await.click().await.expect("a link");
    plain.fill("seat_count", "11").await;
    plain.press("Save").await;
    plain.wait_for_text("#seats", "0 / 11").await;
    plain.find_css(".crumb a").await.click().await.expect("a link");
    plain.find_css("a[rel=prev]").await;
    assert_eq!(path(&plain).await, page);
}
