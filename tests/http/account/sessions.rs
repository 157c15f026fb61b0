//! The list of one's own sessions, and signing them out.

use crate::help::{events, form_token, refused};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::time::{DAY, HOUR, MINUTE};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const ODD: &str = "<script>alert(1)</script>";

async fn signed_in_with(app: &TestApp, person: &Person, agent: &str) -> Client {
    let client = app.client().with_header("user-agent", agent);
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", &person.email).set("password", PASSWORD).submit().await.expect(303);
    client
}

async fn is_signed_in(client: &Client) -> bool {
    client.get("/organizations").await.status == 200
}

/// The addresses under which the page offers to end the others.
async fn ends(client: &Client) -> Vec<String> {
    let page = client.get("/account/sessions").await.expect(200);
    page.select("td a[id^='end-']").iter().map(|link| link.attr("href").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_list_names_each_browser_and_ends_one_after_the_password() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let own = signed_in_with(&app, &ada, FIREFOX).await;
    let odd = signed_in_with(&app, &ada, ODD).await;
    let told = app.mail_for(&ada.email).await;
    assert!(told.text.contains("127.0.0.1, with: Unknown browser.") && !told.text.contains("alert"), "{told}");
    let page = own.get("/account/sessions").await.expect(200);
    assert_eq!(page.select("tbody tr").len(), 2);
    assert!(page.says("Firefox on Linux This browser") && page.says("Unknown browser"), "{page}");
    assert!(page.says("127.0.0.1") && !page.html.contains("<script>alert"));
    let path = ends(&own).await.remove(0);
    assert_eq!(ends(&own).await.len(), 1, "not for this one");
    refused(&app, &own, &path, &[("current_password", "wrong")], 422).await;
    assert!(is_signed_in(&odd).await);
    let form = own.get(&path).await.expect(200).form(&format!("form[action='{path}']"));
    let page = form.set("current_password", PASSWORD).submit().await.expect(303).follow().await;
    assert!(page.says("That browser is signed out."), "{page}");
    assert!(!is_signed_in(&odd).await && is_signed_in(&own).await);
    assert!(events(&app, ada.id).await.last().unwrap().contains("session_ended"));
    // A second time it is not there.
    refused(&app, &own, &path, &[("current_password", PASSWORD)], 404).await;
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.person("ada@client.example").await, app.person("bob@client.example").await);
    let (first, _second) = (app.signed_in(&ada).await, app.signed_in(&ada).await);
    let bobs = app.signed_in(&bob).await;
    let path = ends(&first).await.remove(0);
    let missing = format!("/account/sessions/{}/end", app.app.new_id::<uuid::Uuid>());
    let own = |page: &crate::support::page::Page, token: &str, path: &str| page.html.replace(token, "T").replace(path, "P");
    let token = form_token(&bobs).await;
    let one = refused(&app, &bobs, &path, &[("current_password", PASSWORD)], 404).await;
    let other = refused(&app, &bobs, &missing, &[("current_password", PASSWORD)], 404).await;
    assert_eq!(own(&one, &token, &path), own(&other, &token, &missing));
    bobs.get(&path).await.expect(404);
    assert_eq!(ends(&first).await.len(), 1);
}

#[tokio::test]
async fn all_others_are_ended_at_once() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.person("ada@client.example").await, app.person("bob@client.example").await);
    let (own, bobs) = (app.signed_in(&ada).await, app.signed_in(&bob).await);
    let others = [app.signed_in(&ada).await, app.signed_in(&ada).await];
    refused(&app, &own, "/account/sessions/end-others", &[("current_password", "")], 422).await;
    let page = own.get("/account/sessions").await.click("Sign out everywhere else").await;
    let form = page.form("form[action='/account/sessions/end-others']").set("current_password", PASSWORD);
    let page = form.submit().await.expect(303).follow().await;
    assert!(page.says("2 other browsers are signed out."), "{page}");
    assert!(is_signed_in(&own).await && is_signed_in(&bobs).await);
    for other in others {
        assert!(!is_signed_in(&other).await);
    }
    assert!(!own.get("/account/sessions").await.has("#end-others"));
}

#[tokio::test]
async fn what_is_over_is_not_listed() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    app.signed_in(&ada).await;
    app.clock.advance(13 * HOUR);
    let own = app.signed_in(&ada).await;
    assert_eq!(own.get("/account/sessions").await.select("tbody tr").len(), 1);
    app.clock.advance(8 * DAY);
    let own = app.signed_in(&ada).await;
    assert_eq!(own.get("/account/sessions").await.select("tbody tr").len(), 1);
}

#[tokio::test]
async fn what_a_provider_has_ended_is_not_listed_either() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let mut members = Vec::new();
    for person in [&story.admin, &story.service] {
        members.push((app.signed_in(person).await, person));
    }
    let olga = app.person("olga@client.example").await;
    let outsider = app.signed_in(&olga).await;
    app.db.execute("UPDATE providers SET session_minutes = 60").await;
    for _ in 0..4 {
        app.clock.advance(15 * MINUTE);
        for (client, _) in &members {
            is_signed_in(client).await;
        }
        is_signed_in(&outsider).await;
    }
    for (before, person) in members {
        let own = app.signed_in(person).await;
        assert!(!is_signed_in(&before).await);
        let page = own.get("/account/sessions").await.expect(200);
        assert!(page.select("tbody tr").len() == 1 && !page.has("#end-others"), "{page}");
    }
    let own = app.signed_in(&olga).await;
    assert!(is_signed_in(&outsider).await);
    assert_eq!(ends(&own).await.len(), 1, "no provider shortens hers");
}
