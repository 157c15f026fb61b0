//! Mails: written as deliveries in the transaction of the change, sent afterwards.

mod headers;
mod message;
mod name;
pub mod postman;
pub mod render;

pub use name::{Address, Name};

pub use message::{
    AccountMail, ClientMail, MemberMail, Message, OperatorAct, OrganizationMail, ProviderMail, Seen, SignInMail, TeamNews,
};

use crate::app::App;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::{AccountId, LinkId, OrganizationId};
use crate::domain::language::Language;
use crate::error::Result;
use crate::store::Tx;
use crate::store::deliveries::{self, Channel, NewDelivery};
use crate::store::identity::accounts;
use crate::store::members::Recipient;

/// Who gets a mail, and in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct To {
    pub email: String,
    pub language: Language,
}

impl To {
    /// An account's address, in the language of the account; English when it has chosen none.
    #[must_use]
    pub fn account(email: String, language: Option<&str>) -> Self {
        Self { email, language: language.and_then(Language::parse).unwrap_or(Language::English) }
    }
}

impl From<Recipient> for To {
    fn from(recipient: Recipient) -> Self {
        Self::account(recipient.email, recipient.language.as_deref())
    }
}

/// The enabled account's address, where there is an account.
pub async fn to_account(tx: &mut Tx, account: Option<AccountId>) -> Result<Option<To>> {
    let Some(id) = account else { return Ok(None) };
    let account = accounts::by_id(tx, id).await?.filter(|account| account.disabled_at.is_none());
    Ok(account.map(|account| To::account(account.email, account.language.as_deref())))
}

/// An invited address: in the language of its account, or else in the inviter's.
pub async fn to_invited(tx: &mut Tx, email: &str, inviters: Option<Language>) -> Result<To> {
    let known = accounts::by_email(tx, &email.to_ascii_lowercase()).await?;
    let language = known.and_then(|account| account.language).and_then(|word| Language::parse(&word));
    Ok(To { email: email.into(), language: language.or(inviters).unwrap_or(Language::English) })
}

/// Writes a mail that is owed.
pub async fn enqueue(app: &App, tx: &mut Tx, to: &To, message: &Message, organization: Option<OrganizationId>) -> Result<()> {
    insert(app, tx, to, message, organization, None).await
}

/// Writes a mail that carries this link.
pub async fn enqueue_with_link(
    app: &App,
    tx: &mut Tx,
    to: &To,
    message: &Message,
    organization: Option<OrganizationId>,
    link: LinkId,
) -> Result<()> {
    insert(app, tx, to, message, organization, Some(link)).await
}

async fn insert(
    app: &App,
    tx: &mut Tx,
    to: &To,
    message: &Message,
    organization: Option<OrganizationId>,
    link: Option<LinkId>,
) -> Result<()> {
    let payload = serde_json::to_string(message).map_err(anyhow::Error::new)?;
    let new = NewDelivery {
        id: app.new_id(),
        channel: Channel::Mail,
        payload: &payload,
        recipient: &to.email,
        language: to.language.word(),
        organization,
        link,
        now: app.now(),
    };
    Ok(deliveries::insert(tx, &new).await?)
}

/// Writes the same mail, about no organization and without a link, to many.
pub async fn enqueue_all(app: &App, tx: &mut Tx, everybody: &[To], message: &Message) -> Result<()> {
    let (payload, now) = (serde_json::to_string(message).map_err(anyhow::Error::new)?, app.now());
    let new = everybody.iter().map(|to| NewDelivery {
        id: app.new_id(),
        channel: Channel::Mail,
        payload: &payload,
        recipient: &to.email,
        language: to.language.word(),
        organization: None,
        link: None,
        now,
    });
    Ok(deliveries::insert_many(tx, &new.collect::<Vec<_>>()).await?)
}

/// What is kept of a stored message that was sent: its kind, which the operator sees, and no word of it.
#[must_use]
pub fn without_words(payload: &str) -> String {
    let message: serde_json::Value = serde_json::from_str(payload).unwrap_or_default();
    // A sweep looks for what is more than this: whatever stands in a row, it is no more afterwards.
    let kind = message["kind"].as_str().filter(|kind| kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    serde_json::json!({ "kind": kind }).to_string()
}

/// The address of a one-time link, with its secret.
#[must_use]
pub fn link(app: &App, purpose: Purpose, id: LinkId) -> String {
    app.link(&format!("{}/{}", purpose.path(), app.secrets.token(purpose.word(), id.uuid()).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_whatever_was_sent_the_kind_is_left_and_no_more() {
        assert_eq!(without_words(r#"{"kind":"invitation","organization":"Harbour, Works"}"#), r#"{"kind":"invitation"}"#);
        for odd in [r#"{"kind":["a","b"]}"#, r#"{"kind":"a,b"}"#, r#"[1,2]"#, "no, json", ""] {
            assert_eq!(without_words(odd), r#"{"kind":null}"#, "{odd}");
        }
    }
}
