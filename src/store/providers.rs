//! Providers and their members.

use super::{Conn, Tx, execute, fetch_all, fetch_optional, scalar};
use crate::domain::email::Email;
use crate::domain::provider::{ProviderName, ProviderRole, State};
use sqlx::Error;
use uuid::Uuid;

/// Makes an active provider; `false` when the name is taken.
pub async fn insert(tx: &mut Tx, id: Uuid, name: &ProviderName, now: i64) -> Result<bool, Error> {
    let key = crate::domain::text::search_form(name.as_str()).into_bytes();
    let rows = execute!(
        tx,
        "INSERT INTO providers (id, name, name_key, state, created_at) VALUES ($1, $2, $3, 'active', $4) \
         ON CONFLICT (name_key) DO NOTHING",
        id,
        name.as_str(),
        key,
        now
    )?;
    Ok(rows == 1)
}

/// Puts an account into a provider, confirmed; `false` when it is in it already.
pub async fn insert_member(
    tx: &mut Tx,
    id: Uuid,
    provider: Uuid,
    account: Uuid,
    email: &Email,
    role: ProviderRole,
    now: i64,
) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO provider_members (id, provider_id, account_id, email, email_key, role, status, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 'confirmed', $7) ON CONFLICT DO NOTHING",
        id,
        provider,
        account,
        email.as_str(),
        email.key(),
        role.word(),
        now
    )?;
    Ok(rows == 1)
}

/// Locks the provider's row, if it is active and the account is a confirmed admin of it.
pub async fn lock_as_admin(tx: &mut Tx, provider: Uuid, account: Uuid) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE providers SET event_sequence = event_sequence WHERE id = $1 AND state = 'active' AND EXISTS (\
         SELECT 1 FROM provider_members m WHERE m.provider_id = providers.id AND m.account_id = $2 \
         AND m.role = 'admin' AND m.status = 'confirmed')",
        provider,
        account
    )?;
    Ok(rows == 1)
}

/// Locks the provider's row and gives the next number of its log.
pub async fn next_event(tx: &mut Tx, id: Uuid) -> Result<Option<i64>, Error> {
    scalar!(tx, i64, "UPDATE providers SET event_sequence = event_sequence + 1 WHERE id = $1 RETURNING event_sequence", id)
}

/// Puts somebody into a provider who is invited or has accepted; an invited one has no account yet.
pub async fn insert_unconfirmed(
    tx: &mut Tx,
    id: Uuid,
    provider: Uuid,
    account: Option<Uuid>,
    email: &Email,
    role: ProviderRole,
    now: i64,
) -> Result<(), Error> {
    let status = if account.is_some() { "accepted" } else { "invited" };
    execute!(
        tx,
        "INSERT INTO provider_members (id, provider_id, account_id, email, email_key, role, status, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        provider,
        account,
        email.as_str(),
        email.key(),
        role.word(),
        status,
        now
    )
    .map(|_| ())
}

/// The account of the longest standing confirmed admin.
pub async fn first_admin(conn: &mut Conn, provider: Uuid) -> Result<Option<Uuid>, Error> {
    scalar!(
        conn,
        Uuid,
        "SELECT account_id FROM provider_members WHERE provider_id = $1 AND role = 'admin' AND status = 'confirmed' \
         ORDER BY created_at, id LIMIT 1",
        provider
    )
}

/// A provider as the operator sees it: how many clients, confirmed people and confirmed admins.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    pub id: Uuid,
    pub name: String,
    #[sqlx(try_from = "String")]
    pub state: State,
    pub clients: i64,
    pub members: i64,
    pub admins: i64,
}

/// Every provider by name.
pub async fn listed(conn: &mut Conn) -> Result<Vec<Listed>, Error> {
    fetch_all!(
        conn,
        Listed,
        "SELECT p.id, p.name, p.state, (SELECT COUNT(*) FROM organizations o WHERE o.provider_id = p.id) AS clients, \
         (SELECT COUNT(*) FROM provider_members m WHERE m.provider_id = p.id AND m.status = 'confirmed') AS members, \
         (SELECT COUNT(*) FROM provider_members m WHERE m.provider_id = p.id AND m.status = 'confirmed' AND m.role = 'admin') \
         AS admins FROM providers p ORDER BY p.name_key"
    )
}

/// The id, the name and the state of the provider with this id or this key of its name.
pub async fn named(conn: &mut Conn, id: Option<Uuid>, name_key: &[u8]) -> Result<Option<(Uuid, String, String)>, Error> {
    fetch_optional!(
        conn,
        (Uuid, String, String),
        "SELECT id, name, state FROM providers WHERE id = $1 OR name_key = $2 ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END LIMIT 1",
        id,
        name_key
    )
}

/// Locks the provider's row and sets its state; `false` when it is in that state already.
pub async fn set_state(tx: &mut Tx, id: Uuid, state: State) -> Result<bool, Error> {
    Ok(execute!(tx, "UPDATE providers SET state = $2 WHERE id = $1 AND state <> $2", id, state.word())? == 1)
}

/// Locks the provider's row; gives `false` when there is no such provider.
pub async fn lock(tx: &mut Tx, id: Uuid) -> Result<bool, Error> {
    Ok(execute!(tx, "UPDATE providers SET event_sequence = event_sequence WHERE id = $1", id)? == 1)
}

/// The providers, by id and name, of which this account is a confirmed admin.
pub async fn administered_by(conn: &mut Conn, account: Uuid) -> Result<Vec<(Uuid, String)>, Error> {
    fetch_all!(
        conn,
        (Uuid, String),
        "SELECT p.id, p.name FROM providers p JOIN provider_members m ON m.provider_id = p.id \
         WHERE m.account_id = $1 AND m.role = 'admin' AND m.status = 'confirmed' ORDER BY p.id",
        account
    )
}

/// Whether somebody else, with an account that is not disabled, is a confirmed admin.
pub async fn has_another_admin(conn: &mut Conn, provider: Uuid, account: Uuid) -> Result<bool, Error> {
    let found = scalar!(
        conn,
        Uuid,
        "SELECT m.id FROM provider_members m JOIN accounts a ON a.id = m.account_id WHERE m.provider_id = $1 \
         AND m.role = 'admin' AND m.status = 'confirmed' AND m.account_id <> $2 AND a.disabled_at IS NULL LIMIT 1",
        provider,
        account
    )?;
    Ok(found.is_some())
}
