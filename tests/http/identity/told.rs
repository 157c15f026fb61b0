//! The owner of an account hears of what may be somebody else: a sign-in from elsewhere, a password without its code.

use super::sign_in::{attempt, behind_a_proxy};
use crate::account::two_step::{give, set_up};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, Person};
use portico::domain::time::HOUR;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const CHROME: &str =
    "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

fn at(app: &TestApp, address: &str, agent: &str) -> Client {
    app.client().with_header("x-forwarded-for", address).with_header("user-agent", agent)
}

async fn signs_in(app: &TestApp, ada: &Person, client: &Client) -> Vec<String> {
    client.set_cookie("portico-session", "gone");
    attempt(client, &ada.email, PASSWORD).await.expect(303);
    app.deliver().await;
    app.smtp.take_all().into_iter().map(|mail| mail.subject).collect()
}

#[tokio::test]
async fn a_sign_in_from_a_new_browser_in_a_new_network_is_told_and_no_other() {
    let (app, ada) = behind_a_proxy().await;
    let laptop = at(&app, "2001:db8:1:1::1", FIREFOX);
    assert_eq!(signs_in(&app, &ada, &laptop).await, [""; 0], "the first one ever");
    let cookie = laptop.cookie("portico-device").expect("it is known again");
    assert!(!app.db.everything().await.contains(&cookie), "only its hash is stored");
    // The same browser on the way, and another window of it at home, also after the line got another /64.
    assert_eq!(signs_in(&app, &ada, &laptop.with_header("x-forwarded-for", "203.0.113.9")).await, [""; 0]);
    assert_eq!(signs_in(&app, &ada, &at(&app, "2001:db8:1:ff02::1", FIREFOX)).await, [""; 0]);
    let new = "A new sign-in to your account";
    let phone = at(&app, "2001:db8:1:1::7", CHROME);
    assert_eq!(signs_in(&app, &ada, &phone).await, [new], "another kind of browser");
    assert_eq!(signs_in(&app, &ada, &phone).await, [""; 0], "it is known now");
    let thief = at(&app, "198.51.100.7", FIREFOX);
    attempt(&thief, &ada.email, PASSWORD).await.expect(303);
    let mail = app.mail_for(&ada.email).await;
    for part in ["198.51.100.7", "Firefox on Linux", "/account/sessions", "choose a new password"] {
        assert!(mail.text.contains(part) && mail.html.contains(part), "{part}: {mail}");
    }
    // A forged cookie is no known browser, and another account's is none of hers.
    let bob = app.person("bob@client.example").await;
    let shared = at(&app, "203.0.113.50", CHROME);
    attempt(&shared, &bob.email, PASSWORD).await.expect(303);
    assert_eq!(signs_in(&app, &ada, &shared).await, [new]);
}

#[tokio::test]
async fn a_dutch_reader_is_told_in_dutch() {
    let (app, ada) = behind_a_proxy().await;
    app.db.execute("UPDATE accounts SET language = 'nl'").await;
    attempt(&at(&app, "192.0.2.1", FIREFOX), &ada.email, PASSWORD).await.expect(303);
    attempt(&at(&app, "198.51.100.7", "odd"), &ada.email, PASSWORD).await.expect(303);
    let mail = app.mail_for(&ada.email).await;
    assert!(mail.text.contains("vanaf het IP-adres 198.51.100.7, met: Onbekende browser."), "{mail}");
}

#[tokio::test]
async fn a_right_password_without_its_code_is_told_once_an_hour() {
    let (app, ada) = behind_a_proxy().await;
    let laptop = at(&app, "192.0.2.1", FIREFOX);
    attempt(&laptop, &ada.email, PASSWORD).await.expect(303);
    let (phone, _) = set_up(&app, &ada, &laptop).await;
    let thief = at(&app, "198.51.100.7", CHROME);
    let page = attempt(&thief, &ada.email, PASSWORD).await.expect(303).follow().await;
    for _ in 0..2 {
        give(&page, "000000").await.expect(422);
        give(&page, "aaaaa-bbbbb").await.expect(422);
    }
    let mail = app.mail_for(&ada.email).await;
    assert_eq!(mail.subject, "Somebody knows your password");
    assert!(mail.text.contains("198.51.100.7, with: Chrome on Android."), "{mail}");
    assert!(!mail.text.contains("000000") && !mail.text.contains("aaaaa"), "{mail}");
    app.clock.advance(HOUR);
    let page = attempt(&thief, &ada.email, PASSWORD).await.expect(303).follow().await;
    give(&page, "000000").await.expect(422);
    app.mail_for(&ada.email).await;
    // Her own browser knows her: she mistypes, and is not told that somebody knows her password.
    app.clock.advance(HOUR);
    laptop.set_cookie("portico-session", "gone");
    let page = attempt(&laptop, &ada.email, PASSWORD).await.expect(303).follow().await;
    give(&page, "000000").await.expect(422);
    give(&page, &phone.next_code(&app)).await.expect(303);
    assert_eq!(app.deliver().await, 0);
}

#[tokio::test]
async fn a_wrong_code_says_what_time_the_portal_has_and_never_whether_it_fits_another() {
    let (mut app, ada) = behind_a_proxy().await;
    app.ignore_mail();
    let laptop = at(&app, "192.0.2.1", FIREFOX);
    attempt(&laptop, &ada.email, PASSWORD).await.expect(303);
    let (phone, _) = set_up(&app, &ada, &laptop).await;
    let page = attempt(&at(&app, "192.0.2.1", FIREFOX), &ada.email, PASSWORD).await.expect(303).follow().await;
    app.clock.advance(4 * 60_000);
    let soon = phone.code(&app);
    app.clock.advance(-4 * 60_000);
    let bare = |page: &crate::support::page::Page| super::sign_in::told(page, "-");
    let (early, wrong) = (give(&page, &soon).await.expect(422), give(&page, "000000").await.expect(422));
    assert_eq!(bare(&early), bare(&wrong));
    assert!(early.says("The portal’s clock says"), "{early}");
}
