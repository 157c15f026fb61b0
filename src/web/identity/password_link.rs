//! Choosing a password through a mailed link.

use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::LinkId;
use crate::error::Result;
use crate::service::identity::accounts;
use crate::web::kit::failure::{on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{brought, brought_with, done};
use crate::web::kit::markup::Faults;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "identity/forgot_password.html", blocks = ["main"])]
struct Forgot<'a> {
    v: &'a Visit,
    email: &'a str,
    refusal: Option<String>,
    faults: Faults,
    sent: bool,
}

pub async fn forgot(visit: Visit) -> Result<Response> {
    let page = Forgot { v: &visit, email: "", refusal: None, faults: Faults::none(), sent: false };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    email: String,
}

pub async fn ask(Submitted { visit, fields }: Submitted<Ask>) -> Result<Response> {
    let asked = accounts::ask_password_link(&visit.app, &fields.email, visit.language, Some(&visit.address)).await;
    let (status, faults, refusal) = match on_form(asked)? {
        Ok(()) => (StatusCode::OK, Faults::none(), None),
        Err(refusal) => said(visit.t, refusal),
    };
    let page = Forgot { v: &visit, email: fields.email.trim(), refusal, faults, sent: status == StatusCode::OK };
    visit.page(status, &page, &page.as_main())
}

#[derive(Template)]
#[template(path = "identity/choose_password.html", blocks = ["main"])]
struct Choose<'a> {
    v: &'a Visit,
    link: LinkId,
    email: String,
    faults: Faults,
}

pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let (link, account) = accounts::view_password_link(&visit.app, &brought(&headers, Purpose::Password)?).await?;
    let page = Choose { v: &visit, link: link.id, email: account.email, faults: Faults::none() };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    link: LinkId,
    password: String,
}

pub async fn save(headers: HeaderMap, Submitted { visit, fields }: Submitted<NewPassword>) -> Result<Response> {
    let brought = brought_with(&headers, Purpose::Password, fields.link)?;
    let (link, account) = accounts::view_password_link(&visit.app, &brought).await?;
    let saved = accounts::set_password(&visit.app, &brought, &fields.password, Some(&visit.address)).await;
    if let Err(refusal) = on_form(saved)? {
        let (status, faults, _) = said(visit.t, refusal);
        let page = Choose { v: &visit, link: link.id, email: account.email, faults };
        return visit.page(status, &page, &page.as_main());
    }
    Ok(done(&visit, Purpose::Password, "/sign-in?after=password"))
}
