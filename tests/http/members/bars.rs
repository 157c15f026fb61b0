//! Whom the people of an organization took out: nobody of its provider brings that person back, in any way.

use super::super::help::{link, member, post, reason, refused, sql_id};
use super::invitations::path_of;
use super::{begin, press, refused_press};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::page::Page;
use crate::support::smtp_mail::Mail;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use uuid::Uuid;

const BARRED: &str = "Only one of its owners can invite this person again.";

/// The story with an owner of the organization's own, who has taken the provider's admin out by this act.
async fn taken_out(app: &TestApp, act: &str) -> (Story, Client, Client) {
    let (story, admin) = begin(app).await;
    let (_, olga) = member(app, story.organization, "olga@client.example", Role::Owner, Status::Confirmed).await;
    press(&olga, &story, story.admin_member, act).await.expect(303);
    app.mail_for("ada@provider.example").await;
    (story, admin, olga)
}

async fn invite(client: &Client, story: &Story, emails: &str) -> Page {
    let fields = [("emails", emails), ("role", "user")];
    post(client, &format!("{}/members", story.page()), &fields).await
}

/// Opens the link of the mail and accepts.
async fn accept(app: &TestApp, client: &Client, mail: &Mail) -> Page {
    let page = client.get(&path_of(app, &mail.link())).await.follow().await;
    page.form("form[action='/invitation/acceptance']").submit().await
}

