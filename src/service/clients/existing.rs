//! Bringing organizations that exist already under the provider.

use crate::app::App;
use crate::domain::access::{Denial, ProviderAction};
use crate::domain::clients::{self as client};
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::Role;
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::mail::{self, Message};
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author};
use crate::service::identity::throttles::{self, Limit};
use crate::store::clients::{self};
use crate::store::members::{self};
use crate::store::organizations::{self, Organization};
use crate::store::{Tx, providers};

/// An organization in the dialog, and whether it can be added.
#[derive(Clone, Debug)]
pub struct Addable {
    pub organization: Organization,
    pub verdict: std::result::Result<(), Conflict>,
}

/// The organizations without a provider of which the person is a confirmed owner.
pub async fn addable(app: &App, actor: &Actor) -> Result<Vec<Addable>> {
    actor.provider_for(ProviderAction::AddExisting)?;
    let mut conn = app.db.read().await?;
    let own = clients::addable_by(&mut conn, actor.id).await?;
    Ok(own
        .into_iter()
        .map(|organization| Addable {
            verdict: client::may_be_added(organization.plan, organization.state, organization.provider_id.is_some()),
            organization,
        })
        .collect())
}

/// Brings an existing organization under the person's provider; gives its name.
///
/// # Errors
/// Not found unless the person is a confirmed owner of it; a conflict when it has a provider by
/// now or is not eligible.
pub async fn add_existing(app: &App, actor: &Actor, id: OrganizationId) -> Result<String> {
    let provider = actor.provider_for(ProviderAction::AddExisting)?;
    throttles::count(app, Limit::NoticesBy, &actor.id.to_string()).await?;
    let mut tx = app.db.write().await?;
    if !organizations::lock(&mut tx, id).await? {
        return Err(not_found());
    }
    let seen = organizations::visible_to(&mut tx, actor.id, id).await?.ok_or_else(not_found)?;
    if seen.standing().member != Some(Role::Owner) {
        return Err(not_found());
    }
    if !providers::lock_as_admin(&mut tx, provider.id, actor.id).await? {
        return Err(Denial::Role.into());
    }
    let organization = seen.organization;
    client::may_be_added(organization.plan, organization.state, organization.provider_id.is_some())?;
    if !organizations::link(&mut tx, id, provider.id, actor.id, app.now()).await? {
        return Err(Conflict::AlreadyManaged.into());
    }
    let event = Event::ClientAdded { organization: organization.name.clone(), provider: provider.name.clone() };
    record::record(app, &mut tx, &Author::from(actor), id, Some(provider.id), &event).await?;
    tell_owners(app, &mut tx, actor, &organization, &provider.name).await?;
    tx.commit().await?;
    app.wake_deliveries();
    Ok(organization.name)
}

/// Tells the other confirmed owners who manages their organization from now on.
async fn tell_owners(app: &App, tx: &mut Tx, actor: &Actor, organization: &Organization, provider: &str) -> Result<()> {
    for owner in members::recipients(tx, organization.id, Role::Owner).await? {
        if owner.account_id != actor.id {
            let message = Message::ClientAdded {
                organization: organization.name.clone(),
                organization_id: organization.id,
                provider: provider.to_owned(),
                by: actor.name.clone(),
            };
            mail::enqueue(app, tx, &owner.into(), &message, Some(organization.id)).await?;
        }
    }
    Ok(())
}
