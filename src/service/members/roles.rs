//! Changing a member's role.

use super::{Change, candidate, room};
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::{Role, Status};
use crate::domain::refusal::{Conflict, Faults, Problem};
use crate::error::Result;
use crate::mail::{MemberMail, Message};
use crate::service::access;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::identity::throttles::{self, Limit};
use crate::service::members::invitations;
use crate::store::members::{self, Member};
use crate::store::organizations::Seen;

/// Gives a member another role, and tells the person; somebody who is only invited gets a fresh
/// invitation that names it. Gives the member as it was, and the new role.
///
/// # Errors
/// The fault of the form; forbidden for a role above the own, before or after; a conflict when the
/// last confirmed owner would be one no more, or the member is revoked.
pub async fn change_role(
    app: &App,
    actor: &Actor,
    organization: OrganizationId,
    member: MemberId,
    role: &str,
) -> Result<(Member, Role)> {
    let (_, known, _) = role_of(app, actor, organization, member).await?;
    throttles::count(app, Limit::NoticesBy, &actor.id.to_string()).await?;
    let mut faults = Faults::default();
    let role = faults.check("role", Role::parse(role).ok_or(Problem::NotAChoice));
    let role = faults.finish(role)?;
    if known.status == Status::Invited && known.role != role {
        invitations::throttle_address(app, actor, &known.email).await?;
    }
    let (mut change, member) = Change::open_member(app, actor, (organization, member)).await?;
    change.seen.standing().may(Action::ChangeRole { from: member.role, to: role })?;
    if member.status == Status::Revoked {
        return Err(Conflict::IsRevoked.into());
    }
    if member.role == role {
        return Ok((member, role));
    }
    if role < Role::Owner {
        change.keep_an_owner(&member).await?;
    }
    members::set_role(&mut change.tx, organization, member.id, role).await?;
    let (before, by) = (member.role, actor.name.clone());
    let event = Event::RoleChanged { organization: change.name(), email: member.email.clone(), before, after: role };
    change.record(&event).await?;
    if member.status == Status::Invited {
        change.send_invitation(&member, role).await?;
    } else if member.account_id != Some(actor.id) {
        let organization_id = organization;
        let message =
            Message::Member(MemberMail::RoleChanged { organization: change.name(), organization_id, before, after: role, by });
        change.tell(&member, &message).await?;
    }
    change.commit().await?;
    Ok((member, role))
}

/// The member whose role the person may change, with the organization, and whether it is the last
/// confirmed owner, who stays one.
///
/// # Errors
/// Not found and forbidden, as [`change_role`].
pub async fn role_of(app: &App, actor: &Actor, organization: OrganizationId, member: MemberId) -> Result<(Seen, Member, bool)> {
    let seen = access::visible(app, actor, organization).await?;
    seen.standing().may(Action::ViewMembers)?;
    let mut conn = app.db.read().await?;
    let member = members::find(&mut conn, organization, member).await?.ok_or_else(not_found)?;
    seen.standing().may(Action::ChangeRole { from: member.role, to: Role::User })?;
    let is_last_owner = room(&mut conn, &seen).await?.loses_its_owner(&[candidate(&member, actor)]);
    Ok((seen, member, is_last_owner))
}
