//! Two-step sign-in in a real browser: set up, then asked for.

use data_encoding::BASE32_NOPAD;
use portico::domain::identity::totp::{STEP, Secret};
use thirtyfour::By;

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Person};

async fn sign_in(app: &TestApp, person: &Person, browser: &Browser) {
    browser.visit(&app.url("/sign-in")).await;
    browser.fill("email", &person.email).await;
    browser.fill("password", PASSWORD).await;
    browser.find_css("form[action='/sign-in'] button").await.click().await.expect("it is pressed");
}

async fn submit(browser: &Browser, form: &str) {
    let button = browser.find_css(&format!("{form} button.primary, {form} button.danger")).await;
    button.click().await.expect("it is pressed");
}

/// What nobody may have to complain about: axe, the policy, the console.
async fn look(browser: &Browser, name: &str) {
    assert_eq!(browser.axe().await, Vec::<String>::new(), "{name}");
    assert_eq!(browser.csp_violations().await, Vec::<String>::new(), "{name}");
    if std::env::var_os("PORTICO_TEST_PICTURES").is_some() {
        browser.picture(name).await;
    }
}

async fn code(app: &TestApp, secret: &str) -> String {
    let bytes = BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).expect("base32");
    Secret::new(bytes.try_into().expect("twenty bytes")).code_at(app.app.now().div_euclid(STEP))
}

async fn journey(name: &str, options: Options) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let ada = app.person("ada@client.example").await;
    let browser = options.clone().open().await;
    sign_in(&app, &ada, &browser).await;
    browser.find_css("form[action='/sign-out']").await;
    browser.visit(&app.url("/account/two-step")).await;
    look(&browser, &format!("{name}-two-step")).await;
    browser.find_css("a[href='/account/two-step/set-up']").await.click().await.expect("it is pressed");
    browser.find_css("form[action='/account/two-step/set-up']").await;
    look(&browser, &format!("{name}-prove")).await;
    browser.fill("current_password", PASSWORD).await;
    submit(&browser, "form[action='/account/two-step/set-up']").await;
    let secret = browser.find_css("#secret").await.text().await.expect("a text");
    look(&browser, &format!("{name}-set-up")).await;
    browser.fill("code", &code(&app, &secret).await).await;
    submit(&browser, "#set-up").await;
    browser.find_css(".codes").await;
    look(&browser, &format!("{name}-codes")).await;
    let codes = browser.find_all(By::Css(".codes li")).await.expect("codes");
    assert_eq!(codes.len(), 10);

    let other = options.open().await;
    sign_in(&app, &ada, &other).await;
    other.find_css("form[action='/sign-in/code']").await;
    look(&other, &format!("{name}-code")).await;
    app.clock.advance(STEP);
    other.fill("code", &code(&app, &secret).await).await;
    submit(&other, "form[action='/sign-in/code']").await;
    other.find_css("form[action='/sign-out']").await;
    other.visit(&app.url("/account/sessions")).await;
    look(&other, &format!("{name}-sessions")).await;
    other.find_css("td a[id^='end-']").await.click().await.expect("it is pressed");
    other.fill("current_password", PASSWORD).await;
    look(&other, &format!("{name}-end")).await;
    other.find_css("form[action$='/end'] button.danger").await.click().await.expect("it is pressed");
    other.wait_until_gone("td a[id^='end-']").await;
    if std::env::var_os("PORTICO_TEST_PICTURES").is_some() {
        for page in ["password", "address", "two-step"] {
            other.visit(&app.url(&format!("/account/{page}"))).await;
            other.picture(&format!("{name}-{page}-on")).await;
        }
    }
}

#[tokio::test]
async fn it_is_set_up_and_asked_for() {
    journey("identity", Options::default()).await;
}

#[tokio::test]
async fn it_is_set_up_and_asked_for_in_dutch_on_a_phone_in_the_dark() {
    journey("identity-nl", Options::default().language("nl").phone().dark()).await;
}
