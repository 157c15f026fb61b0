//! The form for a new client.

use crate::domain::access::ProviderAction;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::plan::Plan;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::service::clients::create::{self, NewClientForm};
use crate::texts;
use crate::web::kit::failure;
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "clients/new.html", blocks = ["main"])]
struct New<'a> {
    v: &'a Visit,
    form: NewClientForm,
    faults: Faults,
    refusal: Option<String>,
}

impl New<'_> {
    /// The plans that a new client can have.
    fn plans(&self) -> Vec<String> {
        Plan::offered_to_clients().iter().map(Plan::to_string).collect()
    }
}

pub async fn new(visit: Visit) -> Result<Response> {
    visit.actor()?.provider_for(ProviderAction::CreateClient)?;
    let plan = Plan::offered_to_clients().last().map(Plan::to_string).unwrap_or_default();
    let form = NewClientForm {
        id: visit.app.new_id(),
        plan,
        seats: "5".into(),
        name: String::new(),
        owner_email: String::new(),
        note: String::new(),
    };
    let page = New { v: &visit, form, faults: Faults::none(), refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    id: OrganizationId,
    name: String,
    plan: String,
    seats: String,
    owner_email: String,
    #[serde(default)]
    note: String,
}

pub async fn create(Submitted { visit, fields }: Submitted<NewClient>) -> Result<Response> {
    let NewClient { id, name, plan, seats, owner_email, note } = fields;
    let form = NewClientForm { id, name, plan, seats, owner_email, note };
    let refusal = match create::create(&visit.app, visit.actor()?, &form).await {
        Ok(id) => {
            visit.say(visit.t.client_created(form.name.trim())).await?;
            return Ok(visit.go_to(&format!("/clients?new={id}")));
        }
        Err(Error::Refused(refusal @ (Refusal::Invalid(_) | Refusal::Throttled { .. }))) => refusal,
        Err(error) => return Err(error.into()),
    };
    let (faults, text) = match &refusal {
        Refusal::Invalid(faults) => (Faults::of(visit.t, faults), None),
        other => (Faults::none(), Some(texts::refusal(visit.t, other))),
    };
    let page = New { v: &visit, form, faults, refusal: text };
    visit.page(failure::status(&refusal), &page, &page.as_main())
}
