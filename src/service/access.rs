//! Who reaches which organization: asked on every request, and again behind every lock.

use crate::app::App;
use crate::domain::access::{Action, Denial, ProviderAction};
use crate::domain::ids::{OrganizationId, ProviderId};
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::{Error, Result};
use crate::service::actor::{Actor, ProviderSeat};
use crate::store::organizations::{self, Seen};
use crate::store::{Conn, Tx, events as log, providers};

pub(crate) fn not_found() -> Error {
    Error::Refused(Refusal::NotFound)
}

/// Whether the person gets in at all: nobody but the provider's admins while it is suspended.
pub(crate) fn may_view(seen: &Seen) -> Result<()> {
    let suspended = || {
        let (organization, provider) = (seen.organization.name.clone(), seen.provider_name.clone());
        Refusal::Suspended { organization, provider }
    };
    seen.standing().may(Action::View).map_err(|denial| match denial {
        Denial::OrganizationSuspended => suspended().into(),
        other => other.into(),
    })
}

/// Locks the organization, and the provider for which the person acts in it; gives what the person is
/// in it then. A statement that waited for one lock does not see what was committed behind another:
/// so it is asked again after the second.
pub(crate) async fn lock_visible(tx: &mut Tx, actor: &Actor, id: OrganizationId) -> Result<Seen> {
    if !organizations::lock(tx, id).await? {
        return Err(not_found());
    }
    let seen = organizations::visible_to(tx, actor.id, id).await?.ok_or_else(not_found)?;
    let Some(provider) = seen.provider_concerned() else { return Ok(seen) };
    providers::lock(tx, provider).await?;
    organizations::visible_to(tx, actor.id, id).await?.ok_or_else(not_found)
}

/// Locks the provider; gives what the person is in it behind the lock, once they may do this with it.
/// It may have been suspended, and they may have another role, since the page was read.
///
/// # Errors
/// Not found for somebody who is in it no longer; the reason why not.
pub(crate) async fn lock_provider(tx: &mut Tx, actor: &Actor, id: ProviderId, action: ProviderAction) -> Result<ProviderSeat> {
    providers::lock(tx, id).await?;
    // A statement of its own: it sees what was committed while the one above waited.
    let seat = ProviderSeat::from(providers::own(tx, id, actor.id).await?.ok_or_else(not_found)?);
    seat.may(action)?;
    Ok(seat)
}

/// The organization with what the person is in it.
///
/// # Errors
/// Not found unless the person is a confirmed member of it or of its provider; forbidden while it
/// is suspended, except for the provider's admins.
pub async fn visible(app: &App, actor: &Actor, id: OrganizationId) -> Result<Seen> {
    let mut conn = app.db.read().await?;
    let seen = organizations::visible_to(&mut conn, actor.id, id).await?.ok_or_else(not_found)?;
    may_view(&seen)?;
    Ok(seen)
}

/// The client of this provider, as the person sees it, once the person may do this to it.
///
/// # Errors
/// Not found unless it is a client of this provider; [`Conflict::AlreadyUnlinked`] where it was one;
/// forbidden by role and while the provider is suspended.
pub(crate) async fn client(
    conn: &mut Conn,
    actor: &Actor,
    provider: &ProviderSeat,
    id: OrganizationId,
    action: ProviderAction,
) -> Result<Seen> {
    let seen = organizations::visible_to(conn, actor.id, id).await?;
    match seen.filter(|seen| seen.organization.provider_id == Some(provider.id)) {
        Some(seen) => Ok(provider.may(action).map(|()| seen)?),
        None if log::holds(conn, provider.id.into(), id, "client_unlinked").await? => Err(Conflict::AlreadyUnlinked.into()),
        None => Err(not_found()),
    }
}
