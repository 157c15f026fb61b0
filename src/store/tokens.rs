//! One-time links: their hashes, what they are for, and until when.

use super::{Conn, Tx, execute, fetch_optional};
use crate::domain::words;
use sqlx::Error;
use uuid::Uuid;

words! { Purpose { Invitation = "invitation", Password = "password" } }

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TokenRow {
    pub id: Uuid,
    pub account_id: Option<Uuid>,
    pub member_id: Option<Uuid>,
    pub expires_at: i64,
    pub used_at: Option<i64>,
    pub replaced_at: Option<i64>,
}

/// What a link is for: an invitation's member, or the account whose password it sets.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    Member(Uuid),
    Account(Uuid),
}

pub async fn insert(tx: &mut Tx, id: Uuid, hash: &[u8], target: Target, now: i64, expires_at: i64) -> Result<(), Error> {
    let (purpose, account, member) = match target {
        Target::Member(member) => (Purpose::Invitation, None, Some(member)),
        Target::Account(account) => (Purpose::Password, Some(account), None),
    };
    execute!(
        tx,
        "INSERT INTO tokens (id, hash, purpose, account_id, member_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id, hash, purpose.word(), account, member, now, expires_at
    )
    .map(|_| ())
}

pub async fn by_hash(conn: &mut Conn, purpose: Purpose, hash: &[u8]) -> Result<Option<TokenRow>, Error> {
    fetch_optional!(
        conn,
        TokenRow,
        "SELECT id, account_id, member_id, expires_at, used_at, replaced_at FROM tokens WHERE hash = $1 AND purpose = $2",
        hash,
        purpose.word()
    )
}

pub async fn by_id(conn: &mut Conn, id: Uuid) -> Result<Option<TokenRow>, Error> {
    fetch_optional!(
        conn,
        TokenRow,
        "SELECT id, account_id, member_id, expires_at, used_at, replaced_at FROM tokens WHERE id = $1",
        id
    )
}

/// Uses the link up; `false` when it is used, replaced or expired (by now).
pub async fn take(tx: &mut Tx, id: Uuid, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE tokens SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $2",
        id,
        now
    )?;
    Ok(rows == 1)
}

/// Kills the open links for this target.
pub async fn replace_open(tx: &mut Tx, target: Target, now: i64) -> Result<(), Error> {
    match target {
        Target::Member(member) => {
            execute!(
                tx,
                "UPDATE tokens SET replaced_at = $2 WHERE member_id = $1 AND used_at IS NULL AND replaced_at IS NULL",
                member,
                now
            )
        }
        Target::Account(account) => {
            execute!(
                tx,
                "UPDATE tokens SET replaced_at = $2 WHERE account_id = $1 AND used_at IS NULL AND replaced_at IS NULL",
                account,
                now
            )
        }
    }
    .map(|_| ())
}
