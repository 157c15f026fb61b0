//! A new client: an organization made under the provider, its first owner invited.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::{OrganizationId, ProviderId};
use crate::domain::members::{Role, Status};
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{Note, OrganizationName, Seats};
use crate::domain::refusal::{Part, Refusal};
use crate::error::Result;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::inviting::{self, Sender};
use crate::service::members::invitations;
use crate::service::organizations::notes;
use crate::store::clients;
use crate::store::members::{self, NewMember};
use crate::store::organizations::{self, NewOrganization, notes as stored_notes};

/// A new client of the person's provider.
#[derive(Clone, Debug)]
pub struct CreateClient {
    /// Chosen by the portal when it showed the form, so that the same form sent twice makes one client.
    pub id: OrganizationId,
    pub name: OrganizationName,
    pub plan: Plan,
    pub seats: Seats,
    /// Who is invited as its first owner.
    pub owner: Email,
    pub note: Note,
}

/// Creates an organization under the person's provider and invites its first owner.
///
/// # Errors
/// The fault of a plan that is not offered; forbidden unless the person is an admin of an active
/// provider; throttled.
pub async fn create(app: &App, actor: &Actor, command: &CreateClient) -> Result<()> {
    let own = actor.provider_for(ProviderAction::CreateClient)?.id;
    command.plan.may_be_chosen(true, None).map_err(|problem| Refusal::at(Part::Plan, problem))?;
    let sender = Sender::of_provider(actor, own, command.id.uuid());
    inviting::count_all(app, &sender, &[command.owner.key()]).await?;
    change!(app, actor, Scope::provider(own), |change| {
        change.provider(own, ProviderAction::CreateClient).await?;
        if !organizations::insert(&mut change.tx, &row(app, actor, own, command)).await? {
            return again(change, own, command).await;
        }
        let CreateClient { id, name, plan, seats, note, .. } = command;
        let logs = Logs::Organization { id: *id, provider: Some(own) };
        let event = Event::OrganizationCreated { organization: name.as_str().into(), plan: plan.to_string(), seats: seats.get() };
        change.record(logs, &event).await?;
        if !note.as_str().is_empty() {
            let note = notes::by(app, actor, app.new_id(), note);
            stored_notes::add(&mut change.tx, *id, &note).await?;
        }
        invitations::invite_in(change, &sender, (name.as_str(), logs), &first_owner(app, actor, command)).await
    })
}

fn row<'c>(app: &App, actor: &Actor, provider: ProviderId, command: &'c CreateClient) -> NewOrganization<'c> {
    NewOrganization {
        id: command.id,
        name: &command.name,
        plan: command.plan,
        seats: command.seats,
        suspended_by: None,
        provider: Some((provider, actor.id)),
        import_key: None,
        now: app.now(),
    }
}

fn first_owner<'c>(app: &App, actor: &Actor, command: &'c CreateClient) -> NewMember<'c> {
    NewMember {
        id: app.new_id(),
        organization: command.id,
        account: None,
        email: &command.owner,
        name: "",
        role: Role::Owner,
        status: Status::Invited,
        invited_by: Some(actor.id),
        now: app.now(),
    }
}

/// The same form again: done already, if it was done by this provider and with these words.
async fn again(change: &mut Change<'_>, provider: ProviderId, command: &CreateClient) -> Result<()> {
    change.discard();
    let of = change.actor()?.clients_of(provider);
    let row = clients::row(&mut change.tx, of, command.id).await?.ok_or_else(not_found)?;
    let is_same = row.name == command.name.as_str() && members::has(&mut change.tx, command.id, command.owner.key()).await?;
    if is_same { Ok(()) } else { Err(Refusal::StaleForm.into()) }
}
