//! The database, of either engine: connections, transactions, and statements that are written once
//! and compiled for both drivers.

pub mod aside;
pub mod backup;
pub(crate) mod batch;
pub mod catalog;
pub mod copy;
mod file;
mod fitness;
mod fold;
mod ids;
mod migrate;
mod open;
mod pool;
mod probe;
mod readers;
mod restoring;
mod search_index;
pub(crate) mod select;
mod statement;
mod triggers;
mod words;

pub use file::{FileLock, claim};
pub use fitness::Unfit;
pub use fold::{MemberText, member_texts};
pub use migrate::{NewerSchema, Schema, schema, schema_of_file};
pub use probe::Trouble;

pub(crate) use statement::{execute, fetch_all, fetch_optional, on, scalar};

use file::OpenFile;
use fitness::Fitness;
use pool::{Lent, Pool, Runs};
use readers::Readers;
use sqlx::{Error, PgConnection, SqliteConnection};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// How long a request waits for a connection before it is told that the database is busy: one that reads,
/// and one that writes, from where on it can still wait for a lock.
const PATIENCE: Duration = Duration::from_secs(3);
const WRITE_PATIENCE: Duration = Duration::from_secs(2);

/// A database of either engine. Cloning shares the connections.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    fitness: Arc<Fitness>,
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite { writer: Pool<SqliteConnection>, readers: Readers<SqliteConnection>, file: Arc<OpenFile> },
    Postgres { writers: Pool<PgConnection>, readers: Readers<PgConnection> },
}

/// A connection for reading.
pub struct Conn(Held);

/// A write transaction; dropped without [`Tx::commit`] it is rolled back.
pub struct Tx {
    conn: Conn,
    file: Option<(Arc<OpenFile>, Arc<Fitness>)>,
}

enum Held {
    Sqlite(Lent<SqliteConnection>),
    Postgres(Lent<PgConnection>),
}

pub(crate) enum Engine<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection, Arc<Notify>),
}

impl Db {
    /// Opens the database of a `sqlite:` or `postgres:` URL. A missing SQLite file is made.
    ///
    /// # Errors
    /// The URL is unusable or the database cannot be reached.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        let pools = if url.starts_with("sqlite:") { open::sqlite(url).await? } else { open::postgres(url).await? };
        Ok(Self { pools, fitness: Arc::default() })
    }

    /// Opens a PostgreSQL database through a pooler that gives each transaction another connection to it, such
    /// as PgBouncer: nothing is kept on a connection from one transaction to the next.
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub async fn connect_through_pooler(url: &str) -> Result<Self, Error> {
        Ok(Self { pools: open::postgres_through_pooler(url).await?, fitness: Arc::default() })
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// None is free within three seconds, or the database is away.
    pub async fn read(&self) -> Result<Conn, Error> {
        Ok(Conn(match &self.pools {
            Pools::Sqlite { readers, .. } => Held::Sqlite(readers.pages.acquire(PATIENCE).await?),
            Pools::Postgres { readers, .. } => Held::Postgres(readers.pages.acquire(PATIENCE).await?),
        }))
    }

    /// A connection for a question that may have to read very much, such as a search through a long log.
    /// Few are answered at once, so that they do not take the portal from everybody else, and each of its
    /// statements ends after three seconds ([`took_too_long`]).
    ///
    /// # Errors
    /// None is free within this time, or the database is away.
    pub async fn read_much(&self, patience: Duration) -> Result<Conn, Error> {
        Ok(Conn(match &self.pools {
            Pools::Sqlite { readers, .. } => {
                let mut lent = readers.much.acquire(patience).await?;
                readers::end_in_time(&mut lent).await?;
                Held::Sqlite(lent)
            }
            Pools::Postgres { readers, .. } => Held::Postgres(readers.much.acquire(patience).await?),
        }))
    }

    /// A connection for questions of an operator's command, which take as long as they take.
    ///
    /// # Errors
    /// None is free, or the database is away.
    pub async fn read_patiently(&self) -> Result<Conn, Error> {
        let mut conn = self.read().await?;
        if let Held::Postgres(lent) = &mut conn.0 {
            let set = lent.begin().run("SET statement_timeout = 0").await;
            lent.ended(&set);
            set?;
            lent.keep_from_others();
        }
        Ok(conn)
    }

    /// A write transaction. On SQLite it holds the write lock from the start.
    ///
    /// # Errors
    /// None can begin within two seconds, the database is away, or it is not the one to write to any more
    /// ([`Unfit`]).
    pub async fn write(&self) -> Result<Tx, Error> {
        self.fitness.permits()?;
        self.write_in_any_case(WRITE_PATIENCE).await
    }

    /// As [`Self::write`], also while the schema is not the one of this program: to look whether it is again.
    pub(super) async fn write_in_any_case(&self, patience: Duration) -> Result<Tx, Error> {
        match &self.pools {
            Pools::Sqlite { writer, file, .. } => {
                let file = (Arc::clone(file), Arc::clone(&self.fitness));
                file.1.stays_with(&file.0)?;
                Ok(Tx { conn: Conn(Held::Sqlite(writer.acquire(patience).await?)), file: Some(file) })
            }
            Pools::Postgres { writers, .. } => {
                Ok(Tx { conn: Conn(Held::Postgres(writers.acquire(patience).await?)), file: None })
            }
        }
    }

    /// Waits until the file of the database is not the one any more that is open, and says so; with PostgreSQL for ever.
    pub async fn replaced(&self) -> String {
        self.fitness.replaced().await
    }

    /// Connections that are in use and idle, of this process.
    #[must_use]
    pub fn connections(&self) -> (i64, i64) {
        let ((used, idle), (more_used, more_idle)) = match &self.pools {
            Pools::Sqlite { writer, readers, .. } => (writer.counts(), readers.counts()),
            Pools::Postgres { writers, readers } => (writers.counts(), readers.counts()),
        };
        (i64::from(used + more_used), i64::from(idle + more_idle))
    }

    /// How many statements have read something, outside of transactions.
    #[must_use]
    pub fn reading_statements(&self) -> u64 {
        match &self.pools {
            Pools::Sqlite { readers, .. } => readers.statements(),
            Pools::Postgres { readers, .. } => readers.statements(),
        }
    }

    /// Ends all connections; SQLite's journal is folded into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers, .. } => {
                readers.close().await;
                if let Err(error) = fold_journal(writer).await {
                    tracing::warn!(%error, "the journal was not folded into the database file");
                }
                writer.close(WRITE_PATIENCE).await;
            }
            Pools::Postgres { writers, readers } => {
                readers.close().await;
                writers.close(WRITE_PATIENCE).await;
            }
        }
    }
}

