//! `portico provider`: make one, list them, suspend one, let it work again.

use super::answer::{self, Answer, table};
use super::opening::May;
use super::{start, terminal};
use crate::app::App;
use crate::config::Config;
use crate::domain::email::Email;
use crate::domain::providers::{ProviderName, State};
use crate::domain::text::PersonName;
use crate::service::operator::providers;
use clap::{Arg, ArgMatches, Command};
use serde_json::json;
use std::process::ExitCode;
use std::time::Duration;

pub fn command() -> Command {
    let help = "Only those whose name holds these words, in any order and in plain letters";
    let search = Arg::new("search").long("search").value_name("WORDS").help(help);
    Command::new("provider")
        .about("Look after providers")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(create_command())
        .subcommand(answer::with_json(Command::new("list").about("List providers").arg(search)))
        .subcommand(named(
            "suspend",
            "Freeze what a provider's people may change; its clients stay as they are, and its suspensions of them do not hold",
        ))
        .subcommand(named("reactivate", "Let a suspended provider work again"))
}

fn create_command() -> Command {
    let needed = |name: &'static str, help: &'static str| Arg::new(name).long(name).value_name("TEXT").required(true).help(help);
    let create = Command::new("create")
        .about("Make a provider and its first admin; prints a one-time link with which the admin chooses a password")
        .arg(needed("name", "The provider's name"))
        .arg(needed("admin-email", "The e-mail address of its first admin"))
        .arg(
            Arg::new("admin-name")
                .long("admin-name")
                .value_name("TEXT")
                .help("The admin's name; without it, the part of the address before the @"),
        );
    answer::with_json(create)
}

fn named(name: &'static str, about: &'static str) -> Command {
    let provider = Arg::new("provider").value_name("NAME|ID").required(true).help("The provider's name or id");
    answer::with_json(Command::new(name).about(about).arg(provider))
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    match matches.subcommand() {
        Some(("create", matches)) => create(matches).await,
        Some(("list", matches)) => list(matches).await,
        Some(("suspend", matches)) => set_state(matches, State::Suspended).await,
        Some(("reactivate", matches)) => set_state(matches, State::Active).await,
        _ => unreachable!("clap asks for a command"),
    }
}

async fn create(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let Ok(name) = ProviderName::parse(text("name").unwrap_or_default()) else {
        let what = "--name: give a name of at most 100 characters without control characters";
        return Ok(answer::unusable_argument(matches, what));
    };
    let Ok(email) = Email::parse(text("admin-email").unwrap_or_default()) else {
        let what = "--admin-email: give an e-mail address, such as name@company.example";
        return Ok(answer::unusable_argument(matches, what));
    };
    let Ok(admin) = PersonName::parse(text("admin-name").unwrap_or(email.local_part())) else {
        let what = "--admin-name: give a name of at most 100 characters without control characters";
        return Ok(answer::unusable_argument(matches, what));
    };
    answer::with_config(matches, async |config| make(config, &name, &email, admin.as_str()).await).await
}

async fn make(config: &Config, name: &ProviderName, email: &Email, admin: &str) -> anyhow::Result<Answer> {
    answer::with_app_of(config, May::Make, async |app| made(app, config, name, email, admin).await).await
}

async fn made(app: &App, config: &Config, name: &ProviderName, email: &Email, admin: &str) -> anyhow::Result<Answer> {
    let created = providers::create(app, name, email, admin).await?;
    let mut words = format!("The provider {} is made. Its first admin is {}.\n", name.as_str(), email.as_str());
    words.push_str(&match &created.link {
        Some(link) => format!("This link works once, for three days, to choose the password:\n{link}"),
        None => "That account has a password already and signs in with it.".to_owned(),
    });
    if let Some(mail) = &config.mail {
        let send = start::postman(app, mail)?;
        // What cannot be sent now is sent by `portico serve`.
        let patience = tokio::time::sleep(Duration::from_secs(30));
        if !send.deliver_until(patience).await? {
            terminal::complain("The mail server does not answer; the mail goes out as soon as it does.");
        }
    }
    let json = json!({ "id": created.id, "name": name.as_str(), "admin": email.as_str(), "link": created.link });
    Ok(Answer::done(words, json))
}

async fn list(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let search = matches.get_one::<String>("search").map(String::as_str).unwrap_or_default();
    answer::with_app(matches, async |app| {
        let all = providers::list(app, search).await?;
        let rows: Vec<_> = all
            .iter()
            .map(|one| {
                let numbers = [one.clients, one.members, one.admins].map(|number| number.to_string());
                let [clients, members, admins] = numbers;
                [one.id.to_string(), one.name.clone(), one.state.word().to_owned(), clients, members, admins]
            })
            .collect();
        let words = match rows.is_empty() {
            true if !search.trim().is_empty() => "There is no such provider.".to_owned(),
            true => "There is no provider yet; `portico provider create` makes one.".to_owned(),
            false => table(["ID", "NAME", "STATE", "CLIENTS", "MEMBERS", "ADMINS"], &rows),
        };
        let providers: Vec<_> = all
            .iter()
            .map(|one| {
                let (id, name, state) = (one.id, &one.name, one.state);
                json!({ "id": id, "name": name, "state": state, "clients": one.clients, "members": one.members, "admins": one.admins })
            })
            .collect();
        Ok(Answer::done(words, json!({ "providers": providers })))
    })
    .await
}

/// Whoever asks twice hears that it is so already, which is no failure.
async fn set_state(matches: &ArgMatches, state: State) -> anyhow::Result<ExitCode> {
    let which = matches.get_one::<String>("provider").cloned().unwrap_or_default();
    answer::with_app(matches, async |app| {
        let one = providers::set_state(app, &which, state).await?;
        let words = match (state, one.changed) {
            (State::Suspended, true) => "is suspended: its people can look and change nothing. Its clients stay as they are; one that it had suspended lets its people in meanwhile.",
            (State::Active, true) => "is active again.",
            (State::Suspended, false) => "was suspended before. Nothing was changed.",
            (State::Active, false) => "is active. Nothing was changed.",
        };
        let json = json!({ "id": one.id, "name": one.name, "state": state, "changed": one.changed });
        Ok(Answer::done(format!("{} {words}", one.name), json))
    })
    .await
}
