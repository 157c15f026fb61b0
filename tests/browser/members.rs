//! Members with script: search while typing, many at once, a list of addresses in the dialog.

use super::keyboard::wait_for_focus;
use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::Story;
use portico::domain::members::{Role, Status};

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
    // The address that is left in the field would be lost.
    browser.find_css("#discard [data-discard='yes']").await.click().await.expect("a button");
    browser.wait_for_text("#members", "anna@client.example").await;
    browser.wait_for_text(".pick-page", "Select all on this page").await;
    app.mail_for("anna@client.example").await;
}

/// Opens the menu of a row, presses what has this text, and where a dialog asks, its button.
pub async fn act(browser: &Browser, row: &str, label: &str, asks: bool, done: &str) {
    browser.find_css(&format!("{row} summary")).await.click().await.expect("a menu");
    browser.press(label).await;
    if asks {
        browser.find_css("#dialog button.danger").await.click().await.expect("a button");
    }
    browser.wait_for_text("#notice", done).await;
}

/// Where the page stands, and whether what has the focus can be seen.
async fn stands(browser: &Browser) -> (f64, bool) {
    let ask = "const box = document.activeElement.getBoundingClientRect();
        return [scrollY, box.top >= 0 && box.bottom <= innerHeight]";
    let said = browser.execute(ask, vec![]).await.expect("script runs");
    (said.json()[0].as_f64().expect("a number"), said.json()[1].as_bool().expect("a word"))
}

#[tokio::test]
async fn what_is_done_to_a_member_leads_back_to_its_row() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    app.db.leave_broken("owner_is_lost", "nobody owned the client from the beginning");
    let person = app.person("kim@client.example").await;
    let member = app.member(story.client, &person, Role::User, Status::Accepted).await;
    for number in 10..22 {
        app.invited(story.client, &format!("a{number}@client.example"), Role::User).await;
    }
    let next = app.invited(story.client, "zoe@client.example", Role::User).await;
    let ben = app.member(story.client, &app.person("ben@client.example").await, Role::User, Status::Accepted).await;
    let page = format!("/organizations/{}", story.client);
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url(&page)).await;
    // Somebody else was first: what is refused leads back as well.
    let form = app.signed_in(&story.service).await.get(&page).await.form(&format!("#member-{ben} form[action$=confirm]"));
    form.submit().await.expect(303);
    act(&browser, &format!("#member-{ben}"), "Confirm", false, "confirmed").await;
    wait_for_focus(&browser, &format!("#member-{ben} summary")).await;
    assert!(browser.find_css("#notice .failed").await.is_displayed().await.expect("a notice"));
    assert!(stands(&browser).await.0 > 100.0, "it stays where it is");
    look(&browser, "members-refused").await;
    let row = format!("#member-{member}");
    let acts = [
        ("Confirm", false, "is confirmed"),
        ("Revoke access", true, "revoked"),
        ("Restore access", false, "is restored"),
        ("Remove", true, "is removed"),
    ];
    for (label, asks, done) in acts {
        act(&browser, &row, label, asks, done).await;
        let back = if label == "Remove" { format!("#member-{next}") } else { row.clone() };
        wait_for_focus(&browser, &format!("{back} summary")).await;
        let (scrolled, seen) = stands(&browser).await;
        assert!(scrolled > 100.0 && seen, "{label}: {scrolled} {seen}");
        look(&browser, &format!("members-back-{label}")).await;
    }
    act(&browser, &format!("#member-{next}"), "Cancel invitation", false, "").await;
    browser.find_css("#dialog button.danger").await.click().await.expect("a button");
    browser.wait_until_gone(&format!("#member-{next}")).await;
    wait_for_focus(&browser, "#members-title").await;
}

#[tokio::test]
async fn what_is_done_to_a_colleague_leads_back_to_its_row() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url("/provider/members")).await;
    let colleague = "tr:has(a[id^=suspend-]), tr:has(.status.suspended)";
    let row = browser.find_css(colleague).await.id().await.expect("a row").expect("an id");
    act(&browser, &format!("#{row}"), "Suspend", true, "is suspended").await;
    wait_for_focus(&browser, &format!("#{row} summary")).await;
    act(&browser, &format!("#{row}"), "Reactivate", false, "").await;
    wait_for_focus(&browser, &format!("#{row}:not(:has(.status.suspended)) summary")).await;
}
