//! `portico organization`: see organizations, suspend and reactivate one, take one away from its provider,
//! delete one.

use super::answer::{self, Answer, table};
use crate::domain::email::Email;
use crate::domain::organizations::Suspender;
use crate::service::operator::organizations::{self, Changed, Wanted};
use crate::service::operator::release::{self, Owner, Released};
use crate::store::organizations::operated::Operated;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};
use std::process::ExitCode;

mod show;

pub fn command() -> Command {
    Command::new("organization")
        .about("Look after organizations: every one can get out of its provider and of a suspension")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(list_command())
        .subcommand(
            named("show", "Show one with its owners and the last lines of its log, also after it was deleted").arg(lines()),
        )
        .subcommand(named("suspend", "Let nobody in but its provider's admins, to look, until you reactivate it"))
        .subcommand(named("reactivate", "End a suspension, whoever suspended it"))
        .subcommand(named("release", "Take it away from its provider, whose rights and whose suspension end").arg(owner()))
        .subcommand(named("delete", "Delete it for good; its members are told, its log is kept"))
}

fn list_command() -> Command {
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let provider = Arg::new("provider").long("provider").value_name("NAME|ID").help("Only clients of this provider");
    let search = Arg::new("search")
        .long("search")
        .value_name("WORDS")
        .help("Only those whose name holds these words, in any order and in plain letters");
    let most = Arg::new("most").long("most").value_name("NUMBER").default_value("1000").help("So many at most, by name");
    let list = Command::new("list")
        .about("List organizations")
        .arg(provider)
        .arg(search)
        .arg(flag("suspended", "Only those in which a suspension holds"))
        .arg(flag("without-owner", "Only those that nobody who can sign in owns"))
        .arg(flag("deleted", "Those that were deleted, the last one first").conflicts_with_all([
            "provider",
            "suspended",
            "without-owner",
        ]))
        .arg(most.value_parser(clap::value_parser!(u32)));
    answer::with_json(list)
}

fn named(name: &'static str, about: &'static str) -> Command {
    let organization = Arg::new("organization").value_name("NAME|ID").required(true).help("The organization's name or id");
    answer::with_json(Command::new(name).about(about).arg(organization))
}

fn lines() -> Arg {
    let lines = Arg::new("lines").long("lines").value_name("NUMBER").default_value("10").help("So many lines of its log");
    lines.value_parser(clap::value_parser!(u32))
}

fn owner() -> Arg {
    let help = "Where no owner can sign in: whoever shall be one; gets a link by mail, and is confirmed by accepting";
    Arg::new("owner").long("owner").value_name("EMAIL").help(help)
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let Some((verb, matches)) = matches.subcommand() else { unreachable!("clap asks for a command") };
    match verb {
        "list" if matches.get_flag("deleted") => list_deleted(matches).await,
        "list" => list(matches).await,
        "show" => show::run(matches).await,
        "release" => release(matches).await,
        "delete" => delete(matches).await,
        verb => set_suspended(matches, verb == "suspend").await,
    }
}

/// What stands behind the verb.
fn given(matches: &ArgMatches) -> String {
    matches.get_one::<String>("organization").cloned().unwrap_or_default()
}

fn search(matches: &ArgMatches) -> String {
    matches.get_one::<String>("search").cloned().unwrap_or_default()
}

fn most(matches: &ArgMatches) -> usize {
    matches.get_one::<u32>("most").map_or(1000, |most| usize::try_from(*most).unwrap_or(usize::MAX))
}

async fn list(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let (suspended, without_owner) = (matches.get_flag("suspended"), matches.get_flag("without-owner"));
    let (provider, search) = (matches.get_one::<String>("provider").cloned(), search(matches));
    let wanted = Wanted { provider, suspended, without_owner, search };
    answer::with_app(matches, async |app| {
        let (all, more) = organizations::list(app, &wanted, most(matches)).await?;
        let rows: Vec<_> = all.iter().map(row).collect();
        let mut words = match rows.is_empty() {
            true => "There is no such organization.".to_owned(),
            false => table(["ID", "NAME", "STATE", "PROVIDER", "OWNERS", "SEATS"], &rows),
        };
        if more {
            words.push_str("\nThere are more: --most NUMBER shows them.");
        }
        let organizations: Vec<_> = all.iter().map(as_json).collect();
        Ok(Answer::done(words, json!({ "organizations": organizations, "more": more })))
    })
    .await
}

async fn list_deleted(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let mut all = organizations::deleted(app, &search(matches)).await?;
        let more = all.len() > most(matches);
        all.truncate(most(matches));
        let rows: Vec<_> = all.iter().map(|one| [one.id.to_string(), one.name.clone(), show::moment(one.at)]).collect();
        let words = match rows.is_empty() {
            true => "No organization was deleted.".to_owned(),
            false => table(["ID", "NAME", "DELETED"], &rows),
        };
        let deleted: Vec<_> = all.iter().map(|one| json!({ "id": one.id, "name": one.name, "deleted_at": one.at })).collect();
        Ok(Answer::done(words, json!({ "deleted": deleted, "more": more })))
    })
    .await
}

/// Who suspended it, and whether that holds.
fn state(one: &Operated) -> &'static str {
    match (one.organization.suspended_by, one.organization.suspension()) {
        (None, _) => "active",
        (Some(Suspender::Operator), _) => "suspended by you",
        (Some(Suspender::Provider), Some(_)) => "suspended by its provider",
        (Some(Suspender::Provider), None) => "open while its provider is suspended",
    }
}

