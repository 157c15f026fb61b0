//! Signing in, with the code of the second step where it is turned on, and out.

use crate::domain::identity::ending::{Ending, Why};
use crate::error::Error;
use crate::metrics::SignIn;
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::sign_in::{self, Entrance, SECOND_STEP_LIFETIME};
use crate::texts;
use crate::web::kit::cookies::{Cookies, SECOND_STEP};
use crate::web::kit::failure;
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::kept;
use crate::web::kit::markup::Faults;
use crate::web::kit::paths::{Query, query_value, safe_next};
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use secrecy::SecretString;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "identity/sign_in.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    email: &'a str,
    next: &'a str,
    notice: Option<String>,
    /// Why whoever was signed in here is not any more, and that what was sent since is kept.
    ended: Vec<String>,
    refusal: Option<String>,
}

#[derive(Default, Deserialize)]
pub struct Arrival {
    #[serde(default)]
    next: String,
    /// `signed-out`, `password`, `code` or `deleted`: what happened just before.
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
        "code" => Some(visit.t.code_too_late()),
        "deleted" => Some(visit.t.delete_done()),
        _ => None,
    };
    let ended = if notice.is_none() { told(&visit).await? } else { Vec::new() };
    let page = Page { v: &visit, email: "", next: safe_next(&arrival.next), notice, ended, refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

/// What became of the session that this browser had before.
async fn told(visit: &Visit) -> Result<Vec<String>> {
    let why = visit.ended().await?.map(|ended| ended.why).filter(|why| *why != Why::Ended(Ending::SignedOut));
    let why = why.map(|why| texts::ended(visit.t, why));
    Ok(why.into_iter().chain(kept::waits(visit).then(|| visit.t.kept_waits())).collect())
}

/// Where whoever has just signed in goes on: what somebody else left in this browser is not theirs.
async fn arrive(visit: &Visit, who: SignedIn, next: &str) -> Result<Response> {
    if kept::is_somebody_elses(visit, who.account).await? {
        visit.say(visit.t.kept_other()).await?;
        return Ok(visit.go_to("/"));
    }
    Ok(visit.go_to(safe_next(next)))
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
    let attempt = sign_in::sign_in(&visit.app, &email, SecretString::from(password), &visit.place()).await;
    let needs_code = matches!(attempt, Ok(Entrance::CodeNeeded(_)));
    visit.app.metrics.sign_in(if needs_code { SignIn::CodeNeeded } else { SignIn::of(&attempt) });
    match attempt {
        Ok(Entrance::Open(who)) => {
            visit.begin_session(who).await?;
            arrive(&visit, who, &next).await
        }
        Ok(Entrance::CodeNeeded(sealed)) => Ok(to_second_step(&visit, &sealed, &next)),
        Err(Error::Refused(refusal)) => {
            failure::note(&refusal);
            let text = Some(texts::refusal(visit.t, &refusal));
            let page = Page { v: &visit, email: &email, next: safe_next(&next), notice: None, ended: Vec::new(), refusal: text };
            visit.page(failure::status(&refusal), &page, &page.as_main())
        }
        Err(error) => Err(error.into()),
    }
}

/// Begins a session for somebody who chose a password through a link. Where the account has a
/// second step all the same, no link leads around it: then this is the way to the code.
pub(crate) async fn enter(visit: &Visit, who: SignedIn, next: &str) -> Result<Option<Response>> {
    if let Some(sealed) = sign_in::code_needed(&visit.app, who).await? {
        return Ok(Some(to_second_step(visit, &sealed, next)));
    }
    visit.begin_session(who).await?;
    sign_in::came_by_link(&visit.app, who, &visit.place()).await?;
    Ok(None)
}

/// Goes on to the page that asks for the code. The cookie says who it is and opens nothing.
fn to_second_step(visit: &Visit, sealed: &str, next: &str) -> Response {
    let mut response = visit.go_to(&format!("/sign-in/code{}", and_next(safe_next(next))));
    keep_second_step(visit, &mut response, sealed);
    response
}

/// Lets the browser say at the second step who it is.
pub(super) fn keep_second_step(visit: &Visit, response: &mut Response, sealed: &str) {
    if let Some(cookie) = Cookies::of(&visit.app).set(SECOND_STEP, sealed, Some(SECOND_STEP_LIFETIME / 1000)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn and_next(next: &str) -> String {
    if next == "/" { String::new() } else { format!("?next={}", query_value(next)) }
}

#[derive(Template)]
#[template(path = "identity/sign_in_code.html", blocks = ["main"])]
struct CodePage<'a> {
    v: &'a Visit,
    email: String,
    next: &'a str,
    faults: Faults,
    refusal: Option<String>,
    /// The portal's time, beside a code that is wrong. Whether it would be right at another time is not told.
    clock: Option<String>,
}

/// Back to the first step: the password was too long ago, or things have changed.
fn begin_anew(visit: &Visit, next: &str) -> Response {
    let next = and_next(safe_next(next)).replace('?', "&");
    without_second_step(visit, visit.go_to(&format!("/sign-in?after=code{next}")))
}

pub(super) fn without_second_step(visit: &Visit, mut response: Response) -> Response {
    if let Some(cookie) = Cookies::of(&visit.app).remove(SECOND_STEP) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

pub async fn show_code(visit: Visit, headers: HeaderMap, Query(arrival): Query<Arrival>) -> Result<Response> {
    if visit.actor.is_some() {
        return Ok(visit.go_to(safe_next(&arrival.next)));
    }
    let sealed = Cookies::of(&visit.app).get(&headers, SECOND_STEP).unwrap_or_default();
    let account = match sign_in::between(&visit.app, sealed).await {
        Ok((_, account)) => account,
        Err(Error::SignInNeeded) => return Ok(begin_anew(&visit, &arrival.next)),
        Err(error) => return Err(error.into()),
    };
    let next = safe_next(&arrival.next);
    let page = CodePage { v: &visit, email: account.email, next, faults: Faults::none(), refusal: None, clock: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondStep {
    code: String,
    #[serde(default)]
    next: String,
}

pub async fn check_code(headers: HeaderMap, Submitted { visit, fields }: Submitted<SecondStep>) -> Result<Response> {
    let sealed = Cookies::of(&visit.app).get(&headers, SECOND_STEP).unwrap_or_default();
    let attempt = sign_in::finish(&visit.app, sealed, &fields.code, &visit.place()).await;
    visit.app.metrics.sign_in(SignIn::of(&attempt));
    let refusal = match attempt {
        Ok(who) => {
            visit.begin_session(who).await?;
            return Ok(without_second_step(&visit, arrive(&visit, who, &fields.next).await?));
        }
        Err(Error::SignInNeeded) => return Ok(begin_anew(&visit, &fields.next)),
        Err(Error::Refused(refusal)) => refusal,
        Err(error) => return Err(error.into()),
    };
    let (_, account) = sign_in::between(&visit.app, sealed).await?;
    let (status, faults, text) = failure::said(visit.t, &refusal);
    let clock = text.is_none().then(|| texts::clock(visit.app.now(), &visit.zone));
    let page = CodePage { v: &visit, email: account.email, next: safe_next(&fields.next), faults, refusal: text, clock };
    visit.page(status, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOut {
    #[serde(default)]
    next: String,
}

/// Ends the session on the server. The browser keeps the language of who was signed in.
pub async fn sign_out(Submitted { visit, fields }: Submitted<SignOut>) -> Result<Response> {
    visit.end_session().await?;
    if let Some(actor) = &visit.actor {
        sign_in::signed_out(&visit.app, actor).await?;
    }
    let mut response = match safe_next(&fields.next) {
        "/" => visit.go_to("/sign-in?after=signed-out"),
        next => visit.go_to(next),
    };
    Cookies::of(&visit.app).remember_language(&mut response, visit.language);
    Ok(response)
}
