//! The program's own log, on standard error: what may stand in it, and that nothing ends or waits because
//! it cannot be written.

mod lasting;
mod writer;

pub use lasting::Lasting;
pub use writer::{flush, hand_over, lost};

use crate::config::LogFormat;
use std::io::IsTerminal;
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicU64, Ordering};
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// The mail server is away or lets nobody in: every mail would say so.
pub static MAIL_SERVER: Lasting = Lasting::new("the mail server cannot be used; mails wait", "the mail server takes mails again");
/// No connection can be accepted, such as when there are no free file descriptors.
pub static LISTENER: Lasting = Lasting::new("connections cannot be accepted", "connections are accepted again");
/// More connections than `max-connections`.
pub static CROWD: Lasting = Lasting::new(
    "there are too many connections: those beyond max-connections are closed",
    "there is room for connections again",
);

/// Panics since the start.
static PANICS: AtomicU64 = AtomicU64::new(0);

/// Who may say anything below `info`. Whatever else is linked in may print what passes through it, as
/// tower-http prints the paths of one-time links. lettre, which prints whole mails, is built without its log.
const MAY_SAY_ALL: [&str; 2] = ["portico", "sqlx"];
/// Who says nothing: tower-sessions logs as an error what it also gives back, and warns of every session
/// that is over; a panic is told by the hook.
const SAYS_NOTHING: [&str; 2] = ["tower_sessions", "tower_http::catch_panic"];

/// Sends the log to standard error, in the configured form; in colours only where somebody looks on. Panics
/// are lines of it too, and are counted.
pub fn start(filter: &str, format: LogFormat) {
    // The hint keeps what the filter leaves out as cheap as it was.
    let own = filter_fn(may_be_said).with_max_level_hint(LevelFilter::TRACE);
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info")).and(own);
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    writer::start();
    // Its own words about lines that cannot be written would be a panic: they go to the same place.
    let lines = fmt::layer().with_writer(writer::line).with_ansi(colours).log_internal_errors(false);
    let subscriber = tracing_subscriber::registry();
    // A second call, as in tests, changes nothing.
    let _ = match format {
        LogFormat::Text => subscriber.with(lines.with_filter(filter)).try_init(),
        LogFormat::Json => subscriber.with(lines.json().with_filter(filter)).try_init(),
    };
    std::panic::set_hook(Box::new(panicked));
}

/// How many panics there were since the start.
#[must_use]
pub fn panics() -> u64 {
    PANICS.load(Ordering::Relaxed)
}

fn may_be_said(metadata: &Metadata<'_>) -> bool {
    let is_of = |names: &[&str]| names.iter().any(|name| metadata.target().starts_with(name));
    !is_of(&SAYS_NOTHING) && (*metadata.level() <= Level::INFO || is_of(&MAY_SAY_ALL))
}

fn panicked(info: &PanicHookInfo<'_>) {
    PANICS.fetch_add(1, Ordering::Relaxed);
    let said = info.payload_as_str().unwrap_or("without words");
    let at = info.location().map_or_else(|| "nowhere".to_owned(), ToString::to_string);
    tracing::error!(at, said, "a panic");
}

/// An error and its causes, each said once: some tell their cause themselves.
#[must_use]
pub fn causes(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| match said.contains(&cause) {
        true => said,
        false if said.is_empty() => cause,
        false => format!("{said}: {cause}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn a_cause_that_was_told_is_not_told_again() {
        let database = sqlx::Error::Io(std::io::Error::other("the disk is gone"));
        let twice = Err::<(), _>(database).context("opening /srv/portico.db").unwrap_err();
        assert_eq!(format!("{twice:#}").matches("the disk is gone").count(), 2);
        assert!(causes(&twice).starts_with("opening /srv/portico.db: "), "{}", causes(&twice));
        assert_eq!(causes(&twice).matches("the disk is gone").count(), 1, "{}", causes(&twice));
    }
}
