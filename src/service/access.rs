//! Who reaches which organization: asked on every request, and again behind every lock.

use crate::app::App;
use crate::domain::access::{Action, Denial, ProviderAction};
use crate::domain::ids::OrganizationId;
use crate::domain::organizations::Suspender;
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::{Error, Result};
use crate::service::actor::{Actor, ProviderSeat};
use crate::store::organizations::{self, Seen};
use crate::store::{Conn, events as log};

pub(crate) fn not_found() -> Error {
    Error::Refused(Refusal::NotFound)
}

/// Whether the person gets in at all: nobody but the provider's admins while it is suspended.
pub(crate) fn may_view(seen: &Seen) -> Result<()> {
    let suspended = || {
        let own = |_: &String| seen.organization.suspension() == Some(Suspender::Provider);
        let (organization, provider) = (seen.organization.name.clone(), seen.provider_name.clone().filter(own));
        Refusal::Suspended { organization, provider }
    };
    seen.standing().may(Action::View).map_err(|denial| match denial {
        Denial::OrganizationSuspended => suspended().into(),
        other => other.into(),
    })
}

/// The organization with what the person is in it.
///
/// # Errors
/// Not found unless the person is a confirmed member of it or of its provider; forbidden while it
/// is suspended, except for the provider's admins.
pub async fn visible(app: &App, actor: &Actor, id: OrganizationId) -> Result<Seen> {
    let mut conn = app.db.read().await?;
    let seen = organizations::visible_to(&mut conn, actor.reader(), id).await?.ok_or_else(not_found)?;
    may_view(&seen)?;
    actor.works_for(seen.provider_concerned());
    Ok(seen)
}

/// The client as the person sees it, and its provider, once they may do this to it as somebody of that.
///
/// # Errors
/// Not found unless the person is somebody of the organization's provider, told apart where that has
/// unlinked it already; forbidden by role and while the provider is suspended.
pub(crate) async fn visible_client(
    conn: &mut Conn,
    actor: &Actor,
    id: OrganizationId,
    action: ProviderAction,
) -> Result<(Seen, ProviderSeat)> {
    let seen = organizations::visible_to(conn, actor.reader(), id).await?;
    match seen.and_then(|seen| Some((ProviderSeat::in_client(&seen)?, seen))) {
        Some((seat, seen)) => {
            seat.may(action)?;
            actor.works_for(Some(seat.id));
            Ok((seen, seat))
        }
        None if log::tells_of_unlinking(conn, actor.reader(), id).await? => Err(Conflict::AlreadyUnlinked.into()),
        None => Err(not_found()),
    }
}
