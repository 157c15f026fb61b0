//! `portico events`: the portal's own log.

use super::answer::{self, Answer, table};
use crate::domain::events::{Event, Kind};
use crate::domain::language::Language;
use crate::service::operator::events;
use crate::store::events::EventRow;
use crate::texts;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use serde_json::{Value, json};
use std::process::ExitCode;

pub fn command() -> Command {
    let kinds = Kind::ALL.iter().filter(|kind| events::holds(**kind)).map(|kind| kind.word());
    let most = Arg::new("most").long("most").value_name("NUMBER").default_value("100").help("So many at most, the newest first");
    let kind = Arg::new("kind").long("kind").value_name("KIND").help("Only lines of this kind");
    answer::with_json(
        Command::new("events")
            .about("Read the portal's own log: what was refused, alerts, starts and stops, backups")
            .arg(kind.value_parser(PossibleValuesParser::new(kinds)))
            .arg(most.value_parser(clap::value_parser!(u16))),
    )
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let kind = matches.get_one::<String>("kind").and_then(|word| Kind::parse(word));
    let most = matches.get_one::<u16>("most").copied().unwrap_or(100);
    answer::with_app(matches, async |app| {
        let lines = events::lines(app, kind, most.into()).await?;
        let rows: Vec<_> = lines.iter().map(row).collect();
        let words = match rows.is_empty() {
            true => "No such line.".to_owned(),
            false => table(["TIME", "ADDRESS", "WHAT"], &rows),
        };
        let lines: Vec<_> = lines.iter().map(as_json).collect();
        Ok(Answer::done(words, json!({ "events": lines })))
    })
    .await
}

fn row(line: &EventRow) -> [String; 3] {
    [texts::second(line.at, &jiff::tz::TimeZone::UTC), line.address.clone().unwrap_or_default(), sentence(line)]
}

fn sentence(line: &EventRow) -> String {
    let t = texts::of(Language::English);
    match Event::read(&line.details) {
        Some(event) => texts::events::sentence(t, &texts::events::person(t, &line.actor).0, &event).text(),
        None => line.kind.clone(),
    }
}

fn as_json(line: &EventRow) -> Value {
    json!({
        "number": line.sequence,
        "at": jiff::Timestamp::from_millisecond(line.at).unwrap_or_default().to_string(),
        "actor": line.actor,
        "address": line.address,
        "kind": line.kind,
        "says": sentence(line),
        "details": serde_json::from_str::<Value>(&line.details).unwrap_or_default(),
    })
}
