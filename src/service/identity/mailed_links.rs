//! One-time links from mails: made in a transaction, looked at any number of times, used once.

use crate::app::App;
use crate::domain::ids::LinkId;
use crate::domain::refusal::LinkFault;
use crate::error::Result;
use crate::secrets::Token;
use crate::store::identity::mailed_links::{self, Purpose, Target, TokenRow};
use crate::store::{Conn, Tx};

/// Makes a link for this target and kills the older ones; gives its id, for the mail that carries it.
pub async fn make(app: &App, tx: &mut Tx, target: Target<'_>, lifetime: i64) -> Result<LinkId> {
    let (now, id) = (app.now(), app.new_id::<LinkId>());
    mailed_links::replace_open(tx, target, now).await?;
    let token = app.secrets.token(target.purpose().word(), id.uuid());
    mailed_links::insert(tx, id, &token.hash(), target, now, now + lifetime).await?;
    Ok(id)
}

/// The open link of this purpose. Changes nothing.
///
/// # Errors
/// [`LinkFault`] when the link is unknown, used, replaced or expired.
pub async fn open(conn: &mut Conn, purpose: Purpose, token: &Token, now: i64) -> Result<TokenRow> {
    let row = mailed_links::by_hash(conn, purpose, &token.hash()).await?.ok_or(LinkFault::Unknown)?;
    if row.used_at.is_some() {
        return Err(LinkFault::Used.into());
    }
    if row.replaced_at.is_some() {
        return Err(LinkFault::Replaced.into());
    }
    if row.expires_at <= now {
        return Err(LinkFault::Expired.into());
    }
    Ok(row)
}
