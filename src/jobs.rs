//! Work that nobody waits for.

use crate::app::App;
use crate::domain::time::DAY;
use crate::readiness::{Failed, Readiness};
use crate::service::identity::limits::LONGEST_WINDOW;
use crate::store::identity::{sessions, throttles};
use crate::store::nodes;
use std::time::Duration;
use tokio::sync::watch;

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

/// Sweeps out sessions and counters that are over, once an hour. Nothing depends on it: whether a
/// session or a link is over is asked when it is used.
pub async fn sweep(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = sweep_once(&app).await {
            Readiness::tell(&app, Failed::work("the sweep failed; the next one is in an hour", error));
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(Duration::from_secs(60 * 60)) => {}
        }
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

async fn sweep_once(app: &App) -> Result<(), sqlx::Error> {
    let mut tx = app.db.write().await?;
    sessions::delete_expired(&mut tx, app.sessions()).await?;
    throttles::delete_ended(&mut tx, app.now(), LONGEST_WINDOW).await?;
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
