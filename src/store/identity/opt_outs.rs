//! What stands beside a mailed link for a reader who does not know who had it sent, and to whom nothing more is sent.

use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::{AccountId, LinkId};
use crate::store::engine::{execute, fetch_optional, scalar};
use crate::store::{Conn, Tx};
use sqlx::Error;
use uuid::Uuid;

/// Beside which link it stands, for whom, and who had the mail sent.
#[derive(Clone, Copy, Debug)]
pub struct NewOptOut<'a> {
    pub link: LinkId,
    pub hash: &'a [u8],
    pub email_key: &'a str,
    /// The organization or the provider.
    pub sender: Option<Uuid>,
    pub account: Option<AccountId>,
    pub is_fresh: bool,
}

pub async fn insert(tx: &mut Tx, new: &NewOptOut<'_>) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO opt_outs (link_id, hash, email_key, sender_id, account_id, is_fresh) VALUES ($1, $2, $3, $4, $5, $6)",
        new.link,
        new.hash,
        new.email_key,
        new.sender,
        new.account,
        new.is_fresh
    )
    .map(|_| ())
}

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct OptOut {
    pub link_id: LinkId,
    /// What the link beside it is for.
    pub purpose: Purpose,
    pub email_key: String,
    pub sender_id: Option<Uuid>,
    pub account_id: Option<AccountId>,
    pub is_fresh: bool,
    pub pressed_at: Option<i64>,
    /// When the reader did what the link beside it is for.
    pub used_at: Option<i64>,
}

pub async fn by_hash(conn: &mut Conn, hash: &[u8]) -> Result<Option<OptOut>, Error> {
    fetch_optional!(
        conn,
        OptOut,
        "SELECT o.link_id, l.purpose, o.email_key, o.sender_id, o.account_id, o.is_fresh, o.pressed_at, l.used_at FROM opt_outs o \
         JOIN mailed_links l ON l.id = o.link_id WHERE o.hash = $1",
        hash
    )
}

/// Keeps that it was pressed; `false` where it was before.
pub async fn press(tx: &mut Tx, link: LinkId, now: i64) -> Result<bool, Error> {
    Ok(execute!(tx, "UPDATE opt_outs SET pressed_at = $2 WHERE link_id = $1 AND pressed_at IS NULL", link, now)? == 1)
}

/// Sends nothing more to the address on behalf of the sender.
pub async fn suppress(tx: &mut Tx, email_key: &str, sender: Uuid, counts: bool, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO suppressions (email_key, sender_id, counts, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (email_key, sender_id) DO UPDATE SET created_at = $4",
        email_key,
        sender,
        counts,
        now
    )
    .map(|_| ())
}

/// Whether the owner of the address said not to know one of these senders, between these moments.
pub async fn is_suppressed(
    conn: &mut Conn,
    email_key: &str,
    senders: [Uuid; 2],
    (since, until): (i64, i64),
) -> Result<bool, Error> {
    let [one, other] = senders;
    let found = scalar!(
        conn,
        i64,
        "SELECT created_at FROM suppressions WHERE email_key = $1 AND sender_id IN ($2, $3) AND created_at >= $4 AND created_at <= $5 LIMIT 1",
        email_key,
        one,
        other,
        since,
        until
    )?;
    Ok(found.is_some())
}

/// How many addresses count against a sender who is new.
pub async fn counted(conn: &mut Conn, sender: Uuid) -> Result<i64, Error> {
    Ok(scalar!(conn, i64, "SELECT COUNT(*) FROM suppressions WHERE sender_id = $1 AND counts", sender)?.unwrap_or_default())
}

/// Lets what was pressed so far count no more against the sender; it stays as it is.
pub async fn forgive(tx: &mut Tx, sender: Uuid) -> Result<(), Error> {
    execute!(tx, "UPDATE suppressions SET counts = FALSE WHERE sender_id = $1", sender).map(|_| ())
}

/// Lets everybody write to the address again; gives how many senders could not.
pub async fn forget_address(tx: &mut Tx, email_key: &str) -> Result<u64, Error> {
    execute!(tx, "DELETE FROM suppressions WHERE email_key = $1", email_key)
}

/// Forgets whom a sender cannot write to: it ends.
pub async fn forget_sender(tx: &mut Tx, sender: Uuid) -> Result<(), Error> {
    execute!(tx, "DELETE FROM suppressions WHERE sender_id = $1", sender).map(|_| ())
}

/// Sweeps out what holds for a time only, of this sender and from before this moment, `most` of them; gives how many
/// those were.
pub async fn delete_ended(tx: &mut Tx, sender: Uuid, before: i64, most: i64) -> Result<u64, Error> {
    execute!(
        tx,
        "DELETE FROM suppressions WHERE sender_id = $1 AND email_key IN (SELECT email_key FROM suppressions WHERE sender_id = $1 \
         AND created_at < $2 LIMIT CAST($3 AS BIGINT))",
        sender,
        before,
        most
    )
}
