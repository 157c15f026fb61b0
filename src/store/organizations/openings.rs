//! When somebody of the provider last opened a client's page.

use crate::domain::ids::{AccountId, OrganizationId};
use crate::domain::time::SKEW;
use crate::store::Tx;
use crate::store::engine::execute;
use sqlx::Error;

/// Notes that the account opens the client; `false` when it did so after `lately` already, unless in the future. One
/// statement decides, so of two at once one gets `true`.
pub async fn note(tx: &mut Tx, organization: OrganizationId, account: AccountId, now: i64, lately: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO client_openings (organization_id, account_id, opened_at) VALUES ($1, $2, $3) \
         ON CONFLICT (organization_id, account_id) DO UPDATE SET opened_at = excluded.opened_at \
         WHERE client_openings.opened_at <= $4 OR client_openings.opened_at > $5",
        organization,
        account,
        now,
        lately,
        now + SKEW
    )?;
    Ok(rows == 1)
}

/// Forgets who opened a client that is one no more.
pub async fn forget(tx: &mut Tx, organization: OrganizationId) -> Result<(), Error> {
    execute!(tx, "DELETE FROM client_openings WHERE organization_id = $1", organization).map(|_| ())
}
