//! Acts for many and their ways back: what a long plan keeps in sight, Undo, linking again, a pasted list.

use super::pages::{look, signed_in};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Options};
use crate::support::world::{Person, Story};
use portico::demo::seed_clients;
use portico::domain::members::{Role, Status};

/// The story with sixty more clients, and one that Olga owns.
async fn begin() -> (TestApp, Story, Person) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    (app, story, olga)
}

/// Whether all of the element lies in the window, and nothing over it.
async fn is_in_sight(browser: &Browser, css: &str) -> bool {
    let ask = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        return box.top >= 0 && box.bottom <= innerHeight
            && document.querySelector(arguments[0]).contains(document.elementFromPoint(x, y));";
    browser.execute(ask, vec![css.into()]).await.expect("script runs").json() == true
}

async fn plan(browser: &Browser, act: &str, title: &str) {
    browser.find_css("[data-pick-all], [name=all][value=found]").await.send_keys(" ").await.expect("a box");
    browser.find_css(&format!("#selection button[value={act}]")).await.send_keys("\u{E007}").await.expect("a button");
    browser.wait_for_text("h1", title).await;
}

#[tokio::test]
async fn a_long_plan_keeps_its_sum_and_button_in_sight_and_what_it_did_is_undone() {
    let (app, story, _) = begin().await;
    seed_clients(&app.app, story.provider.into(), 60).await.expect("they are made");
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    plan(&browser, "suspend", "Suspend 61 clients?").await;
    for css in [".plan-form .danger", ".plan-sum", "#number"] {
        assert!(is_in_sight(&browser, css).await, "{css}");
    }
    look(&browser, "plan-long").await;
    browser.press("Suspend 61 clients").await;
    browser.wait_for_text("#number-error", "Type the number 61 here").await;
    assert!(is_in_sight(&browser, ".plan-form .danger").await);
    look(&browser, "plan-long-fault").await;
    browser.fill("number", "61").await;
    browser.press("Suspend 61 clients").await;
    browser.wait_for_text("#notice", "61 clients are suspended").await;
    look(&browser, "undo").await;
    browser.press("Undo").await;
    browser.wait_for_text("#notice", "61 clients are active again").await;
    let phone = signed_in(&app, &story.admin, Options::default().window(500, 844).dark().language("nl").without_script()).await;
    plan(&phone, "unlink", "61 klanten loskoppelen?").await;
    look(&phone, "plan-phone-plain").await;
    phone.find_css(".crumb a").await.click().await.expect("a link");
    plan(&phone, "reactivate", "Klanten deblokkeren").await;
    phone.find_css(".crumb a").await.click().await.expect("a link");
    plan(&phone, "suspend", "61 klanten blokkeren?").await;
    look(&phone, "plan-long-phone").await;
}

#[tokio::test]
async fn a_client_that_was_unlinked_is_linked_again_by_its_owner_on_a_phone() {
    let (app, story, olga) = begin().await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url(&format!("/clients/{}/unlink", story.client))).await;
    look(&browser, "unlink-asks").await;
    browser.find_css("button.danger").await.click().await.expect("a button");
    browser.wait_for_text("#notice", "is unlinked").await;
    look(&browser, "unlinked-notice").await;
    browser.press("Ask to link again").await;
    browser.wait_for_text("h1", "Recently unlinked").await;
    look(&browser, "unlinked").await;
    browser.find_css("#unlinked button").await.click().await.expect("a button");
    browser.wait_for_text("#notice", "are asked by email to link it again").await;
    browser.wait_for_text("#unlinked", "1 of 3 times").await;
    browser.visit(&app.url("/clients")).await;
    look(&browser, "clients-unlinked").await;
    app.deliver().await;
    let asked = app.smtp.wait_for(&olga.email, "asks to manage", std::time::Duration::from_secs(5)).await;
    let phone = signed_in(&app, &olga, Options::default().phone().language("nl")).await;
    phone.visit(&asked.link()).await;
    phone.wait_for_text("h1", "weer aan Example Services koppelen?").await;
    assert!(is_in_sight(&phone, "#link-again .primary").await);
    look(&phone, "link-again").await;
    phone.press("Opnieuw koppelen").await;
    phone.wait_for_text("#notice", "is weer gekoppeld").await;
    let list = signed_in(&app, &story.admin, Options::default().phone().dark().language("nl")).await;
    list.wait_for_text("#clients", "Second Client's Organization").await;
}

#[tokio::test]
async fn a_pasted_list_is_told_as_it_was_understood_with_script_and_without() {
    let (app, story, _) = begin().await;
    let browser = signed_in(&app, &story.admin, Options::default()).await;
    browser.visit(&app.url(&story.page())).await;
    browser.find_css("#invite").await.click().await.expect("a link");
    browser.find_css("#dialog #emails").await;
    browser.fill("emails", "\"Jansen, Piet\" <piet@client.example>; Anna <anna@client.example>; Nobody").await;
    browser.press("Send invitation").await;
    browser.wait_for_text("#dialog .understood", "2 addresses were understood").await;
    look(&browser, "understood").await;
    browser.press("Send invitation").await;
    browser.wait_for_text("#notice", "2 people are invited").await;
    let plain = signed_in(&app, &story.admin, Options::default().window(500, 844).dark().language("nl").without_script()).await;
    plain.visit(&app.url("/provider/members/new")).await;
    plain.fill("emails", "Kim Bos <kim@provider.example>").await;
    plain.press("Uitnodiging versturen").await;
    plain.wait_for_text(".understood", "We zien één adres").await;
    look(&plain, "understood-phone").await;
}

#[tokio::test]
async fn a_plan_for_many_members_keeps_its_button_in_sight() {
    let (app, story, _) = begin().await;
    app.db.execute("UPDATE organizations SET seats = 100").await;
    let mut query = String::new();
    for number in 0..30 {
        let id = app.invited(story.organization, &format!("p{number:02}@client.example"), Role::User).await;
        query.push_str(&format!("&member={id}"));
    }
    let plan = format!("{}/members/bulk?act=remove{query}", story.page());
    for (name, options) in
        [("members-plan", Options::default()), ("members-plan-phone", Options::default().phone().language("nl"))]
    {
        let browser = signed_in(&app, &story.admin, options).await;
        browser.visit(&app.url(&plan)).await;
        for css in [".plan-foot .danger", ".plan-foot #number"] {
            assert!(is_in_sight(&browser, css).await, "{css} of {name}");
        }
        look(&browser, name).await;
    }
}
