//! The form that invites members of an organization or of a provider: one or many addresses, one role.

use super::failure::{Result, note, said, status};
use super::markup::Faults;
use super::visit::Visit;
use crate::domain::email::Email;
use crate::domain::pasted::{Listed, Pasted};
use crate::domain::refusal::Refusal;
use crate::domain::time::DAY;
use crate::service::members::{Invited, MOST_ADDRESSES};
use crate::texts;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// The role that a link to the form asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    pub role: String,
}

/// A role in a form: its word, its label and what it may do.
pub struct RoleChoice {
    pub word: &'static str,
    pub label: String,
    pub hint: String,
}

#[derive(Template)]
#[template(path = "kit/invite.html", blocks = ["sheet"])]
pub struct InviteForm<'a> {
    v: &'a Visit,
    /// Where it is sent.
    action: String,
    /// The page with the list.
    back: String,
    /// The organization in which each invitation takes a seat.
    organization: Option<&'a str>,
    /// Where a seat comes from, where none is left.
    full: Option<String>,
    roles: Vec<RoleChoice>,
    role: &'a str,
    emails: String,
    faults: Faults,
    refusal: Option<String>,
    /// What became of each address of the list that was sent.
    results: Vec<Invited>,
    /// What was understood of a list that is more than addresses: nobody is invited yet.
    understood: Vec<Listed>,
}

impl<'a> InviteForm<'a> {
    pub fn new(v: &'a Visit, (back, action): (String, String), roles: Vec<RoleChoice>, role: &'a str) -> Self {
        let (emails, faults) = (String::new(), Faults::none());
        Self {
            v,
            action,
            back,
            organization: None,
            full: None,
            roles,
            role,
            emails,
            faults,
            refusal: None,
            results: Vec::new(),
            understood: Vec::new(),
        }
    }

    /// For an organization, in which each invitation takes a seat.
    pub fn in_organization(self, name: &'a str, full: Option<String>) -> Self {
        Self { organization: Some(name), full, ..self }
    }

    fn days(&self) -> i64 {
        self.v.app.settings.invitation_lifetime / DAY
    }

    fn hint(&self) -> String {
        self.v.t.members_emails_hint(MOST_ADDRESSES)
    }

    /// How many addresses were understood.
    fn addresses(&self) -> usize {
        self.understood.iter().filter(|one| one.email.is_some()).count()
    }

    fn invited(&self) -> usize {
        self.results.iter().filter(|one| one.outcome.is_ok()).count()
    }

    /// Why one address was not invited.
    fn why(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::Invalid(faults) => faults.first().map(|fault| texts::problem(self.v.t, *fault)).unwrap_or_default(),
            other => texts::refusal(self.v.t, other),
        }
    }

    /// # Errors
    /// The template cannot be written.
    pub fn show(&self, status: StatusCode) -> Result<Response> {
        self.v.page(status, self, &self.as_sheet())
    }

    /// Says what was understood of a pasted list before anybody is invited: the form holds its addresses alone.
    ///
    /// # Errors
    /// The template cannot be written.
    pub fn understood(mut self, pasted: Pasted) -> Result<Response> {
        let addresses = pasted.listed.iter().filter_map(|one| one.email.as_ref()).map(Email::as_str);
        self.emails = addresses.collect::<Vec<_>>().join("\n");
        self.understood = pasted.listed;
        self.show(StatusCode::OK)
    }

    /// Goes back to the list where all are invited; else the form stays, with those who are not.
    ///
    /// # Errors
    /// The session cannot be stored, or the template cannot be written.
    pub async fn answer(mut self, emails: &str, outcome: std::result::Result<Vec<Invited>, Refusal>) -> Result<Response> {
        let status = match outcome.and_then(single_refusal) {
            Ok(all) if all.iter().all(|one| one.outcome.is_ok()) => {
                self.v.say(said_of(self.v, &all)).await?;
                return Ok(self.v.go_to(&self.back));
            }
            Ok(all) => {
                let left = all.iter().filter(|one| one.outcome.is_err()).map(|one| one.email.as_str());
                self.emails = left.collect::<Vec<_>>().join("\n");
                self.results = all;
                status_of(&self.results)
            }
            Err(refusal) => {
                self.emails = emails.trim().to_owned();
                let status;
                (status, self.faults, self.refusal) = said(self.v.t, &refusal);
                if status == StatusCode::TOO_MANY_REQUESTS {
                    self.refusal = self.refusal.map(|wait| self.v.t.invite_throttled(wait));
                }
                status
            }
        };
        self.show(status)
    }
}

/// A list of one address is a form like any other: what is wrong is said at the top of it.
fn single_refusal(all: Vec<Invited>) -> std::result::Result<Vec<Invited>, Refusal> {
    match <[Invited; 1]>::try_from(all) {
        Ok([Invited { outcome: Err(refusal), .. }]) => Err(refusal),
        Ok(one) => Ok(one.into()),
        Err(all) => Ok(all),
    }
}

/// What the answer as a whole is: fine when anybody was invited, else what the first one is.
fn status_of(all: &[Invited]) -> StatusCode {
    let refusals: Vec<&Refusal> = all.iter().filter_map(|one| one.outcome.as_ref().err()).collect();
    match refusals.first() {
        Some(first) if refusals.len() == all.len() => {
            note(first);
            status(first)
        }
        _ => StatusCode::OK,
    }
}

fn said_of(visit: &Visit, all: &[Invited]) -> String {
    match all {
        [one] => visit.t.notice_invited(&one.email),
        many => visit.t.members_notice_invited(many.len()),
    }
}
