//! `portico migrate`: brings the schema of a database up to date, which `portico serve` does as well.

use super::answer::{self, Answer};
use super::opening::{self, May};
use crate::store::Schema;
use clap::{ArgMatches, Command};
use serde_json::json;
use std::process::ExitCode;

pub fn command() -> Command {
    let migrate =
        Command::new("migrate").about("Bring the database up to date, as `portico serve` does when it starts").long_about(
            "Bring the database up to date, as `portico serve` does when it starts.\n\n\
         SQLite: nothing may serve the database meanwhile, and a copy of how it was is kept beside it. PostgreSQL: make a \
         backup first; nodes of the older version stop changing anything as soon as they find the newer schema.",
        );
    answer::with_json(migrate)
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    answer::with_config(matches, async |config| {
        let opened = opening::open(config, May::Migrate).await?;
        let done = opened.said.clone();
        opened.close().await;
        let version = Schema::knows();
        let words = match done.is_empty() {
            true => format!("The database is up to date: version {version}."),
            false => done.iter().map(|line| sentence(line)).collect::<Vec<_>>().join("\n"),
        };
        Ok(Answer::done(words, json!({ "version": version, "changed": !done.is_empty(), "done": done })))
    })
    .await
}

fn sentence(line: &str) -> String {
    let (first, rest) = line.split_at_checked(1).unwrap_or((line, ""));
    format!("{}{rest}.", first.to_uppercase())
}
