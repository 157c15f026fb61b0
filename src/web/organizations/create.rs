//! The form for an organization of one's own.

use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{OrganizationName, Seats};
use crate::domain::refusal::{Parsing, Part};
use crate::service::organizations::create::{self, CreateOrganization};
use crate::web::kit::failure::{Failure, Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::made::Makes;
use crate::web::kit::markup::Faults;
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::home;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// The plan that a new form begins with.
const FIRST_PLAN: &str = "Teams (Monthly)";

#[derive(Template)]
#[template(path = "organizations/new.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    form: NewOrganization,
    faults: Faults,
    refusal: Option<String>,
}

impl Page<'_> {
    fn plans(&self) -> Vec<String> {
        Plan::choices(false, None).iter().map(Plan::to_string).collect()
    }
}

pub async fn show(visit: Visit) -> Result<Response> {
    let (id, name) = (visit.new_form_id(Makes::Organization)?, String::new());
    let form = NewOrganization { id, name, plan: FIRST_PLAN.into(), seats: "5".into() };
    let page = Page { v: &visit, form, faults: Faults::none(), refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrganization {
    /// Sealed: the portal chose it.
    id: String,
    name: String,
    plan: String,
    seats: String,
}

impl NewOrganization {
    fn command(&self, visit: &Visit) -> Result<CreateOrganization> {
        let mut faults = Parsing::default();
        let name = faults.check(Part::Name, OrganizationName::parse(&self.name));
        let plan = faults.check(Part::Plan, Plan::parse(&self.plan));
        let seats = faults.check(Part::Seats, Seats::parse(&self.seats));
        let parsed = name.zip(plan).zip(seats);
        let ((name, plan), seats) = faults.finish(parsed)?;
        Ok(CreateOrganization { id: visit.form_id(Makes::Organization, &self.id)?, name, plan, seats })
    }
}

pub async fn create(Submitted { visit, fields }: Submitted<NewOrganization>) -> Result<Response> {
    let outcome = match fields.command(&visit) {
        Ok(command) => create::create(&visit.app, visit.actor()?, &command).await.map(|()| command),
        Err(Failure::Core(error)) => Err(error),
        Err(failure) => return Err(failure),
    };
    let refusal = match on_form(outcome)? {
        Ok(CreateOrganization { id, name, .. }) => {
            visit.say(visit.t.own_created(name.as_str())).await?;
            return Ok(visit.go_to(&home(id)));
        }
        Err(refusal) => refusal,
    };
    let (status, faults, refusal) = said(visit.t, &refusal);
    let page = Page { v: &visit, form: fields, faults, refusal };
    visit.page(status, &page, &page.as_main())
}
