//! Strangers who try all day: whatever they try, and from however many addresses, its owner gets in.

use super::sign_in::{attempt, behind_a_proxy, held_back, password_mail};
use crate::account::two_step::{Phone, give, set_up};
use crate::operator::commands::{Place, terminate};
use crate::operator::providers::provider;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person};
use portico::domain::time::{DAY, HOUR, MINUTE};
use portico::service::identity::throttles::{self, Limit};

const NEW: &str = "nine slow ferries crossing";

fn from(app: &TestApp, address: &str) -> Client {
    app.client().with_header("x-forwarded-for", address)
}

/// Strangers use up what one account has for all of them, from everywhere.
async fn a_botnet_tries(app: &TestApp, limit: Limit, who: &str) {
    while throttles::count(&app.app, limit, who).await.is_ok() {}
}

/// The unread mails, when everything that follows an answer is done.
async fn subjects(app: &TestApp) -> Vec<String> {
    while app.db.number("SELECT COUNT(*) FROM follow_ups").await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    app.deliver().await;
    app.smtp.take_all().into_iter().map(|mail| mail.subject).collect()
}

#[tokio::test]
async fn a_thousand_tries_from_one_wide_network_keep_nobody_out_elsewhere() {
    let (app, ada) = behind_a_proxy().await;
    attempt(&from(&app, "192.0.2.1"), &ada.email, PASSWORD).await.expect(303);
    // Every line of a /56, every site of a /48, and every address of a /24.
    for n in 0..1000 {
        let address = match n % 3 {
            0 => format!("2001:db8:1:{:x}::{n:x}", n % 256),
            1 => format!("2001:db8:2:{n:x}00::1"),
            _ => format!("203.0.113.{}", n % 256),
        };
        let page = attempt(&from(&app, &address), &ada.email, "wrong but long enough").await;
        assert!([422, 429].contains(&page.status), "{page}");
        // They have patience too.
        app.clock.advance(MINUTE / 20);
    }
    attempt(&from(&app, "198.51.100.9"), &ada.email, PASSWORD).await.expect(303);
    attempt(&from(&app, "2001:db8:9::1"), &ada.email, PASSWORD).await.expect(303);
    let told = subjects(&app).await;
    assert_eq!(told.iter().filter(|subject| subject.starts_with("Many wrong")).count(), 1, "once a day: {told:?}");
}

#[tokio::test]
async fn a_botnet_slows_a_new_network_and_neither_a_known_one_nor_a_known_browser_nor_who_proves_the_mailbox() {
    let (app, ada) = behind_a_proxy().await;
    let laptop = from(&app, "192.0.2.1");
    attempt(&laptop, &ada.email, PASSWORD).await.expect(303);
    a_botnet_tries(&app, Limit::SignInToAccount, &ada.email).await;
    attempt(&from(&app, "198.51.100.9"), &ada.email, PASSWORD).await.expect(429);
    attempt(&from(&app, "192.0.2.1"), &ada.email, PASSWORD).await.expect(303);
    // The same browser, on the way.
    laptop.set_cookie("portico-session", "gone");
    attempt(&laptop.with_header("x-forwarded-for", "203.0.113.77"), &ada.email, PASSWORD).await.expect(303);
    // A link to the mailbox, used in yet another network.
    let away = from(&app, "198.51.100.9");
    ask(&away, &ada.email).await.expect(200);
    let page = away.get(&password_mail(&app, &ada.email).await.link()).await.follow().await.expect(200);
    page.form("form[action='/password']").set("password", NEW).submit().await.expect(303);
    app.mail_for(&ada.email).await;
    a_botnet_tries(&app, Limit::SignInToAccount, &ada.email).await;
    attempt(&from(&app, "198.51.100.10"), &ada.email, NEW).await.expect(429);
    attempt(&away, &ada.email, NEW).await.expect(303);
    assert_eq!(subjects(&app).await, ["A new sign-in to your account"]);
}

#[tokio::test]
async fn a_known_place_is_bounded_too_and_not_known_for_ever() {
    let (app, ada) = behind_a_proxy().await;
    let laptop = from(&app, "192.0.2.1");
    attempt(&laptop, &ada.email, PASSWORD).await.expect(303);
    laptop.set_cookie("portico-session", "gone");
    for _ in 0..10 {
        attempt(&laptop, &ada.email, "wrong but long enough").await.expect(422);
    }
    attempt(&laptop, &ada.email, PASSWORD).await.expect(429);
    // Her phone in the same network is not held back by that browser.
    attempt(&from(&app, "192.0.2.1"), &ada.email, PASSWORD).await.expect(303);
    a_botnet_tries(&app, Limit::SignInToAccount, &ada.email).await;
    app.clock.advance(181 * DAY);
    a_botnet_tries(&app, Limit::SignInToAccount, &ada.email).await;
    attempt(&from(&app, "192.0.2.1"), &ada.email, PASSWORD).await.expect(429);
    app.clock.advance(HOUR);
    attempt(&from(&app, "192.0.2.1"), &ada.email, PASSWORD).await.expect(303);
    assert_eq!(subjects(&app).await, [""; 0]);
}

