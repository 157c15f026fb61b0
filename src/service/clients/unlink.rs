//! Ending the link between a client and its provider.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::{Role, Status};
use crate::domain::organizations::Suspender;
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::mail::{ClientMail, Message, To};
use crate::service::access::visible_client;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::store::members;
use crate::store::organizations::unlinkings::{self, NewUnlinking};
use crate::store::organizations::{self, Organization};

/// What the page says before anything happens.
#[derive(Clone, Debug)]
pub struct Plan {
    pub organization: Organization,
    pub provider: String,
    /// The confirmed owners, by name: they keep the organization and are told.
    pub owners: Vec<String>,
}

/// What unlinking or suspending this client means. Changes nothing.
///
/// # Errors
/// Not found unless the person is somebody of the organization's provider, told apart where that has
/// unlinked it already; forbidden for service users and while the provider is suspended.
pub async fn plan(app: &App, actor: &Actor, id: OrganizationId, action: ProviderAction) -> Result<Plan> {
    let mut conn = app.db.read().await?;
    let (seen, seat) = visible_client(&mut conn, actor, id, action).await?;
    let owners = members::owners(&mut conn, id).await?.into_iter().map(|owner| owner.member);
    let owners = owners.filter(|owner| owner.status == Status::Confirmed).map(|owner| owner.label().to_owned()).collect();
    Ok(Plan { organization: seen.organization, provider: seat.name, owners })
}

/// A client that shall be one no more.
#[derive(Clone, Copy, Debug)]
pub struct Unlink {
    pub organization: OrganizationId,
}

/// Ends the link; every right of the provider ends with the commit. Gives the organization's name.
///
/// # Errors
/// As [`plan`]; a conflict while the client has no confirmed owner who is a member.
pub async fn unlink(app: &App, actor: &Actor, command: Unlink) -> Result<String> {
    change!(app, actor, Scope::client(command.organization).telling(), |change| {
        let (organization, provider) = change.client(ProviderAction::Unlink).await?;
        unlink_in(change, &provider, &organization).await?;
        Ok(organization.name)
    })
}

/// Ends the link. The change has asked whether the person may.
///
/// # Errors
/// A conflict while the client has no confirmed owner who is a member.
pub(super) async fn unlink_in(change: &mut Change<'_>, provider: &ProviderSeat, organization: &Organization) -> Result<()> {
    let owners = members::recipients(&mut change.tx, organization.id, Role::Owner).await?;
    if owners.is_empty() {
        return Err(Conflict::NoOwner.into());
    }
    let logs = Logs::Organization { id: organization.id, provider: Some(provider.id) };
    let name = organization.name.clone();
    let reactivated = organization.suspended_by == Some(Suspender::Provider);
    if reactivated {
        change.record(logs, &Event::OrganizationReactivated { organization: name.clone() }).await?;
    }
    change.record(logs, &Event::ClientUnlinked { organization: name.clone(), provider: provider.name.clone() }).await?;
    if !organizations::unlink(&mut change.tx, organization.id, provider.id).await? {
        return Err(Conflict::AlreadyUnlinked.into());
    }
    let (app, organization_id) = (change.app, organization.id);
    let new =
        NewUnlinking { id: app.new_id(), organization: organization_id, provider: provider.id, name: &name, now: app.now() };
    unlinkings::note(&mut change.tx, new).await?;
    let message = Message::Client(ClientMail::Unlinked {
        organization: name.into(),
        organization_id: organization.id,
        provider: (&provider.name).into(),
        by: (&change.actor()?.name).into(),
        reactivated,
        suspended: organization.suspended_by == Some(Suspender::Operator),
    });
    for owner in owners {
        change.tell(Some(organization.id), &To::from(owner), &message).await?;
    }
    Ok(())
}
