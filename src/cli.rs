//! The commands: `serve` and `demo`; `provider`, `organization`, `account`, `inviting`, `outbox`, `events`, `import`,
//! `check`, `migrate`, `backup`, `restore`, `copy` and `health` for the operator.

mod account;
mod answer;
mod backup;
mod backup_file;
mod check;
mod copy;
mod demo;
mod events;
mod health;
mod import;
mod inviting;
mod migrate;
mod opening;
mod organization;
mod outbox;
mod postgres_tools;
mod provider;
mod reading;
mod restore;
mod restore_source;
mod rights;
mod serve;
mod start;
mod terminal;

use crate::config::{self, Config, Problem, Sources};
use crate::log;
use clap::{ArgMatches, Command};
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// What the program ends with when its configuration or its arguments are unusable.
const UNUSABLE: u8 = 2;

/// What it ends with when a newer Portico wrote the database.
const NEWER: u8 = 3;

/// Runs the command that the arguments name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            // Help goes to standard output and is no failure.
            let code = if error.use_stderr() { UNUSABLE } else { 0 };
            let printed = error.print().and_then(|()| std::io::stdout().flush());
            if code == 0 {
                terminal::note(printed);
            }
            return terminal::end(ExitCode::from(code));
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return terminal::end(fail(&error.into())),
    };
    let outcome = runtime.block_on(dispatch(&matches));
    // What is left in the background has had its time.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    terminal::end(outcome)
}

async fn dispatch(matches: &ArgMatches) -> ExitCode {
    let outcome = match matches.subcommand() {
        Some(("serve", matches)) => serve::run(matches).await,
        Some(("demo", matches)) => demo::run(matches).await,
        Some(("provider", matches)) => provider::run(matches).await,
        Some(("organization", matches)) => organization::run(matches).await,
        Some(("account", matches)) => account::run(matches).await,
        Some(("inviting", matches)) => inviting::run(matches).await,
        Some(("outbox", matches)) => outbox::run(matches).await,
        Some(("events", matches)) => events::run(matches).await,
        Some(("import", matches)) => import::run(matches).await,
        Some(("check", matches)) => check::run(matches).await,
        Some(("migrate", matches)) => migrate::run(matches).await,
        Some(("health", matches)) => health::run(matches).await,
        Some(("backup", matches)) => backup::run(matches).await,
        Some(("restore", matches)) => restore::run(matches).await,
        Some(("copy", matches)) => copy::run(matches).await,
        _ => unreachable!("clap asks for a command"),
    };
    outcome.unwrap_or_else(|error| fail(&error))
}

fn command() -> Command {
    Command::new("portico")
        .version(env!("CARGO_PKG_VERSION"))
        .about("The provider portal that you host yourself")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(demo::command())
        .subcommand(serve::command())
        .subcommand(provider::command())
        .subcommand(organization::command())
        .subcommand(account::command())
        .subcommand(inviting::command())
        .subcommand(outbox::command())
        .subcommand(events::command())
        .subcommand(import::command())
        .subcommand(check::command())
        .subcommand(migrate::command())
        .subcommand(health::command())
        .subcommand(backup::command())
        .subcommand(restore::command())
        .subcommand(copy::command())
}

/// Loads the configuration, lists every problem with it, or goes on.
async fn with_config<F, Done>(matches: &ArgMatches, go_on: F) -> anyhow::Result<ExitCode>
where
    F: FnOnce(Config) -> Done,
    Done: Future<Output = anyhow::Result<ExitCode>>,
{
    match config::load(Sources::gather(matches)) {
        Ok(config) => go_on(config).await,
        Err(problems) => Ok(list(&problems)),
    }
}

fn list(problems: &[Problem]) -> ExitCode {
    let things = if problems.len() == 1 { "One thing is" } else { "Some things are" };
    terminal::complain(format_args!("{things} wrong with the configuration. Nothing was started or written."));
    for problem in problems {
        terminal::complain(format_args!("  - {problem}"));
    }
    terminal::complain("`portico serve --help` explains every key.");
    ExitCode::from(UNUSABLE)
}

fn fail(error: &anyhow::Error) -> ExitCode {
    terminal::complain(format_args!("portico: {}", log::causes(error)));
    if opening::is_newer(error) { ExitCode::from(NEWER) } else { ExitCode::FAILURE }
}
