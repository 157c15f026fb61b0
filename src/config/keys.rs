//! The one table of keys: flags, variables, the file, `--help` and the README come from here.

use std::fmt::Write;

use clap::{Arg, Command};

/// One thing that can be configured.
pub struct Key {
    /// The flag without its dashes. In the file it has underscores.
    pub name: &'static str,
    /// The environment variable.
    pub env: &'static str,
    /// What holds when nobody says anything.
    pub default: Fallback,
    /// What it means, in one sentence.
    pub help: &'static str,
}

/// What holds when a key is not given.
#[derive(Clone, Copy)]
pub enum Fallback {
    /// It must be given.
    Required,
    /// Nothing: what it is for stays off.
    Unset,
    /// This value.
    Value(&'static str),
    /// This file in the data folder.
    InDataDir(&'static str),
}

impl Fallback {
    fn shown(self) -> String {
        match self {
            Fallback::Required => "required".to_owned(),
            Fallback::Unset => "none".to_owned(),
            Fallback::Value(value) => value.to_owned(),
            Fallback::InDataDir(file) => format!("{file} in data-dir"),
        }
    }
}

impl Key {
    /// Its name in the file.
    pub fn in_file(&self) -> String {
        self.name.replace('-', "_")
    }
}

const fn key(name: &'static str, env: &'static str, default: Fallback, help: &'static str) -> Key {
    Key { name, env, default, help }
}

/// The flag that names the file. It is no key: a file cannot name another.
pub const CONFIG_FLAG: &str = "config";
/// The variable that names the file.
pub const CONFIG_ENV: &str = "PORTICO_CONFIG";

use Fallback::{InDataDir, Required, Unset, Value};

/// All keys, in the order of the documentation.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key("public-url", "PORTICO_PUBLIC_URL", Required,
        "The address that people open, such as https://portal.example.org; all links are made from it. https, unless the host is this machine itself."),
    key("listen", "PORTICO_LISTEN", Value("127.0.0.1:8080"),
        "The address and port to listen on."),
    key("insecure-http", "PORTICO_INSECURE_HTTP", Value("no"),
        "yes: listen on more than this machine although public-url is http, as in a container for a first try; everybody on the way can then read passwords."),
    key("metrics-listen", "PORTICO_METRICS_LISTEN", Unset,
        "The address and port on which Prometheus finds /metrics and nothing else, such as 127.0.0.1:9464. It asks for no password: never open it to the world."),
    key("data-dir", "PORTICO_DATA_DIR", Value("portico-data"),
        "The folder for the database and the secret key. The default lies in the working directory, so that a first try needs no rights; an installed service gives an absolute path such as /var/lib/portico."),
    key("database-url", "PORTICO_DATABASE_URL", InDataDir("portico.db"),
        "sqlite:FILE, or postgres://USER:PASSWORD@HOST/NAME when more than one node runs."),
    key("database-url-file", "PORTICO_DATABASE_URL_FILE", Unset,
        "A file with the address of the database, in place of database-url."),
    key("database-admin-url", "PORTICO_DATABASE_ADMIN_URL", Unset,
        "The address of PostgreSQL itself, where database-url leads through a pooler in transaction mode, such as PgBouncer: for migrations, backups and copies."),
    key("database-admin-url-file", "PORTICO_DATABASE_ADMIN_URL_FILE", Unset,
        "A file with that address, in place of database-admin-url."),
    key("database-wait", "PORTICO_DATABASE_WAIT", Value("5m"),
        "How long serve waits for a database that is away when it starts (0s to 1d); meanwhile it listens and says that it is not ready."),
    key("secret-key-file", "PORTICO_SECRET_KEY_FILE", InDataDir("secret.key"),
        "The file with the secret key: 32 random bytes, made at the first start with mode 0600. Several nodes need the same file."),
    key("smtp-url", "PORTICO_SMTP_URL", Unset,
        "The mail server: smtps://USER@HOST:465 (TLS), smtp://USER@HOST:587 (STARTTLS is required) or smtp+insecure://HOST:25 (plain text, without a user). Without it no mail leaves."),
    key("smtp-password-file", "PORTICO_SMTP_PASSWORD_FILE", Unset,
        "A file with the password for the mail server, in place of one inside smtp-url."),
    key("mail-from", "PORTICO_MAIL_FROM", Unset,
        "The sender of all mail, such as Example Hosting <portal@example.org>; required with smtp-url."),
    key("session-idle", "PORTICO_SESSION_IDLE", Value("30m"),
        "How long a session lasts without being used (1m to 30d; 90s, 30m, 12h, 7d)."),
    key("session-absolute", "PORTICO_SESSION_ABSOLUTE", Value("12h"),
        "How long a session lasts at most (1m to 30d), not less than session-idle."),
    key("trusted-proxies", "PORTICO_TRUSTED_PROXIES", Unset,
        "Addresses and networks of proxies in front, separated by commas (in the file also a list), such as 10.0.0.0/8. Only their client-address-header is believed."),
    key("client-address-header", "PORTICO_CLIENT_ADDRESS_HEADER", Value("x-forwarded-for"),
        "The header in which a trusted proxy names the client."),
    key("log", "PORTICO_LOG", Value("info"),
        "What to log, such as info or warn,portico=debug."),
    key("log-format", "PORTICO_LOG_FORMAT", Value("text"),
        "text or json."),
    key("max-connections", "PORTICO_MAX_CONNECTIONS", Value("4096"),
        "How many connections may be open at once (1 to 100000); more are closed at once."),
    key("stop-delay", "PORTICO_STOP_DELAY", Value("0s"),
        "How long /readyz says no while everything is still served, once told to stop (0s to 5m): what a load balancer needs to notice."),
    key("hash-threads", "PORTICO_HASH_THREADS", Value("2"),
        "How many passwords may be hashed at once (1 to 64), with 19 MiB each."),
    key("invitation-days", "PORTICO_INVITATION_DAYS", Value("5"),
        "How many days an invitation can be accepted (1 to 30)."),
    key("registration", "PORTICO_REGISTRATION", Value("closed"),
        "closed: accounts come by invitation only; open: whoever proves an address by a mailed link can make an account, and organizations of their own. A portal of before this default stays open until it is said."),
];

/// The key of that name. Names are fixed in the code, so a missing one is a mistake there.
pub(super) fn named(name: &str) -> &'static Key {
    KEYS.iter().find(|key| key.name == name).expect("the key is in the table")
}

/// The command with one argument for every key.
pub fn with_keys(command: Command) -> Command {
    let config = Arg::new(CONFIG_FLAG)
        .long(CONFIG_FLAG)
        .value_name("FILE")
        .help(format!("A TOML file with these keys, written with underscores [variable: {CONFIG_ENV}]"));
    let keys = KEYS.iter().map(|key| {
        let shown = key.default.shown();
        Arg::new(key.name)
            .long(key.name)
            .value_name("VALUE")
            .help_heading("Configuration")
            .help(format!("{} [variable: {}] [default: {shown}]", key.help, key.env))
    });
    command
        .after_help("A flag counts before a variable, a variable before the file.")
        .arg(config.help_heading("Configuration"))
        .args(keys)
}

/// The table of keys for the README.
pub fn markdown_table() -> String {
    let mut table = String::from("| flag | variable | in the file | default | meaning |\n");
    table.push_str("| --- | --- | --- | --- | --- |\n");
    for key in KEYS {
        let (name, env, file) = (key.name, key.env, key.in_file());
        let (default, help) = (key.default.shown(), key.help);
        writeln!(table, "| `--{name}` | `{env}` | `{file}` | {default} | {help} |").expect("a string takes all");
    }
    table
}
