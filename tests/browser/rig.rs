//! The rig tests itself: a browser that reports no violation on a bad page is worth nothing.

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse};
use axum::routing::get;

use crate::support::browser::Options;

const GOOD: &str = r#"<!doctype html><html lang="en"><head><title>Good</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
<body><main><h1>Good</h1><p id="p">Text</p><noscript><p id="off">No script</p></noscript>
<form action="/echo"><label>Name <input name="name"></label><button>Send it</button></form>
</main><script src="/script.js"></script></body></html>"#;

const BAD: &str = r#"<!doctype html><html><head><title>Bad</title><link rel="icon" href="data:,"></head>
<body><main><h1>Bad</h1><p style="color: #eee">Pale</p><img src="data:,"><input></main>
<script>document.title = "Ran"</script></body></html>"#;

const STYLE: &str = "p { color: #000; background: #fff }
    @media (prefers-color-scheme: dark) { p { color: #fff; background: #000 } }";

const SCRIPT: &str = "document.getElementById('p').textContent = 'Scripted';";

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; \
    form-action 'self'";

async fn loose(uri: axum::http::Uri) -> Html<String> {
    Html(format!(
        "<!doctype html><link rel=icon href=data:,><p id=again>{uri}</p><p id=ran>No script ran</p><a href=?again>Once more</a>
        <script>const ran = () => document.getElementById('ran').textContent = 'Ran';
        ran(); setTimeout(ran); addEventListener('load', ran)</script>"
    ))
}

async fn strict(page: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page))
}

async fn echo(headers: HeaderMap, uri: axum::http::Uri) -> impl IntoResponse {
    let value = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("-");
    let (language, cookie) = (value("accept-language"), value("cookie"));
    let page = format!("<!doctype html><p id=uri>{uri}</p><p id=language>{language}</p><p id=cookie>{cookie}</p>");
    let cookies = ["__Host-id=1; Secure; HttpOnly; SameSite=Lax; Path=/", "__Host-no=1; Path=/"];
    let cookies = cookies.map(|cookie| (header::SET_COOKIE, cookie));
    (axum::response::AppendHeaders(cookies), Html(page))
}

async fn site() -> String {
    let app = Router::new()
        .route("/good", get(|| strict(GOOD)))
        .route("/bad", get(|| strict(BAD)))
        .route("/style.css", get(|| async { ([(header::CONTENT_TYPE, "text/css")], STYLE) }))
        .route("/script.js", get(|| async { ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT) }))
        .route("/loose", get(loose))
        .route("/echo", get(echo));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    base
}

#[tokio::test]
async fn a_good_page_has_nothing_to_report() {
    let (base, browser) = (site().await, Options::default().open().await);
    browser.visit(&format!("{base}/good")).await;
    assert_eq!(browser.text_of("#p").await, "Scripted");
    assert_eq!(browser.axe().await, Vec::<String>::new());
    browser.visit(&format!("{base}/loose")).await;
    assert_eq!(browser.text_of("#ran").await, "Ran");
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    assert!(browser.picture("rig-good").await.exists());
}

#[tokio::test]
async fn a_bad_page_is_reported_in_words() {
    let (base, browser) = (site().await, Options::default().open().await);
    browser.visit(&format!("{base}/bad")).await;
    let policy = browser.csp_violations().await;
    assert!(policy.iter().any(|one| one.contains("style-src")), "{policy:?}");
    assert!(policy.iter().any(|one| one.contains("script-src")), "{policy:?}");
    let axe = browser.axe().await.join("\n");
    for rule in ["html-has-lang (serious)", "image-alt (critical)", "label (critical)"] {
        assert!(axe.contains(rule), "{rule} is missing in {axe}");
    }
    assert_eq!(browser.csp_violations().await, policy, "axe-core itself stays within the policy");
}

#[tokio::test]
async fn without_script_a_page_is_read_clicked_and_checked() {
    let (base, browser) = (site().await, Options::default().without_script().open().await);
    browser.visit(&format!("{base}/good")).await;
    assert_eq!(browser.text_of("#p").await, "Text");
    assert_eq!(browser.text_of("#off").await, "No script");
    assert_eq!(browser.axe().await, Vec::<String>::new());
    browser.fill("name", "Ada").await;
    browser.press("Send it").await;
    browser.wait_for_text("#uri", "/echo?name=Ada").await;
    // Off again after the check, on pages that are reached by clicks, and without a policy.
    browser.visit(&format!("{base}/loose")).await;
    browser.press("Once more").await;
    browser.wait_for_text("#again", "?again").await;
    assert_eq!(browser.text_of("#ran").await, "No script ran");
    browser.visit(&format!("{base}/bad")).await;
    assert_eq!(browser.title().await.expect("a title"), "Bad");
    let policy = browser.csp_violations().await;
    assert!(policy.iter().any(|one| one.contains("style-src")), "{policy:?}");
    let axe = browser.axe().await.join("\n");
    assert!(axe.contains("image-alt (critical)"), "{axe}");
}

#[tokio::test]
async fn languages_and_cookies_are_a_visitors_own() {
    let base = site().await;
    for language in ["en", "nl"] {
        let browser = Options::default().language(language).open().await;
        browser.visit(&format!("{base}/echo")).await;
        let sent = browser.text_of("#language").await;
        assert!(sent.starts_with(language), "{language}: {sent}");
        browser.visit(&format!("{base}/echo")).await;
        // Loopback counts as safe: the real cookies work here without TLS.
        assert_eq!(browser.text_of("#cookie").await, "__Host-id=1");
    }
}

#[tokio::test]
async fn a_phone_in_the_dark_is_narrow_and_dark() {
    let (base, browser) = (site().await, Options::default().phone().dark().open().await);
    browser.visit(&format!("{base}/good")).await;
    let size = browser.execute("return [innerWidth, innerHeight]", vec![]).await.expect("a size");
    assert_eq!(size.json(), &serde_json::json!([390, 844]));
    let paragraph = browser.find_css("#p").await;
    let color = paragraph.css_value("color").await.expect("a color");
    assert!(color.contains("255, 255, 255"), "{color}");
}

#[tokio::test]
async fn a_failure_leaves_a_picture_and_no_process() {
    let browser = Options::default().open().await;
    browser.visit("data:text/html,<h1>Failed</h1>").await;
    let profile = browser.profile().to_owned();
    let failing = tokio::spawn(async move {
        let _browser = browser;
        panic!("on purpose");
    });
    assert!(failing.await.is_err());
    assert!(!profile.exists());
    let lines = std::fs::read_dir("/proc").expect("/proc").flatten();
    let lines = lines.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    let name = profile.to_string_lossy().into_owned();
    let left: Vec<_> =
        lines.map(|line| String::from_utf8_lossy(&line).into_owned()).filter(|line| line.contains(&name)).collect();
    assert!(left.is_empty(), "{left:?}");
}
