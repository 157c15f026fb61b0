//! The append-only logs.

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

/// Where lines are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Log(LogId),
    /// The lines of all organizations' logs that were written while this provider had them.
    Feed(ProviderId),
}

/// Which lines are read. Patterns are those of `LIKE … ESCAPE '\\'`; `%` fits everything.
#[derive(Clone, Debug)]
pub struct Part {
    pub source: Source,
    /// From the first millisecond on, up to the second one.
    pub since: i64,
    pub until: i64,
    /// Empty for all kinds.
    pub kind: &'static str,
    pub person: String,
    /// The client's name as it is today, and as it stands in the line.
    pub client: String,
    pub client_line: String,
    /// The provider whose clients are meant.
    pub provider: ProviderId,
    pub text: String,
    /// Whoever reads: says which organizations can be opened.
    pub reader: AccountId,
}

/// Runs a statement with everything that a [`Part`] has, the bound of its range and a place.
macro_rules! fetch_part {
    ($conn:expr, $part:expr, $source:expr, $bound:expr, $most:expr, [$($place:expr),+], $sql:literal) => {
        fetch_all!(
            $conn,
            EventRow,
            $sql,
            $source,
            $bound,
            $part.kind,
            &$part.person,
            &$part.text,
            &$part.client,
            &$part.client_line,
            $part.provider,
            $part.reader,
            $most
            $(, $place)+
        )
    };
}

/// At most `most` lines that are older than the place, newest first.
pub async fn older(conn: &mut Conn, part: &Part, place: Cursor, most: i64) -> Result<Vec<EventRow>, Error> {
    match part.source {
        Source::Log(log) => fetch_part!(
            conn,
            part,
            log,
            part.since,
            most,
            [place.at, place.sequence],
            "SELECT e.log_id, e.sequence, e.at, e.actor, e.address, e.kind, e.organization_id, e.details, EXISTS (SELECT 1 FROM organizations o \
             LEFT JOIN members m ON m.organization_id = o.id AND m.account_id = $9 AND m.status = 'confirmed' \
             LEFT JOIN provider_members p ON p.provider_id = o.provider_id AND p.account_id = $9 AND p.status = 'confirmed' \
             WHERE o.id = e.organization_id AND (m.id IS NOT NULL OR p.id IS NOT NULL)) AS reachable FROM events e \
             WHERE e.log_id = $1 AND (e.at, e.sequence) < ($11, $12) AND e.at >= $2 \
             AND ($3 = '' OR e.kind = $3) AND e.search LIKE $4 ESCAPE '\\' AND e.search LIKE $5 ESCAPE '\\' \
             AND ($6 = '%' OR e.search LIKE $7 ESCAPE '\\' OR e.organization_id IN \
             (SELECT id FROM organizations WHERE provider_id = $8 AND name_search LIKE $6 ESCAPE '\\')) \
             ORDER BY e.at DESC, e.sequence DESC LIMIT $10"
        ),
        Source::Feed(feed) => fetch_part!(
            conn,
            part,
            feed,
            part.since,
            most,
            [place.at, place.sequence, place.log],
            "SELECT e.log_id, e.sequence, e.at, e.actor, e.address, e.kind, e.organization_id, e.details, EXISTS (SELECT 1 FROM organizations o \
             LEFT JOIN members m ON m.organization_id = o.id AND m.account_id = $9 AND m.status = 'confirmed' \
             LEFT JOIN provider_members p ON p.provider_id = o.provider_id AND p.account_id = $9 AND p.status = 'confirmed' \
             WHERE o.id = e.organization_id AND (m.id IS NOT NULL OR p.id IS NOT NULL)) AS reachable FROM events e \
             WHERE e.feed_id = $1 AND (e.at, e.log_id, e.sequence) < ($11, $13, $12) AND e.at >= $2 \
             AND ($3 = '' OR e.kind = $3) AND e.search LIKE $4 ESCAPE '\\' AND e.search LIKE $5 ESCAPE '\\' \
             AND ($6 = '%' OR e.search LIKE $7 ESCAPE '\\' OR e.organization_id IN \
             (SELECT id FROM organizations WHERE provider_id = $8 AND name_search LIKE $6 ESCAPE '\\')) \
             ORDER BY e.at DESC, e.log_id DESC, e.sequence DESC LIMIT $10"
        ),
    }
}

