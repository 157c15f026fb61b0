//! `portico check`: the rules that never bend, asked of the whole database.

use super::answer::{self, Answer};
use super::reading;
use crate::config::Config;
use crate::service::operator::check::{self, Findings};
use clap::{ArgMatches, Command};
use serde_json::json;
use std::process::ExitCode;

pub fn command() -> Command {
    answer::with_json(
        Command::new("check")
            .about("Ask the whole database whether every rule holds; ends with 1 and what is broken where one does not"),
    )
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    answer::with_config(matches, look).await
}

/// Reads only: neither a file nor a schema is made or changed. It needs no key.
async fn look(config: &Config) -> anyhow::Result<Answer> {
    let db = reading::open_to_read(config).await?;
    let findings = check::run(&db).await;
    db.close().await;
    Ok(told(&findings?))
}

fn told(findings: &Findings) -> Answer {
    let Findings { rules, broken } = findings;
    let json = json!({ "ok": broken.is_empty(), "rules": rules, "broken": broken });
    if broken.is_empty() {
        return Answer::done(format!("All {rules} rules hold."), json);
    }
    let mut words = format!("{} things are broken:", broken.len());
    let mut last = "";
    for one in broken {
        if one.rule != last {
            words.push_str(&format!("\n\n{}: {}", one.rule, one.says));
            last = one.rule;
        }
        let id = one.id.map_or_else(String::new, |id| format!("{id}  "));
        words.push_str(&format!("\n  - {id}{}", one.what));
    }
    Answer::bad(words, json)
}
