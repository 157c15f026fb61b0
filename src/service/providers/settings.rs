//! What a provider decides for itself.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::ProviderId;
use crate::domain::providers::{ProviderName, SessionLength};
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
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

/// The same behind the provider's lock, once the person may change them there.
pub(super) async fn open(change: &mut Change<'_>, own: ProviderId) -> Result<Settings> {
    change.provider(own, ProviderAction::ManageSettings).await?;
    providers::settings(&mut change.tx, own).await?.ok_or_else(not_found)
}

/// What a provider is called, and where its invoices go.
#[derive(Clone, Debug)]
pub struct SaveProfile {
    pub name: ProviderName,
    /// None where there is no address for invoices.
    pub billing: Option<Email>,
}

/// Sets the provider's name and the address for its invoices.
///
/// # Errors
/// A conflict when another provider has the name; forbidden as [`view`] and while the provider is
/// suspended.
pub async fn save_profile(app: &App, actor: &Actor, command: &SaveProfile) -> Result<()> {
    let (SaveProfile { name, billing }, own) = (command, actor.provider_for(ProviderAction::ManageSettings)?.id);
    change!(app, actor, Scope::provider(own), |change| {
        let before = open(change, own).await?;
        if before.name != name.as_str() {
            if providers::name_is_taken(&mut change.tx, own, name).await? {
                return Err(Conflict::NameTaken.into());
            }
            providers::rename(&mut change.tx, own, name).await?;
            let event = Event::ProviderRenamed { provider: name.as_str().into(), before: before.name };
            change.record(Logs::Provider(own), &event).await?;
        }
        let billing = billing.as_ref().map_or("", Email::as_str);
        if before.billing_email != billing {
            providers::set_billing_email(&mut change.tx, own, billing).await?;
            let event = Event::BillingAddressChanged { before: before.billing_email, after: billing.to_owned() };
            change.record(Logs::Provider(own), &event).await?;
        }
        Ok(())
    })
}

/// How a provider's people sign in.
#[derive(Clone, Copy, Debug)]
pub struct SaveSignIn {
    pub require_two_step: bool,
    pub length: SessionLength,
}

/// Sets how the provider's people sign in: with a second step or not, and for how long. It needs a
/// proof: a session that was left open must not take the lock off for everybody.
///
/// # Errors
/// Forbidden as [`save_profile`].
pub async fn save_sign_in(app: &App, actor: &Actor, command: SaveSignIn) -> Result<()> {
    let (SaveSignIn { require_two_step, length }, own) = (command, actor.provider_for(ProviderAction::ManageSettings)?.id);
    let minutes = length.minutes();
    change!(app, actor, Scope::provider(own), |change| {
        let before = open(change, own).await?;
        change.demand_proof(true);
        providers::set_sign_in(&mut change.tx, own, require_two_step, minutes).await?;
        if before.require_two_step != require_two_step {
            let event = if require_two_step { Event::TwoStepRequired } else { Event::TwoStepNotRequired };
            change.record(Logs::Provider(own), &event).await?;
        }
        if before.session_minutes != minutes {
            let event = Event::SessionLengthChanged { before: before.session_minutes, after: minutes };
            change.record(Logs::Provider(own), &event).await?;
        }
        Ok(())
    })
}
