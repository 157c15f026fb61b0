//! For Prometheus, on a listener of its own.

use super::request::Portal;
use crate::error::Error;
use crate::service::operator::operation;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The counters and what is true at this moment.
pub async fn show(app: Portal) -> Response {
    let reading = operation::reading(&app).await;
    match app.metrics.render(&reading, app.readiness.was_ready()) {
        Ok(text) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(error) => unwritable(&error),
    }
}

fn unwritable(error: &Error) -> Response {
    tracing::error!(%error, "the metrics cannot be written");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
