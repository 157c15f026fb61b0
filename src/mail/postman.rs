//! The worker that sends what the outbox owes: claims with a lease, sends with no transaction
//! open, marks. A mail goes out at least once; a retry carries the same link and Message-ID.

use super::render;
use crate::app::App;
use crate::domain::time::{DAY, HOUR, MINUTE};
use crate::store::deliveries::{self, OutboxMail};
use crate::store::identity::mailed_links::{self, TokenRow};
use anyhow::Context;
use lettre::message::{Mailbox, MultiPart, header};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;
use tokio::sync::watch;

/// The waits between attempts; after the last one a mail is dead.
const WAITS: [i64; 8] = [30_000, 2 * MINUTE, 10 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, DAY, DAY];
/// One send may take this long in all; the lease outlives it.
const SEND_TIMEOUT: Duration = Duration::from_secs(60);
const LEASE: i64 = 2 * MINUTE;
/// How long the channel rests when the server refuses our name and password.
const CHANNEL_REST: i64 = MINUTE;
/// Mails under way at once.
const HANDS: usize = 3;

/// One connection for each mail. lettre's pool (a feature of it that is off) would take back a
/// connection on which an answer is still owed when a send ran out of time: the next mail would
/// read that answer as its own.
pub type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Sends the mails of one outbox.
#[derive(Clone)]
pub struct Postman {
    app: App,
    transport: Transport,
    from: Mailbox,
    patience: Duration,
}

/// What became of one attempt.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Sent,
    /// To be tried again after the usual wait.
    Later(String),
    /// The server does not let us in at all: not this mail's fault.
    ChannelDown(String),
    Dead(String),
    /// The link that it carries no longer works.
    Cancelled(String),
}

impl Postman {
    #[must_use]
    pub fn new(app: App, transport: Transport, from: Mailbox) -> Self {
        Self { app, transport, from, patience: SEND_TIMEOUT }
    }

