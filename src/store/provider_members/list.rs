//! The list of a provider's members, which is ordered by address: filtered, in parts.

use super::ProviderMember;
use crate::domain::ids::ProviderId;
use crate::domain::list::{Direction, Place};
use crate::domain::providers::Status;
use crate::store::Conn;
use crate::store::engine::select::Select;
use sqlx::Error;

/// At most `most` members by address from the place on, an address key, in its direction of reading;
/// in one status or in any.
pub async fn rows(
    conn: &mut Conn,
    provider: ProviderId,
    status: Option<Status>,
    place: &Place<String>,
    most: usize,
) -> Result<Vec<ProviderMember>, Error> {
    listed(provider, status, place, most).fetch_all(conn).await
}

fn listed(provider: ProviderId, status: Option<Status>, place: &Place<String>, most: usize) -> Select {
    let columns = "m.id, m.provider_id, m.account_id, m.email, m.email_key, COALESCE(a.name, '') AS name, m.role, m.status, \
                   m.invited_by, CAST(a.disabled_at IS NOT NULL AS BOOLEAN) AS is_disabled, \
                   CAST(EXISTS (SELECT 1 FROM two_steps t WHERE t.account_id = m.account_id AND t.confirmed_at IS NOT NULL) AS BOOLEAN) AS has_two_step";
    let (order, direction) = (["m.email_key"], place.reading(Direction::Ascending));
    Select::of(columns, [], "provider_members m LEFT JOIN accounts a ON a.id = m.account_id")
        .and("m.provider_id = ?", [provider.into()])
        .and_if("m.status = ?", status.map(|status| [status.word().into()]))
        .behind(order, direction, place.cursor().map(|key| [key.as_str().into()]))
        .first(order, direction, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_not_asked_for_does_not_stand_in_the_statement() {
        assert_eq!(
            listed(Uuid::nil().into(), None, &Place::Start, 200).text(),
            "SELECT m.id, m.provider_id, m.account_id, m.email, m.email_key, COALESCE(a.name, '') AS name, m.role, m.status, \
             m.invited_by, CAST(a.disabled_at IS NOT NULL AS BOOLEAN) AS is_disabled, \
             CAST(EXISTS (SELECT 1 FROM two_steps t WHERE t.account_id = m.account_id AND t.confirmed_at IS NOT NULL) AS BOOLEAN) AS has_two_step \
             FROM provider_members m \
             LEFT JOIN accounts a ON a.id = m.account_id WHERE m.provider_id = $1 ORDER BY m.email_key LIMIT CAST($2 AS BIGINT)"
        );
    }
}
