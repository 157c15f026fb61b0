//! What every answer carries, and what no request can talk the portal into.

use std::io::Read;

use crate::support::app::TestApp;
use crate::support::page::Page;
use crate::support::raw;
use crate::support::world::Story;
use portico::app::Settings;
use reqwest::Method;

mod later;
mod styles;
mod templates;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

#[track_caller]
fn assert_guarded(page: &Page) {
    let at = format!("{} {}", page.status, page.path);
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        assert_eq!(page.header(name), value, "{name} of {at}");
        assert_eq!(page.headers.get_all(name).iter().count(), 1, "{name} of {at}");
    }
    let link = page.path.starts_with("/invitation") || page.path.starts_with("/password");
    assert_eq!(page.header("referrer-policy"), if link { "no-referrer" } else { "same-origin" }, "{at}");
    assert!(!page.headers.contains_key("server") && !page.headers.contains_key("x-powered-by"), "{at}");
    let shared = page.headers.keys().find(|name| name.as_str().starts_with("access-control-"));
    assert_eq!(shared, None, "{at}");
}

#[tokio::test]
async fn every_answer_carries_the_headers_whoever_makes_it() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (admin, nobody) = (app.signed_in(&story.admin).await, app.client());
    let foreign = [("origin", "https://evil.example"), ("access-control-request-method", "POST")];
    let big = "x".repeat(70_000);
    let answers = [
        (200, admin.get("/clients").await),
        (200, admin.get_htmx("/clients").await),
        (200, nobody.get("/sign-in").await),
        (303, nobody.get("/clients").await),
        (401, nobody.get_htmx("/clients").await),
        (404, nobody.get("/nowhere").await),
        (404, admin.get("/organizations/x").await),
        (404, nobody.get("/assets/nothing.css").await),
        (404, nobody.get("/invitation").await),
        (303, nobody.get(&format!("/password/{}", "A".repeat(43))).await),
        (403, admin.post_raw("/clients/new", &[]).await),
        (403, admin.post_cross_site("/clients/new", &[]).await),
        (405, admin.send("put", "/clients", &[], &[]).await),
        (405, nobody.request(Method::OPTIONS, "/sign-in", None, &foreign).await),
        (413, nobody.post_raw("/sign-in", &[("email", &big)]).await),
        (415, nobody.send("post", "/sign-in", &[], &[("content-type", "text/plain")]).await),
        (421, nobody.get_with("/sign-in", &[("host", "evil.example")]).await),
        (422, admin.get("/clients?sort=name&sort=plan").await),
        (200, nobody.get("/healthz").await),
        (200, nobody.get("/readyz").await),
    ];
    for (status, page) in answers {
        let page = page.expect(status);
        assert_guarded(&page);
        assert_eq!(page.header("cache-control"), "no-store", "{page}");
        assert_eq!(page.header("strict-transport-security"), "", "this portal is served over http");
    }
    let reset = admin.request(Method::HEAD, "/clients", None, &[]).await.expect(200);
    assert_guarded(&reset);
    assert_eq!(reset.html, "");
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    let app = TestApp::spawn_with(|settings: &mut Settings| settings.public_url = "https://portal.example".into()).await;
    for (status, path) in [(200, "/sign-in"), (303, "/"), (404, "/nowhere"), (200, "/healthz")] {
        let page = app.client().get_with(path, &[("host", "portal.example")]).await.expect(status);
        assert_guarded(&page);
        assert_eq!(page.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
    }
}

#[tokio::test]
async fn a_database_that_is_away_is_an_honest_answer_with_the_same_headers() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    app.app.db.close().await;
    for path in ["/clients", "/readyz"] {
        let page = admin.get(path).await.expect(503);
        assert_guarded(&page);
        let told = page.html.to_lowercase();
        for secret in ["sqlx", "pool", "select ", "src/", ".rs", "portico.db", "postgres:"] {
            assert!(!told.contains(secret), "{secret} in {page}");
        }
        assert!(!page.has(".nav"), "nobody can say whose navigation it is: {page}");
    }
    assert_ne!(admin.get("/clients").await.header("retry-after"), "");
    admin.get("/healthz").await.expect(200);
}

#[tokio::test]
async fn assets_are_for_ever_and_the_same_in_every_coding() {
    let app = TestApp::spawn().await;
    let client = app.client();
    for asset in portico::assets::ALL {
        let plain = client.get(asset.path).await.expect(200);
        assert_guarded(&plain);
        assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(plain.header("vary"), "Accept-Encoding");
        assert_eq!(plain.header("content-encoding"), "");
        assert_eq!(plain.header("content-type"), asset.content_type);
        assert_eq!(plain.html.as_bytes(), asset.plain);
        for (accepted, coding) in [("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=1.0, gzip", "br")] {
            let answer = raw::request(&app, "GET", asset.path, &[("accept-encoding", accepted)]).await;
            assert_eq!((answer.status, answer.header("content-encoding")), (200, coding), "{}", asset.path);
            assert!(answer.body.len() < asset.plain.len());
            assert_eq!(decode(coding, &answer.body), asset.plain, "{} as {coding}", asset.path);
        }
        let refused = raw::request(&app, "GET", asset.path, &[("accept-encoding", "br;q=0, gzip;q=0")]).await;
        assert_eq!((refused.header("content-encoding"), refused.body.as_slice()), ("", asset.plain));
    }
    let old = portico::assets::APP_CSS.path.replace("app-", "app-0");
    for path in [old.as_str(), "/assets/", "/assets/app.css", "/assets/../Cargo.toml", "/assets/%2e%2e/Cargo.toml"] {
        client.get(path).await.expect(404);
    }
}

