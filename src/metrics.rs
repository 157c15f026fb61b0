//! What is counted and measured, in the form that Prometheus reads. No label ever holds an address
//! bar, an id or anything else that a visitor chose: routes are patterns, statuses are classes.

use crate::domain::events::Refused;
use crate::domain::words;
use crate::error::{self, Error};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The upper ends of the buckets in which requests are counted by their time, in seconds.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Handled {
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct About {
    what: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct InState {
    state: String,
}

words! {
    /// How an attempt to sign in ended.
    SignIn { Ok = "ok", CodeNeeded = "code_needed", Failed = "failed", Throttled = "throttled", Unavailable = "unavailable" }
}

impl SignIn {
    /// What became of an attempt.
    #[must_use]
    pub fn of<T>(attempt: &error::Result<T>) -> Self {
        use crate::domain::refusal::Refusal;
        match attempt {
            Ok(_) => Self::Ok,
            Err(Error::Refused(Refusal::Throttled { .. })) => Self::Throttled,
            Err(Error::Refused(Refusal::Busy) | Error::Again(_) | Error::Unavailable(_) | Error::Internal(_)) => {
                Self::Unavailable
            }
            Err(
                Error::Refused(_) | Error::OperatorRefused(_) | Error::SignInNeeded | Error::TwoStepNeeded | Error::ProofNeeded,
            ) => Self::Failed,
        }
    }
}

/// What is read at the moment of asking.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// `None` when the database did not answer.
    pub stored: Option<Stored>,
    pub connections_used: i64,
    pub connections_idle: i64,
    /// Statements that have read something since the start.
    pub statements: u64,
    /// Passwords hashed since the start, and those that wait for a thread.
    pub hashed: u64,
    pub hashes_waiting: i64,
    /// Lines of the log that could not be written, and panics, since the start.
    pub log_lines_lost: u64,
    pub panics: u64,
}

/// What the database says.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    pub mails: Vec<(String, i64)>,
    /// For how long the oldest due mail has been due, in seconds; 0 when none is.
    pub oldest_due_seconds: i64,
    pub sessions: i64,
}

