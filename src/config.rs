//! The configuration of `portico serve`: flag before variable before file before default.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::http::HeaderName;
use secrecy::{ExposeSecret, SecretString};

mod file;
mod keys;
mod mail;
mod parse;
mod public_url;
mod sources;
mod target;

pub use keys::{CONFIG_ENV, CONFIG_FLAG, Fallback, KEYS, Key, markdown_table, with_keys};
pub use mail::{Mail, MailFrom, Smtp, SmtpSecurity};
pub use public_url::PublicUrl;
pub use sources::{ConfigFile, Problem, Sources};
pub use target::{TARGET_ENV, copy_target};

use crate::domain::network::Network;
use parse::{Fault, Parsed};
use sources::Origin;

/// Everything that can be configured, checked and typed. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where Prometheus may ask, if anywhere.
    pub metrics_listen: Option<SocketAddr>,
    /// The address that people open.
    pub public_url: PublicUrl,
    /// The folder of the database and the key; it may not exist yet.
    pub data_dir: PathBuf,
    /// `sqlite:…`, `postgres://…` or `postgresql://…`; it may hold a password.
    pub database_url: SecretString,
    /// The address past a pooler, where `database_url` leads through one.
    pub database_admin_url: Option<SecretString>,
    /// How long `serve` waits for a database that is away when it starts.
    pub database_wait: Duration,
    /// The file of the secret key; it may not exist yet.
    pub secret_key_file: PathBuf,
    /// How mail leaves, if at all.
    pub mail: Option<Mail>,
    /// How long a session lasts without use.
    pub session_idle: Duration,
    /// How long a session lasts at most; not less than `session_idle`.
    pub session_absolute: Duration,
    /// Whose `client_address_header` is believed.
    pub trusted_proxies: Vec<Network>,
    /// The one header that names the client.
    pub client_address_header: HeaderName,
    /// A filter in the form of `EnvFilter`, known to parse.
    pub log: String,
    /// How log lines look.
    pub log_format: LogFormat,
    /// How many connections may be open at once.
    pub max_connections: usize,
    /// How long everything is still served once it was told to stop.
    pub stop_delay: Duration,
    /// How many passwords may be hashed at once.
    pub hash_threads: usize,
    /// How many days an invitation can be accepted, 1 to 30.
    pub invitation_days: u8,
    /// Whether people make accounts without being invited, where it is said: else a new portal is closed, and one of a
    /// version before stays as it was.
    pub registration: Option<bool>,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object on each line.
    Json,
}

/// Makes the configuration out of what was gathered. It reads nothing but a password file that
/// was named, and writes nothing.
///
/// # Errors
/// All problems at once, each with its key, its origin and what to do.
pub fn load(mut sources: Sources) -> Result<Config, Vec<Problem>> {
    let mut problems = std::mem::take(&mut sources.problems);
    let file = sources.file.as_ref().map(|file| file::read(file, &mut problems));
    let file = file.unwrap_or_default();
    let mut reader = Reader { sources, file, problems };
    match read(&mut reader) {
        Some(config) if reader.problems.is_empty() => Ok(config),
        _ => Err(reader.problems),
    }
}

