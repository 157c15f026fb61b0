//! Deleting an organization: asked for with the password, done through a mailed link.

use super::place::{home, place};
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::{LinkId, OrganizationId};
use crate::service::account::password::Proof;
use crate::service::organizations::deletion;
use crate::store::organizations::Organization;
use crate::texts;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{brought, brought_with, done};
use crate::web::kit::markup::Faults;
use crate::web::kit::paths::Path;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "organizations/ask_deletion.html", blocks = ["sheet"])]
struct Ask<'a> {
    v: &'a Visit,
    organization: Organization,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> Ask<'a> {
    async fn load(v: &'a Visit, id: OrganizationId) -> Result<Self> {
        let seen = deletion::open(&v.app, v.actor()?, id).await?;
        place(v, &seen);
        Ok(Self { v, organization: seen.organization, faults: Faults::none(), refusal: None })
    }

    /// What stands in the way, and the way on.
    fn obstacle(&self) -> Option<String> {
        deletion::obstacle(&self.organization).map(|conflict| texts::refusal(self.v.t, &conflict.into()))
    }
}

pub async fn ask(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    let page = Ask::load(&visit, id).await?;
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

pub async fn send(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<Answer>) -> Result<Response> {
    let actor = visit.actor()?;
    let proof = Proof { password: fields.current_password.into(), code: fields.code };
    match on_form(deletion::ask(&visit.app, actor, id, proof).await)? {
        Ok(()) => {
            visit.say(visit.t.notice_org_deletion_sent(&actor.email)).await?;
            Ok(visit.go_to(&home(id)))
        }
        Err(refusal) => {
            let mut page = Ask::load(&visit, id).await?;
            let status;
            (status, page.faults, page.refusal) = said(visit.t, &refusal);
            visit.page(status, &page, &page.as_sheet())
        }
    }
}

#[derive(Template)]
#[template(path = "organizations/delete.html", blocks = ["main"])]
struct Last<'a> {
    v: &'a Visit,
    link: LinkId,
    organization: Organization,
}

pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    visit.stands_under("/organizations");
    let brought = brought(&visit, &headers, Purpose::OrganizationDeletion).await?;
    let (link, organization) = deletion::view(&visit.app, visit.actor()?, &brought).await?;
    let page = Last { v: &visit, link: link.id, organization };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deletion {
    link: LinkId,
}

pub async fn delete(headers: HeaderMap, Submitted { visit, fields }: Submitted<Deletion>) -> Result<Response> {
    let brought = brought_with(&visit, &headers, Purpose::OrganizationDeletion, fields.link).await?;
    let organization = deletion::delete(&visit.app, visit.actor()?, &brought).await?;
    visit.say(visit.t.notice_org_deleted(&organization)).await?;
    Ok(done(&visit, Purpose::OrganizationDeletion, "/organizations"))
}
