//! Confirm, change role, suspend, reactivate, remove, leave: one member of a provider at a time.

use super::{conclude, invitations, keep_an_admin, manageable, managed, open};
use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::identity::ending::Ending;
use crate::domain::ids::ProviderMemberId;
use crate::domain::proof::TeamAct;
use crate::domain::providers::{ProviderRole, Status};
use crate::domain::refusal::Conflict;
use crate::domain::version::Version;
use crate::error::Result;
use crate::mail::{Message, ProviderMail, TeamNews, To};
use crate::service::access::not_found;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Change, Scope, change};
use crate::service::identity::inviting;
use crate::store::identity::ended_sessions::End;
use crate::store::identity::sessions;
use crate::store::provider_members::{self, ProviderMember};

/// Confirms a member who has accepted, who has an owner's rights in every client from then on;
/// gives the member as it was.
///
/// # Errors
/// A conflict when the member has not accepted yet or is confirmed already.
pub async fn confirm(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let own = managed(actor)?;
    change!(app, actor, Scope::provider(own).telling(), |change| {
        let (provider, member) = open(change, own, id, TeamAct::Confirm).await?;
        match member.status {
            Status::Accepted => {}
            Status::Invited => return Err(Conflict::NotAccepted.into()),
            Status::Confirmed | Status::Suspended => return Err(Conflict::AlreadyConfirmed.into()),
        }
        provider_members::move_on(&mut change.tx, own, id, Status::Accepted, Status::Confirmed).await?;
        let event = Event::ProviderMemberConfirmed { email: member.email.clone(), role: member.role };
        let news = TeamNews::Confirmed { role: member.role, by: (&actor.name).into() };
        conclude(change, provider, member, &event, Some(news)).await
    })
}

/// Another role for a member of the person's provider.
#[derive(Clone, Debug)]
pub struct ChangeRole {
    pub member: ProviderMemberId,
    pub role: ProviderRole,
    /// What the form was filled with.
    pub version: Version,
}

/// The version of a member's role.
#[must_use]
pub fn role_version(member: &ProviderMember) -> Version {
    Version::of(&[member.role.word()])
}

/// Gives the member another role; an invited one gets a new invitation, anybody else signs in
/// again. Gives the member as it was.
///
/// # Errors
/// A conflict for the last admin, and when somebody else changed the role meanwhile.
pub async fn change_role(app: &App, actor: &Actor, command: &ChangeRole) -> Result<ProviderMember> {
    let (ChangeRole { member: id, role, version }, own) = (command, managed(actor)?);
    let (id, role) = (*id, *role);
    let known = manageable(app, actor, id).await?;
    let sender = invitations::sender(actor, own);
    if known.status == Status::Invited && known.role != role {
        version.must_be(&role_version(&known))?;
        actor.proven_for(app, TeamAct::ChangeRole { from: known.role, to: role }.needs_proof())?;
        inviting::count_all(app, &sender, &[&known.email_key]).await?;
    }
    change!(app, actor, Scope::provider(own).telling(), |change| {
        let (provider, member) = open(change, own, id, |from| TeamAct::ChangeRole { from, to: role }).await?;
        if member.role == role {
            change.discard();
            return Ok(member);
        }
        if role != ProviderRole::Admin {
            keep_an_admin(change, &member).await?;
        }
        version.must_be(&role_version(&member))?;
        provider_members::set_role(&mut change.tx, own, id, role).await?;
        let event = Event::ProviderRoleChanged { email: member.email.clone(), before: member.role, after: role };
        let news = if member.status == Status::Invited {
            invitations::send_again(change, &provider, &sender, (&member, role)).await?;
            None
        } else {
            end_sessions(change, &member).await?;
            Some(TeamNews::RoleChanged { role, by: (&actor.name).into() })
        };
        let news = news.filter(|_| member.account_id != Some(actor.id));
        conclude(change, provider, member, &event, news).await
    })
}