/// At most `most` lines that are newer than the place, oldest first.
pub async fn newer(conn: &mut Conn, part: &Part, place: Cursor, most: i64) -> Result<Vec<EventRow>, Error> {
    match part.source {
        Source::Log(log) => fetch_part!(
            conn,
            part,
            log,
            part.until,
            most,
            [place.at, place.sequence],
            "SELECT e.log_id, e.sequence, e.at, e.actor, e.address, e.kind, e.organization_id, e.details, EXISTS (SELECT 1 FROM organizations o \
             LEFT JOIN members m ON m.organization_id = o.id AND m.account_id = $9 AND m.status = 'confirmed' \
             LEFT JOIN provider_members p ON p.provider_id = o.provider_id AND p.account_id = $9 AND p.status = 'confirmed' \
             WHERE o.id = e.organization_id AND (m.id IS NOT NULL OR p.id IS NOT NULL)) AS reachable FROM events e \
             WHERE e.log_id = $1 AND (e.at, e.sequence) > ($11, $12) AND e.at < $2 \
             AND ($3 = '' OR e.kind = $3) AND e.search LIKE $4 ESCAPE '\\' AND e.search LIKE $5 ESCAPE '\\' \
             AND ($6 = '%' OR e.search LIKE $7 ESCAPE '\\' OR e.organization_id IN \
             (SELECT id FROM organizations WHERE provider_id = $8 AND name_search LIKE $6 ESCAPE '\\')) \
             ORDER BY e.at, e.sequence LIMIT $10"
        ),
        Source::Feed(feed) => fetch_part!(
            conn,
            part,
            feed,
            part.until,
            most,
            [place.at, place.sequence, place.log],
            "SELECT e.log_id, e.sequence, e.at, e.actor, e.address, e.kind, e.organization_id, e.details, EXISTS (SELECT 1 FROM organizations o \
             LEFT JOIN members m ON m.organization_id = o.id AND m.account_id = $9 AND m.status = 'confirmed' \
             LEFT JOIN provider_members p ON p.provider_id = o.provider_id AND p.account_id = $9 AND p.status = 'confirmed' \
             WHERE o.id = e.organization_id AND (m.id IS NOT NULL OR p.id IS NOT NULL)) AS reachable FROM events e \
             WHERE e.feed_id = $1 AND (e.at, e.log_id, e.sequence) > ($11, $13, $12) AND e.at < $2 \
             AND ($3 = '' OR e.kind = $3) AND e.search LIKE $4 ESCAPE '\\' AND e.search LIKE $5 ESCAPE '\\' \
             AND ($6 = '%' OR e.search LIKE $7 ESCAPE '\\' OR e.organization_id IN \
             (SELECT id FROM organizations WHERE provider_id = $8 AND name_search LIKE $6 ESCAPE '\\')) \
             ORDER BY e.at, e.log_id, e.sequence LIMIT $10"
        ),
    }
}

/// Binds what counting needs.
macro_rules! count_part {
    ($conn:expr, $part:expr, $source:expr, [$($place:expr),+], $sql:literal) => {
        scalar!(
            $conn,
            i64,
            $sql,
            $source,
            $part.since,
            $part.kind,
            &$part.person,
            &$part.text,
            &$part.client,
            &$part.client_line,
            $part.provider
            $(, $place)+
        )
    };
}

/// How many lines are older than the place.
pub async fn count(conn: &mut Conn, part: &Part, place: Cursor) -> Result<i64, Error> {
    let count = match part.source {
        Source::Log(log) => count_part!(
            conn,
            part,
            log,
            [place.at, place.sequence],
            "SELECT COUNT(*) FROM events e \
             WHERE e.log_id = $1 AND (e.at, e.sequence) < ($9, $10) AND e.at >= $2 \
             AND ($3 = '' OR e.kind = $3) AND e.search LIKE $4 ESCAPE '\\' AND e.search LIKE $5 ESCAPE '\\' \
             AND ($6 = '%' OR e.search LIKE $7 ESCAPE '\\' OR e.organization_id IN \
             (SELECT id FROM organizations WHERE provider_id = $8 AND name_search LIKE $6 ESCAPE '\\'))"
        ),
        Source::Feed(feed) => count_part!(
            conn,
            part,
            feed,
            [place.at, place.sequence, place.log],
            "SELECT COUNT(*) FROM events e \
             WHERE e.feed_id = $1 AND (e.at, e.log_id, e.sequence) < ($9, $11, $10) AND e.at >= $2 \
             AND ($3 = '' OR e.kind = $3) AND e.search LIKE $4 ESCAPE '\\' AND e.search LIKE $5 ESCAPE '\\' \
             AND ($6 = '%' OR e.search LIKE $7 ESCAPE '\\' OR e.organization_id IN \
             (SELECT id FROM organizations WHERE provider_id = $8 AND name_search LIKE $6 ESCAPE '\\'))"
        ),
    };
    Ok(count?.unwrap_or(0))
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

/// Whether the log of a provider of this account tells that it unlinked this organization.
pub async fn tells_of_unlinking(conn: &mut Conn, account: AccountId, organization: OrganizationId) -> Result<bool, Error> {
    let found = scalar!(
        conn,
        i64,
        "SELECT e.sequence FROM provider_members m JOIN events e ON e.log_id = m.provider_id WHERE m.account_id = $1 \
         AND m.status = 'confirmed' AND e.organization_id = $2 AND e.kind = 'client_unlinked' LIMIT 1",
        account,
        organization
    )?;
    Ok(found.is_some())
}

/// The newest events of a log.
pub async fn newest(conn: &mut Conn, log_id: LogId, most: i64) -> Result<Vec<EventRow>, Error> {
    fetch_all!(
        conn,
        EventRow,
        "SELECT log_id, sequence, at, actor, address, kind, organization_id, details FROM events WHERE log_id = $1 \
         ORDER BY sequence DESC LIMIT $2",
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
         SELECT account_id FROM provider_members WHERE provider_id = $2 AND account_id IS NOT NULL) ORDER BY e.sequence DESC LIMIT $3",
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
