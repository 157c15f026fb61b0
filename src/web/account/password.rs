//! Changing the password, and the page that asks for it once more before something that matters.

use crate::domain::refusal::{Parsing, Part, Refusal};
use crate::error;
use crate::service::account::password::{self, Proof};
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::chosen_password::{self, Chooser};
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use secrecy::SecretString;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/password.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    faults: Faults,
    refusal: Option<String>,
}

pub async fn show(visit: Visit) -> Result<Response> {
    let page = Page { v: &visit, faults: Faults::none(), refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    current_password: String,
    password: String,
}

async fn changed(visit: &Visit, current: SecretString, wished: &str) -> error::Result<SignedIn> {
    let (app, actor) = (&visit.app, visit.actor()?);
    let mut faults = Parsing::default();
    let who = Chooser { email: &actor.email, name: &actor.name };
    let wished = faults.check(Part::Password, chosen_password::parse(app, who, wished).await?);
    let known = password::prove(app, actor, current, &mut faults).await?;
    let (known, wished) = faults.finish(known.zip(wished))?;
    password::change_password(app, actor, known, wished).await
}

pub async fn save(Submitted { visit, fields }: Submitted<NewPassword>) -> Result<Response> {
    let current = SecretString::from(fields.current_password);
    let refusal = match on_form(changed(&visit, current, &fields.password).await)? {
        Ok(who) => {
            visit.renew_session(who).await?;
            visit.say(visit.t.notice_password_changed()).await?;
            return Ok(visit.go_to("/account"));
        }
        Err(refusal) => refusal,
    };
    let (status, faults, refusal) = said(visit.t, &refusal);
    let page = Page { v: &visit, faults, refusal };
    visit.page(status, &page, &page.as_main())
}

/// The fields with which somebody who is signed in proves it once more.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofFields {
    current_password: String,
    #[serde(default)]
    code: String,
}

impl From<ProofFields> for Proof {
    fn from(fields: ProofFields) -> Self {
        Self { password: SecretString::from(fields.current_password), code: fields.code }
    }
}

/// A page that says what a button does, and asks for the password (and a code) before it does it.
#[derive(Template)]
#[template(path = "account/prove.html", blocks = ["sheet"])]
pub struct ProvePage<'a> {
    pub v: &'a Visit,
    pub title: String,
    pub effects: Vec<String>,
    /// Where the form goes, and where Cancel goes.
    pub action: String,
    pub back: &'static str,
    pub button: String,
    pub is_danger: bool,
    pub asks_code: bool,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> ProvePage<'a> {
    pub fn new(v: &'a Visit, title: String, effects: Vec<String>, (action, back): (String, &'static str)) -> Self {
        let asks_code = v.actor.as_ref().is_some_and(|actor| actor.has_two_step);
        let (faults, refusal, button) = (Faults::none(), None, title.clone());
        Self { v, title, effects, action, back, button, is_danger: false, asks_code, faults, refusal }
    }

    /// Asks in these words, where the button says it in fewer.
    #[must_use]
    pub fn titled(mut self, title: String) -> Self {
        self.title = title;
        self
    }

    /// Marks what cannot be undone by pressing another button.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.is_danger = true;
        self
    }

    /// Asks for the password alone.
    #[must_use]
    pub fn without_code(mut self) -> Self {
        self.asks_code = false;
        self
    }

    pub fn show(self) -> Result<Response> {
        self.v.page(StatusCode::OK, &self, &self.as_sheet())
    }

    /// The page again, with what was wrong.
    pub fn refuse(mut self, refusal: Refusal) -> Result<Response> {
        let status;
        (status, self.faults, self.refusal) = said(self.v.t, &refusal);
        self.v.page(status, &self, &self.as_sheet())
    }
}
