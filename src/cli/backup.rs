//! `portico backup`: a copy of the database while it is in use.

use super::answer::{self, Answer};
use super::backup_file::{self, Backup, KEY, Kind, Manifest};
use super::opening::{self, May};
use super::postgres_tools::Tools;
use super::reading;
use super::{start, terminal};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::events::Event;
use crate::log;
use crate::secrets::Secrets;
use crate::service::events::audit;
use crate::store::engine::aside::{self, Aside};
use crate::store::engine::backup;
use crate::store::engine::catalog::{self, Rows};
use crate::store::{Db, schema};
use anyhow::{Context, ensure};
use clap::{Arg, ArgAction, ArgMatches, Command};
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::ExitCode;

pub fn command() -> Command {
    let backup = Command::new("backup")
        .about("Write a copy of the database into a new file, also while it is served")
        .arg(Arg::new("file").value_name("FILE").required(true).help("A file that does not exist yet"))
        .arg(
            Arg::new("with-key")
                .long("with-key")
                .action(ArgAction::SetTrue)
                .help("Put the secret key in too; the file is then as secret as the key"),
        );
    answer::with_json(backup)
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let target = matches.get_one::<String>("file").cloned().unwrap_or_default();
    let with_key = matches.get_flag("with-key");
    answer::with_config(matches, async |config| make(config, Path::new(&target), with_key).await).await
}

async fn make(config: &Config, target: &Path, with_key: bool) -> anyhow::Result<Answer> {
    ensure!(!target.exists(), "{} exists already, and nothing is ever overwritten; give another name", target.display());
    let key = &config.secret_key_file;
    if with_key {
        ensure!(Secrets::load(key)?.is_some(), "there is no secret key at {}; leave --with-key out", key.display());
    }
    let (db, schema) = reading::open_to_back_up(config).await?;
    let folder = Aside::beside(target, aside::BACKUP)?;
    let engine = engine(config)?;
    let copy = folder.file(engine.file())?;
    let rows = match engine {
        Kind::Sqlite => copy_sqlite(&db, &copy).await,
        Kind::PostgreSql => copy_postgres(&db, &Tools::of(config.direct_url().expose_secret())?, &copy).await,
    };
    db.close().await;
    let rows = rows?;
    let mut files = vec![(engine.file(), copy.as_path())];
    files.extend(with_key.then_some((KEY, key.as_path())));
    let whole = folder.file("backup")?;
    let made_at = jiff::Timestamp::from_millisecond(Clock::System.now()).unwrap_or_default().to_string();
    let manifest = Manifest::of(engine, schema, made_at, &rows);
    let (bytes, sum) = backup_file::write(&whole, manifest, &files)?;
    Backup::open(&whole).context("what was written cannot be read")?.context("what was written is no backup")?;
    aside::put_where_nothing_is(target, &whole)?;
    if let Err(error) = note(config, with_key).await {
        terminal::complain(format_args!("The backup is made; the portal's own log does not say so: {}", log::causes(&error)));
    }
    let words = format!(
        "{} holds the whole database: {}.\n{bytes} bytes, SHA-256 {sum}\n{}",
        target.display(),
        counted(&rows),
        about_key(key, with_key)
    );
    let (rows, key) = (in_json(&rows), json!({ "file": key, "in_backup": with_key }));
    Ok(Answer::done(words, json!({ "file": target, "bytes": bytes, "sha256": sum, "rows": rows, "secret_key": key })))
}

/// Writes into the portal's own log that there is a backup.
async fn note(config: &Config, with_key: bool) -> anyhow::Result<()> {
    let opened = opening::open(config, May::Use).await?;
    let noted = audit::note(&start::application(config, &opened), &Event::BackupMade { with_key }).await;
    opened.close().await;
    Ok(noted?)
}

/// Whose database is configured.
pub fn engine(config: &Config) -> anyhow::Result<Kind> {
    let file = backup::sqlite_file(config.database_url.expose_secret())?;
    Ok(if file.is_some() { Kind::Sqlite } else { Kind::PostgreSql })
}

fn about_key(key: &Path, is_in_it: bool) -> String {
    let key = key.display();
    match is_in_it {
        true => format!("The secret key {key} is in it: whoever has this file has both."),
        false => format!("The secret key is not in it. Keep it too: {key} (or make the backup with --with-key)"),
    }
}

/// Copies one moment and looks whether the copy is sound; gives what it holds.
async fn copy_sqlite(db: &Db, copy: &Path) -> anyhow::Result<Rows> {
    db.copy_into(copy).await?;
    backup::examine(copy).await.context("the copy is not used")?;
    backup::rows_of(copy).await.context("counting the rows of the copy")
}

/// As [`copy_sqlite`]. The rows are counted in the very moment that is copied.
async fn copy_postgres(db: &Db, tools: &Tools, copy: &Path) -> anyhow::Result<Rows> {
    let (mut moment, snapshot) = db.moment().await.context("opening the database")?;
    schema(&mut moment).await?.understood()?;
    let rows = catalog::rows(&mut moment).await.context("counting the rows")?;
    tools.dump(&snapshot, copy)?;
    tools.examine(copy).context("the copy is not used")?;
    Ok(rows)
}

/// `accounts 3, providers 1`: the tables that hold something.
pub fn counted(rows: &Rows) -> String {
    let rows = rows.iter().filter(|(_, rows)| *rows > 0);
    let counts: Vec<String> = rows.map(|(table, rows)| format!("{} {rows}", table.replace('_', " "))).collect();
    if counts.is_empty() { "no rows".into() } else { counts.join(", ") }
}

/// All tables with their numbers.
pub fn in_json(rows: &Rows) -> Map<String, Value> {
    rows.iter().map(|(table, rows)| (table.clone(), (*rows).into())).collect()
}
