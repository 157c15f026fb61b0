//! The handover on the client's page: nobody is left without an owner, and the seat comes free.

use super::assert_way_out;
use crate::help::{drop_member, events, link, member, post, reason, refused, set_seats};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use uuid::Uuid;

const OLGA: &str = "olga@client.example";

/// The story once the organization is a client: its admin, who still owns it, signed in.
async fn begin(app: &TestApp) -> (Story, Client) {
    let story = Story::begin(app).await;
    link(app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    (story, admin)
}

fn of_member(story: &Story, member: Uuid, act: &str) -> String {
    format!("{}/members/{member}/{act}", story.page())
}

#[tokio::test]
async fn the_last_owner_stays_while_the_backup_is_not_confirmed() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let service = app.signed_in(&story.service).await;
    let olga = app.person(OLGA).await;
    let (leave, remove) = (format!("{}/step-down", story.page()), of_member(&story, story.admin_member, "remove"));
    for (backup, step) in [
        (None, "invited"),
        (Some(Status::Invited), "waiting"),
        (Some(Status::Accepted), "confirm"),
        (Some(Status::Revoked), "invited"),
    ] {
        let backup = match backup {
            Some(status) => Some(app.member(story.organization, &olga, Role::Owner, status).await),
            None => None,
        };
        for (visitor, path) in [(&admin, &leave), (&admin, &remove), (&service, &remove)] {
            let page = refused(&app, visitor, path, &[], 409).await;
            assert!(reason(&page).contains("never without an owner") && reason(&page).contains("invite a backup owner"));
            assert_way_out(&page, &story);
            assert_way_out(&visitor.get(path).await.expect(200), &story);
        }
        let asked = refused(&app, &admin, &format!("{}/removal-request", story.page()), &[], 409).await;
        assert!(reason(&asked).contains("never without an owner"));
        let page = admin.get(&story.page()).await;
        assert_eq!(page.one("#handover [aria-current=step]").attr("data-step"), Some(step));
        assert!(!page.has("#handover #leave") && page.has("#handover [data-step=step-down].todo"));
        if let Some(member) = backup {
            app.db.execute("UPDATE organizations SET occupied = 2 WHERE seats = 25").await;
            drop_member(&app, story.organization, member).await;
        }
    }
}

#[tokio::test]
async fn a_full_organization_needs_one_more_seat_first() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    set_seats(&app, story.organization, 1).await;
    let page = admin.get(&story.page()).await;
    assert!(page.text("#handover [data-step=full]").contains("One more seat is needed"));
    assert!(!page.has("#handover form"));
    assert_eq!(page.text("#seats"), "1 / 1 no seat left");
    let invite = format!("{}/members", story.page());
    let page = refused(&app, &admin, &invite, &[("email", OLGA), ("role", "owner")], 409).await;
    assert!(reason(&page).contains("All seats of the organization are taken. Remove a member or get one more seat first"));
    assert_eq!(page.form(&format!("form[action='{invite}']")).value("emails").as_deref(), Some(OLGA));
    assert!(page.text("#full").contains("add a seat with “Manage seats”"), "{page}");
    set_seats(&app, story.organization, 2).await;
    let page = admin.get(&story.page()).await;
    assert!(page.text("#last-owner").contains("Invite another owner"), "{page}");
    let invited = page.form("#handover form").set("email", OLGA).submit().await.expect(303).follow().await;
    let why = invited.text("#last-owner");
    assert!(why.contains("olga@client.example is invited as an owner") && !why.contains("Invite another"), "{why}");
    assert_eq!(invited.html.matches("You are the last owner").count(), 1, "said once: {invited}");
    app.mail_for(OLGA).await;
    refused(&app, &admin, &invite, &[("email", "one.more@client.example"), ("role", "user")], 409).await;
}

#[tokio::test]
async fn asking_to_be_removed_mails_the_other_owners_once() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    for (email, role, status) in [
        (OLGA, Role::Owner, Status::Confirmed),
        ("otto@client.example", Role::Owner, Status::Confirmed),
        ("ines@client.example", Role::Owner, Status::Accepted),
        ("adam@client.example", Role::Admin, Status::Confirmed),
    ] {
        app.member(story.organization, &app.person(email).await, role, status).await;
    }
    let page = admin.get(&story.page()).await;
    let ask = page.form("form[action$='/removal-request']");
    let asked = ask.clone().submit().await.expect(303).follow().await;
    assert!(asked.text("#notice").contains("2 owners were asked by email to remove you."));
    assert!(asked.text("#handover .current").contains("You have asked the other owners to remove you."));
    assert!(!asked.has("form[action$='/removal-request']"));
    assert!(asked.text(&format!("#member-{}", story.admin_member)).contains("Asks to be removed"));
    for owner in [OLGA, "otto@client.example"] {
        let mail = app.mail_for(owner).await;
        assert_eq!(mail.subject, "ada asks to be removed from My Client's Organization");
        assert_eq!(mail.link(), app.url(&story.page()));
    }
    let once = app.db.snapshot().await;
    let again = ask.submit().await.expect(303).follow().await;
    app.db.assert_unchanged_since(&once).await;
    assert!(again.text("#notice").contains("You have asked already. Nothing new was sent."));
    let log = ["1 removal_asked ada <ada@provider.example>"];
    assert_eq!(events(&app, story.organization).await, log);
    assert_eq!(events(&app, story.provider).await, log);
}

