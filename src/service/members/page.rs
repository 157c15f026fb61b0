//! One page of an organization's members, with the counts and the handover beside it.

use super::room;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::list::Direction;
use crate::domain::list::search_pattern;
use crate::domain::members::acts::Candidate;
use crate::domain::members::handover::{Handover, OwnerSeat};
use crate::domain::members::{Filter, Status};
use crate::error::Result;
use crate::service::actor::Actor;
use crate::store::Conn;
use crate::store::members::{self, Member, Part};
use crate::store::organizations::Seen;
use std::collections::HashSet;

/// Members on one page.
pub const PAGE_ROWS: usize = 50;
/// The members that fit a search are counted up to here.
pub const COUNT_BOUND: i64 = 1000;

/// Which part of the members is asked for. A place is the address key of the row beside it.
#[derive(Clone, Debug)]
pub struct Query {
    pub search: String,
    pub filter: Filter,
    pub after: String,
    pub before: String,
}

/// How many members there are, by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub invited: i64,
    pub needs_confirmation: i64,
    pub revoked: i64,
}

#[derive(Clone, Debug)]
pub struct Members {
    pub rows: Vec<Member>,
    /// The address keys to page back before and on behind.
    pub previous: Option<String>,
    pub next: Option<String>,
    pub counts: Counts,
    /// How many fit the search, where there is one; `None` when more than [`COUNT_BOUND`].
    pub found: Option<i64>,
    /// Invited members whose mail could not be delivered.
    pub undelivered: HashSet<MemberId>,
    /// The handover, for the provider's people.
    pub handover: Option<Handover>,
    /// Whether the person cannot leave, being the last owner.
    pub is_last_owner: bool,
}

/// The members as far as the query goes.
pub async fn load(conn: &mut Conn, actor: &Actor, seen: &Seen, own: Option<&Member>, query: &Query) -> Result<Members> {
    let id = seen.organization.id;
    let pattern = search_pattern(&query.search);
    let mut page = rows(conn, id, query, &pattern).await?;
    if page.rows.is_empty() && !(query.after.is_empty() && query.before.is_empty()) {
        // Nothing stands behind that place any more: the list begins anew.
        let start = Query { after: String::new(), before: String::new(), ..query.clone() };
        page = rows(conn, id, &start, &pattern).await?;
    }
    let found = if query.search.is_empty() {
        None
    } else {
        Some(members::count_up_to(conn, id, query.filter.status(), &pattern, COUNT_BOUND + 1).await?)
    };
    let last = match own {
        Some(own) => {
            let out = Candidate { id: own.id, role: own.role, status: own.status, is_actor: true };
            room(conn, seen).await?.loses_its_owner(&[out])
        }
        None => false,
    };
    Ok(Members {
        previous: page.previous,
        next: page.next,
        rows: page.rows,
        counts: counts(conn, id).await?,
        found: found.filter(|found| *found <= COUNT_BOUND),
        undelivered: members::undelivered(conn, id).await?.into_iter().map(|(id,)| id).collect(),
        handover: handover(conn, actor, seen).await?,
        is_last_owner: last,
    })
}

struct Rows {
    rows: Vec<Member>,
    previous: Option<String>,
    next: Option<String>,
}

async fn rows(conn: &mut Conn, id: OrganizationId, query: &Query, pattern: &str) -> Result<Rows> {
    let backwards = !query.before.is_empty();
    let (direction, from) = if backwards { (Direction::Descending, &query.before) } else { (Direction::Ascending, &query.after) };
    let most = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let part = Part { status: query.filter.status(), pattern, direction, from, most };
    let mut rows = members::part(conn, id, &part).await?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    if backwards {
        rows.reverse();
    }
    let edge = |row: Option<&Member>, there: bool| row.filter(|_| there).map(|row| row.email_key.clone());
    let (has_previous, has_next) = if backwards { (more, true) } else { (!query.after.is_empty(), more) };
    Ok(Rows { previous: edge(rows.first(), has_previous), next: edge(rows.last(), has_next), rows })
}

/// The handover, for somebody who came as one of the provider's people.
async fn handover(conn: &mut Conn, actor: &Actor, seen: &Seen) -> Result<Option<Handover>> {
    if seen.standing().provider.is_none() {
        return Ok(None);
    }
    let owners = members::owners(conn, seen.organization.id).await?.into_iter();
    let owners: Vec<OwnerSeat> = owners
        .map(|owner| OwnerSeat {
            member: owner.member.id,
            label: owner.member.label().to_owned(),
            status: owner.member.status,
            of_provider: owner.of_provider,
            is_viewer: owner.member.account_id == Some(actor.id),
        })
        .collect();
    Ok(Some(Handover::of(&owners, seen.organization.seats, seen.organization.occupied)))
}

async fn counts(conn: &mut Conn, id: OrganizationId) -> Result<Counts> {
    let mut counts = Counts::default();
    for (status, number) in members::counts(conn, id).await? {
        counts.all += number;
        match Status::parse(&status) {
            Some(Status::Invited) => counts.invited = number,
            Some(Status::Accepted) => counts.needs_confirmation = number,
            Some(Status::Revoked) => counts.revoked = number,
            _ => {}
        }
    }
    Ok(counts)
}
