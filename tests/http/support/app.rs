//! The real application behind a real port, with everything around it in the test's hands.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use portico::app::{App, Parts, Settings};
use portico::clock::Clock;
use portico::deliveries::{Carrier, Worker};
use portico::domain::time::{DAY, HOUR};
use portico::mail::postman::{Postman, Transport};
use portico::password::Passwords;
use portico::random::Random;
use portico::readiness::Readiness;
use portico::secrets::Secrets;
use portico::server::{self, Limits};
use portico::service::identity::follow_ups;
use portico::store::Db;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};

use super::client::Client;
use super::database::{TestDatabase, wait_for};
use super::smtp::{Mail, SmtpSink};

/// Portico, served for one test.
///
/// At its end the test fails when mail is left unread, when a mail waits in the outbox, or when
/// a visitor got a 500; [`TestApp::ignore_mail`] and [`TestApp::take_faults`] are for the tests
/// that are about those. Its database asks what `portico check` asks.
pub struct TestApp {
    pub app: App,
    /// Starts at the real time and then stands still until the test moves it.
    pub clock: Clock,
    pub smtp: SmtpSink,
    pub db: TestDatabase,
    base: String,
    postman: Worker,
    faults: Faults,
    mail_matters: bool,
    /// The server stops when this is gone.
    _running: watch::Sender<bool>,
}

/// The requests that were answered with a 500.
#[derive(Clone, Default)]
struct Faults(Arc<Mutex<Vec<String>>>);

impl TestApp {
    pub async fn spawn() -> Self {
        Self::spawn_with(|_| ()).await
    }

    /// With settings of the test's own.
    pub async fn spawn_with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::spawn_at(Clock::manual(Clock::System.now()), change).await
    }

    /// As [`TestApp::spawn_with`], with a clock of the test's own.
    pub async fn spawn_at(clock: Clock, change: impl FnOnce(&mut Settings)) -> Self {
        let (db, smtp) = (TestDatabase::migrated().await, SmtpSink::start().await);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let mut settings = settings(&base);
        change(&mut settings);
        let app = app(&db, clock.clone(), settings).await;
        let faults = Faults::default();
        let watched = middleware::from_fn_with_state(faults.clone(), record);
        let router = portico::routes::router(&app).expect("the routes fit").layer(watched);
        let (_running, stop) = watch::channel(false);
        tokio::spawn(follow_ups::work(app.clone(), stop.clone()));
        tokio::spawn(server::run(listener, router, stop, Limits::default()));
        Self {
            postman: postman_at(&app, smtp.address(), Duration::from_secs(60)),
            app,
            clock,
            smtp,
            db,
            base,
            faults,
            mail_matters: true,
            _running,
        }
    }

    /// A new visitor, who reads English.
    pub fn client(&self) -> Client {
        Client::new(&self.base)
    }

    /// A new visitor of another process over the same database: as after a restart, it has everything in mind that
    /// stands there and nothing else.
    pub async fn restarted(&self) -> Client {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let app = self.app.with(|parts| {
            parts.settings = Arc::new(Settings { public_url: base.clone(), ..(*parts.settings).clone() });
            parts.gate = Arc::default();
        });
        let router = portico::routes::router(&app).expect("the routes fit");
        tokio::spawn(server::run(listener, router, self._running.subscribe(), Limits::default()));
        Client::new(&base)
    }

    /// The address of a path, for a browser.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Sends what is due now, as the worker would; gives how many mails that were.
    pub async fn deliver(&self) -> usize {
        self.postman.deliver_due().await.expect("the outbox can be read")
    }

    /// Delivers, and takes the oldest unread mail to `address`.
    pub async fn mail_for(&self, address: &str) -> Mail {
        self.deliver().await;
        self.smtp.take_for(address)
    }

    /// One more worker on the same outbox, which waits for the mail server at most `patience`.
    pub fn another_postman(&self, patience: Duration) -> Worker {
        postman_at(&self.app, self.smtp.address(), patience)
    }

    /// For tests that are not about mail.
    pub fn ignore_mail(&mut self) {
        self.mail_matters = false;
    }

    /// Takes the 500s so far, for a test that provoked them.
    pub fn take_faults(&self) -> Vec<String> {
        std::mem::take(&mut *self.faults.0.lock().expect("no panic while it is held"))
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let faults = self.take_faults();
        assert!(faults.is_empty(), "answered with a 500: {faults:?}");
        if self.mail_matters {
            let unread = self.smtp.unread();
            let unread: Vec<_> = unread.iter().map(ToString::to_string).collect();
            assert!(unread.is_empty(), "unread mail:\n{}", unread.join("\n"));
            let waiting = "SELECT payload FROM deliveries \
                WHERE state IN ('pending', 'sending')";
            let waiting = wait_for(self.db.texts(waiting));
            assert!(waiting.is_empty(), "mail waits in the outbox: {waiting:?}");
        }
    }
}

async fn record(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let what = format!("{} {}", request.method(), request.uri());
    let response = next.run(request).await;
    if response.status() == axum::http::StatusCode::INTERNAL_SERVER_ERROR {
        faults.0.lock().expect("no panic while it is held").push(what);
    }
    response
}

fn settings(base: &str) -> Settings {
    Settings {
        public_url: base.to_owned(),
        session_idle: 12 * HOUR,
        session_absolute: 7 * DAY,
        invitation_lifetime: 5 * DAY,
        registration_open: true,
        trusted_proxies: Vec::new(),
        client_address_header: String::new(),
        mails_are_sent: true,
        demo: false,
        follow_up_delay: 0,
    }
}

async fn app(db: &TestDatabase, clock: Clock, settings: Settings) -> App {
    App::from(Parts {
        db: Db::connect(db.url()).await.expect("the database opens"),
        clock,
        random: Random::new(),
        secrets: Secrets::from_bytes([7; 32]),
        passwords: Passwords::start(1, 64),
        settings: Arc::new(settings),
        gate: Arc::default(),
        metrics: Arc::default(),
        readiness: Arc::new(Readiness::of(uuid::Uuid::nil())),
        stopping: Arc::default(),
        deliveries: Arc::new(Notify::new()),
        follow_ups: Arc::new(Notify::new()),
    })
}

/// A worker that sends to the mail server at this address.
pub fn postman_at(app: &App, address: SocketAddr, patience: Duration) -> Worker {
    let transport = Transport::builder_dangerous(address.ip().to_string()).port(address.port());
    let from = "Portico <portico@portal.example>".parse().expect("an address");
    let postman = Postman::new(app.clone(), transport.build(), from);
    Worker::new(app.clone(), Carrier::Mail(postman)).with_patience(patience)
}
