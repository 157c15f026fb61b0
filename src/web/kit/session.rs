//! The session of a visitor: how it begins, and what is kept in it for the next request.

use super::cookies::{self, Cookies};
use super::notice::{Notice, WayBack};
use super::session_store::{self, ACCOUNT, ADDRESS, AGENT, BEGAN, NOTICE, PROVEN, PROVIDER, SESSION_EPOCH, SIGN_IN};
use super::visit::Visit;
use crate::domain::identity::ending;
use crate::domain::ids::ProviderId;
use crate::error::{Error, Result};
use crate::service::actor::CurrentSession;
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::ended::{self, Ended};
use crate::service::identity::places::Place;
use axum::http::HeaderValue;
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, OnceLock};
use tower_sessions::session_store::Error as SessionStoreError;
use tower_sessions::{Session, session};

/// How long a browser is known again, in seconds: as long as browsers keep a cookie.
const DEVICE_KEPT: i64 = 400 * 24 * 60 * 60;

/// How many sessions of before a browser keeps in mind: pages of each may be open.
const MOST_BEFORE: usize = 5;

impl Visit {
    /// Begins a session for somebody who proved who they are; an older one of this browser ends.
    ///
    /// # Errors
    /// The session cannot be stored.
    pub async fn begin_session(&self, who: SignedIn) -> Result<()> {
        self.begin(who, None).await
    }

    /// Begins it as going on from another one of the same person.
    async fn begin(&self, who: SignedIn, from: Option<&CurrentSession>) -> Result<()> {
        self.end_session().await?;
        if let Some(from) = from {
            self.session.insert(SIGN_IN, from.sign_in).await.map_err(failed)?;
            self.session.insert(BEGAN, from.began_at).await.map_err(failed)?;
            self.session.insert(PROVEN, from.proven_at).await.map_err(failed)?;
        }
        self.session.insert(ACCOUNT, who.account).await.map_err(failed)?;
        self.session.insert(SESSION_EPOCH, who.session_epoch).await.map_err(failed)?;
        self.session.insert(ADDRESS, &self.address).await.map_err(failed)?;
        self.session.insert(AGENT, &self.agent).await.map_err(failed)?;
        let _ = self.keeps_device.set(());
        self.session.save().await.map_err(failed)
    }

    /// Where this visitor stands.
    #[must_use]
    pub fn place(&self) -> Place {
        let signed_in = self.actor.as_ref().map(|actor| actor.email_key.clone());
        Place { address: self.address.clone(), agent: self.agent.clone(), device: self.device.clone(), signed_in }
    }

    /// The cookie by which the browser is known again, for whom a session began.
    pub(super) fn device_cookie(&self) -> Option<HeaderValue> {
        self.keeps_device.get().and_then(|()| Cookies::of(&self.app).set(cookies::DEVICE, &self.device, Some(DEVICE_KEPT)))
    }

    /// Begins the own session anew after all of the account's were ended; the person goes on in the
    /// same provider. Nobody signs in with that: it ends when the one before would have, and what was proved
    /// in that one, and when, holds on.
    ///
    /// # Errors
    /// The session cannot be stored.
    pub async fn renew_session(&self, who: SignedIn) -> Result<()> {
        let provider: Option<ProviderId> = kept(&self.session, PROVIDER).await?;
        self.begin(who, self.actor()?.session.as_ref()).await?;
        if let Some(provider) = provider {
            self.session.insert(PROVIDER, provider).await.map_err(failed)?;
        }
        Ok(())
    }

