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
use crate::service::identity::mailed_links::{Brought, let_go, must_be_ours};
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

/// How many links of one purpose a browser keeps at once: one for each tab that somebody has open.
const MOST: usize = 5;

fn move_out_of_sight(visit: &Visit, purpose: Purpose, token: &str) -> Result<Response> {
    let token = Token::parse(token).ok_or(purpose.refused(LinkFault::Unknown))?;
    Ok(keep(visit, purpose, &token))
}

/// Goes on to the page of a link whose secret the browser keeps from here on.
pub(crate) fn keep(visit: &Visit, purpose: Purpose, token: &Token) -> Response {
    let mut kept = kept(visit, purpose);
    kept.retain(|other| other.as_str() != token.as_str());
    kept.insert(0, token.clone());
    kept.truncate(MOST);
    let mut response = visit.go_to(purpose.path());
    put(visit, &mut response, purpose, &kept);
    response
}

/// The links that this browser opened, the newest first.
fn kept(visit: &Visit, purpose: Purpose) -> Vec<Token> {
    let kept = Cookies::of(&visit.app).get(&visit.cookies, cookie(purpose)).unwrap_or_default();
    kept.split('.').filter_map(Token::parse).take(MOST).collect()
}

fn put(visit: &Visit, response: &mut Response, purpose: Purpose, links: &[Token]) {
    let (cookies, name) = (Cookies::of(&visit.app), cookie(purpose));
    let value = links.iter().map(Token::as_str).collect::<Vec<_>>().join(".");
    let cookie = if links.is_empty() { cookies.remove(name) } else { cookies.set(name, &value, Some(KEPT)) };
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// The one of these links that has this id. Its secret is made from that.
fn with_id(visit: &Visit, purpose: Purpose, links: &[Token], id: LinkId) -> Option<Token> {
    let meant = visit.app.secrets.token(purpose.word(), id.uuid());
    links.iter().find(|link| link.as_str() == meant.as_str()).cloned()
}

/// The link that this browser opened, if somebody was ever sent it: the one that the address asks for, or the newest.
///
/// # Errors
/// [`LinkFault::Unknown`] when it opened none, or none of ours; [`Failure::Cookieless`]; throttled.
pub(crate) async fn brought(visit: &Visit, headers: &HeaderMap, purpose: Purpose) -> Result<Brought> {
    if !Cookies::of(&visit.app).brought(headers) {
        return Err(Failure::Cookieless { on_link: true });
    }
    let links = kept(visit, purpose);
    let asked = asked_for(visit).and_then(|id| with_id(visit, purpose, &links, id));
    let token = asked.or_else(|| links.into_iter().next()).ok_or(purpose.refused(LinkFault::Unknown))?;
    must_be_ours(&visit.app, purpose, &token, &visit.place()).await?;
    Ok(Brought { token, shown: None })
}

/// As [`brought`], with a form that was shown for this link.
///
/// # Errors
/// As [`brought`]; what became of a link that this browser has let go of since.
pub(crate) async fn brought_with(visit: &Visit, headers: &HeaderMap, purpose: Purpose, shown: LinkId) -> Result<Brought> {
    let links = kept(visit, purpose);
    let Some(token) = with_id(visit, purpose, &links, shown) else {
        if links.is_empty() && Cookies::of(&visit.app).brought(headers) {
            return Err(let_go(&visit.app, purpose, shown).await?.into());
        }
        return Ok(Brought { shown: Some(shown), ..brought(visit, headers, purpose).await? });
    };
    let _ = visit.brought.set(token.as_str().to_owned());
    Ok(Brought { token, shown: Some(shown) })
}

/// The link that stands in the address of the page, by its id.
fn asked_for(visit: &Visit) -> Option<LinkId> {
    let (_, query) = visit.path.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("link="))?.parse().ok()
}

/// The page of this very link, whichever other ones are opened in this browser.
pub(crate) fn page_of(purpose: Purpose, link: LinkId) -> String {
    format!("{}?link={link}", purpose.path())
}

/// Goes on once the link is used, and forgets it.
pub(crate) fn done(visit: &Visit, purpose: Purpose, path: &str) -> Response {
    let mut response = visit.go_to(path);
    let used = visit.brought.get().map_or("", String::as_str);
    let mut left = kept(visit, purpose);
    left.retain(|link| !used.is_empty() && link.as_str() != used);
    put(visit, &mut response, purpose, &left);
    response
}
