//! The places that an account was signed in to from: hashes of browsers and networks.

use crate::domain::ids::AccountId;
use crate::domain::time::SKEW;
use crate::store::engine::{execute, fetch_all};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// Those of these places that the account of this address was signed in to from since then. One that was seen in the
/// future was written by a clock that ran ahead, and is not known.
pub async fn of_address(
    conn: &mut Conn,
    email_key: &str,
    hashes: [&[u8]; 2],
    since: i64,
    now: i64,
) -> Result<Vec<Vec<u8>>, Error> {
    let [first, second] = hashes;
    let found = fetch_all!(
        conn,
        (Vec<u8>,),
        "SELECT k.hash FROM known_places k JOIN accounts a ON a.id = k.account_id WHERE a.email_key = $1 \
         AND k.hash IN ($2, $3) AND k.seen_at > $4 AND k.seen_at <= $5",
        email_key,
        first,
        second,
        since,
        now + SKEW
    )?;
    Ok(found.into_iter().map(|row| row.0).collect())
}

/// Every place that the account was signed in to from since then, by whatever clock.
pub async fn of_account(conn: &mut Conn, account: AccountId, since: i64) -> Result<Vec<Vec<u8>>, Error> {
    let found =
        fetch_all!(conn, (Vec<u8>,), "SELECT hash FROM known_places WHERE account_id = $1 AND seen_at > $2", account, since)?;
    Ok(found.into_iter().map(|row| row.0).collect())
}

/// Keeps that the account was signed in to from there now.
pub async fn remember(tx: &mut Tx, account: AccountId, hash: &[u8], now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO known_places (account_id, hash, seen_at) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, hash) DO UPDATE SET seen_at = excluded.seen_at",
        account,
        hash,
        now
    )
    .map(|_| ())
}

/// Leaves the account the places that were seen last, this many.
pub async fn keep_newest(tx: &mut Tx, account: AccountId, most: i64) -> Result<(), Error> {
    execute!(
        tx,
        "DELETE FROM known_places WHERE account_id = $1 AND hash NOT IN (SELECT k.hash FROM known_places k \
         WHERE k.account_id = $1 ORDER BY k.seen_at DESC, k.hash LIMIT CAST($2 AS BIGINT))",
        account,
        most
    )
    .map(|_| ())
}

/// Sweeps out places that were not seen since then, or are dated in the future, `most` of them; gives how many.
pub async fn delete_unseen(tx: &mut Tx, since: i64, now: i64, most: i64) -> Result<u64, Error> {
    execute!(
        tx,
        "DELETE FROM known_places WHERE (account_id, hash) IN (SELECT account_id, hash FROM known_places \
         WHERE seen_at <= $1 OR seen_at > $2 LIMIT CAST($3 AS BIGINT))",
        since,
        now + SKEW,
        most
    )
}
