//! Two-step sign-in: set up, asked for at every sign-in, used once, moved, turned off.

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, at_once};
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use portico::domain::identity::totp::{STEP, Secret};
use portico::domain::time::MINUTE;

use crate::help::events;

mod clock;
mod required;
mod ways_around;

const COOKIE: &str = "portico-second-step";

/// The app on the person's phone.
pub struct Phone(Vec<u8>);

impl Phone {
    /// Types the secret that the page shows.
    fn of(page: &Page) -> Self {
        let text = page.text("#secret").replace(' ', "");
        Self(BASE32_NOPAD.decode(text.as_bytes()).expect("base32"))
    }

    /// The code that it shows now.
    pub fn code(&self, app: &TestApp) -> String {
        let secret = Secret::new(self.0.clone().try_into().expect("twenty bytes"));
        secret.code_at(app.app.now().div_euclid(STEP))
    }

    /// The code behind the one that was used last.
    pub fn next_code(&self, app: &TestApp) -> String {
        app.clock.advance(STEP);
        self.code(app)
    }
}

async fn begin(client: &Client) -> Page {
    let form = client.get("/account/two-step/set-up").await.expect(200).form("form[action='/account/two-step/set-up']");
    form.set("current_password", PASSWORD).submit().await
}

/// Turns it on through the pages; gives the phone and the recovery codes.
pub async fn set_up(app: &TestApp, person: &Person, client: &Client) -> (Phone, Vec<String>) {
    let page = begin(client).await.expect(200);
    let phone = Phone::of(&page);
    let done = page.form("#set-up").set("code", &phone.code(app)).submit().await.expect(200);
    assert_eq!(app.mail_for(&person.email).await.subject, "Two-step sign-in is on");
    (phone, done.texts(".codes li"))
}

/// Somebody who has it turned on, with the phone and the recovery codes.
async fn somebody(app: &TestApp) -> (Person, Client, Phone, Vec<String>) {
    let ada = app.person("ada@client.example").await;
    let client = app.signed_in(&ada).await;
    let (phone, codes) = set_up(app, &ada, &client).await;
    (ada, client, phone, codes)
}

/// A new browser that has brought the right password; gives the page that asks for the code.
async fn with_password(app: &TestApp, person: &Person) -> (Client, Page) {
    let client = app.client();
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    let page = form.set("email", &person.email).set("password", PASSWORD).submit().await.expect(303);
    assert_eq!(page.location().as_deref(), Some("/sign-in/code"));
    let page = page.follow().await.expect(200);
    (client, page)
}

pub async fn give(page: &Page, code: &str) -> Page {
    page.form("form[action='/sign-in/code']").set("code", code).submit().await
}

/// Reads the mail about a right password without its code.
async fn told_of_password(app: &TestApp, person: &Person) {
    assert_eq!(app.mail_for(&person.email).await.subject, "Somebody knows your password");
}

async fn is_signed_in(client: &Client) -> bool {
    client.get("/organizations").await.status == 200
}

async fn sessions(app: &TestApp) -> i64 {
    app.db.number("SELECT COUNT(*) FROM sessions").await
}

#[tokio::test]
async fn it_is_set_up_and_asked_for_before_there_is_a_session() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let first = app.signed_in(&ada).await;
    let page = first.get("/account/two-step").await.expect(200).click("Set up two-step sign-in").await.expect(200);
    let form = page.form("form[action='/account/two-step/set-up']");
    let page = form.set("current_password", PASSWORD).submit().await.expect(200);
    assert!(page.has("svg.qr path"), "{page}");
    assert_eq!(page.header("cache-control"), "no-store");
    let phone = Phone::of(&page);
    page.form("#set-up").set("code", "000000").submit().await.expect(422);
    let done = page.form("#set-up").set("code", &phone.code(&app)).submit().await.expect(200);
    assert_eq!(done.texts(".codes li").len(), 10);
    app.mail_for(&ada.email).await;
    assert!(is_signed_in(&first).await, "the browser in which it was set up goes on");

    let before = sessions(&app).await;
    let client = app.client();
    let form = client.get("/sign-in?next=/account/sessions").await.form("form[action='/sign-in']");
    let page = form.set("email", &ada.email).set("password", PASSWORD).submit().await.expect(303);
    assert_eq!(sessions(&app).await, before);
    assert!(!is_signed_in(&client).await);
    let page = page.follow().await.expect(200);
    assert!(page.says("ada@client.example"));
    let cookie = client.cookie(COOKIE).expect("who it is stands in a cookie");
    let page = give(&page, &phone.next_code(&app)).await.expect(303);
    assert_eq!(page.location().as_deref(), Some("/account/sessions"));
    assert!(is_signed_in(&client).await);
    assert_eq!(client.cookie(COOKIE), None);
    assert_eq!(sessions(&app).await, before + 1);
    assert!(!app.db.everything().await.contains(&cookie));
    let kinds: Vec<_> = events(&app, ada.id).await.iter().map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(kinds, ["signed_in", "two_step_enabled", "signed_in"]);
}

