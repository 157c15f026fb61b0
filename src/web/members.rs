//! What is done to members: each act a small page or button of its own, then back to the
//! organization's page.

use super::failure;
use super::form::{Nothing, Submitted};
use super::markup::Faults;
use super::paths::Path;
use super::visit::Visit;
use crate::app::DAY;
use crate::domain::member::{Role, Status};
use crate::domain::policy::Action;
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::service::{members, organizations};
use crate::store::members::Member;
use crate::store::organizations::{Organization, Seen};
use crate::texts;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

/// Puts a page about an organization under its entry of the navigation.
pub(super) fn place(visit: &Visit, seen: &Seen) {
    if seen.standing().provider.is_some() {
        visit.stands_under("/clients");
    }
}

pub(super) fn home(id: Uuid) -> String {
    format!("/organizations/{id}")
}

#[derive(Template)]
#[template(path = "members/invite.html", blocks = ["sheet"])]
struct Invite<'a> {
    v: &'a Visit,
    organization: &'a Organization,
    roles: Vec<(Role, String, String)>,
    email: &'a str,
    role: &'a str,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> Invite<'a> {
    fn days(&self) -> i64 {
        self.v.app.settings.invitation_lifetime / DAY
    }

    fn new(v: &'a Visit, seen: &'a Seen, email: &'a str, role: &'a str) -> Self {
        let allowed = |role: &&Role| seen.standing().may(Action::Invite(**role)).is_ok();
        let hint = |role: Role| match role {
            Role::Owner => v.t.role_owner_hint(),
            Role::Admin => v.t.role_admin_hint(),
            Role::User => v.t.role_user_hint(),
        };
        let roles = Role::ALL.iter().rev().filter(allowed).map(|role| (*role, texts::role(v.t, *role), hint(*role))).collect();
        Self { v, organization: &seen.organization, roles, email, role, faults: Faults::none(), refusal: None }
    }
}

pub async fn new(visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let seen = organizations::visible(&visit.app, visit.actor()?, id).await?;
    seen.standing().may(Action::Invite(Role::User))?;
    place(&visit, &seen);
    let page = Invite::new(&visit, &seen, "", Role::User.word());
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitee {
    email: String,
    role: String,
}

pub async fn invite(Path(id): Path<Uuid>, Submitted { visit, fields }: Submitted<Invitee>) -> Result<Response> {
    let actor = visit.actor()?;
    let refusal = match members::invite(&visit.app, actor, id, &fields.email, &fields.role).await {
        Ok(()) => {
            visit.say(visit.t.notice_invited(fields.email.trim())).await?;
            return Ok(visit.go_to(&home(id)));
        }
        Err(Error::Refused(refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_) | Refusal::Throttled { .. }))) => refusal,
        Err(error) => return Err(error),
    };
    let seen = organizations::visible(&visit.app, actor, id).await?;
    let mut page = Invite::new(&visit, &seen, fields.email.trim(), &fields.role);
    match &refusal {
        Refusal::Invalid(faults) => page.faults = Faults::of(visit.t, faults),
        other => page.refusal = Some(texts::refusal(visit.t, other)),
    }
    visit.page(failure::status(&Error::Refused(refusal)), &page, &page.as_sheet())
}

pub async fn confirm(Path((id, member)): Path<(Uuid, Uuid)>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let member = members::confirm(&visit.app, visit.actor()?, id, member).await?;
    visit.say(visit.t.notice_confirmed(member.label())).await?;
    Ok(visit.go_to(&home(id)))
}

pub async fn resend(Path((id, member)): Path<(Uuid, Uuid)>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let email = members::resend(&visit.app, visit.actor()?, id, member).await?;
    visit.say(visit.t.notice_resent(&email)).await?;
    Ok(visit.go_to(&home(id)))
}

/// The page that says what removing, or leaving, means before it is done.
#[derive(Template)]
#[template(path = "members/remove.html", blocks = ["sheet"])]
struct Remove<'a> {
    v: &'a Visit,
    title: String,
    effects: Vec<String>,
    action: String,
    button: String,
    back: String,
    refusal: Option<String>,
}

