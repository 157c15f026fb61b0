//! The portal's own log, which the operator reads, and who probes at what is not theirs.

use crate::domain::ids::{AccountId, LogId};
use crate::store::engine::{fetch_all, scalar};
use crate::store::{Conn, Tx};
use sqlx::Error;
use uuid::Uuid;

use super::EventRow;

/// The one log of the portal.
#[must_use]
pub fn id() -> LogId {
    Uuid::nil().into()
}

/// Locks the log's row and gives its next number.
pub async fn next_event(tx: &mut Tx) -> Result<Option<i64>, Error> {
    scalar!(
        tx,
        i64,
        "INSERT INTO portal_logs (id, event_sequence) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET \
         event_sequence = portal_logs.event_sequence + 1 RETURNING event_sequence",
        id()
    )
}

/// Lines of the log, the newest first; of every kind where none is named.
pub async fn lines(conn: &mut Conn, kind: Option<&str>, most: i64) -> Result<Vec<EventRow>, Error> {
    fetch_all!(
        conn,
        EventRow,
        "SELECT log_id, sequence, at, actor, through, for_provider, address, kind, organization_id, details FROM events \
         WHERE log_id = $1 AND ($2 = '' OR kind = $2) ORDER BY sequence DESC LIMIT CAST($3 AS BIGINT)",
        id(),
        kind.unwrap_or_default(),
        most
    )
}

/// The organization or the provider whose this id is: itself, or the place of a member.
pub async fn place_of(conn: &mut Conn, named: Uuid) -> Result<Option<(String, Uuid)>, Error> {
    let found = fetch_all!(
        conn,
        (String, Uuid),
        "SELECT 'organization', id FROM organizations WHERE id = $1 \
         UNION ALL SELECT 'organization', organization_id FROM members WHERE id = $1 \
         UNION ALL SELECT 'provider', id FROM providers WHERE id = $1 \
         UNION ALL SELECT 'provider', provider_id FROM provider_members WHERE id = $1",
        named
    )?;
    Ok(found.into_iter().next())
}

/// Whether the account is somebody in this organization or provider, in whatever status, or the people of its
/// provider see it.
pub async fn is_near(conn: &mut Conn, account: AccountId, place: Uuid) -> Result<bool, Error> {
    let found = scalar!(
        conn,
        i64,
        "SELECT 1 FROM members WHERE organization_id = $2 AND account_id = $1 \
         UNION ALL SELECT 1 FROM provider_members WHERE provider_id = $2 AND account_id = $1 \
         UNION ALL SELECT 1 FROM organizations o JOIN provider_members s ON s.provider_id = o.provider_id \
         WHERE o.id = $2 AND s.account_id = $1 LIMIT 1",
        account,
        place
    )?;
    Ok(found.is_some())
}
