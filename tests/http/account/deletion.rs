//! Deleting one's own account: nothing is left without its last owner or admin, whatever happens
//! at the same time.

use crate::help::{events, member, reason, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, Visitor, at_once};
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;

const FORM: &str = "#delete-account";

async fn delete(client: &Client) -> Page {
    client.get("/account/delete").await.form(FORM).set("current_password", PASSWORD).submit().await
}

/// Somebody else who owns the story's organization.
async fn backup(app: &TestApp, story: &Story) -> (Person, uuid::Uuid) {
    let olga = app.person("olga@client.example").await;
    let member = app.member(story.organization, &olga, Role::Owner, Status::Confirmed).await;
    (olga, member)
}

/// Somebody else who is an admin of the story's provider.
async fn colleague(app: &TestApp, story: &Story) -> Person {
    let ben = app.person("ben@provider.example").await;
    app.join(story.provider, &ben, ProviderRole::Admin).await;
    ben
}

#[tokio::test]
async fn everything_ends_with_it_and_the_logs_stay() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (olga, _) = backup(&app, &story).await;
    colleague(&app, &story).await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    app.member(story.client, &story.admin, Role::User, Status::Revoked).await;
    let (admin, other) = (app.signed_in(&story.admin).await, app.signed_in(&story.admin).await);
    let page = admin.get("/account").await.click("Delete account").await;
    assert!(page.says("You stop being a member of 2 organizations.") && page.says("one provider and its clients"), "{page}");
    let gone = page.form(FORM).set("current_password", PASSWORD).submit().await.expect(303).follow().await;
    assert!(gone.says("Your account is deleted."), "{gone}");
    assert_eq!(app.mail_for(&story.admin.email).await.subject, "Your account is deleted");
    assert_eq!(app.mail_for(&olga.email).await.subject, "ada has left My Client's Organization");
    for client in [&admin, &other] {
        client.get("/account").await.expect(303);
    }
    let person = sql_id(&app.db, story.admin.id);
    for table in ["members", "provider_members", "sessions", "client_openings", "two_steps"] {
        let count = format!("SELECT COUNT(*) FROM {table} WHERE account_id = {person}");
        assert_eq!(app.db.number(&count).await, 0, "{table}");
    }
    assert_eq!(app.db.number("SELECT occupied FROM organizations WHERE plan LIKE 'Enterprise%'").await, 1, "the seat is free");
    let log = events(&app, story.organization).await;
    assert_eq!(log, ["1 member_left ada <ada@provider.example>"]);
    let log = events(&app, story.provider).await;
    assert_eq!(log.last().unwrap(), "2 provider_member_left ada <ada@provider.example>");
    let log = events(&app, story.admin.id).await;
    assert_eq!(log.last().unwrap(), "3 account_deleted ada <ada@provider.example>");
    assert!(!app.db.texts("SELECT email FROM accounts").await.contains(&story.admin.email));
    app.assert_sound().await;
}

#[tokio::test]
async fn the_address_begins_anew_without_any_right() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    backup(&app, &story).await;
    colleague(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let cookie = admin.cookie("portico-session").unwrap();
    delete(&admin).await.expect(303);
    let form = app.client().get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", &story.admin.email).set("password", PASSWORD).submit().await.expect(422);
    let again = app.person(&story.admin.email).await;
    assert_ne!(again.id, story.admin.id);
    let client = app.signed_in(&again).await;
    client.get("/clients").await.expect(404);
    client.get(&story.page()).await.expect(404);
    assert!(client.get("/organizations").await.says("No organizations yet"));
    let thief = app.client();
    thief.set_cookie("portico-session", &cookie);
    thief.get("/account").await.expect(303);
}

#[tokio::test]
async fn the_last_owner_and_the_last_admin_are_told_the_way_out() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/account/delete").await.expect(200);
    assert!(!page.has(FORM));
    assert_eq!(page.texts("#needed th a"), ["My Client's Organization", "Example Services"]);
    assert_eq!(page.one("#needed tr:first-child th a").attr("href"), Some(story.page().as_str()));
    assert_eq!(page.one("#needed tr:last-child th a").attr("href"), Some("/provider/members"));
    let before = app.db.snapshot().await;
    let refused = Visitor::of(admin.clone()).await.post("/account/delete", &[("current_password", PASSWORD)]);
    at_once(vec![refused]).await.expect(1, 409, &[]);
    app.db.assert_unchanged_since(&before).await;
    backup(&app, &story).await;
    let page = admin.get("/account/delete").await;
    assert_eq!(page.texts("#needed th a"), ["Example Services"]);
    colleague(&app, &story).await;
    assert!(admin.get("/account/delete").await.has(FORM));
}

