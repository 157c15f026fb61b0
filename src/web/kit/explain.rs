//! The pages that say what was refused, or what went wrong, in the visitor's language.

use super::audit;
use super::failure::Failure::{self, Cookieless, Core, Stale, Unproven, Unreadable};
use super::failure::{Result, noting};
use super::kept;
use super::paths;
use super::prove;
use super::request::RequestId;
use super::stale_form;
use super::visit::Visit;
use crate::app::App;
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::Error;
use crate::log::causes;
use crate::readiness::{Failed, Readiness};
use crate::service::identity::visits;
use crate::texts;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tower_sessions::Session;
use tracing::field::display;

/// What a visitor is told.
struct Said {
    code: u16,
    title: String,
    text: String,
    show_request: bool,
    /// Where to go next: the path, and its name.
    next: (String, String),
}

/// The page of somebody unknown; it asks nothing of the database.
#[derive(Template)]
#[template(path = "kit/failure.html", blocks = ["notice"])]
struct Lone<'a> {
    v: &'a Visit,
    said: &'a Said,
}

/// The page of who is signed in, with the navigation. All of it was read before, with the visit.
#[derive(Template)]
#[template(path = "kit/failure_within.html")]
struct Within<'a> {
    v: &'a Visit,
    said: &'a Said,
}

