//! The organizations of one's own.

use crate::app::App;
use crate::error::Result;
use crate::service::actor::Actor;
use crate::store::identity::waiting::{self, WaitingRow};
use crate::store::organizations::{self, OwnRow};

/// Organizations in the list of one's own.
pub const MOST_OWN: i64 = 200;

/// The organizations of which the person is a confirmed member, and whether there are more than
/// [`MOST_OWN`] of them.
pub async fn own(app: &App, actor: &Actor) -> Result<(Vec<OwnRow>, bool)> {
    let mut conn = app.db.read().await?;
    let most = usize::try_from(MOST_OWN).unwrap_or(usize::MAX);
    let mut rows = organizations::of_member(&mut conn, actor.id, most + 1).await?;
    let more = rows.len() > most;
    rows.truncate(most);
    Ok((rows, more))
}

/// Where the person is not in yet.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// What was accepted and is not confirmed.
    pub accepted: Vec<WaitingRow>,
    /// What the person's address is invited into. Every account has proven its address: it began with a link that was
    /// mailed there, and so did each change of it.
    pub invited: Vec<WaitingRow>,
}

/// Where the person waits to be confirmed, and where the own address is invited.
pub async fn waiting(app: &App, actor: &Actor) -> Result<Waiting> {
    let rows = waiting::of(&mut app.db.read().await?, actor.id, &actor.email_key).await?;
    let (accepted, invited): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.has_accepted);
    let is_open = |row: &WaitingRow| row.expires_at.is_some_and(|expires_at| expires_at > app.now());
    Ok(Waiting { accepted, invited: invited.into_iter().filter(is_open).collect() })
}
