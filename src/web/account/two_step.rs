//! Two-step sign-in: how it stands, setting it up, recovery codes, turning it off.

use super::password::{ProofFields, ProvePage};
use crate::service::account::two_step::{self, SetUp, State};
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::{Faults, Qr};
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const HOME: &str = "/account/two-step";

#[derive(Template)]
#[template(path = "account/two_step.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    state: State,
}

pub async fn show(visit: Visit) -> Result<Response> {
    let state = two_step::state(&visit.app, visit.actor()?).await?;
    let page = Page { v: &visit, state };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

fn set_up_page(v: &Visit) -> ProvePage<'_> {
    let is_on = v.actor.as_ref().is_some_and(|actor| actor.has_two_step);
    let (title, effect) =
        if is_on { (v.t.two_step_move(), v.t.two_step_move_effect()) } else { (v.t.two_step_set_up(), v.t.two_step_effect()) };
    ProvePage::new(v, title, vec![effect, v.t.prove_why()], (format!("{HOME}/set-up"), HOME))
}

pub async fn ask_set_up(visit: Visit) -> Result<Response> {
    set_up_page(&visit).show()
}

/// The one page that shows the secret.
#[derive(Template)]
#[template(path = "account/two_step_set_up.html", blocks = ["main"])]
struct SetUpPage<'a> {
    v: &'a Visit,
    qr: Qr,
    secret: String,
    set_up: &'a SetUp,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> SetUpPage<'a> {
    fn new(v: &'a Visit, set_up: &'a SetUp) -> Result<Self> {
        let (qr, secret) = (Qr::of(&set_up.link)?, set_up.secret.grouped());
        Ok(Self { v, qr, secret, set_up, faults: Faults::none(), refusal: None })
    }
}

pub async fn set_up(Submitted { visit, fields }: Submitted<ProofFields>) -> Result<Response> {
    match on_form(two_step::begin(&visit.app, visit.actor()?, fields.into()).await)? {
        Ok(set_up) => {
            let page = SetUpPage::new(&visit, &set_up)?;
            visit.page(StatusCode::OK, &page, &page.as_main())
        }
        Err(refusal) => set_up_page(&visit).refuse(refusal),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstCode {
    set_up: String,
    code: String,
}

pub async fn confirm(Submitted { visit, fields }: Submitted<FirstCode>) -> Result<Response> {
    let actor = visit.actor()?;
    let set_up = two_step::reopen(&visit.app, actor, &fields.set_up)?;
    match on_form(two_step::confirm(&visit.app, actor, &set_up, &fields.code).await)? {
        Ok((codes, who)) => {
            visit.renew_session(who).await?;
            show_codes(&visit.in_new_session(), codes, true)
        }
        Err(refusal) => {
            let mut page = SetUpPage::new(&visit, &set_up)?;
            let status;
            (status, page.faults, page.refusal) = said(visit.t, &refusal);
            visit.page(status, &page, &page.as_main())
        }
    }
}

/// The recovery codes, this once.
#[derive(Template)]
#[template(path = "account/recovery_codes.html", blocks = ["main"])]
struct Codes<'a> {
    v: &'a Visit,
    codes: Vec<String>,
    is_new: bool,
}

fn show_codes(visit: &Visit, codes: Vec<String>, is_new: bool) -> Result<Response> {
    let page = Codes { v: visit, codes, is_new };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

fn codes_page(v: &Visit) -> ProvePage<'_> {
    ProvePage::new(v, v.t.recovery_renew(), vec![v.t.recovery_renew_effect()], (format!("{HOME}/codes"), HOME))
}

/// Whether there is nothing to ask about: the page says how to turn it on.
fn is_off(visit: &Visit) -> bool {
    visit.actor.as_ref().is_some_and(|actor| !actor.has_two_step)
}

pub async fn ask_codes(visit: Visit) -> Result<Response> {
    if is_off(&visit) { Ok(visit.go_to(HOME)) } else { codes_page(&visit).show() }
}

pub async fn renew_codes(Submitted { visit, fields }: Submitted<ProofFields>) -> Result<Response> {
    match on_form(two_step::renew_codes(&visit.app, visit.actor()?, fields.into()).await)? {
        Ok(codes) => show_codes(&visit, codes, false),
        Err(refusal) => codes_page(&visit).refuse(refusal),
    }
}

fn off_page(v: &Visit) -> ProvePage<'_> {
    ProvePage::new(v, v.t.two_step_turn_off(), vec![v.t.two_step_off_effect()], (format!("{HOME}/off"), HOME)).danger()
}

pub async fn ask_off(visit: Visit) -> Result<Response> {
    if is_off(&visit) { Ok(visit.go_to(HOME)) } else { off_page(&visit).show() }
}

pub async fn turn_off(Submitted { visit, fields }: Submitted<ProofFields>) -> Result<Response> {
    match on_form(two_step::turn_off(&visit.app, visit.actor()?, fields.into()).await)? {
        Ok(()) => {
            visit.say(visit.t.notice_two_step_off()).await?;
            Ok(visit.go_to(HOME))
        }
        Err(refusal) => off_page(&visit).refuse(refusal),
    }
}
