//! What every route has in common, whoever asks: forms that came from elsewhere, methods, hosts,
//! headers, and fragments.

use super::help::form_token;
use super::routes::{Row, TABLE};
use super::visitors::{KINDS, World};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::raw;
use crate::support::world::Story;
use reqwest::Method;
use std::collections::BTreeSet;

const FORM: &str = "application/x-www-form-urlencoded";

/// A world, and what the confirmed owner and the provider's admin are in it.
struct Scene {
    app: TestApp,
    world: World,
    admin: Client,
    token: String,
}

impl Scene {
    async fn begin() -> Self {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let world = World::begin(&app).await;
        let at = KINDS.iter().position(|kind| *kind == "admin of provider A").expect("a kind");
        let admin = world.visitors[at].clone();
        let token = form_token(&admin).await;
        Self { app, world, admin, token }
    }

    fn fill(&self, text: &str) -> String {
        let text = text.replace("{id}", &self.world.organization.to_string());
        let text = text.replace("/provider/members/{member}", &format!("/provider/members/{}", self.world.admin));
        let text = text.replace("{note}", &self.world.owner.to_string());
        text.replace("{member}", &self.world.owner.to_string()).replace("{name}", "none.css").replace("{token}", "none")
    }

    /// A form that a browser could send, with its own token.
    fn body(&self, row: &Row) -> String {
        let own = self.fill(row.form);
        let and = if own.is_empty() { "" } else { "&" };
        format!("{own}{and}form_token={}", self.token)
    }

    async fn send(&self, client: &Client, row: &Row, body: String, headers: &[(&str, &str)]) -> Page {
        let origin = self.app.url("");
        let own = [("content-type", FORM), ("origin", origin.as_str()), ("sec-fetch-site", "same-origin")];
        client.request(Method::POST, &self.fill(row.path), Some(body), &[&own[..], headers].concat()).await
    }

    /// Each form in turn, spoilt in one way, is refused with this status and changes nothing.
    async fn spoilt(&self, what: &str, status: u16, headers: &[(&str, &str)], spoil: impl Fn(String) -> String) {
        let before = self.app.db.snapshot().await;
        for row in posts() {
            let page = self.send(&self.admin, row, spoil(self.body(row)), headers).await;
            assert_eq!(page.status, status, "{what}: {} gives {page}", row.path);
            protected(&page);
        }
        self.app.db.assert_unchanged_since(&before).await;
    }
}

fn posts() -> impl Iterator<Item = &'static Row> {
    TABLE.iter().filter(|row| row.method == "POST")
}

/// The headers that every answer carries.
fn protected(page: &Page) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
        ("server", ""),
        ("access-control-allow-origin", ""),
    ] {
        assert_eq!(page.header(name), value, "{name} of {page}");
    }
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe") && page.header("permissions-policy").contains("camera=()"));
    let links = [
        "/invitation",
        "/password",
        "/provider-invitation",
        "/registration",
        "/address",
        "/provider-deletion",
        "/organization-deletion",
        "/link-again",
        "/opt-out",
    ];
    let about_a_link = links.iter().any(|link| page.path.starts_with(link));
    assert_eq!(page.header("referrer-policy"), if about_a_link { "no-referrer" } else { "same-origin" }, "{page}");
}

