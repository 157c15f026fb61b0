//! The provider's clients: the table, adding an existing organization, creating a new one.

use super::events::{self, Author};
use super::throttles::{self, Limit};
use super::{Actor, ProviderSeat, invitations, not_found};
use crate::app::App;
use crate::domain::client::{self, Cursor, Direction, Filter, Sort};
use crate::domain::email::Email;
use crate::domain::event::Event;
use crate::domain::member::{Role, Status};
use crate::domain::organization::{Note, OrganizationName, Seats};
use crate::domain::plan::Plan;
use crate::domain::policy::{Denial, ProviderAction};
use crate::domain::provider::State;
use crate::domain::refusal::{Conflict, Faults, Problem, Refusal};
use crate::error::Result;
use crate::mail::{self, Message};
use crate::store::clients::{self, ClientRow};
use crate::store::members::{self, NewMember};
use crate::store::organizations::{self, NewOrganization, Organization};
use crate::store::{Tx, particulars, providers};
use uuid::Uuid;

/// Rows on one page of the table.
pub const PAGE_ROWS: usize = 25;
/// The number of clients is counted up to here.
pub const COUNT_BOUND: i64 = 1000;

/// Which part of the table is asked for.
#[derive(Clone, Debug)]
pub struct Query {
    pub search: String,
    pub filter: Filter,
    pub sort: Sort,
    pub direction: Direction,
    pub after: Option<Cursor>,
    pub before: Option<Cursor>,
    /// A client that was just added: without a place, the table opens where it stands.
    pub new: Option<Uuid>,
}

/// One page of the Clients table.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<ClientRow>,
    pub previous: Option<Cursor>,
    pub next: Option<Cursor>,
    /// How many clients fit the search; `None` when more than [`COUNT_BOUND`].
    pub found: Option<i64>,
    /// Whether there is an organization to add, and the right to do it.
    pub can_add_existing: bool,
    pub can_create: bool,
    pub can_suspend: bool,
    pub can_unlink: bool,
}

/// The clients of the person's provider, as far as the query goes.
pub async fn page(app: &App, actor: &Actor, query: &Query) -> Result<Page> {
    let provider = actor.provider_for(ProviderAction::ViewClients)?;
    let first = part(app, actor, provider, query).await?;
    let elsewhere = query.after.is_some() || query.before.is_some();
    if elsewhere && first.rows.is_empty() {
        // Nothing stands behind that place any more: the table begins anew.
        return part(app, actor, provider, &Query { after: None, before: None, ..query.clone() }).await;
    }
    let missing = |id: &Uuid| !elsewhere && first.next.is_some() && first.rows.iter().all(|row| row.id != *id);
    let Some(new) = query.new.filter(missing) else { return Ok(first) };
    let row = clients::row(&mut app.db.read().await?, provider.id, new).await?;
    match row.map(|row| row.cursor(query.sort).just_before(query.direction)) {
        Some(after) => part(app, actor, provider, &Query { after: Some(after), ..query.clone() }).await,
        None => Ok(first),
    }
}

async fn part(app: &App, actor: &Actor, provider: &ProviderSeat, query: &Query) -> Result<Page> {
    let pattern = client::search_pattern(&query.search);
    let mut conn = app.db.read().await?;
    let backwards = query.before.is_some();
    let direction = if backwards { query.direction.reversed() } else { query.direction };
    let place = query.before.as_ref().or(query.after.as_ref());
    let from = place.cloned().unwrap_or_else(|| Cursor::start(direction));
    let most = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let fits = (pattern.as_str(), &query.filter);
    let mut rows = clients::rows(&mut conn, provider.id, fits, (query.sort, direction), &from, most).await?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    if backwards {
        rows.reverse();
    }
    let edge = |row: Option<&ClientRow>, there: bool| row.filter(|_| there).map(|row| row.cursor(query.sort));
    let (has_previous, has_next) = if backwards { (more, true) } else { (query.after.is_some(), more) };
    // Where all of them stand on this page they are counted already; a filter that few pass reads
    // every client, and should do it once.
    let found = match place {
        None if !more => i64::try_from(rows.len()).unwrap_or(i64::MAX),
        _ => clients::count_up_to(&mut conn, provider.id, fits, COUNT_BOUND + 1).await?,
    };
    let may_add = provider.may(ProviderAction::AddExisting).is_ok();
    Ok(Page {
        previous: edge(rows.first(), has_previous),
        next: edge(rows.last(), has_next),
        rows,
        found: Some(found).filter(|found| *found <= COUNT_BOUND),
        can_add_existing: may_add && clients::any_addable_by(&mut conn, actor.id).await?,
        can_create: provider.may(ProviderAction::CreateClient).is_ok(),
        can_suspend: provider.may(ProviderAction::SuspendClient).is_ok(),
        can_unlink: provider.may(ProviderAction::Unlink).is_ok(),
    })
}

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
pub async fn add_existing(app: &App, actor: &Actor, id: Uuid) -> Result<String> {
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
    events::record(app, &mut tx, &Author::from(actor), id, Some(provider.id), &event).await?;
    tell_owners(app, &mut tx, actor, &organization, &provider.name).await?;
    tx.commit().await?;
    app.outbox.notify_one();
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

/// The fields of the form for a new client, as they were typed.
#[derive(Clone, Debug, Default)]
pub struct NewClientForm {
    /// Made with the form, so that the same form sent twice makes one client.
    pub id: Uuid,
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
pub async fn create(app: &App, actor: &Actor, form: &NewClientForm) -> Result<Uuid> {
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
    events::record(app, &mut tx, &author, form.id, Some(provider.id), &created).await?;
    particulars::set_note(&mut tx, form.id, provider.id, &new.note).await?;
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
    app.outbox.notify_one();
    Ok(form.id)
}
