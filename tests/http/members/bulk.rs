//! One act for many members: a plan first, then all of it or nothing.

use super::super::help::{events, member, post, refused, set_seats};
use super::begin;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use uuid::Uuid;

/// Ticks these on the organization's page and presses the button of the bar.
async fn tick(client: &Client, story: &Story, members: &[Uuid], button: &str) -> Page {
    let form = client.get(&story.page()).await.form("#selection");
    let form = members.iter().fold(form, |form, member| form.check("member", &member.to_string()));
    form.press(button).submit().await
}

async fn send(app: &TestApp, client: &Client, story: &Story, act: &str, members: &[Uuid], status: u16) -> Page {
    let ids: Vec<String> = members.iter().map(Uuid::to_string).collect();
    let mut fields = vec![("act", act)];
    fields.extend(ids.iter().map(|id| ("member", id.as_str())));
    refused(app, client, &format!("{}/members/bulk", story.page()), &fields, status).await
}

#[tokio::test]
async fn confirm_all_says_who_first_and_leaves_out_whom_one_may_not_confirm() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (_, adam) = member(&app, story.organization, "adam@client.example", Role::Admin, Status::Confirmed).await;
    for (email, role) in
        [("anna@client.example", Role::Owner), ("uma@client.example", Role::User), ("bo@client.example", Role::Admin)]
    {
        app.member(story.organization, &app.person(email).await, role, Status::Accepted).await;
    }
    let plan = adam.get(&story.page()).await.click("#confirm-all").await.expect(200);
    assert!(plan.says("Confirm 2 people at My Client's Organization?") && plan.says("One person is left out."), "{plan}");
    let rows = plan.texts("#plan li");
    assert!(rows[0].contains("anna@client.example") && rows[0].contains("Owner · Needs confirmation"), "{rows:?}");
    assert!(rows[0].contains("The role of this person is above yours"), "{rows:?}");
    let done = plan.form("section.sheet form").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("2 people are confirmed."));
    for email in ["uma@client.example", "bo@client.example"] {
        assert_eq!(app.mail_for(email).await.subject, "You are confirmed at My Client's Organization");
    }
    assert_eq!(app.db.number("SELECT COUNT(*) FROM members WHERE status = 'accepted'").await, 1);
    let log = events(&app, story.organization).await;
    assert_eq!(log, ["1 member_confirmed adam <adam@client.example>", "2 member_confirmed adam <adam@client.example>"]);
    let plan = admin.get(&story.page()).await.click("#confirm-all").await;
    assert!(plan.says("Confirm one person at My Client's Organization?"));
}

#[tokio::test]
async fn ticked_members_are_revoked_restored_and_removed_after_a_plan() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (uma, hers) = member(&app, story.organization, "uma@client.example", Role::User, Status::Confirmed).await;
    let ivan = app.invited(story.organization, "ivan@client.example", Role::User).await;
    let plan = tick(&admin, &story, &[uma, ivan], "Revoke access").await.expect(200);
    assert!(plan.says("Revoke the access of 2 people") && plan.says("Occupied seats: 3 / 25 → 1 / 25."), "{plan}");
    let before = app.db.snapshot().await;
    tick(&admin, &story, &[], "Remove").await.expect(200);
    app.db.assert_unchanged_since(&before).await;
    plan.form("section.sheet form").submit().await.expect(303);
    app.mail_for("uma@client.example").await;
    hers.get(&story.page()).await.expect(404);
    let plan = tick(&admin, &story, &[uma, ivan], "Restore access").await;
    let done = plan.form("section.sheet form").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("The access of 2 people is restored."));
    app.mail_for("uma@client.example").await;
    assert!(app.mail_for("ivan@client.example").await.subject.starts_with("Invitation"));
    hers.get(&story.page()).await.expect(200);
    let plan = tick(&admin, &story, &[uma, ivan], "Remove").await;
    let done = plan.form("section.sheet form").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("2 people are removed.") && done.text("#seats .num") == "1 / 25");
    app.mail_for("uma@client.example").await;
    assert_eq!(events(&app, story.provider).await.len(), 6);
}

