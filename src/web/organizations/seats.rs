//! The number of seats of a client.

use super::place::{home, place};
use crate::domain::access::Action;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::Seats;
use crate::domain::refusal::{Conflict, Refusal};
use crate::domain::refusal::{Parsing, Part};
use crate::service::access;
use crate::service::organizations::seats::{self, SetSeats};
use crate::store::organizations::Organization;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
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
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> Page<'a> {
    async fn load(v: &'a Visit, id: OrganizationId) -> Result<Self> {
        let seen = access::visible(&v.app, v.actor()?, id).await?;
        seen.standing().may(Action::ManageSeats)?;
        place(v, &seen);
        let typed = seen.organization.seats.to_string();
        Ok(Self { v, organization: seen.organization, typed, faults: Faults::none(), refusal: None })
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
}

impl NewSeats {
    fn command(&self, organization: OrganizationId) -> std::result::Result<SetSeats, Refusal> {
        let mut faults = Parsing::default();
        let seats = faults.check(Part::NewSeats, Seats::parse(&self.seat_count));
        faults.finish(seats.map(|seats| SetSeats { organization, seats }))
    }
}

pub async fn save(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<NewSeats>) -> Result<Response> {
    let outcome = match fields.command(id) {
        Ok(command) => seats::set_seats(&visit.app, visit.actor()?, command).await,
        Err(refusal) => Err(refusal.into()),
    };
    let refusal = match on_form(outcome)? {
        Ok((before, after)) => {
            let t = visit.t;
            visit.say(if before == after { t.notice_seats(after) } else { t.notice_seats_changed(before, after) }).await?;
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
    visit.page(status, &page, &page.as_sheet())
}
