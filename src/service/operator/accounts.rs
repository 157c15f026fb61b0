//! What the operator does for, or against, one account.

use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::AccountId;
use crate::error::Result;
use crate::mail::{self, Message};
use crate::service::account::locks;
use crate::service::change::{Scope, change};
use crate::service::events::record::{self, Author, Logs};
use crate::service::identity::accounts::{FIRST_LIFETIME, FORGOTTEN_LIFETIME};
use crate::service::identity::mailed_links;
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::mailed_links::{self as tokens, Purpose, Target};
use crate::store::identity::sessions;
use crate::store::identity::two_step;
use crate::store::{Conn, Tx, members, providers};
use uuid::Uuid;

/// A link that was made, and until when it works.
#[derive(Clone, Debug)]
pub struct ResetLink {
    pub email: String,
    pub link: String,
    pub expires_at: i64,
}

/// Makes a one-time link to choose a password and kills the older ones. No mail goes out.
///
/// # Errors
/// There is no such account, or it is disabled.
pub async fn reset_link(app: &App, email: &Email) -> Result<ResetLink> {
    let mut tx = app.db.write().await?;
    let account = known(&mut tx, email).await?;
    if account.disabled_at.is_some() {
        return Err(anyhow::anyhow!("the account of {} is disabled; enable it first", account.email).into());
    }
    let lifetime = if account.password_hash.is_some() { FORGOTTEN_LIFETIME } else { FIRST_LIFETIME };
    record::record(app, &mut tx, &Author::operator(), Logs::Account(account.id), &Event::PasswordLinkAsked).await?;
    let id = mailed_links::make(app, &mut tx, Target::Password(account.id), lifetime).await?;
    let token = app.secrets.token(Purpose::Password.word(), id.uuid());
    let link = app.link(&mail::link_path(Purpose::Password, &token));
    tx.commit().await?;
    Ok(ResetLink { email: account.email, link, expires_at: app.now() + lifetime })
}

/// What disabling came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disabled {
    /// The account is locked out; what nobody else can act for is named.
    Done {
        sessions: u64,
        alone_in: Vec<Alone>,
    },
    Already,
    /// Nothing was changed: nobody else could act for these.
    Refused(Vec<Alone>),
}

/// A place in which the person is the only one who can act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alone {
    /// `organization` or `provider`.
    pub kind: &'static str,
    pub id: Uuid,
    pub name: String,
}

/// Locks an account out at once: its sessions and links end with it. Refused where the person is
/// the last who can act for an organization or a provider, unless it is forced.
///
/// # Errors
/// There is no such account.
pub async fn disable(app: &App, email: &Email, force: bool) -> Result<Disabled> {
    let account = known(&mut app.db.read().await?, email).await?;
    if account.disabled_at.is_some() {
        return Ok(Disabled::Already);
    }
    let (mut tx, _) = locks::lock(app, account.id).await?;
    let alone_in = alone_in(&mut tx, account.id).await?;
    if !alone_in.is_empty() && !force {
        return Ok(Disabled::Refused(alone_in));
    }
    if !accounts::disable(&mut tx, account.id, app.now()).await? {
        return Ok(Disabled::Already);
    }
    let ended = sessions::delete_of_account(&mut tx, account.id).await?;
    tokens::replace_all_of_account(&mut tx, account.id, app.now()).await?;
    let event = Event::AccountDisabled { email: account.email };
    record::record(app, &mut tx, &Author::operator(), Logs::Account(account.id), &event).await?;
    tx.commit().await?;
    Ok(Disabled::Done { sessions: ended, alone_in })
}

/// Lets an account in again, with the rights that it had; `false` when it was not locked out.
///
/// # Errors
/// There is no such account.
pub async fn enable(app: &App, email: &Email) -> Result<bool> {
    let mut tx = app.db.write().await?;
    let account = known(&mut tx, email).await?;
    if !accounts::enable(&mut tx, account.id).await? {
        return Ok(false);
    }
    let event = Event::AccountEnabled { email: account.email };
    record::record(app, &mut tx, &Author::operator(), Logs::Account(account.id), &event).await?;
    tx.commit().await?;
    Ok(true)
}

pub(crate) async fn known(conn: &mut Conn, email: &Email) -> Result<Account> {
    let account = accounts::by_email(conn, email.key()).await?;
    account.ok_or_else(|| anyhow::anyhow!("there is no account with the address {}", email.as_str()).into())
}

/// Where nobody else can act.
async fn alone_in(tx: &mut Tx, account: AccountId) -> Result<Vec<Alone>> {
    let mut alone = Vec::new();
    for (id, name) in members::owned_by(tx, account).await? {
        if !members::has_another_owner(tx, id, account).await? {
            alone.push(Alone { kind: "organization", id: id.uuid(), name });
        }
    }
    for (id, name) in providers::administered_by(tx, account).await? {
        if !providers::has_another_admin(tx, id, account).await? {
            alone.push(Alone { kind: "provider", id: id.uuid(), name });
        }
    }
    Ok(alone)
}

/// Turns two-step sign-in off for somebody who lost app and recovery codes; `false` when it was off.
/// Tells the owner by mail.
///
/// # Errors
/// There is no such account.
pub async fn turn_off_two_step(app: &App, email: &Email) -> Result<bool> {
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let account = known(&mut change.tx, email).await?;
        if !two_step::delete(&mut change.tx, account.id).await? {
            change.discard();
            return Ok(false);
        }
        change.record(Logs::Account(account.id), &Event::TwoStepDisabled).await?;
        change.tell_account(None, Some(account.id), &Message::TwoStepOff).await?;
        Ok(true)
    })
}
