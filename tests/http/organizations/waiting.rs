//! Where somebody is not in yet: what was accepted and waits, and invitations to the own address, and to no other.

use crate::help::{link, post, sql_id};
use crate::members::invitations::{invite, make_account, path_of};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::domain::time::DAY;

const OLGA: &str = "olga@client.example";
const NEW: &str = "olga@elsewhere.example";

async fn begin(app: &TestApp) -> (Story, Client) {
    let story = Story::begin(app).await;
    link(app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    (story, admin)
}

/// Asks for an account of this address; gives the path of the mailed link, which is made beside the answer.
async fn registration(app: &TestApp, guest: &Client, email: &str) -> String {
    guest.get("/register").await.form("form[action='/register']").set("email", email).submit().await.expect(200);
    let waiting = format!("SELECT COUNT(*) FROM deliveries WHERE recipient = '{email}' AND state = 'pending'");
    for _ in 0..200 {
        if app.db.number(&waiting).await > 0 {
            return path_of(app, &app.mail_for(email).await.link());
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no mail for {email} in two seconds");
}

/// Changes the address of somebody's account through the form and the mailed link.
async fn move_to(app: &TestApp, client: &Client, email: &str) {
    let form = client.get("/account/address").await.form("#address-form").set("email", email);
    form.set("current_password", PASSWORD).submit().await.expect(200);
    let page = client.get(&path_of(app, &app.mail_for(email).await.link())).await.follow().await.expect(200);
    page.form("main form[action='/address']").submit().await.expect(303);
    app.deliver().await;
    app.smtp.take_all();
}

#[tokio::test]
async fn whoever_waits_sees_the_organization_the_role_and_who_confirms() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let path = invite(&app, (&story, &admin), OLGA, "owner").await;
    let guest = app.client();
    let page = guest.get(&path).await.follow().await;
    let list = make_account(&page, PASSWORD).await.expect(303).follow().await;
    app.mail_for(&story.admin.email).await;
    assert_eq!(list.path, "/organizations");
    let row = list.text("#waiting tbody tr");
    assert!(row.contains("My Client's Organization") && row.contains("Owner"), "{row}");
    assert!(row.contains("An owner of My Client's Organization, or somebody of Example Services"), "{row}");
    assert!(row.contains("ada has invited you"), "{row}");
    assert!(!list.says("No organizations yet") && !list.has("main .button.primary"), "{list}");
    // The name alone: nothing to open, and nothing of what is in it.
    assert!(!list.has("#waiting a"), "{list}");
    app.db.execute("UPDATE members SET status = 'confirmed' WHERE status = 'accepted'").await;
    let list = guest.get("/organizations").await;
    assert!(!list.has("#waiting") && list.has("#own"), "{list}");
}

#[tokio::test]
async fn it_is_said_of_every_role_and_of_providers_too() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (anna, olga) = (app.person("anna@new.example").await, app.person(OLGA).await);
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    app.member(story.organization, &anna, Role::User, Status::Accepted).await;
    app.member(story.client, &anna, Role::Admin, Status::Accepted).await;
    let seat = sql_id(&app.db, app.join(story.provider, &anna, ProviderRole::Service).await);
    app.db.execute(&format!("UPDATE provider_members SET status = 'accepted' WHERE id = {seat}")).await;
    let list = app.signed_in(&anna).await.get("/organizations").await;
    let rows = list.texts("#waiting tbody tr");
    assert_eq!(rows.len(), 3, "{rows:?}");
    let of = |name: &str| rows.iter().find(|row| row.contains(name)).expect("it is listed").as_str();
    let rows = [of("admin of My Client"), of("admin of Second Client"), of("An admin of Example")];
    assert!(rows[0].contains("User") && rows[0].contains("An owner or admin of My Client's Organization"), "{rows:?}");
    assert!(rows[1].contains("Admin") && rows[1].contains("or somebody of Example Services"), "{rows:?}");
    assert!(rows[2].contains("Service user") && rows[2].contains("An admin of Example Services"), "{rows:?}");
}

#[tokio::test]
async fn whoever_registers_with_an_invited_address_finds_the_invitation() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    invite(&app, (&story, &admin), OLGA, "admin").await;
    let guest = app.client();
    let page = guest.get(&registration(&app, &guest, OLGA).await).await.follow().await.expect(200);
    let form = page.form("main form[action='/registration']").set("name", "Olga").set("password", PASSWORD);
    let list = form.submit().await.expect(303).follow().await;
    assert!(list.text("#invited tbody tr").contains("My Client's Organization") && !list.says("No organizations yet"), "{list}");
    let before = app.db.snapshot().await;
    let page = list.click("Open invitation").await.expect(303).follow().await.expect(200);
    app.db.assert_unchanged_since(&before).await;
    assert_eq!(page.text("h1"), "Invitation to My Client's Organization");
    let list = page.form("form[action='/invitation/acceptance']").submit().await.expect(303).follow().await;
    app.mail_for(&story.admin.email).await;
    assert!(list.has("#waiting") && !list.has("#invited"), "{list}");
}

