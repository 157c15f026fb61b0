//! The Clients table of a provider and the organizations that could be added to it.

use super::Conn;
use super::engine::{fetch_all, fetch_optional, scalar};
use crate::domain::clients::{Cursor, Filter, Sort};
use crate::domain::ids::{AccountId, OrganizationId, ProviderId};
use crate::domain::list::Direction;
use crate::domain::organizations::plan::Plan;
use crate::domain::providers::State;
use crate::store::organizations::Organization;
use sqlx::Error;

/// One row of the Clients table.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ClientRow {
    pub id: OrganizationId,
    pub name: String,
    pub name_key: Vec<u8>,
    #[sqlx(try_from = "String")]
    pub plan: Plan,
    pub plan_rank: i64,
    pub seats: i64,
    pub occupied: i64,
    #[sqlx(try_from = "String")]
    pub state: State,
    pub linked_at: i64,
    /// Confirmed owners.
    pub owners: i64,
}

impl ClientRow {
    /// The place of this row in the order `sort`.
    #[must_use]
    pub fn cursor(&self, sort: Sort) -> Cursor {
        let number = match sort {
            Sort::Name => 0,
            Sort::Users => self.occupied,
            Sort::Plan => self.plan_rank,
        };
        Cursor { number, name_key: self.name_key.clone(), id: self.id }
    }
}

/// At most `most` clients of the provider that lie behind `from` in this order, whose name fits the
/// `LIKE` pattern and that pass the filter. Each order is read from one index; nothing is skipped.
pub async fn rows(
    conn: &mut Conn,
    provider: ProviderId,
    (pattern, filter): (&str, &Filter),
    (sort, direction): (Sort, Direction),
    from: &Cursor,
    most: i64,
) -> Result<Vec<ClientRow>, Error> {
    let (number, key, id) = (from.number, from.name_key.as_slice(), from.id);
    let (state, (rank, last_rank), (left, most_left)) = (state_word(filter), filter.plan_ranks(), filter.seats_left());
    let (one, open) = (filter.one_owner, filter.handover_open);
    let statement = ordered(sort, direction);
    if sort == Sort::Name {
        fetch_all!(
            conn, ClientRow, statement, provider, key, id, pattern, most, state, rank, last_rank, left, most_left, one, open
        )
    } else {
        fetch_all!(
            conn, ClientRow, statement, provider, key, id, pattern, most, state, rank, last_rank, left, most_left, one, open,
            number
        )
    }
}

/// Nothing where any state passes.
fn state_word(filter: &Filter) -> &'static str {
    filter.state.map_or("", State::word)
}

/// The statement that reads one order from its index. The `+` keeps a filter on the plan from
/// choosing another one.
fn ordered(sort: Sort, direction: Direction) -> &'static str {
    match (sort, direction) {
        (Sort::Name, Direction::Ascending) => {
            "SELECT id, name, name_key, plan, plan_rank, seats, occupied, state, linked_at, owners FROM organizations \
             WHERE provider_id = $1 AND (name_key, id) > ($2, $3) AND name_search LIKE $4 ESCAPE '\\' \
             AND ($6 = '' OR state = $6) AND +plan_rank BETWEEN $7 AND $8 AND seats - occupied BETWEEN $9 AND $10 \
             AND (NOT $11 OR owners = 1) \
             AND (NOT $12 OR owners = 0 OR id IN (SELECT organization_id FROM provider_owners WHERE provider_id = $1)) \
             ORDER BY name_key, id LIMIT $5"
        }
        (Sort::Name, Direction::Descending) => {
            "SELECT id, name, name_key, plan, plan_rank, seats, occupied, state, linked_at, owners FROM organizations \
             WHERE provider_id = $1 AND (name_key, id) < ($2, $3) AND name_search LIKE $4 ESCAPE '\\' \
             AND ($6 = '' OR state = $6) AND +plan_rank BETWEEN $7 AND $8 AND seats - occupied BETWEEN $9 AND $10 \
             AND (NOT $11 OR owners = 1) \
             AND (NOT $12 OR owners = 0 OR id IN (SELECT organization_id FROM provider_owners WHERE provider_id = $1)) \
             ORDER BY name_key DESC, id DESC LIMIT $5"
        }
        (Sort::Users, Direction::Ascending) => {
            "SELECT id, name, name_key, plan, plan_rank, seats, occupied, state, linked_at, owners FROM organizations \
             WHERE provider_id = $1 AND (occupied, name_key, id) > ($13, $2, $3) AND name_search LIKE $4 ESCAPE '\\' \
             AND ($6 = '' OR state = $6) AND +plan_rank BETWEEN $7 AND $8 AND seats - occupied BETWEEN $9 AND $10 \
             AND (NOT $11 OR owners = 1) \
             AND (NOT $12 OR owners = 0 OR id IN (SELECT organization_id FROM provider_owners WHERE provider_id = $1)) \
             ORDER BY occupied, name_key, id LIMIT $5"
        }
        (Sort::Users, Direction::Descending) => {
            "SELECT id, name, name_key, plan, plan_rank, seats, occupied, state, linked_at, owners FROM organizations \
             WHERE provider_id = $1 AND (occupied, name_key, id) < ($13, $2, $3) AND name_search LIKE $4 ESCAPE '\\' \
             AND ($6 = '' OR state = $6) AND +plan_rank BETWEEN $7 AND $8 AND seats - occupied BETWEEN $9 AND $10 \
             AND (NOT $11 OR owners = 1) \
             AND (NOT $12 OR owners = 0 OR id IN (SELECT organization_id FROM provider_owners WHERE provider_id = $1)) \
             ORDER BY occupied DESC, name_key DESC, id DESC LIMIT $5"
        }
        (Sort::Plan, Direction::Ascending) => {
            "SELECT id, name, name_key, plan, plan_rank, seats, occupied, state, linked_at, owners FROM organizations \
             WHERE provider_id = $1 AND (plan_rank, name_key, id) > ($13, $2, $3) AND name_search LIKE $4 ESCAPE '\\' \
             AND ($6 = '' OR state = $6) AND +plan_rank BETWEEN $7 AND $8 AND seats - occupied BETWEEN $9 AND $10 \
             AND (NOT $11 OR owners = 1) \
             AND (NOT $12 OR owners = 0 OR id IN (SELECT organization_id FROM provider_owners WHERE provider_id = $1)) \
             ORDER BY plan_rank, name_key, id LIMIT $5"
        }
        (Sort::Plan, Direction::Descending) => {
            "SELECT id, name, name_key, plan, plan_rank, seats, occupied, state, linked_at, owners FROM organizations \
             WHERE provider_id = $1 AND (plan_rank, name_key, id) < ($13, $2, $3) AND name_search LIKE $4 ESCAPE '\\' \
             AND ($6 = '' OR state = $6) AND +plan_rank BETWEEN $7 AND $8 AND seats - occupied BETWEEN $9 AND $10 \
             AND (NOT $11 OR owners = 1) \
             AND (NOT $12 OR owners = 0 OR id IN (SELECT organization_id FROM provider_owners WHERE provider_id = $1)) \
             ORDER BY plan_rank DESC, name_key DESC, id DESC LIMIT $5"
        }
    }
}

