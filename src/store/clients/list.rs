//! The Clients table: searched, filtered, in each order, in parts.

use crate::domain::clients::{Cursor, Filter, SeatsLeft, Sort};
use crate::domain::ids::OrganizationId;
use crate::domain::list::{Direction, Place, search_pattern};
use crate::domain::organizations::plan::{Family, Plan};
use crate::domain::providers::State;
use crate::store::Conn;
use crate::store::access::{self, ClientsOf};
use crate::store::engine::select::Select;
use sqlx::Error;

/// One row of the Clients table.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct ClientRow {
    pub id: OrganizationId,
    pub name: String,
    pub name_key: Vec<u8>,
    pub plan: Plan,
    pub plan_rank: i64,
    pub seats: i64,
    pub occupied: i64,
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

const COLUMNS: &str = "id, name, name_key, plan, plan_rank, seats, occupied, state, linked_at, owners";

/// Which clients: those of the provider whose name holds what is searched and that pass the filter.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    pub of: ClientsOf,
    pub search: &'a str,
    pub filter: &'a Filter,
}

/// At most `most` of these clients from the place on, in its direction of reading. Each order is
/// read from one index; nothing is skipped.
pub async fn rows(
    conn: &mut Conn,
    which: Which<'_>,
    order: (Sort, Direction),
    place: &Place<Cursor>,
    most: usize,
) -> Result<Vec<ClientRow>, Error> {
    listed(which, order, place, most).fetch_all(conn).await
}

/// How many of these clients there are, counted up to `bound`.
pub async fn count_up_to(conn: &mut Conn, which: Which<'_>, bound: i64) -> Result<i64, Error> {
    fitting("1 AS one", which).count_up_to(conn, bound).await
}

fn listed(which: Which<'_>, (sort, direction): (Sort, Direction), place: &Place<Cursor>, most: usize) -> Select {
    let (select, direction, cursor) = (fitting(COLUMNS, which), place.reading(direction), place.cursor());
    let number = match sort {
        Sort::Name => {
            let columns = ["name_key", "id"];
            let cursor = cursor.map(|at| [at.name_key.as_slice().into(), at.id.into()]);
            return select.behind(columns, direction, cursor).first(columns, direction, most);
        }
        Sort::Users => "occupied",
        Sort::Plan => "plan_rank",
    };
    let columns = [number, "name_key", "id"];
    let cursor = cursor.map(|at| [at.number.into(), at.name_key.as_slice().into(), at.id.into()]);
    select.behind(columns, direction, cursor).first(columns, direction, most)
}

fn fitting(columns: &'static str, which: Which<'_>) -> Select {
    let Filter { family, state, seats, handover_open, one_owner } = *which.filter;
    access::clients(which.of, columns)
        .and_if("name_search LIKE CAST(? AS TEXT) ESCAPE '\\'", search_pattern(which.search).map(|pattern| [pattern.into()]))
        .and_if("state = ?", state.map(|state| [state.word().into()]))
        // The `+` keeps a filter on the plan from choosing another index than that of the order.
        .and_if("+plan_rank BETWEEN ? AND ?", family.map(Family::ranks).map(|(low, high)| [low.into(), high.into()]))
        .and_if("occupied = seats", (seats == Some(SeatsLeft::Full)).then_some([]))
        .and_if("occupied < seats", (seats == Some(SeatsLeft::Free)).then_some([]))
        .and_if("owners = 1", one_owner.then_some([]))
        .and_if(
            "(owners = 0 OR id IN (SELECT organization_id FROM provider_owners WHERE provider_id = ?))",
            handover_open.then(|| [which.of.provider.into()]),
        )
}

/// The row of one of these clients.
pub async fn row(conn: &mut Conn, of: ClientsOf, id: OrganizationId) -> Result<Option<ClientRow>, Error> {
    access::clients(of, COLUMNS).and("id = ?", [id.into()]).fetch_optional(conn).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn nobodys() -> ClientsOf {
        ClientsOf { provider: Uuid::nil().into(), reader: Uuid::nil().into() }
    }

    /// What stands behind the condition on whose clients they are.
    fn behind(select: &Select) -> &str {
        select.text().split_once(" s.status = 'confirmed')").expect("only for somebody of the provider").1
    }

    #[test]
    fn what_is_not_asked_for_does_not_stand_in_the_statement() {
        let filter = Filter::default();
        let all = Which { of: nobodys(), search: " ", filter: &filter };
        let listed = listed(all, (Sort::Users, Direction::Ascending), &Place::Start, 26);
        assert_eq!(behind(&listed), " ORDER BY occupied, name_key, id LIMIT CAST($4 AS BIGINT)");
        assert_eq!(behind(&fitting("1 AS one", all)), "");
    }

    #[test]
    fn a_page_is_read_behind_its_place_in_the_direction_of_reading() {
        let filter = Filter { one_owner: true, ..Filter::default() };
        let which = Which { of: nobodys(), search: "", filter: &filter };
        let place = Place::Before(Cursor { number: 1, name_key: vec![2], id: Uuid::nil().into() });
        let listed = listed(which, (Sort::Name, Direction::Ascending), &place, 26);
        let page = " AND owners = 1 AND (name_key, id) < ($4, $5) ORDER BY name_key DESC, id DESC LIMIT CAST($6 AS BIGINT)";
        assert_eq!(behind(&listed), page);
    }
}
