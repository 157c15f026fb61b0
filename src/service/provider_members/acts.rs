//! Confirm, change role, suspend, reactivate, remove, leave: one member of a provider at a time.

use super::{conclude, keep_an_admin, manageable, open, open_member};
use crate::app::App;
use crate::domain::events::Event;
use crate::domain::ids::ProviderMemberId;
use crate::domain::providers::{ProviderRole, Status};
use crate::domain::refusal::{Conflict, Faults, Problem};
use crate::error::Result;
use crate::mail::{self, Message, TeamNews, To};
use crate::service::access::not_found;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::members::invitations;
use crate::service::provider_members::invitations as provider_invitations;
use crate::store::Tx;
use crate::store::identity::sessions;
use crate::store::provider_members::{self, ProviderMember};

/// Confirms a member who has accepted, who has an owner's rights in every client from then on;
/// gives the member as it was.
///
/// # Errors
/// A conflict when the member has not accepted yet or is confirmed already.
pub async fn confirm(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let (mut tx, provider, member) = open_member(app, actor, id).await?;
    match member.status {
        Status::Accepted => {}
        Status::Invited => return Err(Conflict::NotAccepted.into()),
        Status::Confirmed | Status::Suspended => return Err(Conflict::AlreadyConfirmed.into()),
    }
    provider_members::move_on(&mut tx, provider.id, id, Status::Accepted, Status::Confirmed).await?;
    let event = Event::ProviderMemberConfirmed { email: member.email.clone(), role: member.role };
    let news = TeamNews::Confirmed { role: member.role, by: actor.name.clone() };
    conclude(app, tx, (actor, provider), member, &event, Some(news)).await
}

/// Gives the member another role; an invited one gets a new invitation, anybody else signs in
/// again. Gives the member as it was, and the role as it is.
///
/// # Errors
/// The fault of the field; a conflict for the last admin.
pub async fn change_role(app: &App, actor: &Actor, id: ProviderMemberId, role: &str) -> Result<(ProviderMember, ProviderRole)> {
    let known = manageable(app, actor, id).await?;
    let mut faults = Faults::default();
    let role = faults.check("role", ProviderRole::parse(role).ok_or(Problem::NotAChoice));
    let role = faults.finish(role)?;
    if known.status == Status::Invited {
        invitations::throttle_address(app, actor, &known.email).await?;
    }
    let (mut tx, provider, member) = open_member(app, actor, id).await?;
    if member.role == role {
        return Ok((member, role));
    }
    if role != ProviderRole::Admin {
        keep_an_admin(&mut tx, &member).await?;
    }
    provider_members::set_role(&mut tx, provider.id, id, role).await?;
    let event = Event::ProviderRoleChanged { email: member.email.clone(), before: member.role, after: role };
    let news = if member.status == Status::Invited {
        provider_invitations::send_again(app, &mut tx, (actor, provider), &member, role).await?;
        None
    } else {
        end_sessions(&mut tx, actor, &member).await?;
        Some(TeamNews::RoleChanged { role, by: actor.name.clone() })
    };
    let news = news.filter(|_| member.account_id != Some(actor.id));
    Ok((conclude(app, tx, (actor, provider), member, &event, news).await?, role))
}

/// Locks a confirmed person out at once; gives the member as it was.
///
/// # Errors
/// A conflict unless the member is confirmed, and for the last admin.
pub async fn suspend(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let (mut tx, provider, member) = open_member(app, actor, id).await?;
    if member.status != Status::Confirmed {
        return Err(Conflict::NotConfirmed.into());
    }
    keep_an_admin(&mut tx, &member).await?;
    provider_members::move_on(&mut tx, provider.id, id, Status::Confirmed, Status::Suspended).await?;
    end_sessions(&mut tx, actor, &member).await?;
    let event = Event::ProviderMemberSuspended { email: member.email.clone() };
    let news = TeamNews::Suspended { by: actor.name.clone() };
    conclude(app, tx, (actor, provider), member, &event, Some(news)).await
}

/// Gives a suspended person the rights of before back; gives the member as it was.
///
/// # Errors
/// A conflict unless the member is suspended.
pub async fn reactivate(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let (mut tx, provider, member) = open_member(app, actor, id).await?;
    if !provider_members::move_on(&mut tx, provider.id, id, Status::Suspended, Status::Confirmed).await? {
        return Err(Conflict::NotSuspended.into());
    }
    let event = Event::ProviderMemberReactivated { email: member.email.clone() };
    let news = TeamNews::Reactivated { by: actor.name.clone() };
    conclude(app, tx, (actor, provider), member, &event, Some(news)).await
}

/// Removes a member, or cancels an invitation; gives the member as it was. Removing oneself is
/// leaving.
///
/// # Errors
/// A conflict for the last admin.
pub async fn remove(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let (mut tx, provider, member) = open_member(app, actor, id).await?;
    if member.account_id == Some(actor.id) {
        return go(app, tx, (actor, provider), member).await;
    }
    take_out(app, &mut tx, &member).await?;
    end_sessions(&mut tx, actor, &member).await?;
    let (email, role) = (member.email.clone(), member.role);
    let event = match member.status {
        Status::Invited => Event::ProviderInvitationCancelled { email, role },
        _ => Event::ProviderMemberRemoved { email, role },
    };
    let news = TeamNews::Removed { by: actor.name.clone() };
    conclude(app, tx, (actor, provider), member, &event, Some(news)).await
}

/// Leaves the provider; gives its name.
///
/// # Errors
/// A conflict for the last admin.
pub async fn leave(app: &App, actor: &Actor) -> Result<String> {
    let (mut tx, provider) = open(app, actor).await?;
    let member = provider_members::confirmed_of(&mut tx, provider.id, actor.id).await?.ok_or_else(not_found)?;
    go(app, tx, (actor, provider), member).await?;
    Ok(provider.name.clone())
}

async fn go(app: &App, mut tx: Tx, (actor, provider): (&Actor, &ProviderSeat), member: ProviderMember) -> Result<ProviderMember> {
    take_out(app, &mut tx, &member).await?;
    let event = Event::ProviderMemberLeft { email: member.email.clone(), role: member.role };
    let news = TeamNews::AdminLeft { person: actor.name.clone() };
    let message = Message::Team { provider: provider.name.clone(), news };
    for admin in provider_members::admins(&mut tx, provider.id).await? {
        mail::enqueue(app, &mut tx, &To::from(admin), &message, None).await?;
    }
    conclude(app, tx, (actor, provider), member, &event, None).await
}

/// Deletes the member; its links and the mails that carry them end with it.
async fn take_out(app: &App, tx: &mut Tx, member: &ProviderMember) -> Result<()> {
    keep_an_admin(tx, member).await?;
    if !provider_members::delete(tx, member.provider_id, member.id, app.now()).await? {
        return Err(not_found());
    }
    Ok(())
}

/// Signs the member out everywhere, where it is somebody else: rights are read anew on every
/// request, and nobody goes on with a page from before.
async fn end_sessions(tx: &mut Tx, actor: &Actor, member: &ProviderMember) -> Result<()> {
    if let Some(account) = member.account_id.filter(|account| *account != actor.id) {
        sessions::delete_of_account(tx, account).await?;
    }
    Ok(())
}
