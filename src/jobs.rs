//! Work that nobody waits for.

use crate::app::App;
use crate::domain::time::DAY;
use crate::service::identity::limits::LONGEST_WINDOW;
use crate::store::identity::{sessions, throttles};
use crate::store::nodes;
use std::time::Duration;
use tokio::sync::watch;

/// Sweeps out sessions and counters that are over, once an hour. Nothing depends on it: whether a
/// session or a link is over is asked when it is used.
pub async fn sweep(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = sweep_once(&app).await {
            tracing::warn!(%error, "the sweep failed; the next one is in an hour");
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
