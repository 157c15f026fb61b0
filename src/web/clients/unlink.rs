//! The page that says what unlinking a client means, and the act.

use crate::domain::access::ProviderAction;
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::Suspender;
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::Error;
use crate::service::clients::unlink::{self, Plan, Unlink};
use crate::texts;
use crate::web::kit::failure::{self, Result};
use crate::web::kit::form::{Nothing, Submitted};
use crate::web::kit::paths::Path;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "clients/unlink.html", blocks = ["sheet"])]
struct Page<'a> {
    v: &'a Visit,
    plan: Plan,
    refusal: Option<String>,
}

pub async fn show(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    let plan = unlink::plan(&visit.app, visit.actor()?, id, ProviderAction::Unlink).await?;
    let refusal = plan.owners.is_empty().then(|| texts::refusal(visit.t, &Conflict::NoOwner.into()));
    let page = Page { v: &visit, plan, refusal };
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

pub async fn unlink(Path(id): Path<OrganizationId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let actor = visit.actor()?;
    let plan = unlink::plan(&visit.app, actor, id, ProviderAction::Unlink).await?;
    match unlink::unlink(&visit.app, actor, Unlink { organization: id }).await {
        Ok(name) => {
            visit.say_with(visit.t.notice_unlinked(&name), super::unlinked::way_back(&visit)).await?;
            Ok(visit.go_to("/clients"))
        }
        Err(Error::Refused(refusal @ Refusal::Conflict(_))) => {
            let page = Page { v: &visit, plan, refusal: Some(texts::refusal(visit.t, &refusal)) };
            visit.page(failure::status(&refusal), &page, &page.as_sheet())
        }
        Err(error) => Err(error.into()),
    }
}
