//! The append-only logs.

mod list;

pub use list::{Source, Which, count_up_to, rows};

use super::engine::batch::execute_for_rows;
use super::engine::{fetch_all, scalar};
use super::{Conn, Tx};
use crate::domain::events::read::Cursor;
use crate::domain::ids::{AccountId, LogId, OrganizationId, ProviderId};
use crate::domain::words;
use sqlx::Error;

words! { Log { Organization = "organization", Provider = "provider", Account = "account" } }

#[derive(Clone, Debug)]
pub struct NewEvent<'a> {
    pub log: Log,
    pub log_id: LogId,
    pub sequence: i64,
    pub at: i64,
    pub actor_id: Option<AccountId>,
    pub actor: &'a str,
    pub address: Option<&'a str>,
    pub kind: &'a str,
    pub organization: Option<OrganizationId>,
    /// The provider that the organization has, for a line of an organization's log.
    pub feed: Option<ProviderId>,
    pub details: &'a str,
    /// What a search looks in, folded.
    pub search: &'a str,
}

pub async fn insert(tx: &mut Tx, new: &NewEvent<'_>) -> Result<(), Error> {
    insert_many(tx, std::slice::from_ref(new)).await
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EventRow {
    pub log_id: LogId,
    pub sequence: i64,
    pub at: i64,
    pub actor: String,
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

/// The newest events of a log.
pub async fn newest(conn: &mut Conn, log_id: LogId, most: i64) -> Result<Vec<EventRow>, Error> {
    fetch_all!(
        conn,
        EventRow,
        "SELECT log_id, sequence, at, actor, address, kind, organization_id, details FROM events WHERE log_id = $1 \
         ORDER BY sequence DESC LIMIT CAST($2 AS BIGINT)",
        log_id,
        most
    )
}

/// The newest events of an organization's log that were done by people of its provider, among its
/// last 500.
pub async fn newest_by_provider(conn: &mut Conn, log_id: LogId, provider: ProviderId, most: i64) -> Result<Vec<EventRow>, Error> {
    fetch_all!(
        conn,
        EventRow,
        "SELECT e.log_id, e.sequence, e.at, e.actor, e.address, e.kind, e.organization_id, e.details FROM (SELECT log_id, sequence, \
         at, actor_id, actor, address, kind, organization_id, details FROM events WHERE log_id = $1 ORDER BY sequence DESC LIMIT 500) AS e WHERE e.actor_id IN (\
         SELECT account_id FROM provider_members WHERE provider_id = $2 AND account_id IS NOT NULL) ORDER BY e.sequence DESC LIMIT CAST($3 AS BIGINT)",
        log_id,
        provider,
        most
    )
}

/// Writes many events, each in a log that has room for its number.
pub async fn insert_many(tx: &mut Tx, events: &[NewEvent<'_>]) -> Result<(), Error> {
    execute_for_rows!(
        tx,
        "INSERT INTO events (log_id, sequence, log_kind, at, actor_id, actor, address, kind, organization_id, feed_id, details, search) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        events,
        |new| [
            new.log_id,
            new.sequence,
            new.log.word(),
            new.at,
            new.actor_id,
            new.actor,
            new.address,
            new.kind,
            new.organization,
            new.feed,
            new.details,
            new.search
        ]
    )
}