/// Somebody with two-step sign-in, at a known network.
async fn with_two_step(app: &TestApp, ada: &Person) -> (Phone, Vec<String>) {
    let client = from(app, "192.0.2.1");
    attempt(&client, &ada.email, PASSWORD).await.expect(303);
    set_up(app, ada, &client).await
}

/// A browser at this address that has brought the right password; gives the page that asks for the code.
async fn between(app: &TestApp, address: &str, ada: &Person, password: &str) -> Page {
    attempt(&from(app, address), &ada.email, password).await.expect(303).follow().await.expect(200)
}

#[tokio::test]
async fn a_hundred_wrong_codes_of_a_stranger_hold_back_neither_a_known_network_nor_a_recovery_code() {
    let (mut app, ada) = behind_a_proxy().await;
    app.ignore_mail();
    let (phone, codes) = with_two_step(&app, &ada).await;
    // Three wide networks, all day; each has its own share.
    for network in 0..4 {
        for _ in 0..30 {
            let page = between(&app, &format!("203.0.{network}.1"), &ada, PASSWORD).await;
            assert!([422, 429].contains(&give(&page, "000000").await.status));
            app.clock.advance(2 * MINUTE);
        }
    }
    let away = between(&app, "198.51.100.9", &ada, PASSWORD).await;
    give(&away, &phone.next_code(&app)).await.expect(429);
    // A recovery code has counters of its own.
    give(&away, &codes[0]).await.expect(303);
    give(&between(&app, "192.0.2.1", &ada, PASSWORD).await, &phone.next_code(&app)).await.expect(303);
}

#[tokio::test]
async fn wrong_recovery_codes_hold_back_no_code_of_the_app() {
    let (mut app, ada) = behind_a_proxy().await;
    app.ignore_mail();
    let (phone, codes) = with_two_step(&app, &ada).await;
    let page = between(&app, "198.51.100.9", &ada, PASSWORD).await;
    for _ in 0..10 {
        give(&page, "aaaaa-bbbbb").await.expect(422);
    }
    give(&page, &codes[0]).await.expect(429);
    a_botnet_tries(&app, Limit::SecondStepInADay, &format!("recovery {}", ada.id)).await;
    give(&page, &phone.next_code(&app)).await.expect(303);
    let page = between(&app, "192.0.2.1", &ada, PASSWORD).await;
    give(&page, &codes[0]).await.expect(303);
}

#[tokio::test]
async fn whoever_holds_the_mailbox_gets_no_more_codes() {
    let (mut app, ada) = behind_a_proxy().await;
    app.ignore_mail();
    let (phone, _) = with_two_step(&app, &ada).await;
    for kind in ["app", "recovery"] {
        a_botnet_tries(&app, Limit::SecondStepInADay, &format!("{kind} {}", ada.id)).await;
    }
    let away = from(&app, "198.51.100.9");
    ask(&away, &ada.email).await.expect(200);
    let page = away.get(&password_mail(&app, &ada.email).await.link()).await.follow().await.expect(200);
    page.form("form[action='/password']").set("password", NEW).submit().await.expect(303);
    let page = between(&app, "198.51.100.9", &ada, NEW).await;
    give(&page, &phone.next_code(&app)).await.expect(429);
    // At home another password lifts nothing either.
    let home = from(&app, "192.0.2.1");
    let page = attempt(&home, &ada.email, NEW).await.expect(303).follow().await;
    give(&page, &phone.next_code(&app)).await.expect(303);
    let form = home.get("/account/password").await.form("#password-form");
    form.set("current_password", NEW).set("password", PASSWORD).submit().await.expect(303);
    let page = between(&app, "198.51.100.9", &ada, PASSWORD).await;
    give(&page, &phone.next_code(&app)).await.expect(429);
}

async fn ask(client: &Client, email: &str) -> Page {
    let form = client.get("/forgot-password").await.form("form[action='/forgot-password']");
    form.set("email", email).submit().await
}