#[tokio::test]
async fn a_form_without_this_visitors_token_is_refused() {
    let scene = Scene::begin().await;
    let olga = form_token(&scene.world.visitors[8]).await;
    let before = form_token(&scene.app.client()).await;
    let mut bent = scene.token.clone();
    bent.replace_range(5..6, if &bent[5..6] == "x" { "y" } else { "x" });
    for wrong in ["", "x", olga.as_str(), before.as_str(), bent.as_str()] {
        scene.spoilt("another token", 403, &[], |body| body.replace(&scene.token, wrong)).await;
    }
    scene.spoilt("no token", 403, &[], |body| body.replace("form_token=", "other=")).await;
    scene.spoilt("the token in a header", 403, &[("x-csrf-token", &scene.token)], |_| String::new()).await;
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let scene = Scene::begin().await;
    let same = |body| body;
    for site in ["cross-site", "same-site", "nonsense"] {
        scene.spoilt(site, 403, &[("sec-fetch-site", site), ("origin", "https://elsewhere.example")], same).await;
    }
    let longer = format!("{}.evil.example", scene.app.url(""));
    let encrypted = scene.app.url("").replacen("http:", "https:", 1);
    for origin in ["https://elsewhere.example", "null", longer.as_str(), encrypted.as_str(), "http://127.0.0.1"] {
        scene.spoilt(origin, 403, &[("sec-fetch-site", ""), ("origin", origin)], same).await;
        if origin != "null" {
            scene.spoilt(origin, 403, &[("origin", origin)], same).await;
        }
    }
    scene.spoilt("neither says where it comes from", 403, &[("sec-fetch-site", ""), ("origin", "")], same).await;
    let (anonymous, sign_in) = (scene.app.client(), TABLE.iter().find(|row| row.path == "/sign-in" && row.method == "POST"));
    let (sign_in, token) = (sign_in.expect("a row"), form_token(&anonymous).await);
    let body = scene.body(sign_in).replace(&scene.token, &token);
    let foreign = [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")];
    scene.send(&anonymous, sign_in, body.clone(), &foreign).await.expect(403);
    scene.send(&anonymous, sign_in, body, &[]).await.expect(422);
}

#[tokio::test]
async fn a_body_that_is_no_form_or_too_much_is_refused() {
    let scene = Scene::begin().await;
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/json", "application/x-www-form-urlencoded2", ""] {
        scene.spoilt(kind, 415, &[("content-type", kind)], |body| body).await;
    }
    scene.spoilt("too large", 413, &[], |body| format!("{body}&more={}", "x".repeat(70_000))).await;
}

#[tokio::test]
async fn fields_that_the_form_does_not_have_or_has_once_are_refused() {
    let scene = Scene::begin().await;
    for extra in ["role2=owner", "status=confirmed", "provider_id=1", "account_id=1", "_method=DELETE"] {
        scene.spoilt(extra, 422, &[], |body| format!("{body}&{extra}")).await;
    }
    scene.spoilt("two tokens", 422, &[], |body| format!("{body}&form_token={}", scene.token)).await;
    scene.spoilt("a field twice", 422, &[], |body| format!("{body}&{body}")).await;
    scene.spoilt("no text", 422, &[], |body| format!("{body}&x=%ff")).await;
}

#[tokio::test]
async fn methods_that_a_route_does_not_have_are_named_in_allow() {
    let scene = Scene::begin().await;
    let before = scene.app.db.snapshot().await;
    let anonymous = scene.app.client();
    for route in portico::routes::table() {
        let mut known: BTreeSet<&str> = route.methods.iter().copied().collect();
        if known.contains("GET") {
            known.insert("HEAD");
        }
        let path = scene.fill(route.path);
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            if known.contains(method) {
                continue;
            }
            for visitor in [&scene.admin, &anonymous] {
                let own = [("content-type", FORM), ("sec-fetch-site", "same-origin"), ("x-http-method-override", "GET")];
                let page = visitor.request(method.parse().expect("a method"), &path, None, &own).await;
                assert_eq!(page.status, 405, "{method} {path} gives {page}");
                let allowed: BTreeSet<&str> = page.header("allow").split(',').map(str::trim).collect();
                assert_eq!(allowed, known, "{method} {path}");
                protected(&page);
            }
        }
    }
    scene.app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn a_wrong_host_is_told_nothing() {
    let scene = Scene::begin().await;
    for row in TABLE.iter().filter(|row| !["/healthz", "/readyz", "/assets/{name}"].contains(&row.path)) {
        let method: Method = row.method.parse().expect("a method");
        for host in ["evil.example", "127.0.0.1", "localhost"] {
            let page = scene.admin.request(method.clone(), &scene.fill(row.path), None, &[("host", host)]).await.expect(421);
            assert!(!page.html.contains('<') && page.headers.get("set-cookie").is_none(), "{page}");
            protected(&page);
        }
    }
}

