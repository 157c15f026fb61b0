//! The program is killed while it works: what was answered is there, what was not can be sent again,
//! and nothing is half done.

use super::backup::signed_in;
use super::commands::Place;
use super::providers::{asked, provider};
use crate::support::crowd::{Post, Visitor};
use std::time::Duration;
use tokio::process::Child;
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

/// Rounds, and clients that are asked for in each: somebody invites 200 people in an hour at most.
const ROUNDS: usize = 4;
const MANY: usize = 24;

async fn kill(mut child: Child) {
    child.start_kill().expect("it is killed");
    child.wait().await.expect("it ends");
}

/// The forms of new clients, each with the id under which it can be sent again.
fn forms(visitor: &Visitor, round: usize) -> Vec<Post> {
    let form = |number: usize| {
        let id = Uuid::from_u64_pair(0x0190_b0c0_0000_7000, 0x8000_0000_0000_0000 + (round * MANY + number) as u64).to_string();
        let (name, owner) = (format!("Client {round} {number}"), format!("owner{number}@client{round}.example"));
        let plan = [("plan", "Teams (Monthly)"), ("seats", "5"), ("note", "")];
        visitor.post("/clients/new", &[&[("id", &id[..]), ("name", &name), ("owner_email", &owner)], &plan[..]].concat())
    };
    (0..MANY).map(form).collect()
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

#[tokio::test]
async fn a_kill_at_any_moment_loses_no_answer_and_leaves_nothing_half_done() {
    let place = Place::new().await;
    provider(&place, "Example Services", "ada@provider.example").await;
    let mut child = place.serve().await;
    let visitor = Visitor::of(signed_in(&place).await).await;
    let mut all_answered = 0;
    for round in 0..ROUNDS {
        let posts = forms(&visitor, round);
        let answered = send_and_kill(posts.clone(), child, Duration::from_millis(30 + 40 * round as u64)).await;
        all_answered += answered;
        assert_eq!(asked(&place, 0, &["check"]).await["ok"], true);
        let kept = place.db.number(&format!("SELECT COUNT(*) FROM organizations WHERE name LIKE 'Client {round} %'")).await;
        assert!(kept >= i64::try_from(answered).expect("few"), "{kept} are kept of {answered} that were answered");
        child = place.serve().await;
        for post in posts {
            assert_eq!(post.send().await, 303, "sent again it is done, once");
        }
    }
    assert!(all_answered < ROUNDS * MANY, "nothing was under way when it was killed");
    kill(child).await;
    let created = "SELECT COUNT(*) FROM events WHERE kind = 'organization_created' AND log_id IN";
    for sql in [
        "SELECT COUNT(*) FROM organizations",
        "SELECT COUNT(*) FROM members",
        "SELECT COUNT(*) FROM deliveries WHERE recipient LIKE 'owner%'",
        &format!("{created} (SELECT id FROM organizations)"),
        &format!("{created} (SELECT id FROM providers)"),
    ] {
        assert_eq!(place.db.number(sql).await, i64::try_from(ROUNDS * MANY).expect("few"), "{sql}");
    }
    assert_eq!(asked(&place, 0, &["check"]).await["ok"], true);
}
