//! Several tabs of one browser: each says what is so, the way on is one press, and nobody is told to have signed in or
//! out who has not.

use crate::help::post;
use crate::members::invitations::{invited, path_of};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::time::{HOUR, MINUTE};

async fn sign_in(client: &Client, person: &Person) {
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", &person.email).set("password", PASSWORD).submit().await.expect(303);
}

async fn sign_out(client: &Client) {
    client.get("/account").await.form(".nav-foot form[action='/sign-out']").submit().await.expect(303);
}

#[tokio::test]
async fn a_tab_of_the_session_before_sends_with_one_press_for_the_same_person_only() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let client = app.signed_in(&story.admin).await;
    let stale =
        client.get(&format!("/organizations/{}/name", story.client)).await.form("section.sheet form").set("name", "Another name");
    sign_out(&client).await;
    sign_in(&client, &story.admin).await;
    let page = stale.clone().submit().await.expect(403);
    assert!(page.says("You signed in again after this page was opened"), "{page}");
    assert!(page.form("#stale").submit().await.status < 400);
    assert!(client.get("/clients").await.says("Another name"));
    // With script the page has all that was typed: it gets the new token, and sends it.
    let asked = stale.clone().submit_htmx().await.expect(403);
    let go_on = asked.one("[data-go-on]");
    assert!(stale.clone().tamper("form_token", go_on.attr("data-go-on").expect("a token")).submit_htmx().await.status < 400);
    // Somebody else by now.
    sign_out(&client).await;
    sign_in(&client, &story.service).await;
    let before = app.db.snapshot().await;
    let mut page = stale.clone().set("name", "Third name").submit().await.expect(403);
    assert!(page.says("This page was opened by somebody else. In this browser sem@provider.example is signed in now"), "{page}");
    page = stale.submit_htmx().await.expect(403);
    assert!(!page.has("[data-go-on]") && page.has("#stale + .dialog-foot a.primary[href='/']"), "{page}");
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn a_secret_of_an_old_tab_is_typed_again() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let client = app.signed_in(&ada).await;
    let stale = client.get("/account/password").await.form("#password-form");
    sign_out(&client).await;
    sign_in(&client, &ada).await;
    let page = stale.set("current_password", PASSWORD).set("password", "s3cret nine slow ferries").submit().await.expect(403);
    assert!(!page.html.contains("s3cret") && !page.html.contains(PASSWORD), "{page}");
    page.click("Open the page again").await.expect(200).form("#password-form");
}

#[tokio::test]
async fn a_second_tab_that_signs_in_goes_on_with_one_press() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let client = app.client();
    let second = client.get("/sign-in?next=/account").await.form("form[action='/sign-in']");
    sign_in(&client, &story.admin).await;
    let page = second.set("email", &story.admin.email).set("password", PASSWORD).submit().await.expect(403);
    assert!(
        page.says("You are signed in already") && page.says("you signed in in this browser as ada@provider.example"),
        "{page}"
    );
    assert_eq!(page.click("Go on").await.expect(200).path, "/account");
    // Another page of before: it is opened again.
    sign_out(&client).await;
    let form = client.get("/forgot-password").await.form("form[action='/forgot-password']").set("email", "x@y.example");
    sign_in(&client, &story.admin).await;
    let page = form.submit().await.expect(403);
    assert!(page.says("You are signed in already"), "{page}");
    page.click("Open the page again").await.expect(200);
}

#[tokio::test]
async fn nobody_is_told_to_have_signed_in_or_out_who_has_not() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let client = app.signed_in(&story.admin).await;
    let wrong = |page: &Page| page.says("signed in or out");
    // What was forged, or of another browser.
    let other = app.signed_in(&story.admin).await.get("/account").await.form("#profile").value("form_token").expect("a token");
    for token in ["", "A", other.as_str()] {
        let page = client.post_raw("/account", &[("form_token", token), ("name", "x")]).await.expect(403);
        assert!(page.says("This page is too old") && !wrong(&page), "{page}");
    }
    // What has a field too many.
    let page = post(&client, "/account", &[("name", "x"), ("unknown", "x")]).await.expect(422);
    assert!(page.says("This form cannot be read") && !wrong(&page), "{page}");
    // Somebody who never was signed in.
    let page = app.client().post_raw("/account", &[("name", "x")]).await.expect(401);
    assert!(page.says("You are not signed in") && !wrong(&page), "{page}");
    // The page to go on to is the one that it was.
    let form = client.get("/clients/new").await.form("main form").tamper("form_token", "x");
    let page = form.submit().await.expect(403);
    assert_eq!(page.click("Open the page again").await.expect(200).path, "/clients/new");
}

