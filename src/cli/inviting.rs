//! `portico inviting`: whose inviting has ended because people did not know who invites, and letting it go on.

use super::answer::{self, Answer};
use crate::domain::email::Email;
use crate::service::operator::inviting;
use clap::{Arg, ArgMatches, Command};
use serde_json::json;
use std::process::ExitCode;

pub fn command() -> Command {
    let given =
        |name: &'static str, value: &'static str, help: &'static str| Arg::new(name).value_name(value).required(true).help(help);
    Command::new("inviting")
        .about("Look after accounts and organizations whose inviting has ended because people did not know them")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(answer::with_json(Command::new("list").about("Show whose inviting has ended")))
        .subcommand(answer::with_json(
            Command::new("allow").about("Let an account or an organization invite people again").arg(given(
                "who",
                "WHO",
                "The account's e-mail address, or the name or id of the organization",
            )),
        ))
        .subcommand(answer::with_json(
            Command::new("forget")
                .about("Let everybody write to an address again whose owner pressed \"I don't know this\"")
                .arg(given("email", "EMAIL", "The e-mail address")),
        ))
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    match matches.subcommand() {
        Some(("allow", matches)) => allow(matches).await,
        Some(("forget", matches)) => forget(matches).await,
        Some((_, matches)) => list(matches).await,
        None => unreachable!("clap asks for a command"),
    }
}

async fn list(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let ended = inviting::ended(app).await?;
        let moment = |ms| jiff::Timestamp::from_millisecond(ms).unwrap_or_default().to_string();
        let rows: Vec<_> = ended
            .iter()
            .map(|one| [one.kind.clone(), one.id.to_string(), one.name.clone(), moment(one.ended_at), one.unknown.to_string()])
            .collect();
        let words = match rows.is_empty() {
            true => "Everybody may invite.".to_owned(),
            false => answer::table(["KIND", "ID", "NAME", "ENDED", "UNKNOWN TO"], &rows),
        };
        let all: Vec<_> = ended
            .iter()
            .map(|one| json!({ "kind": one.kind, "id": one.id, "name": one.name, "ended_at": one.ended_at, "unknown_to": one.unknown }))
            .collect();
        Ok(Answer::done(words, json!({ "ended": all })))
    })
    .await
}

async fn allow(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let who = matches.get_one::<String>("who").map(String::as_str).unwrap_or_default();
    answer::with_app(matches, async |app| {
        let allowed = inviting::allow(app, who).await?;
        let words = match allowed.changed {
            true => format!("{} may invite people again.", allowed.name),
            false => format!("{} may invite people. Nothing was changed.", allowed.name),
        };
        Ok(Answer::done(words, json!({ "name": allowed.name, "changed": allowed.changed })))
    })
    .await
}

async fn forget(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let given = matches.get_one::<String>("email").map(String::as_str).unwrap_or_default();
    let Ok(email) = Email::parse(given) else {
        return Ok(answer::unusable_argument(matches, "EMAIL: give an e-mail address, such as name@company.example"));
    };
    answer::with_app(matches, async |app| {
        let senders = inviting::forget(app, &email).await?;
        let words = format!("{} can be written to again by {senders} who could not.", email.as_str());
        Ok(Answer::done(words, json!({ "email": email.as_str(), "senders": senders })))
    })
    .await
}
