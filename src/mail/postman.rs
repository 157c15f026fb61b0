//! The channel of mails: puts a delivery into words, hands it to the mail server, and judges what the
//! server says. A mail goes out at least once; a retry carries the same link and Message-ID.

use super::{headers, render};
use crate::app::App;
use crate::domain::deliveries::Outcome;
use crate::domain::time::DAY;
use crate::store::deliveries::Delivery;
use anyhow::Context;
use lettre::message::{Mailbox, MultiPart, header};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// One connection for each mail. lettre's pool (a feature of it that is off) would take back a
/// connection on which an answer is still owed when a send ran out of time: the next mail would
/// read that answer as its own.
pub type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Sends mails through one mail server.
#[derive(Clone)]
pub struct Postman {
    app: App,
    transport: Transport,
    from: Mailbox,
}

impl Postman {
    #[must_use]
    pub fn new(app: App, transport: Transport, from: Mailbox) -> Self {
        Self { app, transport, from }
    }

    /// Tries once to send the mail.
    pub async fn attempt(&self, mail: &Delivery) -> Outcome {
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
    fn is_young(&self, mail: &Delivery) -> bool {
        self.app.now() - mail.created_at < 3 * DAY
    }

    /// Whether the server greets us and lets us in, when no mail is spoken of: only then is a refusal
    /// about the mail (RFC 5321, 3.1: 554 in place of a greeting is about the server).
    async fn is_let_in(&self) -> bool {
        self.transport.test_connection().await.unwrap_or(false)
    }

    fn message(&self, mail: &Delivery) -> anyhow::Result<Message> {
        let letter = render::letter(&self.app, mail)?;
        let to: Mailbox = mail.recipient.parse().context("the recipient is no address")?;
        let host = self.from.email.domain();
        let sent = std::time::UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.created_at).unwrap_or(0));
        let mut message = Message::builder().from(self.from.clone());
        if let Some(from) = headers::from(&self.from) {
            message = message.raw_header(from);
        }
        Ok(message
            .to(to)
            .raw_header(headers::subject(letter.subject))
            .date(sent)
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .header(header::MIME_VERSION_1_0)
            .raw_header(header::HeaderValue::new(
                header::HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".into(),
            ))
            .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))?)
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
        None if !error.is_client() => Outcome::Unreachable(text),
        _ => Outcome::Later(text),
    }
}