/// Locks a confirmed person out at once; gives the member as it was.
///
/// # Errors
/// A conflict unless the member is confirmed, and for the last admin.
pub async fn suspend(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let own = managed(actor)?;
    change!(app, actor, Scope::provider(own).telling(), |change| {
        let (provider, member) = open(change, own, id, TeamAct::Suspend).await?;
        if member.status != Status::Confirmed {
            return Err(Conflict::NotConfirmed.into());
        }
        keep_an_admin(change, &member).await?;
        provider_members::move_on(&mut change.tx, own, id, Status::Confirmed, Status::Suspended).await?;
        end_sessions(change, &member).await?;
        let event = Event::ProviderMemberSuspended { email: member.email.clone() };
        let news = TeamNews::Suspended { by: (&actor.name).into() };
        conclude(change, provider, member, &event, Some(news)).await
    })
}

/// Gives a suspended person the rights of before back; gives the member as it was.
///
/// # Errors
/// A conflict unless the member is suspended.
pub async fn reactivate(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let own = managed(actor)?;
    change!(app, actor, Scope::provider(own).telling(), |change| {
        let (provider, member) = open(change, own, id, TeamAct::Reactivate).await?;
        if !provider_members::move_on(&mut change.tx, own, id, Status::Suspended, Status::Confirmed).await? {
            return Err(Conflict::NotSuspended.into());
        }
        let event = Event::ProviderMemberReactivated { email: member.email.clone() };
        let news = TeamNews::Reactivated { by: (&actor.name).into() };
        conclude(change, provider, member, &event, Some(news)).await
    })
}

/// Removes a member, or cancels an invitation; gives the member as it was. Removing oneself is
/// leaving.
///
/// # Errors
/// A conflict for the last admin.
pub async fn remove(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let own = managed(actor)?;
    change!(app, actor, Scope::provider(own).telling(), |change| {
        let (provider, member) = open(change, own, id, TeamAct::Remove).await?;
        if member.account_id == Some(actor.id) {
            return go(change, provider, member).await;
        }
        take_out(change, &member).await?;
        end_sessions(change, &member).await?;
        let (email, role) = (member.email.clone(), member.role);
        let event = match member.status {
            Status::Invited => Event::ProviderInvitationCancelled { email, role },
            _ => Event::ProviderMemberRemoved { email, role },
        };
        let news = TeamNews::Removed { by: (&actor.name).into() };
        conclude(change, provider, member, &event, Some(news)).await
    })
}

/// Leaves the provider; gives its name.
///
/// # Errors
/// A conflict for the last admin.
pub async fn leave(app: &App, actor: &Actor) -> Result<String> {
    let own = actor.provider_for(ProviderAction::Leave)?.id;
    change!(app, actor, Scope::provider(own), |change| {
        let provider = change.provider(own, ProviderAction::Leave).await?;
        let member = provider_members::confirmed_of(&mut change.tx, own, actor.id).await?.ok_or_else(not_found)?;
        change.demand_proof(TeamAct::Leave(member.role).needs_proof());
        let name = provider.name.clone();
        go(change, provider, member).await?;
        Ok(name)
    })
}

async fn go(change: &mut Change<'_>, provider: ProviderSeat, member: ProviderMember) -> Result<ProviderMember> {
    take_out(change, &member).await?;
    let event = Event::ProviderMemberLeft { email: member.email.clone(), role: member.role };
    let news = TeamNews::AdminLeft { person: (&change.actor()?.name).into() };
    let message = Message::Provider(ProviderMail::Team { provider: (&provider.name).into(), news });
    for admin in provider_members::admins(&mut change.tx, provider.id).await? {
        change.tell(None, &To::from(admin), &message).await?;
    }
    conclude(change, provider, member, &event, None).await
}

/// Deletes the member; its links and the mails that carry them end with it.
async fn take_out(change: &mut Change<'_>, member: &ProviderMember) -> Result<()> {
    keep_an_admin(change, member).await?;
    let now = change.now();
    if !provider_members::delete(&mut change.tx, member.provider_id, member.id, now).await? {
        return Err(not_found());
    }
    Ok(())
}

/// Signs the member out everywhere, where it is somebody else: rights are read anew on every
/// request, and nobody goes on with a page from before.
async fn end_sessions(change: &mut Change<'_>, member: &ProviderMember) -> Result<()> {
    let actor = change.actor()?.id;
    if let Some(account) = member.account_id.filter(|account| *account != actor) {
        let end = End { by: Ending::Rights, now: change.now() };
        sessions::delete_of_account(&mut change.tx, account, end).await?;
    }
    Ok(())
}
