//! Which refusals are kept in the logs.

use super::failure::Failure::{self, Cookieless, Core, Unproven};
use super::failure::Noted;
use super::visit::Visit;
use crate::app::App;
use crate::domain::access::Denial;
use crate::domain::events::Refused;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::service::events::audit::{self, Attempt};
use axum::extract::MatchedPath;
use axum::http::request::Parts;
use uuid::Uuid;

/// The method and the route of a request, without what it names.
pub fn act(parts: &Parts) -> String {
    let route = parts.extensions.get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    format!("{} {route}", parts.method)
}

/// Keeps why the request was refused, on a page or on its own form, where that is kept at all.
pub fn keep(visit: &Visit, act: String, noted: &Noted, failure: Option<&Failure>) {
    let on_page = match failure {
        Some(Core(Error::Refused(refusal)) | Unproven(refusal)) => Some(refusal),
        Some(Cookieless { on_link: false }) => Some(&Refusal::StaleForm),
        _ => None,
    };
    let Some(what) = on_page.or(noted.refusal.as_ref()).and_then(|refusal| what(visit, refusal)) else { return };
    let mut attempt = Attempt::by(visit.actor.as_ref(), &visit.address, what, act);
    if what == Refused::Foreign {
        attempt.missing = named(&visit.path).chain(noted.ids.iter().copied()).collect();
        if attempt.missing.is_empty() {
            return;
        }
    }
    audit::keep(&visit.app, attempt);
}

/// Keeps that a form of another site was refused: nobody asks who it was.
pub fn keep_foreign_form(app: &App, address: &str, act: String) {
    audit::keep(app, Attempt::by(None, address, Refused::Form, act));
}

fn what(visit: &Visit, refusal: &Refusal) -> Option<Refused> {
    match refusal {
        Refusal::NotFound if visit.actor.is_some() => Some(Refused::Foreign),
        Refusal::Forbidden(Denial::Role) => Some(Refused::Denied),
        Refusal::StaleForm => Some(Refused::Form),
        Refusal::Throttled { .. } => Some(Refused::TooOften),
        _ => None,
    }
}

/// The ids in a path.
fn named(path: &str) -> impl Iterator<Item = Uuid> {
    path.split(|c: char| !c.is_ascii_hexdigit() && c != '-').filter(|part| part.len() == 36).filter_map(|part| part.parse().ok())
}
