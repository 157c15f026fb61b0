//! The Clients table: searched, filtered, in each order, in parts.

use crate::domain::access::suspension;
use crate::domain::clients::{Cursor, Filter, SeatsLeft, Sort};
use crate::domain::ids::OrganizationId;
use crate::domain::list::{Direction, Place};
use crate::domain::organizations::Suspender;
use crate::domain::organizations::plan::{Family, Plan};
use crate::domain::providers::State;
use crate::domain::search::Search;
use crate::store::Conn;
use crate::store::access::{self, ClientsOf};
use crate::store::engine::select::{Select, Value};
use crate::store::search::{ORGANIZATIONS, Way, candidates};
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
    suspended_by: Option<Suspender>,
    provider_state: Option<State>,
    pub linked_at: i64,
    /// Confirmed owners.
    pub owners: i64,
}

impl ClientRow {
    /// Whose suspension of it holds at the moment.
    #[must_use]
    pub fn suspension(&self) -> Option<Suspender> {
        suspension(self.suspended_by, self.provider_state)
    }

    /// Whether it is suspended at the moment, as the word of a state.
    #[must_use]
    pub fn state(&self) -> State {
        if self.suspension().is_some() { State::Suspended } else { State::Active }
    }

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

const CANDIDATES: &str = candidates!("organization_trigrams", "organization_numbers", "organizations");

const COLUMNS: &str = "id, name, name_key, plan, plan_rank, seats, occupied, suspended_by, \
    (SELECT p.state FROM providers p WHERE p.id = provider_id) AS provider_state, linked_at, owners";

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
    match way(conn, which).await? {
        Some(way) => listed(which, &way, order, place, most).fetch_all(conn).await,
        None => Ok(Vec::new()),
    }
}

/// How many of these clients there are, counted up to `bound`.
pub async fn count_up_to(conn: &mut Conn, which: Which<'_>, bound: i64) -> Result<i64, Error> {
    match way(conn, which).await? {
        Some(way) => fitting("1 AS one", which, &way).count_up_to(conn, bound).await,
        None => Ok(0),
    }
}

async fn way(conn: &mut Conn, which: Which<'_>) -> Result<Option<Way>, Error> {
    ORGANIZATIONS.way(conn, access::clients(which.of, "1 AS one"), &Search::parse(which.search)).await
}

fn listed(which: Which<'_>, way: &Way, (sort, direction): (Sort, Direction), place: &Place<Cursor>, most: usize) -> Select {
    let (direction, cursor) = (place.reading(direction), place.cursor());
    let number = match sort {
        Sort::Name => {
            let cursor = cursor.map(|at| [at.name_key.as_slice().into(), at.id.into()]);
            return ordered(which, way, ["name_key", "id"], direction, cursor, most);
        }
        Sort::Users => "occupied",
        Sort::Plan => "plan_rank",
    };
    let cursor = cursor.map(|at| [at.number.into(), at.name_key.as_slice().into(), at.id.into()]);
    ordered(which, way, [number, "name_key", "id"], direction, cursor, most)
}

