//! What a provider decides for itself.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::ProviderId;
use crate::domain::providers::{ProviderName, SessionLength};
use crate::domain::refusal::Conflict;
use crate::domain::time_zone::ZoneName;
use crate::domain::version::Version;
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
    /// None where it stays as it is.
    pub time_zone: Option<ZoneName>,
    /// What the form was filled with.
    pub version: Version,
}

/// The version of a provider's name, address for invoices and time zone.
#[must_use]
pub fn profile_version(settings: &Settings) -> Version {
    Version::of(&[&settings.name, &settings.billing_email, settings.zone()])
}

/// Sets the provider's name, the address for its invoices and the time zone of its people.
///
/// # Errors
/// A conflict when another provider has the name, and when somebody else changed one of them meanwhile; forbidden as
/// [`view`] and while the provider is suspended.
pub async fn save_profile(app: &App, actor: &Actor, command: &SaveProfile) -> Result<()> {
    let (SaveProfile { name, billing, time_zone, version }, own) =
        (command, actor.provider_for(ProviderAction::ManageSettings)?.id);
    change!(app, actor, Scope::provider(own), |change| {
        let before = open(change, own).await?;
        let billing = billing.as_ref().map_or("", Email::as_str);
        let zone = time_zone.as_ref().map_or(before.zone(), ZoneName::as_str);
        let same_zone = before.zone() == zone;
        if before.name == name.as_str() && before.billing_email == billing && same_zone {
            change.discard();
            return Ok(());
        }
        version.must_be(&profile_version(&before))?;
        if before.name != name.as_str() {
            if providers::name_is_taken(&mut change.tx, own, name).await? {
                return Err(Conflict::NameTaken.into());
            }
            providers::rename(&mut change.tx, own, name).await?;
            let event = Event::ProviderRenamed { provider: name.as_str().into(), before: before.name.clone() };
            change.record(Logs::Provider(own), &event).await?;
        }
        if before.billing_email != billing {
            providers::set_billing_email(&mut change.tx, own, billing).await?;
            let event = Event::BillingAddressChanged { before: before.billing_email.clone(), after: billing.to_owned() };
            change.record(Logs::Provider(own), &event).await?;
        }
        if !same_zone {
            providers::set_time_zone(&mut change.tx, own, zone).await?;
            let event = Event::ProviderZoneChanged { before: before.zone().into(), after: zone.to_owned() };
            change.record(Logs::Provider(own), &event).await?;
        }
        Ok(())
    })
}

/// How a provider's people sign in.
#[derive(Clone, Debug)]
pub struct SaveSignIn {
    pub require_two_step: bool,
    pub length: SessionLength,
    /// What the form was filled with.
    pub version: Version,
}

/// The version of how a provider's people sign in.
#[must_use]
pub fn sign_in_version(settings: &Settings) -> Version {
    let minutes = settings.session_minutes.map(|minutes| minutes.to_string());
    Version::of(&[if settings.require_two_step { "two steps" } else { "" }, &minutes.unwrap_or_default()])
}

/// Sets how the provider's people sign in: with a second step or not, and for how long. It needs a
/// proof: a session that was left open must not take the lock off for everybody.
///
/// # Errors
/// Forbidden as [`save_profile`]; a conflict when somebody else changed it meanwhile.
pub async fn save_sign_in(app: &App, actor: &Actor, command: &SaveSignIn) -> Result<()> {
    let (SaveSignIn { require_two_step, length, version }, own) =
        (command, actor.provider_for(ProviderAction::ManageSettings)?.id);
    let (require_two_step, minutes) = (*require_two_step, length.minutes());
    change!(app, actor, Scope::provider(own), |change| {
        let before = open(change, own).await?;
        if before.require_two_step != require_two_step || before.session_minutes != minutes {
            version.must_be(&sign_in_version(&before))?;
        }
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
