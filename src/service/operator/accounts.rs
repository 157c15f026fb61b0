//! What the operator does for, or against, one account.

use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::ending::Ending;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::AccountId;
use crate::domain::operator::refusal::OperatorRefusal;
use crate::error::{Error, Result};
use crate::mail::{self, Message, SignInMail};
use crate::service::change::{Scope, change};
use crate::service::events::record::{Author, Logs};
use crate::service::identity::accounts::{FIRST_LIFETIME, FORGOTTEN_LIFETIME};
use crate::service::identity::mailed_links;
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::ended_sessions::End;
use crate::store::identity::mailed_links::{self as links, Target};
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
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let account = known(&mut change.tx, email).await?;
        if account.disabled_at.is_some() {
            return Err(OperatorRefusal::AccountDisabled { email: account.email }.into());
        }
        let lifetime = if account.password_hash.is_some() { FORGOTTEN_LIFETIME } else { FIRST_LIFETIME };
        change.record(Logs::Account(account.id), &Event::PasswordLinkAsked).await?;
        let id = mailed_links::make(app, &mut change.tx, Target::Password(account.id), lifetime).await?;
        let link = mail::link(app, Purpose::Password, id);
        Ok(ResetLink { email: account.email, link, expires_at: change.now() + lifetime })
    })
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
    match lock_out(app, &account, force).await {
        // Deleted or disabled since it was read.
        Err(Error::SignInNeeded) => known(&mut app.db.read().await?, email).await.map(|_| Disabled::Already),
        outcome => outcome,
    }
}

async fn lock_out(app: &App, account: &Account, force: bool) -> Result<Disabled> {
    change!(app, Author::operator(), Scope::everything_of(account.id), |change| {
        let alone_in = alone_in(&mut change.tx, account.id).await?;
        if !alone_in.is_empty() && !force {
            change.discard();
            return Ok(Disabled::Refused(alone_in));
        }
        let now = change.now();
        accounts::disable(&mut change.tx, account.id, now).await?;
        let sessions = sessions::delete_of_account(&mut change.tx, account.id, End { by: Ending::Disabled, now }).await?;
        links::withdraw_of_account(&mut change.tx, account.id, now).await?;
        let event = Event::AccountDisabled { email: account.email.clone() };
        change.record(Logs::Account(account.id), &event).await?;
        Ok(Disabled::Done { sessions, alone_in })
    })
}

/// Lets an account in again, with the rights that it had; `false` when it was not locked out.
///
/// # Errors
/// There is no such account.
pub async fn enable(app: &App, email: &Email) -> Result<bool> {
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let account = known(&mut change.tx, email).await?;
        if !accounts::enable(&mut change.tx, account.id).await? {
            change.discard();
            return Ok(false);
        }
        change.record(Logs::Account(account.id), &Event::AccountEnabled { email: account.email }).await?;
        Ok(true)
    })
}

/// The account of this address, whether it is disabled or not.
///
/// # Errors
/// There is none.
pub(crate) async fn known(conn: &mut Conn, email: &Email) -> Result<Account> {
    let account = accounts::by_email(conn, email.key()).await?;
    account.ok_or_else(|| OperatorRefusal::NoAccount { email: email.as_str().into() }.into())
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
        change.tell_account(None, Some(account.id), &Message::SignIn(SignInMail::TwoStepOff)).await?;
        Ok(true)
    })
}
