//! Organizations as the operator looks after them, whoever is in them.

use super::{Organization, organization};
use crate::domain::ids::{LogId, MemberId, OrganizationId, ProviderId};
use crate::domain::list::Direction;
use crate::domain::members::{Role, Status};
use crate::domain::search::Search;
use crate::store::engine::select::Select;
use crate::store::engine::{execute, fetch_all, fetch_optional};
use crate::store::search::{ORGANIZATIONS, Way, candidates};
use crate::store::{Conn, Tx, access};
use sqlx::Error;

/// An organization, its provider, and how many owners can sign in.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Operated {
    #[sqlx(flatten)]
    pub organization: Organization,
    pub provider_name: Option<String>,
    pub acting_owners: i64,
}

const COLUMNS: &str = concat!(
    organization!(),
    ", p.name AS provider_name, (SELECT COUNT(*) FROM members m JOIN accounts a ON a.id = m.account_id \
    WHERE m.organization_id = o.id AND m.role = 'owner' AND m.status = 'confirmed' AND a.disabled_at IS NULL) AS acting_owners"
);

const TABLES: &str = "organizations o LEFT JOIN providers p ON p.id = o.provider_id";

/// The same behind the index of searches, what it names, and that a word occurs in a name.
const BEHIND_INDEX: &str =
    candidates!("organization_trigrams", "organization_numbers", "organizations o LEFT JOIN providers p ON p.id = o.provider_id");
const NAMED: &str = "organization_trigrams MATCH ? AND number = organization_trigrams.rowid AND o.id = organization_id";
const HOLDS: &str = "o.name_search LIKE CAST(? AS TEXT) ESCAPE '\\'";

/// Which organizations a list shows; what is not set lets all pass.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which<'a> {
    pub provider: Option<ProviderId>,
    /// Only those in which a suspension holds.
    pub suspended: bool,
    /// Only those that nobody who can sign in owns.
    pub without_owner: bool,
    /// Only those whose name holds these words.
    pub search: &'a str,
}

/// The first `most` of these organizations, by name.
pub async fn listed(conn: &mut Conn, which: Which<'_>, most: usize) -> Result<Vec<Operated>, Error> {
    let nobody = "NOT EXISTS (SELECT 1 FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = o.id \
                  AND m.role = 'owner' AND m.status = 'confirmed' AND a.disabled_at IS NULL)";
    let search = Search::parse(which.search);
    let Some(way) = ORGANIZATIONS.way(conn, Select::of("1 AS one", [], "organizations"), &search).await? else {
        return Ok(Vec::new());
    };
    let all = match &way {
        Way::Candidates(question) => Select::of(COLUMNS, [], BEHIND_INDEX).and(NAMED, [question.as_str().into()]),
        Way::InOrder | Way::FoundFirst => Select::of(COLUMNS, [], TABLES),
    };
    all.and_each(HOLDS, search.words(), |word| [word.pattern().into()])
        .and_if("o.provider_id = ?", which.provider.map(|provider| [provider.into()]))
        .and_if(access::suspended!(), which.suspended.then_some([]))
        .and_if(nobody, which.without_owner.then_some([]))
        .first(["o.name_key", "o.id"], Direction::Ascending, most)
        .fetch_all(conn)
        .await
}

/// The one with this id.
pub async fn by_id(conn: &mut Conn, id: OrganizationId) -> Result<Option<Operated>, Error> {
    Select::of(COLUMNS, [], TABLES).and("o.id = ?", [id.into()]).fetch_optional(conn).await
}

/// The first `most` whose names are searched as this text is: whatever their case and accents.
pub async fn named(conn: &mut Conn, name_search: &str, most: usize) -> Result<Vec<Operated>, Error> {
    let select = Select::of(COLUMNS, [], TABLES).and("o.name_search = ?", [name_search.into()]);
    select.first(["o.name_key", "o.id"], Direction::Ascending, most).fetch_all(conn).await
}

/// The logs of organizations that are gone, with when and as what each ended, the last one first.
pub async fn deleted(conn: &mut Conn) -> Result<Vec<(OrganizationId, i64, String)>, Error> {
    fetch_all!(
        conn,
        (OrganizationId, i64, String),
        "SELECT log_id, at, details FROM events WHERE kind = 'organization_deleted' AND log_kind = 'organization' \
         ORDER BY at DESC, log_id DESC"
    )
}

/// When and as what an organization ended whose log has this id.
pub async fn deletion(conn: &mut Conn, log_id: LogId) -> Result<Option<(OrganizationId, i64, String)>, Error> {
    fetch_optional!(
        conn,
        (OrganizationId, i64, String),
        "SELECT log_id, at, details FROM events WHERE log_id = $1 AND kind = 'organization_deleted' AND log_kind = 'organization'",
        log_id
    )
}

/// An owner, and whether the account is there and not disabled.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct OwnerSeen {
    pub email: String,
    pub status: Status,
    pub can_sign_in: bool,
}

/// The owners in every status, the longest standing first (100 at most).
pub async fn owners(conn: &mut Conn, id: OrganizationId) -> Result<Vec<OwnerSeen>, Error> {
    fetch_all!(
        conn,
        OwnerSeen,
        "SELECT m.email, m.status, CAST(a.id IS NOT NULL AND a.disabled_at IS NULL AS BOOLEAN) AS can_sign_in FROM members m \
         LEFT JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = $1 AND m.role = 'owner' \
         ORDER BY m.created_at, m.id LIMIT 100",
        id
    )
}

/// A member whom the operator wants as owner.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Candidate {
    pub id: MemberId,
    pub email: String,
    pub role: Role,
    pub status: Status,
    /// Whether the member's account is disabled.
    pub disabled: bool,
}

/// The member with this address.
pub async fn candidate(conn: &mut Conn, id: OrganizationId, email_key: &str) -> Result<Option<Candidate>, Error> {
    fetch_optional!(
        conn,
        Candidate,
        "SELECT m.id, m.email, m.role, m.status, CAST(a.disabled_at IS NOT NULL AS BOOLEAN) AS disabled FROM members m \
         LEFT JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = $1 AND m.email_key = $2",
        id,
        email_key
    )
}

/// Whom the operator wanted before under another address, and who has not accepted.
pub async fn wanted_before(conn: &mut Conn, id: OrganizationId, email_key: &str) -> Result<Vec<Candidate>, Error> {
    fetch_all!(
        conn,
        Candidate,
        "SELECT m.id, m.email, m.role, m.status, CAST(a.disabled_at IS NOT NULL AS BOOLEAN) AS disabled FROM members m \
         LEFT JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = $1 AND m.accepting_confirms AND m.email_key <> $2 \
         ORDER BY m.id",
        id,
        email_key
    )
}

/// Waits for a member to accept as owner, which confirms: nobody else could. Whoever has the address is invited, whatever
/// account has it by then.
pub async fn want(tx: &mut Tx, member: MemberId) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE members SET role = 'owner', status = 'invited', status_before = NULL, invited_by = NULL, removal_asked_at = NULL, \
         account_id = NULL, accepting_confirms = TRUE WHERE id = $1",
        member
    )
    .map(|_| ())
}
