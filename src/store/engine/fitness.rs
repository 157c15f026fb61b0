//! Whether the database that is open is the one to write to: the file at its path, and a schema that this
//! program knows.

use super::file::OpenFile;
use sqlx::Error;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::watch;

/// Why nothing is written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The file that is open is not the one at its path: what is written would be gone. It does not pass.
    #[error("{0}")]
    Replaced(String),
    /// The schema is not the one of this program.
    #[error("{0}")]
    Schema(String),
}

impl From<Unfit> for Error {
    fn from(unfit: Unfit) -> Self {
        Self::Io(io::Error::other(unfit))
    }
}

/// What was found last.
#[derive(Debug)]
pub(super) struct Fitness {
    found: watch::Sender<Option<Unfit>>,
    fails: AtomicBool,
}

impl Default for Fitness {
    fn default() -> Self {
        Self { found: watch::Sender::new(None), fails: AtomicBool::new(false) }
    }
}

impl Fitness {
    pub fn permits(&self) -> Result<(), Error> {
        self.found.borrow().clone().map_or(Ok(()), |unfit| Err(unfit.into()))
    }

    /// Looks whether the open file is still the one at its path, and keeps it in mind where it is not.
    pub fn stays_with(&self, file: &OpenFile) -> Result<(), Error> {
        if let Some(Unfit::Replaced(what)) = &*self.found.borrow() {
            return Err(Unfit::Replaced(what.clone()).into());
        }
        let Some(what) = file.lost() else { return Ok(()) };
        self.found.send_replace(Some(Unfit::Replaced(what.clone())));
        Err(Unfit::Replaced(what).into())
    }

    /// Keeps in mind how the schema stands: `None` where it is the one of this program.
    pub fn schema_is(&self, other: Option<String>) {
        self.found.send_if_modified(|found| {
            let now = other.map(Unfit::Schema);
            let changes = !matches!(found, Some(Unfit::Replaced(_))) && *found != now;
            if changes {
                *found = now;
            }
            changes
        });
    }

    /// Keeps whether a try failed; gives whether the one before did.
    pub fn fails(&self, fails: bool) -> bool {
        self.fails.swap(fails, Ordering::Relaxed)
    }

    pub async fn replaced(&self) -> String {
        let mut told = self.found.subscribe();
        loop {
            if let Some(Unfit::Replaced(what)) = &*told.borrow_and_update() {
                return what.clone();
            }
            // It is told by this very value, which lasts as long as whoever waits.
            if told.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}
