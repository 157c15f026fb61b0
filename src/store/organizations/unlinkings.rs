//! Organizations that their provider has unlinked, the last time of each.

use super::{Organization, organization};
use crate::domain::identity::mailed_link::Ended;
use crate::domain::ids::{AccountId, OrganizationId, ProviderId, UnlinkingId};
use crate::domain::list::Direction;
use crate::domain::providers::State;
use crate::store::engine::execute;
use crate::store::engine::select::Select;
use crate::store::identity::mailed_links;
use crate::store::{Conn, Tx};
use sqlx::Error;

/// An unlinking, with the organization and the provider as they are now.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Unlinking {
    pub unlinking_id: UnlinkingId,
    /// The name of the organization at that moment: the provider learns no later one.
    pub named: String,
    /// The provider that unlinked it.
    pub by_provider: ProviderId,
    pub by_provider_name: String,
    pub by_provider_state: State,
    pub unlinked_at: i64,
    pub asks: i64,
    pub asked_by: Option<AccountId>,
    /// When the organization got a provider again.
    pub ended_at: Option<i64>,
    #[sqlx(flatten)]
    pub organization: Organization,
}

impl Unlinking {
    /// Whether the provider that unlinked it manages it again.
    #[must_use]
    pub fn is_linked_again(&self) -> bool {
        self.organization.provider_id == Some(self.by_provider)
    }
}

const COLUMNS: &str = concat!(
    "u.id AS unlinking_id, u.name AS named, u.provider_id AS by_provider, q.name AS by_provider_name, \
     q.state AS by_provider_state, u.unlinked_at, u.asks, u.asked_by, u.ended_at, ",
    organization!()
);

const TABLES: &str = "unlinkings u JOIN providers q ON q.id = u.provider_id JOIN organizations o ON o.id = u.organization_id \
    LEFT JOIN providers p ON p.id = o.provider_id";

/// The one with this id.
pub async fn by_id(conn: &mut Conn, id: UnlinkingId) -> Result<Option<Unlinking>, Error> {
    Select::of(COLUMNS, [], TABLES).and("u.id = ?", [id.into()]).fetch_optional(conn).await
}

/// The last one of an organization, where it was this provider's.
pub async fn of(conn: &mut Conn, provider: ProviderId, organization: OrganizationId) -> Result<Option<Unlinking>, Error> {
    let select = Select::of(COLUMNS, [], TABLES).and("u.organization_id = ?", [organization.into()]);
    select.and("u.provider_id = ?", [provider.into()]).fetch_optional(conn).await
}

/// What this provider unlinked since then and has no provider since, the last one first.
pub async fn since(conn: &mut Conn, provider: ProviderId, since: i64, most: usize) -> Result<Vec<Unlinking>, Error> {
    Select::of(COLUMNS, [], TABLES)
        .and("u.provider_id = ? AND u.ended_at IS NULL", [provider.into()])
        .and("u.unlinked_at > ?", [since.into()])
        .first(["u.unlinked_at", "u.id"], Direction::Descending, most)
        .fetch_all(conn)
        .await
}

/// A provider that has unlinked an organization at this moment.
#[derive(Clone, Copy, Debug)]
pub struct NewUnlinking<'a> {
    pub id: UnlinkingId,
    pub organization: OrganizationId,
    pub provider: ProviderId,
    pub name: &'a str,
    pub now: i64,
}

/// Keeps that a provider has unlinked an organization, in place of the time before. Links to that are withdrawn.
pub async fn note(tx: &mut Tx, new: NewUnlinking<'_>) -> Result<(), Error> {
    mailed_links::withdraw(tx, Ended::UnlinkingsOf(new.organization), new.now).await?;
    execute!(tx, "DELETE FROM unlinkings WHERE organization_id = $1", new.organization)?;
    execute!(
        tx,
        "INSERT INTO unlinkings (id, organization_id, provider_id, name, unlinked_at, asks) VALUES ($1, $2, $3, $4, $5, 0)",
        new.id,
        new.organization,
        new.provider,
        new.name,
        new.now
    )
    .map(|_| ())
}

/// Once the organization has a provider, nobody is asked any more: the links to it are withdrawn.
pub(super) async fn end(tx: &mut Tx, organization: OrganizationId, now: i64) -> Result<(), Error> {
    mailed_links::withdraw(tx, Ended::UnlinkingsOf(organization), now).await?;
    execute!(tx, "UPDATE unlinkings SET ended_at = $2 WHERE organization_id = $1 AND ended_at IS NULL", organization, now)
        .map(|_| ())
}

/// Counts that the owners are asked once more, by this admin.
pub async fn count_ask(tx: &mut Tx, id: UnlinkingId, by: AccountId) -> Result<(), Error> {
    execute!(tx, "UPDATE unlinkings SET asks = asks + 1, asked_by = $2 WHERE id = $1", id, by).map(|_| ())
}
