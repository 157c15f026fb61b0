//! Inviting one or many addresses.

use super::role_choices;
use crate::domain::access::Action;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::Role;
use crate::domain::pasted::Pasted;
use crate::domain::refusal::{Parsing, Part, Problem, Refusal};
use crate::service::access;
use crate::service::members::{self, Invite, MOST_ADDRESSES, MemberOf};
use crate::store::organizations::Seen;
use crate::web::kit::failure::{Result, on_form};
use crate::web::kit::form::{Nothing, Submitted};
use crate::web::kit::invite_form::{InviteForm, Wanted};
use crate::web::kit::paths::{Path, Query};
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::{home, place};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

fn form<'a>(v: &'a Visit, seen: &'a Seen, role: &'a str) -> InviteForm<'a> {
    place(v, seen);
    let roles = role_choices(v, |role| seen.standing().may(Action::Invite(role)).is_ok());
    let home = home(seen.organization.id);
    let action = format!("{home}/members");
    InviteForm::new(v, (home, action), roles, role).in_organization(&seen.organization.name, full(v, seen))
}

/// Where one more seat comes from, for who is about to invite somebody into a full organization.
fn full(v: &Visit, seen: &Seen) -> Option<String> {
    let is_full = seen.organization.occupied >= seen.organization.seats;
    is_full.then(|| match (seen.standing().may(Action::ManageSeats), &seen.provider_name) {
        (Ok(()), _) => v.t.invite_full_add(),
        (Err(_), Some(provider)) => v.t.invite_full_provider(provider),
        (Err(_), None) => v.t.invite_full_owner(),
    })
}

pub async fn new(visit: Visit, Path(id): Path<OrganizationId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let seen = access::visible(&visit.app, visit.actor()?, id).await?;
    seen.standing().may(Action::Invite(Role::User))?;
    let role = Role::parse(&wanted.role).filter(|role| seen.standing().may(Action::Invite(*role)).is_ok());
    form(&visit, &seen, role.unwrap_or(Role::User).word()).show(StatusCode::OK)
}

/// Where the form is sent to, asked for as a page: to the form.
pub async fn to_new(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    access::visible(&visit.app, visit.actor()?, id).await?.standing().may(Action::Invite(Role::User))?;
    Ok(visit.go_to(&format!("{}/members/new", home(id))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitees {
    /// The handover asks for one address, under this name.
    #[serde(alias = "email")]
    emails: String,
    role: String,
}

impl Invitees {
    fn read(&self) -> std::result::Result<(Pasted, Role), Refusal> {
        let mut faults = Parsing::default();
        let pasted = faults.check(Part::Emails, Pasted::read(&self.emails, MOST_ADDRESSES));
        let role = faults.check(Part::Role, Role::parse(&self.role).ok_or(Problem::NotAChoice));
        faults.finish(pasted.zip(role))
    }
}

pub async fn invite(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<Invitees>) -> Result<Response> {
    let actor = visit.actor()?;
    let seen = access::visible(&visit.app, actor, id).await?;
    seen.standing().may(Action::Invite(Role::User))?;
    let outcome = match fields.read() {
        Ok((pasted, role)) if pasted.is_plain => {
            let command = Invite { organization: id, addresses: pasted.listed, role };
            members::invite(&visit.app, actor, &command).await
        }
        Ok((pasted, _)) => return form(&visit, &seen, &fields.role).understood(pasted),
        Err(refusal) => Err(refusal.into()),
    };
    let outcome = on_form(outcome)?;
    let seen = access::visible(&visit.app, actor, id).await?;
    form(&visit, &seen, &fields.role).answer(&fields.emails, outcome).await
}

pub async fn resend(
    Path((id, member)): Path<(OrganizationId, MemberId)>,
    Submitted { visit, .. }: Submitted<Nothing>,
) -> Result<Response> {
    let email = members::resend(&visit.app, visit.actor()?, MemberOf { organization: id, member }).await?;
    visit.say(visit.t.notice_resent(&email)).await?;
    Ok(visit.go_to(&home(id)))
}
