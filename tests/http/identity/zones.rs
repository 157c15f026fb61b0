//! In which time zone somebody reads, from the first page and the first mail on.

use super::registration::{NORA, link};
use crate::help::post;
use crate::support::app::TestApp;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Story};

const INVITED: &str = "form[action='/invitation/account']";

async fn zone_of(app: &TestApp, email: &str) -> String {
    app.db.texts(&format!("SELECT COALESCE(time_zone, '') FROM accounts WHERE email_key = '{email}'")).await.remove(0)
}

/// What the script of the page would put in.
async fn made(page: &Page, form: &str, zone: &str) -> Page {
    let filled = page.form(form).set("name", "Nora New").set("password", PASSWORD).tamper("time_zone", zone);
    filled.submit().await.expect(303).follow().await
}

/// Opens the page behind a mailed link.
async fn opened(app: &TestApp, link: &str) -> Page {
    app.client().get(link.strip_prefix(&app.url("")).unwrap_or(link)).await.follow().await.expect(200)
}

#[tokio::test]
async fn a_new_account_begins_in_the_zone_of_its_browser() {
    let app = TestApp::spawn().await;
    let page = opened(&app, &link(&app, NORA).await).await;
    assert_eq!(page.form("form[action='/registration']").value("time_zone").as_deref(), Some(""));
    let account = made(&page, "form[action='/registration']", "America/New_York").await;
    assert_eq!(zone_of(&app, NORA).await, "America/New_York");
    assert_eq!(account.click("a.who").await.form("#profile").value("time_zone").as_deref(), Some("America/New_York"));
}

#[tokio::test]
async fn what_is_no_zone_keeps_nobody_out_and_nobody_is_moved_afterwards() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    for (email, zone, kept) in [
        ("one@client.example", "Mars/Olympus", ""),
        ("two@client.example", "", ""),
        ("three@client.example", "Asia/Kathmandu", "Asia/Kathmandu"),
    ] {
        let admin = app.signed_in(&story.admin).await;
        let fields = [("email", email), ("role", "user")];
        post(&admin, &format!("/organizations/{}/members", story.client), &fields).await.expect(303);
        let page = opened(&app, &app.mail_for(email).await.link()).await;
        made(&page, INVITED, zone).await.expect(200);
        assert_eq!(zone_of(&app, email).await, kept, "{zone}");
    }
}

#[tokio::test]
async fn a_mail_gives_times_in_the_zone_of_its_reader_and_says_when_it_was_sent() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    app.db.execute("UPDATE providers SET time_zone = 'Europe/Amsterdam' WHERE name = 'Example Services'").await;
    let olga = app.person("olga@client.example").await;
    app.db.execute("UPDATE accounts SET time_zone = 'America/New_York' WHERE email_key = 'olga@client.example'").await;
    for (email, zone) in [(olga.email.as_str(), "(America/New York)"), ("new@client.example", "(Europe/Amsterdam)")] {
        let fields = [("email", email), ("role", "user")];
        post(&admin, &format!("/organizations/{}/members", story.client), &fields).await.expect(303);
        let mail = app.mail_for(email).await;
        let times = mail.text.matches(zone).count();
        assert_eq!(times, 2, "until when the link holds, and when the mail was sent: {mail}");
        assert!(mail.text.trim_end().ends_with(zone) && mail.html.contains(zone), "{mail}");
    }
    // A provider's people are invited by nobody's organization.
    post(&admin, "/provider/members", &[("emails", "colleague@provider.example"), ("role", "service")]).await.expect(303);
    let mail = app.mail_for("colleague@provider.example").await;
    assert_eq!(mail.text.matches("(Europe/Amsterdam)").count(), 2, "{mail}");
}

#[tokio::test]
async fn whoever_chose_no_zone_reads_in_that_of_the_provider() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    app.db.execute("UPDATE providers SET time_zone = 'Pacific/Auckland'").await;
    let told = admin.get("/provider/events").await.text(".pager p");
    assert!(told.starts_with("Times are in Pacific/Auckland."), "{told}");
    let form = admin.get("/account").await.form("#profile").set("time_zone", "UTC");
    form.submit().await.expect(303);
    assert_eq!(admin.get("/provider/events").await.text(".pager p"), "Times are in UTC.");
}