impl<'a> Remove<'a> {
    fn of(v: &'a Visit, organization: &Organization, member: &Member) -> Self {
        let t = v.t;
        let (title, effect, button) = if member.status == Status::Invited {
            let title = t.cancel_invitation_title(&member.email, &organization.name);
            (title, t.remove_invitation_effect(&member.email), t.cancel_invitation())
        } else {
            (t.remove_title(member.label(), &organization.name), t.remove_effect(), t.remove())
        };
        let freed = member.status.occupies_a_seat().then(|| frees(v, organization));
        Self {
            v,
            title,
            effects: [effect].into_iter().chain(freed).collect(),
            action: format!("{}/members/{}/remove", home(organization.id), member.id),
            button,
            back: home(organization.id),
            refusal: None,
        }
    }

    fn leaving(v: &'a Visit, organization: &Organization, for_provider: bool) -> Self {
        let t = v.t;
        let effect = if for_provider { t.leave_effect_provider() } else { t.leave_effect() };
        Self {
            v,
            title: t.leave_title(&organization.name),
            effects: vec![effect, frees(v, organization)],
            action: format!("{}/step-down", home(organization.id)),
            button: t.leave_organization(),
            back: home(organization.id),
            refusal: None,
        }
    }
}

fn frees(v: &Visit, organization: &Organization) -> String {
    let seats = |occupied: i64| format!("{occupied} / {}", organization.seats);
    v.t.remove_frees(seats(organization.occupied), seats(organization.occupied - 1))
}

pub async fn ask_remove(visit: Visit, Path((id, member)): Path<(Uuid, Uuid)>) -> Result<Response> {
    let (seen, member) = members::removable(&visit.app, visit.actor()?, id, member).await?;
    place(&visit, &seen);
    let page = Remove::of(&visit, &seen.organization, &member);
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

pub async fn remove(Path((id, member)): Path<(Uuid, Uuid)>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let actor = visit.actor()?;
    let refusal = match members::remove(&visit.app, actor, id, member).await {
        Ok(member) => {
            visit
                .say(match member.status {
                    Status::Invited => visit.t.notice_cancelled(&member.email),
                    _ => visit.t.notice_removed(member.label()),
                })
                .await?;
            return Ok(visit.go_to(&home(id)));
        }
        Err(Error::Refused(refusal @ Refusal::Conflict(_))) => refusal,
        Err(error) => return Err(error),
    };
    let (seen, member) = members::removable(&visit.app, actor, id, member).await?;
    let mut page = Remove::of(&visit, &seen.organization, &member);
    page.refusal = Some(texts::refusal(visit.t, &refusal));
    visit.page(failure::status(&Error::Refused(refusal)), &page, &page.as_sheet())
}

pub async fn ask_step_down(visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let seen = organizations::visible(&visit.app, visit.actor()?, id).await?;
    seen.standing().may(Action::StepDown)?;
    place(&visit, &seen);
    let page = Remove::leaving(&visit, &seen.organization, seen.standing().provider.is_some());
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

pub async fn step_down(Path(id): Path<Uuid>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let actor = visit.actor()?;
    let seen = organizations::visible(&visit.app, actor, id).await?;
    let for_provider = seen.standing().provider.is_some();
    match members::step_down(&visit.app, actor, id).await {
        Ok(_) => {
            visit.say(visit.t.notice_left(&seen.organization.name)).await?;
            Ok(visit.go_to(&if for_provider { home(id) } else { "/organizations".into() }))
        }
        Err(Error::Refused(refusal @ Refusal::Conflict(_))) => {
            let mut page = Remove::leaving(&visit, &seen.organization, for_provider);
            page.refusal = Some(texts::refusal(visit.t, &refusal));
            visit.page(failure::status(&Error::Refused(refusal)), &page, &page.as_sheet())
        }
        Err(error) => Err(error),
    }
}

pub async fn ask_to_be_removed(Path(id): Path<Uuid>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let asked = members::ask_to_be_removed(&visit.app, visit.actor()?, id).await?;
    visit.say(visit.t.notice_asked(asked)).await?;
    Ok(visit.go_to(&home(id)))
}
