//! Choosing a password through a mailed link.

use super::cookies;
use super::failure::{on_form, said};
use super::form::Submitted;
use super::markup::Faults;
use super::paths::Path;
use super::visit::Visit;
use crate::domain::refusal::{LinkFault, Refusal};
use crate::error::Result;
use crate::secrets::Token;
use crate::service::accounts;
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "passwords/forgot.html", blocks = ["main"])]
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

/// Moves the link's secret out of the address bar. Changes nothing.
pub async fn open(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    move_out_of_sight(&visit, cookies::PASSWORD, &token, "/password")
}

/// Puts the secret of a mailed link into a cookie and goes on to a path without it.
pub(super) fn move_out_of_sight(visit: &Visit, cookie: &str, token: &str, path: &str) -> Result<Response> {
    let token = Token::parse(token).ok_or(LinkFault::Unknown)?;
    let mut response = visit.go_to(path);
    if let Some(value) = cookies::set(cookie, token.as_str(), Some(60 * 60)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The link that this browser opened.
///
/// # Errors
/// [`LinkFault::Unknown`] when it opened none.
pub(super) fn opened(headers: &HeaderMap, cookie: &str) -> Result<Token> {
    Ok(cookies::get(headers, cookie).and_then(Token::parse).ok_or(LinkFault::Unknown)?)
}

#[derive(Template)]
#[template(path = "passwords/choose.html", blocks = ["main"])]
struct Choose<'a> {
    v: &'a Visit,
    link: Uuid,
    email: String,
    faults: Faults,
}

pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let token = opened(&headers, cookies::PASSWORD)?;
    let (link, account) = accounts::view_password_link(&visit.app, &token).await?;
    let page = Choose { v: &visit, link, email: account.email, faults: Faults::none() };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    link: Uuid,
    password: String,
}

pub async fn save(headers: HeaderMap, Submitted { visit, fields }: Submitted<NewPassword>) -> Result<Response> {
    let token = opened(&headers, cookies::PASSWORD)?;
    let (link, account) = accounts::view_password_link(&visit.app, &token).await?;
    if link != fields.link {
        return Err(Refusal::StaleForm.into());
    }
    let saved = accounts::set_password(&visit.app, &token, &fields.password, Some(&visit.address)).await;
    if let Err(refusal) = on_form(saved)? {
        let (status, faults, _) = said(visit.t, refusal);
        let page = Choose { v: &visit, link, email: account.email, faults };
        return visit.page(status, &page, &page.as_main());
    }
    let mut response = visit.go_to("/sign-in?after=password");
    if let Some(cookie) = cookies::remove(cookies::PASSWORD) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
