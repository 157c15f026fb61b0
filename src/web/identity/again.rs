//! Signing in again in a dialog over the page whose session has ended, as the same person, and asking how long the
//! session goes on.

use crate::domain::email::Email;
use crate::domain::identity::ending::Why;
use crate::error::Error;
use crate::metrics::SignIn;
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::ended::{self, Ended};
use crate::service::identity::sign_in::{self, Entrance};
use crate::texts;
use crate::web::identity::sign_in::{keep_second_step, without_second_step};
use crate::web::kit::cookies::{Cookies, SECOND_STEP};
use crate::web::kit::failure::{self, Result, said};
use crate::web::kit::form::{Nothing, Submitted};
use crate::web::kit::stale_form::{Sheet, signed_in};
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use secrecy::SecretString;
use serde::Deserialize;

/// The dialog. Who is signed in by now goes on at once.
pub async fn show(visit: Visit) -> Result<Response> {
    if !visit.htmx {
        return Ok(visit.go_to("/sign-in"));
    }
    if visit.actor.is_some() {
        return Ok(go_on(&visit));
    }
    let ended = ended(&visit).await?;
    Sheet::sign_in(&visit, &ended).show(StatusCode::OK)
}

/// Whose page it is.
///
/// # Errors
/// [`Error::SignInNeeded`] where nobody knows any more.
async fn ended(visit: &Visit) -> Result<Ended> {
    Ok(visit.ended().await?.ok_or(Error::SignInNeeded)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    again_email: String,
    again_password: String,
}

/// Who is signed in already goes on.
fn go_on(visit: &Visit) -> Response {
    if visit.htmx { signed_in(visit.form_token()) } else { visit.go_to("/") }
}

pub async fn sign_in(Submitted { visit, fields }: Submitted<Credentials>) -> Result<Response> {
    if visit.actor.is_some() {
        return Ok(go_on(&visit));
    }
    let ended = ended(&visit).await?;
    let email = fields.again_email;
    let refused = |status: StatusCode, text: String| {
        Sheet::sign_in(&visit, &ended).typed(&email).refused(failure::nothing(), Some(text)).show(status)
    };
    // No password is looked at for somebody else: the page is not theirs.
    if !Email::parse(&email).is_ok_and(|typed| typed.key() == ended.email_key) {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, visit.t.signed_out_other());
    }
    let attempt = sign_in::sign_in(&visit.app, &email, SecretString::from(fields.again_password), &visit.place()).await;
    let needs_code = matches!(attempt, Ok(Entrance::CodeNeeded(_)));
    visit.app.metrics.sign_in(if needs_code { SignIn::CodeNeeded } else { SignIn::of(&attempt) });
    match attempt {
        Ok(Entrance::Open(who)) => enter(&visit, &ended, who).await,
        Ok(Entrance::CodeNeeded(sealed)) => {
            let mut response = Sheet::code(&visit, email).show(StatusCode::OK)?;
            keep_second_step(&visit, &mut response, &sealed);
            Ok(response)
        }
        Err(Error::Refused(refusal)) => {
            failure::note(&refusal);
            refused(failure::status(&refusal), texts::refusal(visit.t, &refusal))
        }
        Err(error) => Err(error.into()),
    }
}

/// Begins the session, and tells the script to go on.
async fn enter(visit: &Visit, ended: &Ended, who: SignedIn) -> Result<Response> {
    if who.account != ended.account {
        return Err(Error::SignInNeeded.into());
    }
    visit.begin_session(who).await?;
    Ok(go_on(&visit.in_new_session()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondStep {
    code: String,
    again_email: String,
}

pub async fn check_code(headers: HeaderMap, Submitted { visit, fields }: Submitted<SecondStep>) -> Result<Response> {
    if visit.actor.is_some() {
        return Ok(go_on(&visit));
    }
    let ended = ended(&visit).await?;
    let sealed = Cookies::of(&visit.app).get(&headers, SECOND_STEP).unwrap_or_default();
    let anew = |visit: &Visit| {
        let sheet = Sheet::sign_in(visit, &ended).typed(&fields.again_email);
        sheet.refused(failure::nothing(), Some(visit.t.code_too_late())).show(StatusCode::UNAUTHORIZED)
    };
    match sign_in::between(&visit.app, sealed).await {
        Ok((who, _)) if who.account == ended.account => {}
        Ok(_) | Err(Error::SignInNeeded) => return anew(&visit),
        Err(error) => return Err(error.into()),
    }
    let attempt = sign_in::finish(&visit.app, sealed, &fields.code, &visit.place()).await;
    visit.app.metrics.sign_in(SignIn::of(&attempt));
    match attempt {
        Ok(who) => Ok(without_second_step(&visit, enter(&visit, &ended, who).await?)),
        Err(Error::SignInNeeded) => anew(&visit),
        Err(Error::Refused(refusal)) => {
            let (status, faults, text) = said(visit.t, &refusal);
            Sheet::code(&visit, fields.again_email).refused(faults, text).show(status)
        }
        Err(error) => Err(error.into()),
    }
}

/// How many seconds before the end of a session that is told.
const SOON: i64 = 120;

/// How many seconds are left on a line of its own, and behind it what is said of that where it is time to say it.
#[derive(Template)]
#[template(path = "kit/session_told.html")]
struct Told<'a> {
    v: &'a Visit,
    seconds: i64,
    is_limit: bool,
}

/// How many seconds the session of this browser goes on if nobody uses it. Asking does not keep it going.
pub async fn left(visit: Visit) -> Result<Response> {
    let session = visit.actor.as_ref().and_then(|actor| actor.session.as_ref());
    let left = match session {
        Some(session) => ended::left(&visit.app, &session.id_hash).await?,
        None => None,
    };
    let (left, why) = left.unwrap_or((0, Why::Idle { minutes: 0 }));
    let told = Told { v: &visit, seconds: (left / 1000).max(0), is_limit: matches!(why, Why::Limit { .. }) };
    visit.page(StatusCode::OK, &told, &told)
}

/// Goes on, because its person says so.
pub async fn stay(Submitted { visit, fields: Nothing {} }: Submitted<Nothing>) -> Result<Response> {
    visit.actor()?;
    left(visit).await
}
