//! Many clients at once: the page that says what would happen to each, and the act.

use super::part::Part;
use super::unlinked;
use crate::domain::clients::Act;
use crate::domain::csv::Separator;
use crate::domain::ids::OrganizationId;
use crate::domain::many;
use crate::domain::refusal::{self, Refusal};
use crate::service::clients::bulk::{self, CarryOut, Outcome, Plan, Selection, Verdict};
use crate::web::kit::failure::{Failure, Result, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::notice::WayBack;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;

/// What was chosen in the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selected {
    act: Option<Act>,
    #[serde(default)]
    client: Vec<OrganizationId>,
    /// Given when all clients that were found are meant.
    all: Option<String>,
    /// The search and the filters, as they stood in the URL.
    #[serde(default)]
    query: String,
    /// How many are meant, where that is asked for.
    #[serde(default)]
    number: String,
    /// Of an export; without it, that of the reader's language.
    separator: Option<Separator>,
}

impl Selected {
    /// What separates the cells of the export.
    #[must_use]
    pub fn separator(&self, visit: &Visit) -> Separator {
        self.separator.unwrap_or_else(|| Separator::of(visit.language))
    }

    /// What was chosen, if anything was.
    ///
    /// # Errors
    /// The search and the filters cannot be read.
    pub fn selection(&self) -> Result<Option<Selection>> {
        if self.all.is_some() {
            return Ok(Some(Selection::Found(self.part()?.query())));
        }
        Ok((!self.client.is_empty()).then(|| Selection::These(self.client.clone())))
    }

    fn part(&self) -> Result<Part> {
        Part::read(&self.query).ok_or(Failure::Unreadable(StatusCode::UNPROCESSABLE_ENTITY))
    }

    /// The table as it was.
    fn back(&self) -> Result<String> {
        let query = self.part()?.query();
        Ok(format!("/clients?{}", super::part::address(&query, query.sort, query.direction)))
    }

    /// Back to the table, where nothing was chosen.
    pub async fn ask_again(&self, visit: &Visit) -> Result<Response> {
        visit.actor()?.provider_for(crate::domain::access::ProviderAction::ViewClients)?;
        visit.say(visit.t.bulk_nothing()).await?;
        Ok(visit.go_to(&self.back()?))
    }
}

#[derive(Template)]
#[template(path = "clients/bulk.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    plan: Plan,
    query: String,
    back: String,
    faults: Faults,
    refusal: Option<String>,
}

impl Page<'_> {
    /// Whether the number has to be typed.
    fn asks_number(&self) -> bool {
        many::asks(self.number())
    }

    fn is_destructive(&self) -> bool {
        self.plan.act != Act::Reactivate
    }

    /// To how many clients it happens.
    fn number(&self) -> usize {
        self.plan.happening().count()
    }

    fn stays(&self) -> usize {
        self.plan.rows.len() - self.number()
    }

    fn title(&self) -> String {
        match self.plan.act {
            Act::Suspend => self.v.t.bulk_suspend_title(self.number()),
            Act::Reactivate => self.v.t.bulk_reactivate_title(self.number()),
            Act::Unlink => self.v.t.bulk_unlink_title(self.number()),
        }
    }

    fn means(&self) -> String {
        let provider = self.v.actor.as_ref().and_then(|actor| actor.provider.as_ref());
        match self.plan.act {
            Act::Suspend => self.v.t.bulk_suspend_means(),
            Act::Reactivate => self.v.t.bulk_reactivate_means(),
            Act::Unlink => self.v.t.bulk_unlink_means(provider.map_or("", |provider| &provider.name)),
        }
    }

    fn does(&self) -> String {
        match self.plan.act {
            Act::Suspend => self.v.t.bulk_suspend_do(self.number()),
            Act::Reactivate => self.v.t.bulk_reactivate_do(self.number()),
            Act::Unlink => self.v.t.bulk_unlink_do(self.number()),
        }
    }

    fn says(&self, verdict: &Verdict) -> String {
        match *verdict {
            Verdict::Suspended { owners } => self.v.t.bulk_row_suspended(owners),
            Verdict::Unlinked { owners } => self.v.t.bulk_row_unlinked(owners),
            Verdict::Reactivated { owners } => self.v.t.bulk_row_reactivated(owners),
            Verdict::AlreadyActive => self.v.t.bulk_row_active(),
            Verdict::SuspendedByOperator => self.v.t.bulk_row_by_operator(),
            Verdict::AlreadySuspended => self.v.t.bulk_row_already(),
            Verdict::NoOwner => self.v.t.bulk_row_no_owner(),
        }
    }
}

