//! The account and one's own organizations: the time zone of the device, the switch between
//! providers, and how the pages look.

use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::Options;
use crate::support::world::Story;
use portico::domain::providers::ProviderRole;

async fn in_two_providers(app: &TestApp) -> Story {
    let story = Story::begin(app).await;
    let second = app.other_provider("Second Services").await;
    app.join(second, &story.admin, ProviderRole::Service).await;
    app.db.execute("UPDATE accounts SET time_zone = 'Pacific/Auckland'").await;
    story
}

#[tokio::test]
async fn the_device_offers_its_time_zone_and_the_provider_is_a_menu() {
    let app = TestApp::spawn().await;
    let story = in_two_providers(&app).await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.find_css("a.who").await.click().await.expect("a link");
    browser.find_css("[data-own-zone]:not([hidden]) button").await.click().await.expect("a button");
    let zone = browser.find_css("#time_zone").await.prop("value").await.expect("a field").unwrap_or_default();
    assert_ne!(zone, "Pacific/Auckland");
    look(&browser, "account").await;
    browser.press("Save").await;
    browser.wait_for_text("#notice", "Your profile is saved.").await;
    browser.find_css(".scope summary").await.click().await.expect("a menu");
    look(&browser, "provider-menu").await;
    browser.press("Second Services").await;
    browser.wait_for_text("#notice", "You now work in Second Services.").await;
    for page in ["/organizations", "/organizations/new", "/account/delete"] {
        browser.visit(&app.url(page)).await;
        look(&browser, &format!("own{}", page.replace('/', "-"))).await;
    }
}

#[tokio::test]
async fn on_a_dutch_phone_in_the_dark() {
    let app = TestApp::spawn().await;
    let story = in_two_providers(&app).await;
    let browser = Options::default().phone().dark().language("nl").open().await;
    for page in ["/sign-in", "/register"] {
        browser.visit(&app.url(page)).await;
        look(&browser, &format!("phone{}", page.replace('/', "-"))).await;
    }
    let browser = signed_in(&app, &story.admin, Options::default().phone().dark().language("nl")).await;
    for page in ["/account", "/organizations", "/organizations/new", "/account/delete"] {
        browser.visit(&app.url(page)).await;
        look(&browser, &format!("phone{}", page.replace('/', "-"))).await;
    }
}
