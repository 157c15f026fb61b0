//! The settings of a provider, and its end.

use crate::help::{events, refused, set_state, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, at_once};
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::domain::time::{HOUR, MINUTE};
use uuid::Uuid;

const SETTINGS: &str = "/provider/settings";
const DELETION: &str = "/provider/settings/deletion";

/// A provider without clients, and its admin.
async fn lonely(app: &TestApp) -> (Uuid, Person, Client) {
    let provider = app.provider("Lonely Services").await;
    let ada = app.person("ada@lonely.example").await;
    app.join(provider, &ada, ProviderRole::Admin).await;
    let admin = app.signed_in(&ada).await;
    (provider, ada, admin)
}

#[tokio::test]
async fn the_name_and_the_billing_address_are_saved_and_kept_in_the_log() {
    let app = TestApp::spawn().await;
    let (provider, _, admin) = lonely(&app).await;
    let page = admin.get("/clients").await.click("Settings").await;
    let form = page.form("#profile").set("provider_name", "  Happy Services ").set("billing_email", "bills@lonely.example");
    let saved = form.submit().await.expect(303).follow().await;
    assert!(saved.text("#notice").contains("The settings are saved"));
    assert_eq!(saved.one("#provider_name").attr("value"), Some("Happy Services"));
    assert_eq!(saved.text(".nav-scope"), "Happy Services");
    saved.form("#profile").submit().await.expect(303);
    let log = events(&app, provider).await;
    assert_eq!(log.len(), 2, "saving the same again changes nothing: {log:?}");
    let zoned = saved.form("#profile").set("time_zone", "Europe/Amsterdam").submit().await.expect(303).follow().await;
    assert_eq!(zoned.form("#profile").value("time_zone").as_deref(), Some("Europe/Amsterdam"));
    assert!(admin.get("/provider/events").await.says("changed the provider’s time zone from UTC to Europe/Amsterdam"));
    assert!(admin.get("/provider/events").await.says("Times are in Europe/Amsterdam"));
    let nonsense = zoned.form("#profile").tamper("time_zone", "Mars/Olympus").submit().await.expect(422);
    assert!(nonsense.has("#time_zone-error"), "{nonsense}");
    assert!(log[0].contains("provider_renamed") && log[1].contains("billing_address_changed"), "{log:?}");
}

#[tokio::test]
async fn what_is_wrong_stays_in_the_field_and_another_providers_name_is_taken() {
    let app = TestApp::spawn().await;
    let (_, _, admin) = lonely(&app).await;
    app.other_provider("Élan Partners").await;
    let before = app.db.snapshot().await;
    for (name, billing, status, told) in [
        ("", "", 422, "Provider name"),
        ("Lonely Services", "bills", 422, "email address"),
        ("elan partners", "", 409, "Another provider has this name"),
    ] {
        let form = admin.get(SETTINGS).await.form("#profile").set("provider_name", name).set("billing_email", billing);
        let page = form.submit().await.expect(status);
        assert!(page.says(told), "{page}");
        assert_eq!(page.one("#provider_name").attr("value"), Some(name));
    }
    let form = admin.get(SETTINGS).await.form("#security").tamper("session_length", "7");
    form.submit().await.expect(422);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn a_shorter_session_holds_at_once_for_everybody_in_the_provider_and_nobody_else() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    let owner = app.signed_in(&olga).await;
    let service = app.signed_in(&story.service).await;
    let admin = app.signed_in(&story.admin).await;
    let saved = admin.get(SETTINGS).await.form("#security").set("session_length", "60").submit().await.expect(303);
    assert_eq!(saved.follow().await.form("#security").value("session_length").as_deref(), Some("60"));
    for _ in 0..3 {
        app.clock.advance(19 * MINUTE);
        service.get("/clients").await.expect(200);
        owner.get("/organizations").await;
    }
    app.clock.advance(4 * MINUTE);
    service.get("/clients").await.expect(303);
    admin.get(SETTINGS).await.expect(303);
    owner.get("/organizations").await.expect(200);
}

#[tokio::test]
async fn the_rules_of_signing_in_are_changed_with_the_password_only() {
    let app = TestApp::spawn().await;
    let (_, _, admin) = lonely(&app).await;
    app.clock.advance(16 * MINUTE);
    let before = app.db.snapshot().await;
    let mut page = admin.get(SETTINGS).await.form("#security").set("session_length", "60").submit().await.expect(403);
    for password in ["", "not this one"] {
        page = page.form("#proof").set("proof_password", password).submit().await.expect(422);
        assert_eq!(page.form("#proof").value("session_length").as_deref(), Some("60"), "what was chosen is kept");
    }
    app.db.assert_unchanged_since(&before).await;
    let saved = page.form("#proof").set("proof_password", PASSWORD).submit().await.expect(303).follow().await;
    assert_eq!(saved.form("#security").value("session_length").as_deref(), Some("60"));
}

