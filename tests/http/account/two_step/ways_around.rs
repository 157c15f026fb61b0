//! Ways around the second step, and into somebody else's set-up.

use super::{COOKIE, Phone, begin, give, is_signed_in, set_up, somebody, with_password};
use crate::help::{refused, sql_id};
use crate::identity::sign_in::password_mail;
use crate::support::app::TestApp;
use crate::support::world::PASSWORD;
use portico::domain::email::Email;
use portico::domain::time::MINUTE;
use portico::service::operator::accounts;

#[tokio::test]
async fn the_cookie_between_the_steps_is_short_lived_and_cannot_be_forged() {
    let app = TestApp::spawn().await;
    let (ada, _, phone, _) = somebody(&app).await;
    let (client, page) = with_password(&app, &ada).await;
    let cookie = client.cookie(COOKIE).unwrap();
    let mut forged = cookie.clone();
    forged.replace_range(..1, if cookie.starts_with('A') { "B" } else { "A" });
    for bad in [forged.as_str(), "", "x", &cookie[1..]] {
        client.set_cookie(COOKIE, bad);
        let answer = give(&page, &phone.next_code(&app)).await.expect(303);
        assert_eq!(answer.location().as_deref(), Some("/sign-in?after=code"), "{bad}");
    }
    client.set_cookie(COOKIE, &cookie);
    app.clock.advance(5 * MINUTE);
    let answer = give(&page, &phone.code(&app)).await.expect(303).follow().await;
    assert!(answer.says("That took too long"), "{answer}");
    assert!(!is_signed_in(&client).await);
    // A session is none either.
    client.set_cookie("portico-session", &cookie);
    assert!(!is_signed_in(&client).await);
}

#[tokio::test]
async fn a_new_password_ends_what_stands_between_the_steps_and_skips_nothing() {
    let app = TestApp::spawn().await;
    let (ada, _, phone, _) = somebody(&app).await;
    let (client, page) = with_password(&app, &ada).await;
    let form = app.client().get("/forgot-password").await.form("form[action='/forgot-password']");
    form.set("email", &ada.email).submit().await.expect(200);
    let link = password_mail(&app, &ada.email).await.link();
    let visitor = app.client();
    let choose = visitor.get(&link).await.follow().await;
    let done = choose.form("form[action='/password']").set("password", "another lantern over nine rivers").submit().await;
    assert_eq!(done.expect(303).location().as_deref(), Some("/sign-in?after=password"));
    app.mail_for(&ada.email).await;
    assert!(!is_signed_in(&visitor).await);
    give(&page, &phone.next_code(&app)).await.expect(303);
    assert!(!is_signed_in(&client).await, "the old password counts no more");
    let form = visitor.get("/sign-in").await.form("form[action='/sign-in']");
    let form = form.set("email", &ada.email).set("password", "another lantern over nine rivers");
    let page = form.submit().await.expect(303).follow().await;
    assert!(!is_signed_in(&visitor).await);
    give(&page, &phone.next_code(&app)).await.expect(303);
    assert!(is_signed_in(&visitor).await);
}

#[tokio::test]
async fn a_disabled_account_and_one_without_a_second_step_begin_anew() {
    let app = TestApp::spawn().await;
    let (ada, _, phone, _) = somebody(&app).await;
    let (client, page) = with_password(&app, &ada).await;
    let id = sql_id(&app.db, ada.id);
    app.db.execute(&format!("UPDATE accounts SET disabled_at = 1 WHERE id = {id}")).await;
    give(&page, &phone.next_code(&app)).await.expect(303);
    app.db.execute(&format!("UPDATE accounts SET disabled_at = NULL WHERE id = {id}")).await;
    assert!(!is_signed_in(&client).await);

    let email = Email::parse(&ada.email).unwrap();
    let (client, page) = with_password(&app, &ada).await;
    assert!(accounts::turn_off_two_step(&app.app, &email).await.unwrap());
    assert!(!accounts::turn_off_two_step(&app.app, &email).await.unwrap());
    assert_eq!(app.mail_for(&ada.email).await.subject, "Two-step sign-in is off");
    give(&page, &phone.next_code(&app)).await.expect(303);
    assert!(!is_signed_in(&client).await);
    app.signed_in(&ada).await.get("/organizations").await.expect(200);
}

#[tokio::test]
async fn a_set_up_is_its_persons_and_for_a_quarter_of_an_hour() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.person("ada@client.example").await, app.person("bob@client.example").await);
    let (one, other) = (app.signed_in(&ada).await, app.signed_in(&bob).await);
    let page = begin(&one).await.expect(200);
    let phone = Phone::of(&page);
    let sealed = page.form("#set-up").value("set_up").unwrap();
    let path = "/account/two-step/confirm";
    refused(&app, &other, path, &[("set_up", &sealed), ("code", &phone.code(&app))], 403).await;
    refused(&app, &one, path, &[("set_up", "AAAA"), ("code", &phone.code(&app))], 403).await;
    app.clock.advance(15 * MINUTE);
    refused(&app, &one, path, &[("set_up", &sealed), ("code", &phone.code(&app))], 403).await;
    // One that was begun before another was finished replaces nothing.
    let early = begin(&one).await.expect(200);
    set_up(&app, &ada, &one).await;
    let fields = [("set_up", early.form("#set-up").value("set_up").unwrap()), ("code", Phone::of(&early).code(&app))];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    refused(&app, &one, path, &fields, 409).await;
}

#[tokio::test]
async fn the_set_up_asks_for_the_password() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let client = app.signed_in(&ada).await;
    for _ in 0..10 {
        let page = refused(&app, &client, "/account/two-step/set-up", &[("current_password", "wrong")], 422).await;
        assert!(page.has("#current_password-error") && !page.has("#secret"), "{page}");
    }
    refused(&app, &client, "/account/two-step/set-up", &[("current_password", PASSWORD)], 429).await;
    app.clock.advance(15 * MINUTE);
    begin(&client).await.expect(200);
}
