//! What somebody tries in a browser that is signed in: markup that got into a page, and the way back after signing out.

use super::pages::signed_in;
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use std::time::Duration;
use tokio::time::sleep;

/// What the scripts of the page see.
async fn ask(browser: &Browser, script: &str) -> String {
    browser.execute(script, vec![]).await.expect("the page is asked").convert().expect("a text")
}

#[tokio::test]
async fn htmx_is_configured_so_that_it_runs_nothing_and_asks_nobody_else() {
    let app = TestApp::spawn().await;
    let browser = Options::default().open().await;
    browser.visit(&app.url("/sign-in")).await;
    let asked = "const c = htmx.config; return [c.includeIndicatorStyles, c.allowEval, c.allowScriptTags, c.selfRequestsOnly, \
                 c.historyCacheSize, c.historyRestoreAsHxRequest].join(' ')";
    assert_eq!(ask(&browser, asked).await, "false false false true 0 false");
}

#[tokio::test]
async fn markup_that_got_into_a_page_sends_no_form_token() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.find_css("#clients, .nav").await;
    let before = app.db.snapshot().await;
    let path = format!("/clients/{}/unlink", story.client);
    let inject = format!(
        "const el = document.createElement('div'); el.innerHTML = `<div id=injected hx-post={path} hx-trigger=load></div>`; \
         document.querySelector('main').append(el); \
         window.seen = 'nothing'; document.body.addEventListener('htmx:afterRequest', e => window.seen = String(e.detail.xhr.status)); \
         htmx.process(el); return ''"
    );
    ask(&browser, &inject).await;
    for _ in 0..100 {
        if ask(&browser, "return window.seen").await != "nothing" {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(ask(&browser, "return window.seen").await, "403", "it was sent, and refused");
    app.db.assert_unchanged_since(&before).await;
    // The token stands in forms alone: nothing in the page hands it on.
    let token = "const t = document.querySelector('input[name=form_token]').value; const html = document.documentElement.outerHTML; \
                 const fields = document.querySelectorAll('input[name=form_token]').length; \
                 return String(html.split(t).length - 1 - fields)";
    assert_eq!(ask(&browser, token).await, "0");
}

#[tokio::test]
async fn going_back_after_signing_out_shows_nothing_of_before() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url("/clients")).await;
    browser.wait_for_text("body", "Second Client's Organization").await;
    ask(&browser, "window.mark = 'kept'; return ''").await;
    browser.find_css("form[action='/sign-out'] button").await;
    ask(&browser, "document.querySelector(\"form[action='/sign-out']\").requestSubmit(); return ''").await;
    browser.find_css("form[action='/sign-in']").await;
    browser.back().await.expect("it goes back");
    sleep(Duration::from_millis(500)).await;
    browser.find_css("form[action='/sign-in']").await;
    assert!(!browser.text_of("body").await.contains("Second Client's Organization"));
    assert_eq!(ask(&browser, "return String(window.mark)").await, "undefined", "what was restored was loaded anew");
}
