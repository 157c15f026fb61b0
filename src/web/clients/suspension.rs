//! The pages that say what suspending or reactivating a client means, and the acts.

use crate::domain::access::ProviderAction;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::Suspender;
use crate::domain::providers::State;
use crate::error;
use crate::service::clients::suspension::{self, Done, SetState};
use crate::service::clients::unlink::{self, Plan};
use crate::web::kit::failure::Result;
use crate::web::kit::form::{Nothing, Submitted};
use crate::web::kit::notice::WayBack;
use crate::web::kit::paths::Path;
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::home;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "clients/suspension.html", blocks = ["sheet"])]
struct Page<'a> {
    v: &'a Visit,
    plan: Plan,
    /// The state to come.
    state: State,
}

impl Page<'_> {
    fn suspends(&self) -> bool {
        self.state == State::Suspended
    }

    /// Whether the client is so already.
    fn is_done(&self) -> bool {
        self.plan.organization.suspended_by.is_some() == self.suspends()
    }

    /// Whether it is the operator's suspension, about which the provider can do nothing.
    fn is_the_operators(&self) -> bool {
        self.plan.organization.suspended_by == Some(Suspender::Operator)
    }

    /// Whether there is something to do.
    fn can(&self) -> bool {
        !self.is_done() && !self.is_the_operators()
    }

    fn title(&self) -> String {
        let (t, name) = (self.v.t, &self.plan.organization.name);
        if self.suspends() { t.suspend_title(name) } else { t.reactivate_title(name) }
    }

    fn button(&self) -> String {
        if self.suspends() { self.v.t.suspend() } else { self.v.t.reactivate() }
    }

    fn action(&self) -> String {
        format!("/clients/{}/{}", self.plan.organization.id, if self.suspends() { "suspend" } else { "reactivate" })
    }
}

async fn ask(visit: &Visit, id: OrganizationId, state: State) -> Result<Response> {
    let plan = unlink::plan(&visit.app, visit.actor()?, id, ProviderAction::SuspendClient).await?;
    let page = Page { v: visit, plan, state };
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

pub async fn ask_suspend(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    ask(&visit, id, State::Suspended).await
}

pub async fn ask_reactivate(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    ask(&visit, id, State::Active).await
}

async fn set(visit: &Visit, organization: OrganizationId, state: State) -> error::Result<Done> {
    suspension::set_state(&visit.app, visit.actor()?, SetState { organization, state }).await
}

/// Says what is so now, with the way back where it was not so before.
async fn tell(visit: &Visit, id: OrganizationId, state: State, done: &Done) -> Result<Response> {
    let (t, name) = (visit.t, &done.name);
    let sentence = match (state, done.changed) {
        (State::Suspended, true) => t.notice_suspended(name),
        (State::Suspended, false) => t.suspend_done(name),
        (State::Active, true) => t.notice_reactivated(name),
        (State::Active, false) => t.reactivate_done(name),
    };
    let inverse = if state == State::Suspended { "reactivate" } else { "suspend" };
    if done.changed {
        visit.say_with(sentence, WayBack::undo(visit.t, format!("/clients/{id}/{inverse}"))).await?;
    } else {
        visit.say(sentence).await?;
    }
    Ok(visit.go_to(&home(id)))
}

pub async fn suspend(Path(id): Path<OrganizationId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let done = set(&visit, id, State::Suspended).await?;
    tell(&visit, id, State::Suspended, &done).await
}

pub async fn reactivate(Path(id): Path<OrganizationId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let done = set(&visit, id, State::Active).await?;
    tell(&visit, id, State::Active, &done).await
}
