//! tower-sessions on our own table: identifiers are kept as hashes, a late save never brings a
//! deleted session back, and both limits (idle, absolute) are asked on the server.

use super::cookies::{Cookies, SESSION};
use crate::app::App;
use crate::domain::identity::ending::Ending;
use crate::domain::ids::ProviderId;
use crate::domain::time::MINUTE;
use crate::readiness::{Failed, Readiness};
use crate::store::identity::accounts;
use crate::store::identity::ended_sessions::End;
use crate::store::identity::sessions::{self, NewSession};
use async_trait::async_trait;
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use std::fmt;
use std::time::Duration;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{SessionManagerLayer, SessionStore};

/// The key under which a session holds its account.
pub const ACCOUNT: &str = "account";
/// The key under which it holds the account's session epoch in which it was begun.
pub const SESSION_EPOCH: &str = "session_epoch";
/// The keys under which it holds where it was begun, and the provider that the person works in.
pub const ADDRESS: &str = "address";
pub const AGENT: &str = "agent";
pub const PROVIDER: &str = "provider";
/// The keys under which one that goes on from another holds with which sign-in and when that began, and when its
/// person last proved who it is.
pub const SIGN_IN: &str = "sign_in";
pub const BEGAN: &str = "began_at";
pub const PROVEN: &str = "proven_at";
/// The key under which a notice waits for the next page.
pub const NOTICE: &str = "notice";

/// How long a page waits for its session to be marked as seen.
const TOUCH_PATIENCE: Duration = Duration::from_millis(100);

#[derive(Clone)]
pub struct Store(App);

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

/// The sessions of this application.
#[must_use]
pub fn store(app: &App) -> Store {
    Store(app.clone())
}

/// The layer that gives every request its session.
#[must_use]
pub fn layer(app: &App) -> SessionManagerLayer<Store> {
    let cookies = Cookies::of(app);
    SessionManagerLayer::new(store(app))
        .with_name(cookies.name(SESSION))
        .with_secure(cookies.is_secure())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
}

/// What of an identifier is stored.
pub(crate) fn hash(id: &Id) -> Vec<u8> {
    Sha256::digest(id.to_string()).to_vec()
}

/// What the forms of a session are bound to. From the hash alone it can be told later that a form was shown in it.
pub(super) fn binding_of(session: &[u8]) -> String {
    format!("session {}", BASE64URL_NOPAD.encode(session))
}

fn backend(error: impl fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

/// The provider that was chosen, which has a column of its own.
fn provider_of(record: &Record) -> Option<ProviderId> {
    record.data.get(PROVIDER)?.as_str()?.parse().ok()
}

fn encode(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

#[async_trait]
impl SessionStore for Store {
    /// A session that begins gets an identifier of its own: after a flush tower-sessions 0.15 still
    /// passes the one that was there before.
    async fn create(&self, record: &mut Record) -> Result<()> {
        record.id = Id::default();
        let data = encode(record)?;
        let text = |key: &str| record.data.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let (address, agent) = (text(ADDRESS), text(AGENT));
        let account = text(ACCOUNT).parse().map_err(|_| backend("a session needs an account"))?;
        let number = |key: &str| record.data.get(key).and_then(serde_json::Value::as_i64);
        let now = self.0.now();
        let mut key = hash(&record.id);
        let new = NewSession {
            id_hash: &[],
            public_id: self.0.new_id(),
            account,
            session_epoch: number(SESSION_EPOCH).ok_or_else(|| backend("a session needs a session epoch"))?,
            provider: provider_of(record),
            data: &data,
            address: &address,
            agent: &agent,
            sign_in: 0,
            began_at: number(BEGAN).unwrap_or(now),
            proven_at: number(PROVEN).unwrap_or(now),
            now,
        };
        let mut tx = self.0.db.write().await.map_err(backend)?;
        let sign_in = match number(SIGN_IN) {
            Some(sign_in) => sign_in,
            None => accounts::next_sign_in(&mut tx, account).await.map_err(backend)?.ok_or_else(|| backend("no account"))?,
        };
        while !sessions::insert(&mut tx, &NewSession { id_hash: &key, sign_in, ..new }).await.map_err(backend)? {
            record.id = Id::default();
            key = hash(&record.id);
        }
        tx.commit().await.map_err(backend)
    }

    /// All that is ever saved is a notice: when it cannot be, the answer still goes out.
    async fn save(&self, record: &Record) -> Result<()> {
        let data = encode(record)?;
        if let Err(error) = self.keep(&hash(&record.id), provider_of(record), &data).await {
            Readiness::tell(&self.0, Failed::work("a notice was not kept", error));
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let mut conn = self.0.db.read().await.map_err(backend)?;
        let found = sessions::find(&mut conn, &hash(id), self.0.sessions()).await;
        let Some(row) = found.map_err(backend)? else { return Ok(None) };
        let data = serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: time::OffsetDateTime::from_unix_timestamp(253_402_300_000).map_err(backend)?,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.0.db.write().await.map_err(backend)?;
        let end = End { by: Ending::SignedOut, now: self.0.now() };
        sessions::delete(&mut tx, &hash(id), end).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

impl Store {
    async fn keep(&self, key: &[u8], provider: Option<ProviderId>, data: &str) -> std::result::Result<(), sqlx::Error> {
        let mut tx = self.0.db.write().await?;
        sessions::update(&mut tx, key, provider, data).await?;
        tx.commit().await
    }

    /// Keeps for which provider the person of this session works.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn work_for(&self, key: &[u8], provider: ProviderId) -> std::result::Result<(), sqlx::Error> {
        let mut tx = self.0.db.write().await?;
        sessions::choose(&mut tx, key, provider).await?;
        tx.commit().await
    }

    /// Marks a session as seen, where that is a minute old. Reading does not wait for a writer that takes
    /// long: the mark is then made beside the answer.
    pub async fn touch_soon(&self, key: Vec<u8>, seen_at: i64) {
        if self.0.now() - seen_at <= MINUTE {
            return;
        }
        let store = self.clone();
        let touching = tokio::spawn(async move {
            if let Err(error) = store.touch(&key).await {
                Readiness::tell(&store.0, Failed::work("a session was used but not marked as seen", error));
            }
        });
        let _ = tokio::time::timeout(TOUCH_PATIENCE, touching).await;
    }

    async fn touch(&self, key: &[u8]) -> std::result::Result<(), sqlx::Error> {
        let mut tx = self.0.db.write().await?;
        sessions::touch(&mut tx, key, self.0.now()).await?;
        tx.commit().await
    }
}
