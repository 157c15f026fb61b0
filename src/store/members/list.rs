//! The list of an organization's members: searched, filtered, in parts.

use super::Member;
use crate::domain::ids::OrganizationId;
use crate::domain::list::Direction;
use crate::domain::members::Status;
use crate::store::Conn;
use crate::store::engine::{fetch_all, scalar};
use sqlx::Error;

/// A part of the list of members, which is ordered by address.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The one status that is asked for; every one where there is none.
    pub status: Option<Status>,
    /// For `LIKE … ESCAPE '\'`, in the folded address and name.
    pub pattern: &'a str,
    pub direction: Direction,
    /// The address key behind which the part begins.
    pub from: &'a str,
    pub most: i64,
}

impl Part<'_> {
    /// The first members in one status, or in any.
    #[must_use]
    pub fn first(status: Option<Status>, most: i64) -> Self {
        Self { status, pattern: "%", direction: Direction::Ascending, from: "", most }
    }
}

/// The members of this part, in its direction. Read from one index; nothing is skipped.
pub async fn part(conn: &mut Conn, organization: OrganizationId, part: &Part<'_>) -> Result<Vec<Member>, Error> {
    let (from, pattern, most) = (part.from, part.pattern, part.most);
    let statement = ordered(part.status.is_some(), part.direction);
    match part.status {
        Some(status) => fetch_all!(conn, Member, statement, organization, from, pattern, most, status.word()),
        None => fetch_all!(conn, Member, statement, organization, from, pattern, most),
    }
}

fn ordered(in_one_status: bool, direction: Direction) -> &'static str {
    match (in_one_status, direction) {
        (true, Direction::Ascending) => {
            "SELECT m.id, m.organization_id, m.account_id, m.email, m.email_key, COALESCE(a.name, m.name) AS name, m.role, m.status, \
             m.invited_by, m.removal_asked_at, m.status_before FROM members m LEFT JOIN accounts a ON a.id = m.account_id \
             WHERE m.organization_id = $1 AND m.status = $5 AND m.email_key > $2 AND m.search LIKE $3 ESCAPE '\\' \
             ORDER BY m.email_key LIMIT $4"
        }
        (true, Direction::Descending) => {
            "SELECT m.id, m.organization_id, m.account_id, m.email, m.email_key, COALESCE(a.name, m.name) AS name, m.role, m.status, \
             m.invited_by, m.removal_asked_at, m.status_before FROM members m LEFT JOIN accounts a ON a.id = m.account_id \
             WHERE m.organization_id = $1 AND m.status = $5 AND m.email_key < $2 AND m.search LIKE $3 ESCAPE '\\' \
             ORDER BY m.email_key DESC LIMIT $4"
        }
        (false, Direction::Ascending) => {
            "SELECT m.id, m.organization_id, m.account_id, m.email, m.email_key, COALESCE(a.name, m.name) AS name, m.role, m.status, \
             m.invited_by, m.removal_asked_at, m.status_before FROM members m LEFT JOIN accounts a ON a.id = m.account_id \
             WHERE m.organization_id = $1 AND m.email_key > $2 AND m.search LIKE $3 ESCAPE '\\' ORDER BY m.email_key LIMIT $4"
        }
        (false, Direction::Descending) => {
            "SELECT m.id, m.organization_id, m.account_id, m.email, m.email_key, COALESCE(a.name, m.name) AS name, m.role, m.status, \
             m.invited_by, m.removal_asked_at, m.status_before FROM members m LEFT JOIN accounts a ON a.id = m.account_id \
             WHERE m.organization_id = $1 AND m.email_key < $2 AND m.search LIKE $3 ESCAPE '\\' ORDER BY m.email_key DESC LIMIT $4"
        }
    }
}

/// How many members fit the pattern, in one status or in any, counted up to `bound`.
pub async fn count_up_to(
    conn: &mut Conn,
    organization: OrganizationId,
    status: Option<Status>,
    pattern: &str,
    bound: i64,
) -> Result<i64, Error> {
    let count = match status {
        Some(status) => scalar!(
            conn,
            i64,
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM members WHERE organization_id = $1 AND status = $4 \
             AND search LIKE $2 ESCAPE '\\' LIMIT $3) AS counted",
            organization,
            pattern,
            bound,
            status.word()
        )?,
        None => scalar!(
            conn,
            i64,
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM members WHERE organization_id = $1 AND search LIKE $2 ESCAPE '\\' LIMIT $3) AS counted",
            organization,
            pattern,
            bound
        )?,
    };
    Ok(count.unwrap_or(0))
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
