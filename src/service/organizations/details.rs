//! What is changed about one organization: its name, its plan, and the provider's note about it.

use crate::app::App;
use crate::domain::access::{Action, ProviderAction};
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{Note, OrganizationName};
use crate::domain::refusal::{Part, Refusal};
use crate::error::Result;
use crate::service::access::{may_view, visible_client};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::store::organizations::{Seen, details};

/// Another name for an organization.
#[derive(Clone, Debug)]
pub struct Rename {
    pub organization: OrganizationId,
    pub name: OrganizationName,
}

/// Renames the organization; gives the name as it is now.
///
/// # Errors
/// Forbidden except for owners and the people of an active provider.
pub async fn rename(app: &App, actor: &Actor, command: &Rename) -> Result<String> {
    let Rename { organization: id, name } = command;
    change!(app, actor, Scope::organization(*id), |change| {
        let before = change.may(Action::Rename)?.name.clone();
        if before == name.as_str() {
            change.discard();
            return Ok(before);
        }
        details::rename(&mut change.tx, *id, name).await?;
        let event = Event::OrganizationRenamed { organization: name.as_str().into(), before };
        change.record(change.here()?, &event).await?;
        Ok(name.as_str().to_owned())
    })
}

/// Another plan for an organization.
#[derive(Clone, Copy, Debug)]
pub struct ChangePlan {
    pub organization: OrganizationId,
    pub plan: Plan,
}

/// Changes the plan; gives it as it is now.
///
/// # Errors
/// The fault of a plan that is not offered: a client stays on one that a provider can manage. Forbidden
/// except for the owners of an organization without provider and the provider's admins.
pub async fn change_plan(app: &App, actor: &Actor, command: ChangePlan) -> Result<Plan> {
    let ChangePlan { organization: id, plan } = command;
    change!(app, actor, Scope::organization(id), |change| {
        let organization = change.may(Action::ChangePlan)?.clone();
        let before = organization.plan;
        plan.may_be_chosen(organization.provider_id.is_some(), Some(before))
            .map_err(|problem| Refusal::at(Part::Plan, problem))?;
        if plan == before {
            change.discard();
            return Ok(plan);
        }
        details::set_plan(&mut change.tx, id, plan).await?;
        let event = Event::PlanChanged { organization: organization.name, before: before.to_string(), after: plan.to_string() };
        change.record(change.here()?, &event).await?;
        Ok(plan)
    })
}

/// A client with the note of its provider about it.
///
/// # Errors
/// Not found unless the person is somebody of the organization's provider; forbidden while that is
/// suspended.
pub async fn noted(app: &App, actor: &Actor, id: OrganizationId) -> Result<(Seen, String)> {
    let mut conn = app.db.read().await?;
    let (seen, seat) = visible_client(&mut conn, actor, id, ProviderAction::EditNote).await?;
    may_view(&seen)?;
    let note = details::note(&mut conn, id, seat.id).await?;
    Ok((seen, note.unwrap_or_default()))
}

/// Another note about a client.
#[derive(Clone, Debug)]
pub struct EditNote {
    pub organization: OrganizationId,
    pub note: Note,
}

/// Changes the note of the provider about its client. The client's own log says nothing of it: the note
/// is the provider's.
///
/// # Errors
/// As [`noted`].
pub async fn edit_note(app: &App, actor: &Actor, command: &EditNote) -> Result<()> {
    let EditNote { organization: id, note } = command;
    change!(app, actor, Scope::client(*id), |change| {
        may_view(change.seen()?)?;
        let (organization, seat) = change.client(ProviderAction::EditNote).await?;
        if !details::set_note(&mut change.tx, *id, seat.id, note).await? {
            change.discard();
            return Ok(());
        }
        let event = Event::NoteChanged { organization: organization.name };
        change.record(Logs::Client { provider: seat.id, organization: *id }, &event).await
    })
}
