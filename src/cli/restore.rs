//! `portico restore`: a backup in the place of the database.

use super::answer::{self, Answer};
use super::backup::{counted, engine, in_json};
use super::backup_file::Kind;
use super::opening::{self, May, PATIENCE, claim_whole, connect_directly, moment};
use super::postgres_tools::Tools;
use super::restore_source::{KeyEnd, RestoredKey, Source};
use super::start::make_folder;
use crate::clock::Clock;
use crate::config::Config;
use crate::service::operator::restore::{Settled, settle};
use crate::store::engine::aside::{self, Aside};
use crate::store::engine::backup;
use crate::store::engine::catalog::{self, Rows};
use crate::store::{Db, Schema};
use anyhow::Context;
use clap::{Arg, ArgAction, ArgMatches, Command};
use secrecy::ExposeSecret;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

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

async fn put_back(config: &Config, path: &Path) -> anyhow::Result<Answer> {
    let engine = engine(config)?;
    let source = Source::open(path, engine).with_context(|| format!("{} is not used", path.display()))?;
    match engine {
        Kind::Sqlite => put_in_place(config, source).await,
        Kind::PostgreSql => put_into_empty(config, source).await,
    }
}

async fn put_in_place(config: &Config, mut source: Source) -> anyhow::Result<Answer> {
    let database = backup::sqlite_file(config.database_url.expose_secret())?.context("database-url names no file")?;
    make_folder(&config.data_dir)?;
    let _alone = if database.exists() { Some(claim_whole(&database)?) } else { None };
    let key = RestoredKey::of(&config.secret_key_file, &mut source)?;
    let folder = Aside::beside(&database, aside::RESTORE)?;
    let prepared = folder.file(Kind::Sqlite.file())?;
    source.copy_to(&prepared)?;
    let (settled, rows) = prepare(&prepared).await.with_context(|| format!("{} is not used", source.path.display()))?;
    let kept = aside::beside(&database, &format!("{}{}", backup::KEPT, moment()));
    let was_there = backup::replace(&database, &prepared, &kept).await?;
    drop(folder);
    let kept = was_there.then_some(kept);
    let before = match &kept {
        Some(kept) => format!("What was there before is kept as {}", kept.display()),
        None => "There was no database before".into(),
    };
    let done = Done { database: database.display().to_string(), kept, settled, rows, is_verified: source.is_verified() };
    Ok(told(&done, &before, &key.put()?))
}

/// PostgreSQL: into a database in which nothing is yet, so that the one of before stays what it is.
async fn put_into_empty(config: &Config, mut source: Source) -> anyhow::Result<Answer> {
    let tools = Tools::of(config.direct_url().expose_secret())?;
    make_folder(&config.data_dir)?;
    let key = RestoredKey::of(&config.secret_key_file, &mut source)?;
    let folder = Aside::beside(&config.data_dir.join(Kind::PostgreSql.file()), aside::RESTORE)?;
    let dump = source.dump(&folder)?;
    let sound = tools.examine(&dump).and_then(|versions| match versions.is_empty() {
        true => Schema::Foreign.understood(),
        false => Schema::after(&versions).understood(),
    });
    sound.with_context(|| format!("{} is not used", source.path.display()))?;
    let db = connect_directly(config, PATIENCE).await?;
    let name = &tools.database;
    let restoring = db.begin_restore(name).await?;
    if let Err(error) = tools.restore(&dump) {
        restoring.give_up().await.context("taking back that something is restored")?;
        return Err(error);
    }
    drop(restoring);
    let (settled, rows) = settle_restored(&db).await.context(
        "the data is back, but what had to end has not, and nothing works with it as it is; make another empty database and \
         restore into that",
    )?;
    db.end_restore().await?;
    db.close().await;
    let done = Done { database: name.clone(), kept: None, settled, rows, is_verified: source.is_verified() };
    Ok(told(&done, "Nothing else was touched", &key.put()?))
}

async fn settle_restored(db: &Db) -> anyhow::Result<(Settled, Rows)> {
    db.migrate().await?;
    let settled = settle(db, Clock::System.now()).await?;
    Ok((settled, catalog::rows(&mut db.read().await?).await?))
}

/// Looks whether the copy is sound, brings it up to date, and ends what has to end: all before it
/// is anybody's database.
async fn prepare(copy: &Path) -> anyhow::Result<(Settled, Rows)> {
    if aside::beside(copy, "-wal").exists() {
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

/// What was done.
struct Done {
    database: String,
    kept: Option<PathBuf>,
    settled: Settled,
    rows: Rows,
    is_verified: bool,
}

fn told(done: &Done, before: &str, key: &KeyEnd) -> Answer {
    let Done { database, kept, settled, rows, is_verified } = done;
    let mut words = format!("{database} is restored: {}.\n{before}.\n{}", counted(rows), ended(*settled));
    if !is_verified {
        words.push_str("\nThis backup carries no checksum: whether it is as it was written cannot be told.");
    }
    words.push_str(&format!("\n{}", key.says));
    let json = json!({ "database": database, "kept": kept, "rows": in_json(rows), "settled": settled, "verified": is_verified,
        "secret_key": { "file": key.file, "is": key.is } });
    Answer::done(words, json)
}
