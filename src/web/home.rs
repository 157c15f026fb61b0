//! The start page, the language switch, and the list of one's own organizations.

use super::cookies;
use super::form::Submitted;
use super::paths::safe_next;
use super::visit::Visit;
use crate::domain::language::Language;
use crate::domain::refusal::{Fault, Problem, Refusal};
use crate::error::Result;
use crate::service::{accounts, organizations};
use crate::store::organizations::Organization;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// Where a visitor's work is: the clients, the one organization, or the list of them.
pub async fn show(visit: Visit) -> Result<Response> {
    let actor = visit.actor()?;
    if actor.provider.is_some() {
        return Ok(visit.go_to("/clients"));
    }
    let own = organizations::own(&visit.app, actor).await?;
    if let Some(notice) = &visit.notice {
        visit.say(notice.clone()).await?;
    }
    Ok(match own.as_slice() {
        [only] => visit.go_to(&format!("/organizations/{}", only.id)),
        _ => visit.go_to("/organizations"),
    })
}

#[derive(Template)]
#[template(path = "organizations/list.html", blocks = ["main"])]
struct List<'a> {
    v: &'a Visit,
    organizations: Vec<Organization>,
}

/// The organizations of which the visitor is a confirmed member.
pub async fn organizations(visit: Visit) -> Result<Response> {
    let organizations = organizations::own(&visit.app, visit.actor()?).await?;
    let page = List { v: &visit, organizations };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    language: String,
    next: String,
}

/// Remembers the language: in a cookie, and with the account of who is signed in.
pub async fn choose_language(Submitted { visit, fields }: Submitted<Choice>) -> Result<Response> {
    let unknown = Fault { field: "language", problem: Problem::NotAChoice };
    let language = Language::parse(&fields.language).ok_or(Refusal::Invalid(vec![unknown]))?;
    if let Some(actor) = &visit.actor {
        accounts::choose_language(&visit.app, actor, language).await?;
    }
    let mut response = visit.go_to(safe_next(&fields.next));
    cookies::remember_language(&mut response, language);
    Ok(response)
}