/// Reads the visit, lets the handler answer, and explains what went wrong, if something did.
pub async fn explain(State(app): State<App>, session: Session, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let request_id = parts.extensions.get::<RequestId>().map_or_else(|| app.new_id(), |id| id.0);
    let method = parts.method.clone();
    let (visit, response) = match Visit::read(&app, &parts, session.clone(), request_id).await {
        Ok(visit) => {
            parts.extensions.insert(visit.clone());
            let act = audit::act(&parts);
            let (mut response, noted) = noting(next.run(Request::from_parts(parts, body))).await;
            if let Some(refusal) = &noted.refusal {
                log_refusal(&visit, refusal);
                say_when(&mut response, refusal);
            }
            audit::keep(&visit, act, &noted, response.extensions().get::<Arc<Failure>>().map(AsRef::as_ref));
            for cookie in [visit.device_cookie(), visit.list_cookie()].into_iter().flatten() {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            if let Some(actor) = visit.actor.as_ref().filter(|_| response.status().as_u16() < 400) {
                visits::note(&app, actor).await;
            }
            // What was said is for whoever sees a page.
            if let Some(notice) = visit.notice.as_ref().filter(|_| response.status().is_redirection()) {
                let _ = visit.tell(notice.clone()).await;
            }
            let response = kept::around(&visit, &method, response).await.unwrap_or_else(IntoResponse::into_response);
            (visit, response)
        }
        Err(error) => (Visit::of_nobody(&app, &parts, session, request_id), Failure::from(error).into_response()),
    };
    let response = prove::close(&visit, response);
    let mut response = match response.extensions().get::<Arc<Failure>>().cloned() {
        Some(failure) => explained_answer(&visit, &method, &failure).await,
        None => response,
    };
    if let Some(cookie) = visit.ended_cookie() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn explained_answer(visit: &Visit, method: &Method, failure: &Failure) -> Response {
    let answered = match answer(visit, method, failure).await {
        // The database went away while it was asked what became of a session.
        Err(Core(error @ (Error::Unavailable(_) | Error::Again(_) | Error::Refused(Refusal::Busy)))) => {
            answer_page(visit, method, &Core(error))
        }
        answered => answered,
    };
    answered.unwrap_or_else(|error| {
        tracing::error!(?error, "a failure could not be explained");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

/// Keeps in the program's log what somebody who looks for a cause needs, and no name.
fn tell(visit: &Visit, failure: &Failure) {
    let (request, path) = (visit.request_id.to_string(), path_of(visit));
    match failure {
        Core(Error::Internal(cause)) => tracing::error!(request, path, error = causes(cause), "internal error"),
        Core(Error::Again(cause) | Error::Unavailable(cause)) => {
            let (request, path, error) = (Some(visit.request_id), Some(path.to_owned()), cause.clone());
            Readiness::tell(&visit.app, Failed { request, path, what: "not available", error });
        }
        Core(Error::Refused(refusal)) => log_refusal(visit, refusal),
        Core(Error::OperatorRefused(refusal)) => {
            tracing::error!(request, path, refusal = ?refusal, "a refusal of the operator's");
        }
        Unreadable(status) => {
            tracing::info!(request, path, status = status.as_u16(), "refused: it is not what this path takes");
        }
        Cookieless { .. } => tracing::info!(request, path, "refused: the browser brought no cookie"),
        Unproven(refusal) => log_refusal(visit, refusal),
        Stale(what) => tracing::info!(request, path, stale = what.word(), "refused: the form is of another session"),
        Core(Error::SignInNeeded | Error::TwoStepNeeded | Error::ProofNeeded) => {}
    }
}

/// A refusal, on the page that explains it or on its own form.
fn log_refusal(visit: &Visit, refusal: &Refusal) {
    let (request, path) = (visit.request_id.to_string(), path_of(visit));
    let actor = visit.actor.as_ref().map(|actor| display(actor.id));
    let reason = match refusal {
        Refusal::Suspended { .. } => "Suspended".to_owned(),
        other => format!("{other:?}"),
    };
    tracing::info!(request, path, actor, refusal = reason, "refused");
}

/// What somebody searched for stands behind the path.
fn path_of(visit: &Visit) -> &str {
    visit.path.split('?').next().unwrap_or_default()
}

async fn answer(visit: &Visit, method: &Method, failure: &Failure) -> Result<Response> {
    tell(visit, failure);
    match failure {
        Stale(what) => return stale_form::answer(visit, what).await,
        Core(Error::SignInNeeded) if visit.htmx => {
            if let Some(dialog) = stale_form::ask(visit).await? {
                return Ok(dialog);
            }
        }
        Core(Error::TwoStepNeeded) => return Ok(two_step_first(visit)),
        Core(Error::ProofNeeded) => return prove::ask(visit, None),
        Unproven(refusal) => return prove::ask(visit, Some(refusal)),
        _ => {}
    }
    answer_page(visit, method, failure)
}

fn answer_page(visit: &Visit, method: &Method, failure: &Failure) -> Result<Response> {
    if matches!(failure, Core(Error::SignInNeeded)) {
        let sign_in = sign_in_path(visit, method);
        let location = HeaderValue::from_str(&sign_in).map_err(anyhow::Error::new)?;
        if visit.htmx {
            return Ok((StatusCode::UNAUTHORIZED, [("hx-redirect", location)]).into_response());
        }
        if method == Method::GET || method == Method::HEAD {
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response());
        }
    }
    let said = &explained(visit, method, failure);
    let lone = Lone { v: visit, said };
    let mut response = match visit.actor {
        Some(_) => visit.page(failure.status(), &Within { v: visit, said }, &lone.as_notice()),
        None => visit.page(failure.status(), &lone, &lone.as_notice()),
    }?;
    let headers = response.headers_mut();
    if visit.htmx {
        // What was refused leaves the page as it is and is said in the page's own place for it.
        headers.insert("hx-retarget", HeaderValue::from_static("#notice"));
        headers.insert("hx-reswap", HeaderValue::from_static("innerHTML show:window:top"));
        headers.insert("hx-trigger", HeaderValue::from_static("close-dialog"));
    }
    match failure {
        Unreadable(StatusCode::REQUEST_TIMEOUT) => {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        Core(Error::Refused(refusal)) => say_when(&mut response, refusal),
        _ => {}
    }
    Ok(response)
}

/// Tells whoever tried too often when to come back, whether that is said on a form or on a page of its own. What is
/// busy gets its time with every other answer of that kind (`edge::headers`).
fn say_when(response: &mut Response, refusal: &Refusal) {
    if let Refusal::Throttled { seconds } = refusal {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
}

/// A provider requires two-step sign-in: every page and every form leads to setting it up.
fn two_step_first(visit: &Visit) -> Response {
    let place = HeaderValue::from_static("/account/two-step");
    if visit.htmx {
        return (StatusCode::FORBIDDEN, [("hx-redirect", place)]).into_response();
    }
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

/// Where to sign in, and, for a page that can be asked for again, to come back afterwards.
fn sign_in_path(visit: &Visit, method: &Method) -> String {
    let page = if method == Method::GET && !visit.htmx { &visit.path } else { visit.stands_on() };
    if page == "/" { "/sign-in".into() } else { format!("/sign-in?next={}", paths::query_value(page)) }
}

fn explained(visit: &Visit, method: &Method, failure: &Failure) -> Said {
    let (t, address) = (visit.t, &visit.app.settings.public_url);
    let (title, text) = match failure {
        Core(Error::Refused(Refusal::Conflict(Conflict::AlreadyUnlinked))) => (t.unlinked_already(), t.conflict_unlinked()),
        Core(Error::Refused(refusal)) => (texts::refusal_title(t, refusal), texts::refusal(t, refusal)),
        Core(Error::SignInNeeded | Error::TwoStepNeeded) | Stale(_) => (t.sign_in_title(), t.not_signed_in()),
        Core(Error::ProofNeeded) | Unproven(_) => (t.proof_title(), t.proof_why()),
        Unreadable(StatusCode::METHOD_NOT_ALLOWED) => (t.method_title(), t.method()),
        Unreadable(StatusCode::PAYLOAD_TOO_LARGE) => (t.too_large_title(), t.too_large()),
        Unreadable(_) => (t.unreadable_title(), t.unreadable()),
        Cookieless { on_link: false } => (t.cookieless_title(), t.cookieless(address)),
        Cookieless { on_link: true } => (t.cookieless_title(), t.cookieless_link(address)),
        Core(Error::Again(_) | Error::Unavailable(_)) => (t.unavailable_title(), t.unavailable()),
        Core(Error::OperatorRefused(_) | Error::Internal(_)) => (t.internal_title(), t.internal()),
    };
    let show_request =
        matches!(failure, Core(Error::OperatorRefused(_) | Error::Internal(_) | Error::Again(_) | Error::Unavailable(_)));
    Said { code: failure.status().as_u16(), title, text, show_request, next: next(visit, method, failure) }
}

/// Where to go next: the path, and its name.
fn next(visit: &Visit, method: &Method, failure: &Failure) -> (String, String) {
    let t = visit.t;
    match (&visit.actor, failure) {
        (_, Core(Error::Refused(Refusal::StaleForm))) if visit.stands_on() != "/" => (visit.stands_on().into(), t.stale_open()),
        (None, _) => (sign_in_path(visit, method), t.sign_in()),
        (Some(actor), Core(Error::Refused(Refusal::Suspended { provider, .. }))) => {
            if provider.is_some() && actor.provider.as_ref().map(|own| &own.name) == provider.as_ref() {
                visit.stands_under("/clients");
                return ("/clients".into(), t.clients());
            }
            // The start page of who has but this organization would lead here again.
            ("/organizations".into(), t.organizations())
        }
        (Some(_), Core(Error::Refused(Refusal::Conflict(Conflict::AlreadyUnlinked)))) => ("/clients".into(), t.clients()),
        _ => ("/".into(), t.home()),
    }
}

/// The answer to a path that is not there.
pub async fn not_found() -> Failure {
    Refusal::NotFound.into()
}

/// The answer to a method that a path does not take.
pub async fn method_not_allowed() -> Failure {
    Unreadable(StatusCode::METHOD_NOT_ALLOWED)
}