#[tokio::test]
async fn a_stranger_who_asks_for_links_uses_up_nothing_of_the_owners() {
    let (mut app, ada) = behind_a_proxy().await;
    app.ignore_mail();
    let home = from(&app, "192.0.2.1");
    attempt(&home, &ada.email, PASSWORD).await.expect(303);
    for n in 0..3 {
        ask(&from(&app, &format!("203.0.113.{n}")), &ada.email).await.expect(200);
        ask(&from(&app, &format!("2001:db8:1:{n}00::1")), &ada.email).await.expect(200);
    }
    // A wide network has had its share, and no other one pays for it.
    ask(&from(&app, "203.0.113.99"), &ada.email).await.expect(429);
    ask(&from(&app, "2001:db8:1:ff00::1"), &ada.email).await.expect(429);
    ask(&from(&app, "198.51.100.9"), &ada.email).await.expect(200);
    a_botnet_tries(&app, Limit::PasswordLink, &ada.email).await;
    ask(&from(&app, "198.51.100.9"), &ada.email).await.expect(429);
    for _ in 0..3 {
        ask(&from(&app, "192.0.2.1"), &ada.email).await.expect(200);
    }
    ask(&from(&app, "192.0.2.1"), &ada.email).await.expect(429);
    // Who is signed in with it has room of the own, wherever that is.
    ask(&home.with_header("x-forwarded-for", "203.0.113.100"), &ada.email).await.expect(200);
}

#[tokio::test]
async fn a_mailbox_gets_one_link_a_minute_whoever_asks() {
    let (app, ada) = behind_a_proxy().await;
    for n in 0..9 {
        ask(&from(&app, &format!("203.0.{n}.1")), &ada.email).await.expect(200);
    }
    assert_eq!(subjects(&app).await, ["Choose your password"]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM mailed_links").await, 1);
    app.clock.advance(MINUTE);
    let elsewhere = from(&app, "198.51.100.9");
    ask(&elsewhere, &ada.email).await.expect(429);
}

#[tokio::test]
async fn somebody_elses_wish_for_an_address_uses_up_nothing_of_mine() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let ask = async |client: &Client| {
        let form = client.get("/account/address").await.expect(200).form("#address-form");
        form.set("email", "wanted@client.example").set("current_password", PASSWORD).submit().await
    };
    let eve = app.signed_in(&app.person("eve@else.example").await).await;
    for _ in 0..3 {
        ask(&eve).await.expect(200);
    }
    ask(&eve).await.expect(429);
    let ada = app.signed_in(&app.person("ada@client.example").await).await;
    ask(&ada).await.expect(200);
}

#[tokio::test]
async fn the_owner_hears_once_a_day_and_nothing_that_a_stranger_typed() {
    let (app, ada) = behind_a_proxy().await;
    attempt(&from(&app, "192.0.2.1"), &ada.email, PASSWORD).await.expect(303);
    let typed = "xyzzy wrong but long enough";
    for round in 0..3 {
        let stranger = from(&app, &format!("203.0.{round}.1")).with_header("user-agent", "<b>xyzzy</b>");
        for _ in 0..11 {
            attempt(&stranger, &ada.email, typed).await;
        }
        if round != 1 {
            let mail = held_back(&app, &ada.email).await;
            assert!(mail.text.contains("Nobody got in") && mail.text.contains("/forgot-password"), "{mail}");
            assert!(!mail.text.contains("xyzzy") && !mail.html.contains("xyzzy"), "{mail}");
        }
        app.clock.advance(if round == 0 { HOUR } else { DAY });
    }
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'strangers_held_back'").await, 2);
    let log = from(&app, "192.0.2.1");
    attempt(&log, &ada.email, PASSWORD).await.expect(303);
    assert!(log.get("/account/events").await.expect(200).says("So many wrong passwords came from elsewhere"));
    // Nobody is told of an address that has no account, and a known place is not elsewhere.
    for address in ["203.0.50.1", "192.0.2.1"] {
        let (client, email) =
            (from(&app, address), if address == "192.0.2.1" { ada.email.as_str() } else { "nobody@else.example" });
        for _ in 0..11 {
            attempt(&client, email, typed).await;
        }
    }
    assert_eq!(subjects(&app).await, [""; 0]);
}

#[tokio::test]
async fn another_process_over_the_same_database_forgets_no_counter() {
    let (app, ada) = behind_a_proxy().await;
    let stranger = from(&app, "203.0.113.1");
    for _ in 0..10 {
        attempt(&stranger, &ada.email, "wrong but long enough").await.expect(422);
    }
    held_back(&app, &ada.email).await;
    for client in [app.restarted().await, app.restarted().await] {
        let page = attempt(&client.with_header("x-forwarded-for", "203.0.113.1"), &ada.email, PASSWORD).await;
        assert!(!page.expect(429).header("retry-after").is_empty());
    }
}

#[tokio::test]
async fn the_program_that_is_killed_and_started_again_forgets_no_counter() {
    let place = Place::new().await;
    provider(&place, "Example Services", "ada@provider.example").await;
    let mut serving = place.serve().await;
    for _ in 0..10 {
        attempt(&place.client(), "ada@provider.example", "wrong but long enough").await.expect(422);
    }
    for _ in 0..2 {
        serving.kill().await.expect("it runs");
        serving = place.serve().await;
        let page = attempt(&place.client(), "ada@provider.example", PASSWORD).await.expect(429);
        assert!(page.header("retry-after").parse::<i64>().expect("seconds") <= 15 * 60, "{page}");
    }
    terminate(serving).await;
}
