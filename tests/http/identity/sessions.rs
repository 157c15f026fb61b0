//! Sessions: their beginning, their end, and what they must not remember.

use std::sync::Arc;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::time::{DAY, HOUR, MINUTE};
use portico::web::kit::session_store::{self, NOTICE};
use tower_sessions::Session;

const COOKIE: &str = "portico-session";

async fn spawn() -> (TestApp, Story) {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    (app, story)
}

/// A browser that holds this session cookie and nothing else.
fn holder(app: &TestApp, cookie: &str) -> Client {
    let client = app.client();
    client.set_cookie(COOKIE, cookie);
    client
}

async fn is_signed_in(client: &Client) -> bool {
    let page = client.get("/organizations").await;
    assert!(page.status == 200 || page.location().is_some_and(|to| to.starts_with("/sign-in")), "{page}");
    page.status == 200
}

async fn sessions_in(app: &TestApp) -> i64 {
    app.db.number("SELECT COUNT(*) FROM sessions").await
}

async fn sign_in(client: &Client, person: &Person) -> Page {
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", &person.email).set("password", PASSWORD).submit().await.expect(303)
}

async fn sign_out(client: &Client) -> Page {
    client.get("/organizations").await.form("form[action='/sign-out']").submit().await.expect(303)
}

#[tokio::test]
async fn signing_in_makes_a_new_identifier_and_adopts_none() {
    let (app, story) = spawn().await;
    let planted = "AAAAAAAAAAAAAAAAAAAAAQ";
    let client = holder(&app, planted);
    sign_in(&client, &story.admin).await;
    let cookie = client.cookie(COOKIE).unwrap();
    assert_ne!(cookie, planted);
    assert!(is_signed_in(&client).await);
    assert!(!is_signed_in(&holder(&app, planted)).await);
    let second = app.signed_in(&story.admin).await;
    assert_ne!(second.cookie(COOKIE).unwrap(), cookie);
    assert_eq!(sessions_in(&app).await, 2);
}