/// Invites this address alone, in vain.
async fn barred(app: &TestApp, client: &Client, story: &Story, email: &str) {
    let before = app.db.snapshot().await;
    let page = invite(client, story, email).await;
    assert!(page.says(BARRED), "{page}");
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn who_was_removed_is_not_invited_by_oneself_or_a_colleague_and_is_by_an_owner() {
    let app = TestApp::spawn().await;
    let (story, admin, olga) = taken_out(&app, "remove").await;
    let service = app.signed_in(&story.service).await;
    let (_, adam) = member(&app, story.organization, "adam@client.example", Role::Admin, Status::Confirmed).await;
    for who in [&admin, &service, &adam] {
        barred(&app, who, &story, "Ada@Provider.example").await;
    }
    // Of several addresses only the barred one is refused.
    let page = invite(&admin, &story, "ada@provider.example, ben@client.example").await;
    assert!(page.says("1 of 2 were invited") && page.says(BARRED), "{page}");
    app.mail_for("ben@client.example").await;
    invite(&olga, &story, "ada@provider.example").await.expect(303);
    let mail = app.mail_for("ada@provider.example").await;
    accept(&app, &admin, &mail).await.expect(303);
    app.mail_for("olga@client.example").await;
    app.mail_for("adam@client.example").await;
    // Removed by a colleague alone, nobody is barred.
    let id = member_of(&app, &story, "ada@provider.example").await;
    press(&service, &story, id, "remove").await.expect(303);
    app.mail_for("ada@provider.example").await;
    invite(&admin, &story, "ada@provider.example").await.expect(303);
    app.mail_for("ada@provider.example").await;
}

#[tokio::test]
async fn who_was_revoked_is_not_restored_one_by_one_or_many_at_once() {
    let app = TestApp::spawn().await;
    let (story, admin, olga) = taken_out(&app, "revoke").await;
    let service = app.signed_in(&story.service).await;
    let (ben, _) = member(&app, story.organization, "ben@client.example", Role::User, Status::Revoked).await;
    for who in [&admin, &service] {
        let page = refused_press(&app, who, &story, (story.admin_member, "restore"), 409).await;
        assert!(reason(&page).contains(BARRED), "{page}");
        let both = [story.admin_member.to_string(), ben.to_string()];
        let fields = [("act", "restore"), ("member", both[0].as_str()), ("member", both[1].as_str())];
        let page = refused(&app, who, &format!("{}/members/bulk", story.page()), &fields, 409).await;
        assert!(page.says(BARRED), "{page}");
        barred(&app, who, &story, "ada@provider.example").await;
    }
    // Taken out of the list altogether, the person is barred as before.
    press(&service, &story, story.admin_member, "remove").await.expect(303);
    app.mail_for("ada@provider.example").await;
    barred(&app, &admin, &story, "ada@provider.example").await;
    invite(&olga, &story, "ada@provider.example").await.expect(303);
    app.mail_for("ada@provider.example").await;
}

#[tokio::test]
async fn another_address_lets_nobody_back_in() {
    let app = TestApp::spawn().await;
    let (story, admin, olga) = taken_out(&app, "remove").await;
    // Nobody has this address yet: a colleague invites it, and the person moves there.
    let service = app.signed_in(&story.service).await;
    invite(&service, &story, "fresh@provider.example").await.expect(303);
    let mail = app.mail_for("fresh@provider.example").await;
    let id = sql_id(&app.db, story.admin.id);
    let moved = "UPDATE accounts SET email = 'fresh@provider.example', email_key = 'fresh@provider.example' WHERE id =";
    app.db.execute(&format!("{moved} {id}")).await;
    let before = app.db.snapshot().await;
    let page = accept(&app, &admin, &mail).await.expect(409);
    assert!(reason(&page).contains(BARRED), "{page}");
    app.db.assert_unchanged_since(&before).await;
    let again = member_of(&app, &story, "fresh@provider.example").await;
    refused_press(&app, &service, &story, (again, "resend"), 409).await;
    refused(&app, &service, &format!("{}/members/{again}/role", story.page()), &[("role", "owner")], 409).await;
    // The owner's word lifts it, whichever address the account has.
    press(&olga, &story, again, "resend").await.expect(303);
    let mail = app.mail_for("fresh@provider.example").await;
    accept(&app, &admin, &mail).await.expect(303);
    app.mail_for("olga@client.example").await;
}

#[tokio::test]
async fn leaving_the_provider_for_a_while_is_no_way_around() {
    let app = TestApp::spawn().await;
    let (story, _, _) = taken_out(&app, "remove").await;
    let bea = app.person("bea@provider.example").await;
    app.join(story.provider, &bea, ProviderRole::Admin).await;
    let hers = app.signed_in(&bea).await;
    let (provider, account) = (sql_id(&app.db, story.provider), sql_id(&app.db, story.admin.id));
    let out = format!("DELETE FROM provider_members WHERE provider_id = {provider} AND account_id = {account}");
    app.db.execute(&out).await;
    barred(&app, &hers, &story, "ada@provider.example").await;
    // Somebody of the client who was taken out as nobody's person, and joins the provider afterwards.
    let (uma, _) = member(&app, story.organization, "uma@client.example", Role::User, Status::Confirmed).await;
    let (_, olga) = member(&app, story.organization, "oda@client.example", Role::Owner, Status::Confirmed).await;
    press(&olga, &story, uma, "remove").await.expect(303);
    app.mail_for("uma@client.example").await;
    let person = sql_id(&app.db, account_of(&app, "uma@client.example").await);
    let into = "INSERT INTO provider_members (id, provider_id, account_id, email, email_key, role, status, created_at)";
    let id = sql_id(&app.db, app.app.new_id());
    let values = format!("({id}, {provider}, {person}, 'uma@client.example', 'uma@client.example', 'service', 'confirmed', 1)");
    app.db.execute(&format!("{into} VALUES {values}")).await;
    barred(&app, &hers, &story, "uma@client.example").await;
}

#[tokio::test]
async fn an_ordinary_person_of_the_client_is_brought_back_by_the_provider() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (_, olga) = member(&app, story.organization, "olga@client.example", Role::Owner, Status::Confirmed).await;
    let (uma, _) = member(&app, story.organization, "uma@client.example", Role::User, Status::Confirmed).await;
    press(&olga, &story, uma, "remove").await.expect(303);
    app.mail_for("uma@client.example").await;
    invite(&admin, &story, "uma@client.example").await.expect(303);
    app.mail_for("uma@client.example").await;
}

#[tokio::test]
async fn an_owner_who_is_of_the_provider_too_lifts_nothing() {
    let app = TestApp::spawn().await;
    let (story, _, _) = taken_out(&app, "remove").await;
    let bea = app.person("bea@provider.example").await;
    app.join(story.provider, &bea, ProviderRole::Service).await;
    app.member(story.organization, &bea, Role::Owner, Status::Confirmed).await;
    barred(&app, &app.signed_in(&bea).await, &story, "ada@provider.example").await;
    link(&app, &story).await;
}

async fn member_of(app: &TestApp, story: &Story, email: &str) -> Uuid {
    let id = sql_id(&app.db, story.organization);
    id_of(app, &format!("members WHERE organization_id = {id} AND email_key = '{email}'")).await
}

async fn account_of(app: &TestApp, email: &str) -> Uuid {
    id_of(app, &format!("accounts WHERE email_key = '{email}'")).await
}

async fn id_of(app: &TestApp, rows: &str) -> Uuid {
    let shown = match app.db.engine() {
        Engine::Sqlite => "LOWER(HEX(id))",
        Engine::Postgres => "CAST(id AS TEXT)",
    };
    let found = app.db.texts(&format!("SELECT {shown} FROM {rows}")).await.remove(0);
    Uuid::parse_str(&found).expect("an id")
}
