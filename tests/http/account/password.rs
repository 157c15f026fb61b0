//! Changing password and address while signed in.

use crate::help::{events, post, reason, refused, sql_id};
use crate::identity::sign_in::password_mail;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, at_once};
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::domain::time::{HOUR, MINUTE};
use uuid::Uuid;

const NEW: &str = "another lantern over nine rivers";

async fn is_signed_in(client: &Client) -> bool {
    client.get("/organizations").await.status == 200
}

async fn attempt(app: &TestApp, email: &str, password: &str) -> Page {
    let form = app.client().get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", email).set("password", password).submit().await
}

async fn last_event(app: &TestApp, log: Uuid) -> String {
    events(app, log).await.pop().unwrap_or_default()
}

#[tokio::test]
async fn a_new_password_ends_every_other_session_and_every_link() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let (own, other) = (app.signed_in(&ada).await, app.signed_in(&ada).await);
    let forgot = app.client().get("/forgot-password").await.form("form[action='/forgot-password']");
    forgot.set("email", &ada.email).submit().await.expect(200);
    let link = password_mail(&app, &ada.email).await.link();
    let before = own.cookie("portico-session");
    let form = own.get("/account/password").await.expect(200).form("#password-form");
    let page = form.set("current_password", PASSWORD).set("password", NEW).submit().await.expect(303);
    assert_eq!(page.location().as_deref(), Some("/account"));
    assert_ne!(own.cookie("portico-session"), before);
    assert!(is_signed_in(&own).await && !is_signed_in(&other).await);
    app.client().get(&link).await.follow().await.expect(410);
    assert!(last_event(&app, ada.id).await.contains("password_changed"));
    let mail = app.mail_for(&ada.email).await;
    assert!(mail.subject.contains("password") && !mail.text.contains(NEW), "{mail}");
    attempt(&app, &ada.email, PASSWORD).await.expect(422);
    attempt(&app, &ada.email, NEW).await.expect(303);
}

#[tokio::test]
async fn the_old_password_is_asked_and_every_fault_told() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let own = app.signed_in(&ada).await;
    let path = "/account/password";
    let page = refused(&app, &own, path, &[("current_password", "wrong"), ("password", "short")], 422).await;
    assert!(page.has("#current_password-error") && page.has("#password-error"), "{page}");
    let page = refused(&app, &own, path, &[("current_password", PASSWORD), ("password", "portico portico portico")], 422).await;
    assert!(!page.has("#current_password-error") && page.has("#password-error"), "{page}");
    for _ in 0..10 {
        refused(&app, &own, path, &[("current_password", "wrong"), ("password", NEW)], 422).await;
    }
    let hashed = app.app.passwords.hashed();
    refused(&app, &own, path, &[("current_password", PASSWORD), ("password", NEW)], 429).await;
    assert_eq!(app.app.passwords.hashed(), hashed, "nothing costly is done for a refused attempt");
    app.clock.advance(15 * MINUTE);
    post(&own, path, &[("current_password", PASSWORD), ("password", NEW)]).await.expect(303);
    app.mail_for(&ada.email).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_new_passwords_at_once_one_is_taken() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let own = app.signed_in(&ada).await;
    let form = own.get("/account/password").await.form("#password-form");
    let form = form.set("current_password", PASSWORD).set("password", NEW);
    at_once(Post::of(&own, &form).times(5)).await.expect(1, 303, &[401, 403, 422]);
    assert_eq!(app.db.number("SELECT session_epoch FROM accounts").await, 1);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'password_changed'").await, 1);
    app.mail_for(&ada.email).await;
}

/// Asks for the link to another address.
async fn ask(client: &Client, email: &str) -> Page {
    let form = client.get("/account/address").await.expect(200).form("#address-form");
    form.set("email", email).set("current_password", PASSWORD).submit().await
}

async fn link_to(app: &TestApp, client: &Client, email: &str) -> String {
    ask(client, email).await.expect(200);
    app.mail_for(email).await.link()
}

/// Opens the link; gives the page with the button.
async fn opened(client: &Client, link: &str) -> Page {
    client.get(link).await.expect(303).follow().await
}

