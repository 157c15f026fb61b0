//! `portico restore`: a backup in the place of the database.

use super::answer::{self, Answer};
use super::backup::counted;
use super::opening::{self, May, PATIENCE, connect_directly, moment};
use super::postgres_tools::Tools;
use super::start::make_folder;
use crate::clock::Clock;
use crate::config::Config;
use crate::service::operator::restore::{Settled, settle};
use crate::store::engine::backup::{self, Rows};
use crate::store::{Db, Schema, claim, schema};
use anyhow::{Context, ensure};
use clap::{Arg, ArgAction, ArgMatches, Command};
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tempfile::TempDir;

pub fn command() -> Command {
    let restore =
        Command::new("restore")
            .about("Put a backup in the place of the database; the old one is kept")
            .long_about(
                "Put a backup in the place of the database; the old one is kept.\n\n\
             SQLite: nothing may serve the database meanwhile, and the old file stays beside the new one. \
             PostgreSQL: the database that is named has to be an empty one. Afterwards everybody signs in again, no link from a mail \
             works any more, and mails that were still to be sent are held back (`portico outbox list`).",
            )
            .arg(Arg::new("file").value_name("FILE").required_unless_present("only-settle").help("A backup"))
            .arg(Arg::new("only-settle").long("only-settle").action(ArgAction::SetTrue).conflicts_with("file").help(
                "The database was put back by other means (pg_restore, Litestream): only end sessions, links and owed mails",
            ));
    answer::with_json(restore)
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let file = matches.get_one::<String>("file").cloned();
    answer::with_config(matches, async |config| match &file {
        Some(file) => put_back(config, Path::new(file)).await,
        None => only_settle(config).await,
    })
    .await
}

async fn only_settle(config: &Config) -> anyhow::Result<Answer> {
    let opened = opening::open(config, May::Migrate).await?;
    let settled = settle(&opened.db, Clock::System.now()).await;
    opened.close().await;
    let settled = settled?;
    Ok(Answer::done(ended(settled), json!({ "settled": settled })))
}

async fn put_back(config: &Config, source: &Path) -> anyhow::Result<Answer> {
    let url = config.database_url.expose_secret();
    let Some(database) = backup::sqlite_file(url)? else { return put_into_empty(config, source).await };
    make_folder(&config.data_dir)?;
    let _alone = if database.exists() { Some(claim(&database)?) } else { None };
    let (folder, prepared) = copy(source, &database)?;
    let (settled, rows) = prepare(&prepared).await.with_context(|| format!("{} is not used", source.display()))?;
    let kept = backup::beside(&database, &format!(".before-restore-{}", moment()));
    let was_there = backup::replace(&database, &prepared, &kept).await?;
    drop(folder);
    let kept = was_there.then_some(kept);
    let before = match &kept {
        Some(kept) => format!("What was there before is kept as {}", kept.display()),
        None => "There was no database before".into(),
    };
    Ok(told(&database.display().to_string(), &before, kept, settled, &rows))
}

/// PostgreSQL: into a database in which nothing is yet, so that the one of before stays what it is.
async fn put_into_empty(config: &Config, source: &Path) -> anyhow::Result<Answer> {
    ensure!(source.is_file(), "there is no file {}", source.display());
    let tools = Tools::of(config.direct_url().expose_secret())?;
    let sound = tools.examine(source).and_then(|versions| match versions.is_empty() {
        true => Schema::Foreign.understood(),
        false => Schema::after(&versions).understood(),
    });
    sound.with_context(|| format!("{} is not used", source.display()))?;
    let db = connect_directly(config, PATIENCE).await?;
    let name = &tools.database;
    ensure!(
        schema(&mut db.read().await?).await? == Schema::Empty,
        "the database {name} holds data, and nothing is ever overwritten; make an empty one beside it \
         (createdb NEW), name that one in database-url and run this again"
    );
    tools.restore(source)?;
    let settled = settle_restored(&db)
        .await
        .context("the data is back, but what had to end has not; before anything serves it, run: portico restore --only-settle");
    db.close().await;
    let (settled, rows) = settled?;
    Ok(told(name, "Nothing else was touched", None, settled, &rows))
}

async fn settle_restored(db: &Db) -> anyhow::Result<(Settled, Rows)> {
    db.migrate().await?;
    let settled = settle(db, Clock::System.now()).await?;
    Ok((settled, backup::rows(&mut db.read().await?).await?))
}

/// A copy of the backup on the disk of the database, in a folder that goes away with a failure. A
/// journal beside the backup comes along.
fn copy(source: &Path, database: &Path) -> anyhow::Result<(TempDir, PathBuf)> {
    ensure!(source.is_file(), "there is no file {}", source.display());
    let folder = backup::folder_beside(database, backup::RESTORE)?;
    let prepared = folder.path().join("portico.db");
    std::fs::copy(source, &prepared).with_context(|| format!("copying {}", source.display()))?;
    set_permissions(&prepared, Permissions::from_mode(0o600))?;
    let journal = backup::beside(source, "-wal");
    if journal.exists() {
        std::fs::copy(&journal, backup::beside(&prepared, "-wal")).context("copying its journal")?;
        set_permissions(backup::beside(&prepared, "-wal"), Permissions::from_mode(0o600))?;
    }
    Ok((folder, prepared))
}

/// Looks whether the copy is sound, brings it up to date, and ends what has to end: all before it
/// is anybody's database.
async fn prepare(copy: &Path) -> anyhow::Result<(Settled, Rows)> {
    if backup::beside(copy, "-wal").exists() {
        backup::seal(copy).await.context("its journal cannot be read")?;
    }
    backup::examine(copy).await?;
    let db = Db::connect(&backup::url_of(copy)?).await?;
    let settled = settle_restored(&db).await?;
    db.close().await;
    backup::seal(copy).await?;
    Ok(settled)
}

fn ended(settled: Settled) -> String {
    let Settled { sessions_ended, links_ended, mails_held } = settled;
    format!(
        "Everybody signs in again ({sessions_ended} sessions ended), no link from an earlier mail works any more \
         ({links_ended} ended),\nand {mails_held} mails that were still to be sent are held back: \
         `portico outbox list --state cancelled` shows them."
    )
}

fn told(database: &str, before: &str, kept: Option<PathBuf>, settled: Settled, rows: &Rows) -> Answer {
    let words = format!("{database} is restored: {}.\n{before}.\n{}", counted(rows), ended(settled));
    let rows: Map<String, Value> = rows.iter().map(|(table, rows)| (table.clone(), (*rows).into())).collect();
    Answer::done(words, json!({ "database": database, "kept": kept, "rows": rows, "settled": settled }))
}
