//! `portico import`: existing organizations and their members, from a file.

use super::{start, with_config};
use crate::config::{self, Config};
use crate::domain::import::ImportFile;
use crate::service::import;
use anyhow::Context;
use clap::{Arg, ArgMatches, Command};
use std::process::ExitCode;

pub fn command() -> Command {
    let import = Command::new("import")
        .about("Bring in existing organizations and their members from a CSV file: all of it or nothing")
        .long_about(
            "Bring in existing organizations and their members from a CSV file: all of it or nothing.\n\n\
             The first line is: organization,plan,seats,email,name,role,status\n\
             Every other line is one member. An organization that was imported before is left as it is, \
             so that running the same file twice changes nothing.",
        )
        .arg(Arg::new("file").value_name("FILE.csv").required(true).help("The file"));
    config::with_keys(import)
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let path = matches.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let bytes = std::fs::read(path).with_context(|| format!("reading {path}"))?;
    let file = match ImportFile::parse(&bytes) {
        Ok(file) => file,
        Err(faults) => {
            eprintln!("{faults}");
            return Ok(ExitCode::FAILURE);
        }
    };
    println!("{}", file.contents());
    with_config(matches, async |config| bring_in(&config, &file).await).await
}

async fn bring_in(config: &Config, file: &ImportFile) -> anyhow::Result<ExitCode> {
    let app = start::application(config).await?;
    let summary = import::import(&app, file).await?;
    println!("{summary}");
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}
