//! How the operator's commands answer: in words for people, or with `--json` as one JSON object on
//! standard output that a program can count on.

use super::opening::{self, May};
use super::{UNUSABLE, fail, list, start, terminal};
use crate::app::App;
use crate::config::{self, Config, Problem, Sources};
use crate::domain::language::Language;
use crate::domain::operator::refusal::{LinkEnd, MailRefusal, OperatorRefusal};
use crate::error::Error;
use crate::{log, texts};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};
use std::fmt::Write;
use std::process::ExitCode;

/// What a command has to say at its end.
pub struct Answer {
    pub words: String,
    pub json: Value,
    pub code: ExitCode,
}

impl Answer {
    /// What was asked for is so now.
    pub fn done(words: impl Into<String>, json: Value) -> Self {
        Self { words: words.into(), json, code: ExitCode::SUCCESS }
    }

    /// It was looked at, and not all is well.
    pub fn bad(words: impl Into<String>, json: Value) -> Self {
        Self { words: words.into(), json, code: ExitCode::FAILURE }
    }

    pub(super) fn print(&self, as_json: bool) -> ExitCode {
        if as_json {
            terminal::say(&self.json);
        } else {
            terminal::say(&self.words);
        }
        self.code
    }
}

/// The command with the keys of the configuration and `--json`.
pub fn with_json(command: Command) -> Command {
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue);
    config::with_keys(command.arg(json.help("Answer with one JSON object on standard output")))
}

/// Whether the answer is for a program.
pub fn wants_json(matches: &ArgMatches) -> bool {
    matches.get_flag("json")
}

/// Loads the configuration, does the work and prints its answer. What goes wrong is an answer too:
/// `{"error": …}`.
pub async fn with_config<F>(matches: &ArgMatches, work: F) -> anyhow::Result<ExitCode>
where
    F: AsyncFnOnce(&Config) -> anyhow::Result<Answer>,
{
    let as_json = wants_json(matches);
    match config::load(Sources::gather(matches)) {
        Err(problems) => Ok(unusable(&problems, as_json)),
        Ok(config) => match work(&config).await {
            Ok(answer) => Ok(answer.print(as_json)),
            Err(error) => {
                let error = in_words(error);
                if as_json {
                    terminal::say(json!({ "error": log::causes(&error) }));
                }
                Ok(fail(&error))
            }
        },
    }
}

/// As [`with_config`], for work on the application's own database.
pub async fn with_app<F>(matches: &ArgMatches, work: F) -> anyhow::Result<ExitCode>
where
    F: AsyncFnOnce(&App) -> anyhow::Result<Answer>,
{
    with_config(matches, async |config| with_app_of(config, May::Use, work).await).await
}

/// Opens the database, does the work, and closes it.
pub async fn with_app_of<F>(config: &Config, may: May, work: F) -> anyhow::Result<Answer>
where
    F: AsyncFnOnce(&App) -> anyhow::Result<Answer>,
{
    let opened = opening::open(config, may).await?;
    for line in &opened.said {
        terminal::complain(line);
    }
    let answer = work(&start::application(config, &opened)).await;
    opened.close().await;
    answer
}

/// A refusal as the operator reads it; whatever else went wrong says it itself.
fn in_words(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref() {
        Some(Error::OperatorRefused(refusal)) => anyhow::Error::msg(operator_refusal(refusal)),
        Some(Error::Refused(refusal)) => anyhow::Error::msg(texts::refusal(texts::of(Language::English), refusal)),
        _ => error,
    }
}

