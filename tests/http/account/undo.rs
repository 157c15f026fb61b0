//! Taking a change of address back, from the mail to the address before.

use crate::help::{events, member, post, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::smtp_mail::Mail;
use crate::support::world::{PASSWORD, Person};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::domain::time::{DAY, HOUR};
use uuid::Uuid;

const NEW: &str = "another lantern over nine rivers";
const THEIRS: &str = "something that a thief would choose";

/// An account, taken over in this browser and moved to that address; gives the mail to the address before.
async fn moved(app: &TestApp, thief: &Client, from: &str, to: &str) -> Mail {
    let form = thief.get("/account/address").await.expect(200).form("#address-form");
    form.set("email", to).set("current_password", PASSWORD).submit().await.expect(200);
    let link = app.mail_for(to).await.link();
    thief.get(&link).await.follow().await.form("#address-form").submit().await.expect(303);
    app.mail_for(from).await
}

async fn opened(client: &Client, link: &str) -> Page {
    client.get(link).await.expect(303).follow().await
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> u16 {
    let form = app.client().get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", email).set("password", password).submit().await.status
}

async fn ada(app: &TestApp) -> (Person, Uuid, Uuid) {
    let ada = app.person("ada@client.example").await;
    let provider = app.provider("Provider A").await;
    app.join(provider, &ada, ProviderRole::Admin).await;
    let organization = app.organization("Alpha GmbH", "Teams (Monthly)", 5).await;
    app.member(organization, &ada, Role::Owner, Status::Confirmed).await;
    (ada, provider, organization)
}

#[tokio::test]
async fn the_address_comes_back_everybody_is_signed_out_and_a_new_password_is_chosen() {
    let app = TestApp::spawn().await;
    let (ada, provider, organization) = ada(&app).await;
    let thief = app.signed_in(&ada).await;
    let mail = moved(&app, &thief, "ada@client.example", "thief@bad.example").await;
    assert!(mail.text.contains("somebody has got into your account"), "{mail}");
    // The thief goes on: another password, and the link to one more.
    let fields = [("current_password", PASSWORD), ("password", THEIRS)];
    post(&thief, "/account/password", &fields).await.expect(303);
    app.mail_for("thief@bad.example").await;
    let forgot = app.client().get("/forgot-password").await.form("form[action='/forgot-password']");
    forgot.set("email", "thief@bad.example").submit().await.expect(200);
    let password_link = crate::identity::sign_in::password_mail(&app, "thief@bad.example").await.link();
    let client = app.client();
    let before = app.db.snapshot().await;
    for _ in 0..3 {
        let page = opened(&client, &mail.link()).await.expect(200);
        assert!(page.says("thief@bad.example") && page.says("ada@client.example"), "{page}");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
    }
    app.db.assert_unchanged_since(&before).await;
    let page = opened(&client, &mail.link()).await;
    let done = page.form("#undo-form").submit().await.expect(303);
    thief.get("/account").await.expect(303);
    app.client().get(&password_link).await.follow().await.expect(410);
    for (email, password) in [("thief@bad.example", THEIRS), ("ada@client.example", THEIRS), ("ada@client.example", PASSWORD)] {
        assert_eq!(sign_in(&app, email, password).await, 422, "{email}");
    }
    let told = app.mail_for("thief@bad.example").await;
    assert_eq!(told.subject, "A change of address was undone");
    assert!(!told.text.contains("ada@"), "{told}");
    // A new password right away; the mail has a link for later, too.
    app.mail_for("ada@client.example").await;
    let choose = done.follow().await.expect(200);
    choose.form("form[action='/password']").set("password", NEW).submit().await.expect(303);
    app.mail_for("ada@client.example").await;
    assert_eq!(sign_in(&app, "ada@client.example", NEW).await, 303);
    for table in ["accounts", "members", "provider_members"] {
        assert_eq!(app.db.texts(&format!("SELECT email_key FROM {table}")).await, ["ada@client.example"]);
    }
    for log in [provider, organization] {
        assert!(events(&app, log).await.pop().is_some_and(|line| line.contains("address_change_undone")));
    }
    opened(&app.client(), &mail.link()).await.expect(410);
}

#[tokio::test]
async fn moving_on_twice_leaves_the_first_owner_the_way_back() {
    let app = TestApp::spawn().await;
    let (ada, ..) = ada(&app).await;
    let thief = app.signed_in(&ada).await;
    let first = moved(&app, &thief, "ada@client.example", "thief@bad.example").await;
    let second = moved(&app, &thief, "thief@bad.example", "other@bad.example").await;
    app.clock.advance(3 * DAY - HOUR);
    opened(&app.client(), &first.link()).await.form("#undo-form").submit().await.expect(303);
    app.mail_for("other@bad.example").await;
    app.mail_for("ada@client.example").await;
    assert_eq!(app.db.texts("SELECT email_key FROM accounts").await, ["ada@client.example"]);
    // Nor does the thief come back through the second one: that would need one to undo what was undone.
    let before = app.db.snapshot().await;
    let page = opened(&app.client(), &second.link()).await;
    assert_eq!(page.status, 410, "{page}");
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn an_invitation_to_the_address_before_bars_no_way() {
    let app = TestApp::spawn().await;
    let (ada, provider, organization) = ada(&app).await;
    let thief = app.signed_in(&ada).await;
    let mail = moved(&app, &thief, "ada@client.example", "thief@bad.example").await;
    let fields = [("emails", "ada@client.example"), ("role", "user")];
    post(&thief, &format!("/organizations/{organization}/members"), &fields).await.expect(303);
    app.mail_for("ada@client.example").await;
    post(&thief, "/provider/members", &[("emails", "ada@client.example"), ("role", "service")]).await.expect(303);
    app.mail_for("ada@client.example").await;
    opened(&app.client(), &mail.link()).await.form("#undo-form").submit().await.expect(303);
    app.mail_for("thief@bad.example").await;
    app.mail_for("ada@client.example").await;
    let id = sql_id(&app.db, organization);
    assert_eq!(app.db.number(&format!("SELECT occupied FROM organizations WHERE id = {id}")).await, 1);
    let logged = events(&app, provider).await.join("\n");
    assert!(logged.contains("provider_invitation_cancelled"), "{logged}");
    app.assert_sound().await;
}

#[tokio::test]
async fn a_link_ends_after_three_days_and_with_the_account_and_takes_no_address_from_anybody() {
    let app = TestApp::spawn().await;
    let (ada, ..) = ada(&app).await;
    let thief = app.signed_in(&ada).await;
    let mail = moved(&app, &thief, "ada@client.example", "thief@bad.example").await;
    // Somebody else has the address by now: nothing is taken from there.
    let (_, hers) =
        member(&app, app.organization("Beta", "Teams (Monthly)", 5).await, "ada@client.example", Role::Owner, Status::Confirmed)
            .await;
    let page = opened(&app.client(), &mail.link()).await.expect(200);
    let before = app.db.snapshot().await;
    page.form("#undo-form").submit().await.expect(409);
    app.db.assert_unchanged_since(&before).await;
    hers.get("/account").await.expect(200);
    app.clock.advance(3 * DAY + 1000);
    opened(&app.client(), &mail.link()).await.expect(410);
}

#[tokio::test]
async fn the_second_step_stays() {
    let app = TestApp::spawn().await;
    let (ada, ..) = ada(&app).await;
    let thief = app.signed_in(&ada).await;
    let mail = moved(&app, &thief, "ada@client.example", "thief@bad.example").await;
    let id = sql_id(&app.db, ada.id);
    let nonce = sql_id(&app.db, Uuid::from_u128(9));
    let two_step = "INSERT INTO two_steps (account_id, nonce, confirmed_at, last_step, created_at)";
    app.db.execute(&format!("{two_step} VALUES ({id}, {nonce}, 1, 0, 1)")).await;
    let done = opened(&app.client(), &mail.link()).await.form("#undo-form").submit().await.expect(303);
    app.mail_for("thief@bad.example").await;
    app.mail_for("ada@client.example").await;
    let choose = done.follow().await;
    choose.form("form[action='/password']").set("password", NEW).submit().await.expect(303);
    app.mail_for("ada@client.example").await;
    let form = app.client().get("/sign-in").await.form("form[action='/sign-in']");
    let asked = form.set("email", "ada@client.example").set("password", NEW).submit().await.expect(303);
    assert_eq!(asked.location().as_deref(), Some("/sign-in/code"));
}
