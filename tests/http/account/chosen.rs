//! A password that somebody chooses, at every door where that is done: none is made of what everybody knows of this
//! person, and each is the same however it is typed.

use crate::help::{edit, link, sql_id};
use crate::identity::sign_in::{attempt, password_mail};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::password::{Passwords, Verdict};

/// Made of what is known of somebody at `Harbour Works`, which `Zwaluwstaart Hosting` looks after.
const KNOWN: [&str; 7] = [
    "Harbour Works 2026",
    "Zwaluwstaart Hosting 1",
    "wilhelmina@oosterbeek.example",
    "wilhelmina.oosterbeek",
    "oosterbeek.example 12",
    "Portico Harbour Works!",
    "Kievitsbloem Kievitsbloem",
];
const EMAIL: &str = "wilhelmina@oosterbeek.example";
const NAME: &str = "Kievitsbloem";
const GOOD: &str = "nine slow ferries crossing";

struct Places {
    provider: uuid::Uuid,
    organization: uuid::Uuid,
    admin: Person,
}

async fn places(app: &TestApp) -> Places {
    let (provider, admin) = (app.provider("Zwaluwstaart Hosting").await, app.person("ada@provider.example").await);
    app.join(provider, &admin, ProviderRole::Admin).await;
    let organization = app.client_of((provider, &admin), "Harbour Works", "Teams (Monthly)", 9).await;
    Places { provider, organization, admin }
}

/// Sends the form with each of these, and then with a good one.
async fn refused_and_then_taken(form: impl Fn(&str) -> crate::support::fields::FormFill, known: &[&str]) -> Page {
    for password in known {
        let page = form(password).submit().await.expect(422);
        assert!(page.text("#password-error").contains("easy to guess"), "{password}: {page}");
    }
    form(GOOD).submit().await
}

#[tokio::test]
async fn none_is_made_of_what_is_known_of_somebody_who_has_an_account() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let places = places(&app).await;
    let person = app.person(EMAIL).await;
    app.member(places.organization, &person, Role::Owner, Status::Confirmed).await;
    let client = app.signed_in(&person).await;
    edit(&client, "/account", &[("name", NAME), ("language", "en"), ("time_zone", "UTC")]).await.expect(303);
    let page = client.get("/account/password").await;
    let form = |wished: &str| page.form("#password-form").set("current_password", PASSWORD).set("password", wished);
    refused_and_then_taken(form, &KNOWN).await.expect(303);
    let form = app.client().get("/forgot-password").await.form("form[action='/forgot-password']");
    form.set("email", EMAIL).submit().await.expect(200);
    app.db.execute("UPDATE deliveries SET state = 'cancelled' WHERE link_id IS NULL").await;
    let page = app.client().get(&password_mail(&app, EMAIL).await.link()).await.follow().await;
    let form = |wished: &str| page.form("form[action='/password']").set("password", wished);
    refused_and_then_taken(form, &KNOWN).await.expect(303);
}

#[tokio::test]
async fn none_is_made_of_what_is_known_of_somebody_who_is_invited() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let places = places(&app).await;
    let admin = app.signed_in(&places.admin).await;
    let page = invite(&app, &admin, &format!("/organizations/{}/members/new", places.organization)).await;
    let form = |wished: &str| page.form("form[action='/invitation/account']").set("name", NAME).set("password", wished);
    refused_and_then_taken(form, &KNOWN).await.expect(303);

    let app = TestApp::spawn().await;
    let places = self::places(&app).await;
    let admin = app.signed_in(&places.admin).await;
    let page = invite(&app, &admin, "/provider/members/new").await;
    let action = "form[action='/provider-invitation/account']";
    let form = |wished: &str| page.form(action).set("name", NAME).set("password", wished);
    let known = KNOWN.iter().copied().filter(|text| !text.contains("Harbour")).collect::<Vec<_>>();
    refused_and_then_taken(form, &known).await.expect(303);
    app.deliver().await;
    app.smtp.take_all();
    assert_eq!(
        app.db
            .number(&format!("SELECT COUNT(*) FROM provider_members WHERE provider_id = {}", sql_id(&app.db, places.provider)))
            .await,
        2
    );
}

