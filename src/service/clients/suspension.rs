//! Suspending one client, and reactivating it.

use crate::app::App;
use crate::domain::access::{Denial, ProviderAction};
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::{Role, Status};
use crate::domain::providers::State;
use crate::error::Result;
use crate::mail::{self, Message};
use crate::service::access::{client, not_found};
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::events::record::{self, Author};
use crate::service::identity::throttles::{self, Limit};
use crate::store::organizations::{self, Organization, details};
use crate::store::{Tx, members, providers};

/// What the page says before anything happens.
#[derive(Clone, Debug)]
pub struct Plan {
    pub organization: Organization,
    pub provider: String,
    /// The confirmed owners, by name: they are told.
    pub owners: Vec<String>,
}

/// What became of the client.
#[derive(Clone, Debug)]
pub struct Done {
    pub name: String,
    /// Whether it was not so already.
    pub changed: bool,
}

/// Whom suspending or reactivating this client is about. Changes nothing.
///
/// # Errors
/// Not found unless it is a client of the person's provider; forbidden for service users and while
/// the provider is suspended.
pub async fn plan(app: &App, actor: &Actor, id: OrganizationId) -> Result<Plan> {
    let provider = actor.provider.as_ref().ok_or_else(not_found)?;
    let mut conn = app.db.read().await?;
    let seen = client(&mut conn, actor, provider, id, ProviderAction::SuspendClient).await?;
    let owners = members::owners(&mut conn, id).await?.into_iter().map(|owner| owner.member);
    let owners = owners.filter(|owner| owner.status == Status::Confirmed).map(|owner| owner.label().to_owned()).collect();
    Ok(Plan { organization: seen.organization, provider: provider.name.clone(), owners })
}

/// Suspends the client, or reactivates it, and tells its confirmed owners. Done already, it stays so
/// and nobody is told again.
///
/// # Errors
/// As [`plan`].
pub async fn set_state(app: &App, actor: &Actor, id: OrganizationId, state: State) -> Result<Done> {
    let provider = actor.provider.as_ref().ok_or_else(not_found)?;
    throttles::count(app, Limit::NoticesBy, &actor.id.to_string()).await?;
    let mut tx = app.db.write().await?;
    if !organizations::lock(&mut tx, id).await? {
        return Err(not_found());
    }
    let organization = client(&mut tx, actor, provider, id, ProviderAction::SuspendClient).await?.organization;
    if !providers::lock_as_admin(&mut tx, provider.id, actor.id).await? {
        return Err(Denial::Role.into());
    }
    let changed = set_state_in(app, &mut tx, actor, provider, &organization, state).await?;
    if changed {
        tx.commit().await?;
        app.wake_deliveries();
    }
    Ok(Done { name: organization.name, changed })
}

/// The change itself, for a client whose row and provider are locked; `false` when it is so already.
pub(crate) async fn set_state_in(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    provider: &ProviderSeat,
    organization: &Organization,
    state: State,
) -> Result<bool> {
    let id = organization.id;
    if !details::set_state(tx, id, state).await? {
        return Ok(false);
    }
    let name = organization.name.clone();
    let event = match state {
        State::Suspended => Event::OrganizationSuspended { organization: name },
        State::Active => Event::OrganizationReactivated { organization: name },
    };
    record::record(app, tx, &Author::from(actor), id, Some(provider.id), &event).await?;
    let message = message(actor, provider, organization, state);
    for owner in members::recipients(tx, id, Role::Owner).await? {
        mail::enqueue(app, tx, &owner.into(), &message, Some(id)).await?;
    }
    Ok(true)
}

fn message(actor: &Actor, provider: &ProviderSeat, organization: &Organization, state: State) -> Message {
    let (name, provider, by) = (organization.name.clone(), provider.name.clone(), actor.name.clone());
    match state {
        State::Suspended => Message::OrganizationSuspended { organization: name, organization_id: organization.id, provider, by },
        State::Active => Message::OrganizationReactivated { organization: name, organization_id: organization.id, provider, by },
    }
}
