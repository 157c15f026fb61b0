//! The members of a provider: confirm, change role, suspend, remove, leave.

use super::events::{self, Author};
use super::throttles::{self, Limit};
use super::{Actor, ProviderSeat, invitations, not_found, provider_invitations};
use crate::app::App;
use crate::domain::event::Event;
use crate::domain::policy::{Denial, ProviderAction};
use crate::domain::provider::{ProviderRole, Status};
use crate::domain::refusal::{Conflict, Faults, Problem, Refusal};
use crate::error::Result;
use crate::mail::{self, Message, TeamNews, To};
use crate::store::provider_members::{self, ProviderMember};
use crate::store::{Conn, Tx, outbox_mails, providers, sessions};
use uuid::Uuid;

mod list;

pub use list::{Counts, PAGE_ROWS, Page, Query, page};

/// Locks the person's provider, once it is certain behind the lock that they administer it.
pub(super) async fn open<'a>(app: &App, actor: &'a Actor) -> Result<(Tx, &'a ProviderSeat)> {
    let provider = actor.provider_for(ProviderAction::ManageProviderMembers)?;
    let mut tx = app.db.write().await?;
    if !providers::lock_as_admin(&mut tx, provider.id, actor.id).await? {
        return Err(Denial::Role.into());
    }
    Ok((tx, provider))
}

/// As [`open`], with one member.
pub(super) async fn open_member<'a>(app: &App, actor: &'a Actor, id: Uuid) -> Result<(Tx, &'a ProviderSeat, ProviderMember)> {
    throttles::count(app, Limit::NoticesBy, &actor.id.to_string()).await?;
    let (mut tx, provider) = open(app, actor).await?;
    let member = provider_members::find(&mut tx, provider.id, id).await?.ok_or_else(not_found)?;
    Ok((tx, provider, member))
}

/// The member, to say what an act on it means before it is done.
///
/// # Errors
/// Not found and forbidden, as the acts themselves.
pub async fn manageable(app: &App, actor: &Actor, id: Uuid) -> Result<ProviderMember> {
    let provider = actor.provider_for(ProviderAction::ManageProviderMembers)?;
    let mut conn = app.db.read().await?;
    provider_members::find(&mut conn, provider.id, id).await?.ok_or_else(not_found)
}

/// On whom something is done.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    Member(Uuid),
    Oneself,
}

/// The member, with why no admin's rights can be taken from it, where they cannot.
///
/// # Errors
/// Not found and forbidden, as the acts themselves.
pub async fn possible(app: &App, actor: &Actor, who: Who) -> Result<(ProviderMember, Option<Refusal>)> {
    let provider = actor.provider_for(ProviderAction::ManageProviderMembers)?;
    let mut conn = app.db.read().await?;
    let member = match who {
        Who::Member(id) => provider_members::find(&mut conn, provider.id, id).await?,
        Who::Oneself => provider_members::confirmed_of(&mut conn, provider.id, actor.id).await?,
    };
    let member = member.ok_or_else(not_found)?;
    let is_last = is_last_admin(&mut conn, &member).await?;
    Ok((member, is_last.then(|| Conflict::LastAdmin.into())))
}

pub(super) async fn commit(app: &App, tx: Tx) -> Result<()> {
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(())
}

/// Writes the event, tells the person, if there is something to tell, and commits.
pub(super) async fn conclude(
    app: &App,
    mut tx: Tx,
    (actor, provider): (&Actor, &ProviderSeat),
    member: ProviderMember,
    event: &Event,
    news: Option<TeamNews>,
) -> Result<ProviderMember> {
    events::record_for_provider(app, &mut tx, &Author::from(actor), provider.id, event).await?;
    if let (Some(news), Some(to)) = (news, mail::to_account(&mut tx, member.account_id).await?) {
        let message = Message::Team { provider: provider.name.clone(), news };
        mail::enqueue(app, &mut tx, &to, &message, None).await?;
    }
    commit(app, tx).await?;
    Ok(member)
}

/// Confirms a member who has accepted, who has an owner's rights in every client from then on;
/// gives the member as it was.
///
/// # Errors
/// A conflict when the member has not accepted yet or is confirmed already.
pub async fn confirm(app: &App, actor: &Actor, id: Uuid) -> Result<ProviderMember> {
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
pub async fn change_role(app: &App, actor: &Actor, id: Uuid, role: &str) -> Result<(ProviderMember, ProviderRole)> {
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
pub async fn suspend(app: &App, actor: &Actor, id: Uuid) -> Result<ProviderMember> {
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
pub async fn reactivate(app: &App, actor: &Actor, id: Uuid) -> Result<ProviderMember> {
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
pub async fn remove(app: &App, actor: &Actor, id: Uuid) -> Result<ProviderMember> {
    let (mut tx, provider, member) = open_member(app, actor, id).await?;
    if member.account_id == Some(actor.id) {
        return go(app, tx, (actor, provider), member).await;
    }
    take_out(&mut tx, &member).await?;
    end_sessions(&mut tx, actor, &member).await?;
    let event = Event::ProviderMemberRemoved { email: member.email.clone(), role: member.role };
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
    take_out(&mut tx, &member).await?;
    let event = Event::ProviderMemberLeft { email: member.email.clone(), role: member.role };
    let news = TeamNews::AdminLeft { person: actor.name.clone() };
    let message = Message::Team { provider: provider.name.clone(), news };
    for admin in provider_members::admins(&mut tx, provider.id).await? {
        mail::enqueue(app, &mut tx, &To::from(admin), &message, None).await?;
    }
    conclude(app, tx, (actor, provider), member, &event, None).await
}

/// Deletes the member with its links and its owed mails.
async fn take_out(tx: &mut Tx, member: &ProviderMember) -> Result<()> {
    keep_an_admin(tx, member).await?;
    outbox_mails::cancel_for_provider_member(tx, member.id).await?;
    if !provider_members::delete(tx, member.provider_id, member.id).await? {
        return Err(not_found());
    }
    Ok(())
}

/// The rule of the last admin, asked behind the provider's lock for everything that takes an
/// admin's rights away.
async fn keep_an_admin(tx: &mut Tx, member: &ProviderMember) -> Result<()> {
    if is_last_admin(tx, member).await? { Err(Conflict::LastAdmin.into()) } else { Ok(()) }
}

async fn is_last_admin(conn: &mut Conn, member: &ProviderMember) -> Result<bool> {
    let (provider, id) = (member.provider_id, member.id);
    Ok(member.is_acting_admin() && provider_members::other_acting_admins(conn, provider, id).await? == 0)
}

/// Signs the member out everywhere, where it is somebody else: rights are read anew on every
/// request, and nobody goes on with a page from before.
async fn end_sessions(tx: &mut Tx, actor: &Actor, member: &ProviderMember) -> Result<()> {
    if let Some(account) = member.account_id.filter(|account| *account != actor.id) {
        sessions::delete_of_account(tx, account).await?;
    }
    Ok(())
}
