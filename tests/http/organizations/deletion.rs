//! The end of an organization: password, mailed link, button. Its log stays, and nothing else.

use crate::help::{events, member, refused, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, Visitor, at_once};
use crate::support::database::Engine;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::email::Email;
use portico::domain::members::{Role, Status};
use portico::domain::time::HOUR;
use uuid::Uuid;

/// An organization that somebody made by mistake.
async fn alone(app: &TestApp) -> (Uuid, Person, Client) {
    let organization = app.organization("Lonely GmbH", "Teams (Monthly)", 5).await;
    let olga = app.person("olga@lonely.example").await;
    app.member(organization, &olga, Role::Owner, Status::Confirmed).await;
    let owner = app.signed_in(&olga).await;
    (organization, olga, owner)
}

fn home(organization: Uuid) -> String {
    format!("/organizations/{organization}")
}

async fn asked(app: &TestApp, owner: &Client, (organization, person): (Uuid, &Person)) -> String {
    let page = owner.get(&home(organization)).await.click("#delete-organization").await;
    let sent = page.form("section.sheet form").set("current_password", PASSWORD).submit().await.expect(303).follow().await;
    assert!(sent.text("#notice").contains("on its way"), "{sent}");
    app.mail_for(&person.email).await.link()
}

async fn last_page(owner: &Client, link: &str) -> Page {
    owner.get(link).await.expect(303).follow().await.expect(200)
}

#[tokio::test]
async fn password_then_link_then_button_delete_it_and_tell_its_members() {
    let app = TestApp::spawn().await;
    let (organization, olga, owner) = alone(&app).await;
    let (_, anna) = member(&app, organization, "anna@lonely.example", Role::User, Status::Accepted).await;
    let (_, uma) = member(&app, organization, "uma@lonely.example", Role::User, Status::Confirmed).await;
    member(&app, organization, "rob@lonely.example", Role::User, Status::Revoked).await;
    let form = owner.get(&format!("{}/members/new", home(organization))).await.form("section.sheet form");
    form.set("emails", "ivan@lonely.example").set("role", "user").submit().await.expect(303);
    let invitation = app.mail_for("ivan@lonely.example").await.link();
    let before = app.db.snapshot().await;
    let sheet = owner.get(&home(organization)).await.click("#delete-organization").await;
    assert!(sheet.says("4 people are members of it. They are notified by email."), "{sheet}");
    let wrong = sheet.form("section.sheet form").set("current_password", "no").submit().await.expect(422);
    assert!(wrong.says("not your current password"), "{wrong}");
    app.db.assert_unchanged_since(&before).await;

    let link = asked(&app, &owner, (organization, &olga)).await;
    let page = last_page(&owner, &link).await;
    let again = last_page(&owner, &link).await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM organizations").await, 1, "opening deletes nothing");
    let done = page.form("form#delete").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("Lonely GmbH is deleted."), "{done}");
    for table in ["organizations", "members", "seat_days", "client_openings"] {
        assert_eq!(app.db.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    for person in [&olga.email, "anna@lonely.example", "uma@lonely.example"] {
        assert_eq!(app.mail_for(person).await.subject, "Lonely GmbH is deleted", "{person}");
    }
    for client in [&anna, &uma, &owner] {
        client.get(&home(organization)).await.expect(404);
    }
    let withdrawn = app.client().get(&invitation).await.expect(303).follow().await.expect(410);
    assert!(withdrawn.says("the invitation was withdrawn"), "{withdrawn}");
    again.form("form#delete").submit().await.expect(410);
    let again = owner.get(&link).await.expect(303).follow().await.expect(410);
    assert!(again.says("The link has been used already. The organization is deleted."), "{again}");
    let log = events(&app, organization).await;
    assert!(log.last().is_some_and(|last| last.ends_with("organization_deleted olga <olga@lonely.example>")), "{log:?}");
    assert!(owner.get("/account/events").await.says("deleted Lonely GmbH"), "it stands in the own activity");
}

#[tokio::test]
async fn whoever_made_one_by_mistake_can_delete_the_account_again() {
    let app = TestApp::spawn().await;
    let nora = app.person("nora@new.example").await;
    let client = app.signed_in(&nora).await;
    let form = client.get("/organizations/new").await.form("#new-organization").set("name", "By mistake").set("seats", "3");
    let page = form.clone().submit().await.expect(303).follow().await.expect(200);
    let told = client.get("/account/delete").await;
    assert!(!told.has("#delete-account") && told.says("or delete the organization"), "{told}");
    let sheet = told.click("#needed a").await.expect(200).click("#delete-organization").await;
    assert!(sheet.says("You are its only member."), "{sheet}");
    sheet.form("section.sheet form").set("current_password", PASSWORD).submit().await.expect(303);
    let link = app.mail_for(&nora.email).await.link();
    last_page(&client, &link).await.form("form#delete").submit().await.expect(303);
    app.mail_for(&nora.email).await;
    // Its id stays taken by its log: the form that made it makes nothing a second time.
    form.submit().await.expect(404);
    client.get(&page.path).await.expect(404);
    client.get("/account/delete").await.form("#delete-account").set("current_password", PASSWORD).submit().await.expect(303);
    app.mail_for(&nora.email).await;
}

#[tokio::test]
async fn a_client_of_a_provider_stays_and_its_owners_read_the_way_on() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (_, owner) = member(&app, story.client, "olga@client.example", Role::Owner, Status::Confirmed).await;
    let (_, admin) = member(&app, story.client, "adam@client.example", Role::Admin, Status::Confirmed).await;
    let sheet = owner.get(&home(story.client)).await.click("#delete-organization").await.expect(200);
    assert!(sheet.says("Ask a provider admin to unlink it first") && !sheet.has(".dialog-foot .danger"), "{sheet}");
    let (path, password) = (format!("{}/deletion", home(story.client)), [("current_password", PASSWORD)]);
    assert!(refused(&app, &owner, &path, &password, 409).await.says("unlink it first"));
    for client in [&admin, &app.signed_in(&story.admin).await, &app.signed_in(&story.service).await] {
        assert!(!client.get(&home(story.client)).await.has("#delete-organization"));
        refused(&app, client, &path, &password, 403).await;
    }
}

