//! Menus by keyboard, and the boxes of rows: Enter presses nothing, the shift key picks a range.

use super::keyboard::{press, tab_to, wait_for_focus};
use super::pages::{has, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use thirtyfour::Key;

async fn world(clients: usize) -> (TestApp, Story) {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    for number in 0..clients {
        app.client_of((story.provider, &story.admin), &format!("Alpha {number:02}"), "Teams (Monthly)", 5).await;
    }
    (app, story)
}

async fn exports(app: &TestApp) -> i64 {
    app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'clients_exported'").await
}

#[tokio::test]
async fn enter_in_the_box_of_a_row_presses_nothing() {
    let (app, story) = world(2).await;
    app.member(story.organization, &app.person("uma@client.example").await, Role::User, Status::Confirmed).await;
    for options in [Options::default(), Options::default().without_script()] {
        let browser = signed_in(&app, &story.admin, options).await;
        browser.visit(&app.url("/clients")).await;
        let first = browser.find_css("tbody .cell-pick input").await;
        first.click().await.expect("a box");
        first.send_keys(Key::Enter + "").await.expect("keys");
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        browser.find_css("tbody .cell-pick input:checked").await;
        // The bar of the members presses Confirm, which is another thing that nobody meant.
        browser.visit(&app.url(&story.page())).await;
        let first = browser.find_css("#members tbody .cell-pick input").await;
        first.click().await.expect("a box");
        first.send_keys(Key::Enter + "").await.expect("keys");
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(browser.current_url().await.expect("an address").path(), story.page());
        assert!(!has(&browser, "#dialog[open]").await);
    }
    assert_eq!(exports(&app).await, 0);
}

/// Presses the box of this row with the shift key.
async fn shift_click(browser: &Browser, row: usize) {
    let press = format!(
        "const box = document.querySelectorAll('tbody .cell-pick input')[{row}];
         box.dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true, shiftKey: true }}))"
    );
    browser.execute(&press, vec![]).await.expect("script runs");
}

async fn ticked(browser: &Browser) -> String {
    let ask = "return [...document.querySelectorAll('tbody .cell-pick input')].map((box) => box.checked ? '1' : '0').join('')";
    browser.execute(ask, vec![]).await.expect("script runs").json().as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_shift_key_picks_the_rows_between() {
    let (app, story) = world(5).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url("/clients")).await;
    let boxes = browser.find_all(thirtyfour::By::Css("tbody .cell-pick input")).await.expect("boxes");
    boxes[1].click().await.expect("a box");
    shift_click(&browser, 4).await;
    assert_eq!(ticked(&browser).await, "011110");
    browser.wait_for_text("[data-count]", "4").await;
    // Backwards, and taking away.
    shift_click(&browser, 3).await;
    assert_eq!(ticked(&browser).await, "011000");
    browser.wait_for_text("[data-count]", "2").await;
    let kept = browser.find_all(thirtyfour::By::Css("[data-kept] input")).await.expect("fields");
    assert_eq!(kept.len(), 2, "what is sent is what is shown");
}

/// Goes through a menu whose button has the focus, by this many items.
async fn through(browser: &Browser, list: &str, first: &str, last: &str) {
    press(browser, Key::Down).await;
    wait_for_focus(browser, &format!("{list} {first}")).await;
    press(browser, Key::Up).await;
    wait_for_focus(browser, &format!("{list} {last}")).await;
    press(browser, Key::Down).await;
    wait_for_focus(browser, &format!("{list} {first}")).await;
    press(browser, Key::End).await;
    wait_for_focus(browser, &format!("{list} {last}")).await;
    press(browser, Key::Home).await;
    wait_for_focus(browser, &format!("{list} {first}")).await;
}

#[tokio::test]
async fn arrows_move_in_a_menu_and_whoever_leaves_it_closes_it() {
    let (app, story) = world(2).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url(&format!("/organizations/{}", story.client))).await;
    tab_to(&browser, "#organization-menu summary").await;
    through(&browser, "#organization-menu .menu-list", "a:first-of-type", "a:last-of-type").await;
    press(&browser, Key::End).await;
    press(&browser, Key::Tab).await;
    browser.wait_until_gone("#organization-menu[open]").await;
    // The menu of a row.
    browser.visit(&app.url("/clients")).await;
    tab_to(&browser, "[data-menu][role=button]").await;
    through(&browser, "[data-menu][aria-expanded=true] + .menu-list", "a:first-of-type", "a:last-of-type").await;
    press(&browser, Key::End).await;
    press(&browser, Key::Tab).await;
    browser.wait_until_gone("[data-menu][aria-expanded=true]").await;
    press(&browser, Key::Escape).await;
    // Backwards out of it, too.
    tab_to(&browser, "[data-menu][role=button]").await;
    press(&browser, Key::Down).await;
    browser.find_css("[data-menu][aria-expanded=true]").await;
    browser.find_css("#q").await.focus().await.expect("a field");
    browser.wait_until_gone("[data-menu][aria-expanded=true]").await;
}
