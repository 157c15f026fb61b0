//! The page behind an invitation's link.

use crate::domain::ids::LinkId;
use crate::domain::refusal::{LinkFault, Refusal};
use crate::error::Error;
use crate::secrets::Token;
use crate::service::identity::new_account::NewAccountForm;
use crate::service::members::invitations::{self, Invitation};
use crate::texts;
use crate::web::identity::sign_in::enter;
use crate::web::kit::cookies;
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{move_out_of_sight, opened};
use crate::web::kit::markup::Faults;
use crate::web::kit::paths::{Path, query_value};
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

/// What the visitor can do with the invitation.
#[derive(PartialEq, Eq)]
enum Way {
    Accept,
    SignOutFirst,
    SignInFirst,
    MakeAccount,
}

/// What an invitation's page shows, whatever it invites into.
pub(crate) struct Shown {
    /// Where the page stands.
    pub path: &'static str,
    pub link: LinkId,
    pub title: String,
    /// Label, value, and what stands small beside the value.
    pub facts: Vec<(String, String, Option<String>)>,
    pub email: String,
    pub email_key: String,
    pub has_password: bool,
}

/// The page of an invitation, into an organization or into a provider.
#[derive(Template)]
#[template(path = "kit/invitation.html", blocks = ["main"])]
pub(crate) struct Page<'a> {
    v: &'a Visit,
    shown: Shown,
    way: Way,
    name: &'a str,
    faults: Faults,
}

impl<'a> Page<'a> {
    pub(crate) fn new(v: &'a Visit, shown: Shown, name: &'a str, faults: Faults) -> Self {
        let way = match &v.actor {
            Some(actor) if actor.email_key == shown.email_key => Way::Accept,
            Some(_) => Way::SignOutFirst,
            None if shown.has_password => Way::SignInFirst,
            None => Way::MakeAccount,
        };
        Self { v, shown, way, name, faults }
    }

    pub(crate) fn answer(&self, status: StatusCode) -> Result<Response> {
        self.v.page(status, self, &self.as_main())
    }

    fn sign_in(&self) -> String {
        format!("/sign-in?next={}", query_value(self.shown.path))
    }
}

fn shown(v: &Visit, invitation: &Invitation) -> Shown {
    let (t, row) = (v.t, invitation.row.clone());
    let until = texts::moment(v.language, invitation.expires_at, &v.zone);
    let facts = [
        Some((t.invitation_organization(), row.organization.clone(), None)),
        Some((t.invitation_role(), texts::role(t, row.role), None)),
        row.inviter.map(|inviter| (t.invitation_by(), inviter, row.inviter_email)),
        Some((t.invitation_for(), row.email.clone(), None)),
        row.provider.map(|provider| (t.invitation_managed(), provider, None)),
        Some((t.invitation_until(), until, None)),
    ];
    Shown {
        path: "/invitation",
        link: invitation.token_id,
        title: t.invitation_title(&row.organization),
        facts: facts.into_iter().flatten().collect(),
        email: row.email,
        email_key: row.email_key,
        has_password: row.has_password,
    }
}

/// Moves the link's secret out of the address bar. Changes nothing.
pub async fn open(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    move_out_of_sight(&visit, cookies::INVITATION, &token, "/invitation")
}

/// Names everything and changes nothing.
pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let invitation = invitations::view(&visit.app, &opened(&headers, cookies::INVITATION)?).await?;
    Page::new(&visit, shown(&visit, &invitation), "", Faults::none()).answer(StatusCode::OK)
}

/// The invitation that the form was shown for; another one may have been opened since.
async fn the_same(visit: &Visit, headers: &HeaderMap, shown: LinkId) -> Result<(Token, Invitation)> {
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
    pub(crate) invitation: LinkId,
}

pub async fn accept(headers: HeaderMap, Submitted { visit, fields }: Submitted<Acceptance>) -> Result<Response> {
    let actor = visit.actor()?;
    let (token, _) = the_same(&visit, &headers, fields.invitation).await?;
    let organization = invitations::accept(&visit.app, actor, &token).await?;
    visit.say(visit.t.notice_accepted(&organization)).await?;
    Ok(done(&visit, cookies::INVITATION))
}

/// Goes on once the invitation is accepted, and forgets its link.
pub(crate) fn done(visit: &Visit, cookie: &str) -> Response {
    let mut response = visit.go_to("/organizations");
    if let Some(cookie) = cookies::remove(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    pub(crate) invitation: LinkId,
    pub(crate) name: String,
    password: String,
}

impl NewAccount {
    /// What was typed, with what is known of the visitor.
    pub(crate) fn form(&self, visit: &Visit) -> NewAccountForm {
        NewAccountForm {
            name: self.name.clone(),
            password: self.password.clone(),
            language: Some(visit.language),
            address: Some(visit.address.clone()),
        }
    }
}

pub async fn accept_with_new_account(headers: HeaderMap, Submitted { visit, fields }: Submitted<NewAccount>) -> Result<Response> {
    let (token, invitation) = the_same(&visit, &headers, fields.invitation).await?;
    if visit.actor.as_ref().is_some_and(|actor| actor.email_key != invitation.row.email_key) {
        return Err(LinkFault::OtherAddress.into());
    }
    let organization = invitation.row.organization.clone();
    match invitations::accept_with_new_account(&visit.app, &token, &fields.form(&visit)).await {
        Ok(who) => {
            if let Some(to_code) = enter(&visit, who, "/organizations").await? {
                return Ok(to_code);
            }
            visit.say(visit.t.notice_accepted(&organization)).await?;
            Ok(done(&visit, cookies::INVITATION))
        }
        Err(Error::Refused(Refusal::Invalid(faults))) => {
            let faults = Faults::of(visit.t, &faults);
            Page::new(&visit, shown(&visit, &invitation), &fields.name, faults).answer(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(error.into()),
    }
}
