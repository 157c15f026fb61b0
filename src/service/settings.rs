//! What a provider decides for itself, and its end.

use super::credentials::{self, Proof};
use super::events::{self, Author};
use super::throttles::{self, Limit};
use super::{Actor, ProviderSeat, links, not_found};
use crate::app::{App, HOUR};
use crate::domain::email::Email;
use crate::domain::event::Event;
use crate::domain::policy::{Denial, ProviderAction};
use crate::domain::provider::{ProviderName, SessionLength};
use crate::domain::refusal::{Conflict, Faults, LinkFault, Problem, Refusal};
use crate::error::Result;
use crate::mail::{self, Message, To};
use crate::secrets::Token;
use crate::store::Tx;
use crate::store::providers::{self, Settings};
use crate::store::tokens::{self, Purpose, Target, TokenRow};
use uuid::Uuid;

/// How long the link that deletes a provider holds.
const DELETION_LIFETIME: i64 = HOUR;
/// Clients are counted up to here.
pub const COUNT_BOUND: i64 = 1000;

/// The settings of the person's provider.
///
/// # Errors
/// Not found for somebody of no provider; forbidden for service users.
pub async fn view(app: &App, actor: &Actor) -> Result<Settings> {
    let provider = actor.provider_for(ProviderAction::ViewSettings)?;
    let mut conn = app.db.read().await?;
    providers::settings(&mut conn, provider.id).await?.ok_or_else(not_found)
}

/// Locks the provider and reads its settings anew, once the person may change them.
async fn open<'a>(app: &App, actor: &'a Actor) -> Result<(Tx, &'a ProviderSeat, Settings)> {
    let provider = actor.provider_for(ProviderAction::ManageSettings)?;
    let mut tx = app.db.write().await?;
    if !providers::lock_as_admin(&mut tx, provider.id, actor.id).await? {
        return Err(Denial::Role.into());
    }
    let settings = providers::settings(&mut tx, provider.id).await?.ok_or_else(not_found)?;
    Ok((tx, provider, settings))
}

/// Sets the provider's name and the address for its invoices (which may be empty).
///
/// # Errors
/// The faults of the form; a conflict when another provider has the name; forbidden as [`view`] and
/// while the provider is suspended.
pub async fn save_profile(app: &App, actor: &Actor, name: &str, billing: &str) -> Result<()> {
    actor.provider_for(ProviderAction::ManageSettings)?;
    let mut faults = Faults::default();
    let name = faults.check("provider_name", ProviderName::parse(name));
    let billing = match billing.trim() {
        "" => Some(String::new()),
        text => faults.check("billing_email", Email::parse(text)).map(|email| email.as_str().to_owned()),
    };
    let (name, billing) = faults.finish(name.zip(billing))?;
    let (mut tx, provider, before) = open(app, actor).await?;
    let author = Author::from(actor);
    if before.name != name.as_str() {
        if providers::name_is_taken(&mut tx, provider.id, &name).await? {
            return Err(Conflict::NameTaken.into());
        }
        providers::rename(&mut tx, provider.id, &name).await?;
        let event = Event::ProviderRenamed { provider: name.as_str().into(), before: before.name };
        events::record_for_provider(app, &mut tx, &author, provider.id, &event).await?;
    }
    if before.billing_email != billing {
        providers::set_billing_email(&mut tx, provider.id, &billing).await?;
        let event = Event::BillingAddressChanged { before: before.billing_email, after: billing };
        events::record_for_provider(app, &mut tx, &author, provider.id, &event).await?;
    }
    Ok(tx.commit().await?)
}

/// Sets how the provider's people sign in: with a second step or not, and for how long. It asks
/// for a proof: a session that was left open must not take the lock off for everybody.
///
/// # Errors
/// The faults of the form; throttled; forbidden as [`save_profile`].
pub async fn save_sign_in(app: &App, actor: &Actor, require_two_step: bool, length: &str, proof: Proof) -> Result<()> {
    actor.provider_for(ProviderAction::ManageSettings)?;
    let mut faults = Faults::default();
    let length = faults.check("session_length", SessionLength::parse(length).ok_or(Problem::NotAChoice));
    let proved = credentials::prove_fully(app, actor, proof, &mut faults).await?;
    let minutes = faults.finish(length.zip(proved))?.0.minutes();
    let (mut tx, provider, before) = open(app, actor).await?;
    let author = Author::from(actor);
    providers::set_sign_in(&mut tx, provider.id, require_two_step, minutes).await?;
    if before.require_two_step != require_two_step {
        let event = if require_two_step { Event::TwoStepRequired } else { Event::TwoStepNotRequired };
        events::record_for_provider(app, &mut tx, &author, provider.id, &event).await?;
    }
    if before.session_minutes != minutes {
        let event = Event::SessionLengthChanged { before: before.session_minutes, after: minutes };
        events::record_for_provider(app, &mut tx, &author, provider.id, &event).await?;
    }
    Ok(tx.commit().await?)
}

