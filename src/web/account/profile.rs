//! The account's page: the profile, and where everything else about the account is.

use crate::domain::events::Event;
use crate::domain::language::Language;
use crate::domain::refusal::{Parsing, Part, Problem, Refusal};
use crate::domain::text::PersonName;
use crate::domain::time_zone::ZoneName;
use crate::domain::version::Version;
use crate::service::account::profile::{self, SaveProfile};
use crate::service::actor::Actor;
use crate::service::events::read::last;
use crate::texts;
use crate::web::kit::cookies::Cookies;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::meanwhile::Meanwhile;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/index.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    actor: &'a Actor,
    form: NewProfile,
    faults: Faults,
    refusal: Option<String>,
    meanwhile: Option<Meanwhile>,
}

/// Where the page stands.
const PATH: &str = "/account";

/// The form as it is filled in for who reads the page.
fn filled(visit: &Visit) -> Result<NewProfile> {
    let actor = visit.actor()?;
    Ok(NewProfile {
        name: actor.name.clone(),
        language: visit.language.word().to_owned(),
        time_zone: actor.reads_in().unwrap_or("UTC").to_owned(),
        version: profile::version(&profile::of(actor)),
    })
}

pub async fn show(visit: Visit) -> Result<Response> {
    let form = filled(&visit)?;
    let page = Page { v: &visit, actor: visit.actor()?, form, faults: Faults::none(), refusal: None, meanwhile: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewProfile {
    name: String,
    language: String,
    time_zone: String,
    #[serde(default)]
    version: Version,
}

impl NewProfile {
    fn command(&self) -> std::result::Result<SaveProfile, Refusal> {
        let mut faults = Parsing::default();
        let name = faults.check(Part::Name, PersonName::parse(&self.name));
        let language = faults.check(Part::Language, Language::parse(&self.language).ok_or(Problem::NotAChoice));
        let zone = faults.check(Part::TimeZone, ZoneName::parse(&self.time_zone));
        let (parsed, version) = (name.zip(language).zip(zone), self.version.clone());
        faults.finish(parsed.map(|((name, language), time_zone)| SaveProfile { name, language, time_zone, version }))
    }

    /// Beside what stands there now, which this request has read.
    async fn beside(&self, visit: &Visit, now: &Self) -> Result<Meanwhile> {
        let (t, word) = (visit.t, |word: &str| match Language::parse(word) {
            Some(Language::English) => "English".to_owned(),
            Some(Language::Dutch) => "Nederlands".to_owned(),
            None => word.to_owned(),
        });
        let by = last(&visit.app, visit.actor()?.id, |event| matches!(event, Event::NameChanged { .. })).await?;
        let fields = vec![
            (t.account_name(), now.name.clone(), self.name.clone()),
            (t.language(), word(&now.language), word(&self.language)),
            (t.account_zone(), now.time_zone.clone(), self.time_zone.clone()),
        ];
        // The log tells of names alone.
        Ok(Meanwhile::new(visit, by.filter(|_| now.name != self.name), PATH, fields))
    }
}

pub async fn save(Submitted { visit, fields }: Submitted<NewProfile>) -> Result<Response> {
    let actor = visit.actor()?;
    let command = fields.command();
    let saved = match &command {
        Ok(command) => profile::save(&visit.app, actor, command).await,
        Err(refusal) => Err(refusal.clone().into()),
    };
    let refusal = match (on_form(saved)?, command) {
        (Ok(()), Ok(command)) => {
            visit.say(texts::of(command.language).account_saved()).await?;
            let mut response = visit.go_to(PATH);
            Cookies::of(&visit.app).remember_language(&mut response, command.language);
            return Ok(response);
        }
        (Err(refusal), _) | (_, Err(refusal)) => refusal,
    };
    let (status, faults, refused) = said(visit.t, &refusal);
    let mut page = Page { v: &visit, actor, form: fields, faults, refusal: refused, meanwhile: None };
    if refusal.is_about_another_version() {
        let now = filled(&visit)?;
        (page.refusal, page.meanwhile) = (None, Some(page.form.beside(&visit, &now).await?));
        page.form.version = now.version;
    }
    visit.page(status, &page, &page.as_main())
}