#[tokio::test]
async fn who_is_signed_out_signs_out_and_chooses_a_language_all_the_same() {
    let app = TestApp::spawn_with(|settings| settings.session_idle = 30 * MINUTE).await;
    let story = Story::begin(&app).await;
    let client = app.signed_in(&story.admin).await;
    let page = client.get("/account").await;
    app.clock.advance(31 * MINUTE);
    let dutch = page.form("form.lang").press("Nederlands").submit().await.expect(303).follow().await;
    let dutch = if dutch.status == 303 { dutch.follow().await } else { dutch };
    assert!(dutch.html.contains("lang=\"nl\""), "{dutch}");
    let out = page.form(".nav-foot form[action='/sign-out']").submit().await.expect(303);
    assert_eq!(out.location().as_deref(), Some("/sign-in?after=signed-out"));
}

#[tokio::test]
async fn two_invitations_in_two_tabs_are_both_accepted() {
    let app = TestApp::spawn().await;
    let (story, admin, first) = invited(&app, "olga@client.example", "user").await;
    let second = app.organization("Second Harbour", "Teams (Monthly)", 9).await;
    app.member(second, &story.admin, Role::Owner, Status::Confirmed).await;
    let fields = [("email", "olga@client.example"), ("role", "user")];
    post(&admin, &format!("/organizations/{second}/members"), &fields).await.expect(303);
    let second = path_of(&app, &app.mail_for("olga@client.example").await.link());
    let olga = app.person("olga@client.example").await;
    let client = app.client();
    let (one, two) = (client.get(&first).await.follow().await, client.get(&second).await.follow().await);
    assert!(one.says("My Client's Organization") && two.says("Second Harbour"));
    // Signing in from the first tab leads to the first one.
    let sign_in = one.click("Sign in").await.form("form[action='/sign-in']");
    let one = sign_in.set("email", &olga.email).set("password", PASSWORD).submit().await.expect(303).follow().await;
    assert!(one.says("My Client's Organization"), "{one}");
    one.form("form[action='/invitation/acceptance']").submit().await.expect(303);
    let two = client.get("/invitation").await;
    assert!(two.says("Second Harbour"), "{two}");
    two.form("form[action='/invitation/acceptance']").submit().await.expect(303);
    assert_eq!(
        app.db.number("SELECT COUNT(*) FROM members WHERE email = 'olga@client.example' AND status = 'accepted'").await,
        2
    );
    // The same one in two tabs: it says that it was used.
    app.deliver().await;
    app.smtp.take_all();
    let page = one.form("form[action='/invitation/acceptance']").submit().await.expect(410);
    assert!(page.says("used"), "{page}");
}

#[tokio::test]
async fn a_link_page_that_was_open_for_an_hour_says_so() {
    let app = TestApp::spawn().await;
    let (_, _, path) = invited(&app, "olga@client.example", "user").await;
    let client = app.client();
    let form = client.get(&path).await.follow().await.form("form[action='/invitation/account']");
    app.clock.advance(HOUR);
    client.set_cookie("portico-invitation", "");
    let page = form.set("name", "Olga").set("password", PASSWORD).submit().await.expect(410);
    assert!(page.says("open for more than an hour") && page.says("Open the link in the email once more"), "{page}");
    // One that has ended meanwhile is told to have ended.
    let form = client.get(&path).await.follow().await.form("form[action='/invitation/account']");
    app.clock.advance(6 * 24 * HOUR);
    client.set_cookie("portico-invitation", "");
    let page = form.set("name", "Olga").set("password", PASSWORD).submit().await.expect(410);
    assert!(page.says("expired"), "{page}");
}
