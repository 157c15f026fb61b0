//! Since when somebody who invites is here, and whether their inviting has ended.

use crate::domain::ids::{AccountId, OrganizationId};
use crate::store::engine::{execute, fetch_all, fetch_optional};
use crate::store::{Conn, Tx};
use sqlx::Error;
use uuid::Uuid;

/// When it was made, and when its inviting ended.
#[derive(Clone, Copy, Debug, sqlx_macros::FromRow)]
pub struct Since {
    pub created_at: i64,
    pub inviting_ended_at: Option<i64>,
}

pub async fn of_account(conn: &mut Conn, id: AccountId) -> Result<Option<Since>, Error> {
    fetch_optional!(conn, Since, "SELECT created_at, inviting_ended_at FROM accounts WHERE id = $1", id)
}

pub async fn of_organization(conn: &mut Conn, id: OrganizationId) -> Result<Option<Since>, Error> {
    fetch_optional!(conn, Since, "SELECT created_at, inviting_ended_at FROM organizations WHERE id = $1", id)
}

/// Ends the inviting of an account; `false` where it has ended.
pub async fn end_of_account(tx: &mut Tx, id: AccountId, now: i64) -> Result<bool, Error> {
    let sql = "UPDATE accounts SET inviting_ended_at = $2 WHERE id = $1 AND inviting_ended_at IS NULL";
    Ok(execute!(tx, sql, id, now)? == 1)
}

/// Ends the inviting of an organization; `false` where it has ended.
pub async fn end_of_organization(tx: &mut Tx, id: OrganizationId, now: i64) -> Result<bool, Error> {
    let sql = "UPDATE organizations SET inviting_ended_at = $2 WHERE id = $1 AND inviting_ended_at IS NULL";
    Ok(execute!(tx, sql, id, now)? == 1)
}

/// Lets an account invite again; `false` where it may.
pub async fn allow_account(tx: &mut Tx, id: AccountId) -> Result<bool, Error> {
    let sql = "UPDATE accounts SET inviting_ended_at = NULL WHERE id = $1 AND inviting_ended_at IS NOT NULL";
    Ok(execute!(tx, sql, id)? == 1)
}

/// Lets an organization invite again; `false` where it may.
pub async fn allow_organization(tx: &mut Tx, id: OrganizationId) -> Result<bool, Error> {
    let sql = "UPDATE organizations SET inviting_ended_at = NULL WHERE id = $1 AND inviting_ended_at IS NOT NULL";
    Ok(execute!(tx, sql, id)? == 1)
}

/// An account or an organization whose inviting has ended.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Ended {
    pub id: Uuid,
    /// `account` or `organization`.
    pub kind: String,
    /// The address of the account, or the name of the organization.
    pub name: String,
    pub ended_at: i64,
    /// How many said that they do not know it.
    pub unknown: i64,
}

/// Every one of them, the last one first.
pub async fn ended(conn: &mut Conn) -> Result<Vec<Ended>, Error> {
    fetch_all!(
        conn,
        Ended,
        "SELECT id, kind, name, ended_at, (SELECT COUNT(*) FROM suppressions s WHERE s.sender_id = who.id) AS unknown FROM (\
         SELECT id, 'account' AS kind, email AS name, inviting_ended_at AS ended_at FROM accounts UNION ALL \
         SELECT id, 'organization' AS kind, name, inviting_ended_at AS ended_at FROM organizations) AS who \
         WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id"
    )
}
