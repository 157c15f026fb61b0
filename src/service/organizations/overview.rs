//! What stands on an organization's page beside its members: for the provider's people how the
//! client does, for the client who manages it and what they did.

use crate::app::App;
use crate::domain::access::Action;
use crate::domain::organizations::seat_history::{SeatDay, SeatHistory, day_of};
use crate::error::Result;
use crate::store::Conn;
use crate::store::events::{self, EventRow};
use crate::store::members::{Member, OwnerRow};
use crate::store::organizations::notes::{self, NoteRow};
use crate::store::organizations::{Shown, seat_days};
use crate::store::providers::{self, ProviderPerson};

/// Events that the page shows; the rest stands in the log.
const EVENTS: i64 = 5;
/// Notes that the page shows; the others have a page of their own.
const NOTES: i64 = 3;
/// How far back the seats are shown, in days.
const DAYS: i64 = 90;

/// For the provider's people.
#[derive(Clone, Debug)]
pub struct Overview {
    pub owners: Vec<Member>,
    pub seats: SeatHistory,
    /// When somebody else of the provider opened the client last.
    pub opened: Option<Opening>,
    /// The newest notes, and how many there are.
    pub notes: Vec<NoteRow>,
    pub notes_number: i64,
    pub events: Vec<EventRow>,
}

/// Who opened a client, and when.
#[derive(Clone, Debug)]
pub struct Opening {
    pub name: String,
    pub opened_at: i64,
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
pub(super) async fn overview(app: &App, conn: &mut Conn, shown: &Shown, owners: Vec<OwnerRow>) -> Result<Option<Overview>> {
    if shown.seen.provider_concerned().is_none() {
        return Ok(None);
    }
    let organization = &shown.seen.organization;
    let now = SeatDay::of(app.now(), organization.occupied, organization.seats);
    let known = seat_days::since(conn, organization.id, day_of(app.now()) - DAYS).await?;
    Ok(Some(Overview {
        owners: owners.into_iter().map(|owner| owner.member).collect(),
        seats: SeatHistory::of(&known, now, DAYS),
        opened: shown.opener.clone().zip(shown.other_opened_at).map(|(name, opened_at)| Opening { name, opened_at }),
        notes: if shown.notes > 0 { notes::newest(conn, organization.id, NOTES).await? } else { Vec::new() },
        notes_number: shown.notes,
        events: events::newest(conn, organization.id.into(), EVENTS).await?,
    }))
}

/// Who manages the organization, for its own owners and admins.
pub(super) async fn management(conn: &mut Conn, shown: &Shown) -> Result<Option<Management>> {
    let (organization, standing) = (&shown.seen.organization, shown.seen.standing());
    let allowed = standing.provider.is_none() && standing.may(Action::ViewEvents).is_ok();
    let Some(provider) = organization.provider_id.filter(|_| allowed) else { return Ok(None) };
    Ok(Some(Management {
        linker: shown.linker.clone(),
        people: providers::people(conn, provider).await?,
        events: events::newest_for_provider(conn, organization.id.into(), provider, EVENTS).await?,
    }))
}
