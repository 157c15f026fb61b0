//! What a person decides about the own account: name, language, time zone.

use crate::app::App;
use crate::domain::events::Event;
use crate::domain::language::Language;
use crate::domain::text::PersonName;
use crate::domain::time_zone::ZoneName;
use crate::error::Result;
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::store::identity::accounts;
use crate::store::members;

/// What a person decides.
#[derive(Clone, Debug)]
pub struct SaveProfile {
    pub name: PersonName,
    pub language: Language,
    pub time_zone: ZoneName,
}

/// Keeps the profile.
///
/// # Errors
/// The database.
pub async fn save(app: &App, actor: &Actor, command: &SaveProfile) -> Result<()> {
    let SaveProfile { name, language, time_zone } = command;
    change!(app, actor, Scope::nothing(), |change| {
        if name.as_str() != actor.name {
            let event = Event::NameChanged { before: actor.name.clone(), after: name.as_str().to_owned() };
            change.record(Logs::Account(actor.id), &event).await?;
        }
        accounts::set_profile(&mut change.tx, actor.id, name.as_str(), language.word(), time_zone.as_str()).await?;
        Ok(members::keep_search(&mut change.tx, actor.id, name.as_str()).await?)
    })
}
