//! A session that ends while its page is open: signing in over it, the form that comes back without script, and the
//! warning before.

use super::keyboard::wait_for_focus;
use super::pages::{has, look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Story};
use portico::domain::time::MINUTE;
use thirtyfour::Key;

struct World {
    app: TestApp,
    story: Story,
}

impl World {
    async fn begin() -> Self {
        let app = TestApp::spawn_with(|settings| settings.session_idle = 30 * MINUTE).await;
        let story = Story::begin(&app).await;
        Self { app, story }
    }

    fn client(&self) -> String {
        self.app.url(&format!("/organizations/{}", self.story.client))
    }

    async fn is_called(&self, name: &str) -> bool {
        self.app.db.number(&format!("SELECT COUNT(*) FROM organizations WHERE name = '{name}'")).await == 1
    }
}

async fn value_of(browser: &Browser, css: &str) -> String {
    browser.find_css(css).await.prop("value").await.expect("a field").unwrap_or_default()
}

/// Opens the dialog of the client's name, and types another one.
async fn rename(browser: &Browser, name: &str) {
    browser.find_css("#organization-menu summary").await.click().await.expect("a menu");
    browser.find_css("#organization-menu a[href$='/name']").await.click().await.expect("a link");
    browser.find_css("#dialog #name").await;
    browser.fill("name", name).await;
}

async fn press_primary(browser: &Browser, form: &str) {
    browser.find_css(&format!("{form} button.primary")).await.click().await.expect("a button");
}

/// As if the page had been open for long, or the computer had slept.
async fn wake(browser: &Browser) {
    browser.execute("seenAt = 0; document.dispatchEvent(new Event('visibilitychange'))", vec![]).await.expect("script runs");
}

#[tokio::test]
async fn what_was_pressed_in_a_dialog_is_done_once_the_same_person_has_signed_in_over_it() {
    let world = World::begin().await;
    let browser = signed_in(&world.app, &world.story.admin, Options::default()).await;
    browser.visit(&world.client()).await;
    rename(&browser, "Harbour Works").await;
    world.app.clock.advance(30 * MINUTE);
    press_primary(&browser, "#dialog form").await;
    browser.wait_for_text("#dialog", "after 30 minutes without use").await;
    wait_for_focus(&browser, "#again_password").await;
    look(&browser, "ended-dialog").await;
    // Cancelled, it is all as it was.
    browser.press("Cancel").await;
    assert_eq!(value_of(&browser, "#dialog #name").await, "Harbour Works");
    press_primary(&browser, "#dialog form").await;
    browser.fill("again_password", "wrong").await;
    press_primary(&browser, "#sign-in-again").await;
    browser.find_css("#sign-in-again .error-summary").await;
    look(&browser, "ended-dialog-wrong").await;
    browser.fill("again_password", PASSWORD).await;
    press_primary(&browser, "#sign-in-again").await;
    browser.wait_for_text("h1", "Harbour Works").await;
    browser.wait_until_gone("#dialog[open]").await;
    assert!(world.is_called("Harbour Works").await);
    // The forms of the page hold on.
    rename(&browser, "Second Works").await;
    press_primary(&browser, "#dialog form").await;
    browser.wait_for_text("h1", "Second Works").await;
}

#[tokio::test]
async fn another_tab_of_the_browser_goes_on_with_one_press() {
    let world = World::begin().await;
    let browser = signed_in(&world.app, &world.story.admin, Options::default()).await;
    browser.visit(&world.client()).await;
    rename(&browser, "Harbour Works").await;
    let first = browser.window().await.expect("a window");
    let second = browser.new_tab().await.expect("a tab");
    world.app.clock.advance(30 * MINUTE);
    browser.switch_to_window(second).await.expect("a tab");
    browser.visit(&world.app.url("/clients")).await;
    browser.wait_for_text("#notice", "You were signed out after 30 minutes without use").await;
    look(&browser, "ended-sign-in").await;
    browser.fill("email", &world.story.admin.email).await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    browser.find_css("#clients").await;
    browser.switch_to_window(first).await.expect("a tab");
    press_primary(&browser, "#dialog form").await;
    browser.wait_for_text("#dialog-title", "You signed in again").await;
    look(&browser, "ended-again").await;
    browser.press("Send it now").await;
    browser.wait_for_text("h1", "Harbour Works").await;
}

