//! How the real program stops: ready no more first, then gone; and what becomes of mails under way.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::commands::Place;
use crate::support::app::TestApp;
use crate::support::smtp::Stage;
use portico::domain::language::Language;
use portico::mail::{self, Message, SignInMail, To};

const GUEST: &str = "guest@client.example";

async fn signal(kind: &str, child: &Child) {
    let id = child.id().expect("it runs").to_string();
    assert!(Command::new("kill").args([kind, &id]).status().await.expect("kill runs").success());
}

async fn code(mut child: Child) -> Option<i32> {
    timeout(Duration::from_secs(10), child.wait()).await.expect("it ends").expect("a child").code()
}

#[tokio::test]
async fn it_is_not_ready_first_and_serves_on_until_the_delay_is_over() {
    let place = Place::new().await;
    let child = place.serve_with(&["--stop-delay", "2s"]).await;
    let client = place.client();
    client.get("/readyz").await.expect(200);
    signal("-TERM", &child).await;
    let told = Instant::now();
    while place.client().get("/readyz").await.status == 200 {
        assert!(told.elapsed() < Duration::from_secs(1), "it says at once that it is not ready");
        sleep(Duration::from_millis(10)).await;
    }
    assert!(place.client().get("/readyz").await.expect(503).html.contains("stopping"));
    let page = place.client().get("/sign-in").await.expect(200);
    assert_eq!(page.header("connection"), "close", "whoever asks again asks elsewhere");
    client.get("/sign-in").await.expect(200);
    assert!(told.elapsed() < Duration::from_secs(2), "too slow to see anything");
    assert_eq!(code(child).await, Some(0));
    assert!(told.elapsed() >= Duration::from_secs(2), "{:?}", told.elapsed());
}

#[tokio::test]
async fn a_second_signal_ends_it_also_during_the_delay() {
    let place = Place::new().await;
    let child = place.serve_with(&["--stop-delay", "5m"]).await;
    signal("-TERM", &child).await;
    sleep(Duration::from_millis(100)).await;
    place.client().get("/sign-in").await.expect(200);
    signal("-INT", &child).await;
    assert_eq!(code(child).await, Some(130));
}

#[tokio::test]
async fn a_closed_terminal_stops_it_as_well_unless_it_was_told_to_outlive_it() {
    let place = Place::new().await;
    let child = place.serve().await;
    signal("-HUP", &child).await;
    assert_eq!(code(child).await, Some(0), "requests under way get their answer");

    let direct = place.command(&["serve"]);
    let mut outliving = Command::new("nohup");
    outliving.arg(direct.as_std().get_program()).args(direct.as_std().get_args()).kill_on_drop(true);
    outliving.envs(direct.as_std().get_envs().filter_map(|(name, value)| Some((name, value?))));
    outliving.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = place.started(outliving).await;
    signal("-HUP", &child).await;
    sleep(Duration::from_millis(100)).await;
    place.client().get("/readyz").await.expect(200);
    signal("-TERM", &child).await;
    assert_eq!(code(child).await, Some(0));
}

async fn owe_a_mail(app: &TestApp) {
    let to = To { email: GUEST.into(), language: Language::English };
    let mut tx = app.app.db.write().await.unwrap();
    mail::enqueue(&app.app, &mut tx, &to, &Message::SignIn(SignInMail::PasswordSet), None).await.unwrap();
    tx.commit().await.unwrap();
}

/// Its state, attempts, for how long it still waits, and whether it is claimed.
async fn the_mail(app: &TestApp) -> String {
    let now = app.app.now();
    let row = format!(
        "SELECT state || ' ' || CAST(attempts AS TEXT) || ' ' || CAST(next_at - {now} AS TEXT) || ' ' \
         || CASE WHEN lease_until IS NULL THEN 'free' ELSE 'held' END FROM deliveries"
    );
    app.db.texts(&row).await.remove(0)
}

#[tokio::test]
async fn a_mail_that_is_under_way_at_a_stop_is_put_back_as_if_nothing_had_been_tried() {
    for stage in [Stage::Connect, Stage::Rcpt, Stage::End] {
        let app = TestApp::spawn().await;
        owe_a_mail(&app).await;
        app.smtp.hang(stage);
        let (stop, stopped) = watch::channel(false);
        let postman = app.another_postman(Duration::from_secs(60)).with_grace(Duration::from_millis(200));
        let working = tokio::spawn(postman.run(stopped));
        while !the_mail(&app).await.starts_with("sending") {
            sleep(Duration::from_millis(10)).await;
        }
        stop.send_replace(true);
        timeout(Duration::from_secs(5), working).await.expect("it ends").expect("no panic");
        assert_eq!(the_mail(&app).await, "pending 0 0 free", "{stage:?}");
        app.smtp.heal();
        assert_eq!(app.mail_for(GUEST).await.to, [GUEST]);
    }
}

#[tokio::test]
async fn a_mail_that_ends_within_the_grace_is_sent_once() {
    let app = TestApp::spawn().await;
    owe_a_mail(&app).await;
    app.smtp.hang(Stage::Data);
    let (stop, stopped) = watch::channel(false);
    let postman = app.another_postman(Duration::from_millis(300)).with_grace(Duration::from_secs(20));
    let working = tokio::spawn(postman.run(stopped));
    while !the_mail(&app).await.starts_with("sending") {
        sleep(Duration::from_millis(10)).await;
    }
    stop.send_replace(true);
    timeout(Duration::from_secs(5), working).await.expect("it ends").expect("no panic");
    assert!(the_mail(&app).await.starts_with("pending 1 "), "its attempt counts: {}", the_mail(&app).await);
    app.smtp.heal();
    app.clock.advance(36_000);
    app.mail_for(GUEST).await;
}

#[tokio::test]
async fn a_command_that_has_no_time_left_puts_its_mail_back() {
    let app = TestApp::spawn().await;
    owe_a_mail(&app).await;
    app.smtp.hang(Stage::Rcpt);
    let postman = app.another_postman(Duration::from_secs(60));
    assert!(!postman.deliver_until(sleep(Duration::from_millis(200))).await.unwrap());
    assert_eq!(the_mail(&app).await, "pending 0 0 free");
    app.smtp.heal();
    assert!(postman.deliver_until(sleep(Duration::from_secs(20))).await.unwrap());
    app.smtp.take_for(GUEST);
}
