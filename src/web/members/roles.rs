//! Changing a member's role.

use super::{invite_owner, role_choices};
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::Role;
use crate::domain::members::Status;
use crate::domain::refusal::{Conflict, Part, Problem, Refusal};
use crate::domain::version::Version;
use crate::service::events::read::last;
use crate::service::members::{self, ChangeRole};
use crate::store::members::Member;
use crate::store::organizations::{Organization, Seen};
use crate::texts;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::invite_form::RoleChoice;
use crate::web::kit::markup::Faults;
use crate::web::kit::meanwhile::Meanwhile;
use crate::web::kit::paths::Path;
use crate::web::kit::sure::Sure;
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::{home, place};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "members/role.html", blocks = ["sheet"])]
struct Page<'a> {
    v: &'a Visit,
    organization: &'a Organization,
    member: &'a Member,
    roles: Vec<RoleChoice>,
    role: &'a str,
    version: Version,
    faults: Faults,
    refusal: Option<String>,
    meanwhile: Option<Meanwhile>,
}

impl<'a> Page<'a> {
    fn new(v: &'a Visit, seen: &'a Seen, member: &'a Member, role: &'a str) -> Self {
        place(v, seen);
        let allowed = |to| seen.standing().may(Action::ChangeRole { from: member.role, to }).is_ok();
        let (roles, faults, version) = (role_choices(v, allowed), Faults::none(), members::role_version(member));
        Self { v, organization: &seen.organization, member, roles, role, version, faults, refusal: None, meanwhile: None }
    }

    fn back(&self) -> String {
        home(self.organization.id)
    }

    /// The role that the member has now beside the chosen one.
    async fn meet(&mut self, chosen: Role) -> Result<()> {
        let (v, id, member) = (self.v, self.organization.id, self.member);
        let of_member = |event: &Event| matches!(event, Event::RoleChanged { email, .. } if *email == member.email);
        let by = last(&v.app, id, of_member).await?;
        let field = (v.t.role(), texts::role(v.t, member.role), texts::role(v.t, chosen));
        (self.refusal, self.meanwhile) = (None, Some(Meanwhile::new(v, by, &home(id), vec![field])));
        Ok(())
    }

    fn is_invited(&self) -> bool {
        self.member.status == Status::Invited
    }
}

pub async fn ask_role(visit: Visit, Path((id, member)): Path<(OrganizationId, MemberId)>) -> Result<Response> {
    let (seen, member, is_last_owner) = members::role_of(&visit.app, visit.actor()?, id, member).await?;
    if is_last_owner {
        return stays_owner(&visit, &seen, &member, None);
    }
    let page = Page::new(&visit, &seen, &member, member.role.word());
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

/// The last confirmed owner has no role to choose from, and is told so in place of the form.
fn stays_owner(visit: &Visit, seen: &Seen, member: &Member, refused: Option<Refusal>) -> Result<Response> {
    place(visit, seen);
    let page = Sure::barred(visit, visit.t.members_role_title(member.label()), &home(seen.organization.id));
    page.answer(refused, Some(Conflict::LastOwner.into()), invite_owner(seen))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    role: String,
    #[serde(default)]
    version: Version,
}

pub async fn change_role(
    Path((id, member)): Path<(OrganizationId, MemberId)>,
    Submitted { visit, fields }: Submitted<NewRole>,
) -> Result<Response> {
    let actor = visit.actor()?;
    let role = Role::parse(&fields.role).ok_or_else(|| Refusal::at(Part::Role, Problem::NotAChoice));
    let outcome = match role.clone() {
        Ok(role) => {
            let command = ChangeRole { organization: id, member, role, version: fields.version.clone() };
            members::change_role(&visit.app, actor, &command).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    let refusal = match on_form(outcome)? {
        Ok(member) => {
            let role = role?;
            visit.say(visit.t.members_notice_role(member.label(), texts::role(visit.t, role))).await?;
            return Ok(visit.go_to(&home(id)));
        }
        Err(refusal) => refusal,
    };
    let (seen, member, is_last_owner) = members::role_of(&visit.app, actor, id, member).await?;
    if is_last_owner && refusal == Conflict::LastOwner.into() {
        return stays_owner(&visit, &seen, &member, Some(refusal));
    }
    let mut page = Page::new(&visit, &seen, &member, &fields.role);
    let status;
    (status, page.faults, page.refusal) = said(visit.t, &refusal);
    match role {
        Ok(chosen) if refusal.is_about_another_version() => page.meet(chosen).await?,
        _ => page.version = fields.version,
    }
    visit.page(status, &page, &page.as_sheet())
}
