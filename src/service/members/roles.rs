//! Changing a member's role.

use super::{bars, candidate, find, invitations, keep_an_owner, room};
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::{Role, Status};
use crate::domain::refusal::Conflict;
use crate::domain::version::Version;
use crate::error::{Error, Result};
use crate::mail::{MemberMail, Message};
use crate::service::access::{self, not_found};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::identity::inviting::{self, Sender};
use crate::store::members::{self, Member};
use crate::store::organizations::Seen;

/// Another role for a member.
#[derive(Clone, Debug)]
pub struct ChangeRole {
    pub organization: OrganizationId,
    pub member: MemberId,
    pub role: Role,
    /// What the form was filled with.
    pub version: Version,
}

/// The version of a member's role.
#[must_use]
pub fn role_version(member: &Member) -> Version {
    Version::of(&[member.role.word()])
}

/// Gives a member another role, and tells the person; somebody who is only invited gets a fresh
/// invitation that names it. Gives the member as it was.
///
/// # Errors
/// Forbidden for a role above the own, before or after; a conflict when the last confirmed owner would
/// be one no more, the member is revoked, or somebody else changed the role meanwhile.
pub async fn change_role(app: &App, actor: &Actor, command: &ChangeRole) -> Result<Member> {
    let ChangeRole { organization, member, role, version } = command;
    let (organization, member, role) = (*organization, *member, *role);
    let (seen, known, _) = role_of(app, actor, organization, member).await?;
    let mut sender = None;
    if known.status == Status::Invited && known.role != role {
        let action = Action::ChangeRole { from: known.role, to: role };
        seen.standing().may(action)?;
        version.must_be(&role_version(&known))?;
        actor.proven_for(app, seen.standing().needs_proof(action))?;
        let invites = Sender::of(app, actor, &seen).await?;
        inviting::count_all(app, &invites, &[&known.email_key]).await?;
        sender = Some(invites);
    }
    change!(app, actor, Scope::organization(organization).telling(), |change| {
        let member = find(change, member).await?;
        let name = change.may(Action::ChangeRole { from: member.role, to: role })?.name.clone();
        if member.status == Status::Revoked {
            return Err(Conflict::IsRevoked.into());
        }
        if member.role == role {
            change.discard();
            return Ok(member);
        }
        if role < Role::Owner {
            keep_an_owner(change, &member).await?;
        }
        version.must_be(&role_version(&member))?;
        members::set_role(&mut change.tx, organization, member.id, role).await?;
        let (before, email) = (member.role, member.email.clone());
        change.record(change.here()?, &Event::RoleChanged { organization: name.clone(), email, before, after: role }).await?;
        if member.status == Status::Invited {
            bars::pass(change, member.account_id, &member.email_key).await?;
            let sender = sender.as_ref().ok_or_else(|| Error::Again("somebody else changed the member".into()))?;
            invitations::send_again(change, sender, &member, role).await?;
        } else if member.account_id != Some(actor.id) {
            let message = Message::Member(MemberMail::RoleChanged {
                organization: name.into(),
                organization_id: organization,
                before,
                after: role,
                by: (&actor.name).into(),
            });
            change.tell_account(Some(organization), member.account_id, &message).await?;
        }
        Ok(member)
    })
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
    let is_last_owner = room(&mut conn, &seen).await?.loses_its_owner(&[candidate(&member, actor, &bars::Barred::default())]);
    Ok((seen, member, is_last_owner))
}
