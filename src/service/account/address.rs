//! Changing the address of an account: proved by a link to the new one.

use super::locks;
use super::password::{self, Proof};
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::LinkId;
use crate::domain::language::Language;
use crate::domain::refusal::{Conflict, LinkFault, Parsing, Part, Problem};
use crate::domain::time::HOUR;
use crate::error::{Error, Result};
use crate::mail::{self, Message, To};
use crate::secrets::Token;
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author, Logs};
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::mailed_links;
use crate::service::identity::throttles::{self, Limit};
use crate::store::identity::accounts::{self, Account, Places};
use crate::store::identity::mailed_links::{self as tokens, Purpose, Target};
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
    let mut faults = Parsing::default();
    let email = faults.check(Part::Email, Email::parse(email));
    if email.as_ref().is_some_and(|email| email.key() == actor.email_key) {
        faults.add(Part::Email, Problem::SameAddress);
    }
    let account = password::prove_fully(app, actor, proof, &mut faults).await?;
    let (account, email) = faults.finish(account.zip(email))?;
    let who = actor.id.to_string();
    throttles::count_all(app, &[(Limit::AddressLink, who.as_str()), (Limit::AddressLinkTo, email.key())]).await?;
    let mut tx = app.db.write().await?;
    let event = Event::AddressChangeAsked { email: email.as_str().into() };
    record::record(app, &mut tx, &Author::from(actor), Logs::Account(account.id), &event).await?;
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
    app.outbox.notify_one();
    Ok(email)
}

/// A change that waits to be confirmed.
#[derive(Clone, Debug)]
pub struct Change {
    pub link: LinkId,
    pub before: String,
    pub after: String,
}

/// The change behind this link. Changes nothing.
///
/// # Errors
/// [`LinkFault`] when the link is unknown, used, replaced, expired or another account's.
pub async fn view(app: &App, actor: &Actor, token: &Token) -> Result<Change> {
    let row = mailed_links::open(&mut app.db.read().await?, Purpose::Address, token, app.now()).await?;
    if row.account_id != Some(actor.id) {
        return Err(LinkFault::OtherAccount.into());
    }
    Ok(Change { link: row.id, before: actor.email.clone(), after: row.email.ok_or(LinkFault::Unknown)? })
}

/// Gives the account its new address, everywhere it is a member, ends its sessions and open links,
/// and tells the old address; gives what a fresh session of this browser begins with.
///
/// # Errors
/// As [`view`]; [`Conflict::AddressTaken`] and [`Conflict::AddressInvited`].
pub async fn confirm(app: &App, actor: &Actor, token: &Token) -> Result<SignedIn> {
    let change = view(app, actor, token).await?;
    let after = Email::parse(&change.after).map_err(|_| LinkFault::Unknown)?;
    let (mut tx, Places { organizations, providers }) = locks::lock(app, actor.id).await?;
    let author = Author::from(actor);
    let event = Event::AddressChanged { before: actor.email.clone(), after: after.as_str().into() };
    for id in &organizations {
        record::record(app, &mut tx, &author, Logs::Organization { id: *id, provider: None }, &event).await?;
    }
    for id in &providers {
        record::record(app, &mut tx, &author, Logs::Provider(*id), &event).await?;
    }
    record::record(app, &mut tx, &author, Logs::Account(actor.id), &event).await?;
    let account = accounts::by_id(&mut tx, actor.id).await?.ok_or(Error::SignInNeeded)?;
    if !tokens::take(&mut tx, change.link, app.now()).await? {
        return Err(LinkFault::Used.into());
    }
    move_to(&mut tx, &account, &after).await?;
    tokens::replace_all_of_account(&mut tx, account.id, app.now()).await?;
    sessions::delete_of_account(&mut tx, account.id).await?;
    let to = To::account(account.email, account.language.as_deref());
    mail::enqueue(app, &mut tx, &to, &Message::AddressChanged { after: after.as_str().into() }, None).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(SignedIn { account: account.id, password_version: account.password_version })
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
