//! The number of seats of an organization.

use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::Seats;
use crate::domain::refusal::Conflict;
use crate::domain::version::Version;
use crate::error::Result;
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::store::organizations::{self, Organization};

/// Another number of seats for an organization.
#[derive(Clone, Debug)]
pub struct SetSeats {
    pub organization: OrganizationId,
    pub seats: Seats,
    /// What the form was filled with.
    pub version: Version,
}

/// The version of an organization's seats, however many are occupied.
#[must_use]
pub fn version(organization: &Organization) -> Version {
    Version::of(&[&organization.seats.to_string()])
}

/// Sets the number of seats of an organization; gives the number before and as it is now.
///
/// # Errors
/// Forbidden except for the owners of an organization without provider and the people of an active
/// provider; a conflict when somebody else changed the number meanwhile, and when more seats are occupied, whatever
/// happens at the same time.
pub async fn set_seats(app: &App, actor: &Actor, command: &SetSeats) -> Result<(i64, i64)> {
    let (id, seats) = (command.organization, command.seats.get());
    change!(app, actor, Scope::organization(id), |change| {
        let organization = change.may(Action::ManageSeats)?.clone();
        if organization.seats == seats {
            change.discard();
            return Ok((seats, seats));
        }
        command.version.must_be(&version(&organization))?;
        if !organizations::set_seats(&mut change.tx, id, seats, app.now()).await? {
            return Err(Conflict::SeatsOccupied { occupied: organization.occupied }.into());
        }
        let event = Event::SeatsChanged { organization: organization.name, before: organization.seats, after: seats };
        change.record(change.here()?, &event).await?;
        Ok((organization.seats, seats))
    })
}
