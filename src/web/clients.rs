//! The Clients page, the dialog that adds an existing organization, and the form for a new client.

use super::failure;
use super::form::Submitted;
use super::markup::Faults;
use super::paths::Query;
use super::visit::Visit;
use crate::domain::client::{Cursor, Direction, SeatsLeft, Sort};
use crate::domain::plan::{Family, Plan};
use crate::domain::policy::ProviderAction;
use crate::domain::provider::State;
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::service::clients::{self, Addable, COUNT_BOUND, NewClientForm};
use crate::texts;
use askama::Template;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

pub mod part;
use part::Part;

/// The Clients page; every fragment of it is one of its blocks.
#[derive(Template)]
#[template(path = "clients/index.html", blocks = ["main", "changed"])]
struct Index<'a> {
    v: &'a Visit,
    query: clients::Query,
    page: clients::Page,
    /// Whether this goes beside another answer, to replace what stands on the page.
    out_of_band: bool,
}

impl<'a> Index<'a> {
    async fn load(v: &'a Visit, part: &Part) -> Result<Self> {
        let query = part.query();
        let page = clients::page(&v.app, v.actor()?, &query).await?;
        Ok(Self { v, query, page, out_of_band: false })
    }

    fn is_new(&self, id: &Uuid) -> bool {
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
        self.page.rows.is_empty() && self.query.search.is_empty() && self.query.filter.is_empty()
    }

    /// How many there are to choose beyond this page, where all of them can be chosen at once.
    fn beyond(&self) -> Option<i64> {
        self.page.found.filter(|_| self.page.previous.is_some() || self.page.next.is_some())
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
        self.page.found.map_or_else(|| self.v.t.clients_many(COUNT_BOUND), |found| self.v.t.clients_found(found))
    }
}

pub async fn index(visit: Visit, Query(part): Query<Part>) -> Result<Response> {
    let page = Index::load(&visit, &part).await?;
    visit.page(StatusCode::OK, &page, &page.as_main())
}

/// The dialog that lists what can be added; a page of its own without script.
#[derive(Template)]
#[template(path = "clients/existing.html", blocks = ["sheet"])]
struct Existing<'a> {
    v: &'a Visit,
    addable: Vec<Addable>,
    added: Option<String>,
    refusal: Option<String>,
}

impl Existing<'_> {
    fn why(&self, conflict: &crate::domain::refusal::Conflict) -> String {
        texts::why_not_addable(self.v.t, *conflict)
    }
}

pub async fn existing(visit: Visit) -> Result<Response> {
    let addable = clients::addable(&visit.app, visit.actor()?).await?;
    let page = Existing { v: &visit, addable, added: None, refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    organization: Uuid,
}

/// What htmx gets after **Add**: the dialog again, and the parts of the Clients page that changed.
#[derive(Template)]
#[template(source = "{{ sheet }}{{ changed }}", ext = "html")]
struct Added {
    sheet: Rendered,
    changed: Rendered,
}

/// A fragment that is HTML already: it came out of a template.
struct Rendered(String);

impl askama::filters::HtmlSafe for Rendered {}

impl std::fmt::Display for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

pub async fn add_existing(Submitted { visit, fields }: Submitted<Addition>) -> Result<Response> {
    let actor = visit.actor()?;
    let outcome = clients::add_existing(&visit.app, actor, fields.organization).await;
    let (status, added, refusal) = match outcome {
        Ok(name) => (StatusCode::OK, Some(visit.t.client_added(&name)), None),
        Err(Error::Refused(refusal @ Refusal::Conflict(_))) => {
            let text = texts::refusal(visit.t, &refusal);
            (failure::status(&Error::Refused(refusal)), None, Some(text))
        }
        Err(error) => return Err(error),
    };
    if let (Some(sentence), false) = (&added, visit.htmx) {
        visit.say(sentence.clone()).await?;
        return Ok(visit.go_to(&format!("/clients?new={}", fields.organization)));
    }
    let addable = clients::addable(&visit.app, actor).await?;
    let new = if added.is_some() { fields.organization.to_string() } else { String::new() };
    let mut index = Index::load(&visit, &Part::with_new(new)).await?;
    index.out_of_band = true;
    let page = Existing { v: &visit, addable, added, refusal };
    let render = |template: &dyn askama::DynTemplate| template.dyn_render().map(Rendered).map_err(anyhow::Error::new);
    let fragments = Added { sheet: render(&page.as_sheet())?, changed: render(&index.as_changed())? };
    let mut response = visit.page(status, &page, &fragments)?;
    if let (StatusCode::OK, Ok(url)) = (status, HeaderValue::from_str(&format!("/clients?new={}", fields.organization))) {
        // The table begins anew where the new row stands, and so does the address.
        response.headers_mut().insert("hx-replace-url", url);
    }
    Ok(response)
}

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
    let form = NewClientForm { id: visit.app.new_id(), plan, seats: "5".into(), ..NewClientForm::default() };
    let page = New { v: &visit, form, faults: Faults::none(), refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    id: Uuid,
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
    let refusal = match clients::create(&visit.app, visit.actor()?, &form).await {
        Ok(id) => {
            visit.say(visit.t.client_created(form.name.trim())).await?;
            return Ok(visit.go_to(&format!("/clients?new={id}")));
        }
        Err(Error::Refused(refusal @ (Refusal::Invalid(_) | Refusal::Throttled { .. }))) => refusal,
        Err(error) => return Err(error),
    };
    let (faults, text) = match &refusal {
        Refusal::Invalid(faults) => (Faults::of(visit.t, faults), None),
        other => (Faults::none(), Some(texts::refusal(visit.t, other))),
    };
    let page = New { v: &visit, form, faults, refusal: text };
    visit.page(failure::status(&Error::Refused(refusal)), &page, &page.as_main())
}
