//! Who may give which role to whom.

use super::super::help::{events, member, reason, refused, sql_id};
use super::invitations::{make_account, path_of};
use super::{assert_way_out, begin};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use uuid::Uuid;

fn path(story: &Story, member: Uuid) -> String {
    format!("{}/members/{member}/role", story.page())
}

async fn role_in_database(app: &TestApp, member: Uuid) -> String {
    let id = sql_id(&app.db, member);
    app.db.texts(&format!("SELECT role FROM members WHERE id = {id}")).await.remove(0)
}

/// Through the row's menu, as the page offers it.
async fn change(client: &Client, story: &Story, member: Uuid, role: &str) -> crate::support::page::Page {
    let sheet = client.get(&story.page()).await.click(&format!("#menu-role-{member}")).await.expect(200);
    sheet.form("section.sheet form").set("role", role).submit().await
}

#[tokio::test]
async fn an_owner_gives_roles_and_the_person_is_told() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (uma, hers) = member(&app, story.organization, "uma@client.example", Role::User, Status::Confirmed).await;
    let done = change(&admin, &story, uma, "owner").await.expect(303).follow().await;
    assert_eq!(done.text("#notice p span"), "The role of uma is now: Owner.");
    let mail = app.mail_for("uma@client.example").await;
    assert_eq!(mail.subject, "Your role at My Client's Organization has changed");
    assert!(mail.text.contains("It was User and is now Owner."), "{mail}");
    assert!(hers.get(&story.page()).await.has(&format!("#menu-role-{}", story.admin_member)), "rights hold at once");
    let log = ["1 role_changed ada <ada@provider.example>"];
    assert_eq!(events(&app, story.organization).await, log);
    assert_eq!(events(&app, story.provider).await, log);
    let before = app.db.snapshot().await;
    change(&admin, &story, uma, "owner").await.expect(303);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn nobody_gives_a_role_above_the_own_one_or_takes_one() {
    let app = TestApp::spawn().await;
    let (story, _) = begin(&app).await;
    let (adam_member, adam) = member(&app, story.organization, "adam@client.example", Role::Admin, Status::Confirmed).await;
    let (uma, hers) = member(&app, story.organization, "uma@client.example", Role::User, Status::Confirmed).await;
    for who in [uma, adam_member] {
        let page = refused(&app, &adam, &path(&story, who), &[("role", "owner")], 403).await;
        assert!(reason(&page).contains("Your role does not allow this"));
    }
    refused(&app, &adam, &path(&story, story.admin_member), &[("role", "user")], 403).await;
    adam.get(&path(&story, story.admin_member)).await.expect(403);
    refused(&app, &hers, &path(&story, uma), &[("role", "admin")], 403).await;
    let sheet = adam.get(&path(&story, uma)).await.expect(200);
    assert_eq!(sheet.form("section.sheet form").values("role"), ["admin", "user"]);
    refused(&app, &adam, &path(&story, uma), &[("role", "boss")], 422).await;
    refused(&app, &adam, &path(&story, app.app.new_id::<Uuid>()), &[("role", "user")], 404).await;
    change(&adam, &story, uma, "admin").await.expect(303);
    app.mail_for("uma@client.example").await;
    change(&adam, &story, adam_member, "user").await.expect(303);
    assert!(!adam.get(&story.page()).await.has("#members"), "who gave the own role up has it no more, and gets no mail about it");
}

#[tokio::test]
async fn the_last_confirmed_owner_stays_one() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let service = app.signed_in(&story.service).await;
    let own = path(&story, story.admin_member);
    let (other, _) = member(&app, story.organization, "olga@client.example", Role::Owner, Status::Accepted).await;
    for visitor in [&admin, &service] {
        let page = refused(&app, visitor, &own, &[("role", "admin")], 409).await;
        assert!(reason(&page).contains("never without an owner") && reason(&page).contains("invite a backup owner"));
        let asked = visitor.get(&own).await.expect(200);
        for page in [&page, &asked] {
            assert_way_out(page, &story);
            assert!(page.text("h1") == "Role of ada" && !page.has("[name=role]"), "no role can be chosen: {page}");
        }
    }
    let page = admin.get(&story.page()).await;
    assert!(!page.has(&format!("#menu-role-{}", story.admin_member)), "what would be refused is not offered");
    assert!(page.text("#last-owner").contains("You are the last owner"));
    super::press(&admin, &story, other, "confirm").await.expect(303);
    app.mail_for("olga@client.example").await;
    change(&admin, &story, story.admin_member, "user").await.expect(303);
    refused(&app, &service, &path(&story, other), &[("role", "user")], 409).await;
    assert_eq!(role_in_database(&app, other).await, "owner");
}

#[tokio::test]
async fn a_disabled_owner_is_nobody_who_stays_behind() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let person = app.person("olga@client.example").await;
    app.member(story.organization, &person, Role::Owner, Status::Confirmed).await;
    let disable = format!("UPDATE accounts SET disabled_at = 1 WHERE id = {}", sql_id(&app.db, person.id));
    app.db.execute(&disable).await;
    refused(&app, &admin, &path(&story, story.admin_member), &[("role", "user")], 409).await;
    refused(&app, &admin, &format!("{}/step-down", story.page()), &[], 409).await;
    let page = admin.get(&story.page()).await;
    assert!(page.has("#handover [data-step=invited]"), "the handover does not count on somebody who cannot sign in");
}

#[tokio::test]
async fn an_invitation_is_sent_anew_with_the_new_role_and_the_older_link_is_dead() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let invite = format!("{}/members", story.page());
    super::super::help::post(&admin, &invite, &[("emails", "ivan@client.example"), ("role", "user")]).await.expect(303);
    let old = path_of(&app, &app.mail_for("ivan@client.example").await.link());
    let row = admin.get(&story.page()).await.one("tr:has(.invited)").attr("id").unwrap().to_owned();
    let ivan = Uuid::parse_str(row.trim_start_matches("member-")).unwrap();
    change(&admin, &story, ivan, "admin").await.expect(303);
    let mail = app.mail_for("ivan@client.example").await;
    assert!(mail.text.contains("as Admin"), "{mail}");
    let guest = app.client();
    guest.get(&old).await.follow().await.expect(410);
    let page = guest.get(&path_of(&app, &mail.link())).await.follow().await.expect(200);
    assert!(page.says("Admin"));
    make_account(&page, crate::support::world::PASSWORD).await.expect(303);
    app.mail_for("ada@provider.example").await;
    assert_eq!(role_in_database(&app, ivan).await, "admin");
}
