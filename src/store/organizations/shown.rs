//! An organization together with all that its page says of it in one line or number.

use super::{Seen, seen};
use crate::domain::ids::OrganizationId;
use crate::store::Conn;
use crate::store::access::{self, Reader};
use sqlx::Error;

/// An organization as one visitor sees it, and what its page says beside.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Shown {
    #[sqlx(flatten)]
    pub seen: Seen,
    /// Members by status; who is confirmed is the rest of the occupied seats.
    pub invited: i64,
    pub accepted: i64,
    pub revoked: i64,
    /// Whether a member asks to be removed, as far as the visitor is one.
    pub somebody_asks: bool,
    /// How many notes there are, for the provider's own people.
    pub notes: i64,
    /// Who linked the organization to its provider.
    pub linker: Option<String>,
    /// When the visitor last opened it as somebody of its provider, and who else of the provider did when.
    pub opened_at: Option<i64>,
    pub other_opened_at: Option<i64>,
    pub opener: Option<String>,
}

const COLUMNS: &str = concat!(
    seen!(),
    ", o.invited, o.accepted, o.revoked, CAST(m.id IS NOT NULL AND EXISTS (SELECT 1 FROM members r \
    WHERE r.organization_id = o.id AND r.removal_asked_at IS NOT NULL) AS BOOLEAN) AS somebody_asks, \
    CASE WHEN s.id IS NULL THEN 0 ELSE (SELECT COUNT(*) FROM client_notes n WHERE n.organization_id = o.id) END AS notes, \
    (SELECT a.name FROM accounts a WHERE a.id = o.linked_by) AS linker, \
    (SELECT c.opened_at FROM client_openings c WHERE c.organization_id = o.id AND c.account_id = s.account_id) AS opened_at, \
    (SELECT MAX(c.opened_at) FROM client_openings c WHERE c.organization_id = o.id AND c.account_id <> s.account_id) \
    AS other_opened_at, (SELECT a.name FROM client_openings c JOIN accounts a ON a.id = c.account_id \
    WHERE c.organization_id = o.id AND c.account_id <> s.account_id ORDER BY c.opened_at DESC LIMIT 1) AS opener"
);

/// As [`super::visible_to`], with what stands beside it.
pub async fn shown_to(conn: &mut Conn, reader: Reader, id: OrganizationId) -> Result<Option<Shown>, Error> {
    access::reached_by(reader, COLUMNS).and("o.id = ?", [id.into()]).fetch_optional(conn).await
}
