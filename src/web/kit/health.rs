//! For whoever watches: is the process alive, and can it work.

use super::request::Portal;
use axum::http::StatusCode;
use std::sync::atomic::Ordering;

/// The process answers; the database is not asked.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The process can work: its database answers, and it was not told to stop.
pub async fn ready(app: Portal) -> (StatusCode, &'static str) {
    if app.stopping.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "not ready: stopping\n");
    }
    match app.db.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready: the database does not answer\n")
        }
    }
}