/// How many clients stand in the way of deleting the provider, up to [`COUNT_BOUND`].
///
/// # Errors
/// As [`save_profile`].
pub async fn linked_clients(app: &App, actor: &Actor) -> Result<i64> {
    let provider = actor.provider_for(ProviderAction::ManageSettings)?;
    Ok(providers::clients_up_to(&mut app.db.read().await?, provider.id, COUNT_BOUND).await?)
}

async fn refuse_with_clients(tx: &mut Tx, provider: Uuid) -> Result<()> {
    match providers::clients_up_to(tx, provider, COUNT_BOUND).await? {
        0 => Ok(()),
        number => Err(Conflict::ClientsLinked { number }.into()),
    }
}

/// Mails the person a link that deletes the provider, after the password (and code).
///
/// # Errors
/// A conflict while clients are linked; a wrong password; forbidden as [`save_profile`].
pub async fn ask_deletion(app: &App, actor: &Actor, proof: Proof) -> Result<()> {
    let number = linked_clients(app, actor).await?;
    if number > 0 {
        return Err(Conflict::ClientsLinked { number }.into());
    }
    throttles::count(app, Limit::NoticesBy, &actor.id.to_string()).await?;
    let mut faults = Faults::default();
    let account = credentials::prove_fully(app, actor, proof, &mut faults).await?;
    faults.finish(account)?;
    let (mut tx, provider, settings) = open(app, actor).await?;
    refuse_with_clients(&mut tx, provider.id).await?;
    let link = links::make(app, &mut tx, Target::ProviderDeletion(actor.id, provider.id), DELETION_LIFETIME).await?;
    let event = Event::ProviderDeletionAsked { provider: settings.name.clone() };
    events::record_for_provider(app, &mut tx, &Author::from(actor), provider.id, &event).await?;
    let message = Message::ProviderDeletionLink { provider: settings.name, expires_at: app.now() + DELETION_LIFETIME };
    let to = To { email: actor.email.clone(), language: actor.language.unwrap_or_default() };
    mail::enqueue_with_link(app, &mut tx, &to, &message, None, link).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(())
}

/// The provider that this link deletes: its name and the link's id. Changes nothing.
///
/// # Errors
/// [`LinkFault`]; the link works for the person alone who asked for it, while admin of the provider.
pub async fn view_deletion(app: &App, actor: &Actor, token: &Token) -> Result<(Uuid, String)> {
    let row = links::open(&mut app.db.read().await?, Purpose::ProviderDeletion, token, app.now()).await?;
    let provider = of_link(actor, &row)?;
    Ok((row.id, provider.name.clone()))
}

fn of_link<'a>(actor: &'a Actor, row: &TokenRow) -> Result<&'a ProviderSeat> {
    if row.account_id != Some(actor.id) {
        return Err(LinkFault::OtherAddress.into());
    }
    let provider = actor.provider_for(ProviderAction::ManageSettings)?;
    if row.provider_id != Some(provider.id) {
        return Err(Refusal::NotFound.into());
    }
    Ok(provider)
}

/// Deletes the provider: its people keep their accounts, its log stays, and they are told.
///
/// # Errors
/// As [`view_deletion`]; a conflict when a client was linked meanwhile.
pub async fn delete(app: &App, actor: &Actor, token: &Token) -> Result<String> {
    let row = links::open(&mut app.db.read().await?, Purpose::ProviderDeletion, token, app.now()).await?;
    of_link(actor, &row)?;
    let (mut tx, provider, settings) = open(app, actor).await?;
    refuse_with_clients(&mut tx, provider.id).await?;
    if !tokens::take(&mut tx, row.id, app.now()).await? {
        return Err(LinkFault::Used.into());
    }
    let event = Event::ProviderDeleted { provider: settings.name.clone() };
    let author = Author::from(actor);
    events::record_for_provider(app, &mut tx, &author, provider.id, &event).await?;
    let message = Message::ProviderDeleted { provider: settings.name.clone(), by: actor.name.clone() };
    for person in providers::recipients(&mut tx, provider.id).await? {
        mail::enqueue(app, &mut tx, &person.into(), &message, None).await?;
    }
    providers::delete(&mut tx, provider.id).await?;
    events::record_for_account(app, &mut tx, &author, actor.id, &event).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(settings.name)
}
