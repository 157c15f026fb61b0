//! A form that was shown to somebody who was signed in, or was not, and who is not any more, or is now: what became of
//! that, and the way on with one press.

use super::failure::{Failure, Result};
use super::kept;
use super::markup::Faults;
use super::paths::{safe_next, without_query};
use super::secret_fields::is_secret;
use super::session_store::binding_of;
use super::stale::{Fields, Stale};
use super::visit::Visit;
use crate::domain::identity::ending::{Ending, Why};
use crate::domain::refusal::Refusal;
use crate::service::identity::ended::{self, Ended};
use crate::texts;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a form with this token is, which is not that of the visitor as of now.
///
/// # Errors
/// The database.
pub async fn judge(visit: &Visit, token: &str, fields: Fields) -> Result<Failure> {
    let is_bound_to = |binding: &str| visit.app.secrets.form_token_matches(binding, token);
    if visit.actor.is_some() && is_bound_to(&visit.unknown) {
        return Ok(Failure::Stale(Stale::SignedIn(fields)));
    }
    let Some(session) = visit.sessions_before().into_iter().find(|session| is_bound_to(&binding_of(session))) else {
        return Ok(Refusal::StaleForm.into());
    };
    let Some(ended) = ended::of(&visit.app, &session).await? else { return Ok(Refusal::StaleForm.into()) };
    Ok(Failure::Stale(match &visit.actor {
        None => Stale::Ended(Box::new(ended), fields),
        Some(actor) if actor.id == ended.account => Stale::Renewed(fields),
        Some(_) => Stale::SomebodyElse,
    }))
}

/// How the person goes on.
enum Way {
    SignIn {
        email: String,
    },
    Code {
        email: String,
    },
    /// What was pressed is done now: by script, with this token in place of the one that is over.
    ByScript {
        token: String,
    },
    Again {
        fields: Fields,
    },
    To {
        path: String,
        label: String,
    },
}

#[derive(Template)]
#[template(path = "kit/stale.html", blocks = ["sheet"])]
pub(crate) struct Sheet<'a> {
    v: &'a Visit,
    title: String,
    text: Vec<String>,
    way: Way,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> Sheet<'a> {
    fn new(v: &'a Visit, title: String, text: Vec<String>, way: Way) -> Self {
        Self { v, title, text, way, faults: Faults::none(), refusal: None }
    }

    /// Asks whoever was signed in for the password, or says why that is of no use.
    pub(crate) fn sign_in(v: &'a Visit, ended: &Ended) -> Self {
        let why = texts::ended(v.t, ended.why);
        if !ended.why.may_sign_in() {
            let way = Way::To { path: "/sign-in".into(), label: v.t.sign_in() };
            return Self::new(v, v.t.signed_out_title(), vec![why], way);
        }
        // Whom somebody signed out from elsewhere learns nothing of the account from this page.
        let email = if ended.why.is_by_time() { ended.email.clone() } else { String::new() };
        Self::new(v, v.t.signed_out_title(), vec![why, v.t.signed_out_here()], Way::SignIn { email })
    }

    pub(crate) fn code(v: &'a Visit, email: String) -> Self {
        Self::new(v, v.t.code_title(), vec![v.t.code_lede(&email)], Way::Code { email })
    }

    pub(crate) fn refused(self, faults: Faults, refusal: Option<String>) -> Self {
        Self { faults, refusal, ..self }
    }

    /// With this address typed in.
    pub(crate) fn typed(self, email: &str) -> Self {
        Self { way: Way::SignIn { email: email.to_owned() }, ..self }
    }

    /// The dialog, wherever the answer would have gone to, or a page without script.
    ///
    /// # Errors
    /// The template cannot be written.
    pub(crate) fn show(&self, status: StatusCode) -> Result<Response> {
        let mut response = self.v.page(status, self, &self.as_sheet())?;
        if self.v.htmx {
            super::prove::into_the_dialog(&mut response);
        }
        Ok(response)
    }
}

/// What is answered to such a form.
///
/// # Errors
/// The database.
pub async fn answer(visit: &Visit, stale: &Stale) -> Result<Response> {
    let t = visit.t;
    let email = visit.actor.as_ref().map_or("", |actor| actor.email.as_str());
    let sheet = match stale {
        Stale::Ended(ended, _) if visit.htmx => return Sheet::sign_in(visit, ended).show(StatusCode::UNAUTHORIZED),
        Stale::Ended(ended, fields) => return keep(visit, ended, fields).await,
        Stale::Renewed(fields) => Sheet::new(visit, t.stale_again_title(), vec![t.stale_again()], again(visit, fields)),
        Stale::SomebodyElse => {
            let way = Way::To { path: "/".into(), label: t.home() };
            Sheet::new(visit, t.stale_other_title(), vec![t.stale_other(email)], way)
        }
        Stale::SignedIn(fields) => {
            let way = if is_signing_in(visit) {
                let next = fields.iter().find(|(name, _)| name == "next").map_or("/", |(_, next)| safe_next(next));
                Way::To { path: next.to_owned(), label: t.stale_go_on() }
            } else {
                Way::To { path: visit.here.clone(), label: t.stale_open() }
            };
            Sheet::new(visit, t.stale_signed_in_title(), vec![t.stale_signed_in(email)], way)
        }
    };
    sheet.show(StatusCode::FORBIDDEN)
}

fn is_signing_in(visit: &Visit) -> bool {
    matches!(without_query(&visit.path), "/sign-in" | "/sign-in/code" | "/sign-in/again" | "/sign-in/again/code")
}

/// By script the page itself still has everything; without it, what was a secret has to be typed again.
fn again(visit: &Visit, fields: &Fields) -> Way {
    if visit.htmx {
        return Way::ByScript { token: visit.form_token().to_owned() };
    }
    if fields.iter().any(|(name, _)| is_secret(name)) {
        return Way::To { path: visit.here.clone(), label: visit.t.stale_open() };
    }
    Way::Again { fields: fields.clone() }
}

/// Keeps what was sent and asks who it is.
async fn keep(visit: &Visit, ended: &Ended, fields: &Fields) -> Result<Response> {
    let next = super::paths::query_value(&visit.here);
    let location = HeaderValue::from_str(&format!("/sign-in?next={next}")).map_err(anyhow::Error::new)?;
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    let fields: Fields = fields.iter().filter(|(name, _)| !is_secret(name)).cloned().collect();
    if ended.why != Why::Ended(Ending::Disabled)
        && let Some(cookie) = kept::keep(visit, ended.account, fields).await?
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What a script is told once the person is signed in: it puts the new token into the forms of the page, and does what
/// was pressed.
pub(crate) fn signed_in(token: &str) -> Response {
    let told = serde_json::json!({ "signed-in": { "token": token } }).to_string();
    let told = HeaderValue::from_str(&told).unwrap_or(HeaderValue::from_static("close-dialog"));
    (StatusCode::NO_CONTENT, [("hx-trigger", told)]).into_response()
}

/// What an htmx request gets that nobody is signed in for: the dialog, where the browser had a session.
///
/// # Errors
/// The database.
pub async fn ask(visit: &Visit) -> Result<Option<Response>> {
    match visit.ended().await? {
        Some(ended) => Sheet::sign_in(visit, &ended).show(StatusCode::UNAUTHORIZED).map(Some),
        None => Ok(None),
    }
}
