//! The end of a provider: asked for with the password, done through a mailed link.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::ProviderId;
use crate::domain::refusal::{Conflict, Refusal};
use crate::domain::time::HOUR;
use crate::error::Result;
use crate::mail::{Message, ProviderMail, To};
use crate::service::account::password::{self, Proof};
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::mailed_links::{self, Brought};
use crate::service::providers::settings::open;
use crate::store::identity::mailed_links::{MailedLink, Target};
use crate::store::providers;

/// How long the link that deletes a provider holds.
const DELETION_LIFETIME: i64 = HOUR;
/// Clients are counted up to here.
pub const COUNT_BOUND: i64 = 1000;

/// How many clients stand in the way of deleting the provider, up to [`COUNT_BOUND`].
///
/// # Errors
/// Not found for somebody of no provider; forbidden except for the admins of an active one.
pub async fn linked_clients(app: &App, actor: &Actor) -> Result<i64> {
    let provider = actor.provider_for(ProviderAction::ManageSettings)?;
    Ok(providers::clients(&mut app.db.read().await?, provider.id).await?.min(COUNT_BOUND))
}

async fn refuse_with_clients(change: &mut Change<'_>, provider: ProviderId) -> Result<()> {
    match providers::clients(&mut change.tx, provider).await? {
        0 => Ok(()),
        number => Err(Conflict::ClientsLinked { number: number.min(COUNT_BOUND) }.into()),
    }
}

/// Mails the person a link that deletes the provider, after the password (and code).
///
/// # Errors
/// A conflict while clients are linked; the faults of the proof; throttled; forbidden as [`linked_clients`].
pub async fn ask_deletion(app: &App, actor: &Actor, proof: Proof) -> Result<()> {
    let number = linked_clients(app, actor).await?;
    if number > 0 {
        return Err(Conflict::ClientsLinked { number }.into());
    }
    password::must_prove(app, actor, proof).await?;
    let own = actor.provider_for(ProviderAction::ManageSettings)?.id;
    change!(app, actor, Scope::provider(own).telling(), |change| {
        let settings = open(change, own).await?;
        refuse_with_clients(change, own).await?;
        let target = Target::ProviderDeletion(actor.id, own);
        let link = mailed_links::make(app, &mut change.tx, target, DELETION_LIFETIME).await?;
        let event = Event::ProviderDeletionAsked { provider: settings.name.clone() };
        change.record(Logs::Provider(own), &event).await?;
        let expires_at = app.now() + DELETION_LIFETIME;
        let message = Message::Provider(ProviderMail::DeletionLink { provider: settings.name.into(), expires_at });
        let to = To { email: actor.email.clone(), language: actor.language.unwrap_or_default() };
        change.tell_with_link(None, &to, &message, link).await
    })
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
    let (link, provider) = view_deletion(app, actor, brought).await?;
    let own = provider.id;
    change!(app, actor, Scope::provider(own).counted_elsewhere(), |change| {
        let settings = open(change, own).await?;
        refuse_with_clients(change, own).await?;
        mailed_links::take(app, &mut change.tx, &link).await?;
        let event = Event::ProviderDeleted { provider: settings.name.clone() };
        change.record(Logs::Provider(own), &event).await?;
        let message = Message::Provider(ProviderMail::Deleted { provider: (&settings.name).into(), by: (&actor.name).into() });
        for person in providers::recipients(&mut change.tx, own).await? {
            change.tell(None, &To::from(person), &message).await?;
        }
        providers::delete(&mut change.tx, own, app.now()).await?;
        change.record(Logs::Account(actor.id), &event).await?;
        Ok(settings.name)
    })
}
