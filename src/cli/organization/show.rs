//! `portico organization show`: one organization, its owners, its ways out, and the end of its log.

use super::super::answer::{self, Answer, table};
use super::{as_json, given, state};
use crate::domain::events::Event;
use crate::domain::language::Language;
use crate::domain::organizations::Suspender;
use crate::service::operator::organizations::{self, Deleted, Shown};
use crate::store::events::EventRow;
use crate::store::organizations::operated::{Operated, OwnerSeen};
use crate::texts::{self, events};
use clap::ArgMatches;
use serde_json::{Value, json};
use std::process::ExitCode;

pub(super) async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let lines = matches.get_one::<u32>("lines").copied().unwrap_or(10);
    answer::with_app(matches, async |app| {
        Ok(match organizations::show(app, &given(matches), lines.into()).await? {
            Shown::There { operated, owners, lines } => there(&operated, &owners, &lines),
            Shown::Gone { deleted, lines } => gone(&deleted, &lines),
        })
    })
    .await
}

fn there(one: &Operated, owners: &[OwnerSeen], lines: &[EventRow]) -> Answer {
    let organization = &one.organization;
    let provider = match (&one.provider_name, organization.provider_state) {
        (Some(name), Some(state)) => format!("{name} ({})", state.word()),
        _ => "none".to_owned(),
    };
    let owned = owners.iter().map(|owner| format!("{} ({})", owner.email, how(owner))).collect::<Vec<_>>().join(", ");
    let facts = [
        ("id", organization.id.to_string()),
        ("name", organization.name.clone()),
        ("state", state(one).to_owned()),
        ("provider", provider),
        ("plan", organization.plan.to_string()),
        ("seats", format!("{} of {} occupied", organization.occupied, organization.seats)),
        ("owners", if owned.is_empty() { "none".to_owned() } else { owned }),
    ];
    let mut words: String = facts.iter().map(|(name, value)| format!("{name:<10}{value}\n")).collect();
    let ways = ways_out(one);
    words.push_str(&ways.iter().map(|way| format!("\n{way}")).collect::<String>());
    words.push_str(&format!("{}{}", if ways.is_empty() { "" } else { "\n" }, log(lines)));
    let mut json = as_json(one);
    json["owners"] = owners
        .iter()
        .map(|owner| json!({ "email": owner.email, "status": owner.status, "can_sign_in": owner.can_sign_in }))
        .collect();
    json["ways_out"] = json!(ways);
    json["log"] = as_lines(lines);
    Answer::done(words, json)
}

fn how(owner: &OwnerSeen) -> String {
    let disabled = if owner.can_sign_in || owner.status.word() == "invited" { "" } else { ", cannot sign in" };
    format!("{}{disabled}", owner.status.word())
}

/// What the operator can do where somebody is kept out.
fn ways_out(one: &Operated) -> Vec<String> {
    let (id, mut ways) = (one.organization.id, Vec::new());
    match (one.organization.suspended_by, one.organization.suspension()) {
        (Some(Suspender::Operator), _) => {
            ways.push(format!("You have suspended it: `portico organization reactivate {id}` lets its people in."));
        }
        (Some(Suspender::Provider), Some(_)) => {
            ways.push(format!("Its provider keeps its people out: `portico organization reactivate {id}` lets them in."));
        }
        (Some(Suspender::Provider), None) => ways.push(format!(
            "Its provider had suspended it, which does not hold while the provider is suspended itself and holds again \
             afterwards: `portico organization reactivate {id}` ends it for good."
        )),
        (None, _) => {}
    }
    if one.acting_owners == 0 {
        ways.push(format!("No owner can sign in: `portico organization release {id} --owner EMAIL` gives it one."));
    } else if one.organization.provider_id.is_some() {
        ways.push(format!("`portico organization release {id}` takes it away from its provider."));
    }
    ways
}

fn gone(deleted: &Deleted, lines: &[EventRow]) -> Answer {
    let Deleted { id, name, at } = deleted;
    let words = format!("{name} ({id}) was deleted at {}. Its log is kept.\n{}", moment(*at), log(lines));
    Answer::done(words, json!({ "id": id, "name": name, "deleted_at": at, "log": as_lines(lines) }))
}

/// A moment to the minute.
pub(super) fn moment(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).unwrap_or_default().strftime("%Y-%m-%d %H:%M UTC").to_string()
}

fn sentence(row: &EventRow) -> String {
    let t = texts::of(Language::English);
    let (name, address) = events::person(t, &row.actor);
    let who = events::acting_for(
        t,
        &address.map_or_else(|| name.clone(), |address| format!("{name} <{address}>")),
        row.for_provider.as_deref(),
    );
    Event::read(&row.details).map_or_else(|| events::unknown(&row.kind), |event| events::sentence(t, &who, &event)).text()
}

/// The newest line first.
fn log(lines: &[EventRow]) -> String {
    let rows: Vec<_> = lines.iter().map(|row| [moment(row.at), sentence(row)]).collect();
    if rows.is_empty() { "\nIts log is empty.".to_owned() } else { format!("\n{}", table(["WHEN", "WHAT"], &rows)) }
}

fn as_lines(lines: &[EventRow]) -> Value {
    let line = |row: &EventRow| {
        json!({
            "sequence": row.sequence, "at": row.at, "kind": row.kind, "actor": row.actor, "for_provider": row.for_provider,
            "through": row.through, "address": row.address, "sentence": sentence(row),
        })
    };
    lines.iter().map(line).collect()
}
