//! Signed-in browsers.

use super::ended_sessions::{self, End};
use crate::domain::identity::ending;
use crate::domain::ids::{AccountId, ProviderId, SessionId};
use crate::domain::list::Direction;
use crate::domain::time::SKEW;
use crate::store::engine::execute;
use crate::store::engine::select::Select;
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
    /// Which sign-in of the account it was begun with.
    pub sign_in: i64,
    /// When its person signed in and last proved who it is: before `now` where it goes on under another id.
    pub began_at: i64,
    pub proven_at: i64,
    pub now: i64,
}

/// Stores a new session; `false` when its id is taken.
pub async fn insert(tx: &mut Tx, new: &NewSession<'_>) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO sessions (id_hash, public_id, account_id, session_epoch, provider_id, data, address, agent, created_at, \
         proven_at, seen_at, sign_in) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
        new.id_hash,
        new.public_id,
        new.account,
        new.session_epoch,
        new.provider,
        new.data,
        new.address,
        new.agent,
        new.began_at,
        new.proven_at,
        new.now,
        new.sign_in
    )?;
    Ok(rows == 1)
}

/// Replaces what is kept in a session. One that was deleted meanwhile stays deleted.
pub async fn update(tx: &mut Tx, id_hash: &[u8], provider: Option<ProviderId>, data: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE sessions SET provider_id = $2, data = $3 WHERE id_hash = $1", id_hash, provider, data).map(|_| ())
}

/// Until when a session goes on without being seen and in all, and what the clock says: in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    pub idle: i64,
    pub absolute: i64,
    pub now: i64,
}

/// What every question about sessions `s` of accounts `a` is about: neither begun nor seen too long ago or in
/// the future, not longer ago than a provider of the person allows, and not begun in an epoch that is over.
pub(in crate::store) const TABLES: &str =
    "sessions s JOIN accounts a ON a.id = s.account_id AND a.session_epoch = s.session_epoch";

/// Only those that are not over, of [`TABLES`] or what is joined to them.
pub(in crate::store) fn live(select: Select, Lifetimes { idle, absolute, now }: Lifetimes) -> Select {
    let latest = now + SKEW;
    select
        .and("s.created_at > ? AND s.created_at <= ?", [(now - absolute).into(), latest.into()])
        .and("s.seen_at > ? AND s.seen_at <= ?", [(now - idle).into(), latest.into()])
        .and(
            "NOT EXISTS (SELECT 1 FROM provider_members x JOIN providers y ON y.id = x.provider_id \
             WHERE x.account_id = s.account_id AND x.status = 'confirmed' AND s.created_at <= ? - y.session_minutes * 60000)",
            [now.into()],
        )
}

/// The session, unless it is over.
pub async fn find(conn: &mut Conn, id_hash: &[u8], lifetimes: Lifetimes) -> Result<Option<SessionRow>, Error> {
    live(Select::of("s.data", [], TABLES).and("s.id_hash = ?", [id_hash.into()]), lifetimes).fetch_optional(conn).await
}

pub async fn touch(tx: &mut Tx, id_hash: &[u8], now: i64) -> Result<(), Error> {
    execute!(tx, "UPDATE sessions SET seen_at = $2 WHERE id_hash = $1 AND seen_at < $2", id_hash, now).map(|_| ())
}

/// The person of this session has proved who it is; `false` when it is gone. It goes on no longer for that.
pub async fn prove(tx: &mut Tx, id_hash: &[u8], now: i64) -> Result<bool, Error> {
    Ok(execute!(tx, "UPDATE sessions SET proven_at = $2 WHERE id_hash = $1", id_hash, now)? == 1)
}

/// Ends a session.
pub async fn delete(tx: &mut Tx, id_hash: &[u8], end: End) -> Result<(), Error> {
    ended_sessions::keep(tx, id_hash, end).await?;
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
pub async fn of_account(conn: &mut Conn, account: AccountId, lifetimes: Lifetimes) -> Result<Vec<OwnSession>, Error> {
    let columns = "s.id_hash, s.public_id, s.address, s.agent, s.created_at, s.seen_at";
    live(Select::of(columns, [], TABLES).and("s.account_id = ?", [account.into()]), lifetimes)
        .first(["s.seen_at", "s.public_id"], Direction::Descending, 200)
        .fetch_all(conn)
        .await
}

/// Ends one session of an account; `false` when the account has none by that name.
pub async fn delete_own(tx: &mut Tx, account: AccountId, public_id: SessionId, end: End) -> Result<bool, Error> {
    ended_sessions::keep_own(tx, account, public_id, end).await?;
    Ok(execute!(tx, "DELETE FROM sessions WHERE account_id = $1 AND public_id = $2", account, public_id)? == 1)
}

/// Ends every session of an account but this one; gives how many that were.
pub async fn delete_others(tx: &mut Tx, account: AccountId, id_hash: &[u8], end: End) -> Result<u64, Error> {
    ended_sessions::keep_others(tx, account, id_hash, end).await?;
    execute!(tx, "DELETE FROM sessions WHERE account_id = $1 AND id_hash <> $2", account, id_hash)
}

/// Signs an account out everywhere; gives how many sessions that were.
pub async fn delete_of_account(tx: &mut Tx, account: AccountId, end: End) -> Result<u64, Error> {
    ended_sessions::keep_others(tx, account, &[], end).await?;
    execute!(tx, "DELETE FROM sessions WHERE account_id = $1", account)
}

/// Sweeps out what no visitor can use any more, nor is told of, or was dated by a clock that ran ahead, `most` of it;
/// gives how much that was.
pub async fn delete_expired(tx: &mut Tx, Lifetimes { idle, absolute, now }: Lifetimes, most: i64) -> Result<u64, Error> {
    execute!(
        tx,
        "DELETE FROM sessions WHERE id_hash IN (SELECT id_hash FROM sessions \
         WHERE created_at <= $1 OR seen_at <= $2 OR created_at > $3 OR seen_at > $3 LIMIT CAST($4 AS BIGINT))",
        now - absolute - ending::TOLD_FOR,
        now - idle - ending::TOLD_FOR,
        now + SKEW,
        most
    )
}

/// Keeps the provider in which the person of this session works.
pub async fn choose(tx: &mut Tx, id_hash: &[u8], provider: ProviderId) -> Result<(), Error> {
    execute!(tx, "UPDATE sessions SET provider_id = $2 WHERE id_hash = $1", id_hash, provider).map(|_| ())
}

/// Signs everybody out; gives how many sessions that were.
pub async fn delete_all(tx: &mut Tx) -> Result<u64, Error> {
    execute!(tx, "DELETE FROM sessions")
}

/// How many sessions are not over.
pub async fn count_live(conn: &mut Conn, lifetimes: Lifetimes) -> Result<i64, Error> {
    live(Select::of("s.account_id", [], TABLES), lifetimes).count_up_to(conn, i64::MAX).await
}
