//! Accounts: who is behind a session, and choosing a password through a mailed link.

use super::mailed_links;
use super::throttles::{self, Limit};
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::password::NewPassword;
use crate::domain::ids::{AccountId, LinkId, ProviderId};
use crate::domain::language::Language;
use crate::domain::refusal::{LinkFault, Parsing, Part, Problem};
use crate::domain::time::HOUR;
use crate::error::{Error, Result};
use crate::mail::{self, Message, To};
use crate::secrets::Token;
use crate::service::access::not_found;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Scope, change};
use crate::service::events::record::{self, Author, Logs};
use crate::store::Tx;
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::mailed_links::{self as tokens, Purpose, Target};
use crate::store::identity::sessions;
use crate::store::providers::{self, OwnProvider};

/// How long a link to choose a password holds: one hour when somebody forgot it, three days when
/// the operator made the account.
pub const FORGOTTEN_LIFETIME: i64 = HOUR;
pub const FIRST_LIFETIME: i64 = 72 * HOUR;

/// The account behind a session, with its rights as they are now.
///
/// `chosen` is the provider that the person wants to work in, where there are several.
pub async fn actor(app: &App, id: AccountId, chosen: Option<ProviderId>, address: Option<String>) -> Result<Option<Actor>> {
    let mut conn = app.db.read().await?;
    let Some(visitor) = accounts::visitor(&mut conn, id, chosen).await? else { return Ok(None) };
    let owes_two_step = visitor.two_step_required && !visitor.has_two_step;
    // Who has not done what a provider requires has no right through one.
    let several = visitor.providers > 1 && !owes_two_step;
    let providers = if several { providers::of_account(&mut conn, id).await? } else { Vec::new() };
    let seat = |(id, name, role, state): (_, &str, _, _)| ProviderSeat { id, name: name.to_owned(), role, state };
    Ok(Some(Actor {
        id: visitor.id,
        provider: visitor.provider().filter(|_| !owes_two_step).map(seat),
        providers,
        language: visitor.language.as_deref().and_then(Language::parse),
        is_member: visitor.is_member,
        has_two_step: visitor.has_two_step,
        owes_two_step,
        time_zone: visitor.time_zone,
        name: visitor.name,
        email: visitor.email,
        email_key: visitor.email_key,
        address,
    }))
}

/// Somebody who proved who they are. A session begun with it ends with the next password.
#[derive(Clone, Copy, Debug)]
pub struct SignedIn {
    pub account: AccountId,
    pub password_version: i64,
}

pub(crate) fn author(account: &Account, address: Option<&str>) -> Author {
    Author { id: Some(account.id), label: format!("{} <{}>", account.name, account.email), address: address.map(str::to_owned) }
}

/// Mails a link to choose a new password, if the address has an account. The caller learns
/// nothing of whether it has: the work is done beside the answer.
///
/// # Errors
/// A text that is no address; [`crate::domain::refusal::Refusal::Throttled`].
pub async fn ask_password_link(app: &App, email: &str, language: Language, address: Option<&str>) -> Result<()> {
    let mut faults = Parsing::default();
    let email = faults.check(Part::Email, Email::parse(email));
    let email = faults.finish(email)?;
    throttles::count(app, Limit::PasswordLinkFromNetwork, &throttles::network_of(address)).await?;
    throttles::count(app, Limit::PasswordLink, email.key()).await?;
    if !app.settings.mails_are_sent && !app.settings.demo {
        // Nothing could be delivered, and a link that the operator printed shall go on working.
        return Ok(());
    }
    let (app, address) = (app.clone(), address.map(str::to_owned));
    tokio::spawn(async move {
        if let Err(error) = send_password_link(&app, &email, language, address.as_deref()).await {
            tracing::error!(%error, "a password link was not made");
        }
    });
    Ok(())
}

