//! The program is killed while it works: what was answered is there, what was not can be sent again, nothing is half
//! done, and no mail is lost.

use super::{figure, long_or};
use crate::operator::backup::signed_in;
use crate::operator::commands::Place;
use crate::operator::providers::{asked, provider};
use crate::support::crowd::{Post, Visitor};
use crate::support::smtp::SmtpSink;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::process::Child;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// Clients that are asked for in each round.
const MANY: usize = 24;

async fn kill(mut child: Child) {
    child.start_kill().expect("it is killed");
    child.wait().await.expect("it ends");
}

/// The forms of new clients, each with the id under which it can be sent again.
async fn forms(visitor: &Visitor, round: usize) -> Vec<Post> {
    let mut forms = Vec::new();
    for number in 0..MANY {
        let id = visitor.form_id("/clients/new").await;
        let (name, owner) = (format!("Client {round} {number}"), format!("owner{number}@client{round}.example"));
        let plan = [("plan", "Teams (Monthly)"), ("seats", "5"), ("note", "")];
        forms.push(
            visitor.post("/clients/new", &[&[("id", &id[..]), ("name", &name), ("owner_email", &owner)], &plan[..]].concat()),
        );
    }
    forms
}

/// Sends all of them and kills the program meanwhile; gives how many were answered.
async fn send_and_kill(posts: Vec<Post>, child: Child, after: Duration) -> usize {
    let mut under_way = JoinSet::new();
    for post in posts {
        under_way.spawn(async move { post.send().await });
    }
    sleep(after).await;
    kill(child).await;
    let mut answered = 0;
    while let Some(answer) = under_way.join_next().await {
        // Without an answer the client of these tests panics.
        assert!(matches!(answer, Err(_) | Ok(303 | 503)), "{answer:?}");
        answered += usize::from(matches!(answer, Ok(303)));
    }
    answered
}

/// Somewhere within the time that the answers take, another moment each round.
fn moment(round: usize) -> Duration {
    let spread = (round as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56;
    Duration::from_millis(5 + spread)
}

/// Mails by their Message-ID, and how often each came.
fn arrived(smtp: &SmtpSink) -> BTreeMap<String, usize> {
    let mut mails = BTreeMap::new();
    for mail in smtp.received() {
        *mails.entry(mail.header("message-id").expect("it has one")).or_default() += 1;
    }
    mails
}

async fn owed(place: &Place) -> i64 {
    place.db.number("SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'sending')").await
}

/// Looks that everything that was asked for is there, and nothing of it twice or in part.
async fn is_all_there(place: &Place, everything: i64) {
    let created = "SELECT COUNT(*) FROM events WHERE kind = 'organization_created' AND log_id IN";
    for sql in [
        "SELECT COUNT(*) FROM organizations",
        "SELECT COUNT(*) FROM members",
        "SELECT COUNT(*) FROM deliveries WHERE recipient LIKE 'owner%'",
        "SELECT COUNT(*) FROM deliveries WHERE recipient LIKE 'owner%' AND state = 'sent'",
        &format!("{created} (SELECT id FROM organizations)"),
        &format!("{created} (SELECT id FROM providers)"),
    ] {
        assert_eq!(place.db.number(sql).await, everything, "{sql}");
    }
}

#[tokio::test]
async fn a_kill_at_any_moment_loses_no_answer_and_leaves_nothing_half_done() {
    let rounds = long_or(500, 6);
    let (place, smtp) = (Place::new().await, SmtpSink::start().await);
    provider(&place, "Example Services", "ada@provider.example").await;
    let (smtp_url, from) = (smtp.url().replace("smtp:", "smtp+insecure:"), "portal@portal.example");
    let flags = ["--smtp-url", &smtp_url, "--mail-from", from];
    let mut child = place.serve_with(&flags).await;
    let visitor = Visitor::of(signed_in(&place).await).await;
    let (mut all_answered, mut lost) = (0, 0);
    let mut slowest = Duration::ZERO;
    for round in 0..rounds {
        let posts = forms(&visitor, round).await;
        let answered = send_and_kill(posts.clone(), child, moment(round)).await;
        all_answered += answered;
        let kept = place.db.number(&format!("SELECT COUNT(*) FROM organizations WHERE name LIKE 'Client {round} %'")).await;
        lost += usize::try_from(i64::try_from(answered).expect("few") - kept).unwrap_or(0);
        // How often one person does something in an hour is bounded, and what was killed while sending waits.
        place.db.execute("DELETE FROM throttles").await;
        place.db.execute("UPDATE deliveries SET lease_until = 0 WHERE state = 'sending'").await;
        let began = Instant::now();
        child = place.serve_with(&flags).await;
        slowest = slowest.max(began.elapsed());
        for post in posts {
            assert_eq!(post.send().await, 303, "sent again it is done, once");
        }
    }
    let everything = i64::try_from(rounds * MANY).expect("few");
    let began = Instant::now();
    while owed(&place).await > 0 {
        assert!(began.elapsed() < Duration::from_secs(120), "{} mails are still owed", owed(&place).await);
        sleep(Duration::from_millis(200)).await;
    }
    kill(child).await;
    assert_eq!(lost, 0, "of {all_answered} that were answered");
    assert!(all_answered < rounds * MANY, "nothing was under way when it was killed");
    is_all_there(&place, everything).await;
    assert_eq!(asked(&place, 0, &["check"]).await["ok"], true);
    let mails = arrived(&smtp);
    let twice = mails.values().filter(|times| **times > 1).count();
    let sent = place.db.number("SELECT COUNT(*) FROM deliveries WHERE state = 'sent'").await;
    assert_eq!(i64::try_from(mails.len()).expect("few"), sent, "each mail that is said to be sent has come");
    figure("kills", rounds);
    figure("writes that were answered, and lost", format!("{all_answered}, {lost}"));
    figure("slowest start after a kill", format!("{slowest:.1?}"));
    figure("mails owed, sent, sent twice under one Message-ID", format!("{sent}, {}, {twice}", mails.len()));
}
