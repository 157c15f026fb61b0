//! Accounts: who is behind a session, and choosing a password through a mailed link.

use super::mailed_links::{self, Brought};
use super::throttles::{self, Limit};
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::identity::password::NewPassword;
use crate::domain::ids::{AccountId, ProviderId};
use crate::domain::language::Language;
use crate::domain::refusal::LinkFault;
use crate::domain::time::HOUR;
use crate::error::Result;
use crate::mail::{self, Message, SignInMail, To};
use crate::readiness::{Failed, Readiness};
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::{Author, Logs};
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::mailed_links::{self as links, MailedLink, Target};
use crate::store::identity::sessions;
use crate::store::providers::{self, OwnProvider};

/// How long a link to choose a password holds: one hour when somebody forgot it, three days when
/// the operator made the account.
pub const FORGOTTEN_LIFETIME: i64 = HOUR;
pub const FIRST_LIFETIME: i64 = 72 * HOUR;

/// Somebody who proved who they are. A session begun with it ends with the next epoch of the account.
#[derive(Clone, Copy, Debug)]
pub struct SignedIn {
    pub account: AccountId,
    pub session_epoch: i64,
}

pub(crate) fn author(account: &Account, address: Option<&str>) -> Author {
    Author::person(account.id, &account.name, &account.email, address.map(str::to_owned))
}

/// Mails a link to choose a new password, if the address has an account. The caller learns
/// nothing of whether it has: the work is done beside the answer.
///
/// # Errors
/// [`crate::domain::refusal::Refusal::Throttled`].
pub async fn ask_password_link(app: &App, email: Email, language: Language, address: Option<&str>) -> Result<()> {
    throttles::count(app, Limit::PasswordLinkFromNetwork, &throttles::network_of(address)).await?;
    throttles::count(app, Limit::PasswordLink, email.key()).await?;
    if !app.settings.mails_are_sent && !app.settings.demo {
        // Nothing could be delivered, and a link that the operator printed shall go on working.
        return Ok(());
    }
    let (app, address) = (app.clone(), address.map(str::to_owned));
    tokio::spawn(async move {
        if let Err(error) = send_password_link(&app, &email, language, address.as_deref()).await {
            Readiness::tell(&app, Failed::work("a password link was not made", error));
        }
    });
    Ok(())
}

async fn send_password_link(app: &App, email: &Email, language: Language, address: Option<&str>) -> Result<()> {
    let known = accounts::by_email(&mut app.db.read().await?, email.key()).await?;
    let Some(known) = known.filter(|account| account.disabled_at.is_none()) else { return Ok(()) };
    change!(app, author(&known, address), Scope::account(known.id), |change| {
        // Behind the lock: the address may have become another's, or the account be disabled.
        let account = accounts::by_email(&mut change.tx, email.key()).await?;
        let Some(account) = account.filter(|account| account.id == known.id) else {
            change.discard();
            return Ok(());
        };
        let language = account.language.as_deref().and_then(Language::parse).unwrap_or(language);
        change.record(Logs::Account(account.id), &Event::PasswordLinkAsked).await?;
        make_password_link(change, &account, language, FORGOTTEN_LIFETIME).await?;
        Ok(())
    })
}

/// Makes a one-time link for the account, ends the older ones and owes the mail; gives the link.
pub(crate) async fn make_password_link(
    change: &mut Change<'_>,
    account: &Account,
    language: Language,
    lifetime: i64,
) -> Result<String> {
    let app = change.app;
    let link = mailed_links::make(app, &mut change.tx, Target::Password(account.id), lifetime).await?;
    let message = Message::SignIn(SignInMail::PasswordLink { expires_at: app.now() + lifetime });
    let to = To { email: account.email.clone(), language };
    change.tell_with_link(None, &to, &message, link).await?;
    Ok(mail::link(app, Purpose::Password, link))
}

/// The address whose password this link sets. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open`].
pub async fn view_password_link(app: &App, brought: &Brought) -> Result<(MailedLink, Account)> {
    let mut conn = app.db.read().await?;
    let link = mailed_links::open(app, &mut conn, Purpose::Password, brought).await?;
    let account = match link.account_id {
        Some(id) => accounts::by_id(&mut conn, id).await?.filter(|account| account.disabled_at.is_none()),
        None => None,
    };
    Ok((link, account.ok_or(Purpose::Password.refused(LinkFault::Unknown))?))
}

/// Sets the password of the link's account, uses the link up, ends all its sessions and tells its
/// owner by mail.
///
/// # Errors
/// As [`view_password_link`]; busy.
pub async fn set_password(app: &App, brought: &Brought, password: NewPassword, address: Option<&str>) -> Result<()> {
    let (link, account) = view_password_link(app, brought).await?;
    let hash = app.passwords.hash(password.into_secret(), app.random.bytes()).await?;
    let set: Result<()> = change!(app, author(&account, address), Scope::nothing(), |change| {
        mailed_links::take(app, &mut change.tx, &link).await?;
        accounts::set_password(&mut change.tx, account.id, &hash).await?;
        links::withdraw_of_account(&mut change.tx, account.id, app.now()).await?;
        sessions::delete_of_account(&mut change.tx, account.id).await?;
        change.record(Logs::Account(account.id), &Event::PasswordSet).await?;
        let to = To::account(account.email.clone(), account.language.as_deref());
        change.tell(None, &to, &Message::SignIn(SignInMail::PasswordSet)).await
    });
    set?;
    // Whoever guessed codes with the old password does not know this one.
    throttles::forget(app, Limit::SecondStepInADay, &account.id.to_string()).await
}

/// Remembers the language that the person chose.
pub async fn choose_language(app: &App, actor: &Actor, language: Language) -> Result<()> {
    change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        Ok(accounts::set_language(&mut change.tx, actor.id, language.word()).await?)
    })
}

/// A provider in which the person is confirmed.
///
/// # Errors
/// Not found for any other.
pub async fn own_provider(app: &App, actor: &Actor, id: ProviderId) -> Result<OwnProvider> {
    let mut conn = app.db.read().await?;
    let own = providers::reached_by(&mut conn, actor.reader()).await?;
    own.into_iter().find(|provider| provider.id == id).ok_or_else(not_found)
}
