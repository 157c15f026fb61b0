//! The one menu of all rows of the Clients table: by mouse, by keyboard, and the page that it is without script.

use super::keyboard::{press, tab_to, wait_for_focus};
use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use thirtyfour::Key;
use uuid::Uuid;

const OPEN: &str = "[data-menu][aria-expanded=true]";

fn button(client: Uuid) -> String {
    format!("#client-{client} [data-menu][role=button]")
}

/// The client of the story, and two more; the second one is suspended, the third one has an owner.
async fn three(app: &TestApp, story: &Story) -> [Uuid; 3] {
    let sleeping = app.client_of((story.provider, &story.admin), "Sleeping Client", "Teams (Monthly)", 5).await;
    let third = app.client_of((story.provider, &story.admin), "Third Client", "Teams (Monthly)", 5).await;
    let id = app.db.id(sleeping);
    app.db.execute(&format!("UPDATE organizations SET suspended_by = 'provider' WHERE id = {id}")).await;
    app.member(third, &app.person("olga@client.example").await, Role::Owner, Status::Confirmed).await;
    [story.client, sleeping, third]
}

async fn open(browser: &Browser, client: Uuid) {
    browser.find_css(&button(client)).await.click().await.expect("a button");
    browser.find_css(&format!("{}[aria-expanded=true] + .menu-list", button(client))).await;
}

/// What the menu that is open says, and how many menus there are.
async fn menu(browser: &Browser) -> (String, usize) {
    let text = browser.text_of(&format!("{OPEN} + .menu-list")).await;
    let lists = browser.find_all(thirtyfour::By::Css("#clients .menu-list")).await.expect("menus");
    (text.replace('\n', ", "), lists.len())
}

#[tokio::test]
async fn one_menu_opens_beside_each_row_and_says_what_can_be_done_with_its_client() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let [client, sleeping, third] = three(&app, &story).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    assert_eq!(menu(&browser).await, (String::new(), 0));
    open(&browser, sleeping).await;
    assert_eq!(menu(&browser).await, ("Open, Reactivate client, Unlink organization".into(), 1));
    look(&browser, "row-menu-suspended").await;
    open(&browser, client).await;
    assert_eq!(menu(&browser).await, ("Open, Suspend client, Unlink organization".into(), 1));
    look(&browser, "row-menu-first").await;
    // What opens it closes it, and so does a press beside it.
    browser.find_css(&button(client)).await.click().await.expect("a button");
    browser.wait_until_gone(OPEN).await;
    open(&browser, third).await;
    browser.find_css("h1").await.click().await.expect("a heading");
    browser.wait_until_gone(OPEN).await;
    // A page of its own, where that is asked for; here it would stand in front of this one.
    let ask = "let taken; const see = (event) => { taken = event.defaultPrevented; event.preventDefault(); };
        window.addEventListener('click', see, { once: true });
        document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('click',
            { bubbles: true, cancelable: true, ctrlKey: true }));
        return taken;";
    let taken = browser.execute(ask, vec![button(third).into()]).await.expect("script runs");
    assert!(taken.json() == false && menu(&browser).await.0.is_empty(), "it is left to the browser");

    open(&browser, sleeping).await;
    browser.press("Reactivate client").await;
    browser.wait_for_text("#dialog-title", "Reactivate Sleeping Client?").await;
    browser.find_css("#dialog .dialog-foot [data-close]").await.click().await.expect("a link");
    browser.wait_until_gone("#dialog-title").await;
    wait_for_focus(&browser, &button(sleeping)).await;
    open(&browser, third).await;
    browser.press("Open").await;
    browser.wait_for_text("h1", "Third Client").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn it_is_there_in_a_table_that_has_been_sorted_searched_or_added_to() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let [client, sleeping, third] = three(&app, &story).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    open(&browser, client).await;
    browser.press("Plan").await;
    browser.find_css("[aria-sort] a[href*='sort=plan']").await;
    browser.wait_until_gone(OPEN).await;
    open(&browser, sleeping).await;
    assert_eq!(menu(&browser).await, ("Open, Reactivate client, Unlink organization".into(), 1));
    // Back to the earlier order.
    browser.back().await.expect("a page before");
    browser.find_css("[aria-sort] a[href*='sort=name']").await;
    open(&browser, client).await;
    browser.fill("q", "Third").await;
    browser.find_css("#clients [name=query][value$='q=Third']").await;
    open(&browser, third).await;
    browser.press("Unlink organization").await;
    browser.wait_for_text("#dialog-title", "Third Client").await;
    press(&browser, Key::Escape).await;
    wait_for_focus(&browser, &button(third)).await;
    browser.find_css("#add-existing").await.click().await.expect("a button");
    browser.press("Add").await;
    browser.wait_for_text("#dialog-notice", "is now a client").await;
    press(&browser, Key::Escape).await;
    open(&browser, story.organization).await;
    browser.press("Suspend client").await;
    browser.wait_for_text("#dialog-title", "My Client's Organization").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn by_keyboard_it_opens_closes_and_gives_the_focus_back() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let [client, sleeping, third] = three(&app, &story).await;
    let browser = signed_in(&app, &story.admin, Options::default().phone()).await;
    browser.find_css(&button(client)).await;
    tab_to(&browser, &button(sleeping)).await;
    press(&browser, Key::Enter).await;
    browser.find_css(OPEN).await;
    press(&browser, Key::Tab).await;
    wait_for_focus(&browser, ".menu-list a[href^='/organizations/']").await;
    press(&browser, Key::Escape).await;
    browser.wait_until_gone(OPEN).await;
    wait_for_focus(&browser, &button(sleeping)).await;
    // Closed, it is passed by.
    press(&browser, Key::Tab).await;
    wait_for_focus(&browser, &format!("#client-{third} *")).await;
    tab_to(&browser, &button(third)).await;
    press(&browser, Key::Space).await;
    tab_to(&browser, ".menu-list a[href$='/unlink']").await;
    look(&browser, "row-menu-phone").await;
    press(&browser, Key::Enter).await;
    wait_for_focus(&browser, "#dialog-title").await;
    press(&browser, Key::Escape).await;
    wait_for_focus(&browser, &button(third)).await;
    press(&browser, Key::Space).await;
    tab_to(&browser, ".menu-list a[href$='/unlink']").await;
    press(&browser, Key::Enter).await;
    wait_for_focus(&browser, "#dialog-title").await;
    tab_to(&browser, "#dialog button.danger").await;
    press(&browser, Key::Enter).await;
    browser.wait_until_gone(&format!("#client-{third}")).await;
    browser.wait_for_text("#notice", "is unlinked").await;
    assert_eq!(browser.text_of(":focus").await, "Clients", "nothing stands below the row that is gone");
    app.mail_for("olga@client.example").await;
}

