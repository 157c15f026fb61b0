//! `portico provider create`: a provider and its first admin.

use super::{UNUSABLE, start, with_config};
use crate::config::{self, Config};
use crate::domain::email::Email;
use crate::domain::provider::ProviderName;
use crate::domain::text::PersonName;
use crate::service::providers;
use clap::{Arg, ArgMatches, Command};
use std::process::ExitCode;
use std::time::Duration;

pub fn command() -> Command {
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
    config::with_keys(create)
}

pub async fn create(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let name = ProviderName::parse(text("name").unwrap_or_default());
    let email = Email::parse(text("admin-email").unwrap_or_default());
    let (Ok(name), Ok(email)) = (&name, &email) else {
        if name.is_err() {
            eprintln!("--name: give a name of at most 100 characters without control characters");
        }
        if email.is_err() {
            eprintln!("--admin-email: give an e-mail address, such as name@company.example");
        }
        return Ok(ExitCode::from(UNUSABLE));
    };
    let Ok(admin) = PersonName::parse(text("admin-name").unwrap_or(email.local_part())) else {
        eprintln!("--admin-name: give a name of at most 100 characters without control characters");
        return Ok(ExitCode::from(UNUSABLE));
    };
    with_config(matches, async |config| make(&config, name, email, admin.as_str()).await).await
}

async fn make(config: &Config, name: &ProviderName, email: &Email, admin: &str) -> anyhow::Result<ExitCode> {
    let app = start::application(config).await?;
    let created = providers::create(&app, name, email, admin).await?;
    println!("The provider {} is made. Its first admin is {}.", name.as_str(), email.as_str());
    match &created.link {
        Some(link) => println!("This link works once, for three days, to choose the password:\n{link}"),
        None => println!("That account has a password already and signs in with it."),
    }
    if let Some(mail) = &config.mail {
        let send = start::postman(&app, mail)?;
        // What cannot be sent now is sent by `portico serve`.
        if tokio::time::timeout(Duration::from_secs(30), send.deliver_due()).await.is_err() {
            eprintln!("The mail server does not answer; the mail goes out as soon as it does.");
        }
    }
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}
