//! What a person decides about the own account: name, language, time zone.

use crate::app::App;
use crate::domain::events::Event;
use crate::domain::language::Language;
use crate::domain::text::PersonName;
use crate::domain::time_zone::ZoneName;
use crate::domain::version::Version;
use crate::error::{Error, Result};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::store::identity::accounts::{self, Profile};
use crate::store::members;

/// What a person decides.
#[derive(Clone, Debug)]
pub struct SaveProfile {
    pub name: PersonName,
    pub language: Language,
    pub time_zone: ZoneName,
    /// What the form was filled with.
    pub version: Version,
}

/// The profile as this request read it.
#[must_use]
pub fn of(actor: &Actor) -> Profile {
    let language = actor.language.map(|language| language.word().to_owned());
    Profile { name: actor.name.clone(), language, time_zone: actor.time_zone.clone() }
}

/// The version of a profile.
#[must_use]
pub fn version(profile: &Profile) -> Version {
    let Profile { name, language, time_zone } = profile;
    Version::of(&[name, language.as_deref().unwrap_or_default(), time_zone.as_deref().unwrap_or_default()])
}

/// Keeps the profile.
///
/// # Errors
/// A conflict when it was changed meanwhile, such as in another browser.
pub async fn save(app: &App, actor: &Actor, command: &SaveProfile) -> Result<()> {
    let SaveProfile { name, language, time_zone, version: seen } = command;
    change!(app, actor, Scope::account(actor.id), |change| {
        let before = accounts::profile(&mut change.tx, actor.id).await?.ok_or(Error::SignInNeeded)?;
        let after = Profile {
            name: name.as_str().to_owned(),
            language: Some(language.word().to_owned()),
            time_zone: Some(time_zone.as_str().to_owned()),
        };
        if before == after {
            change.discard();
            return Ok(());
        }
        seen.must_be(&version(&before))?;
        if before.name != after.name {
            let event = Event::NameChanged { before: before.name, after: after.name };
            change.record(Logs::Account(actor.id), &event).await?;
        }
        accounts::set_profile(&mut change.tx, actor.id, name.as_str(), language.word(), time_zone.as_str()).await?;
        Ok(members::keep_search(&mut change.tx, actor.id, name.as_str()).await?)
    })
}