fn decode(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let read = match coding {
        "br" => brotli::Decompressor::new(body, 4096).read_to_end(&mut plain),
        _ => flate2::read::GzDecoder::new(body).read_to_end(&mut plain),
    };
    read.expect("the body is what its header says");
    plain
}

#[tokio::test]
async fn no_request_chooses_the_host_of_a_link() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let own = app.url("").replace("http://", "");
    let evil = [("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example"), ("x-forwarded-proto", "https")];
    let client = evil.iter().fold(app.client(), |client, (name, value)| client.with_header(name, value));
    let form = client.get("/forgot-password").await.form("form[action='/forgot-password']");
    form.set("email", &ada.email).submit().await.expect(200);
    let mail = super::identity::sign_in::password_mail(&app, &ada.email).await;
    assert!(mail.link().starts_with(&app.url("/password/")));
    assert!(!String::from_utf8_lossy(&mail.raw).contains("evil"));

    let line = |target: &str, hosts: &[&str]| {
        let hosts: String = hosts.iter().map(|host| format!("Host: {host}\r\n")).collect();
        format!("GET {target} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n")
    };
    for request in [
        line("/sign-in", &["evil.example"]),
        line("/sign-in", &[&own, "evil.example"]),
        line("/sign-in", &["evil.example", &own]),
        line("/sign-in", &[&format!("{own}.evil.example")]),
        line("/sign-in", &[&format!("{own}@evil.example")]),
        line("/sign-in", &[]),
        line("http://evil.example/sign-in", &[&own]),
    ] {
        let answer = raw::send(&app, &request).await;
        assert!(matches!(answer.status, 400 | 421), "{} to {request}", answer.status);
        assert!(!answer.text().contains("evil") && !answer.text().contains("<form"), "{request}");
    }
    assert_eq!(raw::send(&app, &line(&app.url("/sign-in"), &[&own])).await.status, 200);
    assert_eq!(raw::send(&app, &line("/healthz", &["10.0.0.1:80"])).await.status, 200, "probes know no name");
}

#[tokio::test]
async fn the_portal_says_whether_it_lives_and_whether_it_can_work() {
    let app = TestApp::spawn().await;
    for path in ["/healthz", "/readyz"] {
        let page = app.client().get(path).await.expect(200);
        assert!(page.header("content-type").starts_with("text/plain"), "{page}");
        assert!(!page.headers.contains_key("set-cookie"));
        app.client().send("post", path, &[], &[]).await.expect(405);
    }
    app.app.stopping.store(true, std::sync::atomic::Ordering::Relaxed);
    app.client().get("/healthz").await.expect(200);
    app.client().get("/readyz").await.expect(503);
}

#[tokio::test]
async fn the_language_is_the_browsers_until_somebody_chooses_one() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let title = |page: &Page| (page.one("html").attr("lang").unwrap().to_owned(), page.text("main h1"));
    let (english, dutch) = (("en".to_owned(), "Sign in".to_owned()), ("nl".to_owned(), "Inloggen".to_owned()));
    for (wished, expected) in [
        ("nl-NL,nl;q=0.9,en;q=0.8", &dutch),
        ("fr,nl;q=0.5", &dutch),
        ("en-GB, nl;q=0.9", &english),
        ("fr", &english),
        ("nl;q=0", &english),
        ("*", &english),
    ] {
        let client = app.client().with_language(wished);
        assert_eq!(title(&client.get("/sign-in").await), *expected, "{wished}");
    }
    let client = app.client();
    let page = client.get("/sign-in?next=%2Forganizations").await;
    let back = page.form("form.lang").press("Nederlands").submit().await.expect(303);
    assert_eq!(back.location().unwrap(), "/sign-in?next=%2Forganizations", "the visitor stays on the page");
    assert_eq!(title(&back.follow().await), dutch, "the choice counts before the browser's wish");

    let hers = app.signed_in(&ada).await;
    hers.get("/organizations").await.form("form.lang").press("Nederlands").submit().await.expect(303);
    let elsewhere = app.signed_in(&ada).await;
    assert_eq!(elsewhere.get("/organizations").await.one("html").attr("lang"), Some("nl"), "it goes with the account");
    let form = elsewhere.get("/organizations").await.form("form.lang").tamper("language", "xx");
    form.submit().await.expect(422);
    assert_eq!(app.db.texts("SELECT language FROM accounts").await, ["nl"]);
}
