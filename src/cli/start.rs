//! From a configuration to a running application: what `serve` and the other commands share.

use super::opening::Opened;
use crate::app::{App, Parts, Settings};
use crate::clock::Clock;
use crate::config::{Config, Mail, SmtpSecurity};
use crate::deliveries::{Carrier, Worker};
use crate::domain::time::DAY;
use crate::mail::postman::{Postman, Transport};
use crate::metrics::Metrics;
use crate::password::Passwords;
use crate::random::Random;
use crate::readiness::Readiness;
use anyhow::Context;
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use secrecy::ExposeSecret;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// Sign-ins that may wait for a hashing thread.
const HASH_QUEUE: usize = 32;
/// Longer than whoever asks again at once can wait for, and short for who waits for a mail: milliseconds.
const FOLLOW_UP_DELAY: i64 = 1_000;

/// Sends the log to standard error, in the configured form.
pub fn log(config: &Config) {
    crate::log::start(&config.log, config.log_format);
}

/// An application over the database that was opened.
pub fn application(config: &Config, opened: &Opened) -> App {
    let (clock, random) = (Clock::System, Random::new());
    let node = random.uuid_v7(clock.now());
    App::from(Parts {
        db: opened.db.clone(),
        metrics: Arc::new(Metrics::new(clock.now())),
        clock,
        random,
        secrets: opened.secrets.clone(),
        passwords: Passwords::start(config.hash_threads, HASH_QUEUE),
        settings: Arc::new(settings(config)),
        gate: Arc::default(),
        readiness: Arc::new(Readiness::of(node)),
        stopping: Arc::default(),
        deliveries: Arc::new(Notify::new()),
        follow_ups: Arc::new(Notify::new()),
    })
}

fn settings(config: &Config) -> Settings {
    let ms = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    Settings {
        public_url: config.public_url.origin(),
        session_idle: ms(config.session_idle),
        session_absolute: ms(config.session_absolute),
        invitation_lifetime: i64::from(config.invitation_days) * DAY,
        registration_open: config.registration.unwrap_or(false),
        trusted_proxies: config.trusted_proxies.clone(),
        client_address_header: config.client_address_header.to_string(),
        mails_are_sent: config.mail.is_some(),
        demo: false,
        follow_up_delay: FOLLOW_UP_DELAY,
    }
}

/// Makes the data folder where it is missing, for the operator alone.
pub fn make_folder(path: &Path) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.with_context(|| format!("making the data folder {}", path.display()))
}

/// The worker that sends the mails of this application.
pub fn postman(app: &App, mail: &Mail) -> anyhow::Result<Worker> {
    let smtp = &mail.smtp;
    let builder = match smtp.security {
        SmtpSecurity::Tls => Transport::relay(&smtp.host)?,
        SmtpSecurity::StartTls => Transport::starttls_relay(&smtp.host)?,
        SmtpSecurity::Plain => Transport::builder_dangerous(&smtp.host),
    };
    let mut builder = builder.port(smtp.port).timeout(Some(Duration::from_secs(30)));
    if let (Some(user), Some(password)) = (&smtp.user, &smtp.password) {
        builder = builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
    }
    let address: Address = mail.from.address.parse().context("the sender's address")?;
    let postman = Postman::new(app.clone(), builder.build(), Mailbox::new(mail.from.name.clone(), address));
    Ok(Worker::new(app.clone(), Carrier::Mail(postman)))
}