fn row(one: &Operated) -> [String; 6] {
    let organization = &one.organization;
    let provider = one.provider_name.clone().unwrap_or_else(|| "-".to_owned());
    let seats = format!("{}/{}", organization.occupied, organization.seats);
    [organization.id.to_string(), organization.name.clone(), state(one).into(), provider, one.acting_owners.to_string(), seats]
}

fn as_json(one: &Operated) -> Value {
    let organization = &one.organization;
    let provider =
        organization.provider_id.map(|id| json!({ "id": id, "name": one.provider_name, "state": organization.provider_state }));
    json!({
        "id": organization.id,
        "name": organization.name,
        "state": if organization.suspension().is_some() { "suspended" } else { "active" },
        "suspended_by": organization.suspended_by,
        "provider": provider,
        "plan": organization.plan.to_string(),
        "seats": organization.seats,
        "occupied": organization.occupied,
        "owners": one.acting_owners,
    })
}

/// Whoever asks twice hears that it is so already, which is no failure.
async fn set_suspended(matches: &ArgMatches, suspended: bool) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let one = organizations::set_suspended(app, &given(matches), suspended).await?;
        let state = if suspended { "suspended" } else { "active" };
        let json = json!({
            "id": one.id, "name": one.name, "state": state, "suspended_by_before": one.before, "changed": one.changed,
        });
        Ok(Answer::done(format!("{} {}", one.name, became(&one, suspended)), json))
    })
    .await
}

fn became(one: &Changed, suspended: bool) -> String {
    let told = match &one.provider {
        Some(provider) => format!("Its owners and the admins of {provider} are told by mail."),
        None => "Its owners are told by mail.".to_owned(),
    };
    match (suspended, one.changed, one.before) {
        (true, false, _) => "was suspended by you before. Nothing was changed.".to_owned(),
        (false, false, _) => "is active. Nothing was changed.".to_owned(),
        (true, true, Some(_)) => {
            format!("was suspended by its provider; now it is suspended by you, and only you can reactivate it. {told}")
        }
        (true, true, None) => format!("is suspended: only you can reactivate it. {told}"),
        (false, true, Some(Suspender::Provider)) => format!("is active again: the suspension by its provider is over. {told}"),
        (false, true, _) => format!("is active again. {told}"),
    }
}

async fn release(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let owner = match matches.get_one::<String>("owner").map(|text| Email::parse(text)) {
        None => None,
        Some(Ok(email)) => Some(email),
        Some(Err(_)) => {
            return Ok(answer::unusable_argument(matches, "--owner: give an e-mail address, such as name@company.example"));
        }
    };
    answer::with_app(matches, async |app| {
        let released = release::release(app, &given(matches), owner.as_ref()).await?;
        Ok(told(&released, owner.as_ref(), app.settings.mails_are_sent))
    })
    .await
}

fn told(one: &Released, owner: Option<&Email>, mails_are_sent: bool) -> Answer {
    let mut words = match &one.provider {
        Some(provider) => {
            format!(
                "{} is released: {provider} has no rights in it any more. Its owners and the admins of {provider} are told by mail.",
                one.name
            )
        }
        None if one.changed() => format!("{} has no provider.", one.name),
        None => format!("{} has no provider. Nothing was changed.", one.name),
    };
    if one.reactivated {
        words.push_str(" The suspension by its provider is over.");
    }
    if one.suspended {
        words.push_str(" It stays suspended by you: `portico organization reactivate` lets its people in.");
    }
    if let Some((owner, email)) = one.owner.as_ref().zip(owner) {
        words.push_str(&owned(owner, email.as_str(), mails_are_sent));
    }
    let (link, seats) = match &one.owner {
        Some(Owner::Invited { link, seats, .. }) => (Some(link).filter(|_| !mails_are_sent), *seats),
        Some(Owner::Made) | None => (None, None),
    };
    let json = json!({
        "id": one.id, "name": one.name, "provider_before": one.provider, "reactivated": one.reactivated,
        "suspended_by": one.suspended.then_some("operator"), "owner": owner.map(Email::as_str),
        "owner_is_invited": matches!(one.owner, Some(Owner::Invited { .. })), "seats": seats.map(|(_, after)| after),
        "link": link, "changed": one.changed(),
    });
    Answer::done(words, json)
}

fn owned(owner: &Owner, email: &str, mails_are_sent: bool) -> String {
    match owner {
        Owner::Made => format!("\n{email} is a member and owns it now; the person is told by mail."),
        Owner::Invited { link, seats, .. } => {
            let seat =
                seats.map_or_else(String::new, |(before, after)| format!(" It was full: {after} seats instead of {before}."));
            let link =
                if mails_are_sent { String::new() } else { format!("\nNo mails are sent here; this is the link:\n{link}") };
            format!("\n{email} gets a link by mail and owns it once the invitation is accepted.{seat}{link}")
        }
    }
}

async fn delete(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    answer::with_app(matches, async |app| {
        let one = organizations::delete(app, &given(matches)).await?;
        let told = match &one.provider {
            Some(provider) => format!("Its members and the admins of {provider} are told by mail."),
            None => "Its members are told by mail.".to_owned(),
        };
        let words = format!(
            "{} is deleted. {told} Its log is kept: `portico organization show {}` tells its last lines.",
            one.name, one.id
        );
        Ok(Answer::done(words, json!({ "id": one.id, "name": one.name, "provider_before": one.provider, "deleted": true })))
    })
    .await
}
