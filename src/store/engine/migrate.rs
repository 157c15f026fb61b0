//! Migrations at start, one process at a time.

use super::{fold, search_index};
use crate::store::{Conn, Db};
use anyhow::{Context, bail};
use sqlx::migrate::Migrator;
use sqlx::{ConnectOptions, Connection, Row};
use std::fs::File;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

static MIGRATOR: Migrator = sqlx_macros::migrate!("./migrations");

/// The logs are append-only, for this program too; an organization counts its confirmed owners and who is
/// invited, accepted and revoked in it, a provider its clients. Triggers are the one thing that the engines
/// spell differently.
const SQLITE_TRIGGERS: &str = "
    CREATE TRIGGER IF NOT EXISTS events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS events_last BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS owners_begin AFTER INSERT ON members WHEN NEW.role = 'owner' AND NEW.status = 'confirmed'
    BEGIN UPDATE organizations SET owners = owners + 1 WHERE id = NEW.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS owners_end AFTER DELETE ON members WHEN OLD.role = 'owner' AND OLD.status = 'confirmed'
    BEGIN UPDATE organizations SET owners = owners - 1 WHERE id = OLD.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS owners_become AFTER UPDATE OF role, status ON members
    WHEN NEW.role = 'owner' AND NEW.status = 'confirmed' AND NOT (OLD.role = 'owner' AND OLD.status = 'confirmed')
    BEGIN UPDATE organizations SET owners = owners + 1 WHERE id = NEW.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS owners_cease AFTER UPDATE OF role, status ON members
    WHEN OLD.role = 'owner' AND OLD.status = 'confirmed' AND NOT (NEW.role = 'owner' AND NEW.status = 'confirmed')
    BEGIN UPDATE organizations SET owners = owners - 1 WHERE id = OLD.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS statuses_begin AFTER INSERT ON members WHEN NEW.status <> 'confirmed'
    BEGIN UPDATE organizations SET invited = invited + (NEW.status = 'invited'), accepted = accepted + (NEW.status = 'accepted'),
    revoked = revoked + (NEW.status = 'revoked') WHERE id = NEW.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS statuses_end AFTER DELETE ON members WHEN OLD.status <> 'confirmed'
    BEGIN UPDATE organizations SET invited = invited - (OLD.status = 'invited'), accepted = accepted - (OLD.status = 'accepted'),
    revoked = revoked - (OLD.status = 'revoked') WHERE id = OLD.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS statuses_change AFTER UPDATE OF status ON members WHEN NEW.status <> OLD.status
    BEGIN UPDATE organizations SET invited = invited + (NEW.status = 'invited') - (OLD.status = 'invited'),
    accepted = accepted + (NEW.status = 'accepted') - (OLD.status = 'accepted'),
    revoked = revoked + (NEW.status = 'revoked') - (OLD.status = 'revoked') WHERE id = NEW.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS clients_begin AFTER INSERT ON organizations WHEN NEW.provider_id IS NOT NULL
    BEGIN UPDATE providers SET clients = clients + 1 WHERE id = NEW.provider_id; END;
    CREATE TRIGGER IF NOT EXISTS clients_end AFTER DELETE ON organizations WHEN OLD.provider_id IS NOT NULL
    BEGIN UPDATE providers SET clients = clients - 1 WHERE id = OLD.provider_id; END;
    CREATE TRIGGER IF NOT EXISTS clients_change AFTER UPDATE OF provider_id ON organizations
    WHEN NEW.provider_id IS NOT OLD.provider_id
    BEGIN UPDATE providers SET clients = clients - 1 WHERE id = OLD.provider_id;
    UPDATE providers SET clients = clients + 1 WHERE id = NEW.provider_id; END;";
