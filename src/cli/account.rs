//! `portico account`: a link to choose a password, locking out, letting in.

use super::answer::{self, Answer};
use crate::domain::email::Email;
use crate::service::operator::accounts::{self, Alone, Disabled};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;
use std::process::ExitCode;

pub fn command() -> Command {
    Command::new("account")
        .about("Help somebody in, or lock somebody out")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(of_address(
            "reset-link",
            "Print a one-time link to choose a password; it works without mail, and ends older ones",
        ))
        .subcommand(
            of_address("disable", "Lock an account out at once: its sessions and links end").arg(
                Arg::new("force").long("force").action(ArgAction::SetTrue).help(
                    "Also where nobody else can act for an organization or a provider, such as when the account was stolen",
                ),
            ),
        )
        .subcommand(of_address(
            "reset-two-step",
            "Turn two-step sign-in off for somebody who lost the app and the recovery codes; the owner is told by mail",
        ))
        .subcommand(of_address("enable", "Let a disabled account in again, with the rights that it had"))
}

fn of_address(name: &'static str, about: &'static str) -> Command {
    let email = Arg::new("email").value_name("EMAIL").required(true).help("The account's e-mail address");
    answer::with_json(Command::new(name).about(about).arg(email))
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let Some((verb, matches)) = matches.subcommand() else { unreachable!("clap asks for a command") };
    let given = matches.get_one::<String>("email").map(String::as_str).unwrap_or_default();
    let Ok(email) = Email::parse(given) else {
        return Ok(answer::unusable_argument(matches, "EMAIL: give an e-mail address, such as name@company.example"));
    };
    match verb {
        "reset-link" => reset_link(matches, &email).await,
        "disable" => disable(matches, &email).await,
        "reset-two-step" => reset_two_step(matches, &email).await,
        _ => enable(matches, &email).await,
    }
}

async fn reset_link(matches: &ArgMatches, email: &Email) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let made = accounts::reset_link(app, email).await?;
        let hours = (made.expires_at - app.now()) / crate::domain::time::HOUR;
        let span = if hours <= 1 { "one hour".to_owned() } else { format!("{hours} hours") };
        let words = format!("This link works once, for {span}, for {}; older ones are over:\n{}", made.email, made.link);
        Ok(Answer::done(words, json!({ "email": made.email, "link": made.link, "expires_at": made.expires_at })))
    })
    .await
}

async fn reset_two_step(matches: &ArgMatches, email: &Email) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let changed = accounts::turn_off_two_step(app, email).await?;
        let words = match changed {
            true => format!("Two-step sign-in is off for {}: the password is enough until it is set up anew.", email.as_str()),
            false => format!("Two-step sign-in was off for {}. Nothing was changed.", email.as_str()),
        };
        Ok(Answer::done(words, json!({ "email": email.as_str(), "two_step": false, "changed": changed })))
    })
    .await
}

async fn disable(matches: &ArgMatches, email: &Email) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let outcome = accounts::disable(app, email, matches.get_flag("force")).await?;
        let who = email.as_str();
        Ok(match outcome {
            Disabled::Already => Answer::done(
                format!("The account of {who} was disabled before. Nothing was changed."),
                json!({ "email": who, "disabled": true, "changed": false }),
            ),
            Disabled::Done { sessions, alone_in } => {
                let mut words = format!("The account of {who} is disabled; {sessions} sessions ended.");
                if !alone_in.is_empty() {
                    words.push_str(&format!("\nNobody can act now for:{}", lines(&alone_in)));
                    if alone_in.iter().any(|alone| alone.kind == "organization") {
                        words.push_str("\n`portico organization release ID --owner EMAIL` gives an organization another owner.");
                    }
                }
                let places: Vec<_> = alone_in.iter().map(place).collect();
                Answer::done(
                    words,
                    json!({ "email": who, "disabled": true, "changed": true, "sessions_ended": sessions, "nobody_left_in": places }),
                )
            }
            Disabled::Refused(alone_in) => refused(who, &alone_in),
        })
    })
    .await
}

fn refused(who: &str, alone_in: &[Alone]) -> Answer {
    let words = format!(
        "The account of {who} was not disabled. Nobody else could act for:{}\n\
         Let a second owner (or provider admin) be invited, accept and be confirmed there first. \
         In an emergency, such as a stolen account: --force",
        lines(alone_in)
    );
    let places: Vec<_> = alone_in.iter().map(place).collect();
    let error = "nobody else could act for what stands in `nobody_left_in`";
    Answer::bad(words, json!({ "email": who, "disabled": false, "changed": false, "error": error, "nobody_left_in": places }))
}

fn place(alone: &Alone) -> serde_json::Value {
    json!({ "kind": alone.kind, "id": alone.id, "name": alone.name })
}

fn lines(alone_in: &[Alone]) -> String {
    alone_in.iter().map(|alone| format!("\n  - the {} {} ({})", alone.kind, alone.name, alone.id)).collect()
}

async fn enable(matches: &ArgMatches, email: &Email) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let changed = accounts::enable(app, email).await?;
        let words = match changed {
            true => format!("The account of {} can sign in again.", email.as_str()),
            false => format!("The account of {} was not disabled. Nothing was changed.", email.as_str()),
        };
        Ok(Answer::done(words, json!({ "email": email.as_str(), "disabled": false, "changed": changed })))
    })
    .await
}
