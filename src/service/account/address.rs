//! Changing the address of an account: proved by a link to the new one.

use super::locks;
use super::password::{self, Proof};
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::language::Language;
use crate::domain::refusal::{Conflict, Faults, LinkFault, Problem};
use crate::domain::time::HOUR;
use crate::error::{Error, Result};
use crate::mail::{self, Message, To};
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author};
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::mailed_links::{self, Brought};
use crate::service::identity::throttles::{self, Limit};
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::mailed_links::{self as links, MailedLink, Target};
use crate::store::identity::sessions;
use crate::store::{Tx, is_unique_violation, members};

/// How long the link to the new address holds, in milliseconds.
pub const LINK_LIFETIME: i64 = HOUR;

/// Mails a link to the wished address. Where that has an account already, its owner gets a notice
/// in place of the link; whoever asked is told the same, after the same work.
///
/// # Errors
/// The faults of the form; throttled.
pub async fn ask(app: &App, actor: &Actor, email: &str, proof: Proof) -> Result<Email> {
    let mut faults = Faults::default();
    let email = faults.check("email", Email::parse(email));
    if email.as_ref().is_some_and(|email| email.key() == actor.email_key) {
        faults.add("email", Problem::SameAddress);
    }
    let account = password::prove_fully(app, actor, proof, &mut faults).await?;
    let (account, email) = faults.finish(account.zip(email))?;
    let who = actor.id.to_string();
    throttles::count_all(app, &[(Limit::AddressLink, who.as_str()), (Limit::AddressLinkTo, email.key())]).await?;
    let mut tx = app.db.write().await?;
    let event = Event::AddressChangeAsked { email: email.as_str().into() };
    record::record_for_account(app, &mut tx, &Author::from(actor), account.id, &event).await?;
    let link = mailed_links::make(app, &mut tx, Target::Address(account.id, email.as_str()), LINK_LIFETIME).await?;
    match accounts::by_email(&mut tx, email.key()).await? {
        Some(taken) => {
            let to = To::account(taken.email, taken.language.as_deref());
            mail::enqueue(app, &mut tx, &to, &Message::AddressTaken, None).await?;
        }
        None => {
            let to = To::account(email.as_str().into(), actor.language.map(Language::word));
            let message = Message::AddressLink { before: account.email, expires_at: app.now() + LINK_LIFETIME };
            mail::enqueue_with_link(app, &mut tx, &to, &message, None, link).await?;
        }
    }
    tx.commit().await?;
    app.wake_deliveries();
    Ok(email)
}

/// A change that waits to be confirmed.
#[derive(Clone, Debug)]
pub struct Change {
    pub link: MailedLink,
    pub before: String,
    pub after: String,
}

/// The change behind this link. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open_own`].
pub async fn view(app: &App, actor: &Actor, brought: &Brought) -> Result<Change> {
    let link = mailed_links::open_own(app, actor, Purpose::Address, brought).await?;
    let after = link.email.clone().ok_or(Purpose::Address.refused(LinkFault::Unknown))?;
    Ok(Change { link, before: actor.email.clone(), after })
}

/// Gives the account its new address, everywhere it is a member, ends its sessions and open links,
/// and tells the old address; gives what a fresh session of this browser begins with.
///
/// # Errors
/// As [`view`]; [`Conflict::AddressTaken`] and [`Conflict::AddressInvited`].
pub async fn confirm(app: &App, actor: &Actor, brought: &Brought) -> Result<SignedIn> {
    let change = view(app, actor, brought).await?;
    let after = Email::parse(&change.after).map_err(|_| Purpose::Address.refused(LinkFault::Unknown))?;
    let (mut tx, (organizations, providers)) = locks::lock(app, actor.id).await?;
    let author = Author::from(actor);
    let event = Event::AddressChanged { before: actor.email.clone(), after: after.as_str().into() };
    for id in &organizations {
        record::record(app, &mut tx, &author, *id, None, &event).await?;
    }
    for id in &providers {
        record::record_for_provider(app, &mut tx, &author, *id, &event).await?;
    }
    record::record_for_account(app, &mut tx, &author, actor.id, &event).await?;
    let account = accounts::by_id(&mut tx, actor.id).await?.ok_or(Error::SignInNeeded)?;
    mailed_links::take(app, &mut tx, &change.link).await?;
    move_to(&mut tx, &account, &after).await?;
    links::withdraw_of_account(&mut tx, account.id, app.now()).await?;
    sessions::delete_of_account(&mut tx, account.id).await?;
    let to = To::account(account.email, account.language.as_deref());
    mail::enqueue(app, &mut tx, &to, &Message::AddressChanged { after: after.as_str().into() }, None).await?;
    tx.commit().await?;
    app.wake_deliveries();
    Ok(SignedIn { account: account.id, session_epoch: account.session_epoch })
}

async fn move_to(tx: &mut Tx, account: &Account, after: &Email) -> Result<()> {
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
