//! The account's page: the profile, and where everything else about the account is.

use crate::domain::language::Language;
use crate::domain::refusal::{Parsing, Part, Problem, Refusal};
use crate::domain::text::PersonName;
use crate::domain::time_zone::{self, Zone, ZoneName};
use crate::service::account::profile::{self, SaveProfile};
use crate::service::actor::Actor;
use crate::texts;
use crate::web::kit::cookies::Cookies;
use crate::web::kit::failure::{Result, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
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
}

impl Page<'_> {
    fn regions(&self) -> &'static [(&'static str, Vec<Zone>)] {
        time_zone::all()
    }
}

pub async fn show(visit: Visit) -> Result<Response> {
    let actor = visit.actor()?;
    let form = NewProfile {
        name: actor.name.clone(),
        language: visit.language.word().to_owned(),
        time_zone: actor.time_zone.clone().unwrap_or_else(|| "UTC".to_owned()),
    };
    let page = Page { v: &visit, actor, form, faults: Faults::none(), refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewProfile {
    name: String,
    language: String,
    time_zone: String,
}

impl NewProfile {
    fn command(&self) -> std::result::Result<SaveProfile, Refusal> {
        let mut faults = Parsing::default();
        let name = faults.check(Part::Name, PersonName::parse(&self.name));
        let language = faults.check(Part::Language, Language::parse(&self.language).ok_or(Problem::NotAChoice));
        let zone = faults.check(Part::TimeZone, ZoneName::parse(&self.time_zone));
        let parsed = name.zip(language).zip(zone);
        faults.finish(parsed.map(|((name, language), time_zone)| SaveProfile { name, language, time_zone }))
    }
}

pub async fn save(Submitted { visit, fields }: Submitted<NewProfile>) -> Result<Response> {
    let actor = visit.actor()?;
    let command = match fields.command() {
        Ok(command) => command,
        Err(refusal) => {
            let (status, faults, refusal) = said(visit.t, &refusal);
            let page = Page { v: &visit, actor, form: fields, faults, refusal };
            return visit.page(status, &page, &page.as_main());
        }
    };
    profile::save(&visit.app, actor, &command).await?;
    visit.say(texts::of(command.language).account_saved()).await?;
    let mut response = visit.go_to("/account");
    Cookies::of(&visit.app).remember_language(&mut response, command.language);
    Ok(response)
}