    /// Waits for one send only this long; it has to be less than the lease.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Sends what is due, until told to stop; a mail under way is finished first.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let mut hands = tokio::task::JoinSet::new();
        for _ in 0..HANDS {
            hands.spawn(self.clone().work(stop.clone()));
        }
        while hands.join_next().await.is_some() {}
    }

    async fn work(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let wait = match self.deliver_one().await {
                Ok(true) => continue,
                Ok(false) => Duration::from_secs(5),
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read; trying again");
                    Duration::from_secs(10)
                }
            };
            tokio::select! {
                _ = stop.changed() => {}
                () = self.app.outbox.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Sends everything that is due now; gives how many attempts were made.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn deliver_due(&self) -> crate::error::Result<usize> {
        let mut attempts = 0;
        while self.deliver_one().await? {
            attempts += 1;
        }
        Ok(attempts)
    }

    /// Claims one mail that is due and tries to send it; `false` when none is due.
    async fn deliver_one(&self) -> crate::error::Result<bool> {
        let now = self.app.now();
        let lease = now + LEASE;
        let mut tx = self.app.db.write().await?;
        let Some(mail) = deliveries::claim(&mut tx, now, lease).await? else { return Ok(false) };
        tx.commit().await?;
        self.app.outbox.notify_one();
        // A task of its own, so that a mail that makes the sender panic is the only one to suffer.
        let sender = self.clone();
        let row = mail.clone();
        let mut sending = tokio::spawn(async move { sender.attempt(&row).await });
        let outcome = match tokio::time::timeout(self.patience, &mut sending).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Outcome::Dead("this mail cannot be put into words that a mail server takes".into()),
            Err(_) => {
                sending.abort();
                Outcome::Later("the mail server did not answer in time".into())
            }
        };
        self.mark(&mail, lease, outcome).await?;
        Ok(true)
    }

    async fn attempt(&self, mail: &OutboxMail) -> Outcome {
        if let Some(reason) = self.pointless(mail).await {
            return Outcome::Cancelled(reason);
        }
        let message = match self.message(mail) {
            Ok(message) => message,
            Err(error) => return Outcome::Dead(error.to_string()),
        };
        match self.transport.send(message).await.map_err(|error| judge(&error)) {
            Ok(_) => Outcome::Sent,
            Err(Outcome::Dead(error)) if self.is_young(mail) && !self.is_let_in().await => Outcome::ChannelDown(error),
            Err(outcome) => outcome,
        }
    }

    /// Whether a server that turns everybody away is waited for.
    fn is_young(&self, mail: &OutboxMail) -> bool {
        self.app.now() - mail.created_at < 3 * DAY
    }

    /// Whether the server greets us and lets us in, when no mail is spoken of: only then is a refusal
    /// about the mail (RFC 5321, 3.1: 554 in place of a greeting is about the server).
    async fn is_let_in(&self) -> bool {
        self.transport.test_connection().await.unwrap_or(false)
    }

    /// Why a mail need not be sent any more: its link is used, replaced, expired or withdrawn.
    async fn pointless(&self, mail: &OutboxMail) -> Option<String> {
        let id = mail.token_id?;
        let mut conn = self.app.db.read().await.ok()?;
        let row = mailed_links::by_id(&mut conn, id).await.ok()?;
        let open = |row: TokenRow| row.used_at.is_none() && row.replaced_at.is_none() && row.expires_at > self.app.now();
        let over = !row.is_some_and(open);
        over.then(|| "its link no longer works".into())
    }

    fn message(&self, mail: &OutboxMail) -> anyhow::Result<Message> {
        let letter = render::letter(&self.app, mail)?;
        let to: Mailbox = mail.recipient.parse().context("the recipient is no address")?;
        let host = self.from.email.domain();
        let sent = std::time::UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.created_at).unwrap_or(0));
        Ok(Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .date(sent)
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .header(header::MIME_VERSION_1_0)
            .raw_header(header::HeaderValue::new(
                header::HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".into(),
            ))
            .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))?)
    }

    async fn mark(&self, mail: &OutboxMail, lease: i64, outcome: Outcome) -> crate::error::Result<()> {
        let now = self.app.now();
        let mut tx = self.app.db.write().await?;
        match outcome {
            Outcome::Sent => deliveries::mark_sent(&mut tx, mail.id, lease, now).await?,
            Outcome::Later(error) => {
                tracing::warn!(mail = %mail.id, attempt = mail.attempts, error, "a mail was not taken; it is tried again");
                match wait_after(mail.attempts, self.app.random.bytes()) {
                    Some(wait) => deliveries::mark_unsent(&mut tx, mail.id, lease, ("pending", 0), now + wait, &error).await?,
                    None => deliveries::mark_unsent(&mut tx, mail.id, lease, ("dead", 0), now, &error).await?,
                }
            }
            Outcome::ChannelDown(error) => {
                tracing::error!(error, "the mail server does not let us in");
                deliveries::mark_unsent(&mut tx, mail.id, lease, ("pending", 1), now + CHANNEL_REST, &error).await?;
            }
            Outcome::Dead(error) => {
                tracing::error!(mail = %mail.id, error, "a mail cannot be delivered");
                deliveries::mark_unsent(&mut tx, mail.id, lease, ("dead", 0), now, &error).await?;
            }
            Outcome::Cancelled(reason) => {
                deliveries::mark_unsent(&mut tx, mail.id, lease, ("cancelled", 0), now, &reason).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

/// What a refusal by the mail server means (RFC 5321, 4.2.1; RFC 4954, 6): 5xx never works, apart
/// from those about our own credentials; everything else may work later.
fn judge(error: &SmtpError) -> Outcome {
    let text = error.to_string();
    let code = error.status().map(u16::from);
    match code {
        Some(530 | 534 | 535 | 538) => Outcome::ChannelDown(text),
        Some(code) if (500..600).contains(&code) => Outcome::Dead(text),
        _ => Outcome::Later(text),
    }
}

/// The wait after this many attempts, give or take a fifth; `None` after the last one.
fn wait_after(attempts: i64, chance: [u8; 2]) -> Option<i64> {
    let wait = *WAITS.get(usize::try_from(attempts - 1).ok()?)?;
    let jitter = i64::from(u16::from_be_bytes(chance)) - 0x8000;
    Some(wait + wait / 5 * jitter / 0x8000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_vary_and_end() {
        assert_eq!(wait_after(1, [0x80, 0]), Some(30_000));
        assert_eq!(wait_after(1, [0, 0]), Some(24_000));
        assert!(wait_after(2, [0xFF, 0xFF]).unwrap() <= 2 * MINUTE * 6 / 5);
        assert!(wait_after(8, [0, 0]).is_some());
        assert_eq!(wait_after(9, [0, 0]), None);
    }
}
