//! The links of mails: their secret is moved out of the address bar into a cookie.

use super::cookies;
use super::failure::Result;
use super::visit::Visit;
use crate::domain::refusal::LinkFault;
use crate::secrets::Token;
use axum::http::{HeaderMap, header};
use axum::response::Response;

/// Puts the secret of a mailed link into a cookie and goes on to a path without it.
pub(crate) fn move_out_of_sight(visit: &Visit, cookie: &str, token: &str, path: &str) -> Result<Response> {
    let token = Token::parse(token).ok_or(LinkFault::Unknown)?;
    let mut response = visit.go_to(path);
    if let Some(value) = cookies::set(cookie, token.as_str(), Some(60 * 60)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The link that this browser opened.
///
/// # Errors
/// [`LinkFault::Unknown`] when it opened none.
pub(crate) fn opened(headers: &HeaderMap, cookie: &str) -> Result<Token> {
    Ok(cookies::get(headers, cookie).and_then(Token::parse).ok_or(LinkFault::Unknown)?)
}
