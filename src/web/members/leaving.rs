//! Leaving, asking to be removed, and declining that.

use super::{frees, invite_owner};
use crate::domain::access::Action;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::refusal::Conflict;
use crate::service::access;
use crate::service::members::{self, MemberOf};
use crate::store::organizations::Seen;
use crate::web::kit::failure::{Result, on_form};
use crate::web::kit::form::{Nothing, Submitted};
use crate::web::kit::paths::Path;
use crate::web::kit::sure::Sure;
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::{home, place};
use axum::response::Response;

fn leaving<'a>(v: &'a Visit, seen: &Seen) -> Sure<'a> {
    let (t, organization) = (v.t, &seen.organization);
    place(v, seen);
    let for_provider = seen.standing().provider.is_some();
    let effect = if for_provider { t.leave_effect_provider() } else { t.leave_effect() };
    let (title, back) = (t.leave_title(&organization.name), home(organization.id));
    let press = (format!("{back}/step-down"), t.leave_organization());
    Sure::new(v, title, vec![effect, frees(v, organization)], press, &back)
}

pub async fn ask_step_down(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    let seen = access::visible(&visit.app, visit.actor()?, id).await?;
    seen.standing().may(Action::StepDown)?;
    let is_last = members::is_last_owner(&visit.app, &seen).await?;
    leaving(&visit, &seen).answer(None, is_last.then(|| Conflict::LastOwner.into()), invite_owner(&seen))
}

pub async fn step_down(Path(id): Path<OrganizationId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let actor = visit.actor()?;
    let seen = access::visible(&visit.app, actor, id).await?;
    match on_form(members::step_down(&visit.app, actor, id).await)? {
        Ok(_) => {
            visit.say(visit.t.notice_left(&seen.organization.name)).await?;
            let for_provider = seen.standing().provider.is_some();
            Ok(visit.go_to(&if for_provider { home(id) } else { "/organizations".into() }))
        }
        Err(refusal) => leaving(&visit, &seen).answer(Some(refusal), None, invite_owner(&seen)),
    }
}

pub async fn ask_to_be_removed(Path(id): Path<OrganizationId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let asked = members::ask_to_be_removed(&visit.app, visit.actor()?, id).await?;
    visit.say(visit.t.notice_asked(asked)).await?;
    Ok(visit.go_to(&home(id)))
}

pub async fn decline_removal(
    Path((organization, member)): Path<(OrganizationId, MemberId)>,
    Submitted { visit, .. }: Submitted<Nothing>,
) -> Result<Response> {
    let member = members::decline(&visit.app, visit.actor()?, MemberOf { organization, member }).await?;
    visit.say(visit.t.notice_removal_declined(member.label())).await?;
    Ok(visit.go_to(&home(organization)))
}