/// Somebody in an organization and a provider.
async fn somebody(app: &TestApp) -> (Person, Uuid, Uuid, Client) {
    let ada = app.person("ada@client.example").await;
    let provider = app.provider("Provider A").await;
    app.join(provider, &ada, ProviderRole::Admin).await;
    let organization = app.organization("Alpha GmbH", "Teams (Monthly)", 5).await;
    app.member(organization, &ada, Role::Owner, Status::Confirmed).await;
    let client = app.signed_in(&ada).await;
    (ada, provider, organization, client)
}

#[tokio::test]
async fn an_address_changes_everywhere_and_the_old_one_is_told() {
    let app = TestApp::spawn().await;
    let (ada, provider, organization, own) = somebody(&app).await;
    let other = app.signed_in(&ada).await;
    let link = link_to(&app, &own, "Ada@New.example").await;
    let before = app.db.snapshot().await;
    let page = opened(&own, &link).await.expect(200);
    assert!(page.says("ada@client.example") && page.says("Ada@New.example"), "{page}");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    app.db.assert_unchanged_since(&before).await;
    let done = page.form("#address-form").submit().await.expect(303);
    assert_eq!(done.location().as_deref(), Some("/account"));
    assert!(is_signed_in(&own).await && !is_signed_in(&other).await);
    let mail = app.mail_for("ada@client.example").await;
    assert!(mail.text.contains("Ada@New.example") && mail.text.contains("Undo the change"), "{mail}");
    for table in ["accounts", "members", "provider_members"] {
        assert_eq!(
            app.db.texts(&format!("SELECT email || ' ' || email_key FROM {table}")).await,
            ["Ada@New.example ada@new.example"]
        );
    }
    assert_eq!(app.db.texts("SELECT search FROM members").await, [" ada@new.example ada"]);
    for log in [ada.id, provider, organization] {
        assert!(last_event(&app, log).await.contains("address_changed"));
    }
    opened(&own, &link).await.expect(410);
    attempt(&app, "ada@client.example", PASSWORD).await.expect(422);
    attempt(&app, "ada@new.example", PASSWORD).await.expect(303);
    app.assert_sound().await;
}

