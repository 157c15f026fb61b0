//! The form for a new client.

use crate::domain::access::ProviderAction;
use crate::domain::email::Email;
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{Note, OrganizationName, Seats};
use crate::domain::refusal::{Parsing, Part, Refusal};
use crate::error::Error;
use crate::service::clients::create::{self, CreateClient};
use crate::web::kit::failure::{Failure, Result, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::made::Makes;
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
    form: NewClient,
    faults: Faults,
    refusal: Option<String>,
}

impl New<'_> {
    /// The plans that a new client can have.
    fn plans(&self) -> Vec<String> {
        Plan::choices(true, None).iter().map(Plan::to_string).collect()
    }
}

pub async fn new(visit: Visit) -> Result<Response> {
    visit.actor()?.provider_for(ProviderAction::CreateClient)?;
    let plan = Plan::choices(true, None).last().map(Plan::to_string).unwrap_or_default();
    let (seats, name, owner_email, note) = ("5".into(), String::new(), String::new(), String::new());
    let id = visit.new_form_id(Makes::Client)?;
    let form = NewClient { id, name, plan, seats, owner_email, note };
    let page = New { v: &visit, form, faults: Faults::none(), refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// Sealed: the portal chose it.
    id: String,
    name: String,
    plan: String,
    seats: String,
    owner_email: String,
    #[serde(default)]
    note: String,
}

impl NewClient {
    fn command(&self, visit: &Visit) -> Result<CreateClient> {
        let mut faults = Parsing::default();
        let name = faults.check(Part::Name, OrganizationName::parse(&self.name));
        let plan = faults.check(Part::Plan, Plan::parse(&self.plan));
        let seats = faults.check(Part::Seats, Seats::parse(&self.seats));
        let owner = faults.check(Part::OwnerEmail, Email::parse(&self.owner_email));
        let note = faults.check(Part::Note, Note::parse(&self.note));
        let parsed = name.zip(plan).zip(seats.zip(owner)).zip(note);
        let (((name, plan), (seats, owner)), note) = faults.finish(parsed)?;
        Ok(CreateClient { id: visit.form_id(Makes::Client, &self.id)?, name, plan, seats, owner, note })
    }
}

pub async fn create(Submitted { visit, fields }: Submitted<NewClient>) -> Result<Response> {
    let actor = visit.actor()?;
    actor.provider_for(ProviderAction::CreateClient)?;
    let outcome = match fields.command(&visit) {
        Ok(command) => create::create(&visit.app, actor, &command).await.map(|()| command).map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    let refusal = match outcome {
        Ok(CreateClient { id, name, .. }) => {
            visit.say(visit.t.client_created(name.as_str())).await?;
            return Ok(visit.go_to(&format!("/clients?new={id}")));
        }
        Err(Failure::Core(Error::Refused(refusal @ (Refusal::Invalid(_) | Refusal::Throttled { .. })))) => refusal,
        Err(failure) => return Err(failure),
    };
    let (status, faults, refusal) = said(visit.t, &refusal);
    let page = New { v: &visit, form: fields, faults, refusal };
    visit.page(status, &page, &page.as_main())
}
