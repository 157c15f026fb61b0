//! The schema: how the one of a database stands to this program, and bringing it up to date, which one process does
//! at a time.

use super::restoring::MARK;
use super::triggers::{POSTGRES_TRIGGERS, SQLITE_TRIGGERS};
use super::{Conn, Db, Engine, Pools, execute, fetch_all, fold, on, open, scalar, search_index};
use anyhow::{Context, bail};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use sqlx::migrate::{Migrate, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection, Row, SqliteConnection};
use std::path::Path;

static MIGRATOR: Migrator = sqlx_macros::migrate!("./migrations");

/// The advisory lock of whoever changes the schema of a PostgreSQL database.
const POSTGRES_LOCK: i64 = 0x706f_7274_6963_6f01;
const LOCK: &str = "SELECT pg_advisory_lock($1)";

/// Sessions that were begun before the chosen provider had a column.
const SQLITE_CHOICES: &str = "UPDATE sessions SET provider_id = unhex(replace(json_extract(data, '$.provider'), '-', '')) \
    WHERE provider_id IS NULL AND data LIKE '%\"provider\":\"%'";
const POSTGRES_CHOICES: &str = "UPDATE sessions SET provider_id = CAST(CAST(data AS JSON) ->> 'provider' AS UUID) \
    WHERE provider_id IS NULL AND data LIKE '%\"provider\":\"%'";

impl Db {
    /// Brings the schema up to date, and makes anew what it has beside the migrations. An SQLite file is the caller's alone meanwhile ([`super::claim`]); with
    /// PostgreSQL others wait for a lock.
    ///
    /// # Errors
    /// The database is newer than this program, was changed by hand, or cannot be written.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        match &self.pools {
            Pools::Postgres { writers, .. } => run_postgres(self, writers.options()).await,
            Pools::Sqlite { writer, .. } => run_sqlite(self, writer.options()).await,
        }
    }
}

/// Building a long table anew may take longer than any statement of a request.
async fn run_postgres(db: &Db, options: &PgConnectOptions) -> anyhow::Result<()> {
    let patient = options.clone().options([("statement_timeout", "0"), ("lock_timeout", "0")]);
    let mut connection = patient.connect().await.context("opening the database to migrate it")?;
    // It ends with the connection, whatever becomes of this process.
    let lock = sqlx::query(LOCK).bind(POSTGRES_LOCK);
    lock.execute(&mut connection).await.context("waiting for another process that migrates the database")?;
    search_index::need_extension(&mut connection).await?;
    MIGRATOR.run(&mut connection).await.context("migrating the database")?;
    sqlx::raw_sql(POSTGRES_TRIGGERS).execute(&mut connection).await.context("setting the triggers")?;
    sqlx::query(POSTGRES_CHOICES).execute(&mut connection).await.context("keeping the chosen providers")?;
    fold::fold_anew(db, POSTGRES_TRIGGERS).await?;
    finish_postgres(&mut connection).await?;
    connection.close().await.context("migrating the database")
}

/// Rebuilding a table with foreign keys on loses child rows: so a connection of its own with foreign keys off, and a
/// check afterwards.
async fn run_sqlite(db: &Db, options: &SqliteConnectOptions) -> anyhow::Result<()> {
    let mut connection = options.clone().foreign_keys(false).connect().await.context("opening the database to migrate it")?;
    MIGRATOR.run(&mut connection).await.context("migrating the database")?;
    sqlx::raw_sql(SQLITE_TRIGGERS).execute(&mut connection).await.context("setting the triggers")?;
    sqlx::query(SQLITE_CHOICES).execute(&mut connection).await.context("keeping the chosen providers")?;
    fold::fold_anew(db, SQLITE_TRIGGERS).await?;
    finish_sqlite(&mut connection).await
}

async fn finish_postgres(connection: &mut PgConnection) -> anyhow::Result<()> {
    search_index::make_for_postgres(connection).await?;
    sqlx::query(KEEP_PARTS).bind(parts()).execute(connection).await.context("keeping what was made").map(drop)
}

