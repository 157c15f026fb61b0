//! What stands on an organization's page beside its members: for the provider's people how the
//! client does, for the client who manages it and what they did.

use super::page::Page;
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::organizations::seat_history::{SeatDay, SeatHistory, day_of};
use crate::error::Result;
use crate::service::actor::Actor;
use crate::store::events::{self, EventRow};
use crate::store::members::{self, Member};
use crate::store::organizations::openings::{self, Opening};
use crate::store::organizations::{details, seat_days};
use crate::store::providers::{self, ProviderPerson};

/// Events that the page shows; the rest stands in the log.
const EVENTS: i64 = 5;
/// How far back the seats are shown, in days.
const DAYS: i64 = 90;

/// For the provider's people.
#[derive(Clone, Debug)]
pub struct Overview {
    pub owners: Vec<Member>,
    pub seats: SeatHistory,
    /// When somebody else of the provider opened the client last.
    pub opened: Option<Opening>,
    pub note: String,
    pub events: Vec<EventRow>,
}

/// For the owners and admins of a client.
#[derive(Clone, Debug)]
pub struct Management {
    /// Who linked the organization to its provider, where that is known.
    pub linker: Option<String>,
    /// Who may enter: the confirmed people of the provider.
    pub people: Vec<ProviderPerson>,
    /// What was done for the provider last.
    pub events: Vec<EventRow>,
}

/// How a client does, for whoever came as somebody of its provider.
pub async fn overview(app: &App, actor: &Actor, page: &Page) -> Result<Option<Overview>> {
    let Some(provider) = page.organization.provider_id.filter(|_| page.standing.provider.is_some()) else { return Ok(None) };
    let organization = &page.organization;
    let now = SeatDay::of(app.now(), organization.occupied, organization.seats);
    let mut conn = app.db.read().await?;
    let known = seat_days::since(&mut conn, organization.id, day_of(app.now()) - DAYS).await?;
    Ok(Some(Overview {
        owners: members::owners(&mut conn, organization.id).await?.into_iter().map(|owner| owner.member).collect(),
        seats: SeatHistory::of(&known, now, DAYS),
        opened: openings::last_by_others(&mut conn, organization.id, actor.id).await?,
        note: details::note(&mut conn, organization.id, provider).await?.unwrap_or_default(),
        events: events::newest(&mut conn, organization.id.into(), EVENTS).await?,
    }))
}

/// Who manages the organization, for its own owners and admins.
pub async fn management(app: &App, page: &Page) -> Result<Option<Management>> {
    let allowed = page.standing.provider.is_none() && page.standing.may(Action::ViewEvents).is_ok();
    let Some(provider) = page.organization.provider_id.filter(|_| allowed) else { return Ok(None) };
    let mut conn = app.db.read().await?;
    Ok(Some(Management {
        linker: details::linker(&mut conn, page.organization.id).await?,
        people: providers::people(&mut conn, provider).await?,
        events: events::newest_for_provider(&mut conn, page.organization.id.into(), provider, EVENTS).await?,
    }))
}
