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

pub async fn suspend(Path(id): Path<OrganizationId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let (t, done) = (visit.t, set(&visit, id, State::Suspended).await?);
    let notice = if done.changed { t.notice_suspended(&done.name) } else { t.suspend_done(&done.name) };
    visit.say(notice).await?;
    Ok(visit.go_to(&home(id)))
}

pub async fn reactivate(Path(id): Path<OrganizationId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let (t, done) = (visit.t, set(&visit, id, State::Active).await?);
    let notice = if done.changed { t.notice_reactivated(&done.name) } else { t.reactivate_done(&done.name) };
    visit.say(notice).await?;
    Ok(visit.go_to(&home(id)))
}
