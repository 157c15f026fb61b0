//! Providers.

use super::engine::{execute, fetch_all, fetch_optional, scalar};
use super::identity::{mailed_links, opt_outs};
use super::{Conn, Tx};
use crate::domain::identity::mailed_link::Ended;
use crate::domain::ids::{AccountId, ProviderId, ProviderMemberId};
use crate::domain::providers::{ProviderName, ProviderRole, State};
use crate::store::access::Reader;
use crate::store::members::Recipient;
use sqlx::Error;
use uuid::Uuid;

/// Makes an active provider; `false` when the name is taken.
pub async fn insert(tx: &mut Tx, id: ProviderId, name: &ProviderName, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO providers (id, name, name_key, state, created_at) VALUES ($1, $2, $3, 'active', $4) \
         ON CONFLICT (name_key) DO NOTHING",
        id,
        name.as_str(),
        name.key(),
        now
    )?;
    Ok(rows == 1)
}

/// A provider in which somebody is confirmed.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct OwnProvider {
    pub id: ProviderId,
    pub name: String,
    pub role: ProviderRole,
    pub state: State,
}

/// The providers that the reader reaches, being confirmed in them, by name (100 at most).
pub async fn reached_by(conn: &mut Conn, reader: Reader) -> Result<Vec<OwnProvider>, Error> {
    fetch_all!(
        conn,
        OwnProvider,
        "SELECT p.id, p.name, m.role, p.state FROM provider_members m JOIN providers p ON p.id = m.provider_id \
         WHERE m.account_id = $1 AND m.status = 'confirmed' AND m.ended_sign_in < $2 ORDER BY p.name_key LIMIT 100",
        reader.account,
        reader.sign_in
    )
}

/// What the reader confirmedly is in this provider.
pub async fn own(conn: &mut Conn, provider: ProviderId, reader: Reader) -> Result<Option<OwnProvider>, Error> {
    fetch_optional!(
        conn,
        OwnProvider,
        "SELECT p.id, p.name, m.role, p.state FROM provider_members m JOIN providers p ON p.id = m.provider_id \
         WHERE m.provider_id = $1 AND m.account_id = $2 AND m.status = 'confirmed' AND m.ended_sign_in < $3",
        provider,
        reader.account,
        reader.sign_in
    )
}

/// Locks the provider's row; gives the next number of its log and its name.
pub async fn next_event(tx: &mut Tx, id: ProviderId) -> Result<Option<(i64, String)>, Error> {
    fetch_optional!(
        tx,
        (i64, String),
        "UPDATE providers SET event_sequence = event_sequence + 1 WHERE id = $1 RETURNING event_sequence, name",
        id
    )
}

/// Somebody of a provider as its clients know them.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct ProviderPerson {
    pub name: String,
    pub role: ProviderRole,
}

/// The confirmed members of a provider who can sign in, its admins first (200 at most).
pub async fn people(conn: &mut Conn, provider: ProviderId) -> Result<Vec<ProviderPerson>, Error> {
    fetch_all!(
        conn,
        ProviderPerson,
        "SELECT a.name, pm.role FROM provider_members pm JOIN accounts a ON a.id = pm.account_id \
         WHERE pm.provider_id = $1 AND pm.status = 'confirmed' AND a.disabled_at IS NULL ORDER BY pm.role, pm.email_key LIMIT 200",
        provider
    )
}

/// A provider as the operator sees it: how many clients, confirmed people and confirmed admins.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Listed {
    pub id: ProviderId,
    pub name: String,
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
        "SELECT p.id, p.name, p.state, p.clients, \
         (SELECT COUNT(*) FROM provider_members m WHERE m.provider_id = p.id AND m.status = 'confirmed') AS members, \
         (SELECT COUNT(*) FROM provider_members m WHERE m.provider_id = p.id AND m.status = 'confirmed' AND m.role = 'admin') \
         AS admins FROM providers p ORDER BY p.name_key"
    )
}

/// The id, the name and the state of the provider with this id or this key of its name.
pub async fn named(
    conn: &mut Conn,
    id: Option<ProviderId>,
    name_key: &[u8],
) -> Result<Option<(ProviderId, String, String)>, Error> {
    fetch_optional!(
        conn,
        (ProviderId, String, String),
        "SELECT id, name, state FROM providers WHERE id = $1 OR name_key = $2 ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END LIMIT 1",
        id,
        name_key
    )
}

/// Locks the provider's row and sets its state; `false` when it is in that state already.
pub async fn set_state(tx: &mut Tx, id: ProviderId, state: State) -> Result<bool, Error> {
    Ok(execute!(tx, "UPDATE providers SET state = $2 WHERE id = $1 AND state <> $2", id, state.word())? == 1)
}

/// What an account is in a provider, in whatever status, and whether leaving it is possible.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct OwnMembership {
    pub id: ProviderMemberId,
    pub provider_id: ProviderId,
    pub provider: String,
    pub email: String,
    pub role: ProviderRole,
    pub is_last_admin: bool,
}

