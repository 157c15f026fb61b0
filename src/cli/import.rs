//! `portico import`: existing organizations and their members, from a file.

use super::answer::{self, Answer};
use super::terminal;
use crate::domain::operator::import::ImportFile;
use crate::service::operator::import;
use anyhow::Context;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;
use std::process::ExitCode;

pub fn command() -> Command {
    let import = Command::new("import")
        .about("Bring in existing organizations and their members from a CSV file: all of it or nothing")
        .long_about(
            "Bring in existing organizations and their members from a CSV file: all of it or nothing.\n\n\
             The first line is: organization,plan,seats,email,name,role,status\n\
             Every other line is one member. Files of any country's spreadsheet are read: with commas, semicolons or \
             tabs between the columns, a line sep=; before them, UTF-8 or UTF-16. What was understood is said first; \
             --dry-run says it and changes nothing.\n\n\
             An organization that was imported before is left as it is, \
             so that running the same file twice changes nothing.",
        )
        .arg(Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).help("Say what was understood and change nothing"))
        .arg(Arg::new("file").value_name("FILE.csv").required(true).help("The file"));
    answer::with_json(import)
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let path = matches.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let bytes = std::fs::read(path).with_context(|| format!("reading {path}"))?;
    let as_json = answer::wants_json(matches);
    let file = match ImportFile::parse(&bytes) {
        Ok(file) => file,
        Err(faults) => {
            if as_json {
                terminal::say(json!({ "error": faults.to_string() }));
            }
            terminal::complain(faults);
            return Ok(ExitCode::FAILURE);
        }
    };
    if !as_json {
        terminal::say(file.written());
        terminal::say(file.contents());
    }
    if matches.get_flag("dry-run") {
        if as_json {
            terminal::say(json!({ "written": file.written(), "file": file.contents() }));
        } else {
            terminal::say("Nothing was changed: without --dry-run it is imported.");
        }
        return Ok(ExitCode::SUCCESS);
    }
    answer::with_app(matches, async |app| {
        let summary = import::import(app, &file).await?;
        let mut told = json!(summary);
        told["written"] = json!(file.written());
        Ok(Answer::done(summary.to_string(), told))
    })
    .await
}