/// The instruments of one process.
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Handled, Histogram, fn() -> Histogram>,
    sign_ins: Family<Outcome, Counter>,
    mails: Family<InState, Gauge>,
    oldest_due: Gauge,
    sessions: Gauge,
    database_up: Gauge,
    ready: Gauge,
    connections: Family<InState, Gauge>,
    statements: Counter,
    hashed: Counter,
    hashes_waiting: Gauge,
    log_lines_lost: Counter,
    panics: Counter,
    alerts: Family<About, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Metrics {
    /// Instruments of a process that started at `now`, in milliseconds since 1970.
    #[must_use]
    pub fn new(now: i64) -> Self {
        let durations = Family::<Handled, Histogram, fn() -> Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
        let mut metrics = Self {
            registry: Registry::with_prefix("portico"),
            requests: Family::default(),
            durations,
            sign_ins: Family::default(),
            mails: Family::default(),
            oldest_due: Gauge::default(),
            sessions: Gauge::default(),
            database_up: Gauge::default(),
            ready: Gauge::default(),
            connections: Family::default(),
            statements: Counter::default(),
            hashed: Counter::default(),
            hashes_waiting: Gauge::default(),
            log_lines_lost: Counter::default(),
            panics: Counter::default(),
            alerts: Family::default(),
        };
        metrics.register(now);
        // Counters are there from the start, so that a first failure is seen as a rise.
        for outcome in SignIn::ALL {
            let _ = metrics.sign_ins.get_or_create(&Outcome { outcome: outcome.word() });
        }
        for what in Refused::ALL {
            let _ = metrics.alerts.get_or_create(&About { what: what.word() });
        }
        metrics
    }

    fn register(&mut self, now: i64) {
        let started = Gauge::<i64>::default();
        started.set(now / 1000);
        let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        let all = &mut self.registry;
        all.register("build", "The version that runs", version);
        all.register("start_time_seconds", "When the process started, in seconds since 1970", started);
        all.register("http_requests", "Requests by method, route and class of status", self.requests.clone());
        all.register("http_request_duration_seconds", "How long requests took", self.durations.clone());
        all.register("sign_ins", "Attempts to sign in by their outcome", self.sign_ins.clone());
        all.register("outbox_mails", "Mails by state", self.mails.clone());
        all.register("outbox_oldest_due_seconds", "For how long the oldest due mail has been due", self.oldest_due.clone());
        all.register("sessions", "Sessions that are open", self.sessions.clone());
        all.register("ready", "1 while this process can change something", self.ready.clone());
        all.register("database_up", "1 while the database answers", self.database_up.clone());
        all.register("database_connections", "Connections of this process to the database", self.connections.clone());
        all.register("database_reads", "Statements that read something", self.statements.clone());
        all.register("password_hashes", "Passwords hashed for checking or storing", self.hashed.clone());
        all.register("password_hashes_waiting", "Passwords that wait for a hashing thread", self.hashes_waiting.clone());
        all.register("log_lines_lost", "Lines of the log that could not be written", self.log_lines_lost.clone());
        all.register("alerts", "Alerts: the same was refused again and again", self.alerts.clone());
        all.register("panics", "Defects that ended a piece of work", self.panics.clone());
    }

    /// Counts a request that was answered. `route` is the pattern of the table of routes.
    pub fn answered(&self, method: &str, route: Option<&str>, status: u16, took: Duration) {
        let (method, route) = (known(method), route.unwrap_or("none").to_owned());
        self.durations.get_or_create(&Handled { method, route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&Request { method, route, status: class(status) }).inc();
    }

    /// Counts an attempt to sign in.
    pub fn sign_in(&self, outcome: SignIn) {
        self.sign_ins.get_or_create(&Outcome { outcome: outcome.word() }).inc();
    }

    /// Counts an alert.
    pub fn alert(&self, what: Refused) {
        self.alerts.get_or_create(&About { what: what.word() }).inc();
    }

    /// Everything, as Prometheus reads it.
    ///
    /// # Errors
    /// It cannot be written as text.
    pub fn render(&self, reading: &Reading, is_ready: bool) -> error::Result<String> {
        self.ready.set(i64::from(is_ready));
        self.database_up.set(i64::from(reading.stored.is_some()));
        // What is not known is not told: the numbers of the last time would look like now's.
        self.mails.clear();
        if let Some(Stored { mails, oldest_due_seconds, sessions }) = &reading.stored {
            for (state, number) in mails {
                self.mails.get_or_create(&InState { state: state.clone() }).set(*number);
            }
            self.oldest_due.set(*oldest_due_seconds);
            self.sessions.set(*sessions);
        }
        let connections = [("used", reading.connections_used), ("idle", reading.connections_idle)];
        for (state, number) in connections {
            self.connections.get_or_create(&InState { state: state.into() }).set(number);
        }
        self.statements.inner().store(reading.statements, Ordering::Relaxed);
        self.hashed.inner().store(reading.hashed, Ordering::Relaxed);
        self.hashes_waiting.set(reading.hashes_waiting);
        self.log_lines_lost.inner().store(reading.log_lines_lost, Ordering::Relaxed);
        self.panics.inner().store(reading.panics, Ordering::Relaxed);
        let mut written = String::new();
        text::encode(&mut written, &self.registry).map_err(anyhow::Error::new)?;
        Ok(written)
    }
}

/// A visitor may send any word as a method.
fn known(method: &str) -> &'static str {
    match method {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    }
}

fn class(status: u16) -> &'static str {
    match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_cannot_make_up_labels() {
        let metrics = Metrics::new(1_700_000_000_000);
        metrics.answered("SECRET", None, 404, Duration::from_millis(7));
        metrics.answered("GET", Some("/password/{token}"), 303, Duration::ZERO);
        let text = metrics.render(&Reading::default(), true).unwrap();
        assert!(text.contains(r#"portico_http_requests_total{method="other",route="none",status="4xx"} 1"#), "{text}");
        assert!(text.contains(r#"route="/password/{token}",status="3xx"} 1"#), "{text}");
        assert!(!text.contains("SECRET") && text.contains("portico_start_time_seconds 1700000000"), "{text}");
        assert!(
            text.contains("portico_database_up 0") && text.contains(r#"portico_sign_ins_total{outcome="failed"} 0"#),
            "{text}"
        );
    }
}
