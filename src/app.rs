//! What every service needs, in one place that is cheap to clone.

use crate::clock::Clock;
use crate::domain::network::{Network, host_of, is_loopback};
use crate::gate::Gate;
use crate::metrics::Metrics;
use crate::password::Passwords;
use crate::random::Random;
use crate::readiness::Readiness;
use crate::secrets::Secrets;
use crate::store::Db;
use crate::store::identity::sessions::Lifetimes;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::Notify;
use uuid::Uuid;

/// Shared by everything that runs: a clone is one pointer more.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What it is made of.
#[derive(Clone)]
pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub random: Random,
    pub secrets: Secrets,
    pub passwords: Passwords,
    pub settings: Arc<Settings>,
    /// Keeps attempts that are over their limit away from the database.
    pub gate: Arc<Gate>,
    pub metrics: Arc<Metrics>,
    /// Whether this process can work.
    pub readiness: Arc<Readiness>,
    /// Whether this process was told to stop: it is not ready for more then.
    pub stopping: Arc<AtomicBool>,
    /// Notified when something is owed to the outside.
    pub deliveries: Arc<Notify>,
    /// Notified when something is to be done after an answer.
    pub follow_ups: Arc<Notify>,
}

/// What the operator decided.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Scheme, host and port of every link, without a slash at the end.
    pub public_url: String,
    /// How long a session lives without a request, and in all, in milliseconds.
    pub session_idle: i64,
    pub session_absolute: i64,
    /// How long an invitation holds, in milliseconds.
    pub invitation_lifetime: i64,
    /// Whether people make accounts without being invited.
    pub registration_open: bool,
    /// Who may say for whom a request comes, and in which header.
    pub trusted_proxies: Vec<Network>,
    pub client_address_header: String,
    /// Whether mails go anywhere; without SMTP they wait.
    pub mails_are_sent: bool,
    /// Whether `/demo/mail` shows the mails.
    pub demo: bool,
    /// How long what follows an answer that must not tell whether there is an account waits at least, in milliseconds.
    pub follow_up_delay: i64,
}

impl From<Parts> for App {
    fn from(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// The same, with something else in the place of a part.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Parts)) -> Self {
        let mut parts = Parts::clone(self);
        change(&mut parts);
        parts.into()
    }

    /// The time, in milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// How long sessions go on, at this moment.
    #[must_use]
    pub fn sessions(&self) -> Lifetimes {
        Lifetimes { idle: self.settings.session_idle, absolute: self.settings.session_absolute, now: self.now() }
    }

    /// A new id.
    #[must_use]
    pub fn new_id<I: From<Uuid>>(&self) -> I {
        self.random.uuid_v7(self.now()).into()
    }

    /// Lets what is owed to the outside be carried out without delay. Called after the commit.
    pub fn wake_deliveries(&self) {
        self.deliveries.notify_one();
    }

    /// Whether the portal is served over https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.settings.public_url.starts_with("https://")
    }

    /// Whether the portal is opened over http on this very machine, as in a first try.
    #[must_use]
    pub fn is_plain_loopback(&self) -> bool {
        let authority = self.settings.public_url.strip_prefix("http://");
        authority.is_some_and(|authority| is_loopback(host_of(authority)))
    }

    /// An absolute link to a path of the portal. The host comes from the configuration alone.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }
}
