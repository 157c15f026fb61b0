//! What is done a moment after the answer.

use crate::domain::ids::FollowUpId;
use crate::store::engine::{execute, fetch_optional};
use crate::store::{Conn, Tx};
use sqlx::Error;

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Owed {
    pub id: FollowUpId,
    pub details: String,
    pub due_at: i64,
}

pub async fn insert(tx: &mut Tx, id: FollowUpId, details: &str, due_at: i64) -> Result<(), Error> {
    execute!(tx, "INSERT INTO follow_ups (id, details, due_at) VALUES ($1, $2, $3)", id, details, due_at).map(|_| ())
}

/// What is due first.
pub async fn first(conn: &mut Conn) -> Result<Option<Owed>, Error> {
    fetch_optional!(conn, Owed, "SELECT id, details, due_at FROM follow_ups ORDER BY due_at, id LIMIT 1")
}

/// Takes it, for whoever does it in the same transaction; `false` when another process did.
pub async fn take(tx: &mut Tx, id: FollowUpId) -> Result<bool, Error> {
    Ok(execute!(tx, "DELETE FROM follow_ups WHERE id = $1", id)? == 1)
}

/// Drops everything; gives how much.
pub async fn delete_all(tx: &mut Tx) -> Result<u64, Error> {
    execute!(tx, "DELETE FROM follow_ups")
}