fn ordered<const N: usize>(
    which: Which<'_>,
    way: &Way,
    order: [&'static str; N],
    direction: Direction,
    cursor: Option<[Value; N]>,
    most: usize,
) -> Select {
    // The index of each order holds what the filters ask for. A filter that few pass reads much of it, and on
    // PostgreSQL only the index where nothing else is asked for.
    if *way == Way::InOrder && !which.filter.is_empty() {
        let ids = fitting("id", which, way).behind(order, direction, cursor).first(order, direction, most);
        return ids.rows_with_these(COLUMNS, "organizations").first(order, direction, most);
    }
    way.sorted(fitting(COLUMNS, which, way).behind(order, direction, cursor)).first(order, direction, most)
}

fn fitting(columns: &'static str, which: Which<'_>, way: &Way) -> Select {
    let Filter { family, state, seats, handover_open, one_owner } = *which.filter;
    let clients = match way {
        Way::Candidates(question) => {
            access::clients_among(which.of, columns, CANDIDATES).and(ORGANIZATIONS.named, [question.as_str().into()])
        }
        Way::InOrder | Way::FoundFirst => access::clients(which.of, columns),
    };
    ORGANIZATIONS
        .fitting(clients, &Search::parse(which.search))
        // Few are suspended, or full: each has an index of its own, for which the condition has to stand as it is there.
        .and_if(access::client_is_suspended!(), (state == Some(State::Suspended)).then(|| [which.of.provider.into()]))
        .and_if(access::client_is_open!(), (state == Some(State::Active)).then(|| [which.of.provider.into()]))
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
    use crate::store::access::Reader;
    use uuid::Uuid;

    fn nobodys() -> ClientsOf {
        ClientsOf { provider: Uuid::nil().into(), reader: Reader::anew(Uuid::nil().into()) }
    }

    /// What stands behind the condition on whose clients they are.
    fn behind(select: &Select) -> &str {
        select.text().split_once(" s.ended_sign_in < $4)").expect("only for somebody of the provider").1
    }

    #[test]
    fn what_is_not_asked_for_does_not_stand_in_the_statement() {
        let filter = Filter::default();
        let all = Which { of: nobodys(), search: " ", filter: &filter };
        let listed = listed(all, &Way::InOrder, (Sort::Users, Direction::Ascending), &Place::Start, 26);
        assert_eq!(behind(&listed), " ORDER BY occupied, name_key, id LIMIT CAST($5 AS BIGINT)");
        assert_eq!(behind(&fitting("1 AS one", all, &Way::InOrder)), "");
    }

    #[test]
    fn what_is_searched_narrows_the_clients_down_however_they_are_read() {
        let which = Which { of: nobodys(), search: "Łódź g", filter: &Filter::default() };
        let by_index = Way::Candidates("\"lodz\" \"  g\"".into());
        let words = " AND name_search LIKE CAST($5 AS TEXT) ESCAPE '\\' AND name_search LIKE CAST($6 AS TEXT) ESCAPE '\\'";
        let whose = " WHERE provider_id = $1 AND EXISTS (SELECT 1 FROM provider_members s WHERE s.provider_id = $2 \
                     AND s.account_id = $3 AND s.status = 'confirmed' AND s.ended_sign_in < $4)";
        let tables_of =
            |way: &Way| fitting("1 AS one", which, way).text().split_once(" FROM ").map(|(_, behind)| behind.to_owned()).unwrap();
        assert_eq!(tables_of(&Way::InOrder), format!("organizations{whose}{words}"));
        assert_eq!(tables_of(&Way::FoundFirst), tables_of(&Way::InOrder));
        let tables = "organization_trigrams CROSS JOIN organization_numbers CROSS JOIN organizations";
        let named = "organization_trigrams MATCH $5 AND number = organization_trigrams.rowid AND id = organization_id";
        let words = words.replace("$6", "$7").replace("$5", "$6");
        assert_eq!(tables_of(&by_index), format!("{tables}{whose} AND {named}{words}"));
    }

    #[test]
    fn a_page_is_read_behind_its_place_in_the_direction_of_reading() {
        let filter = Filter { one_owner: true, ..Filter::default() };
        let which = Which { of: nobodys(), search: "", filter: &filter };
        let place = Place::Before(Cursor { number: 1, name_key: vec![2], id: Uuid::nil().into() });
        let listed = listed(which, &Way::InOrder, (Sort::Name, Direction::Ascending), &place, 26);
        let page = " AND owners = 1 AND (name_key, id) < ($5, $6) ORDER BY name_key DESC, id DESC LIMIT CAST($7 AS BIGINT) ) \
                    ORDER BY name_key DESC, id DESC LIMIT CAST($8 AS BIGINT)";
        assert_eq!(behind(&listed), page);
    }
}
