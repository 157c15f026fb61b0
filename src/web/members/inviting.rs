//! Inviting one or many addresses.

use super::{RoleChoice, home, place, role_choices};
use crate::app::DAY;
use crate::domain::member::Role;
use crate::domain::policy::Action;
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::service::members::Invited;
use crate::service::{members, organizations};
use crate::store::organizations::{Organization, Seen};
use crate::texts;
use crate::web::failure::{self, on_form, said};
use crate::web::form::{Nothing, Submitted};
use crate::web::markup::Faults;
use crate::web::paths::{Path, Query};
use crate::web::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "members/invite.html", blocks = ["sheet"])]
struct Invite<'a> {
    v: &'a Visit,
    organization: &'a Organization,
    roles: Vec<RoleChoice>,
    emails: String,
    role: &'a str,
    faults: Faults,
    refusal: Option<String>,
    /// What became of each address of the list that was sent.
    results: Vec<Invited>,
}

impl<'a> Invite<'a> {
    fn days(&self) -> i64 {
        self.v.app.settings.invitation_lifetime / DAY
    }

    fn new(v: &'a Visit, seen: &'a Seen, emails: String, role: &'a str) -> Self {
        let roles = role_choices(v, |role| seen.standing().may(Action::Invite(role)).is_ok());
        Self {
            v,
            organization: &seen.organization,
            roles,
            emails,
            role,
            faults: Faults::none(),
            refusal: None,
            results: Vec::new(),
        }
    }

    fn hint(&self) -> String {
        self.v.t.members_emails_hint(members::MOST_ADDRESSES)
    }

    fn invited(&self) -> usize {
        self.results.iter().filter(|one| one.outcome.is_ok()).count()
    }

    /// Why one address was not invited.
    fn why(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::Invalid(faults) => faults.first().map(|fault| texts::problem(self.v.t, fault.problem)).unwrap_or_default(),
            other => texts::refusal(self.v.t, other),
        }
    }
}

/// The role that a link to the form asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    pub role: String,
}

pub async fn new(visit: Visit, Path(id): Path<Uuid>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let seen = organizations::visible(&visit.app, visit.actor()?, id).await?;
    seen.standing().may(Action::Invite(Role::User))?;
    place(&visit, &seen);
    let role = Role::parse(&wanted.role).filter(|role| seen.standing().may(Action::Invite(*role)).is_ok());
    let page = Invite::new(&visit, &seen, String::new(), role.unwrap_or(Role::User).word());
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitees {
    /// The handover asks for one address, under this name.
    #[serde(alias = "email")]
    emails: String,
    role: String,
}

pub async fn invite(Path(id): Path<Uuid>, Submitted { visit, fields }: Submitted<Invitees>) -> Result<Response> {
    let actor = visit.actor()?;
    let outcome = on_form(members::invite(&visit.app, actor, id, &fields.emails, &fields.role).await)?;
    let outcome = outcome.and_then(single_refusal);
    if let Ok(all) = &outcome
        && all.iter().all(|one| one.outcome.is_ok())
    {
        visit.say(said_of(&visit, all)).await?;
        return Ok(visit.go_to(&home(id)));
    }
    let seen = organizations::visible(&visit.app, actor, id).await?;
    place(&visit, &seen);
    let mut page = Invite::new(&visit, &seen, fields.emails.trim().to_owned(), &fields.role);
    let status = match outcome {
        Ok(all) => {
            page.emails = failed(&all).map(|one| one.email.as_str()).collect::<Vec<_>>().join("\n");
            page.results = all;
            status_of(&page.results)
        }
        Err(refusal) => {
            let status;
            (status, page.faults, page.refusal) = said(visit.t, refusal);
            status
        }
    };
    visit.page(status, &page, &page.as_sheet())
}

/// A list of one address is a form like any other: what is wrong is said at the top of it.
fn single_refusal(all: Vec<Invited>) -> std::result::Result<Vec<Invited>, Refusal> {
    match <[Invited; 1]>::try_from(all) {
        Ok([Invited { outcome: Err(refusal), .. }]) => Err(refusal),
        Ok(one) => Ok(one.into()),
        Err(all) => Ok(all),
    }
}

fn failed(all: &[Invited]) -> impl Iterator<Item = &Invited> {
    all.iter().filter(|one| one.outcome.is_err())
}

/// What the answer as a whole is: fine when anybody was invited, else what the first one is.
fn status_of(all: &[Invited]) -> StatusCode {
    let refusals: Vec<&Refusal> = all.iter().filter_map(|one| one.outcome.as_ref().err()).collect();
    match refusals.first() {
        Some(first) if refusals.len() == all.len() => failure::status(&Error::Refused((*first).clone())),
        _ => StatusCode::OK,
    }
}

fn said_of(visit: &Visit, all: &[Invited]) -> String {
    match all {
        [one] => visit.t.notice_invited(&one.email),
        many => visit.t.members_notice_invited(many.len()),
    }
}

pub async fn resend(Path((id, member)): Path<(Uuid, Uuid)>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let email = members::resend(&visit.app, visit.actor()?, id, member).await?;
    visit.say(visit.t.notice_resent(&email)).await?;
    Ok(visit.go_to(&home(id)))
}