#[tokio::test]
async fn every_answer_is_protected_and_htmx_never_gets_a_whole_page() {
    let scene = Scene::begin().await;
    let mut seen = BTreeSet::new();
    for row in TABLE {
        let path = scene.fill(row.path);
        for visitor in &scene.world.visitors {
            let (plain, htmx) = if row.method == "GET" {
                (visitor.get(&path).await, visitor.get_htmx(&path).await)
            } else {
                let send = |headers| scene.send(visitor, row, String::new(), headers);
                (send(&[][..]).await, send(&[("hx-request", "true")][..]).await)
            };
            for page in [&plain, &htmx] {
                protected(page);
                seen.insert(page.status);
                let target = page.header("location");
                assert!(target.is_empty() || (target.starts_with('/') && !target.starts_with("//")), "{page}");
            }
            let whole = |page: &Page| page.html.contains("<html") || page.html.contains("<!doctype");
            assert!(!whole(&htmx), "a fragment was asked for: {htmx}");
            // How long a session goes on is asked by the script alone: there is no page of it.
            if plain.header("content-type").starts_with("text/html") && row.path != "/session" {
                assert!(whole(&plain) && plain.header("vary").contains("HX-Request"), "{plain}");
                assert!(htmx.header("vary").contains("HX-Request") || htmx.html.is_empty(), "{htmx}");
            }
        }
    }
    let visitor = &scene.world.visitors[3];
    for page in [visitor.get("/provider/events?from=never").await, visitor.get_htmx("/provider/events?from=never").await] {
        protected(&page.expect(422));
    }
    assert_eq!(seen, BTreeSet::from([200, 204, 303, 401, 403, 404]));
}

#[tokio::test]
async fn text_that_no_database_takes_is_no_internal_error() {
    let scene = Scene::begin().await;
    let odd = ["%00", "a%00b", "%ff%fe", "%1b[1m", "%ed%a0%80", "%f0%9f%92%a9", "'%22--"];
    let members = scene.fill("/organizations/{id}");
    for text in odd {
        for path in
            ["/clients?q=", "/clients?after=", "/clients?new=", "/sign-in?next=", "/invitation/", "/assets/", "/organizations/"]
        {
            scene.admin.get(&format!("{path}{text}")).await;
        }
        scene.admin.get(&format!("{members}?after={text}")).await.expect(200);
        scene.admin.get(&format!("{members}?status={text}")).await.expect(200);
        // These two take no text, and end what the others need.
        for row in posts().filter(|row| !matches!(row.path, "/sign-out" | "/clients/{id}/unlink")) {
            let body = scene.body(row).replace("=x", &format!("={text}")).replace("name=&", &format!("name={text}&"));
            let page = scene.send(&scene.admin, row, body, &[]).await;
            assert!((200..500).contains(&page.status), "{text} in {}: {page}", row.path);
        }
        scene
            .admin
            .request(Method::GET, "/clients", None, &[("accept-language", "\u{e9},en"), ("hx-current-url", "x")])
            .await
            .expect(200);
        let cookie =
            format!("portico-session={text}; portico-visitor={text}; portico-language={text}; portico-invitation={text}");
        scene.app.client().request(Method::GET, "/sign-in", None, &[("cookie", &cookie)]).await.expect(200);
    }
}

#[tokio::test]
async fn a_form_that_never_ends_is_given_up_and_its_connection_closed() {
    let app = TestApp::spawn().await;
    let own = app.url("").replace("http://", "");
    let head = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\nSec-Fetch-Site: same-origin";
    let began = tokio::time::Instant::now();
    let answer = raw::send(&app, &format!("POST /sign-in HTTP/1.1\r\nHost: {own}\r\n{head}\r\n\r\nemail=")).await;
    assert_eq!(answer.status, 408);
    assert!(began.elapsed().as_secs() < 20, "the connection is closed with the answer");
}

#[tokio::test]
async fn whoever_is_signed_in_keeps_the_navigation_when_something_fails() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (admin, service) = (app.signed_in(&story.admin).await, app.signed_in(&story.service).await);
    let all = ["/clients", "/provider/members", "/provider/events", "/provider/settings", "/organizations"];
    for (visitor, path, status, entries) in [
        (&admin, "/nowhere", 404, &all[..]),
        (&admin, "/clients?sort=name&sort=plan", 422, &all),
        (&service, "/provider/settings", 403, &all[..1]),
        (&app.client(), "/nowhere", 404, &[]),
    ] {
        let page = visitor.get(path).await.expect(status);
        let links: Vec<_> = page.select(".nav a").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
        assert_eq!(links, entries, "{page}");
        assert_eq!(page.text("main .code"), status.to_string());
    }
}
