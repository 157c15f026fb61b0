use axum::Router;
use axum::extract::RawQuery;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect};
use axum::routing::{any, get};

use crate::support::client::Client;

const FORM: &str = r#"<!doctype html><title>Rig</title><body>
<h1>Add <b>existing</b>
   organization</h1><script>var hidden = 1;</script>
<form id="f" method="post" action="/echo?at=1" hx-post="/echo?at=htmx" hx-target="rows">
  <input type="hidden" name="token" value="a&amp;b">
  <input name="name" value="Ada"><input name="off" value="x" disabled>
  <fieldset disabled><input name="off2" value="x"></fieldset>
  <textarea name="note">one
two</textarea>
  <input type="checkbox" name="ids" value="1" checked><input type="checkbox" name="ids" value="2">
  <input type="checkbox" name="agree">
  <input type="radio" name="role" value="admin"><input type="radio" name="role" value="user" checked>
  <select name="plan"><option value="t">Team</option><option selected>Enterprise</option></select>
  <button type="button" name="no" value="no">Nothing</button>
  <button name="do" value="save">Save</button>
  <button name="do" value="drop" formaction="/echo?at=2">Drop</button>
</form>
<input name="outside" form="f" value="in"><input name="elsewhere" value="out">
<form id="g" action="/echo?old=1"><input name="q" value="a b"></form>
<a href="echo?link=1">Next</a></body>"#;

async fn echo(headers: HeaderMap, RawQuery(query): RawQuery, body: String) -> String {
    let names = ["origin", "sec-fetch-site", "hx-request", "hx-target", "accept-language", "cookie"];
    let values = names.map(|name| headers.get(name).map_or("-", |v| v.to_str().unwrap()));
    format!("{}|{body}|{}", query.unwrap_or_default(), values.join("|"))
}

async fn cookies() -> impl IntoResponse {
    let all = ["__Host-good=1; Secure; HttpOnly; Path=/", "__Host-bad=1; Path=/", "__Host-bad2=1; Secure; Path=/x", "plain=1"];
    let headers = all.map(|cookie| (header::SET_COOKIE, cookie));
    (axum::response::AppendHeaders(headers), Redirect::to("/echo"))
}

async fn half_removal() -> impl IntoResponse {
    let all = ["__Host-good=; Max-Age=0; Path=/", "plain=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"];
    axum::response::AppendHeaders(all.map(|cookie| (header::SET_COOKIE, cookie)))
}

async fn site() -> Client {
    let app = Router::new()
        .route("/form", get(|| async { Html(FORM) }))
        .route("/rows", get(|| async { "<tr id=r><td>One</td><td>2 / 25</td></tr>" }))
        .route("/echo", any(echo))
        .route("/cookies", get(cookies))
        .route("/half", get(half_removal))
        .route("/moved", get(|| async { (StatusCode::NO_CONTENT, [("hx-redirect", "/form")]) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    Client::new(&base)
}

#[tokio::test]
async fn a_page_is_read_by_what_it_says() {
    let page = site().await.get("/form").await.expect(200);
    assert_eq!(page.text("h1"), "Add existing organization");
    assert!(page.has("form#f") && !page.has("form#h"));
    assert!(page.says("existing organization") && !page.says("hidden"));
    assert_eq!(page.texts("form#f button"), ["Nothing", "Save", "Drop"]);
    assert_eq!(page.one("a").attr("href"), Some("echo?link=1"));
    assert!(page.click("Next").await.html.starts_with("link=1||"));
}

#[tokio::test]
async fn a_bare_row_is_still_a_row() {
    let rows = site().await.get_htmx("/rows").await;
    assert_eq!(rows.texts("tr#r > td"), ["One", "2 / 25"]);
}

#[tokio::test]
async fn a_form_sends_what_a_browser_would() {
    let page = site().await.get("/form").await;
    let sent = page.form("#f").submit().await.html;
    let body = "token=a%26b&name=Ada&note=one%0Atwo&ids=1&role=user&plan=Enterprise&outside=in&do=save";
    assert!(sent.starts_with(&format!("at=1|{body}|http://127.0.0.1:")), "{sent}");
    assert!(sent.contains("|same-origin|-|-|en|-"), "{sent}");
}

#[tokio::test]
async fn a_filled_in_form_sends_what_was_entered() {
    let page = site().await.get("/form").await;
    let form = page.form("#f").set("name", "Bea & Co").set("role", "admin").set("plan", "t");
    let form = form.check("ids", "2").uncheck("ids", "1").check("agree", "on");
    let form = form.tamper("token", "x").without("note").press("Drop");
    assert_eq!(form.value("role").as_deref(), Some("admin"));
    let sent = form.submit().await.html;
    let body = "name=Bea+%26+Co&ids=2&agree=on&role=admin&plan=t&outside=in&token=x&do=drop";
    assert!(sent.starts_with(&format!("at=2|{body}|")), "{sent}");
}

#[tokio::test]
async fn htmx_sends_its_headers_to_its_own_address() {
    let page = site().await.get("/form").await;
    let sent = page.form("#f").submit_htmx().await.html;
    assert!(sent.starts_with("at=htmx|") && sent.contains("|true|rows|"), "{sent}");
}

#[tokio::test]
async fn a_get_form_replaces_the_query() {
    let page = site().await.get("/form").await;
    let answer = page.form("#g").set("q", "x y").submit().await;
    assert_eq!(answer.path, "/echo?q=x+y");
}

#[tokio::test]
async fn the_visitor_cannot_change_what_is_fixed() {
    let page = site().await.get("/form").await;
    let page = std::sync::Mutex::new(page);
    for (name, value) in [("token", "x"), ("plan", "none"), ("off", "x"), ("off2", "x")] {
        let form = page.lock().unwrap().form("#f");
        let set = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| form.set(name, value)));
        assert!(set.is_err(), "{name} could be set");
    }
}

#[tokio::test]
async fn cookies_are_kept_as_a_browser_keeps_them() {
    let plain = site().await;
    let page = plain.get("/cookies").await.expect(303).follow().await;
    assert!(page.html.ends_with("|plain=1"), "over http WebKit drops what is Secure: {page}");
    plain.forget_cookies();
    let client = plain.behind_proxy("https://portal.example");
    let page = client.get("/cookies").await.expect(303).follow().await;
    assert!(page.html.ends_with("|__Host-good=1; plain=1"), "{page}");
    client.get("/half").await;
    assert_eq!(client.cookie("__Host-good").as_deref(), Some("1"), "a removal without Secure is dropped");
    assert_eq!(client.cookie("plain"), None);
    client.forget_cookies();
    assert_eq!(client.cookie("__Host-good"), None);
}

#[tokio::test]
async fn attacks_come_from_elsewhere_or_without_headers() {
    let client = site().await;
    let foreign = client.post_cross_site("/echo", &[("a", "1")]).await.html;
    assert!(foreign.starts_with("|a=1|https://elsewhere.example|cross-site|"), "{foreign}");
    let bare = [("origin", ""), ("sec-fetch-site", "")];
    let bare = client.send("put", "/echo", &[], &bare).await.html;
    assert!(bare.starts_with("||-|-|"), "{bare}");
    let dutch = client.with_language("nl").post_raw("/echo", &[]).await.html;
    assert!(dutch.contains("|nl|"), "{dutch}");
}

#[tokio::test]
async fn htmx_redirects_are_followed_too() {
    let page = site().await.get_htmx("/moved").await.follow().await;
    assert_eq!(page.path, "/form");
}
