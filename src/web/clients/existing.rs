//! The dialog that adds an organization that exists already.

use super::list::Index;
use super::part::Part;
use crate::domain::ids::OrganizationId;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::service::clients::existing::{self, AddExisting, Addable};
use crate::texts;
use crate::web::kit::failure::{self, Result};
use crate::web::kit::form::Submitted;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;

/// The dialog that lists what can be added; a page of its own without script.
#[derive(Template)]
#[template(path = "clients/existing.html", blocks = ["sheet"])]
struct Existing<'a> {
    v: &'a Visit,
    addable: Vec<Addable>,
    added: Option<String>,
    refusal: Option<String>,
}

impl Existing<'_> {
    /// To which provider is added: somebody may belong to several.
    fn provider(&self) -> &str {
        self.v.actor.as_ref().and_then(|actor| actor.provider.as_ref()).map_or("", |provider| &provider.name)
    }

    fn why(&self, conflict: &crate::domain::refusal::Conflict) -> String {
        texts::why_not_addable(self.v.t, *conflict)
    }
}

pub async fn existing(visit: Visit) -> Result<Response> {
    let addable = existing::addable(&visit.app, visit.actor()?).await?;
    let page = Existing { v: &visit, addable, added: None, refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    organization: OrganizationId,
}

/// What htmx gets after **Add**: the dialog again, and the parts of the Clients page that changed.
#[derive(Template)]
#[template(source = "{{ sheet }}{{ changed }}", ext = "html")]
struct Added {
    sheet: Rendered,
    changed: Rendered,
}

/// A fragment that is HTML already: it came out of a template.
struct Rendered(String);

impl askama::filters::HtmlSafe for Rendered {}

impl std::fmt::Display for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

pub async fn add_existing(Submitted { visit, fields }: Submitted<Addition>) -> Result<Response> {
    let actor = visit.actor()?;
    let outcome = existing::add_existing(&visit.app, actor, AddExisting { organization: fields.organization }).await;
    let (status, added, refusal) = match outcome {
        Ok(name) => (StatusCode::OK, Some(visit.t.client_added(&name)), None),
        Err(Error::Refused(refusal @ Refusal::Conflict(_))) => {
            let text = texts::refusal(visit.t, &refusal);
            (failure::status(&refusal), None, Some(text))
        }
        Err(error) => return Err(error.into()),
    };
    if let (Some(sentence), false) = (&added, visit.htmx) {
        visit.say(sentence.clone()).await?;
        return Ok(visit.go_to(&format!("/clients?new={}", fields.organization)));
    }
    let visit = visit.read_again().await?;
    let addable = existing::addable(&visit.app, visit.actor()?).await?;
    let new = if added.is_some() { fields.organization.to_string() } else { String::new() };
    let mut index = Index::load(&visit, &Part::with_new(new)).await?;
    index.out_of_band = true;
    let page = Existing { v: &visit, addable, added, refusal };
    let render = |template: &dyn askama::DynTemplate| template.dyn_render().map(Rendered).map_err(anyhow::Error::new);
    let fragments = Added { sheet: render(&page.as_sheet())?, changed: render(&index.as_changed())? };
    let mut response = visit.page(status, &page, &fragments)?;
    if let (StatusCode::OK, Ok(url)) = (status, HeaderValue::from_str(&format!("/clients?new={}", fields.organization))) {
        // The table begins anew where the new row stands, and so does the address.
        response.headers_mut().insert("hx-replace-url", url);
    }
    Ok(response)
}
