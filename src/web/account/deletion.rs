//! Deleting one's own account.

use super::password::ProofFields;
use crate::domain::ids::ProviderId;
use crate::service::account::deletion::{self, Ties};
use crate::service::actor::Actor;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "account/delete.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    actor: &'a Actor,
    ties: Ties,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> Page<'a> {
    async fn load(v: &'a Visit) -> Result<Self> {
        let actor = v.actor()?;
        let ties = deletion::ties(&v.app, actor).await?;
        Ok(Self { v, actor, ties, faults: Faults::none(), refusal: None })
    }

    fn works_in(&self, provider: &ProviderId) -> bool {
        self.actor.provider.as_ref().is_some_and(|chosen| chosen.id == *provider)
    }
}

pub async fn show(visit: Visit) -> Result<Response> {
    let page = Page::load(&visit).await?;
    visit.page(StatusCode::OK, &page, &page.as_main())
}

pub async fn delete(Submitted { visit, fields }: Submitted<ProofFields>) -> Result<Response> {
    let deleted = deletion::delete(&visit.app, visit.actor()?, fields.into()).await;
    let refusal = match on_form(deleted)? {
        Ok(()) => {
            visit.end_session().await?;
            return Ok(visit.go_to("/sign-in?after=deleted"));
        }
        Err(refusal) => refusal,
    };
    let mut page = Page::load(&visit).await?;
    let status;
    (status, page.faults, page.refusal) = said(visit.t, &refusal);
    visit.page(status, &page, &page.as_main())
}
