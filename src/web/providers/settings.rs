//! The provider's settings.

use crate::domain::access::ProviderAction;
use crate::domain::characters::as_pasted;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::providers::{ProviderName, SessionLength};
use crate::domain::refusal::{Parsing, Part, Problem, Refusal};
use crate::domain::time::HOUR;
use crate::domain::time_zone::ZoneName;
use crate::domain::version::Version;
use crate::error;
use crate::service::events::read::last;
use crate::service::providers::settings::{self, SaveProfile, SaveSignIn};
use crate::store::providers::Settings;
use crate::web::kit::failure::{Result, on_form, said, status};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::meanwhile::Meanwhile;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// Where the page stands.
const PATH: &str = "/provider/settings";

/// The forms of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Profile,
    SignIn,
}

#[derive(Template)]
#[template(path = "providers/settings.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    name: String,
    billing_email: String,
    time_zone: String,
    profile_version: Version,
    require_two_step: bool,
    session_length: SessionLength,
    sign_in_version: Version,
    faults: Faults,
    refusal: Option<String>,
    meanwhile: Option<Meanwhile>,
    /// The form that was sent.
    sent: Option<Form>,
}

impl<'a> Page<'a> {
    async fn load(v: &'a Visit) -> Result<Self> {
        Ok(Self::of(v, settings::view(&v.app, v.actor()?).await?))
    }

    fn of(v: &'a Visit, settings: Settings) -> Self {
        Self {
            v,
            profile_version: settings::profile_version(&settings),
            sign_in_version: settings::sign_in_version(&settings),
            time_zone: settings.zone().to_owned(),
            name: settings.name,
            billing_email: settings.billing_email,
            require_two_step: settings.require_two_step,
            session_length: SessionLength::of(settings.session_minutes),
            faults: Faults::none(),
            refusal: None,
            meanwhile: None,
            sent: None,
        }
    }

    fn may_change(&self) -> bool {
        self.v.may(ProviderAction::ManageSettings)
    }

    /// Whether what this form edits was changed by somebody else.
    fn meets(&self, form: Form) -> bool {
        self.meanwhile.is_some() && self.sent == Some(form)
    }

    fn lengths(&self) -> Vec<(SessionLength, String)> {
        let portal = self.v.app.settings.session_absolute;
        let fits = |length: &SessionLength| length.minutes().is_none_or(|minutes| minutes * 60_000 < portal);
        SessionLength::ALL.iter().copied().filter(|length| fits(length)).map(|length| (length, self.length(length))).collect()
    }

    fn length(&self, length: SessionLength) -> String {
        match length.minutes() {
            Some(minutes) => self.v.t.session_hours(minutes / 60),
            None => self.v.t.session_portal(self.v.app.settings.session_absolute / HOUR),
        }
    }

    /// Answers with what stands there now beside what was typed, or with what else is wrong.
    async fn again(mut self, sent: Form, refusal: &Refusal, fields: Vec<(String, String, String)>) -> Result<Response> {
        let (v, status) = (self.v, status(refusal));
        (_, self.faults, self.refusal) = said(v.t, refusal);
        self.sent = Some(sent);
        if refusal.is_about_another_version() {
            let own = v.actor()?.provider_for(ProviderAction::ManageSettings)?.id;
            let by = last(&v.app, own, |event| sent.is_changed_by(event)).await?;
            (self.refusal, self.meanwhile) = (None, Some(Meanwhile::new(v, by, PATH, fields)));
        }
        v.page(status, &self, &self.as_main())
    }
}

