//! The members of a provider: what every change of them begins and ends with.

use super::access::not_found;
use super::actor::{Actor, ProviderSeat};
use super::events::record::{self, Author};
use super::identity::throttles::{self, Limit};
use crate::app::App;
use crate::domain::access::{Denial, ProviderAction};
use crate::domain::events::Event;
use crate::domain::ids::ProviderMemberId;
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::Result;
use crate::mail::{self, Message, TeamNews};
use crate::store::provider_members::{self, ProviderMember};
use crate::store::{Conn, Tx, providers};

mod acts;
pub mod invitations;
mod list;

pub use acts::{change_role, confirm, leave, reactivate, remove, suspend};
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
pub(super) async fn open_member<'a>(
    app: &App,
    actor: &'a Actor,
    id: ProviderMemberId,
) -> Result<(Tx, &'a ProviderSeat, ProviderMember)> {
    throttles::count(app, Limit::NoticesBy, &actor.id.to_string()).await?;
    let (mut tx, provider) = open(app, actor).await?;
    let member = provider_members::find(&mut tx, provider.id, id).await?.ok_or_else(not_found)?;
    Ok((tx, provider, member))
}

/// The member, to say what an act on it means before it is done.
///
/// # Errors
/// Not found and forbidden, as the acts themselves.
pub async fn manageable(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let provider = actor.provider_for(ProviderAction::ManageProviderMembers)?;
    let mut conn = app.db.read().await?;
    provider_members::find(&mut conn, provider.id, id).await?.ok_or_else(not_found)
}

/// On whom something is done.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    Member(ProviderMemberId),
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
    app.wake_deliveries();
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
    record::record_for_provider(app, &mut tx, &Author::from(actor), provider.id, event).await?;
    if let (Some(news), Some(to)) = (news, mail::to_account(&mut tx, member.account_id).await?) {
        let message = Message::Team { provider: provider.name.clone(), news };
        mail::enqueue(app, &mut tx, &to, &message, None).await?;
    }
    commit(app, tx).await?;
    Ok(member)
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
