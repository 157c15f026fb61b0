//! Choosing a password through a mailed link.

use super::invitation::{Typed, new_account_of};
use super::sign_in::enter;
use crate::domain::email::Email;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::identity::password::NewPassword as Password;
use crate::domain::ids::LinkId;
use crate::domain::refusal::{Parsing, Part, Refusal};
use crate::error;
use crate::service::identity::accounts::{self, SignedIn};
use crate::service::identity::chosen_password::{self, Chooser};
use crate::service::identity::mailed_links::Brought;
use crate::store::identity::accounts::Account;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{brought, brought_with, done};
use crate::web::kit::markup::Faults;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "identity/forgot_password.html", blocks = ["main"])]
struct Forgot<'a> {
    v: &'a Visit,
    email: &'a str,
    refusal: Option<String>,
    faults: Faults,
    sent: bool,
}

pub async fn forgot(visit: Visit) -> Result<Response> {
    let page = Forgot { v: &visit, email: "", refusal: None, faults: Faults::none(), sent: false };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    email: String,
}

/// The address that was typed.
pub(super) fn email_of(typed: &str) -> std::result::Result<Email, Refusal> {
    let mut faults = Parsing::default();
    let email = faults.check(Part::Email, Email::parse(typed));
    faults.finish(email)
}

pub async fn ask(Submitted { visit, fields }: Submitted<Ask>) -> Result<Response> {
    let asked = match email_of(&fields.email) {
        Ok(email) => accounts::ask_password_link(&visit.app, email, visit.language, &visit.place()).await,
        Err(refusal) => Err(refusal.into()),
    };
    let (status, faults, refusal) = match on_form(asked)? {
        Ok(()) => (StatusCode::OK, Faults::none(), None),
        Err(refusal) => said(visit.t, &refusal),
    };
    let page = Forgot { v: &visit, email: fields.email.trim(), refusal, faults, sent: status == StatusCode::OK };
    visit.page(status, &page, &page.as_main())
}

#[derive(Template)]
#[template(path = "identity/choose_password.html", blocks = ["main"])]
struct Choose<'a> {
    v: &'a Visit,
    link: LinkId,
    email: String,
    /// The name of the account, where nobody has chosen a password for it yet.
    first: Option<String>,
    faults: Faults,
}

pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let (link, account) = accounts::view_password_link(&visit.app, &brought(&visit, &headers, Purpose::Password).await?).await?;
    let first = is_first(&account).then_some(account.name);
    let page = Choose { v: &visit, link: link.id, email: account.email, first, faults: Faults::none() };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    link: LinkId,
    password: String,
    /// Where it is the first one.
    #[serde(default)]
    name: String,
    /// What the browser's script says.
    #[serde(default)]
    time_zone: String,
}

/// Whether somebody else made the account: its person is asked for a name too, and let in.
fn is_first(account: &Account) -> bool {
    account.password_hash.is_none()
}

/// The password that was typed for this account.
async fn new_password(visit: &Visit, who: Chooser<'_>, typed: &str) -> error::Result<Password> {
    let mut faults = Parsing::default();
    let password = faults.check(Part::Password, chosen_password::parse(&visit.app, who, typed).await?);
    Ok(faults.finish(password)?)
}

pub async fn save(headers: HeaderMap, Submitted { visit, fields }: Submitted<NewPassword>) -> Result<Response> {
    let brought = brought_with(&visit, &headers, Purpose::Password, fields.link).await?;
    let (link, account) = accounts::view_password_link(&visit.app, &brought).await?;
    let (first, outcome) = match is_first(&account) {
        true => (Some(fields.name.clone()), first_chosen(&visit, &brought, &account, &fields).await),
        false => (None, chosen(&visit, &brought, &account, &fields).await.map(|()| None)),
    };
    let refusal = match on_form(outcome)? {
        Ok(Some(who)) => return welcome(&visit, who).await,
        Ok(None) => return Ok(done(&visit, Purpose::Password, "/sign-in?after=password")),
        Err(refusal) => refusal,
    };
    let (status, faults, _) = said(visit.t, &refusal);
    let page = Choose { v: &visit, link: link.id, email: account.email, first, faults };
    visit.page(status, &page, &page.as_main())
}

async fn chosen(visit: &Visit, brought: &Brought, account: &Account, fields: &NewPassword) -> error::Result<()> {
    let who = Chooser { email: &account.email, name: &account.name };
    let password = new_password(visit, who, &fields.password).await?;
    accounts::set_password(&visit.app, brought, password, Some(&visit.address)).await
}

async fn first_chosen(
    visit: &Visit,
    brought: &Brought,
    account: &Account,
    fields: &NewPassword,
) -> error::Result<Option<SignedIn>> {
    let typed = Typed { name: &fields.name, password: &fields.password, zone: &fields.time_zone };
    let chosen = new_account_of(visit, &account.email, typed).await?;
    accounts::choose_first_password(&visit.app, brought, chosen).await.map(Some)
}

async fn welcome(visit: &Visit, who: SignedIn) -> Result<Response> {
    if let Some(to_code) = enter(visit, who, "/").await? {
        return Ok(to_code);
    }
    visit.say(visit.t.register_done()).await?;
    Ok(done(visit, Purpose::Password, "/"))
}
