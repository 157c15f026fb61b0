//! Leaving.

use super::{keep_an_owner, room, take_out};
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::acts::Candidate;
use crate::domain::members::{Role, Status};
use crate::error::Result;
use crate::mail::{MemberMail, Message, To};
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::store::members::{self, Member};
use crate::store::organizations::Seen;

/// Leaves the organization; the seat is free. Gives the member as it was.
///
/// # Errors
/// Forbidden for somebody of the provider who is no member; a conflict for the last confirmed owner.
pub async fn step_down(app: &App, actor: &Actor, organization: OrganizationId) -> Result<Member> {
    change!(app, actor, Scope::organization(organization), |change| {
        change.may(Action::StepDown)?;
        let member = members::confirmed_of(&mut change.tx, organization, actor.id).await?.ok_or_else(not_found)?;
        leave(change, member).await
    })
}

pub(super) async fn leave(change: &mut Change<'_>, member: Member) -> Result<Member> {
    keep_an_owner(change, &member).await?;
    take_out(change, &member).await?;
    let (id, name) = (member.organization_id, change.seen()?.organization.name.clone());
    let event = Event::MemberLeft { organization: name.clone(), email: member.email.clone(), role: member.role };
    change.record(change.here()?, &event).await?;
    if member.role == Role::Owner {
        let person = (&change.actor()?.name).into();
        let message = Message::Member(MemberMail::OwnerLeft { organization: name.into(), organization_id: id, person });
        for owner in members::recipients(&mut change.tx, id, Role::Owner).await? {
            change.tell(Some(id), &To::from(owner), &message).await?;
        }
    }
    Ok(member)
}

/// Whether the person is the one owner who keeps the organization from having none, and so cannot leave.
///
/// # Errors
/// The database cannot be reached.
pub async fn is_last_owner(app: &App, seen: &Seen) -> Result<bool> {
    let (Some(id), Some(role)) = (seen.member_id, seen.standing().member) else { return Ok(false) };
    let own = Candidate { id, role, status: Status::Confirmed, is_actor: true, is_barred: false };
    Ok(room(&mut app.db.read().await?, seen).await?.loses_its_owner(&[own]))
}
