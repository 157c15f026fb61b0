//! The form for an organization of one's own.

use super::place::home;
use crate::domain::ids::OrganizationId;
use crate::service::organizations::create::{self, NewOrganizationForm};
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// The plans of an organization of one's own; a provider manages Teams and Enterprise.
const PLANS: [&str; 7] = [
    "Free",
    "Families (Monthly)",
    "Families (Annually)",
    "Teams (Monthly)",
    "Teams (Annually)",
    "Enterprise (Monthly)",
    "Enterprise (Annually)",
];

#[derive(Template)]
#[template(path = "organizations/new.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    form: NewOrganizationForm,
    faults: Faults,
    refusal: Option<String>,
}

impl Page<'_> {
    fn plans(&self) -> [&'static str; 7] {
        PLANS
    }
}

pub async fn show(visit: Visit) -> Result<Response> {
    let form = NewOrganizationForm { id: visit.app.new_id(), plan: PLANS[3].into(), seats: "5".into(), name: String::new() };
    let page = Page { v: &visit, form, faults: Faults::none(), refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrganization {
    id: OrganizationId,
    name: String,
    plan: String,
    seats: String,
}

pub async fn create(Submitted { visit, fields }: Submitted<NewOrganization>) -> Result<Response> {
    let NewOrganization { id, name, plan, seats } = fields;
    let form = NewOrganizationForm { id, name, plan, seats };
    let refusal = match on_form(create::create(&visit.app, visit.actor()?, &form).await)? {
        Ok(id) => {
            visit.say(visit.t.own_created(form.name.trim())).await?;
            return Ok(visit.go_to(&home(id)));
        }
        Err(refusal) => refusal,
    };
    let (status, faults, refusal) = said(visit.t, &refusal);
    let page = Page { v: &visit, form, faults, refusal };
    visit.page(status, &page, &page.as_main())
}