#[tokio::test]
async fn at_the_foot_of_a_long_page_all_of_it_is_seen() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    for number in 0..24 {
        app.client_of((story.provider, &story.admin), &format!("Alpha {number:02}"), "Enterprise (Monthly)", 5).await;
    }
    let seen = "const box = document.querySelector('.cell-menu .menu-list').getBoundingClientRect();
        return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;";
    let narrow = Options::default().phone().dark().language("nl");
    for (name, options) in [("wide", Options::default().dark()), ("narrow", narrow)] {
        let browser = signed_in(&app, &story.admin, options).await;
        tab_to(&browser, "a[aria-sort], .sort").await;
        let last = browser.find_css(&button(story.client)).await;
        last.send_keys("\u{E007}").await.expect("a button");
        browser.find_css(OPEN).await;
        look(&browser, &format!("row-menu-foot-{name}")).await;
        assert!(browser.execute(seen, vec![]).await.expect("script runs").json() == true, "{name}");
    }
}

#[tokio::test]
async fn without_script_the_row_leads_to_the_menu_of_its_clients_page() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let [_, sleeping, third] = three(&app, &story).await;
    let browser = signed_in(&app, &story.admin, Options::default().without_script()).await;
    look(&browser, "row-menu-plain").await;
    browser.find_css(&format!("#client-{sleeping} [data-menu]:not([role])")).await.click().await.expect("a link");
    browser.wait_for_text("h1", "Sleeping Client").await;
    browser.find_css("#organization-menu summary").await.click().await.expect("a menu");
    look(&browser, "row-menu-plain-page").await;
    browser.find_css("#reactivate").await.click().await.expect("a link");
    browser.press("Reactivate client").await;
    browser.wait_for_text("#notice", "is active again").await;
    browser.visit(&app.url("/clients")).await;
    browser.find_css(&format!("#client-{third} [data-menu]")).await.click().await.expect("a link");
    browser.find_css("#organization-menu summary").await.click().await.expect("a menu");
    browser.press("Unlink organization").await;
    browser.press("Unlink organization").await;
    browser.wait_for_text("#notice", "is unlinked").await;
    app.mail_for("olga@client.example").await;
}
