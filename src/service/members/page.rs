//! One page of an organization's members, with the counts and the handover beside it.

use super::room;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::list::{self, Place};
use crate::domain::members::acts::Candidate;
use crate::domain::members::handover::{Handover, OwnerSeat};
use crate::domain::members::{Filter, Status};
use crate::error::Result;
use crate::service::actor::Actor;
use crate::store::Conn;
use crate::store::members::{self, Member, Which};
use crate::store::organizations::Seen;
use std::collections::HashSet;

/// Members on one page.
pub const PAGE_ROWS: usize = 50;

/// Which part of the members is asked for. The cursor of a row is its address key.
#[derive(Clone, Debug)]
pub struct Query {
    pub search: String,
    pub filter: Filter,
    pub place: Place<String>,
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
    pub page: list::Page<Member, String>,
    pub counts: Counts,
    /// How many fit the search, where there is one; `None` when more than [`list::COUNT_BOUND`].
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
    let which = Which { organization: id, search: &query.search, status: query.filter.status() };
    let page = part(conn, which, &query.place).await?;
    let found = if query.search.is_empty() {
        None
    } else {
        page.found(async |bound| members::count_up_to(conn, which, bound).await).await?
    };
    let last = match own {
        Some(own) => {
            let out = Candidate { id: own.id, role: own.role, status: own.status, is_actor: true };
            room(conn, seen).await?.loses_its_owner(&[out])
        }
        None => false,
    };
    Ok(Members {
        page,
        counts: counts(conn, id).await?,
        found,
        undelivered: members::undelivered(conn, id).await?.into_iter().map(|(id,)| id).collect(),
        handover: handover(conn, actor, seen).await?,
        is_last_owner: last,
    })
}

async fn part(conn: &mut Conn, which: Which<'_>, mut place: &Place<String>) -> Result<list::Page<Member, String>> {
    loop {
        let rows = members::rows(conn, which, place, PAGE_ROWS + 1).await?;
        match list::Page::of(rows, PAGE_ROWS, place, |member| member.email_key.clone()) {
            Some(page) => return Ok(page),
            None => place = &Place::Start,
        }
    }
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
