//! Forms that were sent: bounded, of one type, from a page of this visitor, without unknown or
//! wrongly repeated fields.

use super::cookies::Cookies;
use super::failure::{Failure, note_ids};
use super::prove;
use super::visit::Visit;
use crate::app::App;
use crate::domain::refusal::Refusal;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The hidden field that binds a form to the visitor who was shown it.
pub const FORM_TOKEN: &str = "form_token";

/// How long a form may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// A visit that brings a form.
pub struct Submitted<T> {
    pub visit: Visit,
    pub fields: T,
}

impl<T: DeserializeOwned + Send> FromRequest<App> for Submitted<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, app).await?;
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Failure::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let has_cookies = Cookies::of(app).brought(&parts.headers);
        let reading = Bytes::from_request(Request::from_parts(parts, body), app);
        let bytes =
            tokio::time::timeout(BODY_TIMEOUT, reading).await.map_err(|_| Failure::Unreadable(StatusCode::REQUEST_TIMEOUT))?;
        let bytes = bytes.map_err(|rejection| Failure::Unreadable(rejection.status()))?;
        let mut pairs = pairs(&visit, &bytes, has_cookies)?;
        let proof = prove::take(&mut pairs).map_err(|()| unreadable())?;
        let fields = fields(&pairs)?;
        prove::keep(&visit, pairs);
        // What else is wrong with the form is said without using up a code.
        let visit = match proof {
            Some(proof) => prove::check(&visit, proof).await?,
            None => visit,
        };
        Ok(Self { fields, visit })
    }
}

fn unreadable() -> Failure {
    Failure::Unreadable(StatusCode::UNPROCESSABLE_ENTITY)
}

type Pairs = Vec<(String, String)>;

/// What was sent from a page of this visitor, without the token that says so.
fn pairs(visit: &Visit, bytes: &[u8], has_cookies: bool) -> Result<Pairs, Failure> {
    let mut pairs: Pairs = serde_urlencoded::from_bytes(bytes).map_err(|_| unreadable())?;
    let token = pairs.iter().find(|(name, _)| name == FORM_TOKEN).map_or("", |(_, value)| value);
    if !visit.form_token_matches(token) {
        return Err(if has_cookies { Refusal::StaleForm.into() } else { Failure::Cookieless { on_link: false } });
    }
    if pairs.iter().filter(|(name, _)| name == FORM_TOKEN).count() > 1 {
        return Err(unreadable());
    }
    pairs.retain(|(name, _)| name != FORM_TOKEN);
    note_ids(pairs.iter().filter_map(|(_, value)| value.parse().ok()));
    Ok(pairs)
}

fn fields<T: DeserializeOwned>(pairs: &Pairs) -> Result<T, Failure> {
    // A repeated field is a list where the form has a list (check boxes), and a fault anywhere else.
    let encoded = serde_urlencoded::to_string(pairs).map_err(|_| unreadable())?;
    serde_html_form::from_str(&encoded).map_err(|_| unreadable())
}

/// A form without fields of its own: the button is the message.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}
