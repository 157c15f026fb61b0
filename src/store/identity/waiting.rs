//! Where somebody is not in yet: who accepted and waits to be confirmed, and what an address is invited into.

use crate::domain::ids::AccountId;
use crate::store::Conn;
use crate::store::engine::fetch_all;
use sqlx::Error;
use uuid::Uuid;

/// An organization or a provider in which somebody waits, or into which the address is invited.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct WaitingRow {
    /// Of the membership, by the kind of which it is.
    pub id: Uuid,
    pub of_provider: bool,
    pub name: String,
    pub role: String,
    pub has_accepted: bool,
    /// The provider of the organization.
    pub managed_by: Option<String>,
    pub is_suspended: bool,
    /// Who invited, while that account is there.
    pub inviter: Option<String>,
    /// Until when the invitation holds; nothing where none is open.
    pub expires_at: Option<i64>,
}

/// What this account accepted and is not confirmed in, and what this address of it is invited into, the oldest first (100 at most).
pub async fn of(conn: &mut Conn, account: AccountId, email_key: &str) -> Result<Vec<WaitingRow>, Error> {
    fetch_all!(
        conn,
        WaitingRow,
        "SELECT m.id, CAST(FALSE AS BOOLEAN) AS of_provider, o.name, m.role, CAST(TRUE AS BOOLEAN) AS has_accepted, \
         p.name AS managed_by, CAST(COALESCE(o.suspended_by = 'operator' OR (o.suspended_by = 'provider' AND p.state = 'active'), FALSE) AS BOOLEAN) \
         AS is_suspended, i.name AS inviter, CAST(NULL AS BIGINT) AS expires_at FROM members m \
         JOIN organizations o ON o.id = m.organization_id LEFT JOIN providers p ON p.id = o.provider_id \
         LEFT JOIN accounts i ON i.id = m.invited_by AND i.disabled_at IS NULL \
         WHERE m.account_id = $1 AND m.status = 'accepted' \
         UNION ALL SELECT m.id, CAST(FALSE AS BOOLEAN), o.name, m.role, CAST(FALSE AS BOOLEAN), p.name, \
         CAST(COALESCE(o.suspended_by = 'operator' OR (o.suspended_by = 'provider' AND p.state = 'active'), FALSE) AS BOOLEAN), \
         i.name, (SELECT MAX(l.expires_at) FROM mailed_links l WHERE l.target_id = m.id AND l.purpose = 'invitation' \
         AND l.used_at IS NULL AND l.replaced_at IS NULL AND l.withdrawn_at IS NULL) FROM members m \
         JOIN organizations o ON o.id = m.organization_id LEFT JOIN providers p ON p.id = o.provider_id \
         LEFT JOIN accounts i ON i.id = m.invited_by AND i.disabled_at IS NULL \
         WHERE m.email_key = $2 AND m.status = 'invited' \
         UNION ALL SELECT m.id, CAST(TRUE AS BOOLEAN), p.name, m.role, CAST(TRUE AS BOOLEAN), NULL, \
         CAST(p.state = 'suspended' AS BOOLEAN), i.name, CAST(NULL AS BIGINT) FROM provider_members m \
         JOIN providers p ON p.id = m.provider_id LEFT JOIN accounts i ON i.id = m.invited_by AND i.disabled_at IS NULL \
         WHERE m.account_id = $1 AND m.status = 'accepted' \
         UNION ALL SELECT m.id, CAST(TRUE AS BOOLEAN), p.name, m.role, CAST(FALSE AS BOOLEAN), NULL, \
         CAST(p.state = 'suspended' AS BOOLEAN), i.name, (SELECT MAX(l.expires_at) FROM mailed_links l WHERE l.target_id = m.id \
         AND l.purpose = 'provider_invitation' AND l.used_at IS NULL AND l.replaced_at IS NULL AND l.withdrawn_at IS NULL) \
         FROM provider_members m JOIN providers p ON p.id = m.provider_id \
         LEFT JOIN accounts i ON i.id = m.invited_by AND i.disabled_at IS NULL \
         WHERE m.email_key = $2 AND m.status = 'invited' ORDER BY 2, 1 LIMIT 100",
        account,
        email_key
    )
}
