//! Which database a command works on, and what it may do to it. Nothing else makes a database or a key, or changes a
//! schema; what is refused is refused before anything is written.

use super::reading::fit_to_use;
use super::rights::keep_to_owner;
use super::start::make_folder;
use crate::clock::Clock;
use crate::config::Config;
use crate::secrets::Secrets;
use crate::service::operator::check;
use crate::store::engine::aside::{self, Aside};
use crate::store::engine::backup::{self, sqlite_file};
use crate::store::{Db, FileLock, NewerSchema, Schema, claim, schema, schema_of_file};
use anyhow::{Context, bail, ensure};
use secrecy::{ExposeSecret, SecretString};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a command of the operator's waits for a database that is away.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How often, and after which pauses, a PostgreSQL database is looked at again that is empty where it should not be.
const TRIES: usize = 8;
const PAUSE: Duration = Duration::from_millis(250);

/// What a command may do to the database and the key that it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Work with what is there.
    Use,
    /// And make a new database, with a key, where there is none.
    Make,
    /// Work with a new one alone.
    Begin,
    /// And bring the schema of one that is there up to date.
    Serve { new_database: bool, new_key: bool },
    /// Work with what is there, and bring its schema up to date.
    Migrate,
}

impl May {
    /// Whether it has an SQLite file to itself.
    fn is_alone(self) -> bool {
        matches!(self, Self::Serve { .. } | Self::Migrate)
    }

    fn patience(self, config: &Config) -> Duration {
        if matches!(self, Self::Serve { .. }) { config.database_wait } else { PATIENCE.min(config.database_wait) }
    }
}

/// An open database, its key, and what keeps it to this process.
pub struct Opened {
    pub db: Db,
    pub secrets: Secrets,
    /// What was done to it, for the operator to read.
    pub said: Vec<String>,
    /// Kept until the database is closed.
    pub lock: Option<FileLock>,
}

impl Opened {
    /// Closes the database, and only then leaves its file to others.
    pub async fn close(self) {
        self.db.close().await;
        drop(self.lock);
    }
}

/// What is to be done before it can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    MakeNew,
    BringUp { from: i64 },
    AsItIs,
}

/// Opens the database of the configuration, with its key.
///
/// # Errors
/// What is there, or is not, is not what the command may work with; the database is away.
pub async fn open(config: &Config, may: May) -> anyhow::Result<Opened> {
    if may.is_alone() {
        aside::sweep(&config.data_dir);
    }
    match sqlite_file(config.database_url.expose_secret())? {
        Some(file) => open_sqlite(config, &file, may).await,
        None => open_postgres(config, may).await,
    }
}

async fn open_sqlite(config: &Config, file: &Path, may: May) -> anyhow::Result<Opened> {
    let mut lock = if may.is_alone() && file.exists() { Some(claim_whole(file)?) } else { None };
    let there = look(file).await.with_context(|| format!("{} is not used", file.display()))?;
    let plan = decide(config, &file.display().to_string(), there, may)?;
    keep_to_owner(file)?;
    // What may fail comes first: a key without its database is refused at the next start.
    let new = if plan == Plan::MakeNew { Some(prepare_new(config, file).await?) } else { None };
    let (secrets, mut said) = key(config, plan)?;
    if let Some(new) = new {
        aside::put_where_nothing_is(file, &prepared_in(&new))?;
        lock = if may.is_alone() { Some(claim(file)?) } else { None };
        said.push(format!("a new database was made: {}", file.display()));
    }
    let db = connect(config, may.patience(config)).await?;
    if let Plan::BringUp { from } = plan {
        let kept = keep(&db, file, from).await?;
        said.push(format!("the database of before is kept as {}", kept.display()));
        bring_up(&db, &db, from, &mut said).await.with_context(|| format!("the database of before is {}", kept.display()))?;
    }
    Ok(Opened { db, secrets, said, lock })
}

async fn open_postgres(config: &Config, may: May) -> anyhow::Result<Opened> {
    let db = connect(config, may.patience(config)).await?;
    let mut there = look_into(&db).await?;
    for _ in 0..TRIES {
        if there.is_some() || !matches!(may, May::Serve { .. }) || !config.secret_key_file.exists() {
            break;
        }
        // A process that started at the same moment may have made the key, and be making the tables.
        tokio::time::sleep(PAUSE).await;
        there = look_into(&db).await?;
    }
    let plan = decide(config, "database-url", there, may)?;
    let (secrets, mut said) = key(config, plan)?;
    if plan != Plan::AsItIs {
        let direct = connect_directly(config, may.patience(config)).await?;
        match plan {
            Plan::BringUp { from } => bring_up(&direct, &db, from, &mut said).await?,
            _ => {
                direct.migrate().await?;
                said.push("the tables were made in an empty database".into());
            }
        }
        direct.close().await;
    }
    Ok(Opened { db, secrets, said, lock: None })
}

