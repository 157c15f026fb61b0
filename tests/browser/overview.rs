//! A client's page as somebody of its provider sees it: owners, seats over time, what happened last.

use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use portico::domain::time::DAY;
use serde_json::{Value, json};

/// Name and description of every picture on the page, as a screen reader is given them.
async fn pictures(browser: &Browser) -> Vec<(String, String)> {
    let tree = browser.cdp().send_raw("Accessibility.getFullAXTree", json!({})).await.expect("a tree");
    let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
    let word = |node: &Value, key: &str| node[key]["value"].as_str().unwrap_or_default().to_owned();
    let pictures = nodes.iter().filter(|node| ["img", "image"].contains(&word(node, "role").as_str()));
    pictures.map(|node| (word(node, "name"), word(node, "description"))).collect()
}

/// A client with an owner, one seat that was taken forty days later, and a colleague who was there.
async fn begin() -> (TestApp, Story) {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    app.clock.advance(40 * DAY);
    app.invited(story.client, "anna@client.example", Role::User).await;
    app.signed_in(&story.admin).await.get(&format!("/organizations/{}", story.client)).await.expect(200);
    (app, story)
}

/// Opens the client from the list, and reads all that stands there.
async fn read(browser: &Browser) {
    browser.press("Second Client's Organization").await;
    browser.wait_for_text("#owners", "olga Confirmed").await;
    browser.wait_for_text("#opened", "ada").await;
    browser.wait_for_text("#last-events", "ada for Example Services opened Second Client's Organization").await;
    let sentence = browser.text_of("#overview figcaption").await;
    assert!(sentence.contains("1 of 15 seats were occupied; today 2 of 15."), "{sentence}");
    assert_eq!(pictures(browser).await, [("Seats over time".to_owned(), sentence)]);
}

#[tokio::test]
async fn a_client_is_opened_its_overview_read_and_a_note_written() {
    let (app, story) = begin().await;
    let browser = signed_in(&app, &story.service, Options::default()).await;
    read(&browser).await;
    look(&browser, "overview").await;
    browser.press("Add note").await;
    browser.fill("note", "Call Olga first.").await;
    browser.press("Save").await;
    browser.wait_for_text("#notes .note-text", "Call Olga first.").await;
    browser.cdp().send_raw("Emulation.setEmulatedMedia", json!({ "media": "print" })).await.expect("paper");
    for (css, printed) in [(".bar", false), ("#notice", false), ("#add-note", false), ("#member-search", false), ("#notes", true)]
    {
        let shown = browser.find_css(css).await.is_displayed().await.expect("an element");
        assert_eq!(shown, printed, "{css} on paper");
    }
}

#[tokio::test]
async fn the_overview_reads_the_same_without_script() {
    let (app, story) = begin().await;
    let browser = signed_in(&app, &story.service, Options::default().dark().without_script()).await;
    read(&browser).await;
    look(&browser, "overview-plain").await;
}
