//! Cookies: how they are called and marked over https, and over plain http on this machine.

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Story};

const HTTPS: &str = "https://portal.example";

async fn portal_at(public: &str) -> (TestApp, Story) {
    let app = TestApp::spawn_with(|settings| public.clone_into(&mut settings.public_url)).await;
    let story = Story::begin(&app).await;
    (app, story)
}

async fn sign_in(client: &Client, story: &Story) -> Page {
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", &story.admin.email).set("password", PASSWORD).submit().await.expect(303)
}

/// What `Set-Cookie` says of a cookie beside its value, sorted, in lower case.
fn marks(page: &Page, name: &str) -> Vec<String> {
    let all: Vec<_> = page.headers.get_all("set-cookie").iter().map(|value| value.to_str().expect("text")).collect();
    let ours: Vec<_> = all.iter().filter(|value| value.starts_with(&format!("{name}="))).collect();
    assert!(ours.len() == 1 && ours[0].len() < 4096, "one {name} in {all:?}");
    let mut marks: Vec<_> = ours[0].split(';').skip(1).map(|part| part.trim().to_lowercase()).collect();
    marks.sort();
    marks
}

/// Whether a browser that holds this cookie and nothing else is signed in.
async fn opens(client: &Client, name: &str, value: &str) -> bool {
    client.forget_cookies();
    client.set_cookie(name, value);
    client.get("/organizations").await.status == 200
}

/// Every kind of cookie that there is, from arriving until after signing out.
async fn look_at_cookies(client: &Client, story: &Story, prefix: &str, secure: &[&str]) {
    let expected = |more: &[&str]| -> Vec<String> {
        let mut all = [&["httponly", "path=/", "samesite=lax"], secure, more].concat();
        all.sort_unstable();
        all.into_iter().map(str::to_owned).collect()
    };
    let name = |name: &str| format!("{prefix}{name}");
    client.forget_cookies();
    assert_eq!(marks(&client.get("/sign-in").await, &name("visitor")), expected(&[]));
    let answer = sign_in(client, story).await;
    assert_eq!(marks(&answer, &name("session")), expected(&[]));
    assert_eq!(marks(&answer, &name("device")), expected(&["max-age=34560000"]));
    let value = client.cookie(&name("session")).expect("the browser takes it");
    assert_eq!(data_encoding::BASE64URL_NOPAD.decode(value.as_bytes()).expect("base64").len(), 16, "128 bits");
    for (path, cookie) in [("invitation", "invitation"), ("password", "password"), ("opt-out", "opt-out")] {
        let answer = client.get(&format!("/{path}/{}", "A".repeat(43))).await.expect(303);
        assert_eq!(marks(&answer, &name(cookie)), expected(&["max-age=3600"]));
    }
    let away = client.get("/organizations").await.form("form[action='/sign-out']").submit().await.expect(303);
    assert_eq!(marks(&away, &name("session")), expected(&["max-age=0"]));
    assert_eq!(marks(&away, &name("language")), expected(&["max-age=31536000"]));
    assert_eq!(client.cookie(&name("session")), None);
    assert!(!opens(client, &name("session"), &value).await, "it has ended on the server");
}

#[tokio::test]
async fn the_cookie_is_for_this_host_over_https_and_for_no_script() {
    let (app, story) = portal_at(HTTPS).await;
    look_at_cookies(&app.client().behind_proxy(HTTPS), &story, "__Host-", &["secure"]).await;
}

/// It cannot be configured; if it ever can, nothing is softened for it.
#[tokio::test]
async fn plain_http_elsewhere_than_on_this_machine_softens_nothing() {
    for public in ["http://portal.example", "http://10.0.0.1:8080", "http://localhost.example"] {
        let (app, _) = portal_at(public).await;
        let arrival = app.client().behind_proxy(public).get("/sign-in").await.expect(200);
        assert_eq!(marks(&arrival, "__Host-visitor"), ["httponly", "path=/", "samesite=lax", "secure"], "{public}");
    }
}

#[tokio::test]
async fn over_plain_http_on_this_machine_every_browser_keeps_the_cookies() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    look_at_cookies(&app.client(), &story, "portico-", &[]).await;
    // Whatever a request says about the way that it came, the public URL decides.
    let says = [("x-forwarded-proto", "https"), ("forwarded", "proto=https"), ("x-forwarded-host", "portal.example")];
    let client = says.iter().fold(app.client(), |client, (name, value)| client.with_header(name, value));
    look_at_cookies(&client, &story, "portico-", &[]).await;
    for public in ["http://localhost:8080", "http://[::1]:8080"] {
        let (app, story) = portal_at(public).await;
        look_at_cookies(&app.client().behind_proxy(public), &story, "portico-", &[]).await;
    }
}

