//! Pages beside the story: faults at their fields, empty and error states, the language switch.

use super::keyboard::wait_for_focus;
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};

pub async fn signed_in(app: &TestApp, person: &Person, options: Options) -> Browser {
    let browser = options.open().await;
    browser.visit(&app.url("/sign-in")).await;
    browser.fill("email", &person.email).await;
    browser.fill("password", PASSWORD).await;
    browser.find_css("form[action='/sign-in'] button.primary").await.click().await.expect("a button");
    browser.find_css(".nav").await;
    browser
}

/// Whether there is such an element now.
pub async fn has(browser: &Browser, css: &str) -> bool {
    browser.find(thirtyfour::By::Css(css)).await.is_ok()
}

/// The page that is open is accessible and within its policy.
pub async fn look(browser: &Browser, page: &str) {
    if std::env::var_os("PORTICO_TEST_PICTURES").is_some() {
        browser.picture(&format!("pages-{page}")).await;
    }
    let (axe, policy) = (browser.axe().await, browser.csp_violations().await);
    assert!(axe.is_empty() && policy.is_empty(), "{page}: {axe:#?} {policy:#?}");
}

#[tokio::test]
async fn a_form_with_faults_keeps_what_was_typed_and_says_what_to_do() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url("/clients/new")).await;
    look(&browser, "new-client").await;
    browser.fill("name", "Fourth Client").await;
    browser.fill("seats", "none").await;
    browser.fill("owner_email", "nobody").await;
    browser.press("Create client").await;
    browser.wait_for_text(".error-summary", "2 things need your attention").await;
    browser.wait_for_text("#seats-error", "Enter a whole number").await;
    let name = browser.find_css("#name").await.prop("value").await.expect("a field").unwrap_or_default();
    assert_eq!(name, "Fourth Client");
    look(&browser, "new-client-faults").await;
    let invite = format!("{}/members/new", story.page());
    browser.visit(&app.url(&invite)).await;
    look(&browser, "invite").await;
    browser.visit(&app.url(&format!("/organizations/{}", story.client))).await;
    browser.press("Manage seats").await;
    browser.fill("seat_count", "many").await;
    browser.press("Save").await;
    browser.wait_for_text("#dialog .error-summary", "Number of seats").await;
    look(&browser, "seats-faults").await;
    // One sentence about each number, and none is left of the one before.
    let story_of = [
        ("0", "Enter a whole number from 1 to 1,000,000."),
        ("15", "15: that is the number there is now."),
        ("one", "Enter a whole number from 1 to 1,000,000."),
        ("30", "Seats: 15 → 30. Seats left: 30."),
    ];
    for (typed, sentence) in story_of {
        browser.fill("seat_count", typed).await;
        browser.wait_for_text("[data-seats]", sentence).await;
        assert_eq!(browser.text_of("#dialog .field").await, format!("Number of seats\n{sentence}"));
    }
    browser.press("Save").await;
    browser.wait_for_text("#seats", "0 / 30").await;
}

#[tokio::test]
async fn states_without_content_are_written_with_care() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.service, Options::default().dark()).await;
    browser.visit(&app.url("/clients?q=nowhere")).await;
    browser.wait_for_text(".empty", "Nothing found").await;
    look(&browser, "nothing-found").await;
    browser.visit(&app.url("/clients/new")).await;
    browser.wait_for_text("h1", "Not allowed").await;
    look(&browser, "not-allowed").await;
    browser.visit(&app.url("/organizations/nowhere")).await;
    browser.wait_for_text("h1", "Not found").await;
    browser.visit(&app.url("/invitation")).await;
    browser.wait_for_text("h1", "This link does not work any more").await;
    look(&browser, "dead-link").await;
    browser.visit(&app.url("/forgot-password")).await;
    look(&browser, "forgot-password").await;
}

#[tokio::test]
async fn the_language_is_switched_and_remembered() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.press("Nederlands").await;
    browser.wait_for_text("h1", "Klanten").await;
    look(&browser, "klanten").await;
    let elsewhere = signed_in(&app, &story.admin, Options::default().phone()).await;
    elsewhere.wait_for_text("h1", "Klanten").await;
    elsewhere.find_css(".nav-toggle summary").await.click().await.expect("a menu");
    look(&elsewhere, "menu").await;
    elsewhere.press("Uitloggen").await;
    elsewhere.wait_for_text("h1", "Inloggen").await;
}

#[tokio::test]
async fn searching_narrows_the_table_while_typing_and_stands_in_the_address() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.client_of((story.provider, &story.admin), "Third Client", "Enterprise (Monthly) 2020", 10).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.fill("q", "THIRD").await;
    browser.wait_until_gone(&format!("#client-{}", story.client)).await;
    browser.wait_for_text("#clients", "1 client").await;
    let address = browser.current_url().await.expect("an address");
    assert!(address.query().unwrap_or_default().contains("q=THIRD"), "{address}");
    browser.back().await.expect("a page before");
    browser.find_css(&format!("#client-{}", story.client)).await;
}

#[tokio::test]
async fn a_client_is_unlinked_from_its_row_after_a_page_that_says_what_ends() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.find_css("[data-menu][role=button]").await.click().await.expect("a menu");
    look(&browser, "row-menu").await;
    browser.press("Unlink organization").await;
    browser.wait_for_text("#owners", "olga").await;
    look(&browser, "unlink").await;
    browser.find_css("#dialog button.danger").await.click().await.expect("a button");
    browser.wait_for_text("#notice", "is unlinked").await;
    browser.wait_for_text(".empty", "No clients yet").await;
    look(&browser, "no-clients").await;
    app.mail_for(&olga.email).await;
}

