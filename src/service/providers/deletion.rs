//! The end of a provider: asked for with the password, done through a mailed link.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::ids::{LinkId, ProviderId};
use crate::domain::refusal::{Conflict, LinkFault, Parsing, Refusal};
use crate::domain::time::HOUR;
use crate::error::Result;
use crate::mail::{self, Message, To};
use crate::secrets::Token;
use crate::service::account::password::{self, Proof};
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::events::record::{self, Author, Logs};
use crate::service::identity::mailed_links;
use crate::service::identity::throttles::{self, Limit};
use crate::service::providers::settings::open;
use crate::store::Tx;
use crate::store::identity::mailed_links::{self as tokens, Purpose, Target, TokenRow};
use crate::store::providers::{self};

/// How long the link that deletes a provider holds.
const DELETION_LIFETIME: i64 = HOUR;
/// Clients are counted up to here.
pub const COUNT_BOUND: i64 = 1000;

/// How many clients stand in the way of deleting the provider, up to [`COUNT_BOUND`].
///
/// # Errors
/// As [`save_profile`].
pub async fn linked_clients(app: &App, actor: &Actor) -> Result<i64> {
    let provider = actor.provider_for(ProviderAction::ManageSettings)?;
    Ok(providers::clients_up_to(&mut app.db.read().await?, provider.id, COUNT_BOUND).await?)
}

async fn refuse_with_clients(tx: &mut Tx, provider: ProviderId) -> Result<()> {
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
    let mut faults = Parsing::default();
    let account = password::prove_fully(app, actor, proof, &mut faults).await?;
    faults.finish(account)?;
    let (mut tx, provider, settings) = open(app, actor).await?;
    refuse_with_clients(&mut tx, provider.id).await?;
    let link = mailed_links::make(app, &mut tx, Target::ProviderDeletion(actor.id, provider.id), DELETION_LIFETIME).await?;
    let event = Event::ProviderDeletionAsked { provider: settings.name.clone() };
    record::record(app, &mut tx, &Author::from(actor), Logs::Provider(provider.id), &event).await?;
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
pub async fn view_deletion(app: &App, actor: &Actor, token: &Token) -> Result<(LinkId, String)> {
    let row = mailed_links::open(&mut app.db.read().await?, Purpose::ProviderDeletion, token, app.now()).await?;
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
    let row = mailed_links::open(&mut app.db.read().await?, Purpose::ProviderDeletion, token, app.now()).await?;
    of_link(actor, &row)?;
    let (mut tx, provider, settings) = open(app, actor).await?;
    refuse_with_clients(&mut tx, provider.id).await?;
    if !tokens::take(&mut tx, row.id, app.now()).await? {
        return Err(LinkFault::Used.into());
    }
    let event = Event::ProviderDeleted { provider: settings.name.clone() };
    let author = Author::from(actor);
    record::record(app, &mut tx, &author, Logs::Provider(provider.id), &event).await?;
    let message = Message::ProviderDeleted { provider: settings.name.clone(), by: actor.name.clone() };
    for person in providers::recipients(&mut tx, provider.id).await? {
        mail::enqueue(app, &mut tx, &person.into(), &message, None).await?;
    }
    providers::delete(&mut tx, provider.id).await?;
    record::record(app, &mut tx, &author, Logs::Account(actor.id), &event).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(settings.name)
}