#[tokio::test]
async fn the_link_works_for_an_hour_for_the_owner_who_asked_and_not_once_it_is_a_client() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (organization, olga, owner) = alone(&app).await;
    let (_, other) = member(&app, organization, "bea@lonely.example", Role::Owner, Status::Confirmed).await;
    let link = asked(&app, &owner, (organization, &olga)).await;
    other.get(&link).await.expect(303).follow().await.expect(403);
    app.client().get(&link).await.expect(303).follow().await.one("form[action='/sign-in']");
    let page = last_page(&owner, &link).await;
    let id = sql_id(&app.db, organization);
    let provider = sql_id(&app.db, story.provider);
    app.db.execute(&format!("UPDATE organizations SET provider_id = {provider}, linked_at = 1 WHERE id = {id}")).await;
    let before = app.db.snapshot().await;
    assert!(page.form("form#delete").submit().await.expect(409).says("unlink it first"));
    app.db.assert_unchanged_since(&before).await;
    app.db.execute(&format!("UPDATE organizations SET provider_id = NULL, linked_at = NULL WHERE id = {id}")).await;
    app.db.execute("UPDATE members SET role = 'user' WHERE email = 'olga@lonely.example'").await;
    page.form("form#delete").submit().await.expect(403);
    app.db.execute("UPDATE members SET role = 'owner' WHERE email = 'olga@lonely.example'").await;
    app.clock.advance(HOUR);
    page.form("form#delete").submit().await.expect(410);
    assert_eq!(app.db.number(&format!("SELECT COUNT(*) FROM organizations WHERE id = {id}")).await, 1);
}

#[tokio::test]
async fn asking_for_two_organizations_ends_neither_link() {
    let app = TestApp::spawn().await;
    let (first, olga, owner) = alone(&app).await;
    let second = app.organization("Second GmbH", "Teams (Monthly)", 5).await;
    app.member(second, &olga, Role::Owner, Status::Confirmed).await;
    let links = [asked(&app, &owner, (first, &olga)).await, asked(&app, &owner, (second, &olga)).await];
    let newer = asked(&app, &owner, (second, &olga)).await;
    assert!(owner.get(&links[1]).await.expect(303).follow().await.expect(410).says("replaced by a newer one"));
    for link in [&links[0], &newer] {
        last_page(&owner, link).await.form("form#delete").submit().await.expect(303);
        app.mail_for(&olga.email).await;
    }
}

