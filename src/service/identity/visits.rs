//! Who is behind a request, with the rights as they are now.

use crate::app::App;
use crate::domain::ids::{AccountId, ProviderId};
use crate::domain::language::Language;
use crate::domain::time::{MINUTE, SKEW};
use crate::error::Result;
use crate::readiness::{Failed, Readiness};
use crate::service::actor::{Actor, CurrentSession, ProviderSeat};
use crate::service::change::{Scope, change};
use crate::service::events::record::Author;
use crate::store::Conn;
use crate::store::access::Reader;
use crate::store::identity::visitors::{self, Visitor};
use crate::store::provider_members::visits as use_of;
use crate::store::providers;
use std::sync::Arc;
use std::time::Duration;

/// A session that is not over.
#[derive(Clone, Debug)]
pub struct Session {
    pub actor: Actor,
    /// What is kept in it, as it was written.
    pub data: String,
    pub seen_at: i64,
}

/// The session with this hash of its identifier, and the enabled account behind it.
pub async fn session(app: &App, id_hash: &[u8], address: Option<String>) -> Result<Option<Session>> {
    let mut conn = app.db.read().await?;
    let Some(found) = visitors::of_session(&mut conn, id_hash, app.sessions()).await? else { return Ok(None) };
    let own = CurrentSession {
        id_hash: id_hash.to_vec(),
        sign_in: found.sign_in,
        began_at: found.created_at,
        proven_at: found.proven_at,
    };
    let reader = Reader { account: found.visitor.id, sign_in: found.sign_in };
    let actor =
        Actor { session: Some(own), visited_at: found.visited_at, ..actor_of(&mut conn, found.visitor, reader, address).await? };
    Ok(Some(Session { actor, data: found.data, seen_at: found.seen_at }))
}

/// The enabled account, in the first of its providers by name.
pub async fn actor(app: &App, id: AccountId, address: Option<String>) -> Result<Option<Actor>> {
    let mut conn = app.db.read().await?;
    match visitors::of_account(&mut conn, id).await? {
        Some(visitor) => Ok(Some(actor_of(&mut conn, visitor, Reader::anew(id), address).await?)),
        None => Ok(None),
    }
}

async fn actor_of(conn: &mut Conn, visitor: Visitor, reader: Reader, address: Option<String>) -> Result<Actor> {
    let owes_two_step = visitor.two_step_required && !visitor.has_two_step;
    // Who has not done what a provider requires has no right through one.
    let several = visitor.providers > 1 && !owes_two_step;
    let providers = if several { providers::reached_by(conn, reader).await? } else { Vec::new() };
    let seat = |(id, name, role, state): (_, &str, _, _)| ProviderSeat { id, name: name.to_owned(), role, state };
    Ok(Actor {
        id: visitor.id,
        provider: visitor.provider().filter(|_| !owes_two_step).map(seat),
        clients: visitor.clients,
        providers,
        language: visitor.language.as_deref().and_then(Language::parse),
        is_member: visitor.is_member,
        owns_alone: visitor.owns_alone,
        has_two_step: visitor.has_two_step,
        owes_two_step,
        time_zone: visitor.time_zone,
        provider_zone: visitor.provider_zone,
        name: visitor.name,
        email: visitor.email,
        email_key: visitor.email_key,
        address,
        session: None,
        visited_at: None,
        worked_for: Arc::default(),
        is_cut_off: visitor.is_cut_off,
        unlinked_at: visitor.unlinked_at,
    })
}

/// What is that long ago is noted anew: once a minute at most for each session and provider.
const LATELY: i64 = MINUTE;
/// How long an answer waits for the note to be written; it is written behind it where that takes longer.
const PATIENCE: Duration = Duration::from_millis(100);

/// Notes that the session was used for a provider, where it was in this request.
pub async fn note(app: &App, actor: &Actor) {
    let (Some(provider), Some(session)) = (actor.worked_for.get().copied(), &actor.session) else { return };
    let is_chosen = actor.provider.as_ref().is_some_and(|own| own.id == provider);
    if is_chosen && !is_due(app, actor.visited_at) {
        return;
    }
    let (app, session) = (app.clone(), session.id_hash.clone());
    let writing = tokio::spawn(async move {
        if let Err(error) = write(&app, &session, provider, is_chosen).await {
            Readiness::tell(&app, Failed::work("that a session was used for a provider could not be noted", error));
        }
    });
    let _ = tokio::time::timeout(PATIENCE, writing).await;
}

/// Whether this is no moment of the last minute, or one of a clock that ran ahead.
fn is_due(app: &App, seen_at: Option<i64>) -> bool {
    seen_at.is_none_or(|at| app.now() - at > LATELY || at > app.now() + SKEW)
}

/// The provider that is chosen was read with the session; for another one it is asked first.
async fn write(app: &App, session: &[u8], provider: ProviderId, is_chosen: bool) -> Result<()> {
    if !is_chosen && !is_due(app, use_of::last(&mut app.db.read().await?, session, provider).await?) {
        return Ok(());
    }
    change!(app, Author::portal(), Scope::nothing().counted_elsewhere(), |change| {
        Ok(use_of::note(&mut change.tx, session, provider, app.now()).await?)
    })
}
