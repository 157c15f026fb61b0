//! By keyboard alone: what a mouse can reach, Tab and Enter can, and focus is never lost.

use thirtyfour::Key;

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Story};

/// Presses Tab until the element that is `css` has the focus.
pub async fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..60 {
        if has_focus(browser, css).await {
            return;
        }
        press(browser, Key::Tab).await;
    }
    panic!("{css:?} cannot be reached with Tab");
}

pub async fn press(browser: &Browser, key: Key) {
    let element = browser.active_element().await.expect("something has the focus");
    element.send_keys(key).await.expect("keys can be pressed");
}

async fn has_focus(browser: &Browser, css: &str) -> bool {
    let ask = format!("return document.activeElement?.matches({}) ?? false", serde_json::json!(css));
    browser.execute(&ask, vec![]).await.expect("script runs").json().as_bool().unwrap_or(false)
}

pub async fn wait_for_focus(browser: &Browser, css: &str) {
    for _ in 0..100 {
        if has_focus(browser, css).await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{css:?} does not get the focus");
}

#[tokio::test]
async fn an_organization_is_added_and_opened_by_keyboard_alone() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = Options::default().open().await;
    browser.visit(&app.url("/clients")).await;
    wait_for_focus(&browser, "#email").await;
    browser.active_element().await.unwrap().send_keys(story.admin.email.as_str()).await.unwrap();
    press(&browser, Key::Tab).await;
    browser.active_element().await.unwrap().send_keys(PASSWORD).await.unwrap();
    press(&browser, Key::Enter).await;

    browser.find_css("#add-existing").await;
    tab_to(&browser, ".skip").await;
    tab_to(&browser, "#q").await;
    tab_to(&browser, "#add-existing").await;
    press(&browser, Key::Enter).await;
    wait_for_focus(&browser, "#dialog-title").await;
    press(&browser, Key::Escape).await;
    wait_for_focus(&browser, "#add-existing").await;

    press(&browser, Key::Enter).await;
    wait_for_focus(&browser, "#dialog-title").await;
    tab_to(&browser, "#existing button").await;
    press(&browser, Key::Enter).await;
    browser.wait_for_text("#dialog-notice", "is now a client").await;
    assert!(has_focus(&browser, "#dialog *").await, "the focus stays in the dialog");
    press(&browser, Key::Escape).await;
    browser.wait_until_gone("dialog[open]").await;
    wait_for_focus(&browser, "h1").await;
    tab_to(&browser, "tr.is-new a").await;
    press(&browser, Key::Enter).await;
    browser.wait_for_text("h1", "My Client's Organization").await;
}

#[tokio::test]
async fn a_row_menu_and_its_dialog_work_by_keyboard() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = Options::default().open().await;
    browser.visit(&app.url(&story.page())).await;
    browser.fill("email", &story.admin.email).await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    browser.find_css("#members").await;
    tab_to(&browser, "#organization-menu summary").await;
    press(&browser, Key::Enter).await;
    tab_to(&browser, "#rename").await;
    press(&browser, Key::Enter).await;
    wait_for_focus(&browser, "#dialog #name").await;
    browser.fill("name", " ").await;
    tab_to(&browser, "#dialog button.primary").await;
    press(&browser, Key::Enter).await;
    wait_for_focus(&browser, "#dialog .error-summary").await;
    press(&browser, Key::Escape).await;
    wait_for_focus(&browser, "#organization-menu summary").await;
}