const POSTGRES_TRIGGERS: &str = "
    CREATE OR REPLACE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$;
    CREATE OR REPLACE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION events_are_append_only();
    CREATE OR REPLACE FUNCTION count_owners() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' AND OLD.role = 'owner' AND OLD.status = 'confirmed' THEN
            UPDATE organizations SET owners = owners - 1 WHERE id = OLD.organization_id;
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.role = 'owner' AND NEW.status = 'confirmed' THEN
            UPDATE organizations SET owners = owners + 1 WHERE id = NEW.organization_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER owners_are_counted AFTER INSERT OR DELETE OR UPDATE OF role, status ON members
    FOR EACH ROW EXECUTE FUNCTION count_owners();
    CREATE OR REPLACE FUNCTION count_new_members() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE organizations o SET invited = o.invited + n.invited, accepted = o.accepted + n.accepted,
            revoked = o.revoked + n.revoked FROM (
            SELECT organization_id, COUNT(*) FILTER (WHERE status = 'invited') AS invited,
                COUNT(*) FILTER (WHERE status = 'accepted') AS accepted, COUNT(*) FILTER (WHERE status = 'revoked') AS revoked
            FROM added WHERE status <> 'confirmed' GROUP BY organization_id) n WHERE o.id = n.organization_id;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER statuses_begin AFTER INSERT ON members REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_new_members();
    CREATE OR REPLACE FUNCTION count_statuses() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE after TEXT := ''; BEGIN
        IF TG_OP = 'UPDATE' THEN after := NEW.status; END IF;
        IF after <> OLD.status THEN
            UPDATE organizations SET
                invited = invited + CAST(after = 'invited' AS INTEGER) - CAST(OLD.status = 'invited' AS INTEGER),
                accepted = accepted + CAST(after = 'accepted' AS INTEGER) - CAST(OLD.status = 'accepted' AS INTEGER),
                revoked = revoked + CAST(after = 'revoked' AS INTEGER) - CAST(OLD.status = 'revoked' AS INTEGER)
            WHERE id = OLD.organization_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER statuses_change AFTER DELETE OR UPDATE OF status ON members
    FOR EACH ROW EXECUTE FUNCTION count_statuses();
    CREATE OR REPLACE FUNCTION count_new_clients() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE providers p SET clients = p.clients + n.number FROM (
            SELECT provider_id, COUNT(*) AS number FROM added WHERE provider_id IS NOT NULL GROUP BY provider_id) n
        WHERE p.id = n.provider_id;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER clients_begin AFTER INSERT ON organizations REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_new_clients();
    CREATE OR REPLACE FUNCTION count_clients() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'DELETE' OR OLD.provider_id IS DISTINCT FROM NEW.provider_id THEN
            UPDATE providers SET clients = clients - 1 WHERE id = OLD.provider_id;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.provider_id IS DISTINCT FROM NEW.provider_id THEN
            UPDATE providers SET clients = clients + 1 WHERE id = NEW.provider_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER clients_change AFTER DELETE OR UPDATE OF provider_id ON organizations
    FOR EACH ROW EXECUTE FUNCTION count_clients();";

/// Sessions that were begun before the chosen provider had a column.
const SQLITE_CHOICES: &str = "UPDATE sessions SET provider_id = unhex(replace(json_extract(data, '$.provider'), '-', '')) \
    WHERE provider_id IS NULL AND data LIKE '%\"provider\":\"%'";
const POSTGRES_CHOICES: &str = "UPDATE sessions SET provider_id = CAST(CAST(data AS JSON) ->> 'provider' AS UUID) \
    WHERE provider_id IS NULL AND data LIKE '%\"provider\":\"%'";

pub(crate) async fn run(db: &Db) -> anyhow::Result<()> {
    match db {
        Db::Postgres { writers, .. } => run_postgres(db, writers).await,
        Db::Sqlite { writer, file, .. } => run_sqlite(db, writer, file).await,
    }
}

/// PostgreSQL's migrator takes an advisory lock of its own. Building a long table anew may take longer than
/// any statement of a request.
async fn run_postgres(db: &Db, pool: &sqlx::PgPool) -> anyhow::Result<()> {
    let patient = (*pool.connect_options()).clone().options([("statement_timeout", "0")]);
    let mut connection = patient.connect().await.context("opening the database to migrate it")?;
    search_index::need_extension(&mut connection).await?;
    MIGRATOR.run(&mut connection).await.context("migrating the database")?;
    sqlx::raw_sql(POSTGRES_TRIGGERS).execute(&mut connection).await.context("setting the triggers")?;
    sqlx::query(POSTGRES_CHOICES).execute(&mut connection).await.context("keeping the chosen providers")?;
    fold::fold_anew(db, POSTGRES_TRIGGERS).await?;
    search_index::make_for_postgres(&mut connection).await?;
    connection.close().await.context("migrating the database")
}