#[tokio::test]
async fn an_invitation_into_a_provider_is_found_as_well() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let eve = app.person("eve@new.example").await;
    post(&admin, "/provider/members", &[("emails", &eve.email), ("role", "service")]).await.expect(303);
    app.mail_for(&eve.email).await;
    let client = app.signed_in(&eve).await;
    let page = client.get("/organizations").await.click("Open invitation").await.expect(303).follow().await.expect(200);
    assert_eq!(page.text("h1"), "Invitation to Example Services");
    let list = page.form("form[action='/provider-invitation/acceptance']").submit().await.expect(303).follow().await;
    app.mail_for(&story.admin.email).await;
    assert!(list.text("#waiting tbody tr").contains("An admin of Example Services"), "{list}");
}

#[tokio::test]
async fn nobody_finds_or_opens_the_invitation_of_another_address() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    invite(&app, (&story, &admin), OLGA, "owner").await;
    let row = admin.get(&story.page()).await.one("tr:has(.invited)");
    let member = row.attr("id").expect("an id").trim_start_matches("member-").to_owned();
    let other = app.signed_in(&app.person("other@client.example").await).await;
    for client in [&other, &admin] {
        assert!(!client.get("/organizations").await.has("#invited"));
        client.get(&format!("/waiting/invitations/{member}")).await.expect(404);
        client.get(&format!("/waiting/provider-invitations/{member}")).await.expect(404);
    }
    // What does not hold any more is not offered either.
    let olga = app.person(OLGA).await;
    assert!(app.signed_in(&olga).await.get("/organizations").await.has("#invited"));
    app.clock.advance(6 * DAY);
    assert!(!app.signed_in(&olga).await.get("/organizations").await.has("#invited"));
}

#[tokio::test]
async fn an_invitation_to_an_address_that_the_account_has_left_stays_with_the_address() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let olga = app.person(OLGA).await;
    let path = invite(&app, (&story, &admin), OLGA, "owner").await;
    move_to(&app, &app.signed_in(&olga).await, NEW).await;
    let moved = app.signed_in(&Person { id: olga.id, email: NEW.into() }).await;
    assert!(!moved.get("/organizations").await.has("#invited"), "it does not move along");
    let page = moved.get(&path).await.follow().await.expect(200);
    assert!(page.text("#left").contains(OLGA) && page.text("#left").contains(NEW), "{page}");
    assert!(!page.has("form[action='/invitation/acceptance']"), "{page}");
    // The way on: the address is proven, the invitation is opened again.
    let proof = page.click("Prove the address").await.expect(200);
    assert_eq!(proof.form("#address-form").value("email").as_deref(), Some(OLGA));
    move_to(&app, &moved, OLGA).await;
    let again = app.signed_in(&olga).await;
    let page = again.get(&path).await.follow().await.expect(200);
    page.form("form[action='/invitation/acceptance']").submit().await.expect(303);
    app.mail_for(&story.admin.email).await;
}

#[tokio::test]
async fn only_what_the_account_had_before_fills_in_the_form() {
    let app = TestApp::spawn().await;
    let client = app.signed_in(&app.person(OLGA).await).await;
    let form = client.get("/account/address?email=thief@elsewhere.example").await.form("#address-form");
    assert_eq!(form.value("email").as_deref(), Some(""));
}

/// Whom the operator wanted as owner was a member with an account already, which then took another address.
#[tokio::test]
async fn what_the_operator_sent_to_an_address_does_not_follow_its_account() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let anna = app.person("anna@client.example").await;
    app.member(story.client, &anna, Role::User, Status::Accepted).await;
    let email = portico::domain::email::Email::parse(&anna.email).expect("an address");
    let done = portico::service::operator::release::release(&app.app, &story.client.to_string(), Some(&email)).await;
    done.expect("an owner is wanted");
    app.deliver().await;
    app.smtp.take_all();
    move_to(&app, &app.signed_in(&anna).await, "anna@thief.example").await;
    let invited = app.db.texts("SELECT email FROM members WHERE status = 'invited' AND role = 'owner'").await;
    assert_eq!(invited, ["anna@client.example"]);
    let list = app.signed_in(&Person { id: anna.id, email: "anna@thief.example".into() }).await.get("/organizations").await;
    assert!(!list.has("#invited"), "{list}");
}
