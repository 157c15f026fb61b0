//! Signing in and out.

use super::form::Submitted;
use super::paths::{Query, safe_next};
use super::visit::Visit;
use super::{cookies, failure};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::service::accounts;
use crate::texts;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use secrecy::SecretString;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "sign_in.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    email: &'a str,
    next: &'a str,
    notice: Option<String>,
    refusal: Option<String>,
}

#[derive(Default, Deserialize)]
pub struct Arrival {
    #[serde(default)]
    next: String,
    /// `signed-out` or `password`: what happened just before.
    #[serde(default)]
    after: String,
}

pub async fn show(visit: Visit, Query(arrival): Query<Arrival>) -> Result<Response> {
    if visit.actor.is_some() {
        return Ok(visit.go_to(safe_next(&arrival.next)));
    }
    let notice = match arrival.after.as_str() {
        "signed-out" => Some(visit.t.sign_in_again()),
        "password" => Some(visit.t.password_saved()),
        _ => None,
    };
    let page = Page { v: &visit, email: "", next: safe_next(&arrival.next), notice, refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

pub async fn sign_in(Submitted { visit, fields }: Submitted<Credentials>) -> Result<Response> {
    let Credentials { email, password, next } = fields;
    match accounts::sign_in(&visit.app, &email, SecretString::from(password), Some(&visit.address)).await {
        Ok(who) => {
            visit.begin_session(who).await?;
            Ok(visit.go_to(safe_next(&next)))
        }
        Err(Error::Refused(refusal)) => {
            let error = Error::Refused(refusal.clone());
            let text = Some(texts::refusal(visit.t, &refusal));
            let page = Page { v: &visit, email: &email, next: safe_next(&next), notice: None, refusal: text };
            let mut response = visit.page(failure::status(&error), &page, &page.as_main())?;
            if let Refusal::Throttled { seconds } = refusal {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOut {
    #[serde(default)]
    next: String,
}

/// Ends the session on the server. The browser keeps the language of who was signed in.
pub async fn sign_out(Submitted { visit, fields }: Submitted<SignOut>) -> Result<Response> {
    visit.session.flush().await.map_err(anyhow::Error::new)?;
    if let Some(actor) = &visit.actor {
        accounts::signed_out(&visit.app, actor).await?;
    }
    let mut response = match safe_next(&fields.next) {
        "/" => visit.go_to("/sign-in?after=signed-out"),
        next => visit.go_to(next),
    };
    cookies::remember_language(&mut response, visit.language);
    Ok(response)
}
