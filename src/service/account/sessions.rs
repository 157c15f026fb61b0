//! The signed-in browsers of a person, and ending them.

use super::password;
use crate::app::App;
use crate::domain::events::Event;
use crate::domain::identity::ending::Ending;
use crate::domain::ids::SessionId;
use crate::domain::refusal::Parsing;
use crate::error::Result;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::store::identity::ended_sessions::End;
use crate::store::identity::sessions::{self, OwnSession};
use secrecy::SecretString;

/// The sessions of the signed-in person, the last seen first.
///
/// # Errors
/// The database.
pub async fn own(app: &App, actor: &Actor) -> Result<Vec<OwnSession>> {
    Ok(sessions::of_account(&mut app.db.read().await?, actor.id, app.sessions()).await?)
}

/// One session of the signed-in person.
///
/// # Errors
/// Not found, also when it is somebody else's.
pub async fn one(app: &App, actor: &Actor, public_id: SessionId) -> Result<OwnSession> {
    own(app, actor).await?.into_iter().find(|session| session.public_id == public_id).ok_or_else(not_found)
}

/// Ends one session, after the password.
///
/// # Errors
/// Not found; the fault of the form; throttled.
pub async fn end(app: &App, actor: &Actor, public_id: SessionId, password: SecretString) -> Result<()> {
    one(app, actor, public_id).await?;
    prove(app, actor, password).await?;
    change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        let end = End { by: Ending::Elsewhere, now: app.now() };
        if !sessions::delete_own(&mut change.tx, actor.id, public_id, end).await? {
            return Err(not_found());
        }
        change.record(Logs::Account(actor.id), &Event::SessionEnded).await
    })
}

/// Ends every session but the one with this hash, after the password; gives how many that were.
///
/// # Errors
/// The fault of the form; throttled.
pub async fn end_others(app: &App, actor: &Actor, id_hash: &[u8], password: SecretString) -> Result<i64> {
    prove(app, actor, password).await?;
    change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        let end = End { by: Ending::Elsewhere, now: app.now() };
        let ended = sessions::delete_others(&mut change.tx, actor.id, id_hash, end).await?;
        let number = i64::try_from(ended).unwrap_or(i64::MAX);
        if number > 0 {
            change.record(Logs::Account(actor.id), &Event::SessionsEnded { number }).await?;
        }
        Ok(number)
    })
}

async fn prove(app: &App, actor: &Actor, password: SecretString) -> Result<()> {
    let mut faults = Parsing::default();
    let known = password::prove(app, actor, password, &mut faults).await?;
    faults.finish(known)?;
    Ok(())
}
