//! Deleting a provider: asked for with the password, done through a mailed link.

use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::LinkId;
use crate::service::account::password::Proof;
use crate::service::providers::{deletion, settings};
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{brought, brought_with, done};
use crate::web::kit::markup::Faults;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "providers/ask_deletion.html", blocks = ["sheet"])]
struct Ask<'a> {
    v: &'a Visit,
    provider: String,
    /// What stands in the way.
    clients: i64,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> Ask<'a> {
    async fn load(v: &'a Visit) -> Result<Self> {
        v.stands_under("/provider/settings");
        let provider = settings::view(&v.app, v.actor()?).await?.name;
        let clients = deletion::linked_clients(&v.app, v.actor()?).await?;
        Ok(Self { v, provider, clients, faults: Faults::none(), refusal: None })
    }
}

pub async fn ask(visit: Visit) -> Result<Response> {
    let page = Ask::load(&visit).await?;
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    code: String,
}

pub async fn send(Submitted { visit, fields }: Submitted<Answer>) -> Result<Response> {
    let actor = visit.actor()?;
    let proof = Proof { password: fields.current_password.into(), code: fields.code };
    match on_form(deletion::ask_deletion(&visit.app, actor, proof).await)? {
        Ok(()) => {
            visit.say(visit.t.notice_deletion_sent(&actor.email)).await?;
            Ok(visit.go_to("/provider/settings"))
        }
        Err(refusal) => {
            let mut page = Ask::load(&visit).await?;
            let status;
            (status, page.faults, page.refusal) = said(visit.t, &refusal);
            visit.page(status, &page, &page.as_sheet())
        }
    }
}

#[derive(Template)]
#[template(path = "providers/delete.html", blocks = ["main"])]
struct Last<'a> {
    v: &'a Visit,
    link: LinkId,
    provider: String,
}

pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    visit.stands_under("/provider/settings");
    let brought = brought(&visit, &headers, Purpose::ProviderDeletion).await?;
    let (link, provider) = deletion::view_deletion(&visit.app, visit.actor()?, &brought).await?;
    let page = Last { v: &visit, link: link.id, provider: provider.name.clone() };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deletion {
    link: LinkId,
}

pub async fn delete(headers: HeaderMap, Submitted { visit, fields }: Submitted<Deletion>) -> Result<Response> {
    let brought = brought_with(&visit, &headers, Purpose::ProviderDeletion, fields.link).await?;
    let provider = deletion::delete(&visit.app, visit.actor()?, &brought).await?;
    visit.say(visit.t.notice_provider_deleted(&provider)).await?;
    Ok(done(&visit, Purpose::ProviderDeletion, "/organizations"))
}
