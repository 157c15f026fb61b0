//! The account's page: the profile, and where everything else about the account is.

use crate::domain::time_zone::{self, Zone};
use crate::service::account::profile::{self, ProfileForm};
use crate::service::actor::Actor;
use crate::texts;
use crate::web::kit::cookies;
use crate::web::kit::failure::{Result, on_form, said};
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
    form: ProfileForm,
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
    let form = ProfileForm {
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

pub async fn save(Submitted { visit, fields }: Submitted<NewProfile>) -> Result<Response> {
    let actor = visit.actor()?;
    let NewProfile { name, language, time_zone } = fields;
    let form = ProfileForm { name, language, time_zone };
    let refusal = match on_form(profile::save(&visit.app, actor, &form).await)? {
        Ok(language) => {
            visit.say(texts::of(language).account_saved()).await?;
            let mut response = visit.go_to("/account");
            cookies::remember_language(&mut response, language);
            return Ok(response);
        }
        Err(refusal) => refusal,
    };
    let (status, faults, refusal) = said(visit.t, &refusal);
    let page = Page { v: &visit, actor, form, faults, refusal };
    visit.page(status, &page, &page.as_main())
}
