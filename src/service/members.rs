//! The members of an organization: invite, confirm, remove, leave, ask to be removed.

use super::events::{self, Author};
use super::{Actor, invitations, not_found};
use crate::app::{App, DAY};
use crate::domain::email::Email;
use crate::domain::event::Event;
use crate::domain::member::{Role, Status};
use crate::domain::policy::Action;
use crate::domain::refusal::{Conflict, Faults, Problem};
use crate::error::Result;
use crate::mail::{self, Message, To};
use crate::store::members::{self, Member, NewMember};
use crate::store::organizations::{self, Seen};
use crate::store::{Tx, outbox_mails};
use uuid::Uuid;

/// Invitations that may stand open in one organization at a time.
const MOST_OPEN_INVITATIONS: i64 = 500;

/// Locks the organization and reads it anew as this person sees it.
async fn open(app: &App, actor: &Actor, organization: Uuid) -> Result<(Tx, Seen)> {
    let mut tx = app.db.write().await?;
    if !organizations::lock(&mut tx, organization).await? {
        return Err(not_found());
    }
    let seen = organizations::visible_to(&mut tx, actor.id, organization).await?.ok_or_else(not_found)?;
    Ok((tx, seen))
}

/// As [`open`], with one member, once the person may do `action` to somebody of that role.
async fn open_member(
    app: &App,
    actor: &Actor,
    (organization, member): (Uuid, Uuid),
    action: fn(Role) -> Action,
) -> Result<(Tx, Seen, Member)> {
    let (mut tx, seen) = open(app, actor, organization).await?;
    seen.standing().may(Action::ViewMembers)?;
    let member = members::find(&mut tx, organization, member).await?.ok_or_else(not_found)?;
    seen.standing().may(action(member.role))?;
    Ok((tx, seen, member))
}

/// The provider whose log gets the event too: the organization's, when the actor acts for it.
fn provider_concerned(seen: &Seen) -> Option<Uuid> {
    seen.organization.provider_id.filter(|_| seen.standing().provider.is_some())
}

/// Invites an address into the organization.
///
/// # Errors
/// The faults of the form; forbidden for a role above the own; a conflict when all seats are
/// occupied or the address is a member already.
pub async fn invite(app: &App, actor: &Actor, organization: Uuid, email: &str, role: &str) -> Result<()> {
    let mut faults = Faults::default();
    let email = faults.check("email", Email::parse(email));
    let role = faults.check("role", Role::parse(role).ok_or(Problem::NotAChoice));
    let parsed = faults.finish(email.zip(role));
    let seen = super::organizations::visible(app, actor, organization).await?;
    seen.standing().may(Action::Invite(parsed.as_ref().map_or(Role::User, |(_, role)| *role)))?;
    let (email, role) = parsed?;
    invitations::throttle(app, actor, &email).await?;
    let (mut tx, seen) = open(app, actor, organization).await?;
    seen.standing().may(Action::Invite(role))?;
    if members::open_invitations(&mut tx, organization).await? >= MOST_OPEN_INVITATIONS {
        return Err(Conflict::TooManyInvitations.into());
    }
    let new = NewMember {
        id: app.new_id(),
        organization,
        account: None,
        email: &email,
        name: "",
        role,
        status: Status::Invited,
        invited_by: Some(actor.id),
        now: app.now(),
    };
    invitations::invite_in(app, &mut tx, actor, &seen.organization.name, provider_concerned(&seen), &new).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(())
}

/// Sends a fresh invitation; the older link dies. Gives the address.
///
/// # Errors
/// A conflict unless the member is still invited.
pub async fn resend(app: &App, actor: &Actor, organization: Uuid, member: Uuid) -> Result<String> {
    let seen = super::organizations::visible(app, actor, organization).await?;
    seen.standing().may(Action::Invite(Role::User))?;
    let known = members::find(&mut app.db.read().await?, organization, member).await?.ok_or_else(not_found)?;
    if let Ok(email) = Email::parse(&known.email) {
        invitations::throttle(app, actor, &email).await?;
    }
    let (mut tx, seen, member) = open_member(app, actor, (organization, member), Action::Invite).await?;
    if member.status != Status::Invited {
        return Err(Conflict::NotInvited.into());
    }
    let name = &seen.organization.name;
    let event = Event::InvitationResent { organization: name.clone(), email: member.email.clone() };
    events::record(app, &mut tx, &Author::from(actor), organization, provider_concerned(&seen), &event).await?;
    members::set_inviter(&mut tx, organization, member.id, actor.id).await?;
    invitations::send(app, &mut tx, actor, name, (organization, member.id), &member.email, member.role).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(member.email)
}

/// Confirms a member who has accepted; gives the member as it was.
///
/// # Errors
/// A conflict when the member has not accepted yet or is confirmed already.
pub async fn confirm(app: &App, actor: &Actor, organization: Uuid, member: Uuid) -> Result<Member> {
    let (mut tx, seen, member) = open_member(app, actor, (organization, member), Action::Confirm).await?;
    match member.status {
        Status::Accepted => {}
        Status::Confirmed => return Err(Conflict::AlreadyConfirmed.into()),
        Status::Invited | Status::Revoked => return Err(Conflict::NotAccepted.into()),
    }
    if !members::confirm(&mut tx, organization, member.id).await? {
        return Err(Conflict::AlreadyConfirmed.into());
    }
    let name = &seen.organization.name;
    let event = Event::MemberConfirmed { organization: name.clone(), email: member.email.clone(), role: member.role };
    events::record(app, &mut tx, &Author::from(actor), organization, provider_concerned(&seen), &event).await?;
    let message = Message::Confirmed {
        organization: name.clone(),
        organization_id: organization,
        role: member.role,
        by: actor.name.clone(),
    };
    if let Some(to) = mail::to_account(&mut tx, member.account_id).await? {
        mail::enqueue(app, &mut tx, &to, &message, Some(organization)).await?;
    }
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(member)
}