/// Has the database to itself, after sweeping what a killed command left beside it.
pub fn claim_whole(file: &Path) -> anyhow::Result<FileLock> {
    let lock = claim(file)?;
    aside::sweep(aside::folder_of(file));
    backup::undo_half_a_replace(file).with_context(|| format!("tidying up beside {}", file.display()))?;
    Ok(lock)
}

/// How the schema of a PostgreSQL database stands; `None` where there is nothing in it.
async fn look_into(db: &Db) -> anyhow::Result<Option<Schema>> {
    Ok(Some(schema(&mut db.read().await?).await?).filter(|schema| *schema != Schema::Empty))
}

/// How the schema of the file stands; `None` where there is no file.
pub(super) async fn look(file: &Path) -> anyhow::Result<Option<Schema>> {
    match std::fs::metadata(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
        Ok(found) if found.len() == 0 => Ok(Some(Schema::Empty)),
        Ok(_) => {
            ensure!(backup::is_sqlite(file)?, "it is no SQLite database");
            Ok(Some(schema_of_file(file).await?))
        }
    }
}

fn decide(config: &Config, place: &str, there: Option<Schema>, may: May) -> anyhow::Result<Plan> {
    let key = config.secret_key_file.display();
    let has_key = config.secret_key_file.exists();
    let schema = match (there, may) {
        (None, May::Make | May::Begin) => return Ok(Plan::MakeNew),
        (Some(_), May::Begin) => bail!("there is a database that is not empty ({place}); give another one, or none"),
        (None, May::Serve { new_database, .. }) if new_database || !has_key => return Ok(Plan::MakeNew),
        (None, May::Serve { .. }) => bail!(
            "the secret key {key} is there, and the database that belongs to it is not ({place}). Mend data-dir or database-url, \
             restore a backup with `portico restore`, or begin anew with `portico serve --new-database`"
        ),
        (Some(Schema::Older(from)), May::Serve { .. } | May::Migrate) => Schema::Older(from),
        (there, _) => {
            fit_to_use(place, there)?;
            Schema::Current
        }
    };
    if !has_key && !matches!(may, May::Serve { new_key: true, .. }) {
        bail!(
            "the database is there ({place}), and its secret key {key} is not. Without that very key no link that was mailed works any \
             more, and every second step of signing in that was set up fails. Put the key back from a backup. Where it is lost, \
             `portico serve --new-key` goes on with a new one; `portico account reset-two-step` then lets people in again"
        );
    }
    Ok(if let Schema::Older(from) = schema { Plan::BringUp { from } } else { Plan::AsItIs })
}

/// The key, made where there is none by now, and what is to be said about it.
fn key(config: &Config, plan: Plan) -> anyhow::Result<(Secrets, Vec<String>)> {
    let file = &config.secret_key_file;
    if plan == Plan::MakeNew {
        make_folder(&config.data_dir)?;
    }
    let was_there = file.exists();
    let secrets = Secrets::load_or_create(file)?;
    let said = match (was_there, plan) {
        (false, _) => vec![format!("a new secret key was made, which belongs into every backup: {}", file.display())],
        (true, Plan::MakeNew) => vec![format!("the secret key {} was there, and no database", file.display())],
        (true, _) => Vec::new(),
    };
    Ok((secrets, said))
}

/// Makes a database aside: whoever is killed meanwhile begins anew.
async fn prepare_new(config: &Config, file: &Path) -> anyhow::Result<Aside> {
    make_folder(&config.data_dir)?;
    let folder = Aside::beside(file, aside::NEW)?;
    let prepared = prepared_in(&folder);
    let db = Db::connect(&backup::url_of(&prepared)?).await.context("making a database")?;
    db.migrate().await?;
    db.close().await;
    backup::seal(&prepared).await?;
    Ok(folder)
}

fn prepared_in(folder: &Aside) -> PathBuf {
    folder.path("portico.db")
}

