//! Making an organization of one's own: it has no provider, and who makes it is its owner.

use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::{Role, Status};
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{MOST_ALONE, OrganizationName, Seats};
use crate::domain::providers::State;
use crate::domain::refusal::{Conflict, Faults, Refusal};
use crate::error::{Error, Result};
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author};
use crate::service::identity::throttles::{self, Limit};
use crate::store::Tx;
use crate::store::identity::accounts;
use crate::store::members::{self, NewMember};
use crate::store::organizations::{self, NewOrganization};

/// The fields of the form, as they were typed.
#[derive(Clone, Debug)]
pub struct NewOrganizationForm {
    /// Made with the form, so that the same form sent twice makes one organization.
    pub id: OrganizationId,
    pub name: String,
    pub plan: String,
    pub seats: String,
}

impl NewOrganizationForm {
    fn parse(&self) -> std::result::Result<(OrganizationName, Plan, Seats), Refusal> {
        let mut faults = Faults::default();
        let name = faults.check("name", OrganizationName::parse(&self.name));
        let plan = faults.check("plan", Plan::parse(&self.plan));
        let seats = faults.check("seats", Seats::parse(&self.seats));
        let ((name, plan), seats) = faults.finish(name.zip(plan).zip(seats))?;
        Ok((name, plan, seats))
    }
}

/// Creates the organization with the person as its confirmed owner, on the first of its seats;
/// gives its id.
///
/// # Errors
/// The faults of the form; a conflict for somebody who owns [`MOST_ALONE`] without a provider
/// already; throttled.
pub async fn create(app: &App, actor: &Actor, form: &NewOrganizationForm) -> Result<OrganizationId> {
    let (name, plan, seats) = form.parse()?;
    throttles::count(app, Limit::OrganizationsBy, &actor.id.to_string()).await?;
    let (now, author) = (app.now(), Author::from(actor));
    let mut tx = app.db.write().await?;
    let new =
        NewOrganization { id: form.id, name: &name, plan, seats, state: State::Active, provider: None, import_key: None, now };
    if !organizations::insert(&mut tx, &new).await? {
        return again(&mut tx, actor, form.id, &name).await;
    }
    if !accounts::lock(&mut tx, actor.id).await? {
        return Err(Error::SignInNeeded);
    }
    if organizations::owned_alone(&mut tx, actor.id).await? >= MOST_ALONE {
        return Err(Conflict::TooManyOrganizations.into());
    }
    let created = Event::OrganizationCreated { organization: name.as_str().into(), plan: plan.to_string(), seats: seats.get() };
    record::record(app, &mut tx, &author, form.id, None, &created).await?;
    let email = Email::parse(&actor.email).map_err(|_| Error::Internal(anyhow::anyhow!("a stored address is none")))?;
    let owner = NewMember {
        id: app.new_id(),
        organization: form.id,
        account: Some(actor.id),
        email: &email,
        name: &actor.name,
        role: Role::Owner,
        status: Status::Confirmed,
        invited_by: None,
        now,
    };
    if !members::insert(&mut tx, &owner).await? || !organizations::occupy_seat(&mut tx, form.id, now).await? {
        return Err(Error::Internal(anyhow::anyhow!("a new organization has a member already")));
    }
    tx.commit().await?;
    Ok(form.id)
}

/// The same form again: done already, if it was done by this person and with these words.
async fn again(tx: &mut Tx, actor: &Actor, id: OrganizationId, name: &OrganizationName) -> Result<OrganizationId> {
    let seen = organizations::visible_to(tx, actor.id, id).await?.ok_or_else(not_found)?;
    if seen.organization.name == name.as_str() { Ok(id) } else { Err(Refusal::StaleForm.into()) }
}
