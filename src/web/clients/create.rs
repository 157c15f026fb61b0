//! The form for a new client.

use crate::domain::access::ProviderAction;
use crate::domain::email::Email;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{Note, OrganizationName, Seats};
use crate::domain::refusal::{Parsing, Part, Refusal};
use crate::error::Error;
use crate::service::clients::create::{self, CreateClient};
use crate::web::kit::failure::{Result, said};
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
    let (id, seats, name, owner_email, note) = (visit.app.new_id(), "5".into(), String::new(), String::new(), String::new());
    let form = NewClient { id, name, plan, seats, owner_email, note };
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

impl NewClient {
    fn command(&self) -> std::result::Result<CreateClient, Refusal> {
        let mut faults = Parsing::default();
        let name = faults.check(Part::Name, OrganizationName::parse(&self.name));
        let plan = faults.check(Part::Plan, Plan::parse(&self.plan));
        let seats = faults.check(Part::Seats, Seats::parse(&self.seats));
        let owner = faults.check(Part::OwnerEmail, Email::parse(&self.owner_email));
        let note = faults.check(Part::Note, Note::parse(&self.note));
        let parsed = name.zip(plan).zip(seats.zip(owner)).zip(note);
        faults.finish(parsed.map(|(((name, plan), (seats, owner)), note)| CreateClient {
            id: self.id,
            name,
            plan,
            seats,
            owner,
            note,
        }))
    }
}

pub async fn create(Submitted { visit, fields }: Submitted<NewClient>) -> Result<Response> {
    let actor = visit.actor()?;
    actor.provider_for(ProviderAction::CreateClient)?;
    let outcome = match fields.command() {
        Ok(command) => create::create(&visit.app, actor, &command).await,
        Err(refusal) => Err(refusal.into()),
    };
    let refusal = match outcome {
        Ok(()) => {
            visit.say(visit.t.client_created(fields.name.trim())).await?;
            return Ok(visit.go_to(&format!("/clients?new={}", fields.id)));
        }
        Err(Error::Refused(refusal @ (Refusal::Invalid(_) | Refusal::Throttled { .. }))) => refusal,
        Err(error) => return Err(error.into()),
    };
    let (status, faults, refusal) = said(visit.t, &refusal);
    let page = New { v: &visit, form: fields, faults, refusal };
    visit.page(status, &page, &page.as_main())
}