fn operator_refusal(refusal: &OperatorRefusal) -> String {
    match refusal {
        OperatorRefusal::NoAccount { email } => format!("there is no account with the address {email}"),
        OperatorRefusal::AccountDisabled { email } => format!("the account of {email} is disabled; enable it first"),
        OperatorRefusal::AdminDisabled { email } => format!("the account of {email} is disabled"),
        OperatorRefusal::NoProvider { given } => format!("there is no provider {given}; `portico provider list` shows all"),
        OperatorRefusal::NoOrganization { given } => {
            format!("there is no organization {given}; `portico organization list` shows all")
        }
        OperatorRefusal::ManyOrganizations { given, found } => {
            let lines = found.iter().map(|one| {
                let provider = one.provider.as_ref().map_or_else(|| "no provider".to_owned(), |name| format!("client of {name}"));
                format!("\n  {}  {} ({provider})", one.id, one.name)
            });
            format!("several organizations are called {given}; give the id of one:{}", lines.collect::<String>())
        }
        OperatorRefusal::OwnerNeeded { name, id } => format!(
            "nobody who can sign in owns {name}: say who shall, with `portico organization release {id} --owner EMAIL`. That person \
             gets a link by mail and owns it once the invitation is accepted"
        ),
        OperatorRefusal::OwnerThere { name } => format!(
            "{name} has an owner who can sign in and who decides about other owners; release it without --owner \
             (`portico organization show` tells who it is)"
        ),
        OperatorRefusal::ProviderNameTaken { name } => format!("there is a provider named {name} already"),
        OperatorRefusal::NoMail { id } => format!("there is no mail {id} in the outbox"),
        OperatorRefusal::Mail(refusal) => mail_refusal(*refusal),
    }
}

/// Why a mail is neither sent again nor taken back.
pub fn mail_refusal(refusal: MailRefusal) -> String {
    match refusal {
        MailRefusal::AlreadySent => "it was sent already".into(),
        MailRefusal::UnderWay => "it is being sent at this moment; look again in two minutes".into(),
        MailRefusal::Unreadable => "it cannot be read; cancel it".into(),
        MailRefusal::DeadLink(end) => {
            let what = match end {
                LinkEnd::Withdrawn => "was withdrawn",
                LinkEnd::Used => "was used",
                LinkEnd::Replaced => "was replaced by a newer one",
                LinkEnd::Expired => "has expired",
            };
            let next = "resend the invitation in the portal, or make a new link with `portico account reset-link`";
            format!("its link {what}, so it would help nobody: {next}")
        }
    }
}

/// Says that an argument is unusable.
pub fn unusable_argument(matches: &ArgMatches, what: &str) -> ExitCode {
    if wants_json(matches) {
        terminal::say(json!({ "error": what }));
    }
    terminal::complain(what);
    ExitCode::from(UNUSABLE)
}

pub fn unusable(problems: &[Problem], as_json: bool) -> ExitCode {
    if as_json {
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        terminal::say(json!({ "error": "the configuration is unusable", "problems": texts }));
    }
    list(problems)
}

/// Lines with their columns under each other; the first is the heading.
pub fn table<const COLUMNS: usize>(heading: [&str; COLUMNS], rows: &[[String; COLUMNS]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].as_str()).chain([heading[column]]);
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let mut text = String::new();
    let heading = heading.map(str::to_owned);
    for row in std::iter::once(&heading).chain(rows) {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let _ = write!(line, "{cell:<width$}  ", width = width(column));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Refusal;

    #[test]
    fn what_is_refused_is_said_in_words_and_what_fails_says_it_itself() {
        let said = |error: Error| in_words(error.into()).to_string();
        assert_eq!(said(MailRefusal::AlreadySent.into()), "it was sent already");
        assert_eq!(said(Refusal::Busy.into()), texts::of(Language::English).busy());
        assert_eq!(said(Error::Internal(anyhow::anyhow!("a pipe burst"))), "a pipe burst");
        let wrapped = anyhow::Error::new(Error::from(Refusal::Busy)).context("settling");
        assert_eq!(in_words(wrapped).to_string(), texts::of(Language::English).busy());
    }

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [["Émile".to_owned(), "1".to_owned()], ["Bo".to_owned(), "22".to_owned()]];
        assert_eq!(table(["NAME", "N"], &rows), "NAME   N\nÉmile  1\nBo     22");
        assert_eq!(table(["NAME", "N"], &[]), "NAME  N");
    }
}
