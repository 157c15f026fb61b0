//! What is changed about one organization: its name and its plan.

use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::OrganizationName;
use crate::domain::organizations::plan::Plan;
use crate::domain::refusal::{Part, Refusal};
use crate::domain::version::Version;
use crate::error::Result;
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::store::organizations::{Organization, details};

/// Another name for an organization.
#[derive(Clone, Debug)]
pub struct Rename {
    pub organization: OrganizationId,
    pub name: OrganizationName,
    /// What the form was filled with.
    pub version: Version,
}

/// The version of an organization's name.
#[must_use]
pub fn name_version(organization: &Organization) -> Version {
    Version::of(&[&organization.name])
}

/// Renames the organization; gives the name as it is now.
///
/// # Errors
/// Forbidden except for owners and the people of an active provider; a conflict when somebody else renamed it meanwhile.
pub async fn rename(app: &App, actor: &Actor, command: &Rename) -> Result<String> {
    let Rename { organization: id, name, version } = command;
    change!(app, actor, Scope::organization(*id), |change| {
        let organization = change.may(Action::Rename)?.clone();
        let before = organization.name.clone();
        if before == name.as_str() {
            change.discard();
            return Ok(before);
        }
        version.must_be(&name_version(&organization))?;
        details::rename(&mut change.tx, *id, name).await?;
        let event = Event::OrganizationRenamed { organization: name.as_str().into(), before };
        change.record(change.here()?, &event).await?;
        Ok(name.as_str().to_owned())
    })
}

/// Another plan for an organization.
#[derive(Clone, Debug)]
pub struct ChangePlan {
    pub organization: OrganizationId,
    pub plan: Plan,
    /// What the form was filled with.
    pub version: Version,
}

/// The version of an organization's plan.
#[must_use]
pub fn plan_version(organization: &Organization) -> Version {
    Version::of(&[&organization.plan.to_string()])
}

/// Changes the plan; gives it as it is now.
///
/// # Errors
/// The fault of a plan that is not offered: a client stays on one that a provider can manage. Forbidden
/// except for the owners of an organization without provider and the provider's admins; a conflict when somebody else
/// changed it meanwhile.
pub async fn change_plan(app: &App, actor: &Actor, command: &ChangePlan) -> Result<Plan> {
    let ChangePlan { organization: id, plan, version } = command;
    let (id, plan) = (*id, *plan);
    change!(app, actor, Scope::organization(id), |change| {
        let organization = change.may(Action::ChangePlan)?.clone();
        let before = organization.plan;
        plan.may_be_chosen(organization.provider_id.is_some(), Some(before))
            .map_err(|problem| Refusal::at(Part::Plan, problem))?;
        if plan == before {
            change.discard();
            return Ok(plan);
        }
        version.must_be(&plan_version(&organization))?;
        details::set_plan(&mut change.tx, id, plan).await?;
        let event = Event::PlanChanged { organization: organization.name, before: before.to_string(), after: plan.to_string() };
        change.record(change.here()?, &event).await?;
        Ok(plan)
    })
}
