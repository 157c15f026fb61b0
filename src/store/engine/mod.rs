//! The database, of either engine: connections, transactions, and statements that are written once
//! and compiled for both drivers.

pub mod backup;
pub(crate) mod batch;
mod ids;
mod migrate;
pub(crate) mod select;
mod words;

pub use migrate::{Schema, claim, schema};

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};
use std::fs::File;
use std::io::ErrorKind;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// How long a request waits for a connection before it is told that the database is busy.
const PATIENCE: Duration = Duration::from_secs(3);

/// A database of either engine. Cloning shares the connections.
#[derive(Clone, Debug)]
pub enum Db {
    Sqlite { writer: SqlitePool, readers: SqlitePool, file: PathBuf },
    Postgres(PgPool),
}

/// A connection for reading.
pub struct Conn(Held);

/// A write transaction; dropped without [`Tx::commit`] it is rolled back.
pub struct Tx(Conn);

enum Held {
    SqliteRead(PoolConnection<Sqlite>),
    SqliteWrite(Transaction<'static, Sqlite>),
    PostgresRead(PoolConnection<Postgres>),
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
    pub async fn connect(url: &str) -> Result<Self, sqlx::Error> {
        if url.starts_with("sqlite:") { Self::connect_sqlite(url).await } else { Self::connect_postgres(url).await }
    }

    async fn connect_sqlite(url: &str) -> Result<Self, sqlx::Error> {
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
        let pool = || SqlitePoolOptions::new().acquire_timeout(PATIENCE).test_before_acquire(false);
        // One writer: write transactions queue here in order instead of polling for SQLite's lock.
        let writer = pool().max_connections(1).connect_with(options.clone()).await?;
        let readers = pool().max_connections(8).connect_with(options.pragma("query_only", "ON")).await?;
        Ok(Self::Sqlite { writer, readers, file })
    }

    async fn connect_postgres(url: &str) -> Result<Self, sqlx::Error> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("portico")
            .options([("statement_timeout", "10s"), ("idle_in_transaction_session_timeout", "20s")]);
        let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE).connect_with(options).await?;
        Ok(Self::Postgres(pool))
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
    pub async fn read(&self) -> Result<Conn, sqlx::Error> {
        Ok(Conn(match self {
            Self::Sqlite { readers, .. } => Held::SqliteRead(readers.acquire().await?),
            Self::Postgres(pool) => Held::PostgresRead(pool.acquire().await?),
        }))
    }

    /// A connection for questions that take long.
    ///
    /// # Errors
    /// None is free, or the database is away.
    pub async fn read_patiently(&self) -> Result<Conn, sqlx::Error> {
        let mut conn = self.read().await?;
        if let Held::PostgresRead(postgres) = &mut conn.0 {
            sqlx::query("SET statement_timeout = 0").execute(&mut **postgres).await?;
            // It is not given back to the others.
            postgres.close_on_drop();
        }
        Ok(conn)
    }

    /// A write transaction. On SQLite it holds the write lock from the start.
    ///
    /// # Errors
    /// None can begin within three seconds, or the database is away.
    pub async fn write(&self) -> Result<Tx, sqlx::Error> {
        Ok(Tx(Conn(match self {
            Self::Sqlite { writer, .. } => Held::SqliteWrite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Held::PostgresWrite(pool.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?),
        })))
    }

    /// Whether the database answers a query.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), sqlx::Error> {
        let mut conn = self.read().await?;
        execute!(&mut conn, "SELECT 1").map(|_| ())
    }

    /// Connections that are in use and idle, of this process.
    #[must_use]
    pub fn connections(&self) -> (i64, i64) {
        let split = |all: u32, idle: usize| {
            let idle = i64::try_from(idle).unwrap_or(0);
            ((i64::from(all) - idle).max(0), idle)
        };
        match self {
            Self::Sqlite { writer, readers, .. } => split(writer.size() + readers.size(), writer.num_idle() + readers.num_idle()),
            Self::Postgres(pool) => split(pool.size(), pool.num_idle()),
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
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Conn {
    pub(crate) fn engine(&mut self) -> Engine<'_> {
        match &mut self.0 {
            Held::SqliteRead(conn) => Engine::Sqlite(conn),
            Held::SqliteWrite(tx) => Engine::Sqlite(tx),
            Held::PostgresRead(conn) => Engine::Postgres(conn),
            Held::PostgresWrite(tx) => Engine::Postgres(tx),
        }
    }
}

impl Tx {
    /// Makes everything that was written last.
    ///
    /// # Errors
    /// The commit failed; whether it took hold is then unknown.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
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
fn make_private(file: &Path) -> Result<(), sqlx::Error> {
    let made = File::options().write(true).create_new(true).mode(0o600).open(file);
    match made {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether a statement failed because a row with the same unique value exists.
#[must_use]
pub fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Compiles one statement for both drivers and runs it: `on!(conn, query…, fetch)`.
macro_rules! on {
    ($conn:expr, |$c:ident| $run:expr) => {
        match $crate::store::Conn::engine($conn) {
            $crate::store::engine::Engine::Sqlite($c) => $run,
            $crate::store::engine::Engine::Postgres($c) => $run,
        }
    };
}

/// Runs a statement; gives the number of rows that it changed.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::engine::on!($conn, |c| sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|done| done.rows_affected()))
    };
}

/// All rows of a statement as `$row` values.
macro_rules! fetch_all {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::engine::on!($conn, |c| sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await)
    };
}

/// The row of a statement as a `$row` value, where there is one.
macro_rules! fetch_optional {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::engine::on!($conn, |c| sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await)
    };
}

/// The first column of a statement's row, where there is one.
macro_rules! scalar {
    ($conn:expr, $value:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::engine::on!($conn, |c| sqlx::query_scalar::<_, $value>($sql)$(.bind($bind))*.fetch_optional(c).await)
    };
}

pub(crate) use {execute, fetch_all, fetch_optional, on, scalar};
