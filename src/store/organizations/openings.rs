//! When somebody of the provider last opened a client's page.

use crate::domain::ids::{AccountId, OrganizationId};
use crate::store::engine::{execute, fetch_optional, scalar};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// Whether the account has opened the client after `lately`.
pub async fn is_fresh(conn: &mut Conn, organization: OrganizationId, account: AccountId, lately: i64) -> Result<bool, Error> {
    let opened = scalar!(
        conn,
        i64,
        "SELECT opened_at FROM client_openings WHERE organization_id = $1 AND account_id = $2 AND opened_at > $3",
        organization,
        account,
        lately
    )?;
    Ok(opened.is_some())
}

/// Notes that the account opens the client; `false` when it did so after `lately` already. One
/// statement decides, so of two at once one gets `true`.
pub async fn note(tx: &mut Tx, organization: OrganizationId, account: AccountId, now: i64, lately: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO client_openings (organization_id, account_id, opened_at) VALUES ($1, $2, $3) \
         ON CONFLICT (organization_id, account_id) DO UPDATE SET opened_at = excluded.opened_at WHERE client_openings.opened_at <= $4",
        organization,
        account,
        now,
        lately
    )?;
    Ok(rows == 1)
}

/// Forgets who opened a client that is one no more.
pub async fn forget(tx: &mut Tx, organization: OrganizationId) -> Result<(), Error> {
    execute!(tx, "DELETE FROM client_openings WHERE organization_id = $1", organization).map(|_| ())
}

/// Who opened a client, and when.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Opening {
    pub name: String,
    pub opened_at: i64,
}

/// The last time that somebody other than this account opened the client.
pub async fn last_by_others(conn: &mut Conn, organization: OrganizationId, account: AccountId) -> Result<Option<Opening>, Error> {
    fetch_optional!(
        conn,
        Opening,
        "SELECT a.name, c.opened_at FROM client_openings c JOIN accounts a ON a.id = c.account_id \
         WHERE c.organization_id = $1 AND c.account_id <> $2 ORDER BY c.opened_at DESC LIMIT 1",
        organization,
        account
    )
}