/// A copy of the database as it was, beside it.
async fn keep(db: &Db, file: &Path, version: i64) -> anyhow::Result<PathBuf> {
    let kept = aside::beside(file, &format!(".version-{version}-{}", moment()));
    let folder = Aside::beside(file, aside::NEW)?;
    let copy = folder.file("portico.db")?;
    db.copy_into(&copy).await.context("copying the database before its schema changes")?;
    backup::examine(&copy).await.context("the copy of the database is not sound")?;
    aside::put_where_nothing_is(&kept, &copy)?;
    Ok(kept)
}

/// This moment, as it stands in the name of a file.
pub fn moment() -> String {
    let now = jiff::Timestamp::from_millisecond(Clock::System.now()).unwrap_or_default();
    now.strftime("%Y%m%dT%H%M%S%3fZ").to_string()
}

/// Changes the schema over the one connection, and asks every rule over the other whether it still holds.
async fn bring_up(direct: &Db, db: &Db, from: i64, said: &mut Vec<String>) -> anyhow::Result<()> {
    tracing::info!(from, to = Schema::knows(), "bringing the database up to date");
    direct.migrate().await?;
    let findings = check::run(db).await?;
    if let Some(first) = findings.broken.first() {
        bail!(
            "{} rules do not hold after the database was brought up to date, the first: {}; `portico check` tells them all",
            findings.broken.len(),
            first.says
        );
    }
    said.push(format!("the database was brought from version {from} to version {}, and every rule holds", Schema::knows()));
    Ok(())
}

/// Opens the database, and waits for one that is away or starting.
///
/// # Errors
/// It does not answer within this time, or answers that it never will.
pub async fn connect(config: &Config, patience: Duration) -> anyhow::Result<Db> {
    let url = config.database_url.expose_secret();
    match &config.database_admin_url {
        Some(_) => wait_for(patience, async || Db::connect_through_pooler(url).await).await,
        None => wait_for(patience, async || Db::connect(url).await).await,
    }
}

/// As [`connect`], past a pooler.
///
/// # Errors
/// As [`connect`].
pub async fn connect_directly(config: &Config, patience: Duration) -> anyhow::Result<Db> {
    connect_to(config.direct_url(), patience).await
}

/// As [`connect`], to this address.
///
/// # Errors
/// As [`connect`].
pub async fn connect_to(url: &SecretString, patience: Duration) -> anyhow::Result<Db> {
    wait_for(patience, async || Db::connect(url.expose_secret()).await).await
}

async fn wait_for(patience: Duration, connect: impl AsyncFn() -> Result<Db, sqlx::Error>) -> anyhow::Result<Db> {
    let deadline = tokio::time::Instant::now() + patience;
    let mut pause = Duration::from_millis(250);
    let mut has_said = false;
    loop {
        match connect().await {
            Ok(db) => return Ok(db),
            Err(error) if may_pass(&error) && tokio::time::Instant::now() + pause < deadline => {
                if !std::mem::replace(&mut has_said, true) {
                    tracing::warn!(%error, seconds = patience.as_secs(), "the database does not answer yet; waiting for it");
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(2));
            }
            Err(error) => return Err(hinted(error)),
        }
    }
}

/// What the driver says, with what helps where that is known.
fn hinted(error: sqlx::Error) -> anyhow::Error {
    let code = error.as_database_error().and_then(|inner| inner.code().map(|code| code.into_owned()));
    let hint = match code.as_deref() {
        Some("28P01" | "28000") => {
            "opening the database: PostgreSQL does not let this user in. In a URL, write %23 for #, %2F for /, %3F for ?, %40 for @ and \
             %25 for % in a password"
        }
        Some("08P01") => {
            "opening the database: it refuses the settings that Portico begins with. Where database-url leads through a pooler such as \
             PgBouncer, give the address of PostgreSQL itself in database-admin-url"
        }
        _ => "opening the database",
    };
    anyhow::Error::new(error).context(hint)
}

/// Whether a database that does not answer may do so later: a network or a server that is starting.
fn may_pass(error: &sqlx::Error) -> bool {
    match error {
        // A certificate that nobody vouches for, a file that may not be read.
        sqlx::Error::Io(inner) if matches!(inner.kind(), ErrorKind::InvalidData | ErrorKind::PermissionDenied) => false,
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(inner) => {
            inner.code().is_some_and(|code| code != "08P01" && ["57P", "53", "08"].iter().any(|class| code.starts_with(class)))
        }
        _ => false,
    }
}

/// Whether this is about a database that a newer Portico wrote.
pub fn is_newer(error: &anyhow::Error) -> bool {
    error.downcast_ref::<NewerSchema>().is_some()
}
