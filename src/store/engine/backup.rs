//! Copies of an SQLite database: making one while it is in use, looking whether one is sound, and
//! putting one in the place of another. For PostgreSQL only what its own tools need.

use super::pool::{Losses, Pool};
use super::{Conn, Db, Held, PATIENCE, Pools, Schema, fetch_all, is_busy, scalar, schema};
use crate::store::deliveries::{self, Channel};
use anyhow::{Context, bail, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, Error};
use std::ffi::OsString;
use std::fs::{File, Permissions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
use tempfile::{TempDir, TempPath};

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
        let Pools::Sqlite { writer, .. } = &self.pools else { bail!("only SQLite is copied like this") };
        let path = copy.to_str().context("the path is no text")?;
        let mut connection = writer.options().clone().connect().await.context("opening the database")?;
        sqlx::query("VACUUM INTO $1").bind(path).execute(&mut connection).await.context("copying the database")?;
        connection.close().await.context("closing the database")
    }

    /// One moment of a PostgreSQL database, and the name under which others can read the same one
    /// for as long as it is held.
    ///
    /// # Errors
    /// The database is not PostgreSQL, or cannot be read.
    pub async fn moment(&self) -> anyhow::Result<(Conn, String)> {
        let Pools::Postgres { writers, .. } = &self.pools else { bail!("only PostgreSQL has snapshots with a name") };
        let opening = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; \
                       SET LOCAL idle_in_transaction_session_timeout = 0";
        let mut conn = Conn(Held::Postgres(writers.acquire_with(Some(opening), PATIENCE).await?));
        let name = scalar!(&mut conn, String, "SELECT pg_export_snapshot()")?.context("PostgreSQL exports no snapshot")?;
        Ok((conn, name))
    }
}

/// Looks whether a file that nobody uses is a whole database that this program understands.
///
/// # Errors
/// It is damaged, is no database of Portico, or is one of a newer Portico.
pub async fn examine(file: &Path) -> anyhow::Result<Schema> {
    ensure!(is_sqlite(file)?, "it is no SQLite database");
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
    Ok(Conn(Held::Sqlite(Pool::connect(options, 1, None, &Losses::default()).await?.acquire(PATIENCE).await?)))
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

/// Whether a file that this process has not open begins as every SQLite database does.
///
/// # Errors
/// It cannot be read.
pub fn is_sqlite(file: &Path) -> anyhow::Result<bool> {
    let mut start = Vec::new();
    File::open(file)?.take(MAGIC.len() as u64).read_to_end(&mut start)?;
    Ok(start == MAGIC)
}

/// The URL of an SQLite file. The characters that mean something in one are escaped, so that any name works.
///
/// # Errors
/// The path is no text.
pub fn url_of(file: &Path) -> anyhow::Result<String> {
    let path = file.to_str().context("the path is no text")?;
    Ok(format!("sqlite:{}", path.replace('%', "%25").replace('?', "%3F")))
}

/// What the names begin with of what is made aside: a new database, a restored one, a copy.
pub const NEW: &str = ".portico-new-";
pub const RESTORE: &str = ".portico-restore-";
pub const BACKUP: &str = ".portico-backup-";

/// A folder beside a file, for the operator's eyes alone, that goes away with a failure.
///
/// # Errors
/// It cannot be made.
pub fn folder_beside(file: &Path, prefix: &str) -> anyhow::Result<TempDir> {
    let made = tempfile::Builder::new().prefix(prefix).permissions(Permissions::from_mode(0o700)).tempdir_in(folder_of(file));
    made.with_context(|| format!("making a folder beside {}", file.display()))
}

/// A file beside another, for the operator's eyes alone, under a name that goes away with a failure.
///
/// # Errors
/// It cannot be made.
pub fn empty_file_beside(target: &Path) -> anyhow::Result<TempPath> {
    let made = tempfile::Builder::new().prefix(BACKUP).permissions(Permissions::from_mode(0o600)).tempfile_in(folder_of(target));
    Ok(made.with_context(|| format!("making a file beside {}", target.display()))?.into_temp_path())
}

/// Puts a prepared file under a name that nobody has.
///
/// # Errors
/// There is a file of this name by now; it cannot be written.
pub fn put_where_nothing_is(file: &Path, prepared: &Path) -> anyhow::Result<()> {
    File::open(prepared).and_then(|opened| opened.sync_all()).context("writing the new database to the disk")?;
    std::fs::hard_link(prepared, file).with_context(|| format!("making {}", file.display()))?;
    sync_folder_of(file)
}

/// The path with more at its end, such as that of a journal.
#[must_use]
pub fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(end);
    name.into()
}
