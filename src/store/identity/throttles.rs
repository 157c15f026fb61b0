//! Counters of attempts in a window of time, shared by all nodes and kept over a restart.

use crate::domain::time::SKEW;
use crate::store::engine::{execute, fetch_optional};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// Counts one more attempt under this key and gives how many there are in the window and when it
/// ends. A window that is over begins anew, and so does one that ends later than it can: it was begun while a
/// clock ran ahead.
pub async fn count(tx: &mut Tx, key: &[u8], now: i64, window: i64) -> Result<(i64, i64), Error> {
    count_many(tx, key, 1, now, window).await
}

/// As [`count`], of several attempts at once.
pub async fn count_many(tx: &mut Tx, key: &[u8], number: i64, now: i64, window: i64) -> Result<(i64, i64), Error> {
    let row = fetch_optional!(
        tx,
        (i64, i64),
        "INSERT INTO throttles (key, attempts, ends_at) VALUES ($1, $5, $2) ON CONFLICT (key) DO UPDATE SET \
         attempts = CASE WHEN throttles.ends_at <= $3 OR throttles.ends_at > $4 THEN $5 ELSE throttles.attempts + $5 END, \
         ends_at = CASE WHEN throttles.ends_at <= $3 OR throttles.ends_at > $4 THEN $2 ELSE throttles.ends_at END \
         RETURNING attempts, ends_at",
        key,
        now + window,
        now,
        now + window + SKEW,
        number
    )?;
    row.ok_or(Error::RowNotFound)
}

/// Takes attempts back that came to nothing.
pub async fn take_back(tx: &mut Tx, key: &[u8], number: i64) -> Result<(), Error> {
    execute!(tx, "UPDATE throttles SET attempts = attempts - $2 WHERE key = $1 AND attempts >= $2", key, number).map(|_| ())
}

/// How many attempts there were under this key in a window of this length that is not over, and when it ends.
pub async fn find(conn: &mut Conn, key: &[u8], now: i64, window: i64) -> Result<Option<(i64, i64)>, Error> {
    fetch_optional!(
        conn,
        (i64, i64),
        "SELECT attempts, ends_at FROM throttles WHERE key = $1 AND ends_at > $2 AND ends_at <= $3",
        key,
        now,
        now + window + SKEW
    )
}

/// Forgets the attempts under this key.
pub async fn reset(tx: &mut Tx, key: &[u8]) -> Result<(), Error> {
    execute!(tx, "DELETE FROM throttles WHERE key = $1", key).map(|_| ())
}

/// Sweeps out windows that are over, or end later than any window can, `most` of them; gives how many those were.
pub async fn delete_ended(tx: &mut Tx, now: i64, longest: i64, most: i64) -> Result<u64, Error> {
    execute!(
        tx,
        "DELETE FROM throttles WHERE key IN (SELECT key FROM throttles WHERE ends_at <= $1 OR ends_at > $2 LIMIT CAST($3 AS BIGINT))",
        now,
        now + longest + SKEW,
        most
    )
}
