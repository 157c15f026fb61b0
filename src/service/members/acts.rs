//! Confirm, revoke, restore, remove: one member at a time, and what each does.

use super::{bars, candidate, find, invitations, leaving, room, take_out};
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::Ended;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::Status;
use crate::domain::members::acts::{self, Act};
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::{Error, Result};
use crate::mail::{MemberMail, Message, Name};
use crate::service::access::{self, not_found};
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::identity::inviting::{self, Sender};
use crate::store::identity::mailed_links;
use crate::store::members::{self, Member};
use crate::store::organizations::{self, Seen};

/// Confirm, revoke, restore or remove one member.
#[derive(Clone, Copy, Debug)]
pub struct ActOn {
    pub act: Act,
    pub organization: OrganizationId,
    pub member: MemberId,
}

/// Does it to one member; gives the member as it was. Removing oneself is leaving.
///
/// # Errors
/// Forbidden for a member of a higher role; a conflict when the member is not in a state for it, is
/// the last confirmed owner, or finds no seat free.
pub async fn act(app: &App, actor: &Actor, command: ActOn) -> Result<Member> {
    let ActOn { act, organization, member } = command;
    let sender = match act {
        Act::Restore => throttle(app, actor, organization, &[member]).await?,
        _ => None,
    };
    change!(app, actor, Scope::organization(organization).telling(), |change| {
        let member = find(change, member).await?;
        change.may(act.action(member.role))?;
        let seen = change.seen()?.clone();
        let candidate = candidate(&member, actor, &bars::met_by(&mut change.tx, &seen).await?);
        if act == Act::Remove && candidate.is_actor {
            return leaving::leave(change, member).await;
        }
        let room = room(&mut change.tx, &seen).await?;
        for verdict in acts::plan(act, seen.standing(), &[candidate], &room) {
            verdict?;
        }
        apply(change, act, sender.as_ref(), &member).await?;
        Ok(member)
    })
}

/// The member to whom the person may do this, with the organization, to say what that means, and
/// why it cannot be done, where it cannot.
///
/// # Errors
/// Not found and forbidden, as [`act`].
pub async fn possible(app: &App, actor: &Actor, command: ActOn) -> Result<(Seen, Member, Option<Refusal>)> {
    let ActOn { act, organization, member } = command;
    let seen = access::visible(app, actor, organization).await?;
    seen.standing().may(Action::ViewMembers)?;
    let mut conn = app.db.read().await?;
    let member = members::find(&mut conn, organization, member).await?.ok_or_else(not_found)?;
    seen.standing().may(act.action(member.role))?;
    let mut candidate = candidate(&member, actor, &bars::met_by(&mut conn, &seen).await?);
    // Removing oneself is leaving, with the same rule about the last owner.
    candidate.is_actor &= act != Act::Remove;
    let room = room(&mut conn, &seen).await?;
    let verdict = acts::plan(act, seen.standing(), &[candidate], &room).into_iter().find_map(std::result::Result::err);
    Ok((seen, member, verdict))
}

/// Counts the invitations that restoring these members sends, to those who had not accepted: all of them or none. Gives
/// who invites, where there is anybody to invite.
pub(super) async fn throttle(app: &App, actor: &Actor, organization: OrganizationId, ids: &[MemberId]) -> Result<Option<Sender>> {
    let seen = access::visible(app, actor, organization).await?;
    seen.standing().may(Action::ViewMembers)?;
    let mut keys = Vec::new();
    for id in ids {
        let known = members::find(&mut app.db.read().await?, organization, *id).await?.ok_or_else(not_found)?;
        seen.standing().may(Action::Restore(known.role))?;
        actor.proven_for(app, seen.standing().needs_proof(Action::Restore(known.role)))?;
        if known.status == Status::Revoked && known.status_before() == Status::Invited {
            keys.push(known.email_key);
        }
    }
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return Ok(None);
    }
    let sender = Sender::of(app, actor, &seen).await?;
    inviting::count_all(app, &sender, &keys.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    Ok(Some(sender))
}

