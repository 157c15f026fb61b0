//! The page behind an invitation's link.

use super::cookies;
use super::form::Submitted;
use super::markup::Faults;
use super::passwords::{move_out_of_sight, opened};
use super::paths::Path;
use super::sign_in::enter;
use super::visit::Visit;
use crate::domain::refusal::{LinkFault, Refusal};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::service::invitations::{self, Invitation, NewAccountForm};
use crate::texts;
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

/// What the visitor can do with the invitation.
#[derive(PartialEq, Eq)]
enum Way {
    Accept,
    SignOutFirst,
    SignInFirst,
    MakeAccount,
}

#[derive(Template)]
#[template(path = "invitations/show.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    invitation: Invitation,
    role: String,
    until: String,
    way: Way,
    name: &'a str,
    faults: Faults,
}

impl<'a> Page<'a> {
    fn new(v: &'a Visit, invitation: Invitation, name: &'a str, faults: Faults) -> Self {
        let way = match &v.actor {
            Some(actor) if actor.email_key == invitation.row.email_key => Way::Accept,
            Some(_) => Way::SignOutFirst,
            None if invitation.row.has_password => Way::SignInFirst,
            None => Way::MakeAccount,
        };
        let (role, until) = (texts::role(v.t, invitation.row.role), texts::moment(v.language, invitation.expires_at, &v.zone));
        Self { v, invitation, role, until, way, name, faults }
    }
}

/// Moves the link's secret out of the address bar. Changes nothing.
pub async fn open(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    move_out_of_sight(&visit, cookies::INVITATION, &token, "/invitation")
}

/// Names everything and changes nothing.
pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let invitation = invitations::view(&visit.app, &opened(&headers, cookies::INVITATION)?).await?;
    let page = Page::new(&visit, invitation, "", Faults::none());
    visit.page(StatusCode::OK, &page, &page.as_main())
}

/// The invitation that the form was shown for; another one may have been opened since.
async fn the_same(visit: &Visit, headers: &HeaderMap, shown: Uuid) -> Result<(Token, Invitation)> {
    let token = opened(headers, cookies::INVITATION)?;
    let invitation = invitations::view(&visit.app, &token).await?;
    if invitation.token_id != shown {
        return Err(Refusal::StaleForm.into());
    }
    Ok((token, invitation))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    invitation: Uuid,
}

pub async fn accept(headers: HeaderMap, Submitted { visit, fields }: Submitted<Acceptance>) -> Result<Response> {
    let actor = visit.actor()?;
    let (token, _) = the_same(&visit, &headers, fields.invitation).await?;
    let organization = invitations::accept(&visit.app, actor, &token).await?;
    visit.say(visit.t.notice_accepted(&organization)).await?;
    Ok(done(&visit))
}

fn done(visit: &Visit) -> Response {
    let mut response = visit.go_to("/organizations");
    if let Some(cookie) = cookies::remove(cookies::INVITATION) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    invitation: Uuid,
    name: String,
    password: String,
}

pub async fn accept_with_new_account(headers: HeaderMap, Submitted { visit, fields }: Submitted<NewAccount>) -> Result<Response> {
    let (token, invitation) = the_same(&visit, &headers, fields.invitation).await?;
    if visit.actor.as_ref().is_some_and(|actor| actor.email_key != invitation.row.email_key) {
        return Err(LinkFault::OtherAddress.into());
    }
    let form = NewAccountForm {
        name: fields.name.clone(),
        password: fields.password,
        language: Some(visit.language),
        address: Some(visit.address.clone()),
    };
    let organization = invitation.row.organization.clone();
    match invitations::accept_with_new_account(&visit.app, &token, &form).await {
        Ok(who) => {
            if let Some(to_code) = enter(&visit, who, "/organizations").await? {
                return Ok(to_code);
            }
            visit.say(visit.t.notice_accepted(&organization)).await?;
            Ok(done(&visit))
        }
        Err(Error::Refused(Refusal::Invalid(faults))) => {
            let page = Page::new(&visit, invitation, &fields.name, Faults::of(visit.t, &faults));
            visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page, &page.as_main())
        }
        Err(error) => Err(error),
    }
}