#[tokio::test]
async fn a_wrong_and_a_used_code_open_nothing() {
    let app = TestApp::spawn().await;
    let (ada, _, phone, _) = somebody(&app).await;
    let (client, page) = with_password(&app, &ada).await;
    for bad in [phone.code(&app).as_str(), "", "12345", "abcdefghjk", "００００００"] {
        let page = give(&page, bad).await.expect(422);
        assert!(page.has("#code-error"), "{bad:?}: {page}");
    }
    assert!(!is_signed_in(&client).await);
    let code = phone.next_code(&app);
    give(&page, &format!(" {} {} ", &code[..3], &code[3..])).await.expect(303);
    let (other, page) = with_password(&app, &ada).await;
    give(&page, &code).await.expect(422);
    // Neither does the code before it, which its neighbourhood would allow.
    app.clock.advance(-STEP);
    give(&page, &phone.code(&app)).await.expect(422);
    assert!(!is_signed_in(&other).await);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'two_step_failed'").await, 7);
    told_of_password(&app, &ada).await;
}

#[tokio::test]
async fn a_recovery_code_works_once_and_its_owner_is_told() {
    let app = TestApp::spawn().await;
    let (ada, _, _, codes) = somebody(&app).await;
    let (client, page) = with_password(&app, &ada).await;
    give(&page, &codes[3].to_uppercase().replace('-', " ")).await.expect(303);
    assert!(is_signed_in(&client).await);
    let mail = app.mail_for(&ada.email).await;
    assert!(mail.text.contains("9 are left") && mail.text.contains("127.0.0.1, with: Unknown browser."), "{mail}");
    assert!(client.get("/account/two-step").await.says("9 recovery codes are left."));
    let (_, page) = with_password(&app, &ada).await;
    give(&page, &codes[3]).await.expect(422);
    told_of_password(&app, &ada).await;
    let log = events(&app, ada.id).await.join("\n");
    assert!(log.contains("recovery_code_used") && log.contains("two_step_failed"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_code_at_once_makes_one_session() {
    let app = TestApp::spawn().await;
    let (ada, _, phone, codes) = somebody(&app).await;
    for code in [phone.next_code(&app), codes[0].clone()] {
        let before = sessions(&app).await;
        let (client, page) = with_password(&app, &ada).await;
        let form = page.form("form[action='/sign-in/code']").set("code", &code);
        // Once the browser is signed in, the form is from before.
        at_once(Post::of(&client, &form).times(8)).await.expect(1, 303, &[422, 403, 429]);
        assert_eq!(sessions(&app).await, before + 1);
    }
    app.deliver().await;
    let subjects: Vec<_> = app.smtp.take_all().into_iter().map(|mail| mail.subject).collect();
    assert!(subjects.contains(&"A recovery code was used".to_owned()) && subjects.len() <= 2, "{subjects:?}");
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_guesses_at_once_ten_are_looked_at() {
    let app = TestApp::spawn().await;
    let (ada, _, phone, _) = somebody(&app).await;
    let (client, page) = with_password(&app, &ada).await;
    let form = page.form("form[action='/sign-in/code']").set("code", "123");
    at_once(Post::of(&client, &form).times(100)).await.expect(10, 422, &[429]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'two_step_failed'").await, 10);
    told_of_password(&app, &ada).await;
    let refused = give(&page, &phone.next_code(&app)).await.expect(429);
    assert!(!refused.header("retry-after").is_empty());
    app.clock.advance(15 * MINUTE);
    let (_, page) = with_password(&app, &ada).await;
    give(&page, &phone.code(&app)).await.expect(303);
}

#[tokio::test]
async fn a_session_of_the_password_alone_ends_when_two_step_is_turned_on() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@alone.example").await;
    let (thief, client) = (app.signed_in(&ada).await, app.signed_in(&ada).await);
    thief.get("/account").await.expect(200);
    let form = client.get("/account/two-step/set-up").await.form("form[action='/account/two-step/set-up']");
    let page = form.set("current_password", PASSWORD).submit().await.expect(200);
    let phone = Phone::of(&page);
    let codes = page.form("#set-up").set("code", &phone.code(&app)).submit().await.expect(200);
    thief.get("/account").await.expect(303);
    client.get("/account").await.expect(200);
    codes.form("form[action='/sign-out']").submit().await.expect(303);
    client.get("/account").await.expect(303);
    app.mail_for(&ada.email).await;
}

#[tokio::test]
async fn it_moves_to_another_device_and_the_old_one_is_out() {
    let app = TestApp::spawn().await;
    let (ada, client, old, codes) = somebody(&app).await;
    let form = client.get("/account/two-step/set-up").await.form("form[action='/account/two-step/set-up']");
    form.clone().set("current_password", PASSWORD).submit().await.expect(422);
    let form = form.set("current_password", PASSWORD).set("code", &old.next_code(&app));
    let page = form.submit().await.expect(200);
    let new = Phone::of(&page);
    let form = page.form("#set-up").set("code", &new.code(&app));
    let first = form.clone().submit().await.expect(200);
    assert_ne!(first.texts(".codes li"), codes);
    app.mail_for(&ada.email).await;
    let before = app.db.snapshot().await;
    // It was of the session before.
    form.submit().await.expect(403);
    app.db.assert_unchanged_since(&before).await;
    let (_, page) = with_password(&app, &ada).await;
    give(&page, &old.next_code(&app)).await.expect(422);
    give(&page, &codes[0]).await.expect(422);
    told_of_password(&app, &ada).await;
    give(&page, &new.code(&app)).await.expect(303);
}

#[tokio::test]
async fn new_recovery_codes_end_the_old_ones_and_turning_off_ends_all() {
    let app = TestApp::spawn().await;
    let (ada, client, phone, codes) = somebody(&app).await;
    let form = client.get("/account/two-step/codes").await.form("form[action='/account/two-step/codes']");
    let form = form.set("current_password", PASSWORD).set("code", &phone.next_code(&app));
    let new = form.submit().await.expect(200).texts(".codes li");
    assert_eq!(new.len(), 10);
    let (_, page) = with_password(&app, &ada).await;
    give(&page, &codes[0]).await.expect(422);
    told_of_password(&app, &ada).await;
    give(&page, &new[0]).await.expect(303);
    app.mail_for(&ada.email).await;

    let form = client.get("/account/two-step").await.click("Turn off two-step sign-in").await;
    let form = form.form("form[action='/account/two-step/off']");
    let before = app.db.snapshot().await;
    form.clone().set("current_password", "wrong").set("code", &phone.next_code(&app)).submit().await.expect(422);
    form.clone().set("current_password", PASSWORD).set("code", "000000").submit().await.expect(422);
    app.db.assert_unchanged_since(&before).await;
    form.set("current_password", PASSWORD).set("code", &phone.next_code(&app)).submit().await.expect(303);
    assert_eq!(app.mail_for(&ada.email).await.subject, "Two-step sign-in is off");
    app.signed_in(&ada).await.get("/organizations").await.expect(200);
    for table in ["two_steps", "recovery_codes"] {
        assert_eq!(app.db.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0);
    }
}

#[tokio::test]
async fn no_table_holds_the_secret_or_a_recovery_code() {
    let app = TestApp::spawn().await;
    let (_, _, phone, codes) = somebody(&app).await;
    let everything = app.db.everything().await.to_lowercase();
    for secret in [HEXLOWER.encode(&phone.0), BASE32_NOPAD.encode(&phone.0).to_lowercase()] {
        assert!(!everything.contains(&secret));
    }
    for code in codes {
        let bare = code.replace('-', "");
        assert!(!everything.contains(&code) && !everything.contains(&bare), "{code}");
        assert!(!everything.contains(&HEXLOWER.encode(bare.as_bytes())), "{code}");
    }
}