/// Every provider that the account is in, in the order in which providers are locked.
pub async fn memberships_of(conn: &mut Conn, account: AccountId) -> Result<Vec<OwnMembership>, Error> {
    fetch_all!(
        conn,
        OwnMembership,
        "SELECT m.id, m.provider_id, p.name AS provider, m.email, m.role, CAST(m.role = 'admin' AND m.status = 'confirmed' \
         AND NOT EXISTS (SELECT 1 FROM provider_members x JOIN accounts y ON y.id = x.account_id WHERE x.provider_id = m.provider_id \
         AND x.role = 'admin' AND x.status = 'confirmed' AND y.disabled_at IS NULL AND x.id <> m.id) AS BOOLEAN) AS is_last_admin FROM provider_members m \
         JOIN providers p ON p.id = m.provider_id WHERE m.account_id = $1 ORDER BY m.provider_id",
        account
    )
}

/// Locks the provider's row; gives `false` when there is no such provider.
pub async fn lock(tx: &mut Tx, id: ProviderId) -> Result<bool, Error> {
    Ok(execute!(tx, "UPDATE providers SET event_sequence = event_sequence WHERE id = $1", id)? == 1)
}

/// The providers, by id and name, of which this account is a confirmed admin.
pub async fn administered_by(conn: &mut Conn, account: AccountId) -> Result<Vec<(ProviderId, String)>, Error> {
    fetch_all!(
        conn,
        (ProviderId, String),
        "SELECT p.id, p.name FROM providers p JOIN provider_members m ON m.provider_id = p.id \
         WHERE m.account_id = $1 AND m.role = 'admin' AND m.status = 'confirmed' ORDER BY p.id",
        account
    )
}

/// Whether somebody else, with an account that is not disabled, is a confirmed admin.
pub async fn has_another_admin(conn: &mut Conn, provider: ProviderId, account: AccountId) -> Result<bool, Error> {
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

/// What a provider decided for itself.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Settings {
    pub name: String,
    pub billing_email: String,
    pub require_two_step: bool,
    pub session_minutes: Option<i64>,
    /// The zone of the people who chose none.
    pub time_zone: Option<String>,
}

impl Settings {
    /// The zone by its IANA name.
    #[must_use]
    pub fn zone(&self) -> &str {
        self.time_zone.as_deref().unwrap_or("UTC")
    }
}

pub async fn settings(conn: &mut Conn, id: ProviderId) -> Result<Option<Settings>, Error> {
    fetch_optional!(
        conn,
        Settings,
        "SELECT name, billing_email, require_two_step, session_minutes, time_zone FROM providers WHERE id = $1",
        id
    )
}

/// Renames a provider. The name must be free: ask [`name_is_taken`] in the same transaction.
pub async fn rename(tx: &mut Tx, id: ProviderId, name: &ProviderName) -> Result<(), Error> {
    execute!(tx, "UPDATE providers SET name = $2, name_key = $3 WHERE id = $1", id, name.as_str(), name.key()).map(|_| ())
}

/// Whether another provider has this name, whatever its case and accents.
pub async fn name_is_taken(conn: &mut Conn, id: ProviderId, name: &ProviderName) -> Result<bool, Error> {
    let other = scalar!(conn, Uuid, "SELECT id FROM providers WHERE name_key = $2 AND id <> $1", id, name.key())?;
    Ok(other.is_some())
}

pub async fn set_time_zone(tx: &mut Tx, id: ProviderId, time_zone: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE providers SET time_zone = $2 WHERE id = $1", id, time_zone).map(|_| ())
}

pub async fn set_billing_email(tx: &mut Tx, id: ProviderId, email: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE providers SET billing_email = $2 WHERE id = $1", id, email).map(|_| ())
}

pub async fn set_sign_in(tx: &mut Tx, id: ProviderId, require_two_step: bool, session_minutes: Option<i64>) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE providers SET require_two_step = $2, session_minutes = $3 WHERE id = $1",
        id,
        require_two_step,
        session_minutes
    )
    .map(|_| ())
}

/// How many clients the provider has.
pub async fn clients(conn: &mut Conn, id: ProviderId) -> Result<i64, Error> {
    Ok(scalar!(conn, i64, "SELECT clients FROM providers WHERE id = $1", id)?.unwrap_or(0))
}

/// The enabled accounts of the confirmed members, to write to (1,000 at most).
pub async fn recipients(conn: &mut Conn, id: ProviderId) -> Result<Vec<Recipient>, Error> {
    fetch_all!(
        conn,
        Recipient,
        "SELECT a.id AS account_id, a.email, a.language FROM provider_members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.provider_id = $1 AND m.status = 'confirmed' AND a.disabled_at IS NULL ORDER BY m.created_at, m.id LIMIT 1000",
        id
    )
}

/// Deletes a provider without clients, with its members; their links are withdrawn. Its log stays.
pub async fn delete(tx: &mut Tx, id: ProviderId, now: i64) -> Result<(), Error> {
    mailed_links::withdraw(tx, Ended::Provider(id), now).await?;
    opt_outs::forget_sender(tx, id.uuid()).await?;
    execute!(tx, "DELETE FROM provider_members WHERE provider_id = $1", id)?;
    execute!(tx, "DELETE FROM providers WHERE id = $1", id).map(|_| ())
}
