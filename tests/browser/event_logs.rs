//! The event logs as people read them: wide and in the dark, narrow and in Dutch.

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::events::Event;
use portico::domain::members::{Role, Status};
use portico::service::events::record::{self, Author, Logs};

const CLIENT: &str = "Second Client's Organization";

async fn some_events(app: &TestApp, story: &Story) {
    let olga = app.person("olga.owner@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    let organization = || CLIENT.to_owned();
    let email = || "olga.owner@client.example".to_owned();
    let written = [
        Event::ClientOpened { organization: organization() },
        Event::MemberInvited { organization: organization(), email: email(), role: Role::Owner },
        Event::MemberConfirmed { organization: organization(), email: email(), role: Role::Owner },
        Event::SeatsChanged { organization: organization(), before: 15, after: 25 },
    ];
    let address = Some("2001:db8::8a2e:370:7334".to_owned());
    let author = Author::person(story.admin.id.into(), "Ada Admin", "ada@provider.example", address);
    let mut tx = app.app.db.write().await.expect("a transaction");
    for event in written.iter().cycle().take(60) {
        record::record(
            &app.app,
            &mut tx,
            &author,
            Logs::Organization { id: story.client.into(), provider: Some(story.provider.into()) },
            event,
        )
        .await
        .expect("it is written");
        app.clock.advance(61_000);
    }
    tx.commit().await.expect("they are kept");
}

async fn open(app: &TestApp, person: &Person, options: Options) -> Browser {
    let browser = options.open().await;
    browser.visit(&app.url("/sign-in?next=/provider/events")).await;
    browser.fill("email", &person.email).await;
    browser.fill("password", PASSWORD).await;
    browser.find_css("form[action='/sign-in'] button.primary").await.click().await.expect("a button");
    browser.find_css("table.log").await;
    browser
}

async fn look(browser: &Browser, page: &str) {
    if std::env::var_os("PORTICO_TEST_PICTURES").is_some() {
        browser.picture(&format!("events-{page}")).await;
    }
    let (axe, policy) = (browser.axe().await, browser.csp_violations().await);
    assert!(axe.is_empty() && policy.is_empty(), "{page}: {axe:#?} {policy:#?}");
}

#[tokio::test]
async fn a_log_is_read_filtered_and_paged() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    some_events(&app, &story).await;
    let browser = open(&app, &story.admin, Options::default()).await;
    look(&browser, "wide").await;
    browser.fill("text", "olga").await;
    browser.press("Apply").await;
    browser.wait_for_text("table.log", "invited olga.owner@client.example as owner").await;
    browser.press("All clients").await;
    browser.find_css("a[aria-current='page'][href='/provider/events/clients']").await;
    browser.press("Older").await;
    browser.find_css("a[rel='prev']").await;
    browser.find_css("summary.button").await.click().await.expect("a menu");
    browser.wait_for_text(".menu[open] .menu-list", "As JSON lines").await;
    look(&browser, "clients").await;
    browser.visit(&app.url("/provider/events?from=nonsense")).await;
    browser.wait_for_text("#from-error", "Enter a date and a time").await;
    look(&browser, "faults").await;
    browser.visit(&app.url(&format!("/organizations/{}/events?text=nowhere", story.client))).await;
    browser.wait_for_text(".empty", "Nothing found").await;
    look(&browser, "nothing").await;
}

#[tokio::test]
async fn on_a_phone_each_line_is_a_card_in_dutch_and_in_the_dark() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    some_events(&app, &story).await;
    let browser = open(&app, &story.admin, Options::default().phone().dark().language("nl")).await;
    browser.wait_for_text("table.log", "heeft olga.owner@client.example uitgenodigd als eigenaar").await;
    look(&browser, "phone").await;
}
