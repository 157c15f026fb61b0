//! Suspending a client: nobody but the provider's admins gets in, and it keeps its data and its seats.

use super::Actor;
use super::events::{self, Author};
use crate::app::App;
use crate::domain::event::Event;
use crate::domain::provider::State;
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::store::Tx;
use crate::store::organizations::{self, Seen};

/// Suspends the client. The caller holds the locks and has asked whether the person may.
///
/// # Errors
/// A conflict when it is suspended already.
pub(super) async fn suspend_in(app: &App, tx: &mut Tx, actor: &Actor, seen: &Seen) -> Result<()> {
    let organization = &seen.organization;
    if !organizations::set_state(tx, organization.id, State::Active, State::Suspended).await? {
        return Err(Conflict::OrganizationSuspended.into());
    }
    let event = Event::OrganizationSuspended { organization: organization.name.clone() };
    events::record(app, tx, &Author::from(actor), organization.id, organization.provider_id, &event).await
}
