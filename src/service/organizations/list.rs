//! The organizations of one's own.

use crate::app::App;
use crate::error::Result;
use crate::service::actor::Actor;
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