async fn send_password_link(app: &App, email: &Email, language: Language, address: Option<&str>) -> Result<()> {
    let mut tx = app.db.write().await?;
    let account = accounts::by_email(&mut tx, email.key()).await?;
    let Some(account) = account.filter(|account| account.disabled_at.is_none()) else { return Ok(()) };
    let language = account.language.as_deref().and_then(Language::parse).unwrap_or(language);
    // The event locks the account's row: of two requests at once, the second ends the first's link.
    record::record(app, &mut tx, &author(&account, address), Logs::Account(account.id), &Event::PasswordLinkAsked).await?;
    make_password_link(app, &mut tx, &account, language, FORGOTTEN_LIFETIME).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(())
}

/// Makes a one-time link for the account, kills the older ones and enqueues the mail; gives the link.
pub(crate) async fn make_password_link(
    app: &App,
    tx: &mut Tx,
    account: &Account,
    language: Language,
    lifetime: i64,
) -> Result<String> {
    let id = mailed_links::make(app, tx, Target::Password(account.id), lifetime).await?;
    let token = app.secrets.token(Purpose::Password.word(), id.uuid());
    let message = Message::PasswordLink { expires_at: app.now() + lifetime };
    let to = To { email: account.email.clone(), language };
    mail::enqueue_with_link(app, tx, &to, &message, None, id).await?;
    Ok(app.link(&mail::link_path(Purpose::Password, &token)))
}

/// The address whose password this link sets. Changes nothing.
///
/// # Errors
/// [`LinkFault`] when the link is unknown, expired, used or replaced.
pub async fn view_password_link(app: &App, token: &Token) -> Result<(LinkId, Account)> {
    let mut conn = app.db.read().await?;
    let row = mailed_links::open(&mut conn, Purpose::Password, token, app.now()).await?;
    let account = row.account_id.ok_or(LinkFault::Unknown)?;
    let account = accounts::by_id(&mut conn, account).await?.filter(|account| account.disabled_at.is_none());
    Ok((row.id, account.ok_or(LinkFault::Unknown)?))
}

/// Sets the password of the link's account, uses the link up, ends all its sessions and tells its
/// owner by mail.
///
/// # Errors
/// As [`view_password_link`]; the faults of the form.
pub async fn set_password(app: &App, token: &Token, password: &str, address: Option<&str>) -> Result<()> {
    let (token_id, account) = view_password_link(app, token).await?;
    let email = Email::parse(&account.email).map_err(|_| Error::Internal(anyhow::anyhow!("a stored address is none")))?;
    let mut faults = Parsing::default();
    let context = [email.local_part(), &account.name];
    let password = faults.check(Part::Password, NewPassword::parse(password, &context).map_err(Problem::from));
    let password = faults.finish(password)?;
    let hash = app.passwords.hash(password.into_secret(), app.random.bytes()).await?;
    let mut tx = app.db.write().await?;
    if !tokens::take(&mut tx, token_id, app.now()).await? {
        return Err(LinkFault::Used.into());
    }
    accounts::set_password(&mut tx, account.id, &hash).await?;
    tokens::replace_all_of_account(&mut tx, account.id, app.now()).await?;
    sessions::delete_of_account(&mut tx, account.id).await?;
    record::record(app, &mut tx, &author(&account, address), Logs::Account(account.id), &Event::PasswordSet).await?;
    let to = To::account(account.email.clone(), account.language.as_deref());
    mail::enqueue(app, &mut tx, &to, &Message::PasswordSet, None).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    // Whoever guessed codes with the old password does not know this one.
    throttles::forget(app, Limit::SecondStepInADay, &account.id.to_string()).await?;
    Ok(())
}

/// Remembers the language that the person chose.
pub async fn choose_language(app: &App, actor: &Actor, language: Language) -> Result<()> {
    change!(app, actor, Scope::nothing(), |change| {
        Ok(accounts::set_language(&mut change.tx, actor.id, language.word()).await?)
    })
}

/// A provider in which the person is confirmed.
///
/// # Errors
/// Not found for any other.
pub async fn own_provider(app: &App, actor: &Actor, id: ProviderId) -> Result<OwnProvider> {
    let mut conn = app.db.read().await?;
    let own = providers::of_account(&mut conn, actor.id).await?;
    own.into_iter().find(|provider| provider.id == id).ok_or_else(not_found)
}
