//! A new client: an organization made under the provider, its first owner invited.

use crate::app::App;
use crate::domain::access::{Denial, ProviderAction};
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::{Role, Status};
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{Note, OrganizationName, Seats};
use crate::domain::providers::State;
use crate::domain::refusal::{Faults, Problem, Refusal};
use crate::error::Result;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author};
use crate::service::members::invitations;
use crate::store::clients::{self};
use crate::store::members::{self, NewMember};
use crate::store::organizations::{self, NewOrganization, details};
use crate::store::providers;

/// The fields of the form for a new client, as they were typed.
#[derive(Clone, Debug)]
pub struct NewClientForm {
    /// Made with the form, so that the same form sent twice makes one client.
    pub id: OrganizationId,
    pub name: String,
    pub plan: String,
    pub seats: String,
    pub owner_email: String,
    pub note: String,
}

struct NewClient {
    name: OrganizationName,
    plan: Plan,
    seats: Seats,
    owner: Email,
    note: Note,
}

impl NewClientForm {
    fn parse(&self) -> std::result::Result<NewClient, Refusal> {
        let mut faults = Faults::default();
        let name = faults.check("name", OrganizationName::parse(&self.name));
        let plan = faults.check("plan", Plan::parse(&self.plan));
        if plan.is_some_and(|plan| !plan.family().suits_a_client()) {
            faults.add("plan", Problem::PlanNotForClients);
        }
        let seats = faults.check("seats", Seats::parse(&self.seats));
        let owner = faults.check("owner_email", Email::parse(&self.owner_email));
        let note = faults.check("note", Note::parse(&self.note));
        let parsed = name.zip(plan).zip(seats.zip(owner)).zip(note);
        faults.finish(parsed.map(|(((name, plan), (seats, owner)), note)| NewClient { name, plan, seats, owner, note }))
    }
}

/// Creates an organization under the person's provider and invites its first owner; gives its id.
///
/// # Errors
/// The faults of the form; forbidden unless the person is an admin of an active provider.
pub async fn create(app: &App, actor: &Actor, form: &NewClientForm) -> Result<OrganizationId> {
    let provider = actor.provider_for(ProviderAction::CreateClient)?;
    let new = form.parse()?;
    invitations::throttle(app, actor, &new.owner).await?;
    let (now, author) = (app.now(), Author::from(actor));
    let mut tx = app.db.write().await?;
    if !providers::lock_as_admin(&mut tx, provider.id, actor.id).await? {
        return Err(Denial::Role.into());
    }
    let row = NewOrganization {
        id: form.id,
        name: &new.name,
        plan: new.plan,
        seats: new.seats,
        state: State::Active,
        provider: Some((provider.id, actor.id)),
        import_key: None,
        now,
    };
    if !organizations::insert(&mut tx, &row).await? {
        // The same form again: done already, if it was done by this provider and with these words.
        let row = clients::row(&mut tx, provider.id, form.id).await?.ok_or_else(not_found)?;
        let same = row.name == new.name.as_str() && members::has(&mut tx, form.id, new.owner.key()).await?;
        return if same { Ok(form.id) } else { Err(Refusal::StaleForm.into()) };
    }
    let created =
        Event::OrganizationCreated { organization: new.name.as_str().into(), plan: new.plan.to_string(), seats: new.seats.get() };
    record::record(app, &mut tx, &author, form.id, Some(provider.id), &created).await?;
    details::set_note(&mut tx, form.id, provider.id, &new.note).await?;
    let member = NewMember {
        id: app.new_id(),
        organization: form.id,
        account: None,
        email: &new.owner,
        name: "",
        role: Role::Owner,
        status: Status::Invited,
        invited_by: Some(actor.id),
        now,
    };
    invitations::invite_in(app, &mut tx, actor, new.name.as_str(), Some(provider.id), &member).await?;
    tx.commit().await?;
    app.wake_deliveries();
    Ok(form.id)
}
