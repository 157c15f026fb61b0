//! The clients of a provider, and the organizations that could be added to it.

mod list;

pub use list::{ClientRow, Which, count_up_to, row, rows};

use super::Conn;
use super::engine::{fetch_all, scalar};
use crate::domain::ids::AccountId;
use crate::store::organizations::Organization;
use sqlx::Error;

/// The organizations without a provider of which the account is a confirmed owner: those that can
/// be added first (Teams and Enterprise rank from 200,000 on, `Plan::rank`), then by name; 200 at most.
pub async fn addable_by(conn: &mut Conn, account: AccountId) -> Result<Vec<Organization>, Error> {
    fetch_all!(
        conn,
        Organization,
        "SELECT o.id, o.name, o.plan, o.seats, o.occupied, o.state, o.provider_id, o.linked_at FROM organizations o \
         JOIN members m ON m.organization_id = o.id WHERE m.account_id = $1 AND m.status = 'confirmed' AND m.role = 'owner' \
         AND o.provider_id IS NULL ORDER BY CASE WHEN o.plan_rank >= 200000 AND o.state = 'active' THEN 0 ELSE 1 END, o.name_key, o.id LIMIT 200",
        account
    )
}

/// Whether [`addable_by`] would give anything.
pub async fn any_addable_by(conn: &mut Conn, account: AccountId) -> Result<bool, Error> {
    let one = scalar!(
        conn,
        i64,
        "SELECT CAST(1 AS BIGINT) FROM organizations o JOIN members m ON m.organization_id = o.id WHERE m.account_id = $1 \
         AND m.status = 'confirmed' AND m.role = 'owner' AND o.provider_id IS NULL LIMIT 1",
        account
    )?;
    Ok(one.is_some())
}