async fn finish_sqlite(connection: &mut SqliteConnection) -> anyhow::Result<()> {
    search_index::make_for_sqlite(connection).await?;
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut *connection).await?;
    if let Some(row) = broken.first() {
        let table: String = row.try_get(0)?;
        bail!("{} rows point to nothing after migrating, the first in {table}", broken.len());
    }
    sqlx::query(KEEP_PARTS).bind(parts()).execute(connection).await.context("keeping what was made").map(drop)
}

/// Keeps everybody else from changing the schema of a PostgreSQL database for as long as the connection lasts.
pub(super) async fn lock(conn: &mut Conn) -> Result<(), sqlx::Error> {
    let Engine::Postgres(postgres, _) = conn.begin() else { return Ok(()) };
    let locked = sqlx::query(LOCK).bind(POSTGRES_LOCK).execute(postgres).await;
    conn.ended(&locked);
    locked.map(drop)
}

/// Makes the tables in an empty database, in the transaction that there is: [`Migrator::run`] commits each step. What
/// keeps them in order comes with [`make_the_rest`].
pub(super) async fn make_tables(conn: &mut Conn) -> anyhow::Result<()> {
    if let Engine::Postgres(postgres, _) = conn.begin() {
        search_index::need_extension(postgres).await?;
    }
    on!(conn, |c| c.ensure_migrations_table(&MIGRATOR.table_name).await.map_err(sqlx::Error::from))?;
    for step in MIGRATOR.iter() {
        on!(conn, |c| sqlx::raw_sql(step.sql.clone()).execute(c).await.map(drop))
            .with_context(|| format!("making the tables, step {}", step.version))?;
        execute!(conn, KEEP_STEP, step.version, &*step.description, &*step.checksum)?;
    }
    Ok(())
}

const KEEP_STEP: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
    VALUES ($1, $2, TRUE, $3, 0)";

/// Makes what a schema has beside the tables, from the rows that are there by now.
pub(super) async fn make_the_rest(conn: &mut Conn) -> anyhow::Result<()> {
    match conn.begin() {
        Engine::Sqlite(sqlite) => {
            sqlx::raw_sql(SQLITE_TRIGGERS).execute(&mut *sqlite).await.context("setting the triggers")?;
            finish_sqlite(sqlite).await?;
        }
        Engine::Postgres(postgres, _) => {
            sqlx::raw_sql(POSTGRES_TRIGGERS).execute(&mut *postgres).await.context("setting the triggers")?;
            finish_postgres(postgres).await?;
            // Who asks next is to know how much there is.
            sqlx::raw_sql("ANALYZE").execute(postgres).await.context("counting what is there")?;
        }
    }
    conn.ended(&Ok(()));
    Ok(())
}

/// Written last: whoever is killed before it begins again with what is missing.
const KEEP_PARTS: &str =
    "INSERT INTO schema_parts (name, digest) VALUES ('made', $1) ON CONFLICT (name) DO UPDATE SET digest = $1";

/// What the schema has beside the migrations: the triggers, the indexes of searches, how texts are folded.
fn parts() -> String {
    let mut hash = Sha256::new();
    for text in [SQLITE_TRIGGERS, POSTGRES_TRIGGERS].into_iter().chain(search_index::TEXTS) {
        hash.update(text);
    }
    hash.update(fold::FOLDING.to_be_bytes());
    HEXLOWER.encode(&hash.finalize())
}

/// How the schema of a database stands to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// There is none: no table of anybody.
    Empty,
    /// The tables are not Portico's.
    Foreign,
    /// A backup is being put back into it, or was when somebody was killed.
    Unfinished,
    /// The version that it has.
    Older(i64),
    Current,
    /// The version that it has.
    Newer(i64),
}

/// A database that a newer Portico wrote.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error(
    "the schema of the database is version {has}, and this Portico knows versions up to {knows}; install the newer Portico again"
)]
pub struct NewerSchema {
    pub has: i64,
    pub knows: i64,
}

