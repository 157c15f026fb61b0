//! One request of one visitor: who it is, in which language, and how the answer goes back.

use super::cookies;
use super::failure::Failure;
use super::markup::{Badge, Icon, Ratio, Time};
use super::paths::{safe_next, without_secret};
use super::session_store::{ACCOUNT, ADDRESS, AGENT, NOTICE, PROVIDER, SESSION_EPOCH};
use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::ids::ProviderId;
use crate::domain::language::Language;
use crate::domain::network::client_address;
use crate::domain::providers;
use crate::error::{Error, Result};
use crate::service::actor::Actor;
use crate::service::identity::accounts::{self, SignedIn};
use crate::texts::{self, Texts};
use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use tower_sessions::Session;
use uuid::Uuid;

/// A request as handlers and templates see it. Cheap to clone.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

#[derive(Clone)]
pub struct Inner {
    pub app: App,
    pub language: Language,
    pub t: &'static Texts,
    pub actor: Option<Actor>,
    pub session: Session,
    /// What was said on the page before, once.
    pub notice: Option<String>,
    /// Whether htmx asks, which gets a fragment.
    pub htmx: bool,
    /// Path and query of this request, without the secret of a mailed link.
    pub path: String,
    /// Where the visitor stands: this page, or for a form the page that it was on.
    pub here: String,
    /// The network address of the visitor.
    pub address: String,
    /// What the browser says that it is: 200 printable characters at most.
    pub agent: String,
    /// The time zone in which the visitor reads.
    pub zone: TimeZone,
    pub request_id: Uuid,
    /// What forms of this visitor are bound to.
    binding: String,
    new_visitor: Option<HeaderValue>,
    section: OnceLock<&'static str>,
}

impl Deref for Visit {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Failure;

