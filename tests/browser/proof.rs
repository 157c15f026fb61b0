//! Proving once more who one is, in the dialog and without script: then what was asked for is done.

use super::members::act;
use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::time::MINUTE;
use std::time::Duration;
use tokio::time::Instant;

struct World {
    app: TestApp,
    story: Story,
    owner: Person,
}

impl World {
    /// A client with two owners.
    async fn begin() -> Self {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        let owner = app.person("olga@client.example").await;
        for person in [&owner, &app.person("otto@client.example").await] {
            app.member(story.client, person, Role::Owner, Status::Confirmed).await;
        }
        Self { app, story, owner }
    }

    async fn late(&self, options: Options) -> Browser {
        let browser = signed_in(&self.app, &self.story.admin, options).await;
        self.app.clock.advance(16 * MINUTE);
        browser
    }
}

/// Gives the password where it is asked for, first a wrong one.
async fn prove(browser: &Browser, picture: &str) {
    browser.wait_for_text("#dialog-title", "Is it you?").await;
    look(browser, picture).await;
    browser.fill("proof_password", "wrong").await;
    browser.press("Continue").await;
    browser.wait_for_text("#proof_password-error", "not your current password").await;
    look(browser, &format!("{picture}-wrong")).await;
    browser.fill("proof_password", PASSWORD).await;
    browser.press("Continue").await;
}

#[tokio::test]
async fn a_client_is_unlinked_after_the_proof_that_replaced_the_dialog() {
    let world = World::begin().await;
    let browser = world.late(Options::default()).await;
    browser.find_css("[data-menu][role=button]").await.click().await.expect("a menu");
    browser.press("Unlink organization").await;
    browser.wait_for_text("#owners", "olga").await;
    browser.find_css("#dialog button.danger").await.click().await.expect("a button");
    browser.wait_for_text("#dialog-title", "Is it you?").await;
    let focused = browser.active_element().await.expect("a focus").prop("name").await.expect("a name");
    assert_eq!(focused.as_deref(), Some("proof_password"));
    // Cancelling leaves everything as it was: the dialog that asked for it is there again.
    browser.press("Cancel").await;
    browser.wait_until_gone("#proof").await;
    browser.wait_for_text("#owners", "olga").await;
    browser.find_css("#dialog .dialog-foot [data-close]").await.click().await.expect("a link");
    browser.wait_until_gone("#dialog[open]").await;
    browser.find_css(&format!("#client-{}", world.story.client)).await;
    browser.find_css("[data-menu][role=button]").await.click().await.expect("a menu");
    browser.press("Unlink organization").await;
    browser.wait_for_text("#owners", "olga").await;
    browser.find_css("#dialog button.danger").await.click().await.expect("a button");
    prove(&browser, "proof").await;
    browser.wait_for_text("#notice", "is unlinked").await;
    browser.wait_until_gone("#dialog[open]").await;
    assert_eq!(browser.console_errors().await.len(), browser.console_errors().await.iter().filter(|one| is_refusal(one)).count());
    assert_eq!(world.owner.email, "olga@client.example");
}

/// That an answer was a refusal stands in the console of each browser.
fn is_refusal(line: &str) -> bool {
    line.contains("status of 403") || line.contains("status of 422")
}

#[tokio::test]
async fn many_clients_are_unlinked_and_the_answer_comes_into_the_page() {
    let world = World::begin().await;
    let browser = world.late(Options::default().phone().dark()).await;
    browser.find_css(".cell-pick [name=client]").await.click().await.expect("a box");
    browser.find_css("#selection [value=unlink]").await.click().await.expect("a button");
    browser.wait_for_text("h1", "Unlink 1 client").await;
    browser.find_css(".plan-form button.danger").await.click().await.expect("a button");
    prove(&browser, "proof-bulk").await;
    browser.wait_for_text("#notice", "unlinked").await;
    browser.wait_until_gone("#dialog[open]").await;
}

