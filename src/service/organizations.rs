//! One organization, as its page shows it.

use super::events::{self, Author};
use super::{Actor, not_found};
use crate::app::App;
use crate::domain::event::Event;
use crate::domain::handover::{Handover, OwnerSeat};
use crate::domain::member::{Filter, Status};
use crate::domain::organization::Seats;
use crate::domain::policy::{Action, Standing};
use crate::domain::refusal::{Conflict, Faults};
use crate::error::Result;
use crate::store::members::{self, Member};
use crate::store::organizations::{self, Organization, Seen};
use std::collections::HashSet;
use uuid::Uuid;

/// Members on one page.
pub const PAGE_ROWS: usize = 50;

/// How many members there are, by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub invited: i64,
    pub needs_confirmation: i64,
    pub revoked: i64,
}

#[derive(Clone, Debug)]
pub struct Page {
    pub organization: Organization,
    pub provider_name: Option<String>,
    pub standing: Standing,
    /// The person's own confirmed membership.
    pub own: Option<Member>,
    /// What only those see who may see the members.
    pub members: Option<Members>,
}

#[derive(Clone, Debug)]
pub struct Members {
    pub rows: Vec<Member>,
    pub next: Option<String>,
    pub counts: Counts,
    /// Invited members whose mail could not be delivered.
    pub undelivered: HashSet<Uuid>,
    /// The handover, for the provider's people.
    pub handover: Option<Handover>,
    pub confirmed_owners: usize,
}

/// The organization with what the person is in it.
///
/// # Errors
/// Not found unless the person is a confirmed member of it or of its provider; forbidden while it
/// is suspended, except for the provider's admins.
pub async fn visible(app: &App, actor: &Actor, id: Uuid) -> Result<Seen> {
    let mut conn = app.db.read().await?;
    let seen = organizations::visible_to(&mut conn, actor.id, id).await?.ok_or_else(not_found)?;
    seen.standing().may(Action::View)?;
    Ok(seen)
}

/// The organization's page: facts, handover, and one page of its members.
pub async fn page(app: &App, actor: &Actor, id: Uuid, filter: Filter, after: &str) -> Result<Page> {
    let seen = visible(app, actor, id).await?;
    let standing = seen.standing();
    // No address holds a NUL, and PostgreSQL takes none in a text.
    let after = if after.contains('\0') { "" } else { after };
    let mut conn = app.db.read().await?;
    let own = members::confirmed_of(&mut conn, id, actor.id).await?;
    let members = match standing.may(Action::ViewMembers) {
        Ok(()) => Some(members_page(&mut conn, actor, &seen, filter, after).await?),
        Err(_) => None,
    };
    Ok(Page { organization: seen.organization, provider_name: seen.provider_name, standing, own, members })
}

async fn members_page(conn: &mut crate::store::Conn, actor: &Actor, seen: &Seen, filter: Filter, after: &str) -> Result<Members> {
    let id = seen.organization.id;
    let most = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let mut rows = members::page(conn, id, filter.status(), after, most).await?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let owners = members::owners(conn, id).await?;
    let confirmed_owners = owners.iter().filter(|owner| owner.member.status == Status::Confirmed).count();
    let seats: Vec<OwnerSeat> = owners
        .into_iter()
        .map(|owner| OwnerSeat {
            member: owner.member.id,
            label: owner.member.label().to_owned(),
            status: owner.member.status,
            of_provider: owner.of_provider,
            is_viewer: owner.member.account_id == Some(actor.id),
        })
        .collect();
    let handover = Handover::of(&seats, seen.organization.seats, seen.organization.occupied);
    Ok(Members {
        next: rows.last().filter(|_| more).map(|row| row.email_key.clone()),
        rows,
        counts: counts(conn, id).await?,
        undelivered: members::undelivered(conn, id).await?.into_iter().map(|(id,)| id).collect(),
        handover: seen.standing().provider.map(|_| handover),
        confirmed_owners,
    })
}

async fn counts(conn: &mut crate::store::Conn, id: Uuid) -> Result<Counts> {
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

/// Sets the number of seats of a client; gives the number as it is now.
///
/// # Errors
/// The fault of the field; forbidden except for the people of an active provider; a conflict when
/// more seats are occupied, whatever happens at the same time.
pub async fn set_seats(app: &App, actor: &Actor, id: Uuid, raw: &str) -> Result<i64> {
    visible(app, actor, id).await?.standing().may(Action::ManageSeats)?;
    let mut faults = Faults::default();
    let seats = faults.check("seat_count", Seats::parse(raw));
    let seats = faults.finish(seats)?.get();
    let mut tx = app.db.write().await?;
    organizations::lock(&mut tx, id).await?;
    let seen = organizations::visible_to(&mut tx, actor.id, id).await?.ok_or_else(not_found)?;
    seen.standing().may(Action::ManageSeats)?;
    let organization = seen.organization;
    if organization.seats == seats {
        return Ok(seats);
    }
    if !organizations::set_seats(&mut tx, id, seats, app.now()).await? {
        return Err(Conflict::SeatsOccupied { occupied: organization.occupied }.into());
    }
    let event = Event::SeatsChanged { organization: organization.name, before: organization.seats, after: seats };
    events::record(app, &mut tx, &Author::from(actor), id, organization.provider_id, &event).await?;
    tx.commit().await?;
    Ok(seats)
}

/// The organizations of which the person is a confirmed member.
pub async fn own(app: &App, actor: &Actor) -> Result<Vec<Organization>> {
    let mut conn = app.db.read().await?;
    Ok(organizations::of_member(&mut conn, actor.id).await?)
}