#[tokio::test]
async fn what_was_owed_about_it_is_taken_back() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let (organization, olga, owner) = alone(&app).await;
    let link = asked(&app, &owner, (organization, &olga)).await;
    let page = last_page(&owner, &link).await;
    for email in ["ivan@lonely.example", "irma@lonely.example"] {
        let form = owner.get(&format!("{}/members/new", home(organization))).await.form("section.sheet form");
        form.set("emails", email).set("role", "user").submit().await.expect(303);
    }
    app.db.execute("UPDATE deliveries SET state = 'dead' WHERE recipient LIKE 'irma@%'").await;
    page.form("form#delete").submit().await.expect(303);
    let left = "SELECT recipient || ' ' || state FROM deliveries WHERE state <> 'sent' ORDER BY recipient";
    let owed = ["irma@lonely.example cancelled", "ivan@lonely.example cancelled", "olga@lonely.example pending"];
    assert_eq!(app.db.texts(left).await, owed);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM deliveries WHERE organization_id IS NOT NULL").await, 0);
    app.deliver().await;
    assert_eq!(app.smtp.take_all().last().expect("a mail").subject, "Lonely GmbH is deleted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_it_is_deleted_people_come_leave_and_delete_their_accounts() {
    for _ in 0..4 {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let (organization, olga, owner) = alone(&app).await;
        let (_, uma) = member(&app, organization, "uma@lonely.example", Role::User, Status::Confirmed).await;
        let (bob, bert) = member(&app, organization, "bert@lonely.example", Role::Owner, Status::Confirmed).await;
        let link = asked(&app, &owner, (organization, &olga)).await;
        let form = last_page(&owner, &link).await.form("form#delete");
        let mut posts = Post::of(&owner, &form).times(3);
        posts.push(Visitor::of(uma).await.post("/account/delete", &[("current_password", PASSWORD)]));
        let bert = Visitor::of(bert).await;
        posts.push(bert.post(&format!("{}/members", home(organization)), &[("emails", "new@lonely.example"), ("role", "user")]));
        posts.push(bert.post(&format!("{}/step-down", home(organization)), &[]));
        posts.push(Visitor::of(owner.clone()).await.post(&format!("{}/members/{bob}/remove", home(organization)), &[]));
        at_once(posts).await;
        assert_eq!(app.db.number("SELECT COUNT(*) FROM organizations").await, 0);
        let deleted = "SELECT COUNT(*) FROM events WHERE kind = 'organization_deleted' AND log_kind = 'organization'";
        assert_eq!(app.db.number(deleted).await, 1);
        assert_eq!(
            app.db.number("SELECT COUNT(*) FROM accounts WHERE email = 'uma@lonely.example'").await,
            0,
            "her account is gone"
        );
        app.assert_sound().await;
    }
}

#[tokio::test]
async fn many_members_are_all_told() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let organization = app.organization("Large GmbH", "Teams (Monthly)", 300).await;
    for number in 0..130 {
        let person = app.person(&format!("person{number}@large.example")).await;
        let role = if number == 0 { Role::Owner } else { Role::User };
        app.member(organization, &person, role, Status::Confirmed).await;
    }
    let done = portico::service::operator::organizations::delete(&app.app, "large gmbh").await.expect("the operator can");
    assert_eq!(done.name, "Large GmbH");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM deliveries WHERE payload LIKE '%organization_deleted%'").await, 130);
    let last = Email::parse("person129@large.example").expect("an address");
    let told = format!("SELECT COUNT(*) FROM deliveries WHERE recipient = '{}'", last.as_str());
    assert_eq!(app.db.number(&told).await, 1);
}

#[tokio::test]
async fn one_with_very_many_members_goes_too() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let organization = app.organization("Large GmbH", "Teams (Monthly)", 100_000).await;
    let id = app.db.id(organization);
    let (numbers, new_id) = match app.db.engine() {
        Engine::Sqlite => ("WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 40000)", "randomblob(16)"),
        Engine::Postgres => ("WITH s AS (SELECT generate_series(1, 40000) AS n)", "gen_random_uuid()"),
    };
    let invited = format!(
        "INSERT INTO members (id, organization_id, email, email_key, search, role, status, created_at) {numbers} SELECT {new_id}, \
         {id}, n || '@large.example', n || '@large.example', ' ' || n || '@large.example ', 'user', 'invited', 1 FROM s"
    );
    app.db.execute(&invited).await;
    app.count_seats().await;
    portico::service::operator::organizations::delete(&app.app, &organization.to_string()).await.expect("the operator can");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM members").await, 0);
}
