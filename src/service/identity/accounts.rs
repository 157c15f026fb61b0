//! Accounts: who is behind a session, and choosing a password through a mailed link.

use super::follow_ups::{self, FollowUp};
use super::limits::{self, Counters, Limit, NetworkLimit};
use super::mailed_links::{self, Brought};
use super::new_account::NewAccount;
use super::places::{self, Place, Standing};
use super::throttles;
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::ending::Ending;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::identity::password::NewPassword;
use crate::domain::ids::{AccountId, FollowUpId, ProviderId};
use crate::domain::language::Language;
use crate::domain::refusal::LinkFault;
use crate::domain::time::HOUR;
use crate::error::Result;
use crate::mail::{self, Message, SignInMail, To};
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::{Author, Logs};
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::ended_sessions::End;
use crate::store::identity::follow_ups as taken;
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
/// nothing of whether it has: the work is done a moment after the answer.
///
/// # Errors
/// [`crate::domain::refusal::Refusal::Throttled`].
pub async fn ask_password_link(app: &App, email: Email, language: Language, place: &Place) -> Result<()> {
    let (key, networks) = (email.key(), place.networks());
    let counters = match places::standing(app, key, place).await? {
        Standing::Known(here) => Counters::none().of(Limit::PasswordLinkKnown, &format!("{key} {here}")),
        Standing::Stranger => {
            let counters = Counters::none().in_networks(NetworkLimit::PasswordLink, &networks);
            counters.of_in(NetworkLimit::PasswordLinkTo, key, &networks).of(Limit::PasswordLink, key)
        }
    };
    throttles::count_under(app, &counters).await?;
    if !app.settings.mails_are_sent && !app.settings.demo {
        // Nothing could be delivered, and a link that the operator printed shall go on working.
        return Ok(());
    }
    let (email, language, address) = (email.as_str().to_owned(), language.word().to_owned(), place.address.clone());
    follow_ups::owe(app, &FollowUp::PasswordLink { email, language, address }).await
}

pub(super) async fn send_password_link(app: &App, id: FollowUpId, email: &str, language: &str, address: String) -> Result<()> {
    let email = Email::parse(email).map_err(|_| anyhow::anyhow!("what was stored is no address"))?;
    let known = accounts::by_email(&mut app.db.read().await?, email.key()).await?;
    let known = known.filter(|account| account.disabled_at.is_none());
    let by = known.as_ref().map_or_else(Author::portal, |account| author(account, Some(&address)));
    let scope = known.as_ref().map_or_else(Scope::nothing, |account| Scope::account(account.id));
    change!(app, by.clone(), scope, |change| {
        if !taken::take(&mut change.tx, id).await? {
            change.discard();
            return Ok(());
        }
        // Whoever asks again at once is on the way to the mail; an address without an account costs the same write.
        let is_first = limits::is_first(app, &mut change.tx, Limit::LinkMailed, &format!("password {}", email.key())).await?;
        // Behind the lock: the address may have become another's, or the account be disabled.
        let account = accounts::by_email(&mut change.tx, email.key()).await?;
        let account = account.filter(|account| known.as_ref().is_some_and(|known| known.id == account.id));
        let Some(account) = account.filter(|_| is_first) else { return Ok(()) };
        let asked_in = Language::parse(language).unwrap_or(Language::English);
        let language = account.language.as_deref().and_then(Language::parse).unwrap_or(asked_in);
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
        let end = End { by: Ending::Password, now: app.now() };
        sessions::delete_of_account(&mut change.tx, account.id, end).await?;
        change.record(Logs::Account(account.id), &Event::PasswordSet).await?;
        let to = To::account(account.email.clone(), account.language.as_deref());
        change.tell(None, &to, &Message::SignIn(SignInMail::PasswordSet)).await
    });
    set?;
    places::mailbox_proved(app, &account.email_key, address).await
}

/// The first password of an account that was made for somebody, with the name by which that person wants to be known.
/// The link has proven the address: whoever came with it is signed in.
///
/// # Errors
/// As [`view_password_link`]; [`LinkFault::AccountExists`] where the account has a password by now; busy.
pub async fn choose_first_password(app: &App, brought: &Brought, chosen: NewAccount) -> Result<SignedIn> {
    let (link, account) = view_password_link(app, brought).await?;
    if account.password_hash.is_some() {
        return Err(Purpose::Password.refused(LinkFault::AccountExists).into());
    }
    let NewAccount { name, password, language, time_zone, address } = chosen;
    let hash = app.passwords.hash(password.into_secret(), app.random.bytes()).await?;
    let by = Author::person(account.id, name.as_str(), &account.email, address.clone());
    let set: Result<()> = change!(app, by.clone(), Scope::account(account.id), |change| {
        mailed_links::take(app, &mut change.tx, &link).await?;
        accounts::set_password(&mut change.tx, account.id, &hash).await?;
        accounts::set_name(&mut change.tx, account.id, name.as_str()).await?;
        if let Some(zone) = &time_zone {
            accounts::set_first_zone(&mut change.tx, account.id, zone.as_str()).await?;
        }
        if let Some(language) = language.filter(|_| account.language.is_none()) {
            accounts::set_language(&mut change.tx, account.id, language.word()).await?;
        }
        links::withdraw_of_account(&mut change.tx, account.id, app.now()).await?;
        change.record(Logs::Account(account.id), &Event::PasswordSet).await?;
        let language = account.language.as_deref().or(language.map(Language::word));
        let to = To::account(account.email.clone(), language);
        change.tell(None, &to, &Message::SignIn(SignInMail::PasswordSet)).await
    });
    set?;
    places::mailbox_proved(app, &account.email_key, address.as_deref()).await?;
    Ok(SignedIn { account: account.id, session_epoch: account.session_epoch + 1 })
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
