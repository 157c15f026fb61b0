//! How the installation fares, for whoever watches it.

use crate::app::App;
use crate::log;
use crate::metrics::{Reading, Stored};
use crate::readiness::{Failed, Readiness};
use crate::store::deliveries::{self, Channel};
use crate::store::identity::sessions;
use sqlx::Error;

/// What is true at this moment. A database that does not answer is part of the answer.
pub async fn reading(app: &App) -> Reading {
    let stored =
        stored(app).await.inspect_err(|error| Readiness::tell(app, Failed::work("the metrics are without the database", error)));
    let (connections_used, connections_idle) = app.db.connections();
    Reading {
        stored: stored.ok(),
        connections_used,
        connections_idle,
        statements: app.db.reading_statements(),
        hashed: app.passwords.hashed(),
        hashes_waiting: app.passwords.waiting(),
        log_lines_lost: log::lost(),
        panics: log::panics(),
    }
}

async fn stored(app: &App) -> Result<Stored, Error> {
    let now = app.now();
    let mut conn = app.db.read().await?;
    let due_since = deliveries::due_since(&mut conn, Channel::Mail, now).await?;
    Ok(Stored {
        mails: deliveries::counts(&mut conn, Channel::Mail).await?,
        oldest_due_seconds: due_since.map_or(0, |since| (now - since) / 1000),
        sessions: sessions::count_live(&mut conn, app.sessions()).await?,
    })
}
