//! Who may do what to whom among the members of an organization, and twice.

pub mod bars;
pub mod bulk;
pub mod handover;
pub mod invitations;
pub mod inviting;
pub mod list;
pub mod races;
mod removals;
pub mod revoking;
pub mod roles;
mod strangers;

use super::help::{drop_member, link, member, post, reason, refused, set_state};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use uuid::Uuid;

const PRESSES: [&str; 5] = ["confirm", "resend", "remove", "revoke", "restore"];

async fn press(client: &Client, story: &Story, member: Uuid, act: &str) -> Page {
    post(client, &format!("{}/members/{member}/{act}", story.page()), &[]).await
}

async fn refused_press(app: &TestApp, client: &Client, story: &Story, (member, act): (Uuid, &str), status: u16) -> Page {
    refused(app, client, &format!("{}/members/{member}/{act}", story.page()), &[], status).await
}

/// Where an act is refused for the last confirmed owner: nothing to press, no consequences, and the way out.
pub fn assert_way_out(page: &Page, story: &Story) {
    assert!(!page.has(".dialog-foot button") && !page.has(".dialog-body > p"), "{page}");
    let invite = format!("{}/members/new?role=owner", story.page());
    assert_eq!(page.one("#way-out").attr("href"), Some(invite.as_str()));
    assert_eq!(page.texts(".dialog-foot a"), ["Invite member", "Back to the members"]);
}

async fn begin(app: &TestApp) -> (Story, Client) {
    let story = Story::begin(app).await;
    link(app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    (story, admin)
}

#[tokio::test]
async fn what_is_done_already_is_a_conflict_and_changes_nothing() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (accepted, _) = member(&app, story.organization, "anna@client.example", Role::Owner, Status::Accepted).await;
    let invited = app.invited(story.organization, "ivan@client.example", Role::User).await;
    let revoked = app.person("rita@client.example").await;
    let revoked = app.member(story.organization, &revoked, Role::User, Status::Revoked).await;
    let page = refused_press(&app, &admin, &story, (accepted, "resend"), 409).await;
    assert!(reason(&page).contains("has accepted already"));
    press(&admin, &story, accepted, "confirm").await.expect(303);
    assert_eq!(app.mail_for("anna@client.example").await.subject, "You are confirmed at My Client's Organization");
    let page = refused_press(&app, &admin, &story, (accepted, "confirm"), 409).await;
    assert_eq!(reason(&page), "This person is confirmed already.");
    let page = refused_press(&app, &admin, &story, (invited, "confirm"), 409).await;
    assert!(reason(&page).contains("has not accepted the invitation yet"));
    for act in ["confirm", "resend"] {
        let page = refused_press(&app, &admin, &story, (revoked, act), 409).await;
        assert_eq!(reason(&page), "The access of this person is revoked. Restore it first.", "{act}");
    }
    let page = refused_press(&app, &admin, &story, (revoked, "revoke"), 409).await;
    assert_eq!(reason(&page), "The access of this person is revoked already. Nothing more has to be done.");
    let page = refused_press(&app, &admin, &story, (accepted, "restore"), 409).await;
    assert!(reason(&page).contains("is not revoked, so there is nothing to restore"));
    for (email, role) in [("IVAN@client.example", "user"), ("anna@client.example", "owner"), ("rita@client.example", "user")] {
        let fields = [("email", email), ("role", role)];
        let page = refused(&app, &admin, &format!("{}/members", story.page()), &fields, 409).await;
        assert!(reason(&page).contains("in the organization already"), "{email}");
    }
    press(&admin, &story, invited, "remove").await.expect(303);
    refused_press(&app, &admin, &story, (invited, "remove"), 404).await;
    press(&admin, &story, revoked, "remove").await.expect(303);
    assert_eq!(app.mail_for("rita@client.example").await.subject, "You were removed from My Client's Organization");
    assert_eq!(admin.get(&story.page()).await.text("#seats .num"), "2 / 25", "a revoked member took no seat");
}

#[tokio::test]
async fn an_admin_of_the_organization_manages_everybody_but_owners() {
    let app = TestApp::spawn().await;
    let (story, _) = begin(&app).await;
    let (_, adam) = member(&app, story.organization, "adam@client.example", Role::Admin, Status::Confirmed).await;
    let (accepted, _) = member(&app, story.organization, "anna@client.example", Role::Owner, Status::Accepted).await;
    let invited = app.invited(story.organization, "ivan@client.example", Role::Owner).await;
    let invite = format!("{}/members", story.page());
    let page = refused(&app, &adam, &invite, &[("email", "eve@client.example"), ("role", "owner")], 403).await;
    assert!(reason(&page).contains("Your role does not allow this"));
    for target in
        [(accepted, "confirm"), (accepted, "remove"), (invited, "resend"), (invited, "remove"), (story.admin_member, "remove")]
    {
        refused_press(&app, &adam, &story, target, 403).await;
    }
    adam.get(&format!("{}/members/{}/remove", story.page(), story.admin_member)).await.expect(403);
    let page = adam.get(&story.page()).await.expect(200);
    for owner in [accepted, invited, story.admin_member] {
        assert!(page.has(&format!("#member-{owner}")) && !page.has(&format!("#member-{owner} details")), "no menu for an owner");
    }
    let form = page.click("#invite").await.form(&format!("form[action='{invite}']"));
    assert_eq!(form.values("role"), ["admin", "user"]);
    form.set("emails", "uma@client.example").set("role", "admin").submit().await.expect(303);
    app.mail_for("uma@client.example").await;
}

