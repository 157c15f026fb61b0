//! For whoever watches: is the process alive, and can it work.

use super::request::Portal;
use crate::readiness::NotReady;
use axum::http::StatusCode;

/// The process answers; the database is not asked.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The process can work: it was not told to stop, and what every change does has just worked.
pub async fn ready(app: Portal) -> (StatusCode, String) {
    match app.readiness.ask(&app).await {
        Ok(()) => (StatusCode::OK, "ready\n".into()),
        Err(reason) => not_ready(&reason),
    }
}

/// The answer of a process that cannot work. It says no more than which part fails: anybody may ask.
pub fn not_ready(reason: &NotReady) -> (StatusCode, String) {
    (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n"))
}
