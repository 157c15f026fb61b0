//! One organization, as its page shows it.

use super::events::{self, Author};
use super::members::{Members, Query};
use super::{Actor, lock_visible, may_view, not_found};
use crate::app::App;
use crate::domain::event::Event;
use crate::domain::organization::Seats;
use crate::domain::policy::{Action, Standing};
use crate::domain::refusal::{Conflict, Faults};
use crate::error::Result;
use crate::store::members::{self, Member};
use crate::store::organizations::{self, Organization, OwnRow, Seen};
use uuid::Uuid;

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

/// The organization with what the person is in it.
///
/// # Errors
/// Not found unless the person is a confirmed member of it or of its provider; forbidden while it
/// is suspended, except for the provider's admins.
pub async fn visible(app: &App, actor: &Actor, id: Uuid) -> Result<Seen> {
    let mut conn = app.db.read().await?;
    let seen = organizations::visible_to(&mut conn, actor.id, id).await?.ok_or_else(not_found)?;
    may_view(&seen)?;
    Ok(seen)
}

/// The organization's page: facts, handover, and one page of its members.
pub async fn page(app: &App, actor: &Actor, id: Uuid, query: &Query) -> Result<Page> {
    let seen = visible(app, actor, id).await?;
    let standing = seen.standing();
    let mut conn = app.db.read().await?;
    let own = members::confirmed_of(&mut conn, id, actor.id).await?;
    let members = match standing.may(Action::ViewMembers) {
        Ok(()) => Some(super::members::load(&mut conn, actor, &seen, own.as_ref(), query).await?),
        Err(_) => None,
    };
    Ok(Page { organization: seen.organization, provider_name: seen.provider_name, standing, own, members })
}

/// Sets the number of seats of a client; gives the number before and as it is now.
///
/// # Errors
/// The fault of the field; forbidden except for the people of an active provider; a conflict when
/// more seats are occupied, whatever happens at the same time.
pub async fn set_seats(app: &App, actor: &Actor, id: Uuid, raw: &str) -> Result<(i64, i64)> {
    visible(app, actor, id).await?.standing().may(Action::ManageSeats)?;
    let mut faults = Faults::default();
    let seats = faults.check("seat_count", Seats::parse(raw));
    let seats = faults.finish(seats)?.get();
    let mut tx = app.db.write().await?;
    let seen = lock_visible(&mut tx, actor, id).await?;
    seen.standing().may(Action::ManageSeats)?;
    let organization = seen.organization;
    if organization.seats == seats {
        return Ok((seats, seats));
    }
    if !organizations::set_seats(&mut tx, id, seats, app.now()).await? {
        return Err(Conflict::SeatsOccupied { occupied: organization.occupied }.into());
    }
    let event = Event::SeatsChanged { organization: organization.name, before: organization.seats, after: seats };
    events::record(app, &mut tx, &Author::from(actor), id, organization.provider_id, &event).await?;
    tx.commit().await?;
    Ok((organization.seats, seats))
}

/// Organizations in the list of one's own.
pub const MOST_OWN: i64 = 200;

/// The organizations of which the person is a confirmed member, and whether there are more than
/// [`MOST_OWN`] of them.
pub async fn own(app: &App, actor: &Actor) -> Result<(Vec<OwnRow>, bool)> {
    let mut conn = app.db.read().await?;
    let mut rows = organizations::of_member(&mut conn, actor.id, MOST_OWN + 1).await?;
    let most = usize::try_from(MOST_OWN).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    Ok((rows, more))
}