#[tokio::test]
async fn another_owner_who_has_only_accepted_is_none() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    colleague(&app, &story).await;
    for (email, status) in
        [("a@client.example", Status::Invited), ("b@client.example", Status::Accepted), ("c@client.example", Status::Revoked)]
    {
        let person = app.person(email).await;
        app.member(story.organization, &person, Role::Owner, status).await;
    }
    let admin = app.signed_in(&story.admin).await;
    assert_eq!(admin.get("/account/delete").await.texts("#needed th a"), ["My Client's Organization"]);
}

#[tokio::test]
async fn without_the_password_nothing_happens() {
    let app = TestApp::spawn().await;
    let nora = app.person("nora@new.example").await;
    let client = app.signed_in(&nora).await;
    let page = client.get("/account/delete").await;
    let before = app.db.snapshot().await;
    for _ in 0..10 {
        let refused = page.form(FORM).set("current_password", "not the password").submit().await.expect(422);
        assert_eq!(refused.text("#current_password-error"), "This is not your current password.");
    }
    let refused = page.form(FORM).set("current_password", PASSWORD).submit().await.expect(429);
    assert!(reason(&refused).contains("That was too often."));
    page.form(FORM).without("form_token").submit().await.expect(403);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_owners_who_delete_their_accounts_and_leave_at_once_leave_one() {
    for _ in 0..4 {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        colleague(&app, &story).await;
        let (olga, member) = backup(&app, &story).await;
        let first = Visitor::of(app.signed_in(&story.admin).await).await;
        let second = Visitor::of(app.signed_in(&olga).await).await;
        let password = [("current_password", PASSWORD)];
        let posts = vec![
            first.post("/account/delete", &password),
            second.post("/account/delete", &password),
            second.post(&format!("{}/step-down", story.page()), &[]),
            first.post(&format!("{}/members/{member}/remove", story.page()), &[]),
        ];
        at_once(posts).await;
        let owners = "SELECT COUNT(*) FROM members WHERE role = 'owner' AND status = 'confirmed'";
        assert_eq!(app.db.number(owners).await, 1);
        app.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_admins_who_delete_their_accounts_at_once_leave_one() {
    for _ in 0..4 {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        backup(&app, &story).await;
        let ben = colleague(&app, &story).await;
        let mut posts = Vec::new();
        for person in [&story.admin, &ben] {
            let visitor = Visitor::of(app.signed_in(person).await).await;
            posts.push(visitor.post("/account/delete", &[("current_password", PASSWORD)]));
        }
        at_once(posts).await.expect(1, 303, &[409]);
        let admins = "SELECT COUNT(*) FROM provider_members WHERE role = 'admin' AND status = 'confirmed'";
        assert_eq!(app.db.number(admins).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_accepts_and_makes_organizations_while_deleting_is_nowhere_afterwards_or_everywhere() {
    for _ in 0..4 {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        let nora = app.person("nora@new.example").await;
        let owner = app.signed_in(&story.admin).await;
        let form = owner.get(&format!("{}/members/new", story.page())).await.form("section.sheet form");
        form.set("emails", &nora.email).submit().await.expect(303);
        let link = app.mail_for(&nora.email).await.link();
        let client = app.signed_in(&nora).await;
        let page = client.get(link.strip_prefix(&app.url("")).unwrap()).await.follow().await;
        let accept = Post::of(&client, &page.form("form[action='/invitation/acceptance']"));
        let make = client.get("/organizations/new").await.form("#new-organization").set("name", "Own").set("seats", "3");
        let end = client.get("/account/delete").await.form(FORM).set("current_password", PASSWORD);
        at_once(vec![accept, Post::of(&client, &make), Post::of(&client, &end)]).await;
        let orphans = "SELECT COUNT(*) FROM members m JOIN accounts a ON a.id = m.account_id WHERE a.disabled_at IS NOT NULL";
        assert_eq!(app.db.number(orphans).await, 0, "nobody is a member with a deleted account");
        app.assert_sound().await;
    }
}

#[tokio::test]
async fn an_invitation_made_by_a_deleted_account_is_worth_nothing() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    colleague(&app, &story).await;
    backup(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let form = admin.get(&format!("{}/members/new", story.page())).await.form("section.sheet form");
    form.set("emails", "eve@client.example").submit().await.expect(303);
    let link = app.mail_for("eve@client.example").await.link();
    let link = link.strip_prefix(&app.url("")).unwrap();
    app.client().get(link).await.follow().await.expect(200);
    delete(&admin).await.expect(303);
    app.client().get(link).await.follow().await.expect(410);
    let (_, owner) = member(&app, story.organization, "otto@client.example", Role::Owner, Status::Confirmed).await;
    owner.get(&story.page()).await.expect(200);
}
