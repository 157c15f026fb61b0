//! Work that nobody waits for.

use crate::app::App;
use crate::domain::identity::ending;
use crate::domain::inviting::UNASKED;
use crate::domain::time::DAY;
use crate::mail;
use crate::readiness::{Failed, Readiness};
use crate::service::identity::limits::LONGEST_WINDOW;
use crate::service::identity::places::KNOWN_FOR;
use crate::store::identity::{ended_sessions, kept_forms, known_places, mailed_links, opt_outs, sessions, throttles};
use crate::store::{deliveries, nodes};
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// The pauses before work that panicked begins again: the first, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Keeps a piece of background work going until it ends by itself: after a panic, which is told and counted where
/// it happens, it begins again, each time after a longer pause.
pub async fn keep_going<W>(name: &'static str, stop: watch::Receiver<bool>, work: impl Fn() -> W)
where
    W: Future<Output = ()> + Send + 'static,
{
    begin_again(name, stop, FIRST_PAUSE, work).await;
}

async fn begin_again<W>(name: &str, mut stop: watch::Receiver<bool>, mut pause: Duration, work: impl Fn() -> W)
where
    W: Future<Output = ()> + Send + 'static,
{
    while tokio::spawn(work()).await.is_err() && !*stop.borrow() {
        tracing::warn!(task = name, seconds = pause.as_secs_f64(), "begins again after a pause");
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// How long it is still told why a link does nothing, and what became of a mail: in milliseconds.
const TOLD_FOR: i64 = 90 * DAY;
/// Rows that are deleted at once: whoever changes something in between waits for no more.
const BATCH: i64 = 200;
/// Others go first.
const BREATH: Duration = Duration::from_millis(20);
const MINUTES_IN_AN_HOUR: u64 = 60;

/// Sweeps out counters and kept forms that are over once a minute, and sessions, links and mails whose time is over once
/// an hour.
/// Nothing depends on it: whether a session or a link is over is asked when it is used.
pub async fn sweep(app: App, mut stop: watch::Receiver<bool>) {
    for minute in 0.. {
        if *stop.borrow() {
            return;
        }
        let swept = if minute % MINUTES_IN_AN_HOUR == 0 { sweep_all(&app).await } else { sweep_often(&app).await };
        if let Err(error) = swept {
            Readiness::tell(&app, Failed::work("the sweep failed; there is another one soon", error));
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(Duration::from_secs(60)) => {}
        }
    }
}

async fn sweep_often(app: &App) -> Result<(), sqlx::Error> {
    in_batches(app, Over::Counters).await?;
    in_batches(app, Over::Forms).await
}

/// Sweeps once, in small steps.
///
/// # Errors
/// The database.
pub async fn sweep_all(app: &App) -> Result<(), sqlx::Error> {
    sweep_often(app).await?;
    for what in [Over::Sessions, Over::Told, Over::Places, Over::Mails, Over::Links, Over::Unasked] {
        in_batches(app, what).await?;
    }
    forget_sent_words(app).await
}

/// What is over and can go.
#[derive(Clone, Copy)]
enum Over {
    Counters,
    /// That came when their session was over.
    Forms,
    Sessions,
    /// Sessions that were ended, once nobody is told any more.
    Told,
    Places,
    Mails,
    Links,
    /// Whose address somebody wanted an account for, and who said so.
    Unasked,
}

/// Deletes until less than a batch is left, each in a transaction of its own.
async fn in_batches(app: &App, what: Over) -> Result<(), sqlx::Error> {
    loop {
        let (mut tx, before) = (app.db.write().await?, app.now() - TOLD_FOR);
        let deleted = match what {
            Over::Counters => throttles::delete_ended(&mut tx, app.now(), LONGEST_WINDOW, BATCH).await,
            Over::Forms => kept_forms::delete_over(&mut tx, app.now() - ending::FORM_KEPT_FOR, app.now(), BATCH).await,
            Over::Told => ended_sessions::delete_told(&mut tx, app.now() - ending::TOLD_FOR, app.now(), BATCH).await,
            Over::Sessions => sessions::delete_expired(&mut tx, app.sessions(), BATCH).await,
            Over::Places => known_places::delete_unseen(&mut tx, app.now() - KNOWN_FOR, app.now(), BATCH).await,
            Over::Mails => deliveries::delete_ended(&mut tx, before, BATCH).await,
            Over::Links => mailed_links::delete_ended(&mut tx, before, BATCH).await,
            Over::Unasked => opt_outs::delete_ended(&mut tx, Uuid::nil(), app.now() - UNASKED, BATCH).await,
        }?;
        tx.commit().await?;
        if deleted < BATCH.unsigned_abs() {
            return Ok(());
        }
        tokio::time::sleep(BREATH).await;
    }
}

/// What mails said that were sent by an older version.
async fn forget_sent_words(app: &App) -> Result<(), sqlx::Error> {
    loop {
        let sent = deliveries::sent_with_words(&mut app.db.read().await?, BATCH).await?;
        if sent.is_empty() {
            return Ok(());
        }
        let mut tx = app.db.write().await?;
        for (id, payload) in sent {
            deliveries::keep_of_sent(&mut tx, id, &mail::without_words(&payload)).await?;
        }
        tx.commit().await?;
        tokio::time::sleep(BREATH).await;
    }
}

/// Tries every few seconds whether this process can work, so that what keeps it from it is known, and said once,
/// before anybody asks; and keeps that it serves this database.
pub async fn watch(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let _ = app.readiness.ask(&app).await;
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(WATCH) => {}
        }
    }
    if let Err(error) = leave(&app).await {
        tracing::debug!(%error, "this process is still listed among those that serve the database");
    }
}

/// Between two tries.
const WATCH: Duration = Duration::from_secs(5);

async fn leave(app: &App) -> Result<(), sqlx::Error> {
    let mut tx = app.db.write().await?;
    nodes::gone(&mut tx, app.readiness.node, app.now() - DAY).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::time::Instant;

    #[tokio::test]
    async fn what_panics_begins_again_after_longer_and_longer_pauses_until_it_ends() {
        let (_told, stop) = watch::channel(false);
        let (begun, since) = (Arc::new(AtomicUsize::new(0)), Instant::now());
        let counted = begun.clone();
        begin_again("test", stop, Duration::from_millis(20), move || {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            async move { assert!(number == 3, "on purpose") }
        })
        .await;
        assert_eq!(begun.load(Ordering::SeqCst), 4);
        assert!(since.elapsed() >= Duration::from_millis(20 + 40 + 80), "{:?}", since.elapsed());
    }

    #[tokio::test]
    async fn what_panics_does_not_hold_up_a_stop() {
        let (told, stop) = watch::channel(false);
        let working = tokio::spawn(begin_again("test", stop, LONGEST_PAUSE, || async { panic!("on purpose") }));
        tokio::time::sleep(Duration::from_millis(50)).await;
        told.send_replace(true);
        tokio::time::timeout(Duration::from_secs(5), working).await.expect("at once").expect("it ends");
    }
}