/// The key as WebDriver names it: by keyboard, what has the focus is scrolled clear of the bar.
const ENTER: &str = "\u{E007}";

/// Two clients with an owner, and twenty-five more before them.
async fn many(app: &TestApp, story: &Story) {
    let olga = app.person("olga@client.example").await;
    for name in ["Zeta One", "Zeta Two"] {
        let id = app.client_of((story.provider, &story.admin), name, "Teams (Monthly)", 5).await;
        app.member(id, &olga, Role::Owner, Status::Confirmed).await;
    }
    for number in 0..25 {
        app.client_of((story.provider, &story.admin), &format!("Alpha {number:02}"), "Enterprise (Monthly)", 5).await;
    }
}

async fn tick(browser: &Browser, name: &str) {
    browser.find_css(&format!("input[aria-label='Select {name}']")).await.click().await.expect("a box");
}

#[tokio::test]
async fn clients_are_selected_over_pages_and_suspended_after_a_plan() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    many(&app, &story).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    let bar = browser.find_css("#selection").await;
    assert!(!bar.is_displayed().await.expect("a form"), "nothing is selected");
    tick(&browser, "Alpha 03").await;
    assert!(bar.is_displayed().await.expect("a form"));
    look(&browser, "selected").await;
    browser.find_css("a[rel=next]").await.send_keys(ENTER).await.expect("a link");
    browser.wait_for_text("#clients", "Zeta One").await;
    tick(&browser, "Zeta One").await;
    browser.wait_for_text("#selection", "Selected: 2").await;
    browser.find_css("a[rel=prev]").await.send_keys(ENTER).await.expect("a link");
    browser.wait_for_text("#clients", "Alpha 03").await;
    browser.find_css("tr:has(.cell-pick :checked)").await;
    browser.find_css("select[name=plan] option[value=teams]").await.click().await.expect("an option");
    browser.wait_for_text("#clients", "3 clients").await;
    look(&browser, "filtered").await;
    browser.find_css("#selection button[value=suspend]").await.click().await.expect("a button");
    browser.wait_for_text("h1", "Suspend 2 clients?").await;
    browser.wait_for_text("#plan", "Zeta One").await;
    look(&browser, "plan").await;
    browser.press("Suspend 2 clients").await;
    browser.wait_for_text("#notice", "2 clients are suspended").await;
    assert!(browser.current_url().await.expect("an address").query().unwrap_or_default().contains("plan=teams"));
    app.mail_for("olga@client.example").await;
    browser.back().await.expect("a page before");
    browser.wait_until_gone("#notice .notice").await;
    browser.wait_for_text("#clients", "3 clients").await;
    browser.find_css("#add-existing").await.click().await.expect("a button");
    browser.find_css("#dialog .dialog-foot [data-close]").await.click().await.expect("a link");
    browser.wait_until_gone("#dialog-title").await;
    wait_for_focus(&browser, "#add-existing").await;
}

#[tokio::test]
async fn all_that_were_found_are_ticked_until_one_is_not_meant() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    many(&app, &story).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.find_css("[data-pick-all]").await.send_keys(" ").await.expect("a box");
    browser.wait_for_text("#selection", "Selected: 28").await;
    let ask = "return [document.querySelectorAll('tbody .cell-pick :checked').length,
        new FormData(document.getElementById('selection')).getAll('client').length]";
    let ticked = async || browser.execute(ask, vec![]).await.expect("script runs").json().clone();
    assert_eq!(ticked().await, serde_json::json!([25, 0]), "shown, and sent as one word");
    look(&browser, "all-selected").await;
    tick(&browser, "Alpha 03").await;
    browser.wait_for_text("#selection", "Selected: 24").await;
    assert!(!browser.find_css("[data-pick-all]").await.is_selected().await.expect("a box"));
    assert_eq!(ticked().await[0], 24);
    browser.find_css("[data-pick-all]").await.send_keys(" ").await.expect("a box");
    browser.find_css("#selection button[value=suspend]").await.click().await.expect("a button");
    browser.wait_for_text("h1", "Suspend 28 clients?").await;
    wait_for_focus(&browser, "h1").await;
    browser.back().await.expect("a page before");
    browser.wait_for_text("#clients", "28 clients").await;
}

#[tokio::test]
async fn saved_settings_are_said_and_the_focus_is_on_their_page() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url("/provider/settings")).await;
    browser.fill("billing_email", "bills@provider.example").await;
    browser.find_css("#profile button.primary").await.click().await.expect("a button");
    browser.find_css("#notice .notice").await;
    wait_for_focus(&browser, "h1").await;
}

#[tokio::test]
async fn the_filters_and_the_boxes_work_without_script_and_on_a_phone() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    many(&app, &story).await;
    let browser = signed_in(&app, &story.admin, Options::default().without_script()).await;
    browser.find_css("select[name=plan] option[value=teams]").await.click().await.expect("an option");
    browser.press("Apply").await;
    browser.wait_for_text("#clients", "3 clients").await;
    tick(&browser, "Zeta One").await;
    tick(&browser, "Zeta Two").await;
    look(&browser, "boxes-plain").await;
    browser.find_css("#selection button[value=unlink]").await.click().await.expect("a button");
    browser.wait_for_text("h1", "Unlink 2 clients?").await;
    browser.press("Unlink 2 clients").await;
    browser.wait_for_text("#notice", "2 clients are unlinked").await;
    for _ in 0..2 {
        app.mail_for("olga@client.example").await;
    }
    let phone = signed_in(&app, &story.admin, Options::default().phone().dark().language("nl")).await;
    let first = phone.find_css("td.cell-pick input").await;
    first.click().await.expect("a box");
    phone.wait_for_text("#selection", "Geselecteerd: 1").await;
    look(&phone, "boxes-phone").await;
}
