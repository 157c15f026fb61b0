//! The append-only logs.

mod list;
pub mod portal;

pub use list::{Source, Which, count_up_to, rows};

use super::access::Reader;
use super::engine::batch::execute_for_rows;
use super::engine::{fetch_all, scalar};
use super::{Conn, Tx};
use crate::domain::events::Through;
use crate::domain::events::read::Cursor;
use crate::domain::ids::{AccountId, LogId, OrganizationId, ProviderId};
use crate::domain::words;
use sqlx::Error;

words! { Log { Organization = "organization", Provider = "provider", Account = "account", Portal = "portal" } }

#[derive(Clone, Debug)]
pub struct NewEvent<'a> {
    pub log: Log,
    pub log_id: LogId,
    pub sequence: i64,
    pub at: i64,
    pub actor_id: Option<AccountId>,
    pub actor: &'a str,
    pub through: Through,
    /// The provider for which it was done in one of its clients, and its name.
    pub for_provider: Option<(ProviderId, &'a str)>,
    pub address: Option<&'a str>,
    pub kind: &'a str,
    pub organization: Option<OrganizationId>,
    /// The provider that the organization has, for a line of an organization's log.
    pub feed: Option<ProviderId>,
    pub details: &'a str,
    /// What a search looks in, folded.
    pub search: &'a str,
}

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct EventRow {
    pub log_id: LogId,
    pub sequence: i64,
    pub at: i64,
    pub actor: String,
    pub through: String,
    /// The name of the provider for which it was done in one of its clients.
    pub for_provider: Option<String>,
    pub address: Option<String>,
    pub kind: String,
    /// The organization that it is about.
    pub organization_id: Option<OrganizationId>,
    pub details: String,
    /// Whether the reader may open that organization; `false` where it was not asked.
    #[sqlx(default)]
    pub reachable: bool,
}

impl EventRow {
    /// The place of this line in its log.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor { at: self.at, log: self.log_id, sequence: self.sequence }
    }
}

/// Whether the log holds an event of this kind about this organization.
pub async fn holds(conn: &mut Conn, log_id: LogId, organization: OrganizationId, kind: &str) -> Result<bool, Error> {
    let found = scalar!(
        conn,
        i64,
        "SELECT sequence FROM events WHERE log_id = $1 AND organization_id = $2 AND kind = $3 LIMIT 1",
        log_id,
        organization,
        kind
    )?;
    Ok(found.is_some())
}

/// Whether the log of a provider that the reader reaches tells that it unlinked this organization.
pub async fn tells_of_unlinking(conn: &mut Conn, reader: Reader, organization: OrganizationId) -> Result<bool, Error> {
    let found = scalar!(
        conn,
        i64,
        "SELECT e.sequence FROM provider_members m JOIN events e ON e.log_id = m.provider_id WHERE m.account_id = $1 \
         AND m.status = 'confirmed' AND m.ended_sign_in < $3 AND e.organization_id = $2 AND e.kind = 'client_unlinked' LIMIT 1",
        reader.account,
        organization,
        reader.sign_in
    )?;
    Ok(found.is_some())
}

/// What the log of an account says of its changes of address, the newest first (50 at most).
pub async fn address_changes(conn: &mut Conn, account: AccountId) -> Result<Vec<(String,)>, Error> {
    fetch_all!(
        conn,
        (String,),
        "SELECT details FROM events WHERE log_id = $1 AND kind IN ('address_changed', 'address_change_undone') \
         ORDER BY sequence DESC LIMIT 50",
        account
    )
}

/// The newest events of a log.
pub async fn newest(conn: &mut Conn, log_id: LogId, most: i64) -> Result<Vec<EventRow>, Error> {
    fetch_all!(
        conn,
        EventRow,
        "SELECT log_id, sequence, at, actor, through, for_provider, address, kind, organization_id, details FROM events WHERE log_id = $1 \
         ORDER BY sequence DESC LIMIT CAST($2 AS BIGINT)",
        log_id,
        most
    )
}

/// The newest events of an organization's log that were done for this provider, among its last 500.
pub async fn newest_for_provider(
    conn: &mut Conn,
    log_id: LogId,
    provider: ProviderId,
    most: i64,
) -> Result<Vec<EventRow>, Error> {
    fetch_all!(
        conn,
        EventRow,
        "SELECT log_id, sequence, at, actor, through, for_provider, address, kind, organization_id, details FROM (\
         SELECT log_id, sequence, at, actor, through, for_provider_id, for_provider, address, kind, organization_id, details \
         FROM events WHERE log_id = $1 ORDER BY sequence DESC LIMIT 500) AS last WHERE for_provider_id = $2 \
         ORDER BY sequence DESC LIMIT CAST($3 AS BIGINT)",
        log_id,
        provider,
        most
    )
}

/// Writes many events, each in a log that has room for its number.
pub async fn insert_many(tx: &mut Tx, events: &[NewEvent<'_>]) -> Result<(), Error> {
    execute_for_rows!(
        tx,
        "INSERT INTO events (log_id, sequence, log_kind, at, actor_id, actor, through, for_provider_id, for_provider, address, kind, \
         organization_id, feed_id, details, search) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        events,
        |new| [
            new.log_id,
            new.sequence,
            new.log.word(),
            new.at,
            new.actor_id,
            new.actor,
            new.through.word(),
            new.for_provider.map(|(id, _)| id),
            new.for_provider.map(|(_, name)| name),
            new.address,
            new.kind,
            new.organization,
            new.feed,
            new.details,
            new.search
        ]
    )
}
