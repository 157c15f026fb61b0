//! Changing the address of an account: proved by a link to the new one.

use super::password::Proved;
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::ending::Ending;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::language::Language;
use crate::domain::refusal::{Conflict, LinkFault};
use crate::domain::time::{DAY, HOUR};
use crate::error::{Error, Result};
use crate::mail::{AccountMail, Message, To};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::limits::{self, Limit};
use crate::service::identity::mailed_links::{self, Brought};
use crate::service::identity::opt_outs::{self, By};
use crate::service::identity::{places, throttles};
use crate::store::identity::accounts::{self, Account, Places};
use crate::store::identity::ended_sessions::End;
use crate::store::identity::mailed_links::{self as links, MailedLink, Target};
use crate::store::identity::sessions;
use crate::store::{Tx, events as log, is_unique_violation, members};

/// How long the link to the new address holds, in milliseconds.
pub const LINK_LIFETIME: i64 = HOUR;
/// How long whoever reads the mail of the old address can undo the change, in milliseconds.
pub const UNDO_LIFETIME: i64 = 3 * DAY;

/// Mails a link to the wished address. Where that has an account already, its owner gets a notice
/// in place of the link; whoever asked is told the same, after the same work.
///
/// # Errors
/// Throttled.
pub async fn ask(app: &App, actor: &Actor, by: Proved, email: Email) -> Result<Email> {
    let Proved(account) = by;
    let who = actor.id.to_string();
    // Others who name the same address use up what is theirs first.
    let (own, key) = (format!("{who} {}", email.key()), email.key());
    let limits = [(Limit::AddressLink, who.as_str()), (Limit::AddressLinkBy, own.as_str()), (Limit::AddressLinkTo, key)];
    throttles::count_all(app, &limits).await?;
    let asked: Result<()> = change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        let event = Event::AddressChangeAsked { email: email.as_str().into() };
        change.record(Logs::Account(account.id), &event).await?;
        // Whoever asks again at once is on the way to the mail.
        if !limits::is_first(app, &mut change.tx, Limit::LinkMailed, &format!("address {own}")).await? {
            return Ok(());
        }
        let target = (Target::Address(account.id, email.as_str()), email.key());
        let link = opt_outs::make_link(app, &mut change.tx, target, LINK_LIFETIME, By::Account(account.id)).await?;
        match accounts::by_email(&mut change.tx, email.key()).await? {
            Some(taken) => {
                let to = To::account(taken.email, taken.language.as_deref());
                change.tell(None, &to, &Message::Account(AccountMail::AddressTaken)).await
            }
            None if !opt_outs::is_welcome(&mut change.tx, email.key(), account.id).await? => Ok(()),
            None => {
                let to = To::account(email.as_str().into(), actor.language.map(Language::word));
                let message = Message::Account(AccountMail::AddressLink {
                    before: (&account.email).into(),
                    expires_at: app.now() + LINK_LIFETIME,
                });
                change.tell_with_link(None, &to, &message, link).await
            }
        }
    });
    asked?;
    Ok(email)
}

/// Whether the account had this address before, as its log says: an invitation that was sent there never follows it.
pub async fn has_left(app: &App, actor: &Actor, email_key: &str) -> Result<bool> {
    let changes = log::address_changes(&mut app.db.read().await?, actor.id).await?;
    let left = changes.iter().filter_map(|(details,)| match Event::read(details)? {
        Event::AddressChanged { before, .. } | Event::AddressChangeUndone { before, .. } => Some(before),
        _ => None,
    });
    Ok(left.filter_map(|before| Email::parse(&before).ok()).any(|before| before.key() == email_key))
}

/// A change that waits to be confirmed.
#[derive(Clone, Debug)]
pub struct NewAddress {
    pub link: MailedLink,
    pub before: String,
    pub after: String,
}

/// The change behind this link. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open_own`].
pub async fn view(app: &App, actor: &Actor, brought: &Brought) -> Result<NewAddress> {
    let link = mailed_links::open_own(app, actor, Purpose::Address, brought).await?;
    let after = link.email.clone().ok_or(Purpose::Address.refused(LinkFault::Unknown))?;
    Ok(NewAddress { link, before: actor.email.clone(), after })
}

/// Gives the account its new address, everywhere it is a member, ends its sessions and open links,
/// and tells the old address; gives what a fresh session of this browser begins with.
///
/// # Errors
/// As [`view`]; [`Conflict::AddressTaken`] and [`Conflict::AddressInvited`].
pub async fn confirm(app: &App, actor: &Actor, brought: &Brought) -> Result<SignedIn> {
    let wanted = view(app, actor, brought).await?;
    let after = Email::parse(&wanted.after).map_err(|_| Purpose::Address.refused(LinkFault::Unknown))?;
    let confirmed = change!(app, actor, Scope::everything_of(actor.id).counted_elsewhere(), |change| {
        let event = Event::AddressChanged { before: actor.email.clone(), after: after.as_str().into() };
        let Places { organizations, providers } = change.places().clone();
        for id in organizations {
            change.record(Logs::Organization { id, provider: None }, &event).await?;
        }
        for id in providers {
            change.record(Logs::Provider(id), &event).await?;
        }
        change.record(Logs::Account(actor.id), &event).await?;
        let account = accounts::by_id(&mut change.tx, actor.id).await?.ok_or(Error::SignInNeeded)?;
        mailed_links::take(app, &mut change.tx, &wanted.link).await?;
        move_to(&mut change.tx, &account, &after).await?;
        links::withdraw_of_account(&mut change.tx, account.id, app.now()).await?;
        let end = End { by: Ending::Address, now: app.now() };
        sessions::delete_of_account(&mut change.tx, account.id, end).await?;
        let to = To::account(account.email.clone(), account.language.as_deref());
        let target = Target::AddressUndo(account.id, &account.email);
        let undo = mailed_links::make(app, &mut change.tx, target, UNDO_LIFETIME).await?;
        let message = AccountMail::AddressChanged { after: after.as_str().into(), until: Some(app.now() + UNDO_LIFETIME) };
        change.tell_with_link(None, &to, &Message::Account(message), undo).await?;
        Ok(SignedIn { account: account.id, session_epoch: account.session_epoch })
    })?;
    places::mailbox_proved(app, after.key(), actor.address.as_deref()).await?;
    Ok(confirmed)
}

pub(super) async fn move_to(tx: &mut Tx, account: &Account, after: &Email) -> Result<()> {
    if accounts::by_email(tx, after.key()).await?.is_some() {
        return Err(Conflict::AddressTaken.into());
    }
    if accounts::is_beside(tx, account.id, after.key()).await? {
        return Err(Conflict::AddressInvited.into());
    }
    match accounts::set_email(tx, account.id, after).await {
        // Somebody took it in this moment.
        Err(error) if is_unique_violation(&error) => Err(Conflict::AddressTaken.into()),
        done => {
            done?;
            Ok(members::keep_search(tx, account.id, &account.name).await?)
        }
    }
}
