//! `portico backup`: a copy of the database while it is in use.

use super::answer::{self, Answer};
use super::opening::{PATIENCE, connect_directly};
use super::postgres_tools::Tools;
use crate::config::Config;
use crate::store::engine::backup::{self, Rows};
use crate::store::{Db, schema};
use anyhow::{Context, ensure};
use clap::{Arg, ArgMatches, Command};
use data_encoding::HEXLOWER;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::path::Path;
use std::process::ExitCode;

pub fn command() -> Command {
    let backup = Command::new("backup")
        .about("Write a copy of the database into a new file, also while it is served")
        .arg(Arg::new("file").value_name("FILE").required(true).help("A file that does not exist yet"));
    answer::with_json(backup)
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let target = matches.get_one::<String>("file").cloned().unwrap_or_default();
    answer::with_config(matches, async |config| make(config, Path::new(&target)).await).await
}

async fn make(config: &Config, target: &Path) -> anyhow::Result<Answer> {
    let url = config.database_url.expose_secret();
    let database = backup::sqlite_file(url)?;
    if let Some(database) = &database {
        ensure!(database.exists(), "there is no database at {}", database.display());
    }
    ensure!(!target.exists(), "{} exists already, and nothing is ever overwritten; give another name", target.display());
    let copy = backup::empty_file_beside(target)?;
    let db = connect_directly(config, PATIENCE).await?;
    let rows = match database {
        Some(_) => copy_sqlite(&db, &copy).await,
        None => copy_postgres(&db, &Tools::of(config.direct_url().expose_secret())?, &copy).await,
    };
    db.close().await;
    let rows = rows?;
    File::open(&copy).and_then(|file| file.sync_all()).context("writing the copy to the disk")?;
    let (bytes, hash) = digest(&copy)?;
    copy.persist_noclobber(target).with_context(|| format!("making {}", target.display()))?;
    backup::sync_folder_of(target)?;
    let words = format!(
        "{} holds the whole database: {}.\n{bytes} bytes, SHA-256 {hash}\nKeep the secret key with it: {}",
        target.display(),
        counted(&rows),
        config.secret_key_file.display()
    );
    let rows: Map<String, Value> = rows.into_iter().map(|(table, rows)| (table, rows.into())).collect();
    Ok(Answer::done(words, json!({ "file": target, "bytes": bytes, "sha256": hash, "rows": rows })))
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
    let rows = backup::rows(&mut moment).await.context("counting the rows")?;
    tools.dump(&snapshot, copy)?;
    tools.examine(copy).context("the copy is not used")?;
    Ok(rows)
}

fn digest(file: &Path) -> anyhow::Result<(u64, String)> {
    let (mut hash, mut opened) = (Sha256::new(), File::open(file)?);
    let mut bytes = 0;
    let mut block = vec![0; 1 << 16];
    loop {
        match std::io::Read::read(&mut opened, &mut block)? {
            0 => return Ok((bytes, HEXLOWER.encode(&hash.finalize()))),
            read => {
                bytes += read as u64;
                hash.update(&block[..read]);
            }
        }
    }
}

/// `accounts 3, providers 1`.
pub fn counted(rows: &Rows) -> String {
    let counts: Vec<String> = rows.iter().map(|(table, rows)| format!("{} {rows}", table.replace('_', " "))).collect();
    counts.join(", ")
}
