//! Members who ask the owners to be removed.

use crate::domain::ids::{AccountId, MemberId, OrganizationId};
use crate::domain::time::SKEW;
use crate::store::engine::{execute, fetch_all};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// What a member asked for, and what became of it. It ends with the membership.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Removal {
    pub member: MemberId,
    pub account_id: Option<AccountId>,
    pub name: String,
    pub asked_at: i64,
    /// The names of those who were asked, as they were then; none of a time at which they were not kept.
    pub asked_of: Option<String>,
    pub declined_at: Option<i64>,
    pub declined_by: Option<String>,
}

impl Removal {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.declined_at.is_none()
    }
}

/// What the members of an organization ask for, the longest waiting first (100 at most).
pub async fn asked(conn: &mut Conn, organization: OrganizationId) -> Result<Vec<Removal>, Error> {
    fetch_all!(
        conn,
        Removal,
        "SELECT m.id AS member, m.account_id, COALESCE(a.name, m.name) AS name, m.removal_asked_at AS asked_at, \
         m.removal_asked_of AS asked_of, m.removal_declined_at AS declined_at, m.removal_declined_by AS declined_by \
         FROM members m LEFT JOIN accounts a ON a.id = m.account_id \
         WHERE m.organization_id = $1 AND m.removal_asked_at IS NOT NULL ORDER BY m.removal_asked_at, m.id LIMIT 100",
        organization
    )
}

/// When somebody asks, and since when it is too lately to ask again.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    pub now: i64,
    pub lately: i64,
}

/// Notes that the member asks these people to be removed; `false` when it is noted already since `lately`, unless in the
/// future. What was declined before is asked for anew.
pub async fn ask(tx: &mut Tx, organization: OrganizationId, id: MemberId, of: &str, when: Asking) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE members SET removal_asked_at = $3, removal_asked_of = $6, removal_declined_at = NULL, removal_declined_by = NULL \
         WHERE organization_id = $1 AND id = $2 AND (removal_asked_at IS NULL OR removal_asked_at < $4 OR removal_asked_at > $5)",
        organization,
        id,
        when.now,
        when.lately,
        when.now + SKEW,
        of
    )?;
    Ok(rows == 1)
}

/// Notes that somebody of this name declined; `false` when nothing is asked for (any more).
pub async fn decline(tx: &mut Tx, organization: OrganizationId, id: MemberId, by: &str, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE members SET removal_declined_at = $3, removal_declined_by = $4 WHERE organization_id = $1 AND id = $2 \
         AND removal_asked_at IS NOT NULL AND removal_declined_at IS NULL",
        organization,
        id,
        now,
        by
    )?;
    Ok(rows == 1)
}
