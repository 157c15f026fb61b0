//! A mail server that is away, slow or unwilling: what is tried again, when, and what is given up.

use std::net::SocketAddr;
use std::time::Duration;

use super::{FIRST_WAIT, GUEST, invite, spawn, states, the_mail};
use crate::operator::commands::{Place, terminate};
use crate::operator::providers::{asked, provider};
use crate::support::app::postman_at;
use crate::support::smtp::{Reply, SmtpSink, Stage};
use portico::domain::time::{DAY, HOUR, MINUTE};

#[tokio::test]
async fn what_the_server_puts_off_is_tried_again_with_the_same_link_and_id() {
    let (app, organization, owner) = spawn().await;
    // The same worker all the way: what was left of one send must not touch the next.
    let impatient = app.another_postman(Duration::from_millis(400));
    for (n, (stage, reply)) in [
        (Stage::Connect, Reply::temporary(421)),
        (Stage::Rcpt, Reply::temporary(450)),
        (Stage::End, Reply::temporary(451)),
        (Stage::MailFrom, Reply::Close),
        (Stage::Data, Reply::Hang),
        (Stage::End, Reply::Hang),
    ]
    .into_iter()
    .enumerate()
    {
        let guest = format!("guest{n}@client.example");
        invite(&owner, organization, &guest).await.expect(303);
        app.smtp.script(stage, reply.clone());
        assert_eq!(impatient.deliver_due().await.unwrap(), 1, "{stage:?} {reply:?}");
        assert!(app.smtp.unread().is_empty(), "{stage:?} {reply:?}");
        assert_eq!(app.deliver().await, 0, "not due before the wait is over");
        app.clock.advance(FIRST_WAIT);
        assert_eq!(app.deliver().await, 1);
        app.smtp.take_for(&guest);
    }
    let attempts = app.db.texts("SELECT CAST(attempts AS TEXT) || state FROM deliveries").await;
    assert_eq!(attempts, ["2sent"; 6]);
}

#[tokio::test]
async fn a_mail_that_went_out_twice_is_recognizably_one() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    app.smtp.close_after_data();
    app.deliver().await;
    let first = app.smtp.take_for(GUEST);
    app.clock.advance(FIRST_WAIT);
    let second = app.mail_for(GUEST).await;
    assert_eq!(first.message_id, second.message_id);
    assert_eq!(first.link(), second.link());
    assert_eq!(first.header("Date"), second.header("Date"));
    owner.get(second.link().strip_prefix(&app.url("")).unwrap()).await.follow().await.expect(200);
}

#[tokio::test]
async fn the_waits_grow_and_the_link_ends_them() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    app.smtp.script_always(Stage::Rcpt, Reply::temporary(450));
    let wait = "SELECT next_at FROM deliveries";
    for most in [30_000, 2 * MINUTE, 10 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, DAY, DAY] {
        assert_eq!(app.deliver().await, 1);
        let chosen = app.db.number(wait).await - app.app.now();
        assert!((most * 4 / 5..=most * 6 / 5).contains(&chosen), "{chosen} of {most}");
        app.clock.advance(chosen);
    }
    // Nine attempts end it, or the end of its link, whichever comes first.
    app.clock.advance(3 * DAY);
    assert_eq!(app.deliver().await, 1);
    assert!(the_mail(&app).await.starts_with("cancelled"), "{}", the_mail(&app).await);
    assert_eq!(app.deliver().await, 0);
}

#[tokio::test]
async fn what_the_server_refuses_for_good_is_said_on_the_page() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    invite(&owner, organization, "other@client.example").await.expect(303);
    app.smtp.script_for(GUEST, Stage::Rcpt, Reply::permanent(550));
    app.deliver().await;
    app.smtp.take_for("other@client.example");
    app.clock.advance(HOUR);
    assert_eq!(app.deliver().await, 0);
    let mut all = states(&app).await;
    all.sort();
    assert_eq!(all, ["dead", "sent"]);
    let page = owner.get(&format!("/organizations/{organization}")).await.expect(200);
    let warned: Vec<_> = page.texts("#members tr").into_iter().filter(|row| row.contains("could not be delivered")).collect();
    assert!(matches!(warned.as_slice(), [row] if row.contains(GUEST)), "{warned:?}");

    app.smtp.heal();
    let resend = page.select("form[action$='/resend']").into_iter().map(|form| form.attr("action").unwrap().to_owned());
    for action in resend {
        page.form(&format!("form[action='{action}']")).submit().await.expect(303);
    }
    app.mail_for(GUEST).await;
    app.smtp.take_for("other@client.example");
    assert!(!owner.get(&format!("/organizations/{organization}")).await.says("could not be delivered"));
}

