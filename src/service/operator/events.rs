//! The portal's own log, for the operator.

use crate::app::App;
use crate::domain::events::{Kind, Subject};
use crate::error::Result;
use crate::store::events::{EventRow, portal};

/// Whether lines of this kind can stand in it.
#[must_use]
pub fn holds(kind: Kind) -> bool {
    kind.subject() == Subject::Portal || kind == Kind::Refused
}

/// Its lines, the newest first.
///
/// # Errors
/// The database.
pub async fn lines(app: &App, kind: Option<Kind>, most: i64) -> Result<Vec<EventRow>> {
    Ok(portal::lines(&mut app.db.read().await?, kind.map(Kind::word), most).await?)
}