/// Every key is looked at before the first `?`, so that no problem hides another.
fn read(from: &mut Reader) -> Option<Config> {
    let public_url = from.required("public-url", public_url::parse);
    let listen = from.required("listen", parse::listen);
    keep_http_here(from, public_url.as_ref(), listen);
    let metrics_listen = from.optional("metrics-listen", parse::listen);
    let data_dir = from.required("data-dir", parse::path);
    let database_url = read_database_url(from, "database-url", "database-url-file");
    let database_admin_url = read_database_url(from, "database-admin-url", "database-admin-url-file");
    let database_wait = from.required("database-wait", parse::wait);
    let secret_key_file = from.optional("secret-key-file", parse::path);
    let mail = read_mail(from);
    let sessions = read_sessions(from);
    let trusted_proxies = from.optional("trusted-proxies", parse::networks);
    let client_address_header = from.required("client-address-header", parse::header_name);
    let log = from.required("log", parse::log_filter);
    let log_format = from.required("log-format", parse::log_format);
    let max_connections = from.required("max-connections", parse::number(1, 100_000));
    let stop_delay = from.required("stop-delay", parse::delay);
    let hash_threads = from.required("hash-threads", parse::number(1, 64));
    let invitation_days = from.required("invitation-days", parse::number(1, 30));
    let registration = from.chosen("registration", parse::open_or_closed);
    let data_dir = data_dir?;
    let (session_idle, session_absolute) = sessions?;
    Some(Config {
        listen: listen?,
        metrics_listen,
        public_url: public_url?,
        database_url: database_url.unwrap_or_else(|| default_database(&data_dir)),
        database_admin_url,
        database_wait: database_wait?,
        secret_key_file: secret_key_file.unwrap_or_else(|| data_dir.join(in_data_dir("secret-key-file"))),
        data_dir,
        mail,
        session_idle,
        session_absolute,
        trusted_proxies: trusted_proxies.unwrap_or_default(),
        client_address_header: client_address_header?,
        log: log?,
        log_format: log_format?,
        max_connections: usize::try_from(max_connections?).ok()?,
        stop_delay: stop_delay?,
        hash_threads: usize::try_from(hash_threads?).ok()?,
        invitation_days: u8::try_from(invitation_days?).ok()?,
        registration,
    })
}

impl Config {
    /// The address of the database itself, past a pooler.
    #[must_use]
    pub fn direct_url(&self) -> &SecretString {
        self.database_admin_url.as_ref().unwrap_or(&self.database_url)
    }
}

/// Plain http stays on this machine, unless the operator says otherwise in so many words.
fn keep_http_here(from: &mut Reader, public_url: Option<&PublicUrl>, listen: Option<SocketAddr>) {
    let may_leave = from.required("insecure-http", parse::yes_or_no);
    let (Some(public_url), Some(listen)) = (public_url, listen) else { return };
    if !public_url.is_https() && !listen.ip().to_canonical().is_loopback() && may_leave == Some(false) {
        from.problem(
            "listen",
            &format!("{listen} is open to other machines while public-url is http, which shows passwords to the network"),
            "listen on 127.0.0.1, give an https public-url with a proxy in front, or say insecure-http = yes for a try",
        );
    }
}

/// An address that stands in the key itself, or in the file that the other key names.
fn read_database_url(from: &mut Reader, name: &str, file: &str) -> Option<SecretString> {
    let read_secret = from.sources.read_secret;
    let in_file = from.optional(file, |path| {
        let text =
            read_secret(Path::new(path)).map_err(|what| Fault(what, "check the path, the rights and the content".into()))?;
        parse::database_url(text.expose_secret())
    });
    if in_file.is_some() && from.is_given(name) {
        from.problem(file, &format!("stands beside {name}"), "keep one of the two");
    }
    from.optional(name, parse::database_url).or(in_file)
}

fn read_sessions(from: &mut Reader) -> Option<(Duration, Duration)> {
    let idle = from.required("session-idle", parse::duration);
    let absolute = from.required("session-absolute", parse::duration);
    let (idle, absolute) = (idle?, absolute?);
    if absolute < idle {
        from.problem("session-absolute", "is less than session-idle", "raise it or lower session-idle");
    }
    Some((idle, absolute))
}

fn read_mail(from: &mut Reader) -> Option<Mail> {
    let smtp = from.optional("smtp-url", mail::smtp_url);
    let read_secret = from.sources.read_secret;
    let password = from.optional("smtp-password-file", |path| {
        let failed = |what| Fault(what, "check the path, the rights and the content".to_owned());
        read_secret(Path::new(path)).map_err(failed)
    });
    let sender = from.optional("mail-from", mail::mail_from);
    let mut smtp = smtp?;
    if !from.is_given("mail-from") {
        from.problem(
            "mail-from",
            "is missing, and smtp-url needs it",
            "give a sender such as Example Hosting <portal@example.org>",
        );
    }
    if password.is_some() && smtp.password.is_some() {
        from.problem("smtp-password-file", "stands beside a password in smtp-url", "keep one of the two");
    }
    smtp.password = password.or(smtp.password);
    let file_failed = smtp.password.is_none() && from.is_given("smtp-password-file");
    if smtp.user.is_some() != smtp.password.is_some() && !file_failed {
        from.problem(
            "smtp-url",
            "has a user without a password or the other way round",
            "give both, the password best in smtp-password-file, or neither",
        );
    }
    Some(Mail { smtp, from: sender? })
}

