//! What a provider decides for itself, and its end.

use crate::app::App;
use crate::domain::access::{Denial, ProviderAction};
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::providers::{ProviderName, SessionLength};
use crate::domain::refusal::{Conflict, Parsing, Part, Problem};
use crate::error::Result;
use crate::service::access::not_found;
use crate::service::account::password::{self, Proof};
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::events::record::{self, Author, Logs};
use crate::store::Tx;
use crate::store::providers::{self, Settings};

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
pub(crate) async fn open<'a>(app: &App, actor: &'a Actor) -> Result<(Tx, &'a ProviderSeat, Settings)> {
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
    let mut faults = Parsing::default();
    let name = faults.check(Part::ProviderName, ProviderName::parse(name));
    let billing = match billing.trim() {
        "" => Some(String::new()),
        text => faults.check(Part::BillingEmail, Email::parse(text)).map(|email| email.as_str().to_owned()),
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
        record::record(app, &mut tx, &author, Logs::Provider(provider.id), &event).await?;
    }
    if before.billing_email != billing {
        providers::set_billing_email(&mut tx, provider.id, &billing).await?;
        let event = Event::BillingAddressChanged { before: before.billing_email, after: billing };
        record::record(app, &mut tx, &author, Logs::Provider(provider.id), &event).await?;
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
    let mut faults = Parsing::default();
    let length = faults.check(Part::SessionLength, SessionLength::parse(length).ok_or(Problem::NotAChoice));
    let proved = password::prove_fully(app, actor, proof, &mut faults).await?;
    let minutes = faults.finish(length.zip(proved))?.0.minutes();
    let (mut tx, provider, before) = open(app, actor).await?;
    let author = Author::from(actor);
    providers::set_sign_in(&mut tx, provider.id, require_two_step, minutes).await?;
    if before.require_two_step != require_two_step {
        let event = if require_two_step { Event::TwoStepRequired } else { Event::TwoStepNotRequired };
        record::record(app, &mut tx, &author, Logs::Provider(provider.id), &event).await?;
    }
    if before.session_minutes != minutes {
        let event = Event::SessionLengthChanged { before: before.session_minutes, after: minutes };
        record::record(app, &mut tx, &author, Logs::Provider(provider.id), &event).await?;
    }
    Ok(tx.commit().await?)
}
