//! Leaving, and asking to be removed.

use super::{keep_an_owner, room, take_out};
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::acts::Candidate;
use crate::domain::members::{Role, Status};
use crate::domain::refusal::Conflict;
use crate::domain::time::DAY;
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

/// Asks the other confirmed owners by mail to remove the person; gives how many were asked (none
/// when they were asked within the last day).
///
/// # Errors
/// Forbidden for somebody of the provider who is no member; a conflict when there is nobody to ask.
pub async fn ask_to_be_removed(app: &App, actor: &Actor, organization: OrganizationId) -> Result<usize> {
    change!(app, actor, Scope::organization(organization), |change| {
        let name = change.may(Action::AskRemoval)?.name.clone();
        let member = members::confirmed_of(&mut change.tx, organization, actor.id).await?.ok_or_else(not_found)?;
        let owners = members::recipients(&mut change.tx, organization, Role::Owner).await?;
        let asked: Vec<To> = owners.into_iter().filter(|owner| owner.account_id != actor.id).map(To::from).collect();
        if asked.is_empty() {
            return Err(Conflict::LastOwner.into());
        }
        if !members::ask_removal(&mut change.tx, organization, member.id, app.now(), app.now() - DAY).await? {
            change.discard();
            return Ok(0);
        }
        let event = Event::RemovalAsked { organization: name.clone(), email: member.email.clone() };
        change.record(change.here()?, &event).await?;
        let message = Message::Member(MemberMail::RemovalAsked {
            organization: name.into(),
            organization_id: organization,
            person: (&actor.name).into(),
            person_email: (&actor.email).into(),
        });
        for to in &asked {
            change.tell(Some(organization), to, &message).await?;
        }
        Ok(asked.len())
    })
}
