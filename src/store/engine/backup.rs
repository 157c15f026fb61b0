//! Copies of an SQLite database: making one while it is in use, looking whether one is sound, and
//! putting one in the place of another. For PostgreSQL only what its own tools need.

use super::pool::Pool;
use super::{Conn, Db, Held, PATIENCE, Schema, Tx, fetch_all, schema};
use crate::store::deliveries::{self, Channel};
use anyhow::{Context, bail, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, Error};
use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// What every SQLite database begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// How many rows there are, table by table.
pub type Rows = Vec<(String, i64)>;

/// The file of a `sqlite:` URL; `None` for PostgreSQL.
///
/// # Errors
/// The URL is unusable.
pub fn sqlite_file(url: &str) -> anyhow::Result<Option<PathBuf>> {
    if !url.starts_with("sqlite:") {
        return Ok(None);
    }
    let options = SqliteConnectOptions::from_str(url).context("reading database-url")?;
    Ok(Some(options.get_filename().to_path_buf()))
}

impl Db {
    /// Writes a whole, compact copy of one moment into an empty file, while others read and write.
    ///
    /// # Errors
    /// The database is not SQLite, cannot be read, or the file cannot be written.
    pub async fn copy_into(&self, copy: &Path) -> anyhow::Result<()> {
        let Self::Sqlite { writer, .. } = self else { bail!("only SQLite is copied like this") };
        let path = copy.to_str().context("the path is no text")?;
        let mut connection = (*writer.connect_options()).clone().connect().await.context("opening the database")?;
        sqlx::query("VACUUM INTO $1").bind(path).execute(&mut connection).await.context("copying the database")?;
        connection.close().await.context("closing the database")
    }

    /// One moment of a PostgreSQL database, and the name under which others can read the same one
    /// for as long as it is held.
    ///
    /// # Errors
    /// The database is not PostgreSQL, or cannot be read.
    pub async fn moment(&self) -> anyhow::Result<(Tx, String)> {
        let Self::Postgres { writers, .. } = self else { bail!("only PostgreSQL has snapshots with a name") };
        let mut tx = writers.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let patience = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";
        sqlx::raw_sql(patience).execute(&mut *tx).await?;
        let name = sqlx::query_scalar("SELECT pg_export_snapshot()").fetch_one(&mut *tx).await?;
        Ok((Tx(Conn(Held::PostgresWrite(tx))), name))
    }

    /// Whether a PostgreSQL database holds no table of anybody.
    ///
    /// # Errors
    /// The database is not PostgreSQL, or cannot be read.
    pub async fn is_empty(&self) -> anyhow::Result<bool> {
        let Self::Postgres { writers, .. } = self else { bail!("only PostgreSQL is asked like this") };
        let count = "SELECT COUNT(*) FROM pg_catalog.pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
        let tables: i64 = sqlx::query_scalar(count).fetch_one(writers).await?;
        Ok(tables == 0)
    }
}

/// Looks whether a file that nobody uses is a whole database that this program understands.
///
/// # Errors
/// It is damaged, is no database of Portico, or is one of a newer Portico.
pub async fn examine(file: &Path) -> anyhow::Result<Schema> {
    let mut start = [0; MAGIC.len()];
    let whole = File::open(file).and_then(|mut opened| opened.read_exact(&mut start));
    ensure!(whole.is_ok() && start == *MAGIC, "it is no SQLite database");
    let mut conn = open_alone(file).await.context("it cannot be opened")?;
    let faults = crate::store::operator::engine_faults(&mut conn).await.context("it is damaged")?;
    ensure!(faults.is_empty(), "it is damaged: {}", faults.join("; "));
    schema(&mut conn).await?.understood()
}

/// How many rows the tables hold that every version of Portico has, and how many mails there are, where
/// the database is one of today.
///
/// # Errors
/// The database cannot be read.
pub async fn rows(conn: &mut Conn) -> anyhow::Result<Rows> {
    let mut rows = fetch_all!(
        conn,
        (String, i64),
        "SELECT 'accounts', COUNT(*) FROM accounts UNION ALL SELECT 'providers', COUNT(*) FROM providers UNION ALL \
         SELECT 'organizations', COUNT(*) FROM organizations UNION ALL SELECT 'members', COUNT(*) FROM members UNION ALL \
         SELECT 'events', COUNT(*) FROM events"
    )?;
    if schema(conn).await? == Schema::Current {
        let mails = deliveries::counts(conn, Channel::Mail).await?;
        rows.push(("outbox_mails".into(), mails.iter().map(|(_, number)| number).sum()));
    }
    Ok(rows)
}

/// The rows of a file that nobody uses.
///
/// # Errors
/// It cannot be read.
pub async fn rows_of(file: &Path) -> anyhow::Result<Rows> {
    rows(&mut open_alone(file).await?).await
}

async fn open_alone(file: &Path) -> Result<Conn, Error> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true).pragma("cell_size_check", "ON");
    Ok(Conn(Held::SqliteRead(Pool::connect(options, 1).await?.acquire(PATIENCE).await?)))
}

/// Folds the journals of a database into its file, which is whole by itself then.
///
/// # Errors
/// Somebody else has it open, or it is damaged.
pub async fn seal(file: &Path) -> Result<(), Error> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Delete)
        .busy_timeout(Duration::from_secs(2));
    options.connect().await?.close().await
}

/// Puts the prepared file in the place of the database and keeps what was there as `kept`; `false`
/// when nothing was there. At every moment one of the two stands under the name.
///
/// # Errors
/// Somebody else has the database open, or a file cannot be linked or renamed; the old one stays.
pub async fn replace(database: &Path, prepared: &Path, kept: &Path) -> anyhow::Result<bool> {
    let was_there = database.exists();
    if was_there {
        match seal(database).await {
            Err(error) if is_busy(&error) => {
                bail!("another program has {} open; stop it and try again", database.display())
            }
            // It is damaged: kept as it is, with its journals.
            Err(_) | Ok(()) => {}
        }
        std::fs::hard_link(database, kept).with_context(|| format!("keeping the old database as {}", kept.display()))?;
        for journal in ["-wal", "-shm"] {
            match std::fs::rename(beside(database, journal), beside(kept, journal)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).context("keeping the old journal"),
                _ => {}
            }
        }
    }
    File::open(prepared).and_then(|file| file.sync_all()).context("writing the new database to the disk")?;
    std::fs::rename(prepared, database).context("putting the new database in its place")?;
    sync_folder_of(database)?;
    Ok(was_there)
}

/// Makes what happened to the names in a file's folder last.
///
/// # Errors
/// The folder cannot be opened or written.
pub fn sync_folder_of(file: &Path) -> anyhow::Result<()> {
    File::open(folder_of(file)).and_then(|folder| folder.sync_all()).context("writing the folder to the disk")
}

/// The folder in which a file lies.
#[must_use]
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path with more at its end, such as that of a journal.
#[must_use]
pub fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(end);
    name.into()
}

/// SQLITE_BUSY in its forms.
fn is_busy(error: &Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
    matches!(code.as_deref(), Some("5" | "261" | "517" | "6" | "262"))
}
