//! Confirming, revoking, restoring and removing one member.

use super::{frees, invite_owner};
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::Status;
use crate::domain::members::acts::Act;
use crate::domain::refusal::Refusal;
use crate::error;
use crate::service::members::{self, ActOn};
use crate::store::members::Member;
use crate::store::organizations::Organization;
use crate::web::kit::failure::{Result, on_form};
use crate::web::kit::form::{Nothing, Submitted};
use crate::web::kit::notice::WayBack;
use crate::web::kit::paths::Path;
use crate::web::kit::sure::Sure;
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::{home, place};
use axum::response::Response;

fn on(act: Act, (organization, member): (OrganizationId, MemberId)) -> ActOn {
    ActOn { act, organization, member }
}

async fn act(visit: &Visit, act: Act, ids: (OrganizationId, MemberId)) -> error::Result<Member> {
    members::act(&visit.app, visit.actor()?, on(act, ids)).await
}

pub async fn confirm(
    Path(ids): Path<(OrganizationId, MemberId)>,
    Submitted { visit, .. }: Submitted<Nothing>,
) -> Result<Response> {
    let member = act(&visit, Act::Confirm, ids).await?;
    visit.say(visit.t.notice_confirmed(member.label())).await?;
    Ok(visit.go_to(&home(ids.0)))
}

pub async fn restore(
    Path(ids): Path<(OrganizationId, MemberId)>,
    Submitted { visit, .. }: Submitted<Nothing>,
) -> Result<Response> {
    let member = act(&visit, Act::Restore, ids).await?;
    let sentence = match member.status_before() {
        Status::Invited => visit.t.members_notice_restored_invited(&member.email),
        Status::Accepted => visit.t.members_notice_restored_accepted(member.label()),
        _ => visit.t.members_notice_restored(member.label()),
    };
    visit.say_with(sentence, WayBack::undo(visit.t, path(ids, Act::Revoke))).await?;
    Ok(visit.go_to(&home(ids.0)))
}

/// Where this is done to a member.
fn path((organization, member): (OrganizationId, MemberId), act: Act) -> String {
    format!("{}/members/{member}/{}", home(organization), act.word())
}

/// Whoever was taken out is invited again: that is as far as the way back leads.
fn invite_again(visit: &Visit, member: &Member) -> WayBack {
    let fields = [("emails", member.email.as_str()), ("role", member.role.word())];
    WayBack::press(visit.t.invite_again(), format!("{}/members", home(member.organization_id)), &fields)
}

fn removing<'a>(v: &'a Visit, organization: &Organization, member: &Member) -> Sure<'a> {
    let t = v.t;
    let (title, effect, button) = if member.status == Status::Invited {
        let title = t.cancel_invitation_title(&member.email, &organization.name);
        (title, t.remove_invitation_effect(&member.email), t.cancel_invitation())
    } else {
        (t.remove_title(member.label(), &organization.name), t.remove_effect(), t.remove())
    };
    let freed = member.status.occupies_a_seat().then(|| frees(v, organization));
    let effects = [effect].into_iter().chain(freed).collect();
    about(v, organization, (member, Act::Remove), title, effects, button)
}

fn revoking<'a>(v: &'a Visit, organization: &Organization, member: &Member) -> Sure<'a> {
    let t = v.t;
    let invited = member.status == Status::Invited;
    let effect = if invited { t.remove_invitation_effect(&member.email) } else { t.members_revoke_effect() };
    let effects = vec![effect, t.members_revoke_kept(), frees(v, organization)];
    let title = t.members_revoke_title(member.label(), &organization.name);
    about(v, organization, (member, Act::Revoke), title, effects, t.members_revoke())
}

fn about<'a>(
    v: &'a Visit,
    organization: &Organization,
    (member, act): (&Member, Act),
    title: String,
    effects: Vec<String>,
    button: String,
) -> Sure<'a> {
    let back = home(organization.id);
    let action = path((organization.id, member.id), act);
    Sure::new(v, title, effects, (action, button), &back)
}

/// Says what the act means, before or, where it was refused, after it was tried.
async fn ask(visit: &Visit, act: Act, ids: (OrganizationId, MemberId), refused: Option<Refusal>) -> Result<Response> {
    let (seen, member, reason) = members::possible(&visit.app, visit.actor()?, on(act, ids)).await?;
    place(visit, &seen);
    let page = match act {
        Act::Revoke => revoking(visit, &seen.organization, &member),
        _ => removing(visit, &seen.organization, &member),
    };
    page.answer(refused, reason, invite_owner(&seen))
}

pub async fn ask_remove(visit: Visit, Path(ids): Path<(OrganizationId, MemberId)>) -> Result<Response> {
    ask(&visit, Act::Remove, ids, None).await
}

pub async fn ask_revoke(visit: Visit, Path(ids): Path<(OrganizationId, MemberId)>) -> Result<Response> {
    ask(&visit, Act::Revoke, ids, None).await
}

pub async fn remove(
    Path(ids): Path<(OrganizationId, MemberId)>,
    Submitted { visit, .. }: Submitted<Nothing>,
) -> Result<Response> {
    match on_form(act(&visit, Act::Remove, ids).await)? {
        Ok(member) => {
            let sentence = match member.status {
                Status::Invited => visit.t.notice_cancelled(&member.email),
                Status::Revoked => visit.t.members_notice_removed(member.label()),
                _ => visit.t.notice_removed(member.label()),
            };
            match member.account_id == Some(visit.actor()?.id) {
                true => visit.say(sentence).await?,
                false => visit.say_with(sentence, invite_again(&visit, &member)).await?,
            }
            Ok(visit.go_to(&home(ids.0)))
        }
        Err(refusal) => ask(&visit, Act::Remove, ids, Some(refusal)).await,
    }
}

pub async fn revoke(
    Path(ids): Path<(OrganizationId, MemberId)>,
    Submitted { visit, .. }: Submitted<Nothing>,
) -> Result<Response> {
    match on_form(act(&visit, Act::Revoke, ids).await)? {
        Ok(member) => {
            let undo = WayBack::undo(visit.t, path(ids, Act::Restore));
            visit.say_with(visit.t.members_notice_revoked(member.label()), undo).await?;
            Ok(visit.go_to(&home(ids.0)))
        }
        Err(refusal) => ask(&visit, Act::Revoke, ids, Some(refusal)).await,
    }
}
