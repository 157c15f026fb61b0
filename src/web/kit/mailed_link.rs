//! The links of mails in a browser: their secret is moved out of the address bar into a cookie, and
//! the cookie is forgotten once the link is used.

use super::cookies::Cookies;
use super::failure::{Failure, Result};
use super::paths::Path;
use super::visit::Visit;
use crate::app::App;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::LinkId;
use crate::domain::refusal::LinkFault;
use crate::secrets::Token;
use crate::service::identity::mailed_links::{Brought, must_be_ours};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get};

/// How long a browser keeps the secret, in seconds.
const KEPT: i64 = 60 * 60;

/// The cookie that holds the secret of a link of this purpose.
fn cookie(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Invitation => "invitation",
        Purpose::Password => "password",
        Purpose::ProviderInvitation => "provider-invitation",
        Purpose::Registration => "registration",
        Purpose::Address => "address",
        Purpose::AddressUndo => "address-undo",
        Purpose::ProviderDeletion => "provider-deletion",
        Purpose::OrganizationDeletion => "organization-deletion",
        Purpose::Relink => "link-again",
        Purpose::OptOut => "opt-out",
    }
}

/// What answers the address in a mail: goes on to the page without the secret. Changes nothing.
pub fn arrival(purpose: Purpose) -> MethodRouter<App> {
    get(move |visit: Visit, Path(token): Path<String>| async move { move_out_of_sight(&visit, purpose, &token) })
}

fn move_out_of_sight(visit: &Visit, purpose: Purpose, token: &str) -> Result<Response> {
    let token = Token::parse(token).ok_or(purpose.refused(LinkFault::Unknown))?;
    Ok(keep(visit, purpose, &token))
}

/// Goes on to the page of a link whose secret the browser keeps from here on.
pub(crate) fn keep(visit: &Visit, purpose: Purpose, token: &Token) -> Response {
    let mut response = visit.go_to(purpose.path());
    if let Some(value) = Cookies::of(&visit.app).set(cookie(purpose), token.as_str(), Some(KEPT)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The link that this browser opened, if somebody was ever sent it.
///
/// # Errors
/// [`LinkFault::Unknown`] when it opened none, or none of ours; [`Failure::Cookieless`]; throttled.
pub(crate) async fn brought(visit: &Visit, headers: &HeaderMap, purpose: Purpose) -> Result<Brought> {
    let cookies = Cookies::of(&visit.app);
    if !cookies.brought(headers) {
        return Err(Failure::Cookieless { on_link: true });
    }
    let token = cookies.get(headers, cookie(purpose)).and_then(Token::parse);
    let token = token.ok_or(purpose.refused(LinkFault::Unknown))?;
    must_be_ours(&visit.app, purpose, &token, &visit.place()).await?;
    Ok(Brought { token, shown: None })
}

/// As [`brought`], with a form that was shown for this link.
pub(crate) async fn brought_with(visit: &Visit, headers: &HeaderMap, purpose: Purpose, shown: LinkId) -> Result<Brought> {
    Ok(Brought { shown: Some(shown), ..brought(visit, headers, purpose).await? })
}

/// Goes on once the link is used, and forgets it.
pub(crate) fn done(visit: &Visit, purpose: Purpose, path: &str) -> Response {
    let mut response = visit.go_to(path);
    if let Some(cookie) = Cookies::of(&visit.app).remove(cookie(purpose)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
