//! Making an organization of one's own: it has no provider, and who makes it is its owner.

use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::{Role, Status};
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{MOST_ALONE, OrganizationName, Seats};
use crate::domain::refusal::{Conflict, Part, Refusal};
use crate::error::{Error, Result};
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::throttles::{self, Limit};
use crate::store::identity::accounts;
use crate::store::members::{self, NewMember};
use crate::store::organizations;

/// A new organization without a provider.
#[derive(Clone, Debug)]
pub struct CreateOrganization {
    /// Chosen by the portal when it showed the form, so that the same form sent twice makes one organization.
    pub id: OrganizationId,
    pub name: OrganizationName,
    pub plan: Plan,
    pub seats: Seats,
}

/// Creates the organization with the person as its confirmed owner, on the first of its seats.
///
/// # Errors
/// The fault of a plan that is not offered; a conflict for somebody who owns [`MOST_ALONE`] without a
/// provider already; throttled.
pub async fn create(app: &App, actor: &Actor, command: &CreateOrganization) -> Result<()> {
    command.plan.may_be_chosen(false, None).map_err(|problem| Refusal::at(Part::Plan, problem))?;
    throttles::count(app, Limit::OrganizationsBy, &actor.id.to_string()).await?;
    change!(app, actor, Scope::nothing(), |change| {
        if !organizations::insert(&mut change.tx, &row(app, command)).await? {
            return again(change, actor, command).await;
        }
        if !accounts::lock(&mut change.tx, actor.id).await? {
            return Err(Error::SignInNeeded);
        }
        if organizations::owned_alone(&mut change.tx, actor.id).await? >= MOST_ALONE {
            return Err(Conflict::TooManyOrganizations.into());
        }
        let CreateOrganization { id, name, plan, seats } = command;
        let event = Event::OrganizationCreated { organization: name.as_str().into(), plan: plan.to_string(), seats: seats.get() };
        change.record(Logs::Organization { id: *id, provider: None }, &event).await?;
        seat_the_owner(change, actor, *id).await
    })
}

fn row<'c>(app: &App, command: &'c CreateOrganization) -> organizations::NewOrganization<'c> {
    organizations::NewOrganization {
        id: command.id,
        name: &command.name,
        plan: command.plan,
        seats: command.seats,
        suspended_by: None,
        provider: None,
        import_key: None,
        now: app.now(),
    }
}

async fn seat_the_owner(change: &mut Change<'_>, actor: &Actor, organization: OrganizationId) -> Result<()> {
    let email = Email::parse(&actor.email).map_err(|_| Error::Internal(anyhow::anyhow!("a stored address is none")))?;
    let now = change.now();
    let owner = NewMember {
        id: change.app.new_id(),
        organization,
        account: Some(actor.id),
        email: &email,
        name: &actor.name,
        role: Role::Owner,
        status: Status::Confirmed,
        invited_by: None,
        now,
    };
    let is_seated =
        members::insert(&mut change.tx, &owner).await? && organizations::occupy_seat(&mut change.tx, organization, now).await?;
    if is_seated { Ok(()) } else { Err(Error::Internal(anyhow::anyhow!("a new organization has a member already"))) }
}

/// The same form again: done already, if it was done by this person and with these words.
async fn again(change: &mut Change<'_>, actor: &Actor, command: &CreateOrganization) -> Result<()> {
    change.discard();
    let seen = organizations::visible_to(&mut change.tx, actor.reader(), command.id).await?.ok_or_else(not_found)?;
    if seen.organization.name == command.name.as_str() { Ok(()) } else { Err(Refusal::StaleForm.into()) }
}
