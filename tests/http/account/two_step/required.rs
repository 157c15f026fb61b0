//! A provider that requires two-step sign-in: until it is set up, its people can do nothing.

use super::{Phone, begin, set_up};
use crate::help::{form_token, refused};
use crate::routes::TABLE;
use crate::support::app::TestApp;
use crate::visitors::{KINDS, World};
use portico::domain::providers::ProviderRole;
use portico::routes::Caller;

const REQUIRE: &str = "UPDATE providers SET require_two_step = TRUE WHERE name = 'Provider A'";

#[tokio::test]
async fn every_route_leads_to_the_set_up_and_changes_nothing() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    app.db.execute(REQUIRE).await;
    let (id, member) = (world.organization.to_string(), world.owner.to_string());
    let routes = portico::routes::table();
    let before = app.db.snapshot().await;
    for (kind, visitor) in world.visitors.iter().enumerate().filter(|(kind, _)| KINDS[*kind].ends_with("provider A")) {
        let token = form_token(visitor).await;
        let mut asked = 0;
        for row in TABLE {
            let caller = routes.iter().find(|route| route.path == row.path).map(|route| route.caller);
            if caller != Some(Caller::SignedIn) || row.path == "/account" || row.path.starts_with("/account/") {
                continue;
            }
            let page = row.ask(visitor, &token, (&id, &member)).await;
            assert_eq!(
                (page.status, page.location().as_deref()),
                (303, Some("/account/two-step")),
                "{} {} by {}",
                row.method,
                row.path,
                KINDS[kind]
            );
            asked += 1;
        }
        assert!(asked > 20, "{asked}");
        let fragment = visitor.get_htmx("/clients").await;
        assert_eq!(fragment.header("hx-redirect"), "/account/two-step");
        assert!(!fragment.html.contains("Alpha GmbH"));
    }
    app.db.assert_unchanged_since(&before).await;
    for (kind, visitor) in world.visitors.iter().enumerate().skip(5) {
        assert_ne!(
            visitor.get("/organizations").await.location().as_deref(),
            Some("/account/two-step"),
            "{} is not of the provider",
            KINDS[kind]
        );
    }
}

#[tokio::test]
async fn the_page_says_why_and_the_portal_opens_when_it_is_done() {
    let app = TestApp::spawn().await;
    let provider = app.provider("Provider A").await;
    let ada = app.person("ada@a.example").await;
    app.join(provider, &ada, ProviderRole::Admin).await;
    let client = app.signed_in(&ada).await;
    client.get("/clients").await.expect(200);
    app.db.execute(REQUIRE).await;
    let page = client.get("/clients").await.expect(303).follow().await;
    assert!(page.says("Provider A requires two-step sign-in of its people."), "{page}");
    assert!(!page.has("a[href='/clients']"), "nothing leads to what is closed");
    let (phone, _) = set_up(&app, &ada, &client).await;
    client.get("/clients").await.expect(200);
    // It cannot be turned off now, and the page offers it to nobody.
    let page = client.get("/account/two-step").await.expect(200);
    assert!(!page.has("a[href='/account/two-step/off']") && page.says("so you cannot turn it off"), "{page}");
    let fields = [("current_password", crate::support::world::PASSWORD), ("code", &phone.next_code(&app))];
    let page = refused(&app, &client, "/account/two-step/off", &fields, 409).await;
    assert!(page.says("Move to another device"), "{page}");
}

#[tokio::test]
async fn whoever_is_not_confirmed_there_is_not_asked() {
    let app = TestApp::spawn().await;
    let provider = app.provider("Provider A").await;
    let (ada, sem) = (app.person("ada@a.example").await, app.person("sem@a.example").await);
    app.join(provider, &ada, ProviderRole::Admin).await;
    app.join(provider, &sem, ProviderRole::Service).await;
    app.db.execute(REQUIRE).await;
    app.db.execute("UPDATE provider_members SET status = 'suspended' WHERE email_key = 'sem@a.example'").await;
    app.signed_in(&sem).await.get("/organizations").await.expect(200);
    let client = app.signed_in(&ada).await;
    client.get("/organizations").await.expect(303);
    // Begun is not done.
    let page = begin(&client).await.expect(200);
    client.get("/organizations").await.expect(303);
    page.form("#set-up").set("code", &Phone::of(&page).code(&app)).submit().await.expect(200);
    app.mail_for(&ada.email).await;
    client.get("/organizations").await.expect(200);
}