#[tokio::test]
async fn a_plain_user_sees_the_organization_and_none_of_its_members() {
    let app = TestApp::spawn().await;
    let (story, _) = begin(&app).await;
    let (own, uma) = member(&app, story.organization, "uma@client.example", Role::User, Status::Confirmed).await;
    let page = uma.get(&story.page()).await.expect(200);
    assert!(page.says("Enterprise (Annually) 2020") && page.says("Example Services, since"));
    assert!(!page.has("#members") && !page.has("#handover") && !page.says("ada"), "{page}");
    uma.get(&format!("{}/members/new", story.page())).await.expect(403);
    refused(&app, &uma, &format!("{}/members", story.page()), &[("email", "x@y.example"), ("role", "user")], 403).await;
    refused(&app, &uma, &format!("{}/members", story.page()), &[("email", "x"), ("role", "boss")], 403).await;
    for target in [own, story.admin_member, app.app.new_id::<Uuid>()] {
        for act in PRESSES {
            refused_press(&app, &uma, &story, (target, act), 403).await;
        }
    }
    uma.get(&story.page()).await.click("#leave").await.form("section.sheet form").submit().await.expect(303);
    uma.get(&story.page()).await.expect(404);
}

#[tokio::test]
async fn people_of_a_suspended_provider_look_and_change_nothing() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let service = app.signed_in(&story.service).await;
    let (_, olga) = member(&app, story.organization, "olga@client.example", Role::Owner, Status::Confirmed).await;
    let (accepted, _) = member(&app, story.organization, "anna@client.example", Role::Owner, Status::Accepted).await;
    let invited = app.invited(story.organization, "ivan@client.example", Role::User).await;
    drop_member(&app, story.organization, story.admin_member).await;
    set_state(&app, "providers", story.provider, "suspended").await;
    for visitor in [&admin, &service] {
        let page = visitor.get(&story.page()).await.expect(200);
        assert_eq!(page.texts("#members tbody tr").len(), 3);
        assert!(
            !page.has("#invite")
                && !page.has("main form[method=post]")
                && !page.has(".cell-pick")
                && !page.has("#members details"),
            "{page}"
        );
        for (target, act) in [(accepted, "confirm"), (accepted, "remove"), (invited, "resend"), (invited, "remove")] {
            let page = refused_press(&app, visitor, &story, (target, act), 403).await;
            assert!(reason(&page).contains("Your provider is suspended. You can look at everything"), "{act}");
        }
        let fields = [("email", "x@y.example"), ("role", "user")];
        let page = refused(&app, visitor, &format!("{}/members", story.page()), &fields, 403).await;
        assert!(reason(&page).contains("Your provider is suspended"));
        assert_eq!(visitor.get("/clients").await.expect(200).texts("tbody tr").len(), 2);
    }
    press(&olga, &story, accepted, "confirm").await.expect(303);
    app.mail_for("anna@client.example").await;
}

#[tokio::test]
async fn a_suspended_organization_is_open_to_its_providers_admins_only() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let service = app.signed_in(&story.service).await;
    let (_, olga) = member(&app, story.organization, "olga@client.example", Role::Owner, Status::Confirmed).await;
    let (accepted, _) = member(&app, story.organization, "anna@client.example", Role::User, Status::Accepted).await;
    set_state(&app, "organizations", story.organization, "suspended").await;
    let why = "Until a provider admin of Example Services reactivates it, nobody else has access.";
    for visitor in [&olga, &service] {
        let page = visitor.get(&story.page()).await.expect(403);
        assert!(reason(&page).contains(why) && !page.says("ada@provider"));
        for act in PRESSES {
            let page = refused_press(&app, visitor, &story, (accepted, act), 403).await;
            assert!(reason(&page).contains(why));
        }
        refused(&app, visitor, &format!("{}/members", story.page()), &[("email", "x@y.example"), ("role", "user")], 403).await;
        refused(&app, visitor, &format!("{}/step-down", story.page()), &[], 403).await;
        refused(&app, visitor, &format!("{}/removal-request", story.page()), &[], 403).await;
    }
    assert!(olga.get("/organizations").await.text("tbody th").contains("Suspended"));
    let page = admin.get(&story.page()).await.expect(200);
    assert_eq!(page.texts(".heading .status.suspended"), ["Suspended"]);
}
