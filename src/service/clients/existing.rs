//! Bringing organizations that exist already under the provider.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::clients::may_be_added;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::Role;
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::mail::{ClientMail, Message, To};
use crate::service::access::not_found;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::store::organizations::{self, Organization};
use crate::store::{Conn, clients, members};

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
    Ok(own.into_iter().map(|organization| Addable { verdict: verdict(&organization), organization }).collect())
}

/// Whether one of the organizations that the person could bring can be added as it is.
pub(super) async fn is_addable(conn: &mut Conn, actor: &Actor) -> Result<bool> {
    Ok(clients::addable_by(conn, actor.id).await?.iter().any(|organization| verdict(organization).is_ok()))
}

fn verdict(organization: &Organization) -> std::result::Result<(), Conflict> {
    may_be_added(organization.plan, organization.suspension(), organization.provider_id.is_some())
}

/// An organization that the provider shall manage.
#[derive(Clone, Copy, Debug)]
pub struct AddExisting {
    pub organization: OrganizationId,
}

/// Brings an existing organization under the person's provider; gives its name.
///
/// # Errors
/// Not found unless the person is a confirmed owner of it; a conflict when it has a provider by
/// now or is not eligible.
pub async fn add_existing(app: &App, actor: &Actor, command: AddExisting) -> Result<String> {
    let (id, own) = (command.organization, actor.provider_for(ProviderAction::AddExisting)?.id);
    change!(app, actor, Scope::organization(id).and_provider(Some(own)).telling(), |change| {
        if change.seen()?.standing().member != Some(Role::Owner) {
            return Err(not_found());
        }
        let provider = change.provider(own, ProviderAction::AddExisting).await?;
        let organization = change.seen()?.organization.clone();
        verdict(&organization)?;
        if !organizations::link(&mut change.tx, id, own, actor.id, app.now()).await? {
            return Err(Conflict::AlreadyManaged.into());
        }
        let event = Event::ClientAdded { organization: organization.name.clone(), provider: provider.name.clone() };
        change.record(Logs::Organization { id, provider: Some(own) }, &event).await?;
        tell_owners(change, actor, &organization, &provider).await?;
        Ok(organization.name)
    })
}

/// Tells the other confirmed owners who manages their organization from now on.
async fn tell_owners(change: &mut Change<'_>, actor: &Actor, organization: &Organization, provider: &ProviderSeat) -> Result<()> {
    let message = Message::Client(ClientMail::Added {
        organization: (&organization.name).into(),
        organization_id: organization.id,
        provider: (&provider.name).into(),
        by: (&actor.name).into(),
    });
    for owner in members::recipients(&mut change.tx, organization.id, Role::Owner).await? {
        if owner.account_id != actor.id {
            change.tell(Some(organization.id), &To::from(owner), &message).await?;
        }
    }
    Ok(())
}
