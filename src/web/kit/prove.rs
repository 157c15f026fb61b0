//! Asking once more who somebody is, in the middle of what the person asked for: the dialog carries the form that
//! was sent, and sends it again to the same path with the proof beside it. So what was asked for is done once, and
//! its answer comes to where it would have come.

use super::failure::{Failure, Result, said};
use super::markup::Faults;
use super::secret_fields::is_secret;
use super::visit::{Inner, Visit};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::service::account::password::{self, Proof};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use secrecy::SecretString;
use std::sync::Arc;

/// The fields of the proof. No form has others of these names.
const PASSWORD: &str = "proof_password";
const CODE: &str = "proof_code";

/// Takes the proof out of what was sent, where there is one.
///
/// # Errors
/// A field of it is repeated.
pub fn take(pairs: &mut Vec<(String, String)>) -> std::result::Result<Option<Proof>, ()> {
    let mut one = |field: &str| {
        let mut found = pairs.extract_if(.., |(name, _)| name == field).map(|(_, value)| value);
        let first = found.next();
        if found.next().is_some() { Err(()) } else { Ok(first) }
    };
    let (password, code) = (one(PASSWORD)?, one(CODE)?);
    let is_given = password.is_some() || code.is_some();
    let proof = || Proof { password: SecretString::from(password.unwrap_or_default()), code: code.unwrap_or_default() };
    Ok(is_given.then(proof))
}

/// Keeps what was sent, for when a proof has to be asked for.
pub fn keep(visit: &Visit, mut pairs: Vec<(String, String)>) {
    pairs.retain(|(name, _)| !is_secret(name));
    let _ = visit.sent.set(pairs);
}

/// The visit of somebody who has just proved who it is, for the rest of this session.
///
/// # Errors
/// Nobody is signed in; the proof is wrong, or was tried too often.
pub async fn check(visit: &Visit, proof: Proof) -> Result<Visit> {
    let mut actor = visit.actor()?.clone();
    match password::prove_again(&visit.app, &mut actor, proof).await {
        Ok(()) => {
            let _ = visit.proved.set(());
            Ok(Visit(Arc::new(Inner { actor: Some(actor), ..(*visit.0).clone() })))
        }
        Err(Error::Refused(refusal @ (Refusal::Invalid(_) | Refusal::Throttled { .. }))) => Err(Failure::Unproven(refusal)),
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "kit/prove.html", blocks = ["sheet"])]
struct Page<'a> {
    v: &'a Visit,
    fields: &'a [(String, String)],
    faults: Faults,
    refusal: Option<String>,
}

impl Page<'_> {
    /// Whether the answer is a file: no script takes that.
    fn is_download(&self) -> bool {
        is_download(self.v)
    }

    /// Whether the answer goes into the page, and not into the dialog.
    fn is_for_page(&self) -> bool {
        self.v.target == "main"
    }
}

fn is_download(visit: &Visit) -> bool {
    visit.path.ends_with("/export")
}

/// Asks for the proof: in the dialog, whatever was asked for from where, or on a page without script.
///
/// # Errors
/// The template cannot be written.
pub fn ask(visit: &Visit, refused: Option<&Refusal>) -> Result<Response> {
    let (status, faults, refusal) = match refused {
        Some(refusal) => said(visit.t, refusal),
        None => (StatusCode::FORBIDDEN, Faults::none(), None),
    };
    let faults = faults.renamed(&[("current_password", PASSWORD), ("code", CODE)]);
    let page = Page { v: visit, fields: visit.sent.get().map_or(&[], Vec::as_slice), faults, refusal };
    let mut response = visit.page(status, &page, &page.as_sheet())?;
    if visit.htmx {
        into_the_dialog(&mut response);
    }
    if let Some(Refusal::Throttled { seconds }) = refused {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    Ok(response)
}

/// Puts an answer into the dialog, wherever it would have gone to: it asks for something first.
pub(super) fn into_the_dialog(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert("hx-retarget", HeaderValue::from_static("#dialog"));
    headers.insert("hx-reswap", HeaderValue::from_static("innerHTML"));
}

/// Closes the dialog of the proof over an answer that goes into the page behind it.
pub fn close(visit: &Visit, mut response: Response) -> Response {
    if visit.htmx && visit.target == "main" && visit.proved.get().is_some() {
        response.headers_mut().entry("hx-trigger").or_insert(HeaderValue::from_static("close-dialog"));
    }
    response
}

/// A file is no answer for a script, and no dialog can be the answer to a browser that wants to save it. So a script
/// asks first with the same form whether a proof is needed, and then leaves it to the browser: this is what it is
/// told, and nothing is done for that.
///
/// # Errors
/// [`Error::ProofNeeded`].
pub fn before_download(visit: &Visit) -> Result<Option<Response>> {
    if !visit.htmx {
        return Ok(None);
    }
    visit.actor()?.proven_for(&visit.app, true)?;
    Ok(Some(StatusCode::NO_CONTENT.into_response()))
}