    /// The visit that [`super::failure::explain`] has put into the request.
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
        let address = address_of(app, parts);
        let actor = match kept(&session, ACCOUNT).await? {
            Some(id) => accounts::actor(app, id, kept(&session, PROVIDER).await?, Some(address.clone())).await?,
            None => None,
        };
        // A dialog has no place for the notice: it waits for the page.
        let for_dialog = parts.headers.get("hx-target").is_some_and(|target| target == "dialog");
        let shows_a_page = parts.method == Method::GET && actor.is_some() && !for_dialog;
        let notice = if shows_a_page { take_notice(&session).await? } else { None };
        Ok(Self::assemble(app, parts, request_id, session, actor, notice))
    }

    /// A visit of nobody, for when the database cannot say who it is.
    #[must_use]
    pub fn of_nobody(app: &App, parts: &Parts, session: Session, request_id: Uuid) -> Self {
        Self::assemble(app, parts, request_id, session, None, None)
    }

    fn assemble(
        app: &App,
        parts: &Parts,
        request_id: Uuid,
        session: Session,
        actor: Option<Actor>,
        notice: Option<String>,
    ) -> Self {
        let headers = &parts.headers;
        let known = cookies::get(headers, cookies::VISITOR).filter(|value| value.len() == 22).map(str::to_owned);
        let visitor = known.clone().unwrap_or_else(|| BASE64URL_NOPAD.encode(&app.random.bytes::<16>()));
        let binding = match (&actor, session.id()) {
            (Some(_), Some(id)) => format!("session {id}"),
            _ => format!("visitor {visitor}"),
        };
        let language = language_of(actor.as_ref(), headers);
        Self(Arc::new(Inner {
            app: app.clone(),
            language,
            t: texts::of(language),
            notice,
            htmx: headers.contains_key("hx-request"),
            path: without_secret(parts.uri.path_and_query().map_or("/", |path| path.as_str())).to_owned(),
            here: page_of(app, parts),
            address: address_of(app, parts),
            agent: agent_of(headers),
            zone: texts::zone(actor.as_ref().and_then(|actor| actor.time_zone.as_deref())),
            request_id,
            new_visitor: if known.is_none() && actor.is_none() { cookies::set(cookies::VISITOR, &visitor, None) } else { None },
            binding,
            section: OnceLock::new(),
            actor,
            session,
        }))
    }

    /// The signed-in person.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`].
    pub fn actor(&self) -> Result<&Actor> {
        self.actor.as_ref().ok_or(Error::SignInNeeded)
    }

    /// The hidden value of a form on a page of this visitor.
    #[must_use]
    pub fn form_token(&self) -> String {
        self.app.secrets.form_token(&self.binding)
    }

    #[must_use]
    pub fn form_token_matches(&self, given: &str) -> bool {
        self.app.secrets.form_token_matches(&self.binding, given)
    }

    /// Begins a session for somebody who proved who they are; an older one of this browser ends.
    ///
    /// # Errors
    /// The session cannot be stored.
    pub async fn begin_session(&self, who: SignedIn) -> Result<()> {
        self.session.flush().await.map_err(anyhow::Error::new)?;
        self.session.insert(ACCOUNT, who.account).await.map_err(anyhow::Error::new)?;
        self.session.insert(SESSION_EPOCH, who.session_epoch).await.map_err(anyhow::Error::new)?;
        self.session.insert(ADDRESS, &self.address).await.map_err(anyhow::Error::new)?;
        self.session.insert(AGENT, &self.agent).await.map_err(anyhow::Error::new)?;
        Ok(self.session.save().await.map_err(anyhow::Error::new)?)
    }

    /// Begins the own session anew after all of the account's were ended; the person goes on in the
    /// same provider.
    ///
    /// # Errors
    /// The session cannot be stored.
    pub async fn renew_session(&self, who: SignedIn) -> Result<()> {
        let provider: Option<ProviderId> = kept(&self.session, PROVIDER).await?;
        self.begin_session(who).await?;
        if let Some(provider) = provider {
            self.session.insert(PROVIDER, provider).await.map_err(anyhow::Error::new)?;
        }
        Ok(())
    }

    /// This visit, with forms that hold in the session that was just begun.
    #[must_use]
    pub fn in_new_session(&self) -> Self {
        let mut inner = (*self.0).clone();
        if let Some(id) = self.session.id() {
            inner.binding = format!("session {id}");
        }
        Self(Arc::new(inner))
    }

    /// Keeps a sentence for the next page.
    ///
    /// # Errors
    /// The session cannot be stored.
    pub async fn say(&self, sentence: String) -> Result<()> {
        Ok(self.session.insert(NOTICE, sentence).await.map_err(anyhow::Error::new)?)
    }

    /// A whole page, or its fragment for htmx. The one place that chooses.
    ///
    /// # Errors
    /// The template cannot be written.
    pub fn page(&self, status: StatusCode, page: &impl Template, fragment: &impl Template) -> Result<Response> {
        let body = if self.htmx { fragment.render() } else { page.render() };
        let body = body.map_err(anyhow::Error::new)?;
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        let mut response = (status, [(header::CONTENT_TYPE, html)], body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::VARY, HeaderValue::from_static("HX-Request, Accept-Language, Cookie"));
        if let Some(cookie) = &self.new_visitor {
            headers.append(header::SET_COOKIE, cookie.clone());
        }
        Ok(response)
    }

    /// Sends the browser on to a path of this portal after a change: htmx closes an open dialog
    /// and loads the page into its place, a browser without script follows the redirect.
    #[must_use]
    pub fn go_to(&self, path: &str) -> Response {
        let location = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
        if !self.htmx {
            return (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
        }
        let target = serde_json::json!({ "path": path, "target": "#main", "swap": "innerHTML show:window:top" }).to_string();
        let mut headers = HeaderMap::new();
        headers.insert("hx-location", HeaderValue::from_str(&target).unwrap_or(location));
        headers.insert("hx-trigger", HeaderValue::from_static("close-dialog"));
        (StatusCode::NO_CONTENT, headers).into_response()
    }

    // What templates ask for.

    #[must_use]
    pub fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }

    #[must_use]
    pub fn badge(&self, name: &str) -> Badge {
        Badge::of(name)
    }

    #[must_use]
    pub fn ratio(&self, occupied: &i64, seats: &i64) -> Ratio {
        Ratio { occupied: *occupied, seats: *seats }
    }

    /// A moment, in the reader's zone.
    #[must_use]
    pub fn moment(&self, ms: &i64) -> Time {
        Time { ms: *ms, shown: texts::moment(self.language, *ms, &self.zone) }
    }

    /// A moment to the second, in the reader's zone.
    #[must_use]
    pub fn second(&self, ms: &i64) -> Time {
        Time { ms: *ms, shown: texts::second(*ms, &self.zone) }
    }

    /// A day, in the reader's zone.
    #[must_use]
    pub fn day(&self, ms: &i64) -> Time {
        Time { ms: *ms, shown: texts::day(self.language, *ms, &self.zone) }
    }

    /// Whether the person may do this with the own provider.
    #[must_use]
    pub fn may(&self, action: ProviderAction) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.may_in_provider(action))
    }

    #[must_use]
    pub fn may_view_clients(&self) -> bool {
        self.may(ProviderAction::ViewClients)
    }

    #[must_use]
    pub fn may_manage(&self) -> bool {
        self.may(ProviderAction::ViewProviderMembers)
    }

    #[must_use]
    pub fn has_two_step(&self) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.has_two_step)
    }

    /// The name of the visitor's provider, while it is suspended.
    #[must_use]
    pub fn suspended_provider(&self) -> Option<&str> {
        let provider = self.actor.as_ref()?.provider.as_ref()?;
        (provider.state == providers::State::Suspended).then_some(provider.name.as_str())
    }

    #[must_use]
    pub fn has_organizations(&self) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.is_member || actor.provider.is_none())
    }

    /// Whether people make accounts here without being invited.
    #[must_use]
    pub fn registration_is_open(&self) -> bool {
        crate::service::identity::registration::is_open(&self.app)
    }

    /// Says under which entry of the navigation this page stands, where its path does not.
    pub fn stands_under(&self, entry: &'static str) {
        let _ = self.section.set(entry);
    }

    /// `page` for the entry of the navigation that this page is, `true` for one above it.
    #[must_use]
    pub fn current(&self, entry: &str) -> Option<&'static str> {
        if let Some(section) = self.section.get() {
            return (*section == entry).then_some("true");
        }
        let path = self.path.split('?').next().unwrap_or_default();
        if path == entry {
            Some("page")
        } else if path.strip_prefix(entry).is_some_and(|rest| rest.starts_with('/')) {
            Some("true")
        } else {
            None
        }
    }
}