#[tokio::test]
async fn both_owners_at_once_are_refused_and_a_foreign_id_changes_nothing() {
    let app = TestApp::spawn().await;
    let (story, _) = begin(&app).await;
    let service = app.signed_in(&story.service).await;
    let (olga, _) = member(&app, story.organization, "olga@client.example", Role::Owner, Status::Confirmed).await;
    let (uma, _) = member(&app, story.organization, "uma@client.example", Role::User, Status::Confirmed).await;
    let foreign = app.invited(story.client, "fay@else.example", Role::User).await;
    for act in ["remove", "revoke"] {
        let page = send(&app, &service, &story, act, &[story.admin_member, olga, uma], 409).await;
        assert_eq!(page.texts("#plan li.off").len(), 2);
        assert!(page.texts("#plan li.off").iter().all(|row| row.contains("never without one. Leave one of them out.")), "{page}");
        assert_eq!(page.form("section.sheet form").value("member"), Some(uma.to_string()), "what can be done is offered");
        for stranger in [foreign, app.app.new_id::<Uuid>()] {
            send(&app, &service, &story, act, &[uma, stranger], 404).await;
            let ids = format!("?act={act}&member={uma}&member={stranger}");
            service.get(&format!("{}/members/bulk{ids}", story.page())).await.expect(404);
        }
    }
    let page = send(&app, &service, &story, "remove", &[story.admin_member, olga], 409).await;
    assert_eq!(page.texts(".dialog-foot a"), ["Invite member", "Back to the members"], "the way out where nothing can be done");
    let page = send(&app, &service, &story, "confirm", &[uma], 409).await;
    assert!(page.says("Something has changed since you looked, so nothing was done"), "{page}");
    send(&app, &service, &story, "dance", &[uma], 422).await;
    let many: Vec<Uuid> = (0..201).map(|_| app.app.new_id::<Uuid>()).collect();
    send(&app, &service, &story, "remove", &many, 422).await;
    let page =
        post(&service, &format!("{}/members/bulk", story.page()), &[("act", "remove"), ("member", &uma.to_string())]).await;
    page.expect(303);
    app.mail_for("uma@client.example").await;
}

#[tokio::test]
async fn oneself_is_left_out_and_no_more_are_restored_than_there_are_seats() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (olga, hers) = member(&app, story.organization, "olga@client.example", Role::Owner, Status::Confirmed).await;
    assert!(!hers.get(&story.page()).await.has(&format!("#member-{olga} .cell-pick input")), "no box for oneself");
    let page = send(&app, &hers, &story, "remove", &[olga], 409).await;
    assert!(page.text("#plan li.off").contains("Leave organization"));
    let mut revoked = Vec::new();
    for email in ["ria@client.example", "rik@client.example"] {
        let person = app.person(email).await;
        revoked.push(app.member(story.organization, &person, Role::User, Status::Revoked).await);
    }
    set_seats(&app, story.organization, 3).await;
    send(&app, &hers, &story, "restore", &revoked, 409).await;
    let plan = tick(&hers, &story, &revoked, "Restore access").await;
    assert!(plan.says("Restore the access of one person") && plan.text("#plan li.off").contains("rik"), "{plan}");
    plan.form("section.sheet form").submit().await.expect(303);
    app.mail_for("ria@client.example").await;
    assert_eq!(admin.get(&story.page()).await.text("#seats .num"), "3 / 3");
}

#[tokio::test]
async fn what_was_done_to_many_is_undone_from_the_notice() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let (story, admin) = begin(&app).await;
    let (uma, hers) = member(&app, story.organization, "uma@client.example", Role::User, Status::Confirmed).await;
    let ivan = app.invited(story.organization, "ivan@client.example", Role::User).await;
    let revoked = "SELECT COUNT(*) FROM members WHERE status = 'revoked'";
    let plan = tick(&admin, &story, &[uma, ivan], "Revoke access").await;
    let done = plan.form("section.sheet form").submit().await.expect(303).follow().await;
    assert_eq!(app.db.number(revoked).await, 2);
    let undone = done.form("#notice form").press("Undo").submit().await.expect(303).follow().await;
    assert!(undone.text("#notice").contains("The access of 2 people is restored."), "{undone}");
    hers.get(&story.page()).await.expect(200);
    undone.form("#notice form").press("Undo").submit().await.expect(303);
    assert_eq!(app.db.number(revoked).await, 2);
    let plan = tick(&admin, &story, &[uma], "Remove").await;
    let done = plan.form("section.sheet form").submit().await.expect(303).follow().await;
    assert!(!done.has("#notice form"), "who is removed comes back by an invitation alone");
}

#[tokio::test]
async fn above_twenty_five_the_number_of_members_is_typed() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let (story, admin) = begin(&app).await;
    set_seats(&app, story.organization, 100).await;
    let mut people = Vec::new();
    for number in 0..26 {
        people.push(app.invited(story.organization, &format!("p{number}@client.example"), Role::User).await);
    }
    let query: String = people.iter().map(|id| format!("&member={id}")).collect();
    let plan = admin.get(&format!("{}/members/bulk?act=revoke{query}", story.page())).await.expect(200);
    assert!(plan.says("Type 26 to go on") && plan.text(".plan-sum") == "26 of 26 selected", "{plan}");
    let before = app.db.snapshot().await;
    let page = plan.form("section.sheet form").submit().await.expect(422);
    assert!(page.text(".error").contains("Type the number 26 here"), "{page}");
    app.db.assert_unchanged_since(&before).await;
    let done = page.form("section.sheet form").set("number", "26").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("The access of 26 people is revoked."), "{done}");
}
