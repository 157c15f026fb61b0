//! Making an account without an invitation: the address first, then its mailed link.

use super::invitation::{Typed, new_account_of};
use super::password_link::email_of;
use super::sign_in::enter;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::LinkId;
use crate::service::identity::registration;
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
#[template(path = "identity/register.html", blocks = ["main"])]
struct AskPage<'a> {
    v: &'a Visit,
    email: &'a str,
    refusal: Option<String>,
    faults: Faults,
    sent: bool,
}

pub async fn ask_form(visit: Visit) -> Result<Response> {
    if visit.actor.is_some() {
        return Ok(visit.go_to("/"));
    }
    registration::must_be_open(&visit.app)?;
    let page = AskPage { v: &visit, email: "", refusal: None, faults: Faults::none(), sent: false };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    email: String,
}

pub async fn ask(Submitted { visit, fields }: Submitted<Ask>) -> Result<Response> {
    registration::must_be_open(&visit.app)?;
    let asked = match email_of(&fields.email) {
        Ok(email) => registration::ask(&visit.app, email, visit.language, &visit.place()).await,
        Err(refusal) => Err(refusal.into()),
    };
    let (status, faults, refusal) = match on_form(asked)? {
        Ok(()) => (StatusCode::OK, Faults::none(), None),
        Err(refusal) => said(visit.t, &refusal),
    };
    let page = AskPage { v: &visit, email: fields.email.trim(), refusal, faults, sent: status == StatusCode::OK };
    visit.page(status, &page, &page.as_main())
}

#[derive(Template)]
#[template(path = "identity/new_account.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    link: LinkId,
    email: &'a str,
    typed: &'a str,
    faults: Faults,
}

pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    registration::must_be_open(&visit.app)?;
    let (link, email) = registration::view(&visit.app, &brought(&visit, &headers, Purpose::Registration).await?).await?;
    let page = Page { v: &visit, link: link.id, email: email.as_str(), typed: "", faults: Faults::none() };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    registration: LinkId,
    name: String,
    password: String,
    /// What the browser's script says.
    #[serde(default)]
    time_zone: String,
}

pub async fn create(headers: HeaderMap, Submitted { visit, fields }: Submitted<NewAccount>) -> Result<Response> {
    registration::must_be_open(&visit.app)?;
    let brought = brought_with(&visit, &headers, Purpose::Registration, fields.registration).await?;
    let (link, email) = registration::view(&visit.app, &brought).await?;
    let typed = Typed { name: &fields.name, password: &fields.password, zone: &fields.time_zone };
    let outcome = match new_account_of(&visit, email.as_str(), typed).await {
        Ok(account) => registration::create(&visit.app, &brought, account).await,
        Err(error) => Err(error),
    };
    let refusal = match on_form(outcome)? {
        Ok(who) => {
            if let Some(to_code) = enter(&visit, who, "/organizations").await? {
                return Ok(to_code);
            }
            visit.say(visit.t.register_done()).await?;
            return Ok(done(&visit, Purpose::Registration, "/organizations"));
        }
        Err(refusal) => refusal,
    };
    let (status, faults, _) = said(visit.t, &refusal);
    let page = Page { v: &visit, link: link.id, email: email.as_str(), typed: &fields.name, faults };
    visit.page(status, &page, &page.as_main())
}