#[tokio::test]
async fn the_new_owner_removes_the_admin_who_keeps_the_providers_rights() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (_, olga) = member(&app, story.organization, OLGA, Role::Owner, Status::Confirmed).await;
    let page = olga.get(&story.page()).await.expect(200);
    assert!(!page.has("#handover"), "the panel is the provider's");
    let sure = page.click(&format!("#menu-remove-{}", story.admin_member)).await.expect(200);
    assert!(sure.says("Remove ada from My Client's Organization?") && sure.says("2 / 25 → 1 / 25"));
    let done = sure.form("section.sheet form").submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "ada is removed. The seat is free.");
    assert_eq!(done.text("#seats .num"), "1 / 25");
    let mail = app.mail_for("ada@provider.example").await;
    assert_eq!(mail.subject, "You were removed from My Client's Organization");
    assert!(mail.text.contains("olga has removed you") && mail.text.contains("member of its provider are not affected"));
    assert_eq!(events(&app, story.organization).await, ["1 member_removed olga <olga@client.example>"]);
    let page = admin.get(&story.page()).await.expect(200);
    assert!(page.text("#handover").contains("Handover complete") && page.has("#invite"));
    post(&admin, &format!("{}/members", story.page()), &[("email", "uma@client.example"), ("role", "user")]).await.expect(303);
    app.mail_for("uma@client.example").await;
    assert_eq!(admin.get("/clients").await.text(&format!("#client-{} .ratio", story.organization)), "2 / 25");
}

#[tokio::test]
async fn another_person_of_the_provider_removes_the_admin() {
    let app = TestApp::spawn().await;
    let (story, _) = begin(&app).await;
    member(&app, story.organization, OLGA, Role::Owner, Status::Confirmed).await;
    let service = app.signed_in(&story.service).await;
    let page = service.get(&story.page()).await.expect(200);
    assert!(page.text("#handover .current").contains("ada steps down") && page.says("2 / 25 → 1 / 25"));
    let sure = page.click(&format!("#remove-{}", story.admin_member)).await;
    sure.form("section.sheet form").submit().await.expect(303);
    app.mail_for("ada@provider.example").await;
    let log = ["1 member_removed sem <sem@provider.example>"];
    assert_eq!(events(&app, story.organization).await, log);
    assert_eq!(events(&app, story.provider).await, log);
    refused(&app, &service, &of_member(&story, story.admin_member, "remove"), &[], 404).await;
    service.get(&of_member(&story, story.admin_member, "remove")).await.expect(404);
}

#[tokio::test]
async fn the_provider_has_no_seat_to_leave() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    member(&app, story.organization, OLGA, Role::Owner, Status::Confirmed).await;
    drop_member(&app, story.organization, story.admin_member).await;
    assert!(!admin.get(&story.page()).await.says("Leave organization"));
    admin.get(&format!("{}/step-down", story.page())).await.expect(403);
    for act in ["step-down", "removal-request"] {
        let page = refused(&app, &admin, &format!("{}/{act}", story.page()), &[], 403).await;
        assert!(reason(&page).contains("Your role does not allow this"));
    }
}

#[tokio::test]
async fn an_owner_who_is_not_the_last_leaves_and_sees_nothing_any_more() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (_, olga) = member(&app, story.organization, OLGA, Role::Owner, Status::Confirmed).await;
    let sure = olga.get(&story.page()).await.click("#menu-leave").await.expect(200);
    assert!(sure.says("lose every right in the organization at once") && sure.says("2 / 25 → 1 / 25"));
    let gone = sure.form("section.sheet form").submit().await.expect(303).follow().await;
    assert_eq!(
        (gone.path.as_str(), gone.text("#notice span")),
        ("/organizations", "You have left My Client's Organization. The seat is free.".to_owned())
    );
    assert_eq!(app.mail_for("ada@provider.example").await.subject, "olga has left My Client's Organization");
    olga.get(&story.page()).await.expect(404);
    assert_eq!(admin.get(&story.page()).await.text("#seats .num"), "1 / 25");
    assert_eq!(events(&app, story.organization).await, ["1 member_left olga <olga@client.example>"]);
}
