//! The list of an organization's members, which is ordered by address: searched, filtered, in parts.

use super::Member;
use crate::domain::ids::OrganizationId;
use crate::domain::list::{Direction, Place};
use crate::domain::members::Status;
use crate::domain::search::Search;
use crate::store::Conn;
use crate::store::engine::select::Select;
use crate::store::search::{MEMBERS, Way, candidates};
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

/// A member, and whether the newest invitation could not be delivered.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Listed {
    #[sqlx(flatten)]
    pub member: Member,
    pub undelivered: bool,
}

/// At most `most` of these members from the place on, an address key, in its direction of reading.
/// Read from one index; nothing is skipped.
pub async fn rows(conn: &mut Conn, which: Which<'_>, place: &Place<String>, most: usize) -> Result<Vec<Listed>, Error> {
    match way(conn, which).await? {
        Some(way) => listed(which, &way, place, most).fetch_all(conn).await,
        None => Ok(Vec::new()),
    }
}

/// How many of these members there are, counted up to `bound`.
pub async fn count_up_to(conn: &mut Conn, which: Which<'_>, bound: i64) -> Result<i64, Error> {
    match way(conn, which).await? {
        Some(way) => fitting("1 AS one", ALONE, which, &way).count_up_to(conn, bound).await,
        None => Ok(0),
    }
}

async fn way(conn: &mut Conn, which: Which<'_>) -> Result<Option<Way>, Error> {
    let all = Select::of("1 AS one", [], ALONE[0]).and(OF, [which.organization.into()]);
    MEMBERS.way(conn, all, &Search::parse(which.search)).await
}

const OF: &str = "m.organization_id = ?";

/// The tables that are read, and the same behind the index.
type Tables = [&'static str; 2];
const ALONE: Tables = ["members m", candidates!("member_trigrams", "member_numbers", "members m")];
const WITH_ACCOUNTS: Tables = [
    "members m LEFT JOIN accounts a ON a.id = m.account_id",
    candidates!("member_trigrams", "member_numbers", "members m LEFT JOIN accounts a ON a.id = m.account_id"),
];

fn listed(which: Which<'_>, way: &Way, place: &Place<String>, most: usize) -> Select {
    let columns = "m.id, m.organization_id, m.account_id, m.email, m.email_key, COALESCE(a.name, m.name) AS name, m.role, m.status, \
                   m.invited_by, CASE WHEN m.removal_declined_at IS NULL THEN m.removal_asked_at END AS removal_asked_at, m.status_before, CAST(m.status = 'invited' AND EXISTS (SELECT 1 \
                   FROM mailed_links l JOIN deliveries d ON d.link_id = l.id WHERE l.target_id = m.id AND d.state = 'dead' \
                   AND l.replaced_at IS NULL AND l.used_at IS NULL AND l.withdrawn_at IS NULL) AS BOOLEAN) AS undelivered";
    let (behind, direction) = (["m.email_key"], place.reading(Direction::Ascending));
    let rows = fitting(columns, WITH_ACCOUNTS, which, way);
    let rows = rows.behind(behind, direction, place.cursor().map(|key| [key.as_str().into()]));
    // `m` is not seen from outside of a statement that is the table of another.
    let order = if *way == Way::FoundFirst { ["email_key"] } else { behind };
    way.sorted(rows).first(order, direction, most)
}

fn fitting(columns: &'static str, [alone, behind_index]: Tables, which: Which<'_>, way: &Way) -> Select {
    let members = match way {
        Way::Candidates(question) => Select::of(columns, [], behind_index).and(MEMBERS.named, [question.as_str().into()]),
        Way::InOrder | Way::FoundFirst => Select::of(columns, [], alone),
    };
    let members =
        members.and(OF, [which.organization.into()]).and_if("m.status = ?", which.status.map(|status| [status.word().into()]));
    MEMBERS.fitting(members, &Search::parse(which.search))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_not_asked_for_does_not_stand_in_the_statement() {
        let all = Which::in_status(Uuid::nil().into(), None);
        let listed = listed(all, &Way::InOrder, &Place::Start, 51);
        let (_, behind) = listed.text().split_once(" AS undelivered ").expect("its last column");
        assert_eq!(
            behind,
            "FROM members m LEFT JOIN accounts a ON a.id = m.account_id \
             WHERE m.organization_id = $1 ORDER BY m.email_key LIMIT CAST($2 AS BIGINT)"
        );
        let count = fitting("1 AS one", ALONE, all, &Way::InOrder);
        assert_eq!(count.text(), "SELECT 1 AS one FROM members m WHERE m.organization_id = $1");
    }
}