/// Compares what a database went through with what this program would make.
///
/// # Errors
/// The database cannot be read, or a migration in it is another than the one of this program.
pub async fn schema(conn: &mut Conn) -> anyhow::Result<Schema> {
    if !conn.is_sqlite() && table(conn, MARK).await? {
        return Ok(Schema::Unfinished);
    }
    let ran: Vec<(i64, Vec<u8>)> = match table(conn, "_sqlx_migrations").await? {
        true => fetch_all!(conn, (i64, Vec<u8>), "SELECT version, checksum FROM _sqlx_migrations ORDER BY version")
            .context("reading which version the database has")?,
        false if tables(conn).await? => return Ok(Schema::Foreign),
        false => return Ok(Schema::Empty),
    };
    for (version, checksum) in &ran {
        let ours = MIGRATOR.iter().find(|ours| ours.version == *version);
        if ours.is_some_and(|ours| ours.checksum.as_ref() != checksum.as_slice()) {
            bail!("step {version} of its schema is not the one of this program");
        }
    }
    match Schema::after(&ran.iter().map(|(version, _)| *version).collect::<Vec<_>>()) {
        Schema::Current if !has_parts(conn).await? => Ok(Schema::Older(Schema::knows())),
        schema => Ok(schema),
    }
}

async fn has_parts(conn: &mut Conn) -> Result<bool, sqlx::Error> {
    let made = scalar!(conn, String, "SELECT digest FROM schema_parts WHERE name = 'made'")?;
    Ok(made.is_some_and(|made| made == parts()))
}

/// Whether there is a table of this name in the schema that is used.
async fn table(conn: &mut Conn, name: &str) -> Result<bool, sqlx::Error> {
    let found = match conn.is_sqlite() {
        true => scalar!(conn, i64, "SELECT 1 FROM sqlite_schema WHERE name = $1", name)?,
        false => scalar!(conn, i64, "SELECT CAST(1 AS BIGINT) FROM pg_catalog.pg_class WHERE oid = to_regclass($1)", name)?,
    };
    Ok(found.is_some())
}

/// Whether there is any table of anybody.
async fn tables(conn: &mut Conn) -> Result<bool, sqlx::Error> {
    let found = match conn.is_sqlite() {
        true => scalar!(conn, i64, "SELECT 1 FROM sqlite_schema LIMIT 1")?,
        false => scalar!(
            conn,
            i64,
            "SELECT CAST(1 AS BIGINT) FROM pg_catalog.pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LIMIT 1"
        )?,
    };
    Ok(found.is_some())
}

impl Schema {
    /// The newest version that this program knows.
    #[must_use]
    pub fn knows() -> i64 {
        MIGRATOR.iter().map(|ours| ours.version).max().unwrap_or_default()
    }

    /// What a database has that went through these migrations.
    #[must_use]
    pub fn after(versions: &[i64]) -> Self {
        let known = |version: &i64| MIGRATOR.iter().any(|ours| ours.version == *version);
        let newest = versions.iter().max().copied().unwrap_or_default();
        match versions.len() {
            0 => Self::Empty,
            _ if !versions.iter().all(known) => Self::Newer(newest),
            steps if steps < MIGRATOR.iter().count() => Self::Older(newest),
            _ => Self::Current,
        }
    }

    /// Itself, where this program can work with it, or bring it up to date.
    ///
    /// # Errors
    /// There is none, it is not Portico's, or it is a newer one ([`NewerSchema`]).
    pub fn understood(self) -> anyhow::Result<Self> {
        match self {
            Self::Empty => bail!("it is empty"),
            Self::Foreign => bail!("it is no database of Portico"),
            Self::Unfinished => bail!(
                "a backup is being put back into it, and that has not ended; where nobody does that any more, make another empty \
                 database and restore into that"
            ),
            Self::Newer(has) => Err(NewerSchema { has, knows: Self::knows() }.into()),
            known => Ok(known),
        }
    }
}

/// How the schema of a file stands that nobody has opened yet. Nothing is written to it.
///
/// # Errors
/// It is no SQLite database, or cannot be read.
pub async fn schema_of_file(file: &Path) -> anyhow::Result<Schema> {
    schema(&mut open::read_only(file).await?).await
}
