//! How somebody uses a provider: when, in which sessions, and nothing of what else they do or from where.

use crate::domain::events::Kind;
use crate::domain::ids::{AccountId, ProviderId, ProviderMemberId};
use crate::domain::list::Direction;
use crate::store::engine::select::Select;
use crate::store::engine::{execute, fetch_optional, scalar};
use crate::store::identity::sessions::{self, Lifetimes};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// Notes that the session with this hash was used for a provider that its person is confirmed in.
pub async fn note(tx: &mut Tx, session: &[u8], provider: ProviderId, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO session_visits (session_hash, member_id, seen_at) SELECT s.id_hash, m.id, CAST($3 AS BIGINT) FROM sessions s \
         JOIN provider_members m ON m.account_id = s.account_id WHERE s.id_hash = $1 AND m.provider_id = $2 \
         ON CONFLICT (session_hash, member_id) DO UPDATE SET seen_at = excluded.seen_at",
        session,
        provider,
        now
    )?;
    execute!(
        tx,
        "INSERT INTO member_visits (member_id, seen_at) SELECT m.id, CAST($3 AS BIGINT) FROM sessions s \
         JOIN provider_members m ON m.account_id = s.account_id WHERE s.id_hash = $1 AND m.provider_id = $2 \
         ON CONFLICT (member_id) DO UPDATE SET seen_at = excluded.seen_at",
        session,
        provider,
        now
    )
    .map(|_| ())
}

/// When the session was last used for this provider.
pub async fn last(conn: &mut Conn, session: &[u8], provider: ProviderId) -> Result<Option<i64>, Error> {
    scalar!(
        conn,
        i64,
        "SELECT x.seen_at FROM session_visits x JOIN provider_members m ON m.id = x.member_id \
         WHERE x.session_hash = $1 AND m.provider_id = $2",
        session,
        provider
    )
}

/// Since when somebody is in the provider, when the person last used it and was last reminded of two-step sign-in.
#[derive(Clone, Copy, Debug, sqlx_macros::FromRow)]
pub struct Usage {
    pub joined_at: i64,
    pub seen_at: Option<i64>,
    pub reminded_at: Option<i64>,
}

pub async fn usage(conn: &mut Conn, provider: ProviderId, member: ProviderMemberId) -> Result<Option<Usage>, Error> {
    fetch_optional!(
        conn,
        Usage,
        "SELECT m.created_at AS joined_at, v.seen_at, m.reminded_at FROM provider_members m \
         LEFT JOIN member_visits v ON v.member_id = m.id WHERE m.provider_id = $1 AND m.id = $2",
        provider,
        member
    )
}

/// A session through which somebody reaches a provider: when it was begun, and last used for that.
#[derive(Clone, Copy, Debug, sqlx_macros::FromRow)]
pub struct Reaching {
    pub created_at: i64,
    pub seen_at: Option<i64>,
}

/// The sessions of a confirmed member that are not over and reach the provider, the last begun first (200 at most).
pub async fn reaching(
    conn: &mut Conn,
    provider: ProviderId,
    member: ProviderMemberId,
    lifetimes: Lifetimes,
) -> Result<Vec<Reaching>, Error> {
    let reach = "JOIN provider_members m ON m.account_id = s.account_id AND m.status = 'confirmed' AND m.ended_sign_in < s.sign_in \
        LEFT JOIN session_visits x ON x.session_hash = s.id_hash AND x.member_id = m.id";
    let of = Select::of("s.created_at, x.seen_at", [], sessions::TABLES).join(reach);
    let of = of.and("m.provider_id = ? AND m.id = ?", [provider.into(), member.into()]);
    sessions::live(of, lifetimes).first(["s.created_at", "s.public_id"], Direction::Descending, 200).fetch_all(conn).await
}

/// How often signing in to the account failed since then, up to `most`.
pub async fn failed_sign_ins(conn: &mut Conn, account: AccountId, since: i64, most: i64) -> Result<i64, Error> {
    let number = scalar!(
        conn,
        i64,
        "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM events WHERE log_id = $1 AND at >= $2 AND kind IN ($3, $4) \
         LIMIT CAST($5 AS BIGINT)) AS failed",
        account,
        since,
        Kind::SignInFailed.word(),
        Kind::TwoStepFailed.word(),
        most
    )?;
    Ok(number.unwrap_or_default())
}

/// Ends what every sign-in of the member until now reaches through the provider.
pub async fn end(tx: &mut Tx, provider: ProviderId, member: ProviderMemberId) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE provider_members SET ended_sign_in = (SELECT a.sign_ins FROM accounts a WHERE a.id = provider_members.account_id) \
         WHERE provider_id = $1 AND id = $2 AND account_id IS NOT NULL",
        provider,
        member
    )
    .map(|_| ())
}

/// Keeps that the member is reminded of two-step sign-in now; `false` where that was after `lately` and is no moment
/// of a clock that ran ahead of `latest`.
pub async fn remind(
    tx: &mut Tx,
    (provider, member): (ProviderId, ProviderMemberId),
    now: i64,
    (lately, latest): (i64, i64),
) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE provider_members SET reminded_at = $3 WHERE provider_id = $1 AND id = $2 \
         AND (reminded_at IS NULL OR reminded_at <= $4 OR reminded_at > $5)",
        provider,
        member,
        now,
        lately,
        latest
    )?;
    Ok(rows == 1)
}
