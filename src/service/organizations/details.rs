//! What is changed about one organization: its name, its plan, and the provider's note about it.

use crate::app::App;
use crate::domain::access::{Action, ProviderAction, provider_may};
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{Note, OrganizationName};
use crate::domain::refusal::{Faults, Problem};
use crate::error::Result;
use crate::service::access::{client, lock_visible, may_view, not_found, visible};
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author};
use crate::store::Tx;
use crate::store::organizations::{self, Organization, Seen, details};

/// Locks the organization and reads it anew, once the person may do this in it.
async fn open(app: &App, actor: &Actor, id: OrganizationId, action: Action) -> Result<(Tx, Seen)> {
    let mut tx = app.db.write().await?;
    let seen = lock_visible(&mut tx, actor, id).await?;
    seen.standing().may(action)?;
    Ok((tx, seen))
}

/// Renames the organization; gives the name as it is now.
///
/// # Errors
/// The fault of the field; forbidden except for owners and the people of an active provider.
pub async fn rename(app: &App, actor: &Actor, id: OrganizationId, raw: &str) -> Result<String> {
    visible(app, actor, id).await?.standing().may(Action::Rename)?;
    let mut faults = Faults::default();
    let name = faults.check("name", OrganizationName::parse(raw));
    let name = faults.finish(name)?;
    let (mut tx, seen) = open(app, actor, id, Action::Rename).await?;
    let provider = seen.provider_concerned();
    let before = seen.organization.name;
    if before == name.as_str() {
        return Ok(before);
    }
    details::rename(&mut tx, id, &name).await?;
    let event = Event::OrganizationRenamed { organization: name.as_str().into(), before };
    record::record(app, &mut tx, &Author::from(actor), id, provider, &event).await?;
    tx.commit().await?;
    Ok(name.as_str().to_owned())
}

/// The plans that an organization can change to, its own first where that is none of them (an
/// older vintage).
#[must_use]
pub fn plans(organization: &Organization) -> Vec<String> {
    let offered = if organization.provider_id.is_some() { Plan::offered_to_clients() } else { Plan::offered() };
    let own = Some(organization.plan).filter(|own| !offered.contains(own));
    own.into_iter().chain(offered).map(|plan| plan.to_string()).collect()
}

/// Changes the plan; gives it as it is now.
///
/// # Errors
/// The fault of the field: a client stays on a plan that a provider can manage. Forbidden except
/// for the owners of an organization without provider and the provider's admins.
pub async fn change_plan(app: &App, actor: &Actor, id: OrganizationId, raw: &str) -> Result<Plan> {
    visible(app, actor, id).await?.standing().may(Action::ChangePlan)?;
    let (mut tx, seen) = open(app, actor, id, Action::ChangePlan).await?;
    let mut faults = Faults::default();
    let plan = faults.check("plan", Plan::parse(raw));
    if let Some(plan) = plan {
        if seen.organization.provider_id.is_some() && !plan.family().suits_a_client() {
            faults.add("plan", Problem::PlanNotForClients);
        } else if plan != seen.organization.plan && !Plan::offered().contains(&plan) {
            faults.add("plan", Problem::NotAPlan);
        }
    }
    let plan = faults.finish(plan)?;
    let before = seen.organization.plan;
    if plan == before {
        return Ok(plan);
    }
    details::set_plan(&mut tx, id, plan).await?;
    let provider = seen.provider_concerned();
    let organization = seen.organization.name;
    let event = Event::PlanChanged { organization, before: before.to_string(), after: plan.to_string() };
    record::record(app, &mut tx, &Author::from(actor), id, provider, &event).await?;
    tx.commit().await?;
    Ok(plan)
}

/// A client with the note of the person's provider about it.
///
/// # Errors
/// Not found unless it is a client of the person's provider; forbidden while the provider is suspended.
pub async fn noted(app: &App, actor: &Actor, id: OrganizationId) -> Result<(Seen, String)> {
    let provider = actor.provider.as_ref().ok_or_else(not_found)?;
    let mut conn = app.db.read().await?;
    let seen = client(&mut conn, actor, provider, id, ProviderAction::EditNote).await?;
    may_view(&seen)?;
    let note = details::note(&mut conn, id, provider.id).await?;
    Ok((seen, note.unwrap_or_default()))
}

/// Changes the note of the person's provider about its client. The client's own log says nothing
/// of it: the note is the provider's.
///
/// # Errors
/// The fault of the field, and as [`noted`].
pub async fn edit_note(app: &App, actor: &Actor, id: OrganizationId, raw: &str) -> Result<()> {
    noted(app, actor, id).await?;
    let mut faults = Faults::default();
    let note = faults.check("note", Note::parse(raw));
    let note = faults.finish(note)?;
    let provider = actor.provider.as_ref().ok_or_else(not_found)?;
    let mut tx = app.db.write().await?;
    organizations::lock(&mut tx, id).await?;
    let seen = client(&mut tx, actor, provider, id, ProviderAction::EditNote).await?;
    may_view(&seen)?;
    // As it is now, and not as it was when the request came in.
    if let Some((role, state)) = seen.standing().provider {
        provider_may(role, state, ProviderAction::EditNote)?;
    }
    if details::set_note(&mut tx, id, provider.id, &note).await? {
        let event = Event::NoteChanged { organization: seen.organization.name };
        record::record_about_client(app, &mut tx, &Author::from(actor), provider.id, id, &event).await?;
        tx.commit().await?;
    }
    Ok(())
}
