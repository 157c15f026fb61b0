//! Who is behind a request, with the rights as they are now.

use crate::app::App;
use crate::domain::ids::AccountId;
use crate::domain::language::Language;
use crate::error::Result;
use crate::service::actor::{Actor, CurrentSession, ProviderSeat};
use crate::store::Conn;
use crate::store::identity::visitors::{self, Visitor};
use crate::store::providers;

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
    let own = CurrentSession { id_hash: id_hash.to_vec(), began_at: found.created_at, proven_at: found.proven_at };
    let actor = Actor { session: Some(own), ..actor_of(&mut conn, found.visitor, address).await? };
    Ok(Some(Session { actor, data: found.data, seen_at: found.seen_at }))
}

/// The enabled account, in the first of its providers by name.
pub async fn actor(app: &App, id: AccountId, address: Option<String>) -> Result<Option<Actor>> {
    let mut conn = app.db.read().await?;
    match visitors::of_account(&mut conn, id).await? {
        Some(visitor) => Ok(Some(actor_of(&mut conn, visitor, address).await?)),
        None => Ok(None),
    }
}

async fn actor_of(conn: &mut Conn, visitor: Visitor, address: Option<String>) -> Result<Actor> {
    let owes_two_step = visitor.two_step_required && !visitor.has_two_step;
    // Who has not done what a provider requires has no right through one.
    let several = visitor.providers > 1 && !owes_two_step;
    let providers = if several { providers::of_account(conn, visitor.id).await? } else { Vec::new() };
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
        name: visitor.name,
        email: visitor.email,
        email_key: visitor.email_key,
        address,
        session: None,
    })
}
