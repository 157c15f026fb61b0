//! The members of a provider. Every change is one [`Change`] behind the lock on the provider's row.

mod acts;
pub mod invitations;
mod list;
mod person;

pub use acts::{ChangeRole, change_role, confirm, leave, reactivate, remove, role_version, suspend};
pub use list::{Counts, PAGE_ROWS, Page, Query, page};
pub use person::{FAILURE_DAYS, MOST_FAILURES, Person, UseOf, end_access, keeps_access, person, remind};

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::ids::{ProviderId, ProviderMemberId};
use crate::domain::proof::TeamAct;
use crate::domain::providers::ProviderRole;
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::Result;
use crate::mail::{Message, ProviderMail, TeamNews};
use crate::service::access::not_found;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::Change;
use crate::service::events::record::Logs;
use crate::store::Conn;
use crate::store::provider_members::{self, ProviderMember};

/// The person's provider, as somebody who manages its members.
fn managed(actor: &Actor) -> Result<ProviderId> {
    Ok(actor.provider_for(ProviderAction::ManageProviderMembers)?.id)
}

/// The same behind the lock, with one member, for this act on somebody of the member's role.
async fn open(
    change: &mut Change<'_>,
    own: ProviderId,
    id: ProviderMemberId,
    act: impl FnOnce(ProviderRole) -> TeamAct,
) -> Result<(ProviderSeat, ProviderMember)> {
    let provider = change.provider(own, ProviderAction::ManageProviderMembers).await?;
    let member = provider_members::find(&mut change.tx, own, id).await?.ok_or_else(not_found)?;
    change.demand_proof(act(member.role).needs_proof());
    Ok((provider, member))
}

/// The member, to say what an act on it means before it is done.
///
/// # Errors
/// Not found and forbidden, as the acts themselves.
pub async fn manageable(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let provider = managed(actor)?;
    let mut conn = app.db.read().await?;
    provider_members::find(&mut conn, provider, id).await?.ok_or_else(not_found)
}

/// The member, with why no admin's rights can be taken from it, where they cannot.
///
/// # Errors
/// Not found and forbidden, as the acts themselves.
pub async fn possible(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<(ProviderMember, Option<Refusal>)> {
    let provider = managed(actor)?;
    let mut conn = app.db.read().await?;
    let member = provider_members::find(&mut conn, provider, id).await?;
    with_reason(&mut conn, member).await
}

/// What the person is in the own provider, with why it cannot be left, where it cannot.
///
/// # Errors
/// Not found and forbidden, as [`leave`].
pub async fn leaving(app: &App, actor: &Actor) -> Result<(ProviderMember, Option<Refusal>)> {
    let provider = actor.provider_for(ProviderAction::Leave)?.id;
    let mut conn = app.db.read().await?;
    let member = provider_members::confirmed_of(&mut conn, provider, actor.id).await?;
    with_reason(&mut conn, member).await
}

async fn with_reason(conn: &mut Conn, member: Option<ProviderMember>) -> Result<(ProviderMember, Option<Refusal>)> {
    let member = member.ok_or_else(not_found)?;
    let is_last = is_last_admin(conn, &member).await?;
    Ok((member, is_last.then(|| Conflict::LastAdmin.into())))
}

/// Writes the event, and tells the person, if there is something to tell.
async fn conclude(
    change: &mut Change<'_>,
    provider: ProviderSeat,
    member: ProviderMember,
    event: &Event,
    news: Option<TeamNews>,
) -> Result<ProviderMember> {
    change.record(Logs::Provider(provider.id), event).await?;
    if let Some(news) = news {
        change
            .tell_account(
                None,
                member.account_id,
                &Message::Provider(ProviderMail::Team { provider: provider.name.into(), news }),
            )
            .await?;
    }
    Ok(member)
}

/// The rule of the last admin, asked behind the provider's lock for everything that takes an
/// admin's rights away.
async fn keep_an_admin(change: &mut Change<'_>, member: &ProviderMember) -> Result<()> {
    if is_last_admin(&mut change.tx, member).await? { Err(Conflict::LastAdmin.into()) } else { Ok(()) }
}

async fn is_last_admin(conn: &mut Conn, member: &ProviderMember) -> Result<bool> {
    let (provider, id) = (member.provider_id, member.id);
    Ok(member.is_acting_admin() && provider_members::other_acting_admins(conn, provider, id).await? == 0)
}
