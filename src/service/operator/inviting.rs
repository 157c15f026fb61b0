//! Whose inviting has ended because too many did not know who invites, and letting them, and mails to an address, go on.

use super::organizations::find;
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::operator::refusal::OperatorRefusal;
use crate::error::Result;
use crate::service::change::{Scope, change};
use crate::service::events::record::{Author, Logs};
use crate::store::identity::inviting::{self, Ended};
use crate::store::identity::{accounts, opt_outs};

/// Every account and organization that may invite nobody, the last one first.
///
/// # Errors
/// The database cannot be read.
pub async fn ended(app: &App) -> Result<Vec<Ended>> {
    Ok(inviting::ended(&mut app.db.read_patiently().await?).await?)
}

/// What may invite again, and whether it could not before.
#[derive(Clone, Debug)]
pub struct Allowed {
    pub name: String,
    pub changed: bool,
}

/// Lets an account, by its address, or an organization invite again; who did not know it counts no more.
///
/// # Errors
/// There is no such account or organization, or several organizations have the name.
pub async fn allow(app: &App, given: &str) -> Result<Allowed> {
    match Email::parse(given) {
        Ok(email) => allow_account(app, &email).await,
        Err(_) => allow_organization(app, given).await,
    }
}

async fn allow_account(app: &App, email: &Email) -> Result<Allowed> {
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let known = accounts::by_email(&mut change.tx, email.key()).await?;
        let known = known.ok_or_else(|| OperatorRefusal::NoAccount { email: email.as_str().into() })?;
        let changed = inviting::allow_account(&mut change.tx, known.id).await?;
        if changed {
            opt_outs::forgive(&mut change.tx, known.id.uuid()).await?;
            change.record(Logs::Account(known.id), &Event::InvitingAllowed { name: known.email.clone() }).await?;
        }
        Ok(Allowed { name: known.email, changed })
    })
}

async fn allow_organization(app: &App, given: &str) -> Result<Allowed> {
    let found = find(&mut app.db.read().await?, given).await?.organization;
    change!(app, Author::operator(), Scope::rows_of(&[found.id]), |change| {
        let changed = inviting::allow_organization(&mut change.tx, found.id).await?;
        if changed {
            opt_outs::forgive(&mut change.tx, found.id.uuid()).await?;
            let event = Event::InvitingAllowed { name: found.name.clone() };
            change.record(Logs::Both { organization: found.id, provider: None }, &event).await?;
        }
        Ok(Allowed { name: found.name.clone(), changed })
    })
}

/// Lets everybody write to an address again whose owner said not to know somebody; gives how many senders could not.
///
/// # Errors
/// The database cannot be written.
pub async fn forget(app: &App, email: &Email) -> Result<u64> {
    change!(app, Author::operator(), Scope::nothing(), |change| {
        Ok(opt_outs::forget_address(&mut change.tx, email.key()).await?)
    })
}
