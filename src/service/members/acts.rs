//! Confirm, revoke, restore, remove: one member at a time, and what each does.

use super::{Change, candidate, leaving, room};
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::acts::{self as member_acts, Act};
use crate::domain::members::{Role, Status};
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::Result;
use crate::mail::Message;
use crate::service::access;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::identity::throttles::{self, Limit};
use crate::service::members::invitations;
use crate::store::identity::mailed_links::{self, Ended};
use crate::store::members::{self, Member};
use crate::store::organizations::{self, Seen};

/// Does it to one member; gives the member as it was. Removing oneself is leaving.
///
/// # Errors
/// Forbidden for a member of a higher role; a conflict when the member is not in a state for it, is
/// the last confirmed owner, or finds no seat free.
pub async fn act(app: &App, actor: &Actor, act: Act, (organization, member): (OrganizationId, MemberId)) -> Result<Member> {
    throttles::count(app, Limit::NoticesBy, &actor.id.to_string()).await?;
    if act == Act::Restore {
        throttle(app, actor, organization, &[member]).await?;
    }
    let (mut change, member) = Change::open_member(app, actor, (organization, member)).await?;
    change.seen.standing().may(act.action(member.role))?;
    let candidate = candidate(&member, actor);
    if act == Act::Remove && candidate.is_actor {
        return leaving::leave(change, member).await;
    }
    let room = room(&mut change.tx, &change.seen).await?;
    for verdict in member_acts::plan(act, change.seen.standing(), &[candidate], &room) {
        verdict?;
    }
    change.apply(act, &member).await?;
    change.commit().await?;
    Ok(member)
}

/// The member to whom the person may do this, with the organization, to say what that means, and
/// why it cannot be done, where it cannot.
///
/// # Errors
/// Not found and forbidden, as [`act`].
pub async fn possible(
    app: &App,
    actor: &Actor,
    act: Act,
    (organization, member): (OrganizationId, MemberId),
) -> Result<(Seen, Member, Option<Refusal>)> {
    let seen = access::visible(app, actor, organization).await?;
    seen.standing().may(Action::ViewMembers)?;
    let mut conn = app.db.read().await?;
    let member = members::find(&mut conn, organization, member).await?.ok_or_else(not_found)?;
    seen.standing().may(act.action(member.role))?;
    let mut candidate = candidate(&member, actor);
    // Removing oneself is leaving, with the same rule about the last owner.
    candidate.is_actor &= act != Act::Remove;
    let room = room(&mut conn, &seen).await?;
    let verdict = member_acts::plan(act, seen.standing(), &[candidate], &room).into_iter().find_map(std::result::Result::err);
    Ok((seen, member, verdict))
}

/// Counts the invitations that restoring these members sends: to those who had not accepted.
pub(super) async fn throttle(app: &App, actor: &Actor, organization: OrganizationId, ids: &[MemberId]) -> Result<()> {
    let seen = access::visible(app, actor, organization).await?;
    seen.standing().may(Action::ViewMembers)?;
    for id in ids {
        let known = members::find(&mut app.db.read().await?, organization, *id).await?.ok_or_else(not_found)?;
        seen.standing().may(Action::Revoke(known.role))?;
        if known.status == Status::Revoked && known.status_before() == Status::Invited {
            invitations::throttle_address(app, actor, &known.email).await?;
        }
    }
    Ok(())
}

impl Change<'_> {
    /// Does it, after the plan has allowed it behind the same lock.
    pub(super) async fn apply(&mut self, act: Act, member: &Member) -> Result<()> {
        match act {
            Act::Confirm => self.confirm(member).await,
            Act::Revoke => self.revoke(member).await,
            Act::Restore => self.restore(member).await,
            Act::Remove => self.remove(member).await,
        }
    }

    async fn confirm(&mut self, member: &Member) -> Result<()> {
        let (id, organization, by) = (self.id(), self.name(), self.actor.name.clone());
        if !members::confirm(&mut self.tx, id, member.id).await? {
            return Err(Conflict::AlreadyConfirmed.into());
        }
        let (email, role) = (member.email.clone(), member.role);
        self.record(&Event::MemberConfirmed { organization: organization.clone(), email, role }).await?;
        self.tell(member, &Message::Confirmed { organization, organization_id: id, role, by }).await
    }

    async fn revoke(&mut self, member: &Member) -> Result<()> {
        let (id, organization, by) = (self.id(), self.name(), self.actor.name.clone());
        mailed_links::withdraw(&mut self.tx, Ended::Member(member.id), self.app.now()).await?;
        if !members::revoke(&mut self.tx, id, member.id).await? {
            return Err(Conflict::IsRevoked.into());
        }
        organizations::free_seat(&mut self.tx, id, self.app.now()).await?;
        let (email, role) = (member.email.clone(), member.role);
        self.record(&Event::MemberRevoked { organization: organization.clone(), email, role }).await?;
        self.tell(member, &Message::AccessRevoked { organization, by }).await
    }

    async fn restore(&mut self, member: &Member) -> Result<()> {
        let (id, organization, by, status) = (self.id(), self.name(), self.actor.name.clone(), member.status_before());
        if !members::restore(&mut self.tx, id, member.id, status).await? {
            return Err(Conflict::NotRevoked.into());
        }
        if !organizations::occupy_seat(&mut self.tx, id, self.app.now()).await? {
            return Err(Conflict::Full.into());
        }
        let (email, role) = (member.email.clone(), member.role);
        self.record(&Event::MemberRestored { organization: organization.clone(), email, role }).await?;
        if status == Status::Invited {
            return self.send_invitation(member, role).await;
        }
        let waits = status != Status::Confirmed;
        self.tell(member, &Message::AccessRestored { organization, organization_id: id, role, waits, by }).await
    }

    async fn remove(&mut self, member: &Member) -> Result<()> {
        let (organization, by) = (self.name(), self.actor.name.clone());
        self.take_out(member).await?;
        let (email, role) = (member.email.clone(), member.role);
        let organization_name = organization.clone();
        self.record(&match member.status {
            Status::Invited => Event::InvitationCancelled { organization: organization_name, email, role },
            _ => Event::MemberRemoved { organization: organization_name, email, role },
        })
        .await?;
        self.tell(member, &Message::Removed { organization, by }).await
    }

    /// Sends a fresh invitation for this role, by the actor; the older link dies.
    pub(super) async fn send_invitation(&mut self, member: &Member, role: Role) -> Result<()> {
        let (id, name) = (self.id(), self.name());
        members::set_inviter(&mut self.tx, id, member.id, self.actor.id).await?;
        invitations::send(self.app, &mut self.tx, self.actor, &name, (id, member.id), &member.email, role).await
    }
}
