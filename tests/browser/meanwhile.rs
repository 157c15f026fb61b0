//! Two people at work on one client: who comes later loses nothing, what each wrote stands there, and who waits or asks
//! for something sees it.

use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::Story;
use portico::domain::members::{Role, Status};

async fn begin() -> (TestApp, Story) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    (app, story)
}

async fn at(browser: &Browser, app: &TestApp, path: &str) {
    browser.visit(&app.url(path)).await;
}

/// The later of two renames a client.
async fn both_rename(options: Options, words: [&str; 3], picture: &str) {
    let (app, story) = begin().await;
    let page = format!("/organizations/{}", story.client);
    let (ada, sem) = (
        signed_in(&app, &story.admin, options).await,
        signed_in(&app, &story.service, Options::default().without_script()).await,
    );
    let [save, title, theirs] = words;
    at(&ada, &app, &format!("{page}/name")).await;
    at(&sem, &app, &format!("{page}/name")).await;
    sem.fill("name", "Sem's Name").await;
    sem.press("Save").await;
    sem.wait_for_text("h1", "Sem's Name").await;
    ada.fill("name", "Ada's Name").await;
    ada.press(save).await;
    ada.wait_for_text("#meanwhile h2", title).await;
    ada.wait_for_text("#meanwhile .now", "Sem's Name").await;
    ada.wait_for_text("#meanwhile .typed", "Ada's Name").await;
    look(&ada, &format!("{picture}-met")).await;
    ada.press(theirs).await;
    ada.wait_for_text("h1", "Sem's Name").await;
    at(&ada, &app, &format!("{page}/name")).await;
    ada.fill("name", "Ada's Name").await;
    ada.press(save).await;
    ada.wait_for_text("h1", "Ada's Name").await;
}

#[tokio::test]
async fn the_later_of_two_sees_both_names_and_decides() {
    let words = ["Save", "This was changed meanwhile", "Keep what is there"];
    both_rename(Options::default(), words, "meanwhile").await;
}

#[tokio::test]
async fn the_same_in_dutch_on_a_phone_in_the_dark_without_script() {
    let words = ["Opslaan", "Dit is intussen gewijzigd", "Laten staan wat er staat"];
    both_rename(Options::default().language("nl").window(500, 844).dark().without_script(), words, "meanwhile-phone").await;
}

#[tokio::test]
async fn in_the_dialog_what_was_typed_stays_until_it_is_saved() {
    let (app, story) = begin().await;
    let page = format!("/organizations/{}", story.client);
    let (ada, sem) = (
        signed_in(&app, &story.admin, Options::default()).await,
        signed_in(&app, &story.service, Options::default().without_script()).await,
    );
    at(&ada, &app, &page).await;
    ada.press("Manage seats").await;
    at(&sem, &app, &format!("{page}/seats")).await;
    sem.fill("seat_count", "20").await;
    sem.press("Save").await;
    ada.fill("seat_count", "30").await;
    ada.press("Save").await;
    ada.wait_for_text("#dialog #meanwhile .now", "20").await;
    look(&ada, "meanwhile-dialog").await;
    ada.press("Save").await;
    ada.wait_for_text("#seats", "1 / 30").await;
}

#[tokio::test]
async fn notes_of_two_people_stand_below_each_other_and_go_by_a_press() {
    let (app, story) = begin().await;
    let page = format!("/organizations/{}", story.client);
    for (person, options, text) in [
        (&story.service, Options::default().without_script(), "Rings on Mondays."),
        (&story.admin, Options::default(), "Pays late.\nAsk Olga first."),
    ] {
        let browser = signed_in(&app, person, options).await;
        at(&browser, &app, &page).await;
        browser.press("Add note").await;
        browser.fill("note", text).await;
        browser.press("Save").await;
        browser.wait_for_text("#notes", text.lines().next().unwrap_or_default()).await;
    }
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    at(&browser, &app, &page).await;
    look(&browser, "notes").await;
    browser.press("All 2 notes").await;
    browser.wait_for_text("h1", "Notes about").await;
    look(&browser, "notes-all").await;
    browser.press("Remove").await;
    browser.wait_for_text("#dialog-title", "Remove a note about").await;
    look(&browser, "note-remove").await;
    browser.press("Remove note").await;
    browser.wait_for_text("#notes", "The one note").await;
    let phone = signed_in(&app, &story.admin, Options::default().phone().language("nl")).await;
    at(&phone, &app, &page).await;
    look(&phone, "notes-phone").await;
}

#[tokio::test]
async fn who_waits_and_who_asks_to_be_removed_is_seen() {
    let (app, story) = begin().await;
    let anna = app.person("anna@new.example").await;
    app.member(story.organization, &anna, Role::Owner, Status::Accepted).await;
    app.member(story.client, &anna, Role::User, Status::Accepted).await;
    for (options, picture) in [(Options::default(), "waiting"), (Options::default().phone().language("nl"), "waiting-phone")] {
        let browser = signed_in(&app, &anna, options).await;
        at(&browser, &app, "/organizations").await;
        browser.wait_for_text("#waiting", "My Client's Organization").await;
        look(&browser, picture).await;
    }
    app.member(story.client, &story.admin, Role::Owner, Status::Confirmed).await;
    let page = format!("/organizations/{}", story.client);
    let ada = signed_in(&app, &story.admin, Options::default()).await;
    at(&ada, &app, &page).await;
    ada.press("Ask to be removed").await;
    ada.wait_for_text("#own-removal", "Asked by email: olga.").await;
    look(&ada, "removal-own").await;
    let olga = crate::support::world::Person { id: anna.id, email: "olga@client.example".into() };
    let olga = signed_in(&app, &olga, Options::default().phone()).await;
    at(&olga, &app, &page).await;
    olga.wait_for_text(".banner", "ada asks to be removed from this organization").await;
    look(&olga, "removal-banner").await;
    olga.press("Decline").await;
    olga.wait_for_text("#notice", "You have declined.").await;
    at(&ada, &app, &page).await;
    ada.wait_for_text("#own-removal", "olga declined on").await;
    look(&ada, "removal-declined").await;
}
