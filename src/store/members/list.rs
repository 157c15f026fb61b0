//! The list of an organization's members, which is ordered by address: searched, filtered, in parts.

use super::Member;
use crate::domain::ids::OrganizationId;
use crate::domain::list::{Direction, Place, search_pattern};
use crate::domain::members::Status;
use crate::store::Conn;
use crate::store::engine::fetch_all;
use crate::store::engine::select::Select;
use sqlx::Error;

/// Which members: those of the organization whose address or name holds what is searched, in one
/// status or in any.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    pub organization: OrganizationId,
    pub search: &'a str,
    pub status: Option<Status>,
}

impl Which<'_> {
    /// The members in one status, or in any.
    #[must_use]
    pub fn in_status(organization: OrganizationId, status: Option<Status>) -> Self {
        Self { organization, search: "", status }
    }
}

/// At most `most` of these members from the place on, an address key, in its direction of reading.
/// Read from one index; nothing is skipped.
pub async fn rows(conn: &mut Conn, which: Which<'_>, place: &Place<String>, most: usize) -> Result<Vec<Member>, Error> {
    listed(which, place, most).fetch_all(conn).await
}

/// How many of these members there are, counted up to `bound`.
pub async fn count_up_to(conn: &mut Conn, which: Which<'_>, bound: i64) -> Result<i64, Error> {
    fitting("1 AS one", "members m", which).count_up_to(conn, bound).await
}

fn listed(which: Which<'_>, place: &Place<String>, most: usize) -> Select {
    let columns = "m.id, m.organization_id, m.account_id, m.email, m.email_key, COALESCE(a.name, m.name) AS name, m.role, m.status, \
                   m.invited_by, m.removal_asked_at, m.status_before";
    let (order, direction) = (["m.email_key"], place.reading(Direction::Ascending));
    fitting(columns, "members m LEFT JOIN accounts a ON a.id = m.account_id", which)
        .behind(order, direction, place.cursor().map(|key| [key.as_str().into()]))
        .first(order, direction, most)
}

fn fitting(columns: &'static str, tables: &'static str, which: Which<'_>) -> Select {
    Select::of(columns, [], tables)
        .and("m.organization_id = ?", [which.organization.into()])
        .and_if("m.status = ?", which.status.map(|status| [status.word().into()]))
        .and_if("m.search LIKE CAST(? AS TEXT) ESCAPE '\\'", search_pattern(which.search).map(|pattern| [pattern.into()]))
}

/// How many members there are in each status.
pub async fn counts(conn: &mut Conn, organization: OrganizationId) -> Result<Vec<(String, i64)>, Error> {
    fetch_all!(
        conn,
        (String, i64),
        "SELECT status, COUNT(*) FROM members WHERE organization_id = $1 GROUP BY status",
        organization
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_not_asked_for_does_not_stand_in_the_statement() {
        let all = Which::in_status(Uuid::nil().into(), None);
        assert_eq!(
            listed(all, &Place::Start, 51).text(),
            "SELECT m.id, m.organization_id, m.account_id, m.email, m.email_key, COALESCE(a.name, m.name) AS name, m.role, m.status, \
             m.invited_by, m.removal_asked_at, m.status_before FROM members m LEFT JOIN accounts a ON a.id = m.account_id \
             WHERE m.organization_id = $1 ORDER BY m.email_key LIMIT CAST($2 AS BIGINT)"
        );
        let count = fitting("1 AS one", "members m", all);
        assert_eq!(count.text(), "SELECT 1 AS one FROM members m WHERE m.organization_id = $1");
    }
}