/// SQLite's migrator takes no lock, and rebuilding a table with foreign keys on loses child rows:
/// so a lock file, a connection of its own with foreign keys off, and a check afterwards.
async fn run_sqlite(db: &Db, pool: &sqlx::SqlitePool, file: &Path) -> anyhow::Result<()> {
    let lock = lock_beside(file, "migrate")?;
    lock.lock().context("waiting for another process that migrates the database")?;
    let options = (*pool.connect_options()).clone().foreign_keys(false);
    let mut connection = options.connect().await.context("opening the database to migrate it")?;
    MIGRATOR.run(&mut connection).await.context("migrating the database")?;
    sqlx::raw_sql(SQLITE_TRIGGERS).execute(&mut connection).await.context("setting the triggers")?;
    sqlx::query(SQLITE_CHOICES).execute(&mut connection).await.context("keeping the chosen providers")?;
    fold::fold_anew(db, SQLITE_TRIGGERS).await?;
    search_index::make_for_sqlite(&mut connection).await?;
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await?;
    if let Some(row) = broken.first() {
        let table: String = row.try_get(0)?;
        bail!("{} rows point to nothing after migrating, the first in {table}", broken.len());
    }
    Ok(())
}

/// Opens (or makes) the file `<database>.<purpose>.lock`.
fn lock_beside(database: &Path, purpose: &str) -> anyhow::Result<File> {
    let mut name = database.as_os_str().to_owned();
    name.push(format!(".{purpose}.lock"));
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&name)
        .with_context(|| format!("opening {}", Path::new(&name).display()))
}

impl Db {
    /// Makes this process the only one that serves this SQLite file, for as long as the returned
    /// file is open. PostgreSQL serves many processes and needs none.
    ///
    /// # Errors
    /// Another process serves it already.
    pub fn claim(&self) -> anyhow::Result<Option<File>> {
        let Self::Sqlite { file, .. } = self else { return Ok(None) };
        claim(file).map(Some)
    }
}

/// As [`Db::claim`], for a file that is not open, and may not be there yet.
pub fn claim(database: &Path) -> anyhow::Result<File> {
    let lock = lock_beside(database, "serve")?;
    if lock.try_lock().is_err() {
        bail!("another portico serves {} already; stop it first, or use PostgreSQL for several", database.display());
    }
    Ok(lock)
}

/// How the schema of a database stands to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// There is none.
    None,
    Older,
    Current,
    Newer,
}

/// Compares the migrations that a database went through with those of this program.
///
/// # Errors
/// The database cannot be read, or a migration in it is another than the one of this program.
pub async fn schema(conn: &mut Conn) -> anyhow::Result<Schema> {
    let ran: Vec<(i64, Vec<u8>)> =
        match super::fetch_all!(conn, (i64, Vec<u8>), "SELECT version, checksum FROM _sqlx_migrations ORDER BY version") {
            Ok(ran) => ran,
            // No such table, on either engine.
            Err(sqlx::Error::Database(error)) if matches!(error.code().as_deref(), Some("1" | "42P01")) => Vec::new(),
            Err(error) => return Err(error).context("reading which version the database has"),
        };
    for (version, checksum) in &ran {
        let ours = MIGRATOR.iter().find(|ours| ours.version == *version);
        if ours.is_some_and(|ours| ours.checksum.as_ref() != checksum.as_slice()) {
            bail!("step {version} of its schema is not the one of this program");
        }
    }
    Ok(Schema::after(&ran.iter().map(|(version, _)| *version).collect::<Vec<_>>()))
}

impl Schema {
    /// What a database has that went through these migrations.
    #[must_use]
    pub fn after(versions: &[i64]) -> Self {
        let known = |version: &i64| MIGRATOR.iter().any(|ours| ours.version == *version);
        match versions.len() {
            0 => Self::None,
            _ if !versions.iter().all(known) => Self::Newer,
            steps if steps < MIGRATOR.iter().count() => Self::Older,
            _ => Self::Current,
        }
    }

    /// Itself, where this program can work with it.
    ///
    /// # Errors
    /// There is none, or it is a newer one.
    pub fn understood(self) -> anyhow::Result<Self> {
        match self {
            Self::None => bail!("it is no database of Portico"),
            Self::Newer => bail!("it was written by a newer Portico than this one; install that version first"),
            known => Ok(known),
        }
    }
}
