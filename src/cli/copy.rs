//! `portico copy`: the whole database into an empty one, of the same or the other engine.

use super::answer::{self, Answer};
use super::backup::{counted, in_json};
use super::opening::{PATIENCE, claim_whole, connect_to};
use super::postgres_tools::Tools;
use super::reading;
use crate::clock::Clock;
use crate::config::{self, Config, TARGET_ENV};
use crate::domain::time::SKEW;
use crate::service::operator::check::{self, Findings};
use crate::store::engine::aside::{self, Aside};
use crate::store::engine::backup;
use crate::store::engine::copy::{Copied, Target};
use crate::store::{Conn, nodes};
use anyhow::{Context, bail, ensure};
use clap::{Arg, ArgMatches, Command};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// A process that serves was seen within this time, in milliseconds: each says so every few seconds.
const SEEN: i64 = 15_000 + SKEW;

pub fn command() -> Command {
    let arg = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    let copy = Command::new("copy")
        .about("Copy the whole database into an empty one, such as from SQLite to PostgreSQL, while nothing serves")
        .long_about(
            "Copy the whole database into an empty one, from SQLite to PostgreSQL or back, while nothing serves.\n\n\
             The other database holds everything at the end, or nothing. Both are asked whether every rule holds. The one of \
             before stays as it is. A new SQLite file is made; a PostgreSQL database has to be there, and be empty.",
        )
        .arg(arg("to", "URL").help("Where to: sqlite:FILE or postgres://USER@HOST/NAME, past a pooler"))
        .arg(
            arg("to-file", "FILE")
                .help(format!("A file with that address, where it has a password; {TARGET_ENV} may hold it too")),
        );
    answer::with_json(copy)
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let given = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let env = std::env::var(TARGET_ENV).ok();
    match config::copy_target(given("to"), given("to-file").map(Path::new), env.as_deref()) {
        Ok(to) => answer::with_config(matches, async |config| copy(config, &to).await).await,
        Err(problem) => Ok(answer::unusable(&[problem], answer::wants_json(matches))),
    }
}

async fn copy(config: &Config, to: &SecretString) -> anyhow::Result<Answer> {
    let source = backup::sqlite_file(config.database_url.expose_secret())?;
    let target = backup::sqlite_file(to.expose_secret()).context("reading the address of --to")?;
    if let Some(file) = &target {
        ensure!(!file.exists(), "{} exists already, and nothing is ever overwritten; give another name", file.display());
    }
    // It is kept until the database is closed.
    let _alone = match &source {
        Some(file) if file.exists() => Some(claim_whole(file)?),
        _ => None,
    };
    let db = reading::open_to_copy(config).await?;
    let mut from = db.hold_still().await?;
    nobody_serves(&mut from).await?;
    let findings = check::run_on(&mut from).await?;
    hold(&findings).context("this database is not copied as it is")?;
    let copied = match &target {
        Some(file) => into_file(&mut from, file).await,
        None => into_database(&mut from, to).await,
    };
    drop(from);
    db.close().await;
    told(config, to, &copied?, &findings)
}

/// An SQLite file is locked by whoever serves it; who serves a PostgreSQL database says so in it.
async fn nobody_serves(from: &mut Conn) -> anyhow::Result<()> {
    let now = Clock::System.now();
    let seen = nodes::seen_between(from, now - SEEN, now + SKEW).await?;
    if seen.is_empty() {
        return Ok(());
    }
    let seen: Vec<String> = seen
        .iter()
        .map(|(version, at)| format!("one of version {version}, seen {} seconds ago", (now - at).max(0) / 1000))
        .collect();
    bail!(
        "the database is being served: {}. Stop what serves it; one that was killed is forgotten after 15 seconds",
        seen.join("; ")
    )
}

fn hold(findings: &Findings) -> anyhow::Result<()> {
    let Some(first) = findings.broken.first() else { return Ok(()) };
    bail!("{} things are broken, the first: {}; `portico check` tells them all", findings.broken.len(), first.says)
}

async fn into_file(from: &mut Conn, file: &Path) -> anyhow::Result<Copied> {
    let folder = Aside::beside(file, aside::NEW)?;
    let prepared = folder.file("portico.db")?;
    let mut target = Target::in_file(&prepared).await?;
    let copied = filled(&mut target, from).await?;
    target.keep().await?;
    backup::seal(&prepared).await?;
    aside::put_where_nothing_is(file, &prepared)?;
    Ok(copied)
}

async fn into_database(from: &mut Conn, to: &SecretString) -> anyhow::Result<Copied> {
    let name = Tools::of(to.expose_secret())?.database;
    let db = connect_to(to, PATIENCE).await.with_context(|| format!("opening the database {name}"))?;
    let mut target = Target::in_database(&db, &name).await?;
    let copied = filled(&mut target, from).await?;
    target.keep().await.context("whether the other database was kept is not known: run `portico check` on it")?;
    db.close().await;
    Ok(copied)
}

async fn filled(target: &mut Target, from: &mut Conn) -> anyhow::Result<Copied> {
    let copied = target.fill(from).await?;
    hold(&check::run_on(target.conn()).await?).context("what was copied is not kept")?;
    Ok(copied)
}

fn told(config: &Config, to: &SecretString, copied: &Copied, findings: &Findings) -> anyhow::Result<Answer> {
    let target = match backup::sqlite_file(to.expose_secret())? {
        Some(file) => file.display().to_string(),
        None => format!("The database {}", Tools::of(to.expose_secret())?.database),
    };
    let mut words = format!(
        "{target} holds everything now: {}.\nThe rows of every table were counted on both sides, and all {} rules hold on both.\n",
        counted(&copied.rows),
        findings.rules
    );
    if !copied.left.is_empty() {
        words.push_str(&format!("Not Portico's, and not copied: {}.\n", copied.left.join(", ")));
    }
    words.push_str(&format!(
        "Name it in database-url, and keep the secret key {}. Never serve the one of before again: it would send the same mails.",
        config.secret_key_file.display()
    ));
    let json = json!({ "rows": in_json(&copied.rows), "rules": findings.rules, "not_copied": copied.left });
    Ok(Answer::done(words, json))
}