#[tokio::test]
async fn the_table_holds_no_cookie() {
    let (app, story) = spawn().await;
    let cookie = app.signed_in(&story.admin).await.cookie(COOKIE).unwrap();
    let bytes = data_encoding::BASE64URL_NOPAD.decode(cookie.as_bytes()).unwrap();
    let everything = app.db.everything().await.to_lowercase();
    for form in [cookie.clone(), data_encoding::HEXLOWER.encode(&bytes), data_encoding::HEXLOWER.encode(cookie.as_bytes())] {
        assert!(!everything.contains(&form.to_lowercase()), "{form}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let (app, story) = spawn().await;
    let (client, other) = (app.signed_in(&story.admin).await, app.signed_in(&story.admin).await);
    let cookie = client.cookie(COOKIE).unwrap();
    let away = sign_out(&client).await.follow().await;
    assert!(away.says("You are signed out."), "{away}");
    assert!(!is_signed_in(&holder(&app, &cookie)).await);
    assert!(is_signed_in(&other).await, "the other browser stays");
    assert_eq!(sessions_in(&app).await, 1);
}

#[tokio::test]
async fn a_request_that_ends_after_the_sign_out_does_not_bring_the_session_back() {
    let (app, story) = spawn().await;
    let client = app.signed_in(&story.admin).await;
    let cookie = client.cookie(COOKIE).unwrap();
    let slow = Session::new(Some(cookie.parse().unwrap()), Arc::new(session_store::store(&app.app)), None);
    assert!(slow.get::<uuid::Uuid>(session_store::ACCOUNT).await.unwrap().is_some());
    sign_out(&client).await;
    slow.insert(NOTICE, "done").await.unwrap();
    slow.save().await.unwrap();
    assert_eq!(sessions_in(&app).await, 0);
    assert!(!is_signed_in(&holder(&app, &cookie)).await);
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it() {
    let app = TestApp::spawn_with(|settings| settings.session_idle = 30 * MINUTE).await;
    let story = Story::begin(&app).await;
    let client = app.signed_in(&story.admin).await;
    for _ in 0..3 {
        app.clock.advance(29 * MINUTE);
        assert!(is_signed_in(&client).await);
    }
    app.clock.advance(30 * MINUTE);
    assert!(!is_signed_in(&client).await);
}

#[tokio::test]
async fn a_session_ends_after_its_longest_time_however_busy_it_is() {
    let app = TestApp::spawn_with(|settings| (settings.session_idle, settings.session_absolute) = (HOUR, DAY)).await;
    let story = Story::begin(&app).await;
    let client = app.signed_in(&story.admin).await;
    for _ in 0..47 {
        app.clock.advance(30 * MINUTE);
        assert!(is_signed_in(&client).await);
    }
    app.clock.advance(30 * MINUTE);
    assert!(!is_signed_in(&client).await);
}

#[tokio::test]
async fn that_a_session_was_used_is_written_once_a_minute() {
    let (app, story) = spawn().await;
    let client = app.signed_in(&story.admin).await;
    let seen = "SELECT seen_at FROM sessions";
    let begun = app.db.number(seen).await;
    for _ in 0..6 {
        app.clock.advance(10_000);
        assert!(is_signed_in(&client).await);
        assert_eq!(app.db.number(seen).await, begun);
    }
    app.clock.advance(1);
    assert!(is_signed_in(&client).await);
    assert_eq!(app.db.number(seen).await, begun + MINUTE + 1);
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let (app, story) = spawn().await;
    let (first, second, other) =
        (app.signed_in(&story.admin).await, app.signed_in(&story.admin).await, app.signed_in(&story.service).await);
    let visitor = app.client();
    let form = visitor.get("/forgot-password").await.form("form[action='/forgot-password']");
    form.set("email", &story.admin.email).submit().await.expect(200);
    let link = super::sign_in::password_mail(&app, &story.admin.email).await.link();
    let page = visitor.get(link.strip_prefix(&app.url("")).unwrap()).await.follow().await;
    assert!(is_signed_in(&first).await, "asking for a link changes nothing");
    let saved = page.form("form[action='/password']").set("password", "nine slow ferries crossing").submit().await.expect(303);
    assert!(!is_signed_in(&first).await && !is_signed_in(&second).await);
    assert!(!is_signed_in(&visitor).await, "the link signs nobody in: {saved}");
    assert!(is_signed_in(&other).await);
    assert_eq!(app.mail_for(&story.admin.email).await.subject, "Your password was changed");
}

#[tokio::test]
async fn rights_are_asked_on_every_request() {
    let (app, story) = spawn().await;
    app.db.leave_broken("provider_has_an_admin", "the only admin is demoted by hand, to try what that allows");
    let (admin, service) = (app.signed_in(&story.admin).await, app.signed_in(&story.service).await);
    service.get(&format!("/organizations/{}", story.client)).await.expect(200);
    app.db.execute("DELETE FROM provider_members WHERE role = 'service'").await;
    service.get(&format!("/organizations/{}", story.client)).await.expect(404);
    service.get("/clients").await.expect(404);

    admin.get("/clients/new").await.expect(200);
    app.db.execute("UPDATE provider_members SET role = 'service'").await;
    admin.get("/clients/new").await.expect(403);
    app.db.execute("UPDATE provider_members SET status = 'accepted'").await;
    admin.get("/clients").await.expect(404);
    app.db.execute("UPDATE accounts SET disabled_at = 1").await;
    assert!(!is_signed_in(&admin).await);
    app.db.execute("UPDATE accounts SET disabled_at = NULL").await;
}

#[tokio::test]
async fn a_malformed_cookie_is_nobody() {
    let (app, story) = spawn().await;
    let valid = app.signed_in(&story.admin).await.cookie(COOKIE).unwrap();
    let junk = "x".repeat(4096);
    let (cut, longer) = (&valid[..21], format!("{valid}A"));
    let before = sessions_in(&app).await;
    for value in [junk.as_str(), "=", "%00", "!!!!", "\"\"", "AAAA", cut, &longer, "null", "../../etc/passwd"] {
        let line = format!("{COOKIE}={value}; portico-visitor=AAAA; portico-language={value}");
        let page = app.client().get_with("/organizations", &[("cookie", &line)]).await.expect(303);
        assert!(page.location().unwrap().starts_with("/sign-in"), "{value}");
        let line = format!("portico-visitor={value}; portico-invitation={value}");
        app.client().get_with("/invitation", &[("cookie", &line)]).await.expect(404);
    }
    for line in
        [format!("{COOKIE}=AAAA; {COOKIE}={junk}"), COOKIE.to_owned(), format!(";;; ={COOKIE}"), format!("session={valid}")]
    {
        app.client().get_with("/organizations", &[("cookie", &line)]).await.expect(303);
    }
    assert_eq!(sessions_in(&app).await, before);
}

#[tokio::test]
async fn signing_in_leads_back_to_own_paths_only() {
    let (app, story) = spawn().await;
    let asked = app.client().get("/clients?sort=plan&dir=desc").await.expect(303);
    assert_eq!(asked.location().unwrap(), "/sign-in?next=%2Fclients%3Fsort%3Dplan%26dir%3Ddesc");
    let form = asked.follow().await.form("form[action='/sign-in']");
    let form = form.set("email", &story.admin.email).set("password", PASSWORD);
    assert_eq!(form.clone().submit().await.location().unwrap(), "/clients?sort=plan&dir=desc");
    for evil in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "evil.example",
        "@evil.example",
        "",
        "/a b",
        "/\u{202e}",
        "data:text/html,x",
        "?next=//evil.example",
    ] {
        let client = app.client();
        let form = client.get("/sign-in").await.form("form[action='/sign-in']").tamper("next", evil);
        let answer = form.set("email", &story.admin.email).set("password", PASSWORD).submit().await.expect(303);
        assert_eq!(answer.header("location"), "/", "{evil:?}");
        let query = portico::web::kit::paths::query_value(evil);
        let page = client.get(&format!("/sign-in?next={query}")).await.expect(303);
        assert_eq!(page.header("location"), "/", "{evil:?}");
    }
}

#[tokio::test]
async fn signing_in_while_signed_in_ends_the_first_session() {
    let (app, story) = spawn().await;
    let client = app.signed_in(&story.admin).await;
    let first = client.cookie(COOKIE).unwrap();
    let token = client.get("/organizations").await.select("input[name=form_token]").remove(0);
    let token = token.attr("value").unwrap().to_owned();
    let fields = [("form_token", token.as_str()), ("email", &story.service.email), ("password", PASSWORD), ("next", "/")];
    client.post_raw("/sign-in", &fields).await.expect(303);
    assert_ne!(client.cookie(COOKIE).unwrap(), first);
    assert!(!is_signed_in(&holder(&app, &first)).await);
    assert!(client.get("/organizations").await.says(&story.service.email));
    assert_eq!(sessions_in(&app).await, 1);
    client.post_raw("/sign-in", &fields).await.expect(403);
}

#[tokio::test]
async fn a_session_begun_with_an_older_password_is_over_wherever_it_comes_from() {
    let (app, story) = spawn().await;
    let admin = app.signed_in(&story.admin).await;
    assert!(is_signed_in(&admin).await);
    // As when a sign-in has checked the old password and stores its session after the new one was set.
    app.db.execute("UPDATE accounts SET session_epoch = session_epoch + 1").await;
    assert!(!is_signed_in(&admin).await);
    assert!(is_signed_in(&app.signed_in(&story.admin).await).await);
}
