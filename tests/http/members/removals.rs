//! Who asked to be removed: the owners see it on the page until it is done or declined, and who asked sees whom and when.

use super::super::help::{events, member, post, reason, refused};
use super::begin;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use portico::domain::time::DAY;

const OLGA: &str = "olga@client.example";

/// Ada has asked Olga, the other owner of the client; the mail is read.
async fn asked(app: &TestApp) -> (Story, Client, Client) {
    let (story, admin) = begin(app).await;
    let (_, olga) = member(app, story.organization, OLGA, Role::Owner, Status::Confirmed).await;
    ask(app, &story, &admin).await;
    (story, admin, olga)
}

async fn ask(app: &TestApp, story: &Story, admin: &Client) -> Page {
    let page = admin.get(&story.page()).await.form("form[action$='/removal-request']").submit().await.expect(303).follow().await;
    let mail = app.mail_for(OLGA).await;
    assert_eq!(mail.link(), app.url(&story.page()), "the mail leads where the banner stands");
    page
}

fn banner(story: &Story) -> String {
    format!("#asks-{}", story.admin_member)
}

#[tokio::test]
async fn the_owners_have_a_banner_with_remove_until_it_is_done() {
    let app = TestApp::spawn().await;
    let (story, admin, olga) = asked(&app).await;
    let page = olga.get(&story.page()).await;
    assert!(page.text(&banner(&story)).starts_with("ada asks to be removed from this organization, since "), "{page}");
    let own = admin.get(&story.page()).await;
    assert!(own.text("#own-removal").ends_with("you asked to be removed. Asked by email: olga."), "{own}");
    assert!(!own.has(&banner(&story)), "nobody decides on the own request");
    let service = app.signed_in(&story.service).await;
    assert!(!service.get(&story.page()).await.has(".banner form"), "the owners were asked, and nobody else");
    let sure = page.click(&format!("{} a", banner(&story))).await.expect(200);
    let done = sure.form("section.sheet form").submit().await.expect(303).follow().await;
    app.mail_for("ada@provider.example").await;
    assert!(!done.has(".banner"), "{done}");
}

#[tokio::test]
async fn an_owner_declines_and_who_asked_reads_it_and_may_ask_again_the_next_day() {
    let app = TestApp::spawn().await;
    let (story, admin, olga) = asked(&app).await;
    let done = olga.get(&story.page()).await.form(&format!("{} form", banner(&story))).submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("You have declined. ada sees that on this page.") && !done.has(&banner(&story)));
    assert!(!done.text(&format!("#member-{}", story.admin_member)).contains("Asks to be removed"), "{done}");
    let own = admin.get(&story.page()).await;
    assert!(own.text("#own-removal").contains("Asked by email: olga. olga declined on "), "{own}");
    assert_eq!(
        events(&app, story.organization).await,
        ["1 removal_asked ada <ada@provider.example>", "2 removal_declined olga <olga@client.example>"]
    );
    // One a day, as ever.
    let path = format!("{}/removal-request", story.page());
    let before = app.db.snapshot().await;
    post(&admin, &path, &[]).await.expect(303);
    app.db.assert_unchanged_since(&before).await;
    app.clock.advance(DAY + 1);
    let admin = app.signed_in(&story.admin).await;
    let own = ask(&app, &story, &admin).await;
    assert!(!own.text("#own-removal").contains("declined"), "{own}");
    let olga = app.signed_in(&crate::support::world::Person { id: story.admin.id, email: OLGA.into() }).await;
    assert!(olga.get(&story.page()).await.has(&banner(&story)));
}

#[tokio::test]
async fn what_is_not_asked_for_is_not_declined_and_nobody_but_an_owner_declines() {
    let app = TestApp::spawn().await;
    let (story, admin, olga) = asked(&app).await;
    let path = |member| format!("{}/members/{member}/decline", story.page());
    let (uma, hers) = member(&app, story.organization, "uma@client.example", Role::Admin, Status::Confirmed).await;
    refused(&app, &hers, &path(story.admin_member), &[], 403).await;
    refused(&app, &app.signed_in(&story.service).await, &path(story.admin_member), &[], 403).await;
    let page = refused(&app, &olga, &path(uma), &[], 409).await;
    assert!(reason(&page).contains("does not ask to be removed"), "{page}");
    refused(&app, &admin, &path(story.admin_member), &[], 409).await;
    post(&olga, &path(story.admin_member), &[]).await.expect(303);
    refused(&app, &olga, &path(story.admin_member), &[], 409).await;
}

#[tokio::test]
async fn it_ends_with_the_role_that_was_asked_to_be_taken() {
    let mut app = TestApp::spawn().await;
    let (story, admin, olga) = asked(&app).await;
    app.ignore_mail();
    let role = format!("{}/members/{}/role", story.page(), story.admin_member);
    olga.get(&role).await.form("section.sheet form").set("role", "admin").submit().await.expect(303);
    for client in [&olga, &admin] {
        assert!(!client.get(&story.page()).await.has(".banner"));
    }
    // Given back, it is asked for anew, at once: nothing stands there any more.
    olga.get(&role).await.form("section.sheet form").set("role", "owner").submit().await.expect(303);
    assert!(!olga.get(&story.page()).await.has(".banner"));
}
