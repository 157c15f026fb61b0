//! How the connections of each engine are opened, and what they are set to.

use super::file::{self, OpenFile};
use super::pool::{Losses, Pool};
use super::readers::{MUCH, Readers};
use super::scalar;
use super::{Conn, Held, PATIENCE, Pools, WRITE_PATIENCE};
use sqlx::Error;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Connections of one process that write, where that is not one. They are kept apart from those that read, so
/// that writes that wait for a lock leave pages to be read.
const WRITERS: u32 = 8;

/// What each write transaction begins with.
const SQLITE_WRITE: &str = "BEGIN IMMEDIATE";
const POSTGRES_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// The same through a pooler, where a setting lasts for a transaction: another one gets the connection after it.
/// What others have prepared on it is in the way of what is prepared now.
const POOLER_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; DEALLOCATE ALL; SET LOCAL statement_timeout = '10s'; \
    SET LOCAL idle_in_transaction_session_timeout = '20s'; SET LOCAL lock_timeout = '2s'";
const POOLER_READ: &str = "BEGIN READ ONLY; DEALLOCATE ALL; SET LOCAL statement_timeout = '10s'; \
    SET LOCAL idle_in_transaction_session_timeout = '20s'; SET LOCAL enable_seqscan = off; SET LOCAL jit = off; \
    SET LOCAL max_parallel_workers_per_gather = 0";
const POOLER_READ_MUCH: &str = "BEGIN READ ONLY; DEALLOCATE ALL; SET LOCAL statement_timeout = '3s'; \
    SET LOCAL idle_in_transaction_session_timeout = '20s'; SET LOCAL enable_seqscan = off; SET LOCAL jit = off; \
    SET LOCAL max_parallel_workers_per_gather = 0";

/// The options of a `sqlite:` URL, as every connection of the portal has them.
pub(super) fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, Error> {
    Ok(SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("journal_size_limit", "67108864"))
}

/// Opens an SQLite file, made where it is missing. One writer: write transactions queue for it in order instead of
/// polling for SQLite's lock.
pub(super) async fn sqlite(url: &str) -> Result<Pools, Error> {
    let options = sqlite_options(url)?;
    let path = options.get_filename().to_path_buf();
    file::make_private(&path)?;
    let file = Arc::new(OpenFile::at(&path)?);
    let losses = Losses::default();
    let writer = Pool::connect(options.clone(), 1, Some(SQLITE_WRITE), &losses).await?;
    let reading = options.pragma("query_only", "ON");
    let readers = Readers::connect((reading.clone(), None), (reading, None), &losses).await?;
    let mut conn = Conn(Held::Sqlite(readers.pages.acquire(PATIENCE).await?));
    let version = scalar!(&mut conn, String, "SELECT sqlite_version()")?.unwrap_or_default();
    drop(conn);
    if !is_recent(&version) {
        return Err(Error::Configuration(
            format!("SQLite {version} is older than 3.51.3, which loses data in rare cases").into(),
        ));
    }
    Ok(Pools::Sqlite { writer, readers, file })
}

/// Whether this version of SQLite is 3.51.3 or newer: those before can lose what was written when a journal is reset.
fn is_recent(version: &str) -> bool {
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next()) >= (3, 51, 3)
}

pub(super) async fn postgres(url: &str) -> Result<Pools, Error> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("portico")
        .options([("statement_timeout", "10s"), ("idle_in_transaction_session_timeout", "20s")]);
    let writing = options.clone().options([("lock_timeout", milliseconds(WRITE_PATIENCE))]);
    let losses = Losses::default();
    let writers = Pool::connect(writing, WRITERS, Some(POSTGRES_WRITE), &losses).await?;
    // Lists are read along their indexes, also where a filter that nearly nobody passes seems worth reading and
    // sorting all of them; nothing that is asked for here is worth compiling, or other processes.
    let options = options.options([("enable_seqscan", "off"), ("jit", "off"), ("max_parallel_workers_per_gather", "0")]);
    let much = options.clone().options([("statement_timeout", milliseconds(MUCH))]);
    let readers = Readers::connect((options, None), (much, None), &losses).await?;
    Ok(Pools::Postgres { writers, readers })
}

/// A pooler refuses settings at the start that it does not know how to keep.
pub(super) async fn postgres_through_pooler(url: &str) -> Result<Pools, Error> {
    let options =
        PgConnectOptions::from_str(url)?.application_name("portico").extra_float_digits(None).statement_cache_capacity(0);
    let losses = Losses::default();
    let writers = Pool::connect(options.clone(), WRITERS, Some(POOLER_WRITE), &losses).await?;
    let readers = Readers::connect((options.clone(), Some(POOLER_READ)), (options, Some(POOLER_READ_MUCH)), &losses).await?;
    Ok(Pools::Postgres { writers, readers })
}

fn milliseconds(time: Duration) -> String {
    format!("{}ms", time.as_millis())
}

/// A connection that only reads a file which nobody has open.
pub(super) async fn read_only(file: &Path) -> Result<Conn, Error> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).create_if_missing(false);
    Ok(Conn(Held::Sqlite(Pool::connect(options, 1, None, &Losses::default()).await?.acquire(PATIENCE).await?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sqlite_that_is_too_old_is_told_by_its_numbers() {
        for (version, recent) in
            [("3.51.3", true), ("3.52.0", true), ("4.0", true), ("3.51.2", false), ("3.9.99", false), ("", false)]
        {
            assert_eq!(is_recent(version), recent, "{version}");
        }
    }
}
