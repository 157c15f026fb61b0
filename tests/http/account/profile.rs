//! The account's page: name, language and time zone.

use crate::help::{events, refused};
use crate::support::app::TestApp;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};

const FORM: &str = "#profile";

#[tokio::test]
async fn the_profile_is_kept_and_shows_everywhere() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/clients").await.click("a.who").await.expect(200);
    assert_eq!(page.form(FORM).value("time_zone").as_deref(), Some("UTC"));
    let form = page.form(FORM).set("name", " Ada Lovelace ").set("language", "nl").set("time_zone", "Europe/Amsterdam");
    let saved = form.submit().await.expect(303).follow().await;
    assert_eq!(saved.text("#notice p span"), "Je profiel is opgeslagen.");
    assert_eq!(saved.one("html").attr("lang"), Some("nl"));
    let form = saved.form(FORM);
    assert_eq!(form.value("name").as_deref(), Some("Ada Lovelace"));
    assert_eq!(form.value("time_zone").as_deref(), Some("Europe/Amsterdam"));
    assert!(admin.get(&story.page()).await.says("Ada Lovelace"));
    let log = events(&app, story.admin.id).await;
    assert_eq!(log, ["1 signed_in ada <ada@provider.example>", "2 name_changed ada <ada@provider.example>"]);
    let found = "SELECT search FROM members WHERE role = 'owner'";
    assert_eq!(app.db.texts(found).await, [" ada@provider.example ada lovelace"]);
    form.submit().await.expect(303);
    assert_eq!(events(&app, story.admin.id).await, log, "the same name again is no event");
}

#[tokio::test]
async fn times_are_read_in_the_chosen_zone() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    app.db.execute("UPDATE organizations SET linked_at = 1795474800000 WHERE provider_id IS NOT NULL").await;
    let owner = app.signed_in(&olga).await;
    let page = format!("/organizations/{}", story.client);
    assert!(owner.get(&page).await.says("23 November 2026"));
    let log = format!("{page}/events");
    assert_eq!(owner.get(&log).await.text(".pager p"), "Times are in UTC.");
    let form = owner.get("/account").await.form(FORM).set("time_zone", "Pacific/Auckland");
    form.submit().await.expect(303);
    assert!(owner.get(&page).await.says("24 November 2026"));
    let told = owner.get(&log).await.text(".pager p");
    assert_eq!(told, "Times are in Pacific/Auckland. Point at one to see it in UTC.");
}

#[tokio::test]
async fn each_fault_stands_at_its_field_and_nothing_changes() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let client = app.signed_in(&ada).await;
    let page = client.get("/account").await;
    for (field, value, fault) in [
        ("name", " ", "Enter a name."),
        ("name", &"x".repeat(101), "Use at most 100 characters."),
        ("name", "a\u{202E}b", "Leave out invisible and control characters."),
        ("language", "fr", "Choose one of these."),
        ("time_zone", "Mars/Olympus", "Choose one of these."),
        ("time_zone", "", "Choose one of these."),
    ] {
        let before = app.db.snapshot().await;
        let refused = page.form(FORM).tamper(field, value).submit().await.expect(422);
        app.db.assert_unchanged_since(&before).await;
        assert_eq!(refused.text(&format!("#{field}-error")), fault);
        assert_eq!(refused.texts(".field .error").len(), 1, "only {field} is wrong: {refused}");
    }
    let fields = [("name", "A"), ("language", "en"), ("time_zone", "UTC"), ("email", "b@client.example")];
    refused(&app, &client, "/account", &fields, 422).await;
    page.form(FORM).without("form_token").submit().await.expect(403);
}