/// Does it, after the plan has allowed it behind the same lock.
pub(super) async fn apply(change: &mut Change<'_>, act: Act, sender: Option<&Sender>, member: &Member) -> Result<()> {
    match act {
        Act::Confirm | Act::Restore => bars::pass(change, member.account_id, &member.email_key).await?,
        Act::Revoke | Act::Remove => bars::set(change, member).await?,
    }
    match act {
        Act::Confirm => confirm(change, member).await,
        Act::Revoke => revoke(change, member).await,
        Act::Restore => restore(change, sender, member).await,
        Act::Remove => remove(change, member).await,
    }
}

/// The organization's name, and the actor's, for events and mails.
fn names(change: &Change<'_>) -> Result<(String, Name)> {
    Ok((change.seen()?.organization.name.clone(), (&change.actor()?.name).into()))
}

async fn confirm(change: &mut Change<'_>, member: &Member) -> Result<()> {
    let (id, (organization, by)) = (member.organization_id, names(change)?);
    if !members::confirm(&mut change.tx, id, member.id).await? {
        return Err(Conflict::AlreadyConfirmed.into());
    }
    let (email, role) = (member.email.clone(), member.role);
    change.record(change.here()?, &Event::MemberConfirmed { organization: organization.clone(), email, role }).await?;
    let message = Message::Member(MemberMail::Confirmed { organization: organization.into(), organization_id: id, role, by });
    change.tell_account(Some(id), member.account_id, &message).await
}

async fn revoke(change: &mut Change<'_>, member: &Member) -> Result<()> {
    let (id, now, (organization, by)) = (member.organization_id, change.now(), names(change)?);
    mailed_links::withdraw(&mut change.tx, Ended::Member(member.id), now).await?;
    if !members::revoke(&mut change.tx, id, member.id).await? {
        return Err(Conflict::IsRevoked.into());
    }
    organizations::free_seat(&mut change.tx, id, now).await?;
    let (email, role) = (member.email.clone(), member.role);
    change.record(change.here()?, &Event::MemberRevoked { organization: organization.clone(), email, role }).await?;
    change
        .tell_account(
            Some(id),
            member.account_id,
            &Message::Member(MemberMail::AccessRevoked { organization: organization.into(), by }),
        )
        .await
}

async fn restore(change: &mut Change<'_>, sender: Option<&Sender>, member: &Member) -> Result<()> {
    let (id, now, status) = (member.organization_id, change.now(), member.status_before());
    let (organization, by) = names(change)?;
    if !members::restore(&mut change.tx, id, member.id, status).await? {
        return Err(Conflict::NotRevoked.into());
    }
    if !organizations::occupy_seat(&mut change.tx, id, now).await? {
        return Err(Conflict::Full.into());
    }
    let (email, role) = (member.email.clone(), member.role);
    change.record(change.here()?, &Event::MemberRestored { organization: organization.clone(), email, role }).await?;
    if status == Status::Invited {
        // Nobody was to be invited a moment ago: what is seen by now is another state.
        let sender = sender.ok_or_else(|| Error::Again("somebody else changed the member".into()))?;
        return invitations::send_again(change, sender, member, role).await;
    }
    let waits = status != Status::Confirmed;
    let message =
        Message::Member(MemberMail::AccessRestored { organization: organization.into(), organization_id: id, role, waits, by });
    change.tell_account(Some(id), member.account_id, &message).await
}

async fn remove(change: &mut Change<'_>, member: &Member) -> Result<()> {
    let (organization, by) = names(change)?;
    take_out(change, member).await?;
    let (name, email, role) = (organization.clone(), member.email.clone(), member.role);
    let event = match member.status {
        Status::Invited => Event::InvitationCancelled { organization: name, email, role },
        _ => Event::MemberRemoved { organization: name, email, role },
    };
    change.record(change.here()?, &event).await?;
    change
        .tell_account(
            Some(member.organization_id),
            member.account_id,
            &Message::Member(MemberMail::Removed { organization: organization.into(), by }),
        )
        .await
}
