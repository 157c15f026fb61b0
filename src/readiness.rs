//! Whether this process can work: asked by load balancers and by the process itself, and tried at most every two
//! seconds, however many ask.

use crate::app::App;
use crate::store::Trouble;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// How long an answer is given again without another try.
const FRESH: Duration = Duration::from_secs(2);
/// How long a try may take; whoever asks has little patience.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long others may keep every write from beginning before something is wrong with it.
const BUSY: Duration = Duration::from_secs(60);

/// Why this process cannot work, as anybody may hear it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    #[error("stopping")]
    Stopping,
    #[error("waiting for the database")]
    Starting,
    #[error("the database does not answer in time")]
    Silent,
    #[error(transparent)]
    Database(#[from] Trouble),
}

/// Something that failed on the database.
#[derive(Debug)]
pub struct Failed {
    /// The request that asked for it, and the path that it was about.
    pub request: Option<Uuid>,
    pub path: Option<String>,
    pub what: &'static str,
    pub error: String,
}

impl Failed {
    /// As work that nobody asked for.
    pub fn work(what: &'static str, error: impl ToString) -> Self {
        Self { request: None, path: None, what, error: error.to_string() }
    }
}

/// What was found at the last try.
#[derive(Debug)]
pub struct Readiness {
    /// This process among those that serve the same database.
    pub node: Uuid,
    last: Mutex<Option<(Instant, Result<(), NotReady>)>>,
    /// When a try worked last.
    worked: std::sync::Mutex<Instant>,
    is_ready: AtomicBool,
}

impl Readiness {
    /// Of a process that has just started, and is taken to be ready until it is tried.
    #[must_use]
    pub fn of(node: Uuid) -> Self {
        Self { node, last: Mutex::default(), worked: std::sync::Mutex::new(Instant::now()), is_ready: AtomicBool::new(true) }
    }

    /// Whether the last try worked.
    #[must_use]
    pub fn was_ready(&self) -> bool {
        self.is_ready.load(Ordering::Relaxed)
    }

    /// Tries to work, or tells what was found a moment ago. Everybody who asks meanwhile waits for the one try.
    ///
    /// # Errors
    /// Why it cannot.
    pub async fn ask(&self, app: &App) -> Result<(), NotReady> {
        if app.stopping.load(Ordering::Relaxed) {
            return Err(NotReady::Stopping);
        }
        let mut last = self.last.lock().await;
        if let Some((at, found)) = &*last
            && at.elapsed() < FRESH
        {
            return found.clone();
        }
        let tried = timeout(PATIENCE, app.db.try_to_write(self.node, app.now())).await;
        let found = self.judge(tried.map_err(|_| NotReady::Silent).and_then(|tried| Ok(tried?)));
        self.say(&found);
        *last = Some((Instant::now(), found.clone()));
        found
    }

    /// Who waits for others who write works: an import, or a copy, may take a while.
    fn judge(&self, found: Result<(), NotReady>) -> Result<(), NotReady> {
        let mut worked = self.worked.lock().unwrap_or_else(PoisonError::into_inner);
        match found {
            Ok(()) => *worked = Instant::now(),
            Err(NotReady::Database(Trouble::Busy)) if worked.elapsed() < BUSY => {}
            Err(reason) => return Err(reason),
        }
        Ok(())
    }

    /// Logs what failed on the database. While the database is away altogether, that is said once, and each
    /// failure only to who looks for it.
    pub fn tell(app: &App, failed: Failed) {
        let app = app.clone();
        tokio::spawn(async move {
            let Failed { request, what, path, error } = failed;
            let request = request.map(tracing::field::display);
            if app.readiness.was_ready() {
                // What was found before it failed says nothing.
                tokio::time::sleep(FRESH).await;
            }
            match app.readiness.ask(&app).await {
                Ok(()) => tracing::error!(request, path, error, "{what}"),
                Err(_) => tracing::debug!(request, path, error, "{what}"),
            }
        });
    }

    /// Once in the log when it begins, and once when it is over.
    fn say(&self, found: &Result<(), NotReady>) {
        let before = self.is_ready.swap(found.is_ok(), Ordering::Relaxed);
        match found {
            Ok(()) if !before => tracing::info!("ready again"),
            Err(NotReady::Database(trouble)) if before => {
                tracing::error!(reason = %trouble, cause = trouble.cause(), "not ready: nothing can be changed until this is over");
            }
            Err(reason) if before => tracing::error!(%reason, "not ready: nothing can be changed until this is over"),
            _ => {}
        }
    }
}
