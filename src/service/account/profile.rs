//! What a person decides about the own account: name, language, time zone.

use crate::app::App;
use crate::domain::events::Event;
use crate::domain::language::Language;
use crate::domain::refusal::{Faults, Problem};
use crate::domain::text::PersonName;
use crate::domain::time_zone::ZoneName;
use crate::error::Result;
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author};
use crate::store::identity::accounts;
use crate::store::members;

/// The fields of the form, as they were typed.
#[derive(Clone, Debug, Default)]
pub struct ProfileForm {
    pub name: String,
    pub language: String,
    pub time_zone: String,
}

/// Keeps the profile; gives the language that was chosen.
///
/// # Errors
/// The faults of the form.
pub async fn save(app: &App, actor: &Actor, form: &ProfileForm) -> Result<Language> {
    let mut faults = Faults::default();
    let name = faults.check("name", PersonName::parse(&form.name));
    let language = faults.check("language", Language::parse(&form.language).ok_or(Problem::NotAChoice));
    let zone = faults.check("time_zone", ZoneName::parse(&form.time_zone));
    let ((name, language), zone) = faults.finish(name.zip(language).zip(zone))?;
    let mut tx = app.db.write().await?;
    if name.as_str() != actor.name {
        let event = Event::NameChanged { before: actor.name.clone(), after: name.as_str().to_owned() };
        record::record_for_account(app, &mut tx, &Author::from(actor), actor.id, &event).await?;
    }
    accounts::set_profile(&mut tx, actor.id, name.as_str(), language.word(), zone.as_str()).await?;
    members::keep_search(&mut tx, actor.id, name.as_str()).await?;
    tx.commit().await?;
    Ok(language)
}
