//! The provider's settings.

use crate::domain::access::ProviderAction;
use crate::domain::characters::as_pasted;
use crate::domain::email::Email;
use crate::domain::providers::{ProviderName, SessionLength};
use crate::domain::refusal::{Parsing, Part, Problem, Refusal};
use crate::domain::time::HOUR;
use crate::error;
use crate::service::providers::settings::{self, SaveProfile, SaveSignIn};
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "providers/settings.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    name: String,
    billing_email: String,
    require_two_step: bool,
    session_length: SessionLength,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> Page<'a> {
    async fn load(v: &'a Visit) -> Result<Self> {
        let settings = settings::view(&v.app, v.actor()?).await?;
        Ok(Self {
            v,
            name: settings.name,
            billing_email: settings.billing_email,
            require_two_step: settings.require_two_step,
            session_length: SessionLength::of(settings.session_minutes),
            faults: Faults::none(),
            refusal: None,
        })
    }

    fn may_change(&self) -> bool {
        self.v.may(ProviderAction::ManageSettings)
    }

    fn lengths(&self) -> Vec<(SessionLength, String)> {
        let portal = self.v.app.settings.session_absolute;
        let fits = |length: &SessionLength| length.minutes().is_none_or(|minutes| minutes * 60_000 < portal);
        let words = |length: SessionLength| match length.minutes() {
            Some(minutes) => self.v.t.session_hours(minutes / 60),
            None => self.v.t.session_portal(portal / HOUR),
        };
        SessionLength::ALL.iter().copied().filter(|length| fits(length)).map(|length| (length, words(length))).collect()
    }
}

pub async fn show(visit: Visit) -> Result<Response> {
    let page = Page::load(&visit).await?;
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    provider_name: String,
    billing_email: String,
}

impl Profile {
    fn command(&self) -> std::result::Result<SaveProfile, Refusal> {
        let mut faults = Parsing::default();
        let name = faults.check(Part::ProviderName, ProviderName::parse(&self.provider_name));
        let billing = match as_pasted(&self.billing_email).trim() {
            "" => Some(None),
            text => faults.check(Part::BillingEmail, Email::parse(text)).map(Some),
        };
        faults.finish(name.zip(billing).map(|(name, billing)| SaveProfile { name, billing }))
    }
}

pub async fn save_profile(Submitted { visit, fields }: Submitted<Profile>) -> Result<Response> {
    let actor = visit.actor()?;
    actor.provider_for(ProviderAction::ManageSettings)?;
    let saved = match fields.command() {
        Ok(command) => settings::save_profile(&visit.app, actor, &command).await,
        Err(refusal) => Err(refusal.into()),
    };
    match on_form(saved)? {
        Ok(()) => done(&visit).await,
        Err(refusal) => {
            let page = Page::load(&visit).await?;
            again(Page { name: fields.provider_name, billing_email: fields.billing_email, ..page }, refusal)
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// A check box: there or not.
    require_two_step: Option<String>,
    session_length: String,
}

pub async fn save_sign_in(Submitted { visit, fields }: Submitted<SignIn>) -> Result<Response> {
    let required = fields.require_two_step.is_some();
    match on_form(sign_in_saved(&visit, required, &fields.session_length).await)? {
        Ok(()) => done(&visit).await,
        Err(refusal) => {
            let page = Page::load(&visit).await?;
            let session_length = SessionLength::parse(&fields.session_length).unwrap_or(page.session_length);
            again(Page { require_two_step: required, session_length, ..page }, refusal)
        }
    }
}

async fn sign_in_saved(visit: &Visit, require_two_step: bool, length: &str) -> error::Result<()> {
    let (app, actor) = (&visit.app, visit.actor()?);
    actor.provider_for(ProviderAction::ManageSettings)?;
    let length = SessionLength::parse(length).ok_or_else(|| Refusal::at(Part::SessionLength, Problem::NotAChoice))?;
    settings::save_sign_in(app, actor, SaveSignIn { require_two_step, length }).await
}

async fn done(visit: &Visit) -> Result<Response> {
    visit.say(visit.t.notice_settings()).await?;
    Ok(visit.go_to("/provider/settings"))
}

fn again(mut page: Page<'_>, refusal: Refusal) -> Result<Response> {
    let status;
    (status, page.faults, page.refusal) = said(page.v.t, &refusal);
    page.v.page(status, &page, &page.as_main())
}
