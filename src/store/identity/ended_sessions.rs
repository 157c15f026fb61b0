//! What became of sessions: those that were ended, and those that time ended and that still stand among the others.

use crate::domain::identity::ending::Ending;
use crate::domain::ids::{AccountId, SessionId};
use crate::domain::time::SKEW;
use crate::store::engine::{execute, fetch_optional};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// What ends sessions, and when.
#[derive(Clone, Copy, Debug)]
pub struct End {
    pub by: Ending,
    pub now: i64,
}

/// Whose session it was, and what ended it.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct EndedSession {
    pub account_id: AccountId,
    pub ending: String,
}

/// The session with this hash, if it was ended since then.
pub async fn find(conn: &mut Conn, id_hash: &[u8], since: i64, now: i64) -> Result<Option<EndedSession>, Error> {
    fetch_optional!(
        conn,
        EndedSession,
        "SELECT account_id, ending FROM ended_sessions WHERE id_hash = $1 AND ended_at > $2 AND ended_at <= $3",
        id_hash,
        since,
        now + SKEW
    )
}

/// How long a session has been going on that nobody ended, over or not.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Standing {
    pub account_id: AccountId,
    pub created_at: i64,
    pub seen_at: i64,
    /// Whether it was begun in the epoch of the account's sessions that lasts.
    pub is_of_epoch: bool,
    /// The shortest length that a provider of the person allows, in minutes.
    pub minutes: Option<i64>,
}

/// The session with this hash, over or not.
pub async fn standing(conn: &mut Conn, id_hash: &[u8]) -> Result<Option<Standing>, Error> {
    fetch_optional!(
        conn,
        Standing,
        "SELECT s.account_id, s.created_at, s.seen_at, CAST(s.session_epoch = a.session_epoch AS BOOLEAN) AS is_of_epoch, \
         (SELECT MIN(y.session_minutes) FROM provider_members x JOIN providers y ON y.id = x.provider_id \
         WHERE x.account_id = s.account_id AND x.status = 'confirmed') AS minutes \
         FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.id_hash = $1",
        id_hash
    )
}

/// Remembers the session with this hash.
pub(super) async fn keep(tx: &mut Tx, id_hash: &[u8], End { by, now }: End) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO ended_sessions (id_hash, account_id, ending, ended_at) SELECT id_hash, account_id, $2, $3 FROM sessions \
         WHERE id_hash = $1 ON CONFLICT DO NOTHING",
        id_hash,
        by.word(),
        now
    )
    .map(|_| ())
}

/// Remembers the one of this account that its owner calls so.
pub(super) async fn keep_own(tx: &mut Tx, account: AccountId, id: SessionId, End { by, now }: End) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO ended_sessions (id_hash, account_id, ending, ended_at) SELECT id_hash, account_id, $3, $4 FROM sessions \
         WHERE account_id = $1 AND public_id = $2 ON CONFLICT DO NOTHING",
        account,
        id,
        by.word(),
        now
    )
    .map(|_| ())
}

/// Remembers every session of an account but this one.
pub(super) async fn keep_others(tx: &mut Tx, account: AccountId, id_hash: &[u8], End { by, now }: End) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO ended_sessions (id_hash, account_id, ending, ended_at) SELECT id_hash, account_id, $3, $4 FROM sessions \
         WHERE account_id = $1 AND id_hash <> $2 ON CONFLICT DO NOTHING",
        account,
        id_hash,
        by.word(),
        now
    )
    .map(|_| ())
}

/// Sweeps out what nobody is told any more, or was dated by a clock that ran ahead, `most` of it; gives how much.
pub async fn delete_told(tx: &mut Tx, before: i64, now: i64, most: i64) -> Result<u64, Error> {
    execute!(
        tx,
        "DELETE FROM ended_sessions WHERE id_hash IN (SELECT id_hash FROM ended_sessions \
         WHERE ended_at <= $1 OR ended_at > $2 LIMIT CAST($3 AS BIGINT))",
        before,
        now + SKEW,
        most
    )
}
