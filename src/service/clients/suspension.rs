//! Suspending one client, and reactivating it.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::Role;
use crate::domain::organizations::Suspender;
use crate::domain::providers::State;
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::mail::{ClientMail, Message, To};
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::store::members;
use crate::store::organizations::{Organization, details};

/// Whether a client shall be suspended or active.
#[derive(Clone, Copy, Debug)]
pub struct SetState {
    pub organization: OrganizationId,
    pub state: State,
}

/// What became of the client.
#[derive(Clone, Debug)]
pub struct Done {
    pub name: String,
    /// Whether it was not so already.
    pub changed: bool,
}

/// Suspends the client, or reactivates it, and tells its confirmed owners. Done already, it stays so
/// and nobody is told again.
///
/// # Errors
/// As [`super::unlink::plan`]; a conflict when it is the operator's suspension that would be lifted.
pub async fn set_state(app: &App, actor: &Actor, command: SetState) -> Result<Done> {
    change!(app, actor, Scope::client(command.organization).telling(), |change| {
        let (organization, provider) = change.client(ProviderAction::SuspendClient).await?;
        let changed = set_state_in(change, &provider, &organization, command.state).await?;
        if !changed {
            change.discard();
        }
        Ok(Done { name: organization.name, changed })
    })
}

/// The change itself, once it is allowed; `false` when it is so already.
///
/// # Errors
/// A conflict where the operator has suspended it: a provider lifts its own suspension only.
pub(super) async fn set_state_in(
    change: &mut Change<'_>,
    provider: &ProviderSeat,
    organization: &Organization,
    state: State,
) -> Result<bool> {
    let id = organization.id;
    let by = match (state, organization.suspended_by) {
        (State::Active, Some(Suspender::Operator)) => return Err(Conflict::SuspendedByOperator.into()),
        // Suspended by the operator, it stays the operator's.
        (State::Suspended, Some(_)) => return Ok(false),
        (State::Suspended, None) => Some(Suspender::Provider),
        (State::Active, _) => None,
    };
    if !details::set_suspended_by(&mut change.tx, id, by).await? {
        return Ok(false);
    }
    let name = organization.name.clone();
    let event = match state {
        State::Suspended => Event::OrganizationSuspended { organization: name },
        State::Active => Event::OrganizationReactivated { organization: name },
    };
    change.record(Logs::Organization { id, provider: Some(provider.id) }, &event).await?;
    let message = message(change.actor()?, provider, organization, state);
    for owner in members::recipients(&mut change.tx, id, Role::Owner).await? {
        change.tell(Some(id), &To::from(owner), &message).await?;
    }
    Ok(true)
}

fn message(actor: &Actor, provider: &ProviderSeat, organization: &Organization, state: State) -> Message {
    let (name, provider, by) = ((&organization.name).into(), (&provider.name).into(), (&actor.name).into());
    match state {
        State::Suspended => {
            Message::Client(ClientMail::Suspended { organization: name, organization_id: organization.id, provider, by })
        }
        State::Active => {
            Message::Client(ClientMail::Reactivated { organization: name, organization_id: organization.id, provider, by })
        }
    }
}
