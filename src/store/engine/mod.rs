//! The database, of either engine: connections, transactions, and statements that are written once
//! and compiled for both drivers.

pub mod backup;
pub(crate) mod batch;
mod fold;
mod ids;
mod migrate;
mod pool;
mod readers;
mod search_index;
pub(crate) mod select;
mod statement;
mod words;

pub use fold::{MemberText, member_texts};
pub use migrate::{Schema, claim, schema};

pub(crate) use statement::{execute, fetch_all, fetch_optional, on, scalar};

use pool::Lent;
use readers::{MUCH, Readers};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Error, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};
use std::fs::File;
use std::io::ErrorKind;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// How long a request waits for a connection before it is told that the database is busy: one that reads,
/// and one that writes, from where on it can still wait for a lock.
const PATIENCE: Duration = Duration::from_secs(3);
const WRITE_PATIENCE: Duration = Duration::from_secs(2);

/// Connections of one process that write, where that is not one. They are kept apart from those that read, so
/// that writes that wait for a lock leave pages to be read.
const WRITERS: u32 = 8;

/// A database of either engine. Cloning shares the connections.
#[derive(Clone, Debug)]
pub enum Db {
    Sqlite { writer: SqlitePool, readers: Readers<SqliteConnection>, file: PathBuf },
    Postgres { writers: PgPool, readers: Readers<PgConnection> },
}

/// A connection for reading.
pub struct Conn(Held);

/// A write transaction; dropped without [`Tx::commit`] it is rolled back.
pub struct Tx(Conn);

enum Held {
    SqliteRead(Lent<SqliteConnection>),
    SqliteWrite(Transaction<'static, Sqlite>),
    PostgresRead(Lent<PgConnection>),
    PostgresWrite(Transaction<'static, Postgres>),
}

pub(crate) enum Engine<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Db {
    /// Opens the database of a `sqlite:` or `postgres:` URL. A missing SQLite file is made.
    ///
    /// # Errors
    /// The URL is unusable or the database cannot be reached.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        if url.starts_with("sqlite:") { Self::connect_sqlite(url).await } else { Self::connect_postgres(url).await }
    }

    async fn connect_sqlite(url: &str) -> Result<Self, Error> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            .pragma("journal_size_limit", "67108864");
        let file = options.get_filename().to_path_buf();
        make_private(&file)?;
        // One writer: write transactions queue here in order instead of polling for SQLite's lock.
        let pool = SqlitePoolOptions::new().acquire_timeout(WRITE_PATIENCE).test_before_acquire(false).max_connections(1);
        let writer = pool.connect_with(options.clone()).await?;
        let reading = options.pragma("query_only", "ON");
        Ok(Self::Sqlite { writer, readers: Readers::connect(reading.clone(), reading).await?, file })
    }

    async fn connect_postgres(url: &str) -> Result<Self, Error> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("portico")
            .options([("statement_timeout", "10s"), ("idle_in_transaction_session_timeout", "20s")]);
        let pool = PgPoolOptions::new().max_connections(WRITERS).acquire_timeout(WRITE_PATIENCE);
        let writers = pool.connect_with(options.clone().options([("lock_timeout", milliseconds(WRITE_PATIENCE))])).await?;
        // Lists are read along their indexes, also where a filter that nearly nobody passes seems worth reading and
        // sorting all of them; nothing that is asked for here is worth compiling, or other processes.
        let options = options.options([("enable_seqscan", "off"), ("jit", "off"), ("max_parallel_workers_per_gather", "0")]);
        let much = [("statement_timeout", milliseconds(MUCH))];
        Ok(Self::Postgres { writers, readers: Readers::connect(options.clone(), options.options(much)).await? })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// The database is newer than this program, was changed by hand, or cannot be written.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        migrate::run(self).await
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// None is free within three seconds, or the database is away.
    pub async fn read(&self) -> Result<Conn, Error> {
        Ok(Conn(match self {
            Self::Sqlite { readers, .. } => Held::SqliteRead(readers.pages.acquire(PATIENCE).await?),
            Self::Postgres { readers, .. } => Held::PostgresRead(readers.pages.acquire(PATIENCE).await?),
        }))
    }

