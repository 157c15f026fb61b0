//! Revoking and restoring: the row stays, every right ends, and comes back as it was.

use super::super::help::{events, member, post, reason, refused, set_seats};
use super::invitations::path_of;
use super::{assert_way_out, begin, press, refused_press};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use uuid::Uuid;

async fn revoke(client: &Client, story: &Story, member: Uuid) -> Page {
    let sure = client.get(&story.page()).await.click(&format!("#menu-revoke-{member}")).await.expect(200);
    assert!(sure.says("can be restored as long as a seat is free"));
    sure.form("section.sheet form").submit().await
}

fn restore_form(story: &Story, member: Uuid) -> String {
    format!("form[action='{}/members/{member}/restore']", story.page())
}

#[tokio::test]
async fn every_right_ends_at_once_and_comes_back_as_it_was() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (adam_member, adam) = member(&app, story.organization, "adam@client.example", Role::Admin, Status::Confirmed).await;
    let done = revoke(&admin, &story, adam_member).await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "The access of adam is revoked. The seat is free.");
    assert_eq!(done.text("#seats .num"), "1 / 25");
    assert_eq!(app.mail_for("adam@client.example").await.subject, "Your access to My Client's Organization was revoked");
    adam.get(&story.page()).await.expect(404);
    assert!(!adam.get("/organizations").await.says("My Client"));
    let list = done.click(".segments a[href*='status=revoked']").await;
    assert_eq!(list.text(".segments [aria-current] .count"), "1");
    assert_eq!(list.texts("#members tbody tr").len(), 1);
    let done = list.form(&restore_form(&story, adam_member)).submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "The access of adam is restored.");
    assert_eq!(done.text("#seats .num"), "2 / 25");
    let mail = app.mail_for("adam@client.example").await;
    assert!(mail.subject.contains("is restored") && mail.text.contains("You have the same rights as before."));
    assert!(adam.get(&story.page()).await.expect(200).has("#members"), "an admin as before");
    let log = ["1 member_revoked ada <ada@provider.example>", "2 member_restored ada <ada@provider.example>"];
    assert_eq!(events(&app, story.organization).await, log);
    assert_eq!(events(&app, story.provider).await, log);
}

#[tokio::test]
async fn who_had_not_been_confirmed_is_not_confirmed_by_being_restored() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (anna, hers) = member(&app, story.organization, "anna@client.example", Role::Owner, Status::Accepted).await;
    revoke(&admin, &story, anna).await.expect(303);
    app.mail_for("anna@client.example").await;
    let done = press(&admin, &story, anna, "restore").await.expect(303).follow().await;
    assert!(done.text("#notice").contains("is waiting for confirmation as before"));
    assert!(app.mail_for("anna@client.example").await.text.contains("You still have to be confirmed there"));
    hers.get(&story.page()).await.expect(404);
    assert!(done.text(&format!("#member-{anna} .status")).contains("Needs confirmation"));
    // Imported as revoked: what it was is not known, so it gives no right.
    let rita = app.person("rita@client.example").await;
    let rita_member = app.member(story.organization, &rita, Role::User, Status::Revoked).await;
    press(&admin, &story, rita_member, "restore").await.expect(303);
    app.mail_for("rita@client.example").await;
    app.signed_in(&rita).await.get(&story.page()).await.expect(404);
}

#[tokio::test]
async fn an_invitation_dies_with_its_owed_mail_and_a_fresh_one_comes_back() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let invite = format!("{}/members", story.page());
    post(&admin, &invite, &[("emails", "ivan@client.example"), ("role", "user")]).await.expect(303);
    let link = path_of(&app, &app.mail_for("ivan@client.example").await.link());
    let row = admin.get(&story.page()).await.one("tr:has(.invited)").attr("id").unwrap().to_owned();
    let ivan = Uuid::parse_str(row.trim_start_matches("member-")).unwrap();
    press(&admin, &story, ivan, "resend").await.expect(303);
    revoke(&admin, &story, ivan).await.expect(303);
    assert_eq!(app.deliver().await, 0, "the owed mail is taken back, and nobody without an account is told");
    let page = app.client().get(&link).await.follow().await.expect(410);
    assert!(reason(&page).contains("the invitation was withdrawn"));
    press(&admin, &story, ivan, "restore").await.expect(303);
    let fresh = path_of(&app, &app.mail_for("ivan@client.example").await.link());
    assert_ne!(link, fresh);
    app.client().get(&fresh).await.follow().await.expect(200);
    app.client().get(&link).await.follow().await.expect(410);
}

#[tokio::test]
async fn the_last_owner_and_oneself_are_not_revoked_and_a_full_house_restores_nobody() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let service = app.signed_in(&story.service).await;
    let page = refused_press(&app, &service, &story, (story.admin_member, "revoke"), 409).await;
    assert!(reason(&page).contains("never without an owner") && !page.has(".dialog-foot button"));
    let asked = service.get(&format!("{}/members/{}/revoke", story.page(), story.admin_member)).await.expect(200);
    assert!(reason(&asked).contains("never without an owner") && !asked.has(".dialog-foot button"), "said before it is pressed");
    assert!(!page.says("seat") && !asked.says("seat"), "what cannot happen has no consequences");
    assert_way_out(&page, &story);
    assert_way_out(&asked, &story);
    let (olga, hers) = member(&app, story.organization, "olga@client.example", Role::Owner, Status::Confirmed).await;
    let page = refused_press(&app, &hers, &story, (olga, "revoke"), 409).await;
    assert!(reason(&page).contains("Leave organization"));
    revoke(&hers, &story, story.admin_member).await.expect(303);
    app.mail_for("ada@provider.example").await;
    assert!(admin.get(&story.page()).await.expect(200).has("#invite"), "the provider's rights are not a member's");
    set_seats(&app, story.organization, 1).await;
    let page = refused_press(&app, &hers, &story, (story.admin_member, "restore"), 409).await;
    assert!(reason(&page).contains("All seats of the organization are taken"));
    refused(&app, &hers, &format!("{}/members/{}/restore", story.page(), app.app.new_id::<Uuid>()), &[], 404).await;
}
