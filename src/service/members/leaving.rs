//! Leaving, and asking to be removed.

use super::{Change, room};
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::acts::Candidate;
use crate::domain::members::{Role, Status};
use crate::domain::refusal::Conflict;
use crate::domain::time::DAY;
use crate::error::Result;
use crate::mail::{self, MemberMail, Message, To};
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::store::members::{self, Member};
use crate::store::organizations::Seen;

/// Leaves the organization; the seat is free. Gives the member as it was.
///
/// # Errors
/// Forbidden for somebody of the provider who is no member; a conflict for the last confirmed owner.
pub async fn step_down(app: &App, actor: &Actor, organization: OrganizationId) -> Result<Member> {
    let mut change = Change::open(app, actor, organization).await?;
    change.seen.standing().may(Action::StepDown)?;
    let member = members::confirmed_of(&mut change.tx, organization, actor.id).await?.ok_or_else(not_found)?;
    leave(change, member).await
}

pub(super) async fn leave(mut change: Change<'_>, member: Member) -> Result<Member> {
    change.keep_an_owner(&member).await?;
    change.take_out(&member).await?;
    let (id, name) = (change.id(), change.name());
    let event = Event::MemberLeft { organization: name.clone(), email: member.email.clone(), role: member.role };
    change.record(&event).await?;
    if member.role == Role::Owner {
        let message =
            Message::Member(MemberMail::OwnerLeft { organization: name, organization_id: id, person: change.actor.name.clone() });
        for owner in members::recipients(&mut change.tx, id, Role::Owner).await? {
            mail::enqueue(change.app, &mut change.tx, &owner.into(), &message, Some(id)).await?;
        }
    }
    change.commit().await?;
    Ok(member)
}

/// Whether the person is the one owner who keeps the organization from having none, and so cannot leave.
///
/// # Errors
/// The database cannot be reached.
pub async fn is_last_owner(app: &App, seen: &Seen) -> Result<bool> {
    let (Some(id), Some(role)) = (seen.member_id, seen.standing().member) else { return Ok(false) };
    let own = Candidate { id, role, status: Status::Confirmed, is_actor: true };
    Ok(room(&mut app.db.read().await?, seen).await?.loses_its_owner(&[own]))
}

/// Asks the other confirmed owners by mail to remove the person; gives how many were asked (none
/// when they were asked within the last day).
///
/// # Errors
/// Forbidden for somebody of the provider who is no member; a conflict when there is nobody to ask.
pub async fn ask_to_be_removed(app: &App, actor: &Actor, organization: OrganizationId) -> Result<usize> {
    let mut change = Change::open(app, actor, organization).await?;
    change.seen.standing().may(Action::StepDown)?;
    let member = members::confirmed_of(&mut change.tx, organization, actor.id).await?.ok_or_else(not_found)?;
    let owners = members::recipients(&mut change.tx, organization, Role::Owner).await?;
    let asked: Vec<To> = owners.into_iter().filter(|owner| owner.account_id != actor.id).map(To::from).collect();
    if asked.is_empty() {
        return Err(Conflict::LastOwner.into());
    }
    if !members::ask_removal(&mut change.tx, organization, member.id, app.now(), app.now() - DAY).await? {
        return Ok(0);
    }
    let event = Event::RemovalAsked { organization: change.name(), email: member.email.clone() };
    change.record(&event).await?;
    let message = Message::Member(MemberMail::RemovalAsked {
        organization: change.name(),
        organization_id: organization,
        person: actor.name.clone(),
        person_email: actor.email.clone(),
    });
    for to in &asked {
        mail::enqueue(app, &mut change.tx, to, &message, Some(organization)).await?;
    }
    change.commit().await?;
    Ok(asked.len())
}
