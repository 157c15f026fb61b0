//! What has to be the same in every engine. These tests, and the story with script, are made in Firefox and WebKit too
//! by `bin/test engines`; what only Chromium's driver can do stands in the other journeys.

use thirtyfour::Key;

use super::keyboard::wait_for_focus;
use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Story};

async fn ask<T: serde::de::DeserializeOwned>(browser: &Browser, script: &str) -> T {
    let answer = browser.execute(script, vec![]).await.unwrap_or_else(|error| panic!("{script}: {error}"));
    answer.convert().unwrap_or_else(|error| panic!("{script}: {error}"))
}

/// Presses a key wherever the focus is, in the frame of the browser too.
async fn key(browser: &Browser, key: Key) {
    browser.action_chain().send_keys(key).perform().await.expect("keys can be pressed");
}

#[tokio::test]
async fn who_signs_in_stays_signed_in_until_signing_out() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = Options::default().open().await;
    browser.visit(&app.url("/clients")).await;
    browser.fill("email", &story.admin.email).await;
    browser.fill("password", "not the right password").await;
    browser.press("Sign in").await;
    browser.find_css(".error-summary, .banner.failed").await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    browser.find_css("#clients").await;
    browser.visit(&app.url("/account")).await;
    browser.wait_for_text(".who", &story.admin.email).await;
    browser.press("Sign out").await;
    browser.find_css("form[action='/sign-in']").await;
    browser.visit(&app.url("/clients")).await;
    browser.find_css("form[action='/sign-in']").await;
    browser.press("Nederlands").await;
    browser.wait_for_text("h1", "Inloggen").await;
}

#[tokio::test]
async fn tab_goes_round_within_the_dialog_and_never_stops_at_the_dialog_itself() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url("/clients")).await;
    browser.press("Add existing organization").await;
    wait_for_focus(&browser, "#dialog-title").await;
    let mut stops: Vec<String> = Vec::new();
    for _ in 0..12 {
        key(&browser, Key::Tab).await;
        let stop = "const at = document.activeElement; return at.matches('dialog *') ? at.getAttribute('aria-label') ?? at.textContent \
            : at === document.body ? '(the frame)' : at.tagName";
        stops.push(ask(&browser, stop).await);
    }
    // Between the last and the first some engines lead through the frame of the browser.
    let within: Vec<_> = stops.iter().filter(|stop| *stop != "(the frame)").cloned().collect();
    assert!(within.len() >= 6, "{stops:?}");
    for (n, stop) in within.iter().enumerate().filter(|(n, _)| *n < 3) {
        assert_eq!(stop, ["Close", "Add", "Close"][n], "{stops:?}");
    }
    assert!(within.iter().all(|stop| ["Close", "Add"].contains(&stop.as_str())), "{stops:?}");
    key(&browser, Key::Escape).await;
    browser.wait_until_gone("dialog[open]").await;
    wait_for_focus(&browser, "#add-existing").await;
}

#[tokio::test]
async fn paper_ends_where_the_page_does() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = Options::default().open().await;
    browser.visit(&app.url("/sign-in")).await;
    let Some(pages) = browser.pages_on_paper().await else {
        // WebKit's driver cannot print; its sheet is the one that the others print with.
        return;
    };
    assert_eq!(pages, 1, "signing in");
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    for path in ["/clients", "/organizations", "/provider/settings", "/nowhere"] {
        browser.visit(&app.url(path)).await;
        assert_eq!(browser.pages_on_paper().await, Some(1), "{path}");
    }
}

#[tokio::test]
async fn fields_look_like_fields_in_the_dark_too() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default().dark()).await;
    browser.visit(&app.url("/clients")).await;
    let style = "const of = (css, name) => getComputedStyle(document.querySelector(css))[name];
        return ['#q', 'select[name=plan]', '.chip input', '.cell-pick input']
            .map(css => [of(css, 'appearance'), of(css, 'backgroundColor'), of(css, 'borderTopStyle')]);";
    let fields: Vec<[String; 3]> = ask(&browser, style).await;
    let [_, color, border] = &fields[0];
    assert!(fields.iter().all(|field| field[1..] == [color.clone(), border.clone()]), "{fields:?}");
    assert!(fields[1..].iter().all(|field| field[0] == "none") && border == "solid", "what an engine draws differs: {fields:?}");
    let arrow = "return getComputedStyle(document.querySelector('select')).backgroundImage.includes('gradient')";
    assert!(ask::<bool>(&browser, arrow).await, "the arrow of a select is our own");
}

/// Where the columns of the table begin.
async fn columns(browser: &Browser) -> Vec<f64> {
    ask(browser, "return [...document.querySelectorAll('.table thead th')].map(one => Math.round(one.getBoundingClientRect().x))")
        .await
}

#[tokio::test]
async fn columns_keep_their_place_from_page_to_page() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    for n in 0..30 {
        let (name, plan) = if n < 24 {
            (format!("A {n:02}"), "Teams (Monthly)")
        } else {
            (format!("B {n} {}", "long name ".repeat(7)), "Enterprise (Annually) 2020")
        };
        app.client_of((story.provider, &story.admin), name.trim(), plan, 1_000_000).await;
    }
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    for width in [1280, 900] {
        browser.set_window_rect(0, 0, width, 900).await.expect("another size");
        browser.visit(&app.url("/clients")).await;
        browser.wait_for_text("#clients tbody", "A 01").await;
        let before = columns(&browser).await;
        browser.find_css("a[rel=next]").await.click().await.expect("a link");
        browser.wait_for_text("#clients tbody", "B 28").await;
        assert_eq!(columns(&browser).await, before, "{width}");
        let fits: bool = ask(&browser, "return document.documentElement.scrollWidth <= innerWidth").await;
        assert!(fits, "nothing stands beside the page of {width}");
    }
}

/// The style sheet as an engine below the floor reads it: functions that it does not know.
const OLDER: &str = "const done = arguments[arguments.length - 1];
    const link = document.querySelector('link[rel=stylesheet]');
    fetch(link.href).then(answer => answer.text()).then(text => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text.replace(/light-dark\\(|color-mix\\(|oklch\\(/g, 'of-later('));
        document.adoptedStyleSheets = [sheet];
        link.disabled = true;
        done(null);
    });";

#[tokio::test]
async fn below_the_floor_everything_can_still_be_read() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    // In the dark, which such an engine may know of, and has no colours for.
    let browser = signed_in(&app, &story.admin, Options::default().dark()).await;
    browser.visit(&app.url("/clients")).await;
    browser.execute_async(OLDER, vec![]).await.expect("another sheet");
    look(&browser, "older-clients").await;
    browser.press("Add existing organization").await;
    wait_for_focus(&browser, "#dialog-title").await;
    for css in ["#dialog", "body", ".badge", "#existing .button"] {
        let of = format!("return getComputedStyle(document.querySelector({})).backgroundColor", serde_json::json!(css));
        let color: String = ask(&browser, &of).await;
        assert!(color.starts_with("rgb(") && color != "rgb(0, 0, 0)", "{css} is {color}");
    }
    look(&browser, "older-dialog").await;
}
