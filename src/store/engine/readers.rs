//! The connections that read, and the share of them for whoever asks for very much.

use super::PATIENCE;
use super::pool::{Lent, Losses, Pool, Runs};
use sqlx::{Connection, Error, SqliteConnection};
use std::time::Duration;
use tokio::sync::SemaphorePermit;
use tokio::time::Instant;

/// Connections of one process for pages.
const READERS: u32 = 8;
/// How long one question may take that has to read very much.
pub(super) const MUCH: Duration = Duration::from_secs(3);
/// Steps of SQLite's machine between two looks at the clock: a few hundred looks a second.
const STEPS: i32 = 100_000;

/// How connections are opened, and what each lending begins with.
type Opening<C> = (<C as Connection>::Options, Option<&'static str>);

/// The connections that read: for pages, and a small share for questions that have to read very much.
#[derive(Debug)]
pub struct Readers<C: Connection> {
    pub(super) pages: Pool<C>,
    pub(super) much: Pool<C>,
}

impl<C: Connection> Clone for Readers<C> {
    fn clone(&self) -> Self {
        Self { pages: self.pages.clone(), much: self.much.clone() }
    }
}

impl<C: Runs> Readers<C> {
    /// For pages and for much: how connections are opened, and what each lending begins with.
    pub(super) async fn connect(pages: Opening<C>, much: Opening<C>, losses: &Losses) -> Result<Self, Error> {
        let pages = Pool::connect(pages.0, READERS, pages.1, losses).await?;
        Ok(Self { pages, much: Pool::connect(much.0, share(), much.1, losses).await? })
    }

    pub(super) async fn close(&self) {
        self.pages.close(PATIENCE).await;
        self.much.close(PATIENCE).await;
    }

    /// As [`Pool::forget_idle`], for all of them.
    pub(super) fn forget_idle(&self) {
        self.pages.forget_idle();
        self.much.forget_idle();
    }

    /// As [`Pool::break_off`], for all of them.
    pub(super) fn break_off(&self) {
        self.pages.break_off();
        self.much.break_off();
    }

    /// As [`Pool::empty`], for all of them.
    pub(super) async fn empty(&self, patience: Duration) -> Result<[SemaphorePermit<'_>; 2], Error> {
        Ok([self.pages.empty(patience).await?, self.much.empty(patience).await?])
    }

    pub(super) fn statements(&self) -> u64 {
        self.pages.statements() + self.much.statements()
    }

    pub(super) fn counts(&self) -> (u32, u32) {
        let ((used, idle), (more_used, more_idle)) = (self.pages.counts(), self.much.counts());
        (used + more_used, idle + more_idle)
    }
}

/// How many questions that have to read very much are answered at once: the pages keep half of the machine.
fn share() -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, |number| number.get());
    u32::try_from(processors / 2).unwrap_or(1).clamp(1, 4)
}

/// Lets SQLite end what this connection is asked from now on once [`MUCH`] is over.
pub(super) async fn end_in_time(lent: &mut Lent<SqliteConnection>) -> Result<(), Error> {
    let end = Instant::now() + MUCH;
    let set = lent.begin().lock_handle().await.map(|mut handle| handle.set_progress_handler(STEPS, move || Instant::now() < end));
    lent.ended(&set);
    set
}
