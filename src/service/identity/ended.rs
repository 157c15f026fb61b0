//! What became of a session that is over, for a page that still stands in its browser.

use crate::app::App;
use crate::domain::identity::ending::{Ending, Span, TOLD_FOR, Why};
use crate::domain::ids::AccountId;
use crate::domain::time::MINUTE;
use crate::error::Result;
use crate::store::Conn;
use crate::store::identity::accounts;
use crate::store::identity::ended_sessions::{self, Standing};

/// Whose session it was, and why it is over.
#[derive(Clone, Debug)]
pub struct Ended {
    pub account: AccountId,
    pub email: String,
    pub email_key: String,
    pub why: Why,
}

/// What became of the session with this hash; `None` for one that goes on, ended too long ago or never was.
///
/// # Errors
/// The database.
pub async fn of(app: &App, id_hash: &[u8]) -> Result<Option<Ended>> {
    let mut conn = app.db.read().await?;
    let Some((account, why)) = find(app, &mut conn, id_hash).await? else { return Ok(None) };
    let Some(account) = accounts::by_id(&mut conn, account).await? else { return Ok(None) };
    // Whatever ended it: who is locked out is told so.
    let why = if account.disabled_at.is_some() { Why::Ended(Ending::Disabled) } else { why };
    Ok(Some(Ended { account: account.id, email: account.email, email_key: account.email_key, why }))
}

async fn find(app: &App, conn: &mut Conn, id_hash: &[u8]) -> Result<Option<(AccountId, Why)>> {
    let now = app.now();
    if let Some(ended) = ended_sessions::find(conn, id_hash, now - TOLD_FOR, now).await? {
        return Ok(Ending::parse(&ended.ending).map(|ending| (ended.account_id, Why::Ended(ending))));
    }
    let Some(standing) = ended_sessions::standing(conn, id_hash).await? else { return Ok(None) };
    let (end, why) = span(app, &standing).end();
    Ok(match standing.is_of_epoch {
        true => (end <= now && end > now - TOLD_FOR).then_some((standing.account_id, why)),
        false => Some((standing.account_id, Why::Ended(Ending::Elsewhere))),
    })
}

fn span(app: &App, standing: &Standing) -> Span {
    let (idle, portal) = (app.settings.session_idle, app.settings.session_absolute);
    let longest = standing.minutes.map_or(portal, |minutes| portal.min(minutes * MINUTE));
    Span { began_at: standing.created_at, seen_at: standing.seen_at, idle, longest }
}

/// How many milliseconds a session goes on if nobody uses it, and why it ends then.
///
/// # Errors
/// The database.
pub async fn left(app: &App, id_hash: &[u8]) -> Result<Option<(i64, Why)>> {
    let standing = ended_sessions::standing(&mut app.db.read().await?, id_hash).await?;
    Ok(standing.map(|standing| {
        let (end, why) = span(app, &standing).end();
        (end - app.now(), why)
    }))
}
