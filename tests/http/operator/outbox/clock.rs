//! Mails when the clock ran ahead and is set back.

use super::{GUEST, invite, spawn, states, the_mail};
use crate::support::app::TestApp;
use crate::support::smtp::{Reply, Stage};
use portico::deliveries::due;
use portico::domain::language::Language;
use portico::domain::time::{DAY, HOUR};
use portico::mail::{self, Message, SignInMail, To};
use portico::service::operator::outbox;
use portico::store::deliveries::{self, Channel};

#[tokio::test]
async fn a_mail_that_waits_for_a_day_in_the_future_goes_out() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    app.smtp.script(Stage::Rcpt, Reply::temporary(450));
    // Its link holds for five days; a day and more ahead, the first wait ends far beyond any back-off.
    app.clock.advance(2 * DAY);
    assert_eq!(app.deliver().await, 1);
    app.clock.advance(-2 * DAY);
    assert_eq!(app.deliver().await, 1, "{}", the_mail(&app).await);
    app.smtp.take_for(GUEST);
    assert_eq!(app.deliver().await, 0);
}

#[tokio::test]
async fn a_mail_that_was_written_in_the_future_goes_out_and_is_dated_now() {
    let app = TestApp::spawn().await;
    for ahead in [HOUR, 400 * DAY] {
        app.clock.advance(ahead);
        let to = To { email: GUEST.into(), language: Language::English };
        let mut tx = app.app.db.write().await.unwrap();
        mail::enqueue(&app.app, &mut tx, &to, &Message::SignIn(SignInMail::PasswordSet), None).await.unwrap();
        tx.commit().await.unwrap();
        app.clock.advance(-ahead);
        assert_eq!(app.deliver().await, 1, "{ahead}");
        app.smtp.take_for(GUEST);
        assert_eq!(app.db.number("SELECT MAX(created_at) FROM deliveries").await, app.app.now());
        app.clock.advance(1);
    }
}

#[tokio::test]
async fn a_mail_that_a_worker_of_the_future_held_is_taken_over_and_obeys_the_operator() {
    for act in ["nobody", "retry", "cancel"] {
        let (app, organization, owner) = spawn().await;
        invite(&owner, organization, GUEST).await.expect(303);
        app.clock.advance(DAY);
        let mut tx = app.app.db.write().await.unwrap();
        let held = deliveries::claim(&mut tx, Channel::Mail, due(app.app.now())).await.unwrap().expect("the mail is due");
        tx.commit().await.unwrap();
        outbox::retry(&app.app, held.id).await.expect_err("it is under way");
        outbox::cancel(&app.app, held.id).await.expect_err("it is under way");
        app.clock.advance(-DAY);
        match act {
            "retry" => drop(outbox::retry(&app.app, held.id).await.expect("nobody holds it")),
            "cancel" => assert!(outbox::cancel(&app.app, held.id).await.expect("nobody holds it").1),
            _ => {}
        }
        let sent = usize::from(act != "cancel");
        assert_eq!(app.deliver().await, sent, "{act}");
        assert_eq!(app.smtp.take_all().len(), sent);
        assert_eq!(states(&app).await, [if act == "cancel" { "cancelled" } else { "sent" }]);
    }
}

#[tokio::test]
async fn a_node_whose_clock_is_half_a_minute_behind_sends_nothing_twice() {
    let (app, organization, owner) = spawn().await;
    invite(&owner, organization, GUEST).await.expect(303);
    let mut tx = app.app.db.write().await.unwrap();
    deliveries::claim(&mut tx, Channel::Mail, due(app.app.now())).await.unwrap().expect("the mail is due");
    tx.commit().await.unwrap();
    app.clock.advance(-30_000);
    assert_eq!(app.deliver().await, 0, "another node is at it");
    app.clock.advance(30_000 + 2 * 60_000);
    app.mail_for(GUEST).await;
}
