//! `portico outbox`: what mails are owed, and what became of them.

use super::answer::{self, Answer, table};
use crate::domain::ids::DeliveryId;
use crate::service::operator::outbox::{self, Mail, Retried};
use crate::store::deliveries::State;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command};
use serde_json::{Value, json};
use std::process::ExitCode;

pub fn command() -> Command {
    let id = || Arg::new("id").value_name("ID").help("The mail's id, as `portico outbox list` shows it");
    let states: Vec<&str> = State::ALL.iter().map(|state| state.word()).collect();
    let state = Arg::new("state").long("state").value_name("STATE").help("Only mails in this state");
    let most = Arg::new("most").long("most").value_name("NUMBER").default_value("100").help("So many at most, the newest first");
    let dead = Arg::new("dead").long("dead").action(ArgAction::SetTrue).help("All dead ones");
    let retry = Command::new("retry").about("Let a mail be sent now, or all dead ones; `portico serve` sends it");
    Command::new("outbox")
        .about("See which mails are owed, send them again or take them back")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(answer::with_json(
            Command::new("list")
                .about("List mails, the newest first")
                .arg(state.value_parser(PossibleValuesParser::new(states)))
                .arg(most.value_parser(clap::value_parser!(u16))),
        ))
        .subcommand(answer::with_json(
            retry.arg(id()).arg(dead).group(ArgGroup::new("which").args(["id", "dead"]).required(true)),
        ))
        .subcommand(answer::with_json(
            Command::new("cancel").about("Take a mail back, so that it is never sent").arg(id().required(true)),
        ))
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let Some((verb, matches)) = matches.subcommand() else { unreachable!("clap asks for a command") };
    if verb == "list" {
        return list(matches).await;
    }
    let given = matches.get_one::<String>("id").map(|text| text.parse::<DeliveryId>());
    match (verb, given) {
        (_, Some(Err(_))) => Ok(answer::unusable_argument(matches, "ID: give the id of a mail; `portico outbox list` shows it")),
        ("retry", None) => retry_dead(matches).await,
        ("retry", Some(Ok(id))) => retry(matches, id).await,
        (_, Some(Ok(id))) => cancel(matches, id).await,
        (_, None) => unreachable!("clap asks for an id"),
    }
}

async fn list(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let state = matches.get_one::<String>("state").and_then(|word| State::parse(word));
    let most = matches.get_one::<u16>("most").copied().unwrap_or(100);
    answer::with_app(matches, async |app| {
        let mails = outbox::list(app, state, most.into()).await?;
        let rows: Vec<_> = mails.iter().map(row).collect();
        let words = match rows.is_empty() {
            true => "No such mail.".to_owned(),
            false => table(["ID", "STATE", "KIND", "RECIPIENT", "TRIES", "MADE", "WHY"], &rows),
        };
        let mails: Vec<_> = mails.iter().map(as_json).collect();
        Ok(Answer::done(words, json!({ "mails": mails })))
    })
    .await
}

async fn retry(matches: &ArgMatches, id: DeliveryId) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let mail = outbox::retry(app, id).await?;
        let words = format!("The {} to {} is due now; `portico serve` sends it.", mail.kind, mail.row.recipient);
        Ok(Answer::done(words, json!({ "retried": [id], "refused": [] })))
    })
    .await
}

async fn retry_dead(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| Ok(told(&outbox::retry_dead(app).await?))).await
}

fn told(outcomes: &Retried) -> Answer {
    let (mut retried, mut refused, mut words) = (Vec::new(), Vec::new(), String::new());
    for (mail, reason) in outcomes {
        let Mail { row, kind } = mail;
        match reason {
            None => retried.push(row.id),
            Some(reason) => {
                let reason = answer::mail_refusal(*reason);
                words.push_str(&format!("\n  - {}, {kind} to {}: {reason}", row.id, row.recipient));
                refused.push(json!({ "id": row.id, "reason": reason }));
            }
        }
    }
    let mut text = format!("{} mails are due now; `portico serve` sends them.", retried.len());
    if !refused.is_empty() {
        text.push_str(&format!("\n{} stay dead:{words}", refused.len()));
    }
    Answer::done(text, json!({ "retried": retried, "refused": refused }))
}

async fn cancel(matches: &ArgMatches, id: DeliveryId) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let (mail, changed) = outbox::cancel(app, id).await?;
        let words = match changed {
            true => format!("The {} to {} is never sent.", mail.kind, mail.row.recipient),
            false => "It was cancelled before. Nothing was changed.".to_owned(),
        };
        Ok(Answer::done(words, json!({ "id": id, "cancelled": true, "changed": changed })))
    })
    .await
}

fn row(mail: &Mail) -> [String; 7] {
    let Mail { row, kind } = mail;
    let made = jiff::Timestamp::from_millisecond(row.created_at).unwrap_or_default().strftime("%Y-%m-%d %H:%M UTC");
    // An answer of a mail server may have lines, and whatever a terminal obeys.
    let why: String = row.last_error.iter().flat_map(|text| text.chars()).map(|c| if c.is_control() { ' ' } else { c }).collect();
    [row.id.to_string(), row.state.clone(), kind.clone(), row.recipient.clone(), row.attempts.to_string(), made.to_string(), why]
}

fn as_json(mail: &Mail) -> Value {
    let Mail { row, kind } = mail;
    json!({
        "id": row.id,
        "state": row.state,
        "kind": kind,
        "recipient": row.recipient,
        "attempts": row.attempts,
        "created_at": row.created_at,
        "next_at": row.next_at,
        "sent_at": row.sent_at,
        "last_error": row.last_error,
    })
}