#[tokio::test]
async fn a_taken_address_gets_the_same_answer_and_no_link() {
    let app = TestApp::spawn().await;
    let (_, _, _, own) = somebody(&app).await;
    app.person("bob@client.example").await;
    let taken = ask(&own, "bob@client.example").await.expect(200);
    let free = ask(&own, "eve@client.example").await.expect(200);
    let bare = |page: &Page, email: &str| page.html.replace(email, "EMAIL");
    assert_eq!(bare(&taken, "bob@client.example"), bare(&free, "eve@client.example"));
    let notice = app.mail_for("bob@client.example").await;
    assert!(!notice.text.contains("/address/") && !notice.text.contains("ada@"), "{notice}");
    app.mail_for("eve@client.example").await;
    for _ in 0..2 {
        app.clock.advance(MINUTE);
        ask(&own, "bob@client.example").await.expect(200);
        app.mail_for("bob@client.example").await;
    }
    let before = app.db.snapshot().await;
    ask(&own, "bob@client.example").await.expect(429);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn what_is_wrong_with_the_form_is_told_and_no_mail_goes_out() {
    let app = TestApp::spawn().await;
    let (_, _, _, own) = somebody(&app).await;
    for (email, password, field) in [
        ("x", PASSWORD, "email"),
        ("ADA@client.example", PASSWORD, "email"),
        ("new@client.example", "wrong", "current_password"),
        ("new@client.example", "", "current_password"),
    ] {
        let page = refused(&app, &own, "/account/address", &[("email", email), ("current_password", password)], 422).await;
        assert!(page.has(&format!("#{field}-error")), "{email} {password}: {page}");
    }
}

#[tokio::test]
async fn an_address_that_was_taken_or_invited_meanwhile_changes_nothing() {
    let app = TestApp::spawn().await;
    let (_, provider, organization, own) = somebody(&app).await;
    let link = link_to(&app, &own, "new@client.example").await;
    let form = opened(&own, &link).await.form("#address-form");
    app.invited(organization, "new@client.example", Role::User).await;
    let try_it = async |why: &str| {
        let before = app.db.snapshot().await;
        let page = form.clone().submit().await.expect(409);
        assert!(reason(&page).contains(why), "{page}");
        app.db.assert_unchanged_since(&before).await;
    };
    try_it("invited to an organization").await;
    app.db.execute("DELETE FROM members WHERE status = 'invited'").await;
    app.db.execute("UPDATE organizations SET occupied = occupied - 1").await;
    let (id, at) = (sql_id(&app.db, app.app.new_id::<Uuid>()), sql_id(&app.db, provider));
    let columns = "id, provider_id, email, email_key, role, status, created_at";
    let values = format!("{id}, {at}, 'new@client.example', 'new@client.example', 'service', 'invited', 1");
    app.db.execute(&format!("INSERT INTO provider_members ({columns}) VALUES ({values})")).await;
    try_it("invited to an organization").await;
    app.db.execute("DELETE FROM provider_members WHERE status = 'invited'").await;
    app.person("new@client.example").await;
    try_it("Another account").await;
}

#[tokio::test]
async fn a_link_is_its_accounts_newest_and_alive() {
    let app = TestApp::spawn().await;
    let (_, _, _, own) = somebody(&app).await;
    let first = link_to(&app, &own, "one@client.example").await;
    let second = link_to(&app, &own, "two@client.example").await;
    opened(&own, &first).await.expect(410);
    let before = app.db.snapshot().await;
    // Who is not signed in does that first, and comes back.
    let nobody = app.client();
    nobody.get(&second).await.expect(303);
    let page = nobody.get("/address").await.expect(303);
    assert_eq!(page.location().as_deref(), Some("/sign-in?next=%2Faddress"));
    let bob = app.person("bob@client.example").await;
    let bobs = app.signed_in(&bob).await;
    let page = opened(&bobs, &second).await.expect(403);
    assert!(page.says("another account") && !page.says("ada@client.example"), "{page}");
    let form = opened(&own, &second).await.expect(200).form("#address-form");
    let link = form.value("link").unwrap();
    post(&bobs, "/address", &[("link", &link)]).await.expect(403);
    let gone = before.differences(&app.db.snapshot().await);
    assert!(gone.iter().all(|line| !line.contains("two@client.example")), "{gone:?}");
    post(&own, "/account/password", &[("current_password", PASSWORD), ("password", NEW)]).await.expect(303);
    app.mail_for("ada@client.example").await;
    opened(&own, &second).await.expect(410);
    let form = own.get("/account/address").await.form("#address-form");
    form.set("email", "three@client.example").set("current_password", NEW).submit().await.expect(200);
    let third = app.mail_for("three@client.example").await.link();
    app.clock.advance(HOUR);
    opened(&own, &third).await.expect(410);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_accounts_that_want_one_address_at_once_do_not_both_get_it() {
    let app = TestApp::spawn().await;
    let (_, _, organization, own) = somebody(&app).await;
    let bob = app.person("bob@client.example").await;
    app.member(organization, &bob, Role::Admin, Status::Confirmed).await;
    let bobs = app.signed_in(&bob).await;
    let (one, other) = (link_to(&app, &own, "new@client.example").await, link_to(&app, &bobs, "new@client.example").await);
    let forms = [(&own, opened(&own, &one).await), (&bobs, opened(&bobs, &other).await)];
    let posts = forms.iter().flat_map(|(client, page)| Post::of(client, &page.form("#address-form")).times(3)).collect();
    at_once(posts).await.expect(1, 303, &[401, 403, 404, 409, 410]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM accounts WHERE email_key = 'new@client.example'").await, 1);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM members WHERE email_key = 'new@client.example'").await, 1);
    app.deliver().await;
    assert_eq!(app.smtp.take_all().len(), 1);
    app.assert_sound().await;
}

#[tokio::test]
async fn a_right_password_is_not_asked_for_without_end() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let own = app.signed_in(&ada).await;
    // Right ones are not held against anybody, until there are too many to be a person's.
    for _ in 0..60 {
        post(&own, "/account/sessions/end-others", &[("current_password", PASSWORD)]).await.expect(303);
    }
    refused(&app, &own, "/account/sessions/end-others", &[("current_password", PASSWORD)], 429).await;
    app.clock.advance(15 * MINUTE);
    post(&own, "/account/sessions/end-others", &[("current_password", PASSWORD)]).await.expect(303);
}