#[tokio::test]
async fn settings_are_the_admins_alone_and_a_suspended_provider_only_looks() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (admin, service) = (app.signed_in(&story.admin).await, app.signed_in(&story.service).await);
    assert!(!service.get("/clients").await.says("Settings"));
    service.get(SETTINGS).await.expect(403);
    set_state(&app, "providers", story.provider, "suspended").await;
    let page = admin.get(SETTINGS).await.expect(200);
    assert!(!page.has("form.form") && !page.has("#delete-provider"), "{page}");
    assert!(page.text("#provider-suspended").contains("Example Services is suspended"));
    assert!(admin.get("/clients").await.has("#provider-suspended"));
    for (path, fields) in [
        ("/provider/settings/profile", &[("provider_name", "X"), ("billing_email", "")][..]),
        ("/provider/settings/sign-in", &[("session_length", "60")]),
        (DELETION, &[("current_password", PASSWORD)]),
    ] {
        refused(&app, &admin, path, fields, 403).await;
    }
}

#[tokio::test]
async fn a_provider_with_clients_stays() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get(SETTINGS).await.click("#delete-provider").await;
    assert!(page.says("One client is still linked") && !page.has(".dialog-foot .danger"), "{page}");
    refused(&app, &admin, DELETION, &[("current_password", PASSWORD)], 409).await;
}

async fn asked(app: &TestApp, admin: &Client, ada: &Person) -> String {
    let page = admin.get(SETTINGS).await.click("#delete-provider").await;
    let sent = page.form("section.sheet form").set("current_password", PASSWORD).submit().await.expect(303).follow().await;
    assert!(sent.text("#notice").contains("on its way"));
    app.mail_for(&ada.email).await.link()
}

async fn last_page(admin: &Client, link: &str) -> Page {
    admin.get(link).await.expect(303).follow().await.expect(200)
}

#[tokio::test]
async fn password_then_link_then_button_delete_the_provider_and_tell_its_people() {
    let app = TestApp::spawn().await;
    let (provider, ada, admin) = lonely(&app).await;
    let sem = app.person("sem@lonely.example").await;
    app.join(provider, &sem, ProviderRole::Service).await;
    let before = app.db.snapshot().await;
    let wrong = admin.get(DELETION).await.form("section.sheet form").set("current_password", "no").submit().await.expect(422);
    assert!(wrong.says("not your current password"));
    app.db.assert_unchanged_since(&before).await;

    let link = asked(&app, &admin, &ada).await;
    let page = last_page(&admin, &link).await;
    let again = last_page(&admin, &link).await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM providers").await, 1, "opening deletes nothing");
    let done = page.form("form#delete").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("Lonely Services is deleted"));
    for table in ["providers", "provider_members"] {
        assert_eq!(app.db.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0);
    }
    assert!(events(&app, provider).await.last().is_some_and(|last| last.contains("provider_deleted")));
    again.form("form#delete").submit().await.expect(410);
    let again = admin.get(&link).await.expect(303).follow().await.expect(410);
    assert!(again.says("The link has been used already. The provider is deleted."), "{again}");
    admin.get("/clients").await.expect(404);
    for person in [&ada, &sem] {
        assert_eq!(app.mail_for(&person.email).await.subject, "Lonely Services is deleted");
    }
}

#[tokio::test]
async fn the_link_works_for_an_hour_for_the_one_who_asked_and_not_when_a_client_came() {
    let app = TestApp::spawn().await;
    let (provider, ada, admin) = lonely(&app).await;
    let bea = app.person("bea@lonely.example").await;
    app.join(provider, &bea, ProviderRole::Admin).await;
    let link = asked(&app, &admin, &ada).await;
    let other = app.signed_in(&bea).await;
    other.get(&link).await.expect(303).follow().await.expect(403);
    app.client().get(&link).await.expect(303);
    let page = last_page(&admin, &link).await;
    let client = app.client_of((provider, &ada), "Late Client", "Teams (Monthly)", 5).await;
    let before = app.db.snapshot().await;
    page.form("form#delete").submit().await.expect(409);
    app.db.assert_unchanged_since(&before).await;
    app.db.execute(&format!("DELETE FROM organizations WHERE id = {}", sql_id(&app.db, client))).await;
    app.clock.advance(HOUR);
    page.form("form#delete").submit().await.expect(410);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM providers").await, 1);
}

#[tokio::test]
async fn deleting_twice_at_once_deletes_once() {
    let app = TestApp::spawn().await;
    let (provider, ada, admin) = lonely(&app).await;
    let link = asked(&app, &admin, &ada).await;
    let form = last_page(&admin, &link).await.form("form#delete");
    let answers = at_once(Post::of(&admin, &form).times(8)).await;
    answers.expect(1, 303, &[403, 404, 410]);
    let deleted = events(&app, provider).await.iter().filter(|line| line.contains("provider_deleted")).count();
    assert_eq!(deleted, 1);
    app.mail_for(&ada.email).await;
}