/// Removes a member, or cancels an invitation; the seat is free. Gives the member as it was.
///
/// # Errors
/// A conflict when it is the last confirmed owner.
pub async fn remove(app: &App, actor: &Actor, organization: Uuid, member: Uuid) -> Result<Member> {
    let (mut tx, seen, member) = open_member(app, actor, (organization, member), Action::Remove).await?;
    if member.account_id == Some(actor.id) {
        return leave(app, tx, actor, &seen, member).await;
    }
    take_out(app, &mut tx, &member).await?;
    let name = &seen.organization.name;
    let event = Event::MemberRemoved { organization: name.clone(), email: member.email.clone(), role: member.role };
    events::record(app, &mut tx, &Author::from(actor), organization, provider_concerned(&seen), &event).await?;
    if let Some(to) = mail::to_account(&mut tx, member.account_id).await? {
        let message = Message::Removed { organization: name.clone(), by: actor.name.clone() };
        mail::enqueue(app, &mut tx, &to, &message, Some(organization)).await?;
    }
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(member)
}

/// Leaves the organization; the seat is free. Gives the member as it was.
///
/// # Errors
/// Forbidden for somebody of the provider who is no member; a conflict for the last confirmed owner.
pub async fn step_down(app: &App, actor: &Actor, organization: Uuid) -> Result<Member> {
    let (mut tx, seen) = open(app, actor, organization).await?;
    seen.standing().may(Action::StepDown)?;
    let member = members::confirmed_of(&mut tx, organization, actor.id).await?.ok_or_else(not_found)?;
    leave(app, tx, actor, &seen, member).await
}

async fn leave(app: &App, mut tx: Tx, actor: &Actor, seen: &Seen, member: Member) -> Result<Member> {
    take_out(app, &mut tx, &member).await?;
    let (id, name) = (seen.organization.id, &seen.organization.name);
    let event = Event::MemberLeft { organization: name.clone(), email: member.email.clone(), role: member.role };
    events::record(app, &mut tx, &Author::from(actor), id, provider_concerned(seen), &event).await?;
    if member.role == Role::Owner {
        let message = Message::OwnerLeft { organization: name.clone(), organization_id: id, person: actor.name.clone() };
        for owner in members::recipients(&mut tx, id, Role::Owner).await? {
            mail::enqueue(app, &mut tx, &owner.into(), &message, Some(id)).await?;
        }
    }
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(member)
}

/// Deletes the member, its links and its owed mails, and gives its seat back. The rule of the
/// last owner is asked here, behind the organization's lock, for every way out.
async fn take_out(app: &App, tx: &mut Tx, member: &Member) -> Result<()> {
    let organization = member.organization_id;
    let is_owner = member.role == Role::Owner && member.status == Status::Confirmed;
    if is_owner && members::other_confirmed_owners(tx, organization, member.id).await? == 0 {
        return Err(Conflict::LastOwner.into());
    }
    outbox_mails::cancel_for_member(tx, member.id).await?;
    if !members::delete(tx, organization, member.id).await? {
        return Err(not_found());
    }
    if member.status.occupies_a_seat() {
        organizations::free_seat(tx, organization, app.now()).await?;
    }
    Ok(())
}

/// Asks the other confirmed owners by mail to remove the person; gives how many were asked (none
/// when they were asked within the last day).
///
/// # Errors
/// Forbidden for somebody of the provider who is no member; a conflict when there is nobody to ask.
pub async fn ask_to_be_removed(app: &App, actor: &Actor, organization: Uuid) -> Result<usize> {
    let (mut tx, seen) = open(app, actor, organization).await?;
    seen.standing().may(Action::StepDown)?;
    let member = members::confirmed_of(&mut tx, organization, actor.id).await?.ok_or_else(not_found)?;
    let owners = members::recipients(&mut tx, organization, Role::Owner).await?;
    let asked: Vec<To> = owners.into_iter().filter(|owner| owner.account_id != actor.id).map(To::from).collect();
    if asked.is_empty() {
        return Err(Conflict::LastOwner.into());
    }
    if !members::ask_removal(&mut tx, organization, member.id, app.now(), app.now() - DAY).await? {
        return Ok(0);
    }
    let name = &seen.organization.name;
    let event = Event::RemovalAsked { organization: name.clone(), email: member.email.clone() };
    events::record(app, &mut tx, &Author::from(actor), organization, provider_concerned(&seen), &event).await?;
    let message = Message::RemovalAsked {
        organization: name.clone(),
        organization_id: organization,
        person: actor.name.clone(),
        person_email: actor.email.clone(),
    };
    for to in &asked {
        mail::enqueue(app, &mut tx, to, &message, Some(organization)).await?;
    }
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(asked.len())
}

/// The member whom the person may remove, with the organization, to say what that means.
///
/// # Errors
/// Not found and forbidden, as [`remove`].
pub async fn removable(app: &App, actor: &Actor, organization: Uuid, member: Uuid) -> Result<(Seen, Member)> {
    let seen = super::organizations::visible(app, actor, organization).await?;
    seen.standing().may(Action::ViewMembers)?;
    let mut conn = app.db.read().await?;
    let member = members::find(&mut conn, organization, member).await?.ok_or_else(not_found)?;
    seen.standing().may(Action::Remove(member.role))?;
    Ok((seen, member))
}