impl Form {
    /// Whether an event tells that something of this form was changed.
    fn is_changed_by(self, event: &Event) -> bool {
        match self {
            Self::Profile => matches!(
                event,
                Event::ProviderRenamed { .. } | Event::BillingAddressChanged { .. } | Event::ProviderZoneChanged { .. }
            ),
            Self::SignIn => {
                matches!(event, Event::TwoStepRequired | Event::TwoStepNotRequired | Event::SessionLengthChanged { .. })
            }
        }
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
    /// A page of before has none: then it stays as it is.
    time_zone: Option<String>,
    #[serde(default)]
    version: Version,
}

impl Profile {
    fn command(&self) -> std::result::Result<SaveProfile, Refusal> {
        let mut faults = Parsing::default();
        let name = faults.check(Part::ProviderName, ProviderName::parse(&self.provider_name));
        let billing = match as_pasted(&self.billing_email).trim() {
            "" => Some(None),
            text => faults.check(Part::BillingEmail, Email::parse(text)).map(Some),
        };
        let zone = match self.time_zone.as_deref() {
            None => Some(None),
            Some(zone) => faults.check(Part::TimeZone, ZoneName::parse(zone)).map(Some),
        };
        let version = self.version.clone();
        let parsed = name.zip(billing).zip(zone);
        faults.finish(parsed.map(|((name, billing), time_zone)| SaveProfile { name, billing, time_zone, version }))
    }
}

pub async fn save_profile(Submitted { visit, fields }: Submitted<Profile>) -> Result<Response> {
    let actor = visit.actor()?;
    actor.provider_for(ProviderAction::ManageSettings)?;
    let saved = match fields.command() {
        Ok(command) => settings::save_profile(&visit.app, actor, &command).await,
        Err(refusal) => Err(refusal.into()),
    };
    let refusal = match on_form(saved)? {
        Ok(()) => return done(&visit).await,
        Err(refusal) => refusal,
    };
    let (t, Profile { provider_name, billing_email, time_zone, version }) = (visit.t, fields);
    let mut page = Page::load(&visit).await?;
    if !refusal.is_about_another_version() {
        page.profile_version = version;
    }
    let name = (t.settings_name(), page.name, provider_name.clone());
    let billing = (t.settings_billing(), page.billing_email, billing_email.clone());
    let time_zone = time_zone.unwrap_or_else(|| page.time_zone.clone());
    let zone = (t.settings_zone(), page.time_zone, time_zone.clone());
    let page = Page { name: provider_name, billing_email, time_zone, ..page };
    page.again(Form::Profile, &refusal, vec![name, billing, zone]).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// A check box: there or not.
    require_two_step: Option<String>,
    session_length: String,
    #[serde(default)]
    version: Version,
}

pub async fn save_sign_in(Submitted { visit, fields }: Submitted<SignIn>) -> Result<Response> {
    let (t, require_two_step) = (visit.t, fields.require_two_step.is_some());
    let refusal = match on_form(sign_in_saved(&visit, require_two_step, &fields).await)? {
        Ok(()) => return done(&visit).await,
        Err(refusal) => refusal,
    };
    let mut page = Page::load(&visit).await?;
    let session_length = SessionLength::parse(&fields.session_length).unwrap_or(page.session_length);
    if !refusal.is_about_another_version() {
        page.sign_in_version = fields.version;
    }
    let is = |on: bool| if on { t.settings_yes() } else { t.settings_no() };
    let two_step = (t.settings_two_step(), is(page.require_two_step), is(require_two_step));
    let length = (t.settings_session(), page.length(page.session_length), page.length(session_length));
    let page = Page { require_two_step, session_length, ..page };
    page.again(Form::SignIn, &refusal, vec![two_step, length]).await
}

async fn sign_in_saved(visit: &Visit, require_two_step: bool, fields: &SignIn) -> error::Result<()> {
    let (app, actor) = (&visit.app, visit.actor()?);
    actor.provider_for(ProviderAction::ManageSettings)?;
    let length = SessionLength::parse(&fields.session_length);
    let length = length.ok_or_else(|| Refusal::at(Part::SessionLength, Problem::NotAChoice))?;
    settings::save_sign_in(app, actor, &SaveSignIn { require_two_step, length, version: fields.version.clone() }).await
}

async fn done(visit: &Visit) -> Result<Response> {
    visit.say(visit.t.notice_settings()).await?;
    Ok(visit.go_to(PATH))
}
