//! From a request to a visit: who is asking, from where, in which language.

use super::cookies::{self, Cookies};
use super::failure::Failure;
use super::paths::{self, safe_next, without_secret};
use super::session::{failed, take_notice};
use super::session_store::{self, binding_of};
use super::visit::{Inner, Visit};
use crate::app::App;
use crate::domain::language::Language;
use crate::domain::network::client_address;
use crate::error::{Error, Result};
use crate::service::actor::Actor;
use crate::service::identity::visits;
use crate::texts;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, header};
use data_encoding::BASE64URL_NOPAD;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use tower_sessions::Session;
use uuid::Uuid;

/// By which a request is found in the log.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub Uuid);

/// The `State` of every handler, spelled once.
pub type Portal = State<App>;

impl FromRequestParts<App> for Visit {
    type Rejection = Failure;

    /// The visit that the layer around the pages (`explain`) has put into the request.
    async fn from_request_parts(parts: &mut Parts, _: &App) -> std::result::Result<Self, Failure> {
        let missing = || Error::Internal(anyhow::anyhow!("this route lies outside the layer that reads the visit"));
        parts.extensions.get::<Self>().cloned().ok_or_else(|| missing().into())
    }
}

impl Visit {
    /// Reads who is asking. The session and the rights come from the database, on every request.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn read(app: &App, parts: &Parts, session: Session, request_id: Uuid) -> Result<Self> {
        let address = address_of(app, &parts.headers, &parts.extensions);
        let came_with = session.id().map(|id| session_store::hash(&id));
        let (assembled, is_question) = (Self::assemble(app, parts, request_id, session.clone()), is_question(parts));
        let nobody = Inner { came_with, ..assembled };
        let Some(found) = signed_in(app, &session, address, !is_question).await? else { return Ok(Self(Arc::new(nobody))) };
        // A dialog has no place for the notice: it waits for the page.
        let for_dialog = parts.headers.get("hx-target").is_some_and(|target| target == "dialog");
        let shows_a_page = parts.method == Method::GET && !for_dialog && !is_question;
        let notice = if shows_a_page { take_notice(&session, &found.data).await? } else { None };
        Ok(Self(Arc::new(Inner { notice, ..nobody.of(found.actor, &parts.headers) })))
    }

    /// This visit, with what the person is and has after a change that it made.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn read_again(&self) -> Result<Self> {
        let found = signed_in(&self.app, &self.session, self.address.clone(), true).await?;
        Ok(Self(Arc::new(Inner { actor: found.map(|found| found.actor), ..(*self.0).clone() })))
    }

    /// A visit of nobody, for when the database cannot say who it is.
    #[must_use]
    pub fn of_nobody(app: &App, parts: &Parts, session: Session, request_id: Uuid) -> Self {
        Self(Arc::new(Self::assemble(app, parts, request_id, session)))
    }

    /// What is known of a request before it is known who asks.
    fn assemble(app: &App, parts: &Parts, request_id: Uuid, session: Session) -> Inner {
        let (headers, cookies) = (&parts.headers, Cookies::of(app));
        let known = cookies.get(headers, cookies::VISITOR).filter(|value| value.len() == 22).map(str::to_owned);
        let visitor = known.clone().unwrap_or_else(|| BASE64URL_NOPAD.encode(&app.random.bytes::<16>()));
        let device = cookies.get(headers, cookies::DEVICE).filter(|value| value.len() == 22).map(str::to_owned);
        let device = device.unwrap_or_else(|| BASE64URL_NOPAD.encode(&app.random.bytes::<16>()));
        let unknown = format!("visitor {visitor}");
        let language = language_of(None, headers, cookies);
        Inner {
            app: app.clone(),
            language,
            t: texts::of(language),
            notice: None,
            htmx: headers.contains_key("hx-request"),
            path: without_secret(parts.uri.path_and_query().map_or("/", |path| path.as_str())).to_owned(),
            from: headers.get(header::REFERER).and_then(|page| own_page(app, page.to_str().ok()?)),
            came_from: OnceLock::new(),
            here: page_of(app, parts),
            current: headers.get("hx-current-url").and_then(|page| own_page(app, page.to_str().ok()?)),
            address: address_of(app, &parts.headers, &parts.extensions),
            agent: agent_of(headers),
            zone: texts::zone(None),
            device,
            keeps_device: OnceLock::new(),
            request_id,
            new_visitor: if known.is_none() { cookies.set(cookies::VISITOR, &visitor, None) } else { None },
            came_with: None,
            binding: unknown.clone(),
            unknown,
            cookies: cookies::only(headers),
            brought: OnceLock::new(),
            token: OnceLock::new(),
            section: OnceLock::new(),
            sent: OnceLock::new(),
            proved: OnceLock::new(),
            target: headers.get("hx-target").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned(),
            actor: None,
            session,
        }
    }
}

