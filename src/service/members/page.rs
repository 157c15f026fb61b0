//! One page of an organization's members, with the counts and the handover beside it.

use crate::domain::list::{self, Place};
use crate::domain::members::handover::{Handover, OwnerSeat};
use crate::domain::members::{Filter, Role, Status};
use crate::error::Result;
use crate::service::actor::Actor;
use crate::store::Conn;
use crate::store::members::{self, Listed, OwnerRow, Which};
use crate::store::organizations::{Seen, Shown};

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
    pub page: list::Page<Listed, String>,
    pub counts: Counts,
    /// How many fit the search, where there is one; `None` when more than [`list::COUNT_BOUND`].
    pub found: Option<i64>,
    /// The handover, for the provider's people.
    pub handover: Option<Handover>,
    /// Whether the person cannot leave, being the last owner.
    pub is_last_owner: bool,
    /// Who is on the way to become another owner: by which label, and how far.
    pub next_owner: Option<(String, Status)>,
}

/// The members as far as the query goes. `owners` are those of the organization, for whoever came as one of
/// them or as somebody of the provider.
pub async fn load(conn: &mut Conn, actor: &Actor, shown: &Shown, owners: &[OwnerRow], query: &Query) -> Result<Members> {
    let organization = shown.seen.organization.id;
    let which = Which { organization, search: &query.search, status: query.filter.status() };
    let page = part(conn, which, &query.place).await?;
    let found = if query.search.is_empty() {
        None
    } else {
        page.found(async |bound| members::count_up_to(conn, which, bound).await).await?
    };
    Ok(Members {
        page,
        counts: counts(shown),
        found,
        handover: handover(actor, &shown.seen, owners),
        is_last_owner: is_last_owner(&shown.seen, owners),
        next_owner: next_owner(owners),
    })
}

async fn part(conn: &mut Conn, which: Which<'_>, mut place: &Place<String>) -> Result<list::Page<Listed, String>> {
    loop {
        let rows = members::rows(conn, which, place, PAGE_ROWS + 1).await?;
        match list::Page::of(rows, PAGE_ROWS, place, |row| row.member.email_key.clone()) {
            Some(page) => return Ok(page),
            None => place = &Place::Start,
        }
    }
}

/// The handover, for somebody who came as one of the provider's people.
fn handover(actor: &Actor, seen: &Seen, owners: &[OwnerRow]) -> Option<Handover> {
    seen.standing().provider?;
    let owners = owners.iter().map(|owner| OwnerSeat {
        member: owner.member.id,
        label: owner.member.label().to_owned(),
        status: owner.member.status,
        of_provider: owner.of_provider,
        is_viewer: owner.member.account_id == Some(actor.id),
    });
    Some(Handover::of(&owners.collect::<Vec<_>>(), seen.organization.seats, seen.organization.occupied))
}

/// Whoever has accepted is further than whoever is invited.
fn next_owner(owners: &[OwnerRow]) -> Option<(String, Status)> {
    let of = |status| owners.iter().find(|owner| owner.member.status == status);
    let next = of(Status::Accepted).or_else(|| of(Status::Invited))?;
    Some((next.member.label().to_owned(), next.member.status))
}

/// Whether the person is the one confirmed owner.
fn is_last_owner(seen: &Seen, owners: &[OwnerRow]) -> bool {
    let mut confirmed = owners.iter().filter(|owner| owner.member.status == Status::Confirmed);
    seen.standing().member == Some(Role::Owner) && confirmed.all(|owner| Some(owner.member.id) == seen.member_id)
}

fn counts(shown: &Shown) -> Counts {
    Counts {
        all: shown.seen.organization.occupied + shown.revoked,
        invited: shown.invited,
        needs_confirmation: shown.accepted,
        revoked: shown.revoked,
    }
}