async fn fold_journal(writer: &Pool<SqliteConnection>) -> Result<(), Error> {
    let mut lent = writer.acquire_with(None, WRITE_PATIENCE).await?;
    let folded = lent.begin().run("PRAGMA wal_checkpoint(TRUNCATE)").await;
    lent.ended(&folded);
    folded
}

impl Conn {
    /// For what is done in another way on each engine.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.0, Held::Sqlite(_))
    }

    /// The connection, for one statement, of whose end [`Self::ended`] is to be told.
    pub(crate) fn begin(&mut self) -> Engine<'_> {
        match &mut self.0 {
            Held::Sqlite(lent) => Engine::Sqlite(lent.begin()),
            Held::Postgres(lent) => {
                let broken_off = lent.broken_off();
                Engine::Postgres(lent.begin(), broken_off)
            }
        }
    }

    /// How the statement ended.
    pub(crate) fn ended<T>(&mut self, outcome: &Result<T, Error>) {
        match &mut self.0 {
            Held::Sqlite(lent) => lent.ended(outcome),
            Held::Postgres(lent) => lent.ended(outcome),
        }
    }
}

impl Tx {
    /// Makes everything that was written last.
    ///
    /// # Errors
    /// The commit failed, or went into a file that is not at its path any more; whether it took hold is then unknown.
    pub async fn commit(self) -> Result<(), Error> {
        match self.conn.0 {
            Held::Sqlite(lent) => lent.commit().await?,
            Held::Postgres(lent) => lent.commit().await?,
        }
        self.file.map_or(Ok(()), |(file, fitness)| fitness.stays_with(&file))
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

/// The outcome of a statement, or that it is not waited for any longer.
pub(crate) async fn unless_broken_off<T>(
    broken_off: Arc<Notify>,
    statement: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    tokio::select! {
        biased;
        outcome = statement => outcome,
        () = broken_off.notified() => Err(pool::silence()),
    }
}

/// Whether a statement failed because a row with the same unique value exists.
#[must_use]
pub fn is_unique_violation(error: &Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Whether a question was ended because it took too long.
#[must_use]
pub fn took_too_long(error: &Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    // SQLITE_INTERRUPT, and PostgreSQL's query_canceled.
    matches!(code.as_deref(), Some("9" | "57014"))
}

/// Whether something waited in vain for others who had the database, and has not happened.
#[must_use]
pub fn is_busy(error: &Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    // SQLITE_BUSY and SQLITE_LOCKED in their forms, and PostgreSQL's lock timeout.
    matches!(error, Error::PoolTimedOut) || matches!(code.as_deref(), Some("5" | "6" | "261" | "262" | "517" | "55P03"))
}
