//! The small forms that change one thing about an organization: its name, its plan.

use super::place::{home, place};
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::OrganizationName;
use crate::domain::organizations::plan::Plan;
use crate::domain::refusal::{Parsing, Part};
use crate::domain::version::Version;
use crate::error;
use crate::service::access;
use crate::service::events::read::last;
use crate::service::organizations::details::{self, ChangePlan, Rename};
use crate::store::organizations::Organization;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::meanwhile::Meanwhile;
use crate::web::kit::paths::Path;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// What a form changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Plan,
}

impl Kind {
    fn action(self) -> Action {
        match self {
            Self::Name => Action::Rename,
            Self::Plan => Action::ChangePlan,
        }
    }

    /// Whether an event tells that this was changed.
    fn is_changed_by(self, event: &Event) -> bool {
        match self {
            Self::Name => matches!(event, Event::OrganizationRenamed { .. }),
            Self::Plan => matches!(event, Event::PlanChanged { .. }),
        }
    }
}

#[derive(Template)]
#[template(path = "organizations/detail.html", blocks = ["sheet"])]
struct Page<'a> {
    v: &'a Visit,
    kind: Kind,
    organization: Organization,
    typed: String,
    version: Version,
    faults: Faults,
    refusal: Option<String>,
    meanwhile: Option<Meanwhile>,
}

impl<'a> Page<'a> {
    async fn load(v: &'a Visit, id: OrganizationId, kind: Kind) -> Result<Self> {
        let seen = access::visible(&v.app, v.actor()?, id).await?;
        seen.standing().may(kind.action())?;
        place(v, &seen);
        let organization = seen.organization;
        let (typed, version) = match kind {
            Kind::Name => (organization.name.clone(), details::name_version(&organization)),
            Kind::Plan => (organization.plan.to_string(), details::plan_version(&organization)),
        };
        Ok(Self { v, kind, organization, typed, version, faults: Faults::none(), refusal: None, meanwhile: None })
    }

    fn title(&self) -> String {
        let (t, name) = (self.v.t, &self.organization.name);
        match self.kind {
            Kind::Name => t.rename_title(name),
            Kind::Plan => t.plan_change_title(name),
        }
    }

    fn label(&self) -> String {
        match self.kind {
            Kind::Name => self.v.t.name(),
            Kind::Plan => self.v.t.plan(),
        }
    }

    fn back(&self) -> String {
        home(self.organization.id)
    }

    fn action(&self) -> String {
        match self.kind {
            Kind::Name => format!("{}/name", home(self.organization.id)),
            Kind::Plan => format!("{}/plan", home(self.organization.id)),
        }
    }

    fn plans(&self) -> Vec<String> {
        let managed = self.organization.provider_id.is_some();
        Plan::choices(managed, Some(self.organization.plan)).iter().map(Plan::to_string).collect()
    }

    /// What stands there now beside what was typed.
    async fn meet(&mut self, now: String) -> Result<()> {
        let (id, kind) = (self.organization.id, self.kind);
        let by = last(&self.v.app, id, |event| kind.is_changed_by(event)).await?;
        let fields = vec![(self.label(), now, self.typed.clone())];
        (self.refusal, self.meanwhile) = (None, Some(Meanwhile::new(self.v, by, &home(id), fields)));
        Ok(())
    }
}

async fn ask(visit: &Visit, id: OrganizationId, kind: Kind) -> Result<Response> {
    let page = Page::load(visit, id, kind).await?;
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

/// Back to the organization's page with what was done, or the form again with what is wrong.
async fn answer(
    visit: &Visit,
    id: OrganizationId,
    (kind, typed, version): (Kind, String, Version),
    outcome: error::Result<String>,
) -> Result<Response> {
    let refusal = match on_form(outcome)? {
        Ok(notice) => {
            visit.say(notice).await?;
            return Ok(visit.go_to(&home(id)));
        }
        Err(refusal) => refusal,
    };
    let mut page = Page::load(visit, id, kind).await?;
    let now = std::mem::replace(&mut page.typed, typed);
    let status;
    (status, page.faults, page.refusal) = said(visit.t, &refusal);
    if refusal.is_about_another_version() {
        page.meet(now).await?;
    } else {
        page.version = version;
    }
    visit.page(status, &page, &page.as_sheet())
}

pub async fn name(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    ask(&visit, id, Kind::Name).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewName {
    name: String,
    #[serde(default)]
    version: Version,
}

pub async fn save_name(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<NewName>) -> Result<Response> {
    let NewName { name: typed, version } = fields;
    let mut faults = Parsing::default();
    let name = faults.check(Part::Name, OrganizationName::parse(&typed));
    let outcome = match faults.finish(name) {
        Ok(name) => {
            details::rename(&visit.app, visit.actor()?, &Rename { organization: id, name, version: version.clone() }).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    answer(&visit, id, (Kind::Name, typed, version), outcome.map(|name| visit.t.notice_renamed(&name))).await
}

pub async fn plan(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    ask(&visit, id, Kind::Plan).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPlan {
    plan: String,
    #[serde(default)]
    version: Version,
}

pub async fn save_plan(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<NewPlan>) -> Result<Response> {
    let NewPlan { plan: typed, version } = fields;
    let mut faults = Parsing::default();
    let plan = faults.check(Part::Plan, Plan::parse(&typed));
    let outcome = match faults.finish(plan) {
        Ok(plan) => {
            let command = ChangePlan { organization: id, plan, version: version.clone() };
            details::change_plan(&visit.app, visit.actor()?, &command).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    answer(&visit, id, (Kind::Plan, typed, version), outcome.map(|plan| visit.t.notice_plan(plan.to_string()))).await
}
