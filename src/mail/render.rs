//! From a delivery to subject, text and HTML.

use super::{Address, Message, Name};
use crate::app::App;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::OrganizationId;
use crate::domain::language::Language;
use crate::store::deliveries::Delivery;
use crate::texts::{self, Texts};
use anyhow::Context;
use askama::Template;
use jiff::tz::TimeZone;

mod account;
mod client;
mod member;
mod organization;
mod provider;
mod sign_in;

/// A mail ready to be sent.
#[derive(Clone, Debug)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What a mail consists of, in the reader's language.
struct Parts {
    subject: String,
    paragraphs: Vec<String>,
    action: Option<(String, String)>,
    end: Option<String>,
    /// What a stranger may say: words, the label of the link, and the link.
    opt_out: Option<(String, String, String)>,
}

impl Parts {
    fn new(subject: String, paragraphs: impl IntoIterator<Item = String>) -> Self {
        Self { subject, paragraphs: paragraphs.into_iter().collect(), action: None, end: None, opt_out: None }
    }

    fn button(self, words: String, link: String) -> Self {
        Self { action: Some((words, link)), ..self }
    }

    fn end(self, end: String) -> Self {
        Self { end: Some(end), ..self }
    }
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct LetterText<'a> {
    parts: &'a Parts,
    footer: &'a str,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct LetterHtml<'a> {
    parts: &'a Parts,
    footer: &'a str,
    language: &'a str,
}

/// Writes to one reader: in their language, with links into this portal.
struct Writer<'a> {
    app: &'a App,
    t: &'a Texts,
    language: Language,
    zone: TimeZone,
    /// The one-time link of the mail, where it carries one.
    link: String,
}

impl Writer<'_> {
    fn until(&self, ms: i64) -> String {
        texts::moment_in(self.language, ms, &self.zone)
    }

    fn organization(&self, id: OrganizationId) -> String {
        self.app.link(&format!("/organizations/{id}"))
    }
}

/// A person with the address by which others know who it is.
fn with_address(person: &Name, email: Option<&Address>) -> String {
    match email {
        Some(email) => format!("{} <{}>", person.as_ref(), email.as_ref()),
        None => person.as_ref().to_owned(),
    }
}

/// Puts a delivery into words. Links start with the configured public URL and nothing else.
///
/// # Errors
/// The row holds no message of this program.
pub fn letter(app: &App, mail: &Delivery) -> anyhow::Result<Letter> {
    let message: Message = serde_json::from_str(&mail.payload).context("the stored message cannot be read")?;
    let language = Language::parse(&mail.language).unwrap_or(Language::English);
    let t = texts::of(language);
    let link = match (message.link_purpose(), mail.link_id) {
        (Some(purpose), Some(id)) => Some(super::link(app, purpose, id)),
        (Some(_), None) => anyhow::bail!("the link of this mail was withdrawn"),
        (None, _) => None,
    };
    let zone = texts::zone(mail.time_zone.as_deref());
    let footer = t.mail_footer(&app.settings.public_url, texts::moment_in(language, mail.created_at, &zone));
    let writer = Writer { app, t, language, zone, link: link.unwrap_or_default() };
    let opt_out = mail.link_id.filter(|_| message.may_reach_a_stranger());
    let opt_out = opt_out.map(|id| (t.mail_opt_out(), t.mail_opt_out_action(), super::link(app, Purpose::OptOut, id)));
    let mut parts = match message {
        Message::Member(mail) => member::parts(writer, mail),
        Message::Organization(mail) => organization::parts(writer, mail),
        Message::Client(mail) => client::parts(&writer, mail),
        Message::Provider(mail) => provider::parts(writer, mail),
        Message::Account(mail) => account::parts(writer, mail),
        Message::SignIn(mail) => sign_in::parts(writer, mail),
    };
    parts.opt_out = opt_out;
    let text = LetterText { parts: &parts, footer: &footer }.render()?;
    let html = LetterHtml { parts: &parts, footer: &footer, language: language.word() }.render()?;
    Ok(Letter { subject: parts.subject, text, html })
}
