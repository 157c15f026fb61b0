//! The processes that serve this database.

use super::engine::{execute, scalar};
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

/// How many processes were seen since then.
pub async fn serving(conn: &mut Conn, since: i64) -> Result<i64, Error> {
    let count = scalar!(conn, i64, "SELECT COUNT(*) FROM nodes WHERE seen_at >= $1", since)?;
    Ok(count.unwrap_or_default())
}