#[tokio::test]
async fn a_form_of_a_page_asks_before_it_is_sent_and_a_link_of_a_dialog_opens_it() {
    let mut world = World::begin().await;
    world.app.ignore_mail();
    let browser = signed_in(&world.app, &world.story.admin, Options::default().phone().dark().language("nl")).await;
    browser.visit(&world.app.url("/clients/new")).await;
    browser.fill("name", "Fourth Client").await;
    browser.fill("seats", "4").await;
    browser.fill("owner_email", "olga@client.example").await;
    world.app.clock.advance(30 * MINUTE);
    wake(&browser).await;
    browser.wait_for_text(".session-told", "Je bent uitgelogd").await;
    look(&browser, "ended-told").await;
    press_primary(&browser, "main form.form").await;
    browser.find_css("#sign-in-again").await;
    look(&browser, "ended-dialog-dutch").await;
    browser.fill("again_password", PASSWORD).await;
    press_primary(&browser, "#sign-in-again").await;
    browser.wait_for_text("main", "Fourth Client").await;
    assert!(world.is_called("Fourth Client").await);
    // A link that a script follows.
    browser.visit(&world.app.url("/clients")).await;
    world.app.clock.advance(30 * MINUTE);
    browser.find_css("#add-existing").await.click().await.expect("a link");
    browser.find_css("#sign-in-again").await;
    browser.fill("again_password", PASSWORD).await;
    press_primary(&browser, "#sign-in-again").await;
    browser.find_css("#dialog #existing").await;
}

/// A form that is sent as browsers send them, when the session is over.
async fn comes_back(name: &str, options: Options) {
    let mut world = World::begin().await;
    world.app.ignore_mail();
    let browser = signed_in(&world.app, &world.story.admin, options).await;
    browser.visit(&world.app.url("/clients/new")).await;
    browser.fill("name", "Fourth \"Client\"").await;
    browser.fill("seats", "7").await;
    browser.fill("owner_email", "olga@client.example").await;
    world.app.clock.advance(30 * MINUTE);
    press_primary(&browser, "main form.form").await;
    browser.find_css("#notice .notice").await;
    look(&browser, &format!("kept-sign-in-{name}")).await;
    browser.fill("email", &world.story.admin.email).await;
    browser.fill("password", PASSWORD).await;
    press_primary(&browser, "main form.form").await;
    browser.find_css("#kept").await;
    look(&browser, &format!("kept-{name}")).await;
    assert_eq!(value_of(&browser, "#name").await, "Fourth \"Client\"");
    assert_eq!(value_of(&browser, "#seats").await, "7");
    assert!(!world.is_called("Fourth \"Client\"").await, "nobody has pressed it");
    press_primary(&browser, "main form.form").await;
    browser.wait_for_text("main", "Fourth \"Client\"").await;
    assert!(world.is_called("Fourth \"Client\"").await);
}

#[tokio::test]
async fn without_script_the_form_comes_back_filled_in() {
    comes_back("plain", Options::default().without_script().window(500, 844).language("nl")).await;
}

#[tokio::test]
async fn with_script_it_comes_back_where_it_was_sent_soon_after_an_answer() {
    comes_back("scripted", Options::default().dark()).await;
}

#[tokio::test]
async fn two_minutes_before_it_is_said_unless_another_tab_keeps_the_session_going() {
    let world = World::begin().await;
    let browser = signed_in(&world.app, &world.story.admin, Options::default()).await;
    browser.visit(&world.client()).await;
    world.app.clock.advance(27 * MINUTE);
    wake(&browser).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!has(&browser, ".session-told").await, "three minutes are left");
    world.app.clock.advance(MINUTE + 30_000);
    wake(&browser).await;
    browser.wait_for_text(".session-told", "In two minutes you are signed out").await;
    look(&browser, "session-soon").await;
    browser.press("Stay signed in").await;
    browser.wait_until_gone(".session-told").await;
    // Over an open dialog it can be pressed too.
    world.app.clock.advance(28 * MINUTE + 30_000);
    let first = browser.window().await.expect("a window");
    let second = browser.new_tab().await.expect("a tab");
    browser.switch_to_window(second).await.expect("a tab");
    browser.visit(&world.app.url("/account")).await;
    browser.switch_to_window(first).await.expect("a tab");
    wake(&browser).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!has(&browser, ".session-told").await, "the other tab keeps it going");
    rename(&browser, "Harbour Works").await;
    world.app.clock.advance(29 * MINUTE);
    wake(&browser).await;
    browser.wait_for_text("#dialog .session-told", "In two minutes").await;
    look(&browser, "session-soon-dialog").await;
    world.app.clock.advance(2 * MINUTE);
    wake(&browser).await;
    browser.wait_for_text("#dialog .session-told", "What you typed is still here").await;
    browser.find_css("#dialog [data-sign-in]").await.click().await.expect("a button");
    browser.find_css("#sign-in-again").await;
    browser.fill("again_password", PASSWORD).await;
    browser.active_element().await.expect("a field").send_keys(Key::Enter + "").await.expect("keys");
    browser.wait_until_gone("#sign-in-again").await;
    assert_eq!(value_of(&browser, "#dialog #name").await, "Harbour Works");
    press_primary(&browser, "#dialog form").await;
    browser.wait_for_text("h1", "Harbour Works").await;
}
