//! Ending the link between a client and its provider.

use crate::app::App;
use crate::domain::access::{Denial, ProviderAction};
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::{Role, Status};
use crate::domain::providers::State;
use crate::domain::refusal::Conflict;
use crate::error::{Error, Result};
use crate::mail::{self, Message};
use crate::service::access::client;
use crate::service::access::not_found;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::events::record::{self, Author};
use crate::service::identity::throttles::{self, Limit};
use crate::store::organizations::{self, Organization};
use crate::store::{Tx, members, providers};

/// What the page says before anything happens.
#[derive(Clone, Debug)]
pub struct Plan {
    pub organization: Organization,
    pub provider: String,
    /// The confirmed owners, by name: they keep the organization and are told.
    pub owners: Vec<String>,
}

/// What unlinking this client means. Changes nothing.
///
/// # Errors
/// Not found unless it is a client of the person's provider, with a friendly word where it was one;
/// forbidden for service users and while the provider is suspended.
pub async fn plan(app: &App, actor: &Actor, id: OrganizationId) -> Result<Plan> {
    let provider = actor.provider.as_ref().ok_or_else(not_found)?;
    let mut conn = app.db.read().await?;
    let seen = client(&mut conn, actor, provider, id, ProviderAction::Unlink).await?;
    let owners = members::owners(&mut conn, id).await?.into_iter().map(|owner| owner.member);
    let owners = owners.filter(|owner| owner.status == Status::Confirmed).map(|owner| owner.label().to_owned()).collect();
    Ok(Plan { organization: seen.organization, provider: provider.name.clone(), owners })
}

/// Ends the link; every right of the provider ends with the commit. Gives the organization's name.
///
/// # Errors
/// As [`plan`]; a conflict while the client has no confirmed owner who is a member.
pub async fn unlink(app: &App, actor: &Actor, id: OrganizationId) -> Result<String> {
    let provider = actor.provider.as_ref().ok_or_else(not_found)?;
    throttles::count(app, Limit::NoticesBy, &actor.id.to_string()).await?;
    let mut tx = app.db.write().await?;
    if !organizations::lock(&mut tx, id).await? {
        return Err(not_found());
    }
    let organization = client(&mut tx, actor, provider, id, ProviderAction::Unlink).await?.organization;
    if !providers::lock_as_admin(&mut tx, provider.id, actor.id).await? {
        return Err(Denial::Role.into());
    }
    unlink_in(app, &mut tx, actor, provider, &organization).await?;
    tx.commit().await?;
    app.wake_deliveries();
    Ok(organization.name)
}

/// Ends the link. The caller holds the locks and has asked whether the person may.
///
/// # Errors
/// A conflict while the client has no confirmed owner who is a member.
pub(crate) async fn unlink_in(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    provider: &ProviderSeat,
    organization: &Organization,
) -> Result<()> {
    let owners = members::recipients(tx, organization.id, Role::Owner).await?;
    if owners.is_empty() {
        return Err(Conflict::NoOwner.into());
    }
    if organization.state == State::Suspended {
        let event = Event::OrganizationReactivated { organization: organization.name.clone() };
        record::record(app, tx, &Author::from(actor), organization.id, Some(provider.id), &event).await?;
    }
    let event = Event::ClientUnlinked { organization: organization.name.clone(), provider: provider.name.clone() };
    record::record(app, tx, &Author::from(actor), organization.id, Some(provider.id), &event).await?;
    if !organizations::unlink(tx, organization.id, provider.id).await? {
        return Err(Error::Refused(Conflict::AlreadyUnlinked.into()));
    }
    tell(app, tx, actor, organization, &provider.name, owners).await
}

async fn tell(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    organization: &Organization,
    provider: &str,
    owners: Vec<members::Recipient>,
) -> Result<()> {
    let message = Message::ClientUnlinked {
        organization: organization.name.clone(),
        organization_id: organization.id,
        provider: provider.to_owned(),
        by: actor.name.clone(),
        reactivated: organization.state == State::Suspended,
    };
    for owner in owners {
        mail::enqueue(app, tx, &owner.into(), &message, Some(organization.id)).await?;
    }
    Ok(())
}