#[tokio::test]
async fn a_server_that_does_not_let_us_in_costs_no_attempt() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    for code in [535, 530] {
        app.smtp.script(Stage::MailFrom, Reply::permanent(code));
        assert_eq!(app.deliver().await, 1);
        let row = the_mail(&app).await;
        assert!(row.starts_with("pending 0 ") && row.contains(&code.to_string()), "{row}");
        assert_eq!(app.deliver().await, 0, "the channel rests");
        app.clock.advance(MINUTE);
    }
    app.mail_for(GUEST).await;
}

#[tokio::test]
async fn a_server_that_greets_nobody_kills_no_mail() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    for (stage, code) in [(Stage::Connect, 554), (Stage::Connect, 521), (Stage::Hello, 550)] {
        app.smtp.script_always(stage, Reply::permanent(code));
        assert_eq!(app.deliver().await, 1);
        let row = the_mail(&app).await;
        assert!(row.starts_with("pending 0 ") && row.contains(&code.to_string()), "{row}");
        app.smtp.heal();
        app.clock.advance(MINUTE);
    }
    app.mail_for(GUEST).await;
}

#[tokio::test]
async fn a_mail_server_that_is_down_delays_the_mail_and_nothing_else() {
    let (app, organization, owner) = spawn().await;
    let nobody: SocketAddr = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let down = postman_at(&app.app, nobody, Duration::from_secs(5));
    for n in 0..3 {
        invite(&owner, organization, &format!("guest{n}@client.example")).await.expect(303);
        assert_eq!(down.deliver_due().await.unwrap(), 1);
        let page = owner.get(&format!("/organizations/{organization}")).await.expect(200);
        assert!(page.says(&format!("guest{n}@client.example")));
    }
    assert_eq!(states(&app).await, ["pending"; 3]);
    app.clock.advance(FIRST_WAIT);
    assert_eq!(app.deliver().await, 3);
    for n in 0..3 {
        app.smtp.take_for(&format!("guest{n}@client.example"));
    }
}

#[tokio::test]
async fn a_server_that_offers_no_encryption_gets_no_mail() {
    let (place, smtp) = (Place::new().await, SmtpSink::start().await);
    provider(&place, "Example Services", "ada@provider.example").await;
    for scheme in ["smtp", "smtps"] {
        let url = format!("{scheme}://{}", smtp.address());
        let child = place.serve_with(&["--smtp-url", &url, "--mail-from", "Portico <portico@portal.example>"]).await;
        let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
        let mail = loop {
            let mail = asked(&place, 0, &["outbox", "list"]).await["mails"][0].clone();
            if !mail["last_error"].is_null() || tokio::time::Instant::now() > deadline {
                break mail;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        terminate(child).await;
        assert!(!mail["last_error"].is_null() && mail["state"] == "pending", "{scheme}: {mail}");
        assert!(smtp.received().is_empty(), "{scheme}");
        place.db.execute("UPDATE deliveries SET next_at = 1, last_error = NULL, lease_until = NULL, state = 'pending'").await;
    }
}

#[tokio::test]
async fn lines_that_look_like_commands_of_smtp_arrive_as_text() {
    let smtp = SmtpSink::start().await;
    let body = "Hello,\r\n.\r\nMAIL FROM:<evil@bad.example>\r\n..two\r\n.end\r\nQUIT\r\n";
    let message = lettre::Message::builder()
        .from("Portico <portico@portal.example>".parse().expect("an address"))
        .to("ada@client.example".parse().expect("an address"))
        .subject("Dots")
        .body(body.to_owned())
        .expect("a mail");
    let (host, port) = (smtp.address().ip().to_string(), smtp.address().port());
    let transport = lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::builder_dangerous(host).port(port).build();
    lettre::AsyncTransport::send(&transport, message).await.expect("it is sent");
    let mails = smtp.received();
    assert_eq!((mails.len(), mails[0].envelope_to.as_slice()), (1, &["ada@client.example".to_owned()][..]));
    let raw = String::from_utf8_lossy(&mails[0].raw).into_owned();
    assert!(raw.contains("Hello,\r\n.\r\nMAIL FROM:<evil@bad.example>\r\n..two\r\n.end\r\nQUIT"), "{raw}");
}
