//! The end of a provider: asked for with the password, done through a mailed link.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::ProviderId;
use crate::domain::refusal::{Conflict, Faults, Refusal};
use crate::domain::time::HOUR;
use crate::error::Result;
use crate::mail::{self, Message, To};
use crate::service::account::password::{self, Proof};
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::events::record::{self, Author};
use crate::service::identity::mailed_links::{self, Brought};
use crate::service::identity::throttles::{self, Limit};
use crate::service::providers::settings::open;
use crate::store::Tx;
use crate::store::identity::mailed_links::{MailedLink, Target};
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
    let mut faults = Faults::default();
    let account = password::prove_fully(app, actor, proof, &mut faults).await?;
    faults.finish(account)?;
    let (mut tx, provider, settings) = open(app, actor).await?;
    refuse_with_clients(&mut tx, provider.id).await?;
    let link = mailed_links::make(app, &mut tx, Target::ProviderDeletion(actor.id, provider.id), DELETION_LIFETIME).await?;
    let event = Event::ProviderDeletionAsked { provider: settings.name.clone() };
    record::record_for_provider(app, &mut tx, &Author::from(actor), provider.id, &event).await?;
    let message = Message::ProviderDeletionLink { provider: settings.name, expires_at: app.now() + DELETION_LIFETIME };
    let to = To { email: actor.email.clone(), language: actor.language.unwrap_or_default() };
    mail::enqueue_with_link(app, &mut tx, &to, &message, None, link).await?;
    tx.commit().await?;
    app.wake_deliveries();
    Ok(())
}

/// The link, and the provider that it deletes. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open_own`]; the link works for who asked for it alone, while admin of the provider.
pub async fn view_deletion<'a>(app: &App, actor: &'a Actor, brought: &Brought) -> Result<(MailedLink, &'a ProviderSeat)> {
    let link = mailed_links::open_own(app, actor, Purpose::ProviderDeletion, brought).await?;
    let provider = actor.provider_for(ProviderAction::ManageSettings)?;
    if link.target() != Some(provider.id) {
        return Err(Refusal::NotFound.into());
    }
    Ok((link, provider))
}

/// Deletes the provider: its people keep their accounts, its log stays, and they are told.
///
/// # Errors
/// As [`view_deletion`]; a conflict when a client was linked meanwhile.
pub async fn delete(app: &App, actor: &Actor, brought: &Brought) -> Result<String> {
    let (link, _) = view_deletion(app, actor, brought).await?;
    let (mut tx, provider, settings) = open(app, actor).await?;
    refuse_with_clients(&mut tx, provider.id).await?;
    mailed_links::take(app, &mut tx, &link).await?;
    let event = Event::ProviderDeleted { provider: settings.name.clone() };
    let author = Author::from(actor);
    record::record_for_provider(app, &mut tx, &author, provider.id, &event).await?;
    let message = Message::ProviderDeleted { provider: settings.name.clone(), by: actor.name.clone() };
    for person in providers::recipients(&mut tx, provider.id).await? {
        mail::enqueue(app, &mut tx, &person.into(), &message, None).await?;
    }
    providers::delete(&mut tx, provider.id, app.now()).await?;
    record::record_for_account(app, &mut tx, &author, actor.id, &event).await?;
    tx.commit().await?;
    app.wake_deliveries();
    Ok(settings.name)
}
