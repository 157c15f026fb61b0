//! The Clients page, the dialog that adds an existing organization, and the form for a new client.

use super::part::{self, Part};
use crate::domain::clients::{Cursor, SeatsLeft, Sort};
use crate::domain::csv::Separator;
use crate::domain::ids::OrganizationId;
use crate::domain::list::{COUNT_BOUND, Direction};
use crate::domain::organizations::Suspender;
use crate::domain::organizations::plan::Family;
use crate::domain::providers::State;
use crate::service::clients::list;
use crate::web::kit::failure::Result;
use crate::web::kit::labels::Around;
use crate::web::kit::paths::Query;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

/// The Clients page; every fragment of it is one of its blocks.
#[derive(Template)]
#[template(path = "clients/index.html", blocks = ["main", "changed"])]
pub(crate) struct Index<'a> {
    v: &'a Visit,
    query: list::Query,
    page: list::Page,
    /// Whether this goes beside another answer, to replace what stands on the page.
    pub(crate) out_of_band: bool,
}

impl<'a> Index<'a> {
    pub(crate) async fn load(v: &'a Visit, part: &Part) -> Result<Self> {
        let query = part.query();
        let page = list::page(&v.app, v.actor()?, &query).await?;
        Ok(Self { v, query, page, out_of_band: false })
    }

    fn is_new(&self, id: &OrganizationId) -> bool {
        self.query.new == Some(*id)
    }

    /// The URL of the same search and filters in another order.
    fn sorted(&self, sort: Sort, direction: Direction) -> String {
        format!("/clients?{}", part::address(&self.query, sort, direction))
    }

    /// The search, the order and the filters, as they stand in the URL.
    fn shown(&self) -> String {
        part::address(&self.query, self.query.sort, self.query.direction)
    }

    /// The choices of the filters: the word in the URL, what it says, and whether it is chosen.
    fn families(&self) -> Vec<(&'static str, String, bool)> {
        let suiting = Family::ALL.iter().filter(|family| family.suits_a_client());
        suiting.map(|family| (family.word(), family.name().to_owned(), self.query.filter.family == Some(*family))).collect()
    }

    fn states(&self) -> [(&'static str, String, bool); 2] {
        let (t, chosen) = (self.v.t, self.query.filter.state);
        [(State::Active, t.bulk_active()), (State::Suspended, t.suspended())]
            .map(|(state, label)| (state.word(), label, chosen == Some(state)))
    }

    fn seats(&self) -> [(&'static str, String, bool); 2] {
        let (t, chosen) = (self.v.t, self.query.filter.seats);
        [(SeatsLeft::Full, t.bulk_seats_full()), (SeatsLeft::Free, t.bulk_seats_free())]
            .map(|(seats, label)| (seats.word(), label, chosen == Some(seats)))
    }

    /// Whether there is no client at all, as far as this page knows.
    fn has_none(&self) -> bool {
        self.page.clients.rows.is_empty() && self.query.search.is_empty() && self.query.filter.is_empty()
    }

    /// How many there are to choose beyond this page, where all of them can be chosen at once.
    fn beyond(&self) -> Option<i64> {
        self.page.found.filter(|_| self.page.clients.previous.is_some() || self.page.clients.next.is_some())
    }

    /// What the box of a row says.
    fn pick(&self) -> Around {
        Around::of(|name| self.v.t.bulk_pick(name))
    }

    /// What the button of a row's menu says.
    fn actions(&self) -> Around {
        Around::of(|name| self.v.t.actions_for(name))
    }

    /// The separator that the reader's spreadsheet does not take, for whoever uses another one.
    fn other_separator(&self) -> Separator {
        Separator::of(self.v.language).other()
    }

    fn export_other(&self) -> String {
        self.v.t.bulk_export_other(self.other_separator().sign())
    }

    fn columns(&self) -> [(Sort, String); 3] {
        let t = self.v.t;
        [(Sort::Name, t.name()), (Sort::Users, t.number_of_users()), (Sort::Plan, t.plan())]
    }

    /// The URL that a column's heading leads to: the other direction where it is sorted already.
    fn heading(&self, sort: &Sort) -> String {
        let same = self.query.sort == *sort && self.query.direction == Direction::Ascending;
        self.sorted(*sort, if same { Direction::Descending } else { Direction::Ascending })
    }

    /// `ascending` or `descending` for the column that the table is sorted by.
    fn order_of(&self, sort: &Sort) -> Option<&'static str> {
        (self.query.sort == *sort).then_some(match self.query.direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        })
    }

    fn beside(&self, side: &str, cursor: &Cursor) -> String {
        format!("{}&{side}={}", self.sorted(self.query.sort, self.query.direction), cursor.encode())
    }

    fn found(&self) -> String {
        let t = self.v.t;
        self.page
            .found
            .map_or_else(|| t.clients_many(self.v.number(&COUNT_BOUND)), |found| t.clients_found(found, self.v.number(&found)))
    }
}

pub async fn index(visit: Visit, Query(part): Query<Part>) -> Result<Response> {
    let page = Index::load(&visit, &part).await?;
    visit.page(StatusCode::OK, &page, &page.as_main())
}
