//! The number of seats of an organization.

use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::Seats;
use crate::domain::refusal::{Conflict, Faults};
use crate::error::Result;
use crate::service::access::lock_visible;
use crate::service::access::visible;
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author};
use crate::store::organizations::{self};

/// Sets the number of seats of a client; gives the number before and as it is now.
///
/// # Errors
/// The fault of the field; forbidden except for the people of an active provider; a conflict when
/// more seats are occupied, whatever happens at the same time.
pub async fn set_seats(app: &App, actor: &Actor, id: OrganizationId, raw: &str) -> Result<(i64, i64)> {
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
    record::record(app, &mut tx, &Author::from(actor), id, organization.provider_id, &event).await?;
    tx.commit().await?;
    Ok((organization.seats, seats))
}
