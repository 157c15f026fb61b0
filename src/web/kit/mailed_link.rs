//! The links of mails in a browser: their secret is moved out of the address bar into a cookie, and
//! the cookie is forgotten once the link is used.

use super::cookies;
use super::failure::Result;
use super::paths::Path;
use super::visit::Visit;
use crate::app::App;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::LinkId;
use crate::domain::refusal::LinkFault;
use crate::secrets::Token;
use crate::service::identity::mailed_links::Brought;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get};

/// How long a browser keeps the secret, in seconds.
const KEPT: i64 = 60 * 60;

/// The cookie that holds the secret of a link of this purpose.
fn cookie(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Invitation => "__Host-invitation",
        Purpose::Password => "__Host-password",
        Purpose::ProviderInvitation => "__Host-provider-invitation",
        Purpose::Registration => "__Host-registration",
        Purpose::Address => "__Host-address",
        Purpose::ProviderDeletion => "__Host-provider-deletion",
        Purpose::OrganizationDeletion => "__Host-organization-deletion",
        Purpose::OptOut => "__Host-opt-out",
    }
}

/// What answers the address in a mail: goes on to the page without the secret. Changes nothing.
pub fn arrival(purpose: Purpose) -> MethodRouter<App> {
    get(move |visit: Visit, Path(token): Path<String>| async move { move_out_of_sight(&visit, purpose, &token) })
}

fn move_out_of_sight(visit: &Visit, purpose: Purpose, token: &str) -> Result<Response> {
    let token = Token::parse(token).ok_or(purpose.refused(LinkFault::Unknown))?;
    let mut response = visit.go_to(purpose.path());
    if let Some(value) = cookies::set(cookie(purpose), token.as_str(), Some(KEPT)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The link that this browser opened.
///
/// # Errors
/// [`LinkFault::Unknown`] when it opened none.
pub(crate) fn brought(headers: &HeaderMap, purpose: Purpose) -> Result<Brought> {
    let token = cookies::get(headers, cookie(purpose)).and_then(Token::parse);
    Ok(Brought { token: token.ok_or(purpose.refused(LinkFault::Unknown))?, shown: None })
}

/// As [`brought`], with a form that was shown for this link.
pub(crate) fn brought_with(headers: &HeaderMap, purpose: Purpose, shown: LinkId) -> Result<Brought> {
    Ok(Brought { shown: Some(shown), ..brought(headers, purpose)? })
}

/// Goes on once the link is used, and forgets it.
pub(crate) fn done(visit: &Visit, purpose: Purpose, path: &str) -> Response {
    let mut response = visit.go_to(path);
    if let Some(cookie) = cookies::remove(cookie(purpose)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