/// The characters that mean something in an SQLite URL are escaped, so that any folder works.
fn default_database(data_dir: &Path) -> SecretString {
    let path = data_dir.join(in_data_dir("database-url"));
    let escaped = path.to_string_lossy().replace('%', "%25").replace('?', "%3F");
    SecretString::from(format!("sqlite:{escaped}"))
}

fn in_data_dir(name: &str) -> &'static str {
    match keys::named(name).default {
        Fallback::InDataDir(file) => file,
        _ => unreachable!("the table gives a file in the data folder"),
    }
}

/// Takes values one by one and collects what is wrong with them.
struct Reader {
    sources: Sources,
    file: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl Reader {
    /// `None` when it is not given, or wrong (then there is a problem).
    fn optional<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Parsed<T>) -> Option<T> {
        let (value, origin) = self.sources.value(keys::named(name), &self.file)?;
        self.check_secrecy(name, &value, origin);
        match parse(&value) {
            Ok(parsed) => Some(parsed),
            Err(Fault(what, remedy)) => {
                self.problem(name, &what, &remedy);
                None
            }
        }
    }

    /// As [`Reader::optional`], and `None` where nobody chose: what the default means is asked elsewhere.
    fn chosen<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Parsed<T>) -> Option<T> {
        match self.sources.value(keys::named(name), &self.file)? {
            (_, Origin::Default) => None,
            _ => self.optional(name, parse),
        }
    }

    /// As [`Reader::optional`], but not giving it is a problem too.
    fn required<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Parsed<T>) -> Option<T> {
        if !self.is_given(name) {
            let key = keys::named(name);
            let remedy = format!("set --{name}, {} or {} in the file", key.env, key.in_file());
            self.problem(name, "is missing", &remedy);
        }
        self.optional(name, parse)
    }

    fn is_given(&self, name: &str) -> bool {
        self.sources.value(keys::named(name), &self.file).is_some()
    }

    /// A password belongs neither into the list of processes nor into a file for everybody.
    fn check_secrecy(&mut self, name: &str, value: &str, origin: Origin) {
        if !matches!(name, "smtp-url" | "database-url" | "database-admin-url") || !parse::has_password(value) {
            return;
        }
        let env = keys::named(name).env;
        let open = self.sources.file.as_ref().is_some_and(|file| file.world_readable);
        match origin {
            Origin::Flag => self.problem(
                name,
                "has a password that everybody on this machine can see",
                &format!("give it in {env} or in the file"),
            ),
            Origin::File if open => {
                self.problem(name, "has a password in a file that everybody can read", "run chmod o= on the file")
            }
            Origin::File | Origin::Env | Origin::Default => {}
        }
    }

    fn problem(&mut self, name: &str, what: &str, remedy: &str) {
        let key = keys::named(name);
        let origin = match self.sources.value(key, &self.file).map(|(_, origin)| origin) {
            Some(Origin::Flag) => format!("flag --{name}"),
            Some(Origin::Env) => format!("variable {}", key.env),
            Some(Origin::File) => {
                let path = self.sources.file.as_ref().map(|file| file.path.display().to_string());
                format!("{} in {}", key.in_file(), path.unwrap_or_default())
            }
            Some(Origin::Default) => "default".to_owned(),
            None => "not given".to_owned(),
        };
        self.problems.push(Problem { key: name.to_owned(), origin, what: what.to_owned(), remedy: remedy.to_owned() });
    }
}

#[cfg(test)]
mod tests;
