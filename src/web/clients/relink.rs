//! The page behind the link with which an owner links an organization again to the provider that unlinked it.

use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::LinkId;
use crate::service::clients::relink::{self, Asked};
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{brought, brought_with, done};
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::home;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "clients/relink.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    asked: Asked,
}

pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    visit.stands_under("/organizations");
    let brought = brought(&visit, &headers, Purpose::Relink).await?;
    let asked = relink::view(&visit.app, visit.actor()?, &brought).await?;
    let page = Page { v: &visit, asked };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Press {
    link: LinkId,
}

pub async fn link(headers: HeaderMap, Submitted { visit, fields }: Submitted<Press>) -> Result<Response> {
    let brought = brought_with(&visit, &headers, Purpose::Relink, fields.link).await?;
    let (id, organization) = relink::link(&visit.app, visit.actor()?, &brought).await?;
    visit.say(visit.t.relink_done(&organization)).await?;
    Ok(done(&visit, Purpose::Relink, &home(id)))
}