/// What would happen to each client.
pub async fn plan(Submitted { visit, fields }: Submitted<Selected>) -> Result<Response> {
    let (act, actor) = (fields.act.ok_or_else(unreadable)?, visit.actor()?);
    let Some(selection) = fields.selection()? else { return fields.ask_again(&visit).await };
    let ids = bulk::chosen(&visit.app, actor, selection).await?;
    let plan = bulk::plan(&visit.app, actor, act, &ids).await?;
    let page = Page { v: &visit, plan, back: fields.back()?, query: fields.query, faults: Faults::none(), refusal: None };
    let mut response = visit.page(StatusCode::OK, &page, &page.as_main())?;
    // With script it stands at the address of its table, and the way back leads there, not to a form sent twice.
    if let Ok(table) = HeaderValue::from_str(&page.back) {
        response.headers_mut().insert("hx-push-url", table);
    }
    Ok(response)
}

/// Does it.
pub async fn act(Submitted { visit, fields }: Submitted<Selected>) -> Result<Response> {
    let (act, actor, back) = (fields.act.ok_or_else(unreadable)?, visit.actor()?, fields.back()?);
    if fields.client.is_empty() {
        return fields.ask_again(&visit).await;
    }
    let clients = bulk::chosen(&visit.app, actor, Selection::These(fields.client)).await?;
    if let Err(problem) = many::must_be_meant(clients.len(), &fields.number) {
        let plan = bulk::plan(&visit.app, actor, act, &clients).await?;
        let (status, faults, refusal) = said(visit.t, &Refusal::at(refusal::Part::Number, problem));
        let page = Page { v: &visit, plan, query: fields.query, back, faults, refusal };
        return visit.page(status, &page, &page.as_main());
    }
    let command = CarryOut { act, clients };
    match bulk::carry_out(&visit.app, actor, &command).await? {
        Outcome::Done(number) => {
            let way_back = way_back(&visit, &command, fields.query);
            visit.say_with(done(&visit, act, number), way_back).await?;
            Ok(visit.go_to(&back))
        }
        Outcome::Changed(plan) => {
            let refusal = Some(visit.t.bulk_changed());
            let page = Page { v: &visit, plan, query: fields.query, back, faults: Faults::none(), refusal };
            visit.page(StatusCode::CONFLICT, &page, &page.as_main())
        }
    }
}

fn done(visit: &Visit, act: Act, number: usize) -> String {
    match act {
        Act::Suspend => visit.t.bulk_suspend_done(number),
        Act::Reactivate => visit.t.bulk_reactivate_done(number),
        Act::Unlink => visit.t.bulk_unlink_done(number),
    }
}

/// The inverse act for the same clients, whose number was typed a moment ago; for what was unlinked, where its owners
/// are asked.
fn way_back(visit: &Visit, done: &CarryOut, query: String) -> WayBack {
    let Some(inverse) = done.act.inverse() else { return unlinked::way_back(visit) };
    let fields = vec![("act".to_owned(), inverse.word().to_owned()), ("query".to_owned(), query)];
    let clients = done.clients.iter().map(ToString::to_string).collect();
    WayBack::undo_many(visit.t, "/clients/bulk".into(), fields, ("client", clients)).with_page()
}

fn unreadable() -> Failure {
    Failure::Unreadable(StatusCode::UNPROCESSABLE_ENTITY)
}
