//! The processes that serve this database.

use super::engine::{execute, fetch_all};
use super::{Conn, Tx};
use sqlx::Error;
use uuid::Uuid;

/// Keeps that this process serves it, and when it was seen last.
pub async fn seen(tx: &mut Tx, id: Uuid, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO nodes (id, version, seen_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET seen_at = $3",
        id,
        env!("CARGO_PKG_VERSION"),
        now
    )
    .map(|_| ())
}

/// Takes back that this process serves it, and forgets those that were not seen since then.
pub async fn gone(tx: &mut Tx, id: Uuid, not_seen_since: i64) -> Result<(), Error> {
    execute!(tx, "DELETE FROM nodes WHERE id = $1 OR seen_at < $2", id, not_seen_since).map(|_| ())
}

/// The processes that were seen in between: their version, and when. One of the future was left by a clock that ran
/// ahead: whoever serves corrects its own.
pub async fn seen_between(conn: &mut Conn, since: i64, until: i64) -> Result<Vec<(String, i64)>, Error> {
    fetch_all!(
        conn,
        (String, i64),
        "SELECT version, seen_at FROM nodes WHERE seen_at BETWEEN $1 AND $2 ORDER BY seen_at, id",
        since,
        until
    )
}