impl Inner {
    /// The same request, of somebody who is signed in.
    fn of(self, actor: Actor, headers: &HeaderMap) -> Self {
        let language = language_of(Some(&actor), headers, Cookies::of(&self.app));
        Self {
            language,
            t: texts::of(language),
            zone: texts::zone(actor.reads_in()),
            new_visitor: None,
            binding: actor.session.as_ref().map_or_else(|| self.unknown.clone(), |session| binding_of(&session.id_hash)),
            actor: Some(actor),
            ..self
        }
    }
}

/// Whether a script only asks how long the session goes on: that does not keep it going.
fn is_question(parts: &Parts) -> bool {
    parts.method == Method::GET && parts.uri.path() == paths::SESSION
}

/// The session of this request, marked as seen where the request uses it. A cookie that opens none is tower-sessions' to take away: it
/// does that once it was asked for what is in it.
async fn signed_in(app: &App, session: &Session, address: String, is_use: bool) -> Result<Option<visits::Session>> {
    let Some(id) = session.id() else { return Ok(None) };
    let key = session_store::hash(&id);
    let Some(found) = visits::session(app, &key, Some(address)).await? else {
        session.load().await.map_err(failed)?;
        return Ok(None);
    };
    if is_use {
        session_store::store(app).touch_soon(key, found.seen_at).await;
    }
    Ok(Some(found))
}

/// The path of a page of ours, without the secret of a mailed link.
fn own_page(app: &App, url: &str) -> Option<String> {
    url.strip_prefix(&app.settings.public_url).map(|path| without_secret(safe_next(path)).to_owned())
}

/// The page to come back to after switching the language: an address that takes forms only is none.
fn page_of(app: &App, parts: &Parts) -> String {
    let own = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let before = parts.headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let page = if parts.method == Method::GET { Some(without_secret(safe_next(own)).to_owned()) } else { own_page(app, before) };
    page.unwrap_or_else(|| "/".into())
}

fn language_of(actor: Option<&Actor>, headers: &HeaderMap, cookies: Cookies) -> Language {
    let wished = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    actor
        .and_then(|actor| actor.language)
        .or_else(|| cookies.get(headers, cookies::LANGUAGE).and_then(Language::parse))
        .unwrap_or_else(|| Language::negotiate(wished()))
}

fn agent_of(headers: &HeaderMap) -> String {
    let said = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// The network address of the visitor; a trusted proxy names it.
pub(super) fn address_of(app: &App, headers: &HeaderMap, extensions: &Extensions) -> String {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let Some(peer) = peer else { return "unknown".into() };
    let lines = headers.get_all(&app.settings.client_address_header).iter();
    let header = lines.map(|value| value.to_str().unwrap_or("unreadable")).collect::<Vec<_>>().join(",");
    client_address(peer, Some(header.as_str()).filter(|header| !header.is_empty()), &app.settings.trusted_proxies).to_string()
}