/// Invites the person through this page; gives the page behind the link.
async fn invite(app: &TestApp, admin: &Client, path: &str) -> Page {
    admin.get(path).await.form("section.sheet form").set("emails", EMAIL).submit().await.expect(303);
    app.client().get(&app.mail_for(EMAIL).await.link()).await.follow().await.expect(200)
}

#[tokio::test]
async fn none_is_made_of_what_is_known_of_somebody_who_registers() {
    let app = TestApp::spawn().await;
    let form = app.client().get("/register").await.form("form[action='/register']");
    form.set("email", EMAIL).submit().await.expect(200);
    let page = app.client().get(&password_mail(&app, EMAIL).await.link()).await.follow().await.expect(200);
    let form = |wished: &str| page.form("form[action='/registration']").set("name", NAME).set("password", wished);
    let known = KNOWN.iter().copied().filter(|text| !text.contains("Harbour") && !text.contains("Zwaluw")).collect::<Vec<_>>();
    refused_and_then_taken(form, &known).await.expect(303);
}

#[tokio::test]
async fn the_host_of_the_portal_is_no_password() {
    let app = TestApp::spawn_with(|settings| settings.public_url = "https://kievitsbloem.example".into()).await;
    let ada = app.person("ada@client.example").await;
    let client = app.client().behind_proxy("https://kievitsbloem.example");
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", &ada.email).set("password", PASSWORD).submit().await.expect(303);
    let form = client.get("/account/password").await.form("#password-form").set("current_password", PASSWORD);
    let page = form.set("password", "kievitsbloem.example 26").submit().await.expect(422);
    assert!(page.has("#password-error"), "{page}");
}

#[tokio::test]
async fn a_password_of_a_provider_that_manages_ones_organization_by_now_is_refused_too() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.organization, &olga, Role::Owner, Status::Confirmed).await;
    let form = app.signed_in(&olga).await.get("/account/password").await.form("#password-form");
    let form = form.set("current_password", "wrong").set("password", "Example Services 12");
    let has = async || form.clone().submit().await.expect(422).has("#password-error");
    let before = has().await;
    link(&app, &story).await;
    assert!(has().await);
    assert!(!before, "until then it is somebody's name");
}

#[tokio::test]
async fn a_password_opens_in_every_form_in_which_it_is_typed() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let (composed, typed) = ("zeven b\u{f6}ten op het w\u{e4}d", "zeven bo\u{308}ten op het wa\u{308}d");
    let client = app.signed_in(&ada).await;
    let form = client.get("/account/password").await.form("#password-form");
    form.set("current_password", PASSWORD).set("password", typed).submit().await.expect(303);
    app.mail_for(&ada.email).await;
    for text in [composed, typed] {
        attempt(&app.client(), &ada.email, text).await.expect(303);
    }
    // A hash from before there was one form still opens, and is of it from then on.
    let salt = "MDEyMzQ1Njc4OWFiY2RlZg";
    let old = argon2_of(typed);
    assert!(old.contains(salt));
    app.db.execute(&format!("UPDATE accounts SET password_hash = '{old}'")).await;
    attempt(&app.client(), &ada.email, composed).await.expect(422);
    attempt(&app.client(), &ada.email, typed).await.expect(303);
    let renewed = app.db.texts("SELECT password_hash FROM accounts").await.remove(0);
    assert_ne!(renewed, old);
    let verdict = Passwords::start(1, 1).verify(composed.into(), Some(renewed)).await;
    assert_eq!(verdict, Ok(Verdict::Right { rehash: false }));
    attempt(&app.client(), &ada.email, composed).await.expect(303);
    // Known or not: what is typed decides how much is done.
    for email in [ada.email.as_str(), "nobody@client.example"] {
        for (text, hashes) in [("wrong but long enough", 1), ("wro\u{308}ng but long enough", 2)] {
            let before = app.app.passwords.hashed();
            attempt(&app.client(), email, text).await.expect(422);
            assert_eq!(app.app.passwords.hashed() - before, hashes, "{email} {text}");
        }
    }
}

/// The hash of exactly these bytes, as older versions stored it.
fn argon2_of(text: &str) -> String {
    let salt = b"0123456789abcdef";
    argon2::PasswordHasher::hash_password_with_salt(&argon2::Argon2::default(), text.as_bytes(), salt)
        .expect("a hash")
        .to_string()
}
