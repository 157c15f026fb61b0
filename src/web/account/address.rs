//! Changing the address of an account.

use crate::domain::email::Email;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::LinkId;
use crate::domain::refusal::{Parsing, Part, Problem};
use crate::error;
use crate::service::account::password::{self, Proof};
use crate::service::account::{address, address_undo};
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{brought, brought_with, done};
use crate::web::kit::markup::Faults;
use crate::web::kit::paths::Query;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/address.html", blocks = ["main"])]
struct Ask<'a> {
    v: &'a Visit,
    email: &'a str,
    own: &'a str,
    asks_code: bool,
    sent: Option<String>,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> Ask<'a> {
    fn new(v: &'a Visit, email: &'a str) -> Result<Self> {
        let actor = v.actor()?;
        let (own, asks_code) = (actor.email.as_str(), actor.has_two_step);
        Ok(Self { v, email, own, asks_code, sent: None, faults: Faults::none(), refusal: None })
    }
}

/// An address to begin with.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    email: String,
}

/// An address that the account had before may stand in the form already: nobody else's link fills it in.
pub async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> Result<Response> {
    let again = Email::parse(&wanted.email).ok();
    let again = match &again {
        Some(email) if address::has_left(&visit.app, visit.actor()?, email.key()).await? => email.as_str(),
        _ => "",
    };
    let page = Ask::new(&visit, again)?;
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAddress {
    email: String,
    current_password: String,
    #[serde(default)]
    code: String,
}

async fn asked(visit: &Visit, email: &str, proof: Proof) -> error::Result<Email> {
    let (app, actor) = (&visit.app, visit.actor()?);
    let mut faults = Parsing::default();
    let email = faults.check(Part::Email, Email::parse(email));
    if email.as_ref().is_some_and(|email| email.key() == actor.email_key) {
        faults.add(Part::Email, Problem::SameAddress);
    }
    let proved = password::prove_fully(app, actor, proof, &mut faults).await?;
    let (proved, email) = faults.finish(proved.zip(email))?;
    address::ask(app, actor, proved, email).await
}

pub async fn ask(Submitted { visit, fields }: Submitted<NewAddress>) -> Result<Response> {
    let NewAddress { email, current_password, code } = fields;
    let proof = Proof { password: current_password.into(), code };
    let asked = on_form(asked(&visit, &email, proof).await)?;
    let mut page = Ask::new(&visit, email.trim())?;
    let mut status = StatusCode::OK;
    match asked {
        Ok(email) => page.sent = Some(email.as_str().to_owned()),
        Err(refusal) => (status, page.faults, page.refusal) = said(visit.t, &refusal),
    }
    visit.page(status, &page, &page.as_main())
}

#[derive(Template)]
#[template(path = "account/address_link.html", blocks = ["main"])]
struct Confirm<'a> {
    v: &'a Visit,
    change: address::NewAddress,
    refusal: Option<String>,
}

/// Says from which address to which, and changes nothing.
pub async fn show_link(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let change = address::view(&visit.app, visit.actor()?, &brought(&visit, &headers, Purpose::Address).await?).await?;
    let page = Confirm { v: &visit, change, refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    link: LinkId,
}

#[derive(Template)]
#[template(path = "account/address_undo.html", blocks = ["main"])]
struct AskUndo<'a> {
    v: &'a Visit,
    undo: address_undo::Undo,
    refusal: Option<String>,
}

/// Says which address the account gets back, and changes nothing.
pub async fn show_undo(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let undo = address_undo::view(&visit.app, &brought(&visit, &headers, Purpose::AddressUndo).await?).await?;
    let page = AskUndo { v: &visit, undo, refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

/// Undoes the change; a new password is chosen next.
pub async fn undo(headers: HeaderMap, Submitted { visit, fields }: Submitted<Link>) -> Result<Response> {
    let brought = brought_with(&visit, &headers, Purpose::AddressUndo, fields.link).await?;
    let undo = address_undo::view(&visit.app, &brought).await?;
    match on_form(address_undo::undo(&visit.app, &brought, Some(&visit.address)).await)? {
        Ok(link) => {
            // Whoever is signed in here would go on as somebody whose password is gone.
            visit.end_session().await?;
            let path = link.strip_prefix(&visit.app.settings.public_url).unwrap_or("/forgot-password");
            Ok(done(&visit, Purpose::AddressUndo, path))
        }
        Err(refusal) => {
            let (status, _, refusal) = said(visit.t, &refusal);
            let page = AskUndo { v: &visit, undo, refusal };
            visit.page(status, &page, &page.as_main())
        }
    }
}

pub async fn confirm(headers: HeaderMap, Submitted { visit, fields }: Submitted<Link>) -> Result<Response> {
    let (actor, brought) = (visit.actor()?, brought_with(&visit, &headers, Purpose::Address, fields.link).await?);
    let change = address::view(&visit.app, actor, &brought).await?;
    match on_form(address::confirm(&visit.app, actor, &brought).await)? {
        Ok(who) => {
            visit.renew_session(who).await?;
            visit.say(visit.t.notice_address_changed(&change.after)).await?;
            Ok(done(&visit, Purpose::Address, "/account"))
        }
        Err(refusal) => {
            let (status, _, refusal) = said(visit.t, &refusal);
            let page = Confirm { v: &visit, change, refusal };
            visit.page(status, &page, &page.as_main())
        }
    }
}
