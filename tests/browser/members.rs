//! Members with script: search while typing, many at once, a list of addresses in the dialog.

use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::Options;
use crate::support::world::Story;
use portico::domain::member::{Role, Status};

#[tokio::test]
async fn many_members_are_found_ticked_and_revoked_after_a_plan() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    for email in ["anna@client.example", "ben@client.example"] {
        app.member(story.organization, &app.person(email).await, Role::User, Status::Confirmed).await;
    }
    let ivan = app.invited(story.organization, "ivan@elsewhere.example", Role::User).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url(&story.page())).await;
    browser.find_css("#last-owner").await;
    browser.fill("q", "CLIENT.ex").await;
    browser.wait_until_gone(&format!("#member-{ivan}")).await;
    browser.wait_for_text("#member-list", "2 members found").await;
    let every = browser.find_css("[data-pick-page]").await;
    every.click().await.expect("a box");
    browser.wait_for_text("#selection", "Selected: 2").await;
    browser.press("Clear selection").await;
    let bar = browser.find_css("#selection").await;
    assert!(!bar.is_displayed().await.expect("a form"), "nothing is selected");
    browser.find_css(".cell-pick [name=member]").await.click().await.expect("a box");
    browser.wait_for_text("#selection", "Selected: 1").await;
    every.click().await.expect("a box");
    browser.wait_for_text("#selection", "Selected: 2").await;
    look(&browser, "members-ticked").await;
    browser.find_css("#bulk-revoke").await.click().await.expect("a button");
    browser.wait_for_text("#dialog-title", "Revoke the access of 2 people").await;
    look(&browser, "members-plan").await;
    browser.find_css("#dialog button.danger").await.click().await.expect("a button");
    browser.wait_for_text("#notice", "The access of 2 people is revoked.").await;
    for email in ["anna@client.example", "ben@client.example"] {
        app.mail_for(email).await;
    }
}

#[tokio::test]
async fn addresses_that_failed_stay_in_the_dialog_and_the_page_behind_it_follows() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default().phone().dark()).await;
    browser.visit(&app.url(&story.page())).await;
    browser.find_css("#invite").await.click().await.expect("a button");
    browser.fill("emails", "anna@client.example, nobody").await;
    browser.press("Send invitation").await;
    browser.wait_for_text("#dialog .error-summary", "1 of 2 were invited").await;
    look(&browser, "members-invited").await;
    browser.find_css("#dialog .dialog-foot [data-close]").await.click().await.expect("a link");
    browser.wait_for_text("#members", "anna@client.example").await;
    browser.wait_for_text(".pick-page", "Select all on this page").await;
    app.mail_for("anna@client.example").await;
}
