//! Those who are new here invite few people, and nobody's use of the portal is another tenant's limit.

use super::{begin, press};
use crate::help::{edit, post, reason, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::page::Page;
use crate::support::world::Person;
use portico::domain::inviting::FRESH;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::domain::time::{DAY, HOUR};
use uuid::Uuid;

/// Lets the portal believe the header of whoever asks, and nobody wait for mail.
async fn spawn() -> TestApp {
    let mut app = TestApp::spawn_with(|settings| {
        settings.trusted_proxies = vec!["127.0.0.1".parse().expect("a network")];
        settings.client_address_header = "x-forwarded-for".into();
    })
    .await;
    app.ignore_mail();
    app
}

async fn made_just_now(app: &TestApp, table: &str, id: Uuid) {
    let (now, id) = (app.app.now(), sql_id(&app.db, id));
    app.db.execute(&format!("UPDATE {table} SET created_at = {now} WHERE id = {id}")).await;
}

/// An organization of somebody without a provider, with its owner's browser at this address.
async fn tenant(app: &TestApp, name: &str, address: &str) -> (Person, Uuid, Client) {
    let owner = app.person(&format!("{name}@tenant.example")).await;
    let organization = app.organization(name, "Teams (Monthly)", 500).await;
    app.member(organization, &owner, Role::Owner, Status::Confirmed).await;
    let client = app.signed_in(&owner).await.with_header("x-forwarded-for", address);
    (owner, organization, client)
}

/// As [`tenant`], where the account and the organization were made just now.
async fn newcomer(app: &TestApp, name: &str, address: &str) -> (Person, Uuid, Client) {
    let (owner, organization, client) = tenant(app, name, address).await;
    made_just_now(app, "accounts", owner.id).await;
    made_just_now(app, "organizations", organization).await;
    (owner, organization, client)
}

fn guests(name: &str, numbers: std::ops::Range<usize>) -> String {
    numbers.map(|number| format!("{name}{number}@guest.example")).collect::<Vec<_>>().join("\n")
}

async fn invite(client: &Client, organization: Uuid, emails: &str) -> Page {
    post(client, &format!("/organizations/{organization}/members"), &[("emails", emails), ("role", "user")]).await
}

async fn invited(app: &TestApp) -> i64 {
    app.db.number("SELECT COUNT(*) FROM members WHERE status = 'invited'").await
}

#[tokio::test]
async fn a_new_company_of_fifteen_gets_through_and_two_hundred_strangers_do_not() {
    let app = spawn().await;
    let (_, organization, nora) = newcomer(&app, "nora", "192.0.2.1").await;
    invite(&nora, organization, &guests("a", 0..14)).await.expect(303);
    // What comes to nothing is not counted: who is there already, and what is no address.
    invite(&nora, organization, &guests("a", 0..11)).await.expect(409);
    invite(&nora, organization, &guests("a", 3..14)).await.expect(409);
    invite(&nora, organization, &format!("nobody, {}", guests("a", 14..25))).await.expect(200);
    assert_eq!(invited(&app).await, 25);
    let before = app.db.snapshot().await;
    for number in 0..10 {
        let page = invite(&nora, organization, &guests("b", number * 20..number * 20 + 20)).await.expect(429);
        let wait: i64 = page.header("retry-after").parse().expect("seconds");
        assert!((DAY / 1000 - 60..=DAY / 1000).contains(&wait), "{wait}");
        assert!(reason(&page).contains("Nobody on this list was invited.") && reason(&page).contains("new here"), "{page}");
        assert!(page.form("section.sheet form").value("emails").unwrap().contains("guest.example"), "the list stays");
    }
    app.db.assert_unchanged_since(&before).await;
    app.clock.advance(DAY);
    let nora = app.signed_in(&Person { id: Uuid::nil(), email: "nora@tenant.example".into() }).await;
    invite(&nora, organization, &guests("b", 0..20)).await.expect(303);
}

#[tokio::test]
async fn of_a_form_that_is_too_much_nothing_is_done_and_a_smaller_one_passes() {
    let app = spawn().await;
    let (_, organization, nora) = newcomer(&app, "nora", "192.0.2.1").await;
    invite(&nora, organization, &guests("a", 0..20)).await.expect(303);
    let before = app.db.snapshot().await;
    invite(&nora, organization, &guests("b", 0..6)).await.expect(429);
    app.db.assert_unchanged_since(&before).await;
    invite(&nora, organization, &guests("b", 0..5)).await.expect(303);
    invite(&nora, organization, &guests("c", 0..1)).await.expect(429);
}

#[tokio::test]
async fn who_is_new_is_new_for_fourteen_days_and_so_is_an_organization() {
    let app = spawn().await;
    let (owner, organization, _) = tenant(&app, "olga", "192.0.2.1").await;
    for (table, id) in [("accounts", owner.id), ("organizations", organization)] {
        made_just_now(&app, table, id).await;
        let client = app.signed_in(&owner).await;
        invite(&client, organization, &guests(table, 0..20)).await.expect(303);
        invite(&client, organization, &guests(table, 20..40)).await.expect(429);
        app.clock.advance(FRESH);
        let client = app.signed_in(&owner).await;
        invite(&client, organization, &guests(table, 20..40)).await.expect(303);
        invite(&client, organization, &guests(table, 40..60)).await.expect(303);
    }
}

#[tokio::test]
async fn a_providers_people_are_not_new_in_their_clients_and_in_their_provider() {
    let app = spawn().await;
    let (story, admin) = begin(&app).await;
    made_just_now(&app, "accounts", story.admin.id).await;
    made_just_now(&app, "organizations", story.client).await;
    app.db.execute("UPDATE organizations SET seats = 500").await;
    for number in 0..3 {
        let emails = guests("client", number * 20..number * 20 + 20);
        invite(&admin, story.client, &emails).await.expect(303);
        post(&admin, "/provider/members", &[("emails", &emails), ("role", ProviderRole::Service.word())]).await.expect(303);
    }
}

#[tokio::test]
async fn an_owner_who_is_new_is_so_in_an_organization_with_a_provider_too() {
    let app = spawn().await;
    let (story, _) = begin(&app).await;
    let owner = app.person("nora@client.example").await;
    app.member(story.client, &owner, Role::Owner, Status::Confirmed).await;
    app.db.execute("UPDATE organizations SET seats = 500").await;
    let nora = app.signed_in(&owner).await;
    made_just_now(&app, "organizations", story.client).await;
    for number in 0..2 {
        invite(&nora, story.client, &guests("a", number * 20..number * 20 + 20)).await.expect(303);
    }
    made_just_now(&app, "accounts", owner.id).await;
    invite(&nora, story.client, &guests("b", 0..20)).await.expect(303);
    invite(&nora, story.client, &guests("b", 20..40)).await.expect(429);
}

#[tokio::test]
async fn one_organization_one_network_and_the_portal_have_limits_of_those_who_are_new() {
    let app = spawn().await;
    // Two owners of one organization.
    let (_, organization, nora) = newcomer(&app, "nora", "192.0.2.1").await;
    let second = app.person("nils@tenant.example").await;
    app.member(organization, &second, Role::Owner, Status::Confirmed).await;
    let nils = app.signed_in(&second).await.with_header("x-forwarded-for", "192.0.2.2");
    invite(&nora, organization, &guests("a", 0..20)).await.expect(303);
    invite(&nils, organization, &guests("b", 0..20)).await.expect(429);
    // Three organizations in one network.
    for (name, address, status) in [("p", "2001:db8:1::1", 303), ("q", "2001:db8:1::7", 303), ("r", "2001:db8:1::2", 429)] {
        let (_, organization, client) = newcomer(&app, name, address).await;
        invite(&client, organization, &guests(name, 0..20)).await.expect(status);
    }
    // Everybody who is new, and nobody else.
    for (number, status) in [(1, 303), (2, 303), (3, 429)] {
        let (_, organization, client) = newcomer(&app, &format!("n{number}"), &format!("203.0.113.{number}")).await;
        invite(&client, organization, &guests(&format!("s{number}"), 0..20)).await.expect(status);
    }
    let (_, established, client) = tenant(&app, "old", "203.0.113.3").await;
    for number in 0..3 {
        invite(&client, established, &guests("old", number * 20..number * 20 + 20)).await.expect(303);
    }
    app.clock.advance(HOUR);
    let (_, organization, client) = newcomer(&app, "later", "203.0.113.99").await;
    invite(&client, organization, &guests("later", 0..20)).await.expect(303);
}

#[tokio::test]
async fn ten_invitations_of_one_tenant_keep_no_other_tenant_from_the_address() {
    let app = spawn().await;
    let (story, admin) = begin(&app).await;
    let (_, organization, olga) = tenant(&app, "olga", "192.0.2.1").await;
    let ivan = app.invited(story.organization, "ivan@guest.example", Role::User).await;
    for _ in 0..10 {
        press(&admin, &story, ivan, "resend").await.expect(303);
    }
    press(&admin, &story, ivan, "resend").await.expect(429);
    invite(&admin, story.client, "ivan@guest.example").await.expect(429);
    invite(&olga, organization, "ivan@guest.example").await.expect(303);
    // Those who are new share one limit, which is none of the others'.
    for (number, status) in (1..=6).map(|number| (number, if number < 6 { 303 } else { 429 })) {
        let (_, organization, client) = newcomer(&app, &format!("n{number}"), &format!("203.0.113.{number}")).await;
        invite(&client, organization, "wanted@guest.example").await.expect(status);
    }
    invite(&olga, organization, "wanted@guest.example").await.expect(303);
    // One who was invited too often keeps nobody else of a list out.
    let (_, organization, client) = newcomer(&app, "last", "203.0.113.77").await;
    let page = invite(&client, organization, "wanted@guest.example\nother@guest.example").await.expect(200);
    assert!(page.texts("#results li")[0].contains("too often"), "{page}");
}

#[tokio::test]
async fn sending_again_restoring_and_another_role_count_too() {
    let app = spawn().await;
    let (_, organization, nora) = newcomer(&app, "nora", "192.0.2.1").await;
    invite(&nora, organization, &guests("a", 0..20)).await.expect(303);
    let id = if app.db.engine() == Engine::Sqlite { "LOWER(HEX(id))" } else { "CAST(id AS TEXT)" };
    let members = app.db.texts(&format!("SELECT {id} FROM members WHERE status = 'invited' ORDER BY email_key")).await;
    let members: Vec<Uuid> = members.iter().map(|id| Uuid::parse_str(id).expect("an id")).collect();
    let one = |member: &Uuid, act: &str| format!("/organizations/{organization}/members/{member}/{act}");
    post(&nora, &one(&members[0], "resend"), &[]).await.expect(303);
    edit(&nora, &one(&members[0], "role"), &[("role", "admin")]).await.expect(303);
    post(&nora, &one(&members[1], "revoke"), &[]).await.expect(303);
    post(&nora, &one(&members[1], "restore"), &[]).await.expect(303);
    for member in &members[2..6] {
        post(&nora, &one(member, "revoke"), &[]).await.expect(303);
    }
    let before = app.db.snapshot().await;
    let bulk = format!("/organizations/{organization}/members/bulk");
    let chosen: Vec<String> = members[2..6].iter().map(Uuid::to_string).collect();
    let mut fields = vec![("act", "restore")];
    fields.extend(chosen.iter().map(|id| ("member", id.as_str())));
    post(&nora, &bulk, &fields).await.expect(429);
    app.db.assert_unchanged_since(&before).await;
    for (member, status) in members[2..5].iter().zip([303, 303, 429]) {
        post(&nora, &one(member, "restore"), &[]).await.expect(status);
    }
    post(&nora, &one(&members[0], "resend"), &[]).await.expect(429);
}
