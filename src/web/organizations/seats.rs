//! The number of seats of a client.

use super::place::{home, place};
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::Seats;
use crate::domain::refusal::{Conflict, Refusal};
use crate::domain::refusal::{Parsing, Part};
use crate::domain::version::Version;
use crate::service::access;
use crate::service::events::read::last;
use crate::service::organizations::seats::{self, SetSeats};
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

#[derive(Template)]
#[template(path = "organizations/seats.html", blocks = ["sheet"])]
struct Page<'a> {
    v: &'a Visit,
    organization: Organization,
    typed: String,
    version: Version,
    faults: Faults,
    refusal: Option<String>,
    meanwhile: Option<Meanwhile>,
}

impl<'a> Page<'a> {
    async fn load(v: &'a Visit, id: OrganizationId) -> Result<Self> {
        let seen = access::visible(&v.app, v.actor()?, id).await?;
        seen.standing().may(Action::ManageSeats)?;
        place(v, &seen);
        let organization = seen.organization;
        let (typed, version) = (organization.seats.to_string(), seats::version(&organization));
        Ok(Self { v, organization, typed, version, faults: Faults::none(), refusal: None, meanwhile: None })
    }

    fn back(&self) -> String {
        home(self.organization.id)
    }

    /// The number that stands there now beside the one that was typed.
    async fn meet(&mut self) -> Result<()> {
        let id = self.organization.id;
        let by = last(&self.v.app, id, |event| matches!(event, Event::SeatsChanged { .. })).await?;
        let field = (self.v.t.seats_new(), self.organization.seats.to_string(), self.typed.clone());
        (self.refusal, self.meanwhile) = (None, Some(Meanwhile::new(self.v, by, &home(id), vec![field])));
        Ok(())
    }
}

pub async fn show(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    let page = Page::load(&visit, id).await?;
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSeats {
    seat_count: String,
    #[serde(default)]
    version: Version,
}

impl NewSeats {
    fn command(&self, organization: OrganizationId) -> std::result::Result<SetSeats, Refusal> {
        let mut faults = Parsing::default();
        let seats = faults.check(Part::NewSeats, Seats::parse(&self.seat_count));
        faults.finish(seats.map(|seats| SetSeats { organization, seats, version: self.version.clone() }))
    }
}

pub async fn save(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<NewSeats>) -> Result<Response> {
    let outcome = match fields.command(id) {
        Ok(command) => seats::set_seats(&visit.app, visit.actor()?, &command).await,
        Err(refusal) => Err(refusal.into()),
    };
    let refusal = match on_form(outcome)? {
        Ok((before, after)) => {
            let t = visit.t;
            let [was, is] = [before, after].map(|number| visit.number(&number));
            visit.say(if before == after { t.notice_seats(is) } else { t.notice_seats_changed(was, is) }).await?;
            return Ok(visit.go_to(&home(id)));
        }
        Err(refusal) => refusal,
    };
    let mut page = Page::load(&visit, id).await?;
    page.typed = fields.seat_count.trim().to_owned();
    let is_about_the_field = matches!(refusal, Refusal::Conflict(Conflict::SeatsOccupied { .. }));
    let status;
    (status, page.faults, page.refusal) = said(visit.t, &refusal);
    if let Some(text) = page.refusal.take_if(|_| is_about_the_field) {
        page.faults = Faults::one(visit.t, Part::NewSeats, text);
    }
    if refusal.is_about_another_version() {
        page.meet().await?;
    } else {
        page.version = fields.version;
    }
    visit.page(status, &page, &page.as_sheet())
}
