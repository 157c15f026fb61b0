//! The small forms that change one thing about an organization: its name, its plan, the note about it.

use super::place::{home, place};
use crate::domain::access::Action;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{Note, OrganizationName};
use crate::domain::refusal::{Parsing, Part};
use crate::error;
use crate::service::access;
use crate::service::organizations::details::{self, ChangePlan, EditNote, Rename};
use crate::store::organizations::{Organization, Seen};
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
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
    Note,
}

#[derive(Template)]
#[template(path = "organizations/detail.html", blocks = ["sheet"])]
struct Page<'a> {
    v: &'a Visit,
    kind: Kind,
    organization: Organization,
    typed: String,
    faults: Faults,
    refusal: Option<String>,
}

/// The organization, once the visitor may do this in it.
async fn open(v: &Visit, id: OrganizationId, action: Action) -> Result<Seen> {
    let seen = access::visible(&v.app, v.actor()?, id).await?;
    seen.standing().may(action)?;
    Ok(seen)
}

impl<'a> Page<'a> {
    async fn load(v: &'a Visit, id: OrganizationId, kind: Kind) -> Result<Self> {
        let (seen, typed) = match kind {
            Kind::Name => (open(v, id, Action::Rename).await?, None),
            Kind::Plan => (open(v, id, Action::ChangePlan).await?, None),
            Kind::Note => {
                let (seen, note) = details::noted(&v.app, v.actor()?, id).await?;
                (seen, Some(note))
            }
        };
        place(v, &seen);
        let organization = seen.organization;
        let typed = typed.unwrap_or_else(|| match kind {
            Kind::Plan => organization.plan.to_string(),
            _ => organization.name.clone(),
        });
        Ok(Self { v, kind, organization, typed, faults: Faults::none(), refusal: None })
    }

    fn title(&self) -> String {
        let (t, name) = (self.v.t, &self.organization.name);
        match self.kind {
            Kind::Name => t.rename_title(name),
            Kind::Plan => t.plan_change_title(name),
            Kind::Note => t.note_title(name),
        }
    }

    fn action(&self) -> String {
        match self.kind {
            Kind::Name => format!("{}/name", home(self.organization.id)),
            Kind::Plan => format!("{}/plan", home(self.organization.id)),
            Kind::Note => format!("/clients/{}/note", self.organization.id),
        }
    }

    fn plans(&self) -> Vec<String> {
        let managed = self.organization.provider_id.is_some();
        Plan::choices(managed, Some(self.organization.plan)).iter().map(Plan::to_string).collect()
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
    (kind, typed): (Kind, String),
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
    page.typed = typed;
    let status;
    (status, page.faults, page.refusal) = said(visit.t, &refusal);
    visit.page(status, &page, &page.as_sheet())
}

pub async fn name(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    ask(&visit, id, Kind::Name).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewName {
    name: String,
}

pub async fn save_name(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<NewName>) -> Result<Response> {
    let mut faults = Parsing::default();
    let name = faults.check(Part::Name, OrganizationName::parse(&fields.name));
    let outcome = match faults.finish(name) {
        Ok(name) => details::rename(&visit.app, visit.actor()?, &Rename { organization: id, name }).await,
        Err(refusal) => Err(refusal.into()),
    };
    answer(&visit, id, (Kind::Name, fields.name), outcome.map(|name| visit.t.notice_renamed(&name))).await
}

pub async fn plan(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    ask(&visit, id, Kind::Plan).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPlan {
    plan: String,
}

pub async fn save_plan(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<NewPlan>) -> Result<Response> {
    let mut faults = Parsing::default();
    let plan = faults.check(Part::Plan, Plan::parse(&fields.plan));
    let outcome = match faults.finish(plan) {
        Ok(plan) => details::change_plan(&visit.app, visit.actor()?, ChangePlan { organization: id, plan }).await,
        Err(refusal) => Err(refusal.into()),
    };
    answer(&visit, id, (Kind::Plan, fields.plan), outcome.map(|plan| visit.t.notice_plan(plan.to_string()))).await
}

pub async fn note(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    ask(&visit, id, Kind::Note).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    note: String,
}

pub async fn save_note(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<NewNote>) -> Result<Response> {
    let mut faults = Parsing::default();
    let note = faults.check(Part::Note, Note::parse(&fields.note));
    let outcome = match faults.finish(note) {
        Ok(note) => details::edit_note(&visit.app, visit.actor()?, &EditNote { organization: id, note }).await,
        Err(refusal) => Err(refusal.into()),
    };
    answer(&visit, id, (Kind::Note, fields.note), outcome.map(|()| visit.t.notice_note())).await
}
