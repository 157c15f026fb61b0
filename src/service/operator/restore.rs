//! What has to end when a database is an older one than it was: whoever was signed in then, links
//! that were used or replaced since, and mails that went out since.

use crate::domain::events::Event;
use crate::error::Result;
use crate::service::events::record::record_by_operator;
use crate::store::identity::{follow_ups, kept_forms, mailed_links, sessions};
use crate::store::{Db, deliveries};

/// What was ended, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Settled {
    pub sessions_ended: u64,
    pub links_ended: u64,
    pub mails_held: u64,
}

/// Ends all sessions and open links and holds all owed mails back, in one transaction.
///
/// # Errors
/// The database cannot be written.
pub async fn settle(db: &Db, now: i64) -> Result<Settled> {
    let mut tx = db.write().await?;
    follow_ups::delete_all(&mut tx).await?;
    kept_forms::delete_all(&mut tx).await?;
    let settled = Settled {
        sessions_ended: sessions::delete_all(&mut tx).await?,
        links_ended: mailed_links::withdraw_all(&mut tx, now).await?,
        mails_held: deliveries::cancel_all(&mut tx, "held back when the database was restored", now).await?,
    };
    record_by_operator(&mut tx, now, &Event::DatabaseRestored).await?;
    tx.commit().await?;
    Ok(settled)
}