/// An id that the session holds.
async fn kept<I: DeserializeOwned>(session: &Session, key: &str) -> Result<Option<I>> {
    if session.id().is_none() {
        return Ok(None);
    }
    session.get(key).await.map_err(|error| Error::Unavailable(error.to_string()))
}

/// The sentence that was kept for this page. A session is written only where there is one.
async fn take_notice(session: &Session) -> Result<Option<String>> {
    let notice: Option<String> = session.get(NOTICE).await.map_err(anyhow::Error::new)?;
    if notice.is_some() {
        session.remove_value(NOTICE).await.map_err(anyhow::Error::new)?;
    }
    Ok(notice)
}

/// The page to come back to after switching the language: an address that takes forms only is none.
fn page_of(app: &App, parts: &Parts) -> String {
    let own = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let before = parts.headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let page = if parts.method == Method::GET { own } else { before.strip_prefix(&app.settings.public_url).unwrap_or("/") };
    without_secret(safe_next(page)).to_owned()
}

fn language_of(actor: Option<&Actor>, headers: &HeaderMap) -> Language {
    let wished = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    actor
        .and_then(|actor| actor.language)
        .or_else(|| cookies::get(headers, cookies::LANGUAGE).and_then(Language::parse))
        .unwrap_or_else(|| Language::negotiate(wished()))
}

fn agent_of(headers: &HeaderMap) -> String {
    let said = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn address_of(app: &App, parts: &Parts) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let Some(peer) = peer else { return "unknown".into() };
    let lines = parts.headers.get_all(&app.settings.client_address_header).iter();
    let header = lines.map(|value| value.to_str().unwrap_or("unreadable")).collect::<Vec<_>>().join(",");
    client_address(peer, Some(header.as_str()).filter(|header| !header.is_empty()), &app.settings.trusted_proxies).to_string()
}

/// The `State` of every handler, spelled once.
pub type Portal = State<App>;
