//! What a provider's people note down about a client: entries that nobody overwrites.

use crate::domain::ids::{AccountId, NoteId, OrganizationId};
use crate::store::engine::{execute, fetch_all, fetch_optional, scalar};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// One entry.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct NoteRow {
    pub id: NoteId,
    /// Who wrote it; nobody where that is not known, or the account is deleted.
    pub account_id: Option<AccountId>,
    /// The name as it was then; empty where it is not known.
    pub author: String,
    pub text: String,
    pub written_at: i64,
}

/// The newest entries about an organization (`most` of them). Whoever asks has come as somebody of its provider.
pub async fn newest(conn: &mut Conn, organization: OrganizationId, most: i64) -> Result<Vec<NoteRow>, Error> {
    fetch_all!(
        conn,
        NoteRow,
        "SELECT id, account_id, author, text, written_at FROM client_notes WHERE organization_id = $1 \
         ORDER BY written_at DESC, id DESC LIMIT CAST($2 AS BIGINT)",
        organization,
        most
    )
}

/// How many entries there are about an organization.
pub async fn number(conn: &mut Conn, organization: OrganizationId) -> Result<i64, Error> {
    let number = scalar!(conn, i64, "SELECT COUNT(*) FROM client_notes WHERE organization_id = $1", organization)?;
    Ok(number.unwrap_or(0))
}

/// One entry about an organization.
pub async fn find(conn: &mut Conn, organization: OrganizationId, id: NoteId) -> Result<Option<NoteRow>, Error> {
    fetch_optional!(
        conn,
        NoteRow,
        "SELECT id, account_id, author, text, written_at FROM client_notes WHERE organization_id = $1 AND id = $2",
        organization,
        id
    )
}

/// Adds an entry; `false` when there is one with this id.
pub async fn add(tx: &mut Tx, organization: OrganizationId, new: &NoteRow) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO client_notes (id, organization_id, account_id, author, text, written_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT DO NOTHING",
        new.id,
        organization,
        new.account_id,
        new.author.as_str(),
        new.text.as_str(),
        new.written_at
    )?;
    Ok(rows == 1)
}

/// Takes an entry away; `false` when it is gone already.
pub async fn delete(tx: &mut Tx, organization: OrganizationId, id: NoteId) -> Result<bool, Error> {
    Ok(execute!(tx, "DELETE FROM client_notes WHERE organization_id = $1 AND id = $2", organization, id)? == 1)
}

/// Forgets all that was noted down about an organization: its provider is none any more.
pub async fn forget(tx: &mut Tx, organization: OrganizationId) -> Result<(), Error> {
    execute!(tx, "DELETE FROM client_notes WHERE organization_id = $1", organization).map(|_| ())
}