    /// Ends the session of this browser, if it has one.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn end_session(&self) -> Result<()> {
        if self.session.id().is_none() {
            self.session.clear().await;
            return Ok(());
        }
        self.session.flush().await.map_err(failed)
    }

    /// Keeps for which provider the person works from now on. Whoever is told so has it.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn work_for(&self, provider: ProviderId) -> Result<()> {
        if let Some(id) = self.session.id() {
            session_store::store(&self.app).work_for(&session_store::hash(&id), provider).await?;
        }
        self.session.insert(PROVIDER, provider).await.map_err(failed)
    }

    /// This visit, with forms that hold in the session that was just begun.
    #[must_use]
    pub fn in_new_session(&self) -> Self {
        let mut inner = (*self.0).clone();
        if let Some(id) = self.session.id() {
            inner.binding = session_store::binding_of(&session_store::hash(&id));
            inner.token = OnceLock::new();
        }
        Self(Arc::new(inner))
    }

    /// Whether the session that the browser came with is none, or none any more.
    fn is_over(&self) -> bool {
        self.actor.is_none() || self.session.id().map(|id| session_store::hash(&id)) != self.came_with
    }

    /// The sessions that this browser had before, the last one first: what it came with, where that is none any more,
    /// and those that were over when it came.
    pub(super) fn sessions_before(&self) -> Vec<Vec<u8>> {
        let kept = Cookies::of(&self.app).get(&self.cookies, cookies::ENDED).unwrap_or_default().split('.');
        let kept = kept.filter_map(|hash| BASE64URL_NOPAD.decode(hash.as_bytes()).ok()).filter(|hash| hash.len() == 32);
        let mut all: Vec<_> = self.came_with.clone().filter(|_| self.is_over()).into_iter().chain(kept).collect();
        all.dedup();
        all.truncate(MOST_BEFORE);
        all
    }

    /// What became of the session that this browser had before.
    ///
    /// # Errors
    /// The database.
    pub async fn ended(&self) -> Result<Option<Ended>> {
        match self.sessions_before().first() {
            Some(hash) => ended::of(&self.app, hash).await,
            None => Ok(None),
        }
    }

    /// The cookie by which a page of a session that has just ended, or was found to be over, can be told so.
    pub(super) fn ended_cookie(&self) -> Option<HeaderValue> {
        self.came_with.as_ref().filter(|_| self.is_over())?;
        let hashes: Vec<_> = self.sessions_before().iter().map(|hash| BASE64URL_NOPAD.encode(hash)).collect();
        Cookies::of(&self.app).set(cookies::ENDED, &hashes.join("."), Some(ending::TOLD_FOR / 1000))
    }

    /// Keeps a sentence for the next page.
    ///
    /// # Errors
    /// The session cannot be stored.
    pub async fn say(&self, sentence: String) -> Result<()> {
        self.tell(Notice { text: sentence, way_back: None }).await
    }

    /// Keeps a sentence for the next page, with the way back from what it says was done.
    ///
    /// # Errors
    /// The session cannot be stored.
    pub async fn say_with(&self, sentence: String, way_back: WayBack) -> Result<()> {
        self.tell(Notice { text: sentence, way_back: Some(way_back) }).await
    }

    /// Keeps a notice for the next page.
    ///
    /// # Errors
    /// The session cannot be stored.
    pub async fn tell(&self, notice: Notice) -> Result<()> {
        self.session.insert(NOTICE, notice).await.map_err(failed)
    }
}

/// A session that cannot be read or stored is the database's trouble; what cannot be put into words is ours.
pub(super) fn failed(error: session::Error) -> Error {
    match error {
        session::Error::Store(SessionStoreError::Backend(cause)) => Error::Unavailable(cause),
        other => Error::Internal(anyhow::Error::new(other)),
    }
}

/// An id that the session holds.
pub(super) async fn kept<T: DeserializeOwned>(session: &Session, key: &str) -> Result<Option<T>> {
    if session.id().is_none() {
        return Ok(None);
    }
    session.get(key).await.map_err(failed)
}

/// The sentence that was kept for this page in a session with this data. The session itself is read, and
/// written, only where there is one.
pub(super) async fn take_notice(session: &Session, data: &str) -> Result<Option<Notice>> {
    #[derive(Deserialize)]
    struct Kept {
        notice: Option<Notice>,
    }
    let kept: Kept = serde_json::from_str(data).map_err(anyhow::Error::new)?;
    if kept.notice.is_some() {
        session.remove_value(NOTICE).await.map_err(failed)?;
    }
    Ok(kept.notice)
}
