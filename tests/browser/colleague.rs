//! A colleague's page: what an admin sees and ends, what the colleague then sees, and the way out of a provider.

use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::Story;
use portico::domain::time::MINUTE;

async fn journey(options: Options, second: Options, picture: &str, words: [&str; 3]) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let service = signed_in(&app, &story.service, second).await;
    service.visit(&app.url("/clients")).await;
    app.clock.advance(2 * MINUTE);
    service.visit(&app.url(&format!("/organizations/{}", story.client))).await;
    let admin = signed_in(&app, &story.admin, options).await;
    admin.visit(&app.url("/provider/members")).await;
    look(&admin, &format!("{picture}-list")).await;
    let [remind, end, gone] = words;
    admin.press("sem").await;
    admin.find_css("#sessions tbody tr").await;
    look(&admin, &format!("{picture}-page")).await;
    admin.press(remind).await;
    admin.wait_until_gone("#remind").await;
    admin.press(end).await;
    admin.find_css("#dialog button.danger").await;
    look(&admin, &format!("{picture}-ask")).await;
    admin.find_css("#dialog button.danger").await.click().await.expect("a button");
    admin.wait_until_gone("#sessions tbody tr").await;
    look(&admin, &format!("{picture}-ended")).await;
    service.visit(&app.url("/account")).await;
    service.wait_for_text("#cut-off", gone).await;
    look(&service, &format!("{picture}-cut-off")).await;
    service.find_css("#cut-off button").await.click().await.expect("a button");
    service.find_css("form[action='/sign-in']").await;
}

#[tokio::test]
async fn an_admin_looks_reminds_and_ends_what_a_colleague_reaches() {
    let words = ["Remind by email", "End access until the next sign-in", "Sign out and in again"];
    journey(Options::default(), Options::default().phone().dark(), "colleague", words).await;
}

#[tokio::test]
async fn the_same_in_dutch_on_a_phone_without_script() {
    let words = ["Herinnering mailen", "Toegang beëindigen tot opnieuw inloggen", "Log uit en weer in"];
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = signed_in(&app, &story.admin, Options::default().phone().language("nl")).await;
    admin.visit(&app.url("/provider/members")).await;
    admin.press("sem").await;
    look(&admin, "colleague-dutch").await;
    plain(&app, &story, words).await;
}

async fn plain(app: &TestApp, story: &Story, [remind, end, gone]: [&str; 3]) {
    let options = || Options::default().language("nl").without_script();
    let (service, admin) = (signed_in(app, &story.service, options()).await, signed_in(app, &story.admin, options()).await);
    admin.visit(&app.url("/provider/members")).await;
    admin.press("sem").await;
    admin.press(remind).await;
    admin.wait_until_gone("#remind").await;
    admin.press(end).await;
    admin.find_css("section.sheet button.danger").await.click().await.expect("a button");
    admin.wait_until_gone("#sessions tbody tr").await;
    for _ in 0..2 {
        app.mail_for(&story.service.email).await;
    }
    service.visit(&app.url("/account")).await;
    service.wait_for_text("#cut-off", gone).await;
    leave(app, story).await;
}

/// The service user signs in anew and leaves, from the own account.
async fn leave(app: &TestApp, story: &Story) {
    let browser: Browser = signed_in(app, &story.service, Options::default().language("nl").phone()).await;
    browser.visit(&app.url("/account")).await;
    browser.press("Provider verlaten").await;
    look(&browser, "colleague-leave").await;
    browser.find_css("section.sheet button.danger").await.click().await.expect("a button");
    browser.wait_for_text("#notice", "Je hebt Example Services verlaten").await;
    app.mail_for(&story.admin.email).await;
}
