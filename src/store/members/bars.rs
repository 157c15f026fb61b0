//! Whom the people of an organization itself took out: the bar is on the account, whatever its address.

use crate::domain::ids::{AccountId, OrganizationId};
use crate::store::engine::{execute, fetch_all};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// Bars this account from the organization, as somebody of its provider where it is one now.
pub async fn set(tx: &mut Tx, organization: OrganizationId, account: AccountId, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO member_bars (organization_id, account_id, of_provider, barred_at) SELECT o.id, $2, CAST(EXISTS (\
         SELECT 1 FROM provider_members p WHERE p.provider_id = o.provider_id AND p.account_id = $2) AS BOOLEAN), $3 \
         FROM organizations o WHERE o.id = $1 ON CONFLICT (organization_id, account_id) DO UPDATE SET \
         of_provider = member_bars.of_provider OR excluded.of_provider, barred_at = excluded.barred_at",
        organization,
        account,
        now
    )
    .map(|_| ())
}

/// Lets this account in again.
pub async fn lift(tx: &mut Tx, organization: OrganizationId, account: AccountId) -> Result<(), Error> {
    execute!(tx, "DELETE FROM member_bars WHERE organization_id = $1 AND account_id = $2", organization, account).map(|_| ())
}

/// The accounts that nobody of the provider brings back into this organization: the provider's people, and who was
/// one when the bar was set.
pub async fn of_organization(conn: &mut Conn, organization: OrganizationId) -> Result<Vec<(AccountId, String)>, Error> {
    fetch_all!(
        conn,
        (AccountId, String),
        "SELECT b.account_id, a.email_key FROM member_bars b JOIN accounts a ON a.id = b.account_id \
         JOIN organizations o ON o.id = b.organization_id WHERE b.organization_id = $1 AND (b.of_provider OR EXISTS (\
         SELECT 1 FROM provider_members p WHERE p.provider_id = o.provider_id AND p.account_id = b.account_id))",
        organization
    )
}