/// The row of one client of the provider.
pub async fn row(conn: &mut Conn, provider: ProviderId, id: OrganizationId) -> Result<Option<ClientRow>, Error> {
    fetch_optional!(
        conn,
        ClientRow,
        "SELECT id, name, name_key, plan, plan_rank, seats, occupied, state, linked_at, owners FROM organizations \
         WHERE provider_id = $1 AND id = $2",
        provider,
        id
    )
}

/// How many clients fit the pattern and pass the filter, counted up to `bound`.
pub async fn count_up_to(
    conn: &mut Conn,
    provider: ProviderId,
    (pattern, filter): (&str, &Filter),
    bound: i64,
) -> Result<i64, Error> {
    let (state, (rank, last_rank), (left, most_left)) = (state_word(filter), filter.plan_ranks(), filter.seats_left());
    let count = scalar!(
        conn,
        i64,
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM organizations WHERE provider_id = $1 AND name_search LIKE $2 ESCAPE '\\' \
         AND ($4 = '' OR state = $4) AND +plan_rank BETWEEN $5 AND $6 AND seats - occupied BETWEEN $7 AND $8 \
         AND (NOT $9 OR owners = 1) \
         AND (NOT $10 OR owners = 0 OR id IN (SELECT organization_id FROM provider_owners WHERE provider_id = $1)) LIMIT $3) AS counted",
        provider,
        pattern,
        bound,
        state,
        rank,
        last_rank,
        left,
        most_left,
        filter.one_owner,
        filter.handover_open
    )?;
    Ok(count.unwrap_or(0))
}

/// The organizations without a provider of which the account is a confirmed owner: those that can
/// be added first (Teams and Enterprise rank from 200,000 on, `Plan::rank`), then by name; 200 at most.
pub async fn addable_by(conn: &mut Conn, account: AccountId) -> Result<Vec<Organization>, Error> {
    fetch_all!(
        conn,
        Organization,
        "SELECT o.id, o.name, o.plan, o.seats, o.occupied, o.state, o.provider_id, o.linked_at FROM organizations o \
         JOIN members m ON m.organization_id = o.id WHERE m.account_id = $1 AND m.status = 'confirmed' AND m.role = 'owner' \
         AND o.provider_id IS NULL ORDER BY CASE WHEN o.plan_rank >= 200000 AND o.state = 'active' THEN 0 ELSE 1 END, o.name_key, o.id LIMIT 200",
        account
    )
}

/// Whether [`addable_by`] would give anything.
pub async fn any_addable_by(conn: &mut Conn, account: AccountId) -> Result<bool, Error> {
    let one = scalar!(
        conn,
        i64,
        "SELECT CAST(1 AS BIGINT) FROM organizations o JOIN members m ON m.organization_id = o.id WHERE m.account_id = $1 \
         AND m.status = 'confirmed' AND m.role = 'owner' AND o.provider_id IS NULL LIMIT 1",
        account
    )?;
    Ok(one.is_some())
}
