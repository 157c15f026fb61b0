//! Working in one of several providers.

use crate::help::{refused, sql_id};
use crate::support::app::TestApp;
use crate::support::world::Story;
use portico::domain::providers::ProviderRole;

#[tokio::test]
async fn who_is_in_one_provider_has_nothing_to_choose() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let page = app.signed_in(&story.admin).await.get("/clients").await;
    assert_eq!(page.text(".nav-scope"), "Example Services");
    assert!(!page.has("form[action='/provider/choice']"));
}

#[tokio::test]
async fn the_choice_holds_for_the_session_and_gives_no_right() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (second, foreign) = (app.other_provider("Second Services").await, app.other_provider("Foreign Services").await);
    app.join(second, &story.admin, ProviderRole::Service).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/clients").await;
    assert_eq!(page.texts(".scope summary"), ["Example Services"]);
    assert!(page.says("Second Client's Organization"));
    let form = page.form(".scope form").press("Second Services");
    let chosen = form.submit().await.expect(303).follow().await;
    assert_eq!(chosen.path, "/clients");
    assert_eq!(chosen.text("#notice p span"), "You now work in Second Services.");
    assert_eq!(chosen.texts(".scope summary"), ["Second Services"]);
    assert!(!chosen.says("Second Client's Organization"), "the clients are those of the other provider");
    admin.get("/clients/new").await.expect(403);
    let other = app.signed_in(&story.admin).await;
    assert_eq!(other.get("/clients").await.texts(".scope summary"), ["Example Services"], "another browser");
    for id in [foreign, app.app.new_id::<uuid::Uuid>()] {
        refused(&app, &admin, "/provider/choice", &[("provider", &id.to_string())], 404).await;
    }
    refused(&app, &admin, "/provider/choice", &[("provider", "x")], 422).await;
    assert_eq!(admin.get("/clients").await.texts(".scope summary"), ["Second Services"]);
    // Leaving the chosen one leads back to the one that is left.
    let (id, ada) = (sql_id(&app.db, second), sql_id(&app.db, story.admin.id));
    app.db.execute(&format!("DELETE FROM provider_members WHERE provider_id = {id} AND account_id = {ada}")).await;
    assert_eq!(admin.get("/clients").await.text(".nav-scope"), "Example Services");
}

#[tokio::test]
async fn the_list_of_providers_leads_to_each() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let second = app.other_provider("Second Services").await;
    app.join(second, &story.admin, ProviderRole::Service).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/organizations").await;
    assert_eq!(page.texts("#own-providers tbody td[data-label]"), ["Provider admin", "Service user"]);
    let page = page.form("#own-providers form").press("Switch to Second Services").submit().await.expect(303).follow().await;
    assert_eq!(page.texts(".scope summary"), ["Second Services"]);
}