#[tokio::test]
async fn an_owner_is_removed_and_a_row_menu_asks_too() {
    let world = World::begin().await;
    let accepted = world.app.person("anna@client.example").await;
    let anna = world.app.member(world.story.client, &accepted, Role::Owner, Status::Accepted).await;
    let browser = world.late(Options::default()).await;
    browser.visit(&world.app.url(&format!("/organizations/{}", world.story.client))).await;
    let row = format!("#member-{anna}");
    browser.find_css(&format!("{row} summary")).await.click().await.expect("a menu");
    browser.press("Confirm").await;
    prove(&browser, "proof-row").await;
    browser.wait_for_text("#notice", "is confirmed").await;
    world.app.clock.advance(16 * MINUTE);
    browser.find_css(&format!("{row} summary")).await.click().await.expect("a menu");
    browser.press("Remove").await;
    browser.find_css("#dialog button.danger").await.click().await.expect("a button");
    prove(&browser, "proof-owner").await;
    browser.wait_for_text("#notice", "is removed").await;
    browser.wait_until_gone(&row).await;
    // Nothing is asked for a while.
    let udo = world.app.person("udo@client.example").await;
    let udo = world.app.member(world.story.client, &udo, Role::Owner, Status::Confirmed).await;
    browser.visit(&world.app.url(&format!("/organizations/{}", world.story.client))).await;
    act(&browser, &format!("#member-{udo}"), "Remove", true, "is removed").await;
}

/// Until so many exports of this kind are made: a file says nothing to the page.
async fn wait_for_exports(world: &World, kind: &str, number: i64) {
    let made = format!("SELECT COUNT(*) FROM events WHERE kind = '{kind}'");
    let end = Instant::now() + Duration::from_secs(10);
    while world.app.db.number(&made).await != number {
        assert!(Instant::now() < end, "no export");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

#[tokio::test]
async fn a_download_comes_after_the_dialog_and_the_page_stays() {
    let world = World::begin().await;
    let browser = world.late(Options::default()).await;
    browser.find_css("#filter-links [data-download]").await.click().await.expect("a button");
    prove(&browser, "proof-export").await;
    browser.wait_until_gone("#dialog[open]").await;
    wait_for_exports(&world, "clients_exported", 1).await;
    browser.wait_for_text("h1", "Clients").await;
    browser.find_css("#filter-links [data-download]").await.click().await.expect("a button");
    wait_for_exports(&world, "clients_exported", 2).await;
    assert!(!browser.find_css("#dialog").await.is_displayed().await.expect("a dialog"));
}

#[tokio::test]
async fn without_script_it_is_a_page_and_then_it_is_done() {
    let world = World::begin().await;
    let browser = world.late(Options::default().without_script()).await;
    browser.visit(&world.app.url(&format!("/clients/{}/unlink", world.story.client))).await;
    browser.find_css("button.danger").await.click().await.expect("a button");
    browser.wait_for_text("h1", "Is it you?").await;
    browser.press("Cancel").await;
    browser.wait_for_text("#owners", "olga").await;
    browser.find_css("button.danger").await.click().await.expect("a button");
    prove(&browser, "proof-plain").await;
    browser.wait_for_text("#notice", "is unlinked").await;
    world.app.clock.advance(16 * MINUTE);
    browser.visit(&world.app.url("/provider/events")).await;
    browser.find_css("details.menu summary").await.click().await.expect("a menu");
    browser.press("As CSV").await;
    prove(&browser, "proof-plain-export").await;
    wait_for_exports(&world, "events_exported", 1).await;
}

#[tokio::test]
async fn the_rules_of_signing_in_are_saved_after_the_proof_in_dutch() {
    let world = World::begin().await;
    let browser = world.late(Options::default().language("nl").phone()).await;
    browser.visit(&world.app.url("/provider/settings")).await;
    browser.find_css("#require_two_step").await.click().await.expect("a box");
    browser.find_css("#security button").await.click().await.expect("a button");
    browser.wait_for_text("#dialog-title", "Ben jij het?").await;
    look(&browser, "proof-dutch").await;
    browser.fill("proof_password", PASSWORD).await;
    browser.press("Doorgaan").await;
    // The person has to set it up now, before anything else.
    browser.wait_for_text("h1", "Tweestapsverificatie").await;
}
