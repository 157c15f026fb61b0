//! A form that came without script when its session was over: it comes back filled in, on the page that it was on, once
//! the same person signs in again in this browser, and is sent by nobody but them.

use super::cookies::{self, Cookies};
use super::failure::{Failure, Result};
use super::form::{Nothing, Submitted};
use super::refill::refill;
use super::visit::Visit;
use crate::domain::identity::ending::FORM_KEPT_FOR;
use crate::domain::ids::AccountId;
use crate::service::identity::kept_forms::{self, Form, Kept};
use askama::Template;
use axum::body::to_bytes;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use std::sync::Arc;

/// No page of ours is larger, in bytes.
const MOST_PAGE: usize = 8 * 1024 * 1024;

/// What the browser knows of it: on which page it is shown, and where it goes to.
#[derive(serde::Serialize, serde::Deserialize)]
struct Marked {
    at: String,
    to: String,
}

impl Marked {
    fn of(visit: &Visit) -> Option<Self> {
        serde_urlencoded::from_str(Cookies::of(&visit.app).get(&visit.cookies, cookies::KEPT)?).ok()
    }

    fn cookie(&self, visit: &Visit) -> Option<HeaderValue> {
        let value = serde_urlencoded::to_string(self).ok().filter(|value| value.len() <= 3500)?;
        Cookies::of(&visit.app).set(cookies::KEPT, &value, Some(FORM_KEPT_FOR / 1000))
    }
}

/// Keeps what was sent; gives the cookie that says so, where it is kept.
///
/// # Errors
/// The database.
pub(super) async fn keep(visit: &Visit, account: AccountId, fields: Vec<(String, String)>) -> Result<Option<HeaderValue>> {
    let form = Form { path: visit.path.clone(), page: visit.here.clone(), fields };
    let Some(cookie) = (Marked { at: form.page.clone(), to: form.path.clone() }).cookie(visit) else { return Ok(None) };
    Ok(kept_forms::keep(&visit.app, &visit.device, account, &form).await?.then_some(cookie))
}

/// Whether a form waits in this browser for whoever signs in.
#[must_use]
pub(crate) fn waits(visit: &Visit) -> bool {
    Marked::of(visit).is_some()
}

/// Whether what waits is somebody else's than of who has just signed in.
///
/// # Errors
/// The database.
pub(crate) async fn is_somebody_elses(visit: &Visit, account: AccountId) -> Result<bool> {
    Ok(waits(visit) && kept_forms::find(&visit.app, &visit.device, account).await? == Kept::SomebodyElses)
}

#[derive(Template)]
#[template(path = "kit/kept.html")]
struct Banner<'a> {
    v: &'a Visit,
    /// The form itself, where the page has none that it could stand in.
    form: Option<&'a Form>,
}

/// Fills the form into the page that is answered, and forgets it once it was sent.
///
/// # Errors
/// The database.
pub(super) async fn around(visit: &Visit, method: &Method, mut response: Response) -> Result<Response> {
    let (Some(marked), Some(actor)) = (Marked::of(visit), &visit.actor) else { return Ok(response) };
    let is_stale = response.extensions().get::<Arc<Failure>>().is_some_and(|failure| matches!(**failure, Failure::Stale(_)));
    if method == Method::POST && visit.path == marked.to && !is_stale {
        kept_forms::forget(&visit.app, &visit.device, actor.id).await?;
        forget(visit, &mut response);
        return Ok(response);
    }
    if method != Method::GET || visit.htmx || visit.path != without_fragment(&marked.at) {
        return Ok(response);
    }
    if response.status().is_redirection() {
        return Ok(moved(visit, marked, response));
    }
    match kept_forms::find(&visit.app, &visit.device, actor.id).await? {
        Kept::Own(form) if response.status() == StatusCode::OK => fill(visit, &form, response).await,
        Kept::Nothing => {
            forget(visit, &mut response);
            Ok(response)
        }
        _ => Ok(response),
    }
}

fn without_fragment(path: &str) -> &str {
    path.split('#').next().unwrap_or_default()
}

/// The page that stands there now.
fn moved(visit: &Visit, marked: Marked, mut response: Response) -> Response {
    let at = response.headers().get(header::LOCATION).and_then(|at| at.to_str().ok()).unwrap_or_default().to_owned();
    if let Some(cookie) = (Marked { at, ..marked }).cookie(visit) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn fill(visit: &Visit, form: &Form, response: Response) -> Result<Response> {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, MOST_PAGE).await.map_err(anyhow::Error::new)?;
    let page = String::from_utf8(bytes.to_vec()).map_err(anyhow::Error::new)?;
    let filled = refill(&page, &form.path, &form.fields);
    let banner = Banner { v: visit, form: filled.is_none().then_some(form) }.render().map_err(anyhow::Error::new)?;
    let page = filled.unwrap_or(page);
    let begin = page.find("<main id=\"main\"").and_then(|main| Some(main + page[main..].find('>')? + 1)).unwrap_or(0);
    Ok(Response::from_parts(parts, [&page[..begin], &banner, &page[begin..]].concat().into()))
}

fn forget(visit: &Visit, response: &mut Response) {
    if let Some(cookie) = Cookies::of(&visit.app).remove(cookies::KEPT) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Forgets it, because its person wants that.
pub async fn discard(Submitted { visit, fields: Nothing {} }: Submitted<Nothing>) -> Result<Response> {
    kept_forms::forget(&visit.app, &visit.device, visit.actor()?.id).await?;
    let mut response = visit.go_to(&visit.here);
    forget(&visit, &mut response);
    Ok(response)
}