    /// A connection for a question that may have to read very much, such as a search through a long log.
    /// Few are answered at once, so that they do not take the portal from everybody else, and each of its
    /// statements ends after three seconds ([`took_too_long`]).
    ///
    /// # Errors
    /// None is free within this time, or the database is away.
    pub async fn read_much(&self, patience: Duration) -> Result<Conn, Error> {
        Ok(Conn(match self {
            Self::Sqlite { readers, .. } => {
                let mut lent = readers.much.acquire(patience).await?;
                readers::end_in_time(&mut lent).await?;
                Held::SqliteRead(lent)
            }
            Self::Postgres { readers, .. } => Held::PostgresRead(readers.much.acquire(patience).await?),
        }))
    }

    /// A connection for questions of an operator's command, which take as long as they take.
    ///
    /// # Errors
    /// None is free, or the database is away.
    pub async fn read_patiently(&self) -> Result<Conn, Error> {
        let mut conn = self.read().await?;
        if let Held::PostgresRead(lent) = &mut conn.0 {
            sqlx::query("SET statement_timeout = 0").execute(lent.begin()).await?;
            lent.keep_from_others();
        }
        Ok(conn)
    }

    /// A write transaction. On SQLite it holds the write lock from the start.
    ///
    /// # Errors
    /// None can begin within two seconds, or the database is away.
    pub async fn write(&self) -> Result<Tx, Error> {
        Ok(Tx(Conn(match self {
            Self::Sqlite { writer, .. } => Held::SqliteWrite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres { writers, .. } => {
                Held::PostgresWrite(writers.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?)
            }
        })))
    }

    /// Whether the database answers a query.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), Error> {
        let mut conn = self.read().await?;
        execute!(&mut conn, "SELECT 1").map(|_| ())
    }

    /// Connections that are in use and idle, of this process.
    #[must_use]
    pub fn connections(&self) -> (i64, i64) {
        let (all, unused, (used, idle)) = match self {
            Self::Sqlite { writer, readers, .. } => (writer.size(), writer.num_idle(), readers.counts()),
            Self::Postgres { writers, readers } => (writers.size(), writers.num_idle(), readers.counts()),
        };
        let unused = u32::try_from(unused).unwrap_or(all);
        (i64::from(all.saturating_sub(unused) + used), i64::from(unused + idle))
    }

    /// How many statements have read something, outside of transactions.
    #[must_use]
    pub fn reading_statements(&self) -> u64 {
        match self {
            Self::Sqlite { readers, .. } => readers.statements(),
            Self::Postgres { readers, .. } => readers.statements(),
        }
    }

    /// Ends all connections; SQLite's journal is folded into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers, .. } => {
                readers.close().await;
                if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await {
                    tracing::warn!(%error, "the journal was not folded into the database file");
                }
                writer.close().await;
            }
            Self::Postgres { writers, readers } => {
                readers.close().await;
                writers.close().await;
            }
        }
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{}ms", time.as_millis())
}

impl Conn {
    /// For what is done in another way on each engine.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.0, Held::SqliteRead(_) | Held::SqliteWrite(_))
    }

    /// The connection, for one statement, of whose end [`Self::ended`] is to be told.
    pub(crate) fn begin(&mut self) -> Engine<'_> {
        match &mut self.0 {
            Held::SqliteRead(lent) => Engine::Sqlite(lent.begin()),
            Held::SqliteWrite(tx) => Engine::Sqlite(tx),
            Held::PostgresRead(lent) => Engine::Postgres(lent.begin()),
            Held::PostgresWrite(tx) => Engine::Postgres(tx),
        }
    }

    /// How the statement ended.
    pub(crate) fn ended<T>(&mut self, outcome: &Result<T, Error>) {
        match &mut self.0 {
            Held::SqliteRead(lent) => lent.ended(outcome),
            Held::PostgresRead(lent) => lent.ended(outcome),
            Held::SqliteWrite(_) | Held::PostgresWrite(_) => {}
        }
    }
}

impl Tx {
    /// Makes everything that was written last.
    ///
    /// # Errors
    /// The commit failed; whether it took hold is then unknown.
    pub async fn commit(self) -> Result<(), Error> {
        match self.0.0 {
            Held::SqliteWrite(tx) => tx.commit().await,
            Held::PostgresWrite(tx) => tx.commit().await,
            Held::SqliteRead(_) | Held::PostgresRead(_) => Ok(()),
        }
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

/// Makes the database's file, for the operator's eyes alone, where it is missing. SQLite gives its
/// journals the same mode.
fn make_private(file: &Path) -> Result<(), Error> {
    let made = File::options().write(true).create_new(true).mode(0o600).open(file);
    match made {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
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
