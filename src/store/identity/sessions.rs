//! Signed-in browsers.

use crate::domain::ids::{AccountId, ProviderId, SessionId};
use crate::store::engine::{execute, fetch_all, fetch_optional, scalar};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// What is kept in a session.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct SessionRow {
    pub data: String,
}

/// A session of an account, begun in this epoch of its sessions.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    pub id_hash: &'a [u8],
    /// How the person names it among the own sessions; opens nothing.
    pub public_id: SessionId,
    pub account: AccountId,
    pub session_epoch: i64,
    /// The provider in which the person chose to work, and all that is kept.
    pub provider: Option<ProviderId>,
    pub data: &'a str,
    /// Where it was begun: network address and browser.
    pub address: &'a str,
    pub agent: &'a str,
    pub now: i64,
}

/// Stores a new session; `false` when its id is taken.
pub async fn insert(tx: &mut Tx, new: &NewSession<'_>) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO sessions (id_hash, public_id, account_id, session_epoch, provider_id, data, address, agent, created_at, seen_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT DO NOTHING",
        new.id_hash,
        new.public_id,
        new.account,
        new.session_epoch,
        new.provider,
        new.data,
        new.address,
        new.agent,
        new.now
    )?;
    Ok(rows == 1)
}

/// Replaces what is kept in a session. One that was deleted meanwhile stays deleted.
pub async fn update(tx: &mut Tx, id_hash: &[u8], provider: Option<ProviderId>, data: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE sessions SET provider_id = $2, data = $3 WHERE id_hash = $1", id_hash, provider, data).map(|_| ())
}

/// The session, unless it began before `created_after` or longer ago than a provider of the person
/// allows, was last seen before `seen_after`, or was begun in an epoch that is over.
pub async fn find(
    conn: &mut Conn,
    id_hash: &[u8],
    (created_after, seen_after): (i64, i64),
    now: i64,
) -> Result<Option<SessionRow>, Error> {
    fetch_optional!(
        conn,
        SessionRow,
        "SELECT s.data FROM sessions s JOIN accounts a ON a.id = s.account_id \
         AND a.session_epoch = s.session_epoch WHERE s.id_hash = $1 AND s.created_at > $2 AND s.seen_at > $3 \
         AND NOT EXISTS (SELECT 1 FROM provider_members m JOIN providers p ON p.id = m.provider_id WHERE m.account_id = s.account_id \
         AND m.status = 'confirmed' AND s.created_at <= $4 - p.session_minutes * 60000)",
        id_hash,
        created_after,
        seen_after,
        now
    )
}

pub async fn touch(tx: &mut Tx, id_hash: &[u8], now: i64) -> Result<(), Error> {
    execute!(tx, "UPDATE sessions SET seen_at = $2 WHERE id_hash = $1 AND seen_at < $2", id_hash, now).map(|_| ())
}

pub async fn delete(tx: &mut Tx, id_hash: &[u8]) -> Result<(), Error> {
    execute!(tx, "DELETE FROM sessions WHERE id_hash = $1", id_hash).map(|_| ())
}

/// A signed-in browser as its owner sees it.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct OwnSession {
    pub id_hash: Vec<u8>,
    pub public_id: SessionId,
    pub address: String,
    pub agent: String,
    pub created_at: i64,
    pub seen_at: i64,
}

/// The sessions of an account that are not over, as [`find`] would find them; the last seen first.
pub async fn of_account(
    conn: &mut Conn,
    account: AccountId,
    (created_after, seen_after): (i64, i64),
    now: i64,
) -> Result<Vec<OwnSession>, Error> {
    fetch_all!(
        conn,
        OwnSession,
        "SELECT s.id_hash, s.public_id, s.address, s.agent, s.created_at, s.seen_at FROM sessions s JOIN accounts a \
         ON a.id = s.account_id AND a.session_epoch = s.session_epoch \
         WHERE s.account_id = $1 AND s.created_at > $2 AND s.seen_at > $3 \
         AND NOT EXISTS (SELECT 1 FROM provider_members m JOIN providers p ON p.id = m.provider_id WHERE m.account_id = s.account_id \
         AND m.status = 'confirmed' AND s.created_at <= $4 - p.session_minutes * 60000) \
         ORDER BY s.seen_at DESC, s.public_id LIMIT 200",
        account,
        created_after,
        seen_after,
        now
    )
}

/// Ends one session of an account; `false` when the account has none by that name.
pub async fn delete_own(tx: &mut Tx, account: AccountId, public_id: SessionId) -> Result<bool, Error> {
    Ok(execute!(tx, "DELETE FROM sessions WHERE account_id = $1 AND public_id = $2", account, public_id)? == 1)
}

/// Ends every session of an account but this one; gives how many that were.
pub async fn delete_others(tx: &mut Tx, account: AccountId, id_hash: &[u8]) -> Result<u64, Error> {
    execute!(tx, "DELETE FROM sessions WHERE account_id = $1 AND id_hash <> $2", account, id_hash)
}

/// Signs an account out everywhere; gives how many sessions that were.
pub async fn delete_of_account(tx: &mut Tx, account: AccountId) -> Result<u64, Error> {
    execute!(tx, "DELETE FROM sessions WHERE account_id = $1", account)
}

/// Sweeps out what no visitor can use any more.
pub async fn delete_expired(tx: &mut Tx, created_before: i64, seen_before: i64) -> Result<u64, Error> {
    execute!(tx, "DELETE FROM sessions WHERE created_at <= $1 OR seen_at <= $2", created_before, seen_before)
}

/// Keeps the provider in which the person of this session works.
pub async fn choose(tx: &mut Tx, id_hash: &[u8], provider: ProviderId) -> Result<(), Error> {
    execute!(tx, "UPDATE sessions SET provider_id = $2 WHERE id_hash = $1", id_hash, provider).map(|_| ())
}

/// Signs everybody out; gives how many sessions that were.
pub async fn delete_all(tx: &mut Tx) -> Result<u64, Error> {
    execute!(tx, "DELETE FROM sessions")
}

/// How many sessions began and were seen after these moments.
pub async fn count_live(conn: &mut Conn, created_after: i64, seen_after: i64) -> Result<i64, Error> {
    let count =
        scalar!(conn, i64, "SELECT COUNT(*) FROM sessions WHERE created_at > $1 AND seen_at > $2", created_after, seen_after)?;
    Ok(count.unwrap_or(0))
}