#[tokio::test]
async fn a_cookie_of_the_other_kind_opens_nothing() {
    let (app, story) = portal_at(HTTPS).await;
    let client = app.client().behind_proxy(HTTPS);
    sign_in(&client, &story).await;
    let value = client.cookie("__Host-session").expect("signed in");
    assert!(opens(&client, "__Host-session", &value).await);
    for name in ["portico-session", "session", "__Secure-session"] {
        assert!(!opens(&client, name, &value).await, "{name} over https");
    }
    // One that a neighbour put there does not stand in the way either.
    client.set_cookie("portico-session", "AAAAAAAAAAAAAAAAAAAAAQ");
    client.set_cookie("__Host-session", &value);
    assert_eq!(client.get("/organizations").await.status, 200);

    let here = TestApp::spawn().await;
    let story = Story::begin(&here).await;
    let client = here.client();
    sign_in(&client, &story).await;
    let value = client.cookie("portico-session").expect("signed in");
    assert!(opens(&client, "portico-session", &value).await);
    for name in ["__Host-session", "session"] {
        assert!(!opens(&client, name, &value).await, "{name} over plain http");
    }
}

#[tokio::test]
async fn a_form_of_a_planted_visitor_is_nobodys_over_https() {
    let (app, story) = portal_at(HTTPS).await;
    let client = app.client().behind_proxy(HTTPS);
    client.set_cookie("portico-visitor", "AAAAAAAAAAAAAAAAAAAAAA");
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    let form = form.set("email", &story.admin.email).set("password", PASSWORD);
    let visitor = client.cookie("__Host-visitor").expect("one of its own");
    assert_ne!(visitor, "AAAAAAAAAAAAAAAAAAAAAA");
    client.forget_cookies();
    client.set_cookie("portico-visitor", &visitor);
    form.clone().submit().await.expect(403);
    client.set_cookie("__Host-visitor", &visitor);
    form.submit().await.expect(303);
}

const TITLE: &str = "Your browser sent no cookie";

#[tokio::test]
async fn a_form_without_any_cookie_says_that_the_browser_keeps_none() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let client = app.client();
    for (language, title) in [("en", TITLE), ("nl", "Je browser stuurde geen cookie mee")] {
        let client = client.with_language(language);
        let form = client.get("/sign-in").await.form("form[action='/sign-in']");
        client.forget_cookies();
        let page = form.set("email", &story.admin.email).set("password", PASSWORD).submit().await.expect(403);
        assert_eq!(page.text("h1"), title, "{page}");
        assert!(page.says(&app.url("")), "it names the address: {page}");
    }
    for (path, form) in [("/sign-in", "form.lang"), ("/forgot-password", "form[action='/forgot-password']")] {
        client.forget_cookies();
        let form = client.get(path).await.form(form);
        client.forget_cookies();
        let form = if path == "/sign-in" { form.press("Nederlands") } else { form.set("email", "ada@client.example") };
        assert_eq!(form.submit().await.expect(403).text("h1"), TITLE, "{path}");
    }
    // A browser that keeps cookies, though not the one that the form was shown with, is told something else.
    let admin = app.signed_in(&story.admin).await;
    let form = admin.get("/clients").await.form("form[action='/sign-out']");
    admin.forget_cookies();
    admin.set_cookie("portico-language", "en");
    let stale = form.submit().await.expect(403);
    assert_ne!(stale.text("h1"), TITLE, "{stale}");
}

#[tokio::test]
async fn the_page_of_a_link_says_so_to_a_browser_without_cookies() {
    let app = TestApp::spawn().await;
    let paths = ["/invitation", "/provider-invitation", "/password", "/registration", "/address-undo", "/opt-out"];
    for path in paths {
        let client = app.client();
        let link = client.get(&format!("{path}/{}", "A".repeat(43))).await.expect(303);
        client.forget_cookies();
        let page = link.follow().await.expect(404);
        assert_eq!(page.text("h1"), TITLE, "{path}: {page}");
        assert!(page.says(&app.url("")) && page.says("Open the link in the email again"), "{path}: {page}");
        // With cookies, it is the link that is not known.
        let page = client.get(&format!("{path}/{}", "A".repeat(43))).await.follow().await;
        assert_ne!(page.text("h1"), TITLE, "{path}: {page}");
    }
}
