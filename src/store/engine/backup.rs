//! Copies of an SQLite database: making one while it is in use, looking whether one is sound, and
//! putting one in the place of another. For PostgreSQL only what its own tools need.

use super::aside::{beside, folder_of, sync_folder_of};
use super::catalog::{self, Rows};
use super::file::Identity;
use super::pool::{Losses, Pool};
use super::{Conn, Db, Held, PATIENCE, Pools, Schema, is_busy, scalar, schema};
use anyhow::{Context, bail, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, Error};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// What every SQLite database begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

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

/// The rows of a file that nobody uses.
///
/// # Errors
/// It cannot be read.
pub async fn rows_of(file: &Path) -> anyhow::Result<Rows> {
    catalog::rows(&mut open_alone(file).await?).await
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
        for journal in JOURNALS {
            rename_if_there(&beside(database, journal), &beside(kept, journal)).context("keeping the old journal")?;
        }
    }
    File::open(prepared).and_then(|file| file.sync_all()).context("writing the new database to the disk")?;
    std::fs::rename(prepared, database).context("putting the new database in its place")?;
    sync_folder_of(database)?;
    Ok(was_there)
}

/// What stands between the name of a database and the time, in the name of what a restore keeps.
pub const KEPT: &str = ".before-restore-";
const JOURNALS: [&str; 2] = ["-wal", "-shm"];

/// Undoes a [`replace`] that was killed half-way: the database then has a second name, under which its journals may
/// stand. It is the caller's alone.
///
/// # Errors
/// The folder cannot be read, or a name not be changed.
pub fn undo_half_a_replace(database: &Path) -> anyhow::Result<()> {
    let name = beside(Path::new(database.file_name().unwrap_or_default()), KEPT);
    let ours = Identity::of(&std::fs::metadata(database)?);
    for entry in std::fs::read_dir(folder_of(database))? {
        let kept = entry?;
        let is_kept = kept.file_name().as_encoded_bytes().starts_with(name.as_os_str().as_encoded_bytes());
        if !is_kept || Identity::of(&std::fs::symlink_metadata(kept.path())?) != ours {
            continue;
        }
        for journal in JOURNALS {
            rename_if_there(&beside(&kept.path(), journal), &beside(database, journal)).context("putting a journal back")?;
        }
        std::fs::remove_file(kept.path()).context("removing what a killed restore left")?;
        sync_folder_of(database)?;
    }
    Ok(())
}

fn rename_if_there(from: &Path, to: &Path) -> std::io::Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
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
