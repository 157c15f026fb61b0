//! The statements of the lists are put together from fragments, so their text stands in no file: here
//! each combination of what can be asked for is run on both engines, on empty tables.
//!
//! `plans` asks the same of long tables.
//!
//! What can be asked for is written out field by field: a new one does not compile until it is here.

use jiff::tz::TimeZone;
use portico::domain::clients::{self as client, SeatsLeft, Sort};
use portico::domain::events::{Kind, read};
use portico::domain::list::{Direction, Place};
use portico::domain::organizations::plan::Family;
use portico::domain::{members as member, providers as provider};
use portico::store::access::{ClientsOf, Reader};
use portico::store::{Conn, Db, clients, events, members, provider_members};
use uuid::Uuid;

use crate::support::database::TestDatabase;

/// What is asked for or is not.
const SEARCHES: [&str; 3] = ["", "one_word", "50% \\ of_all"];

fn places<C: Clone>(cursor: C) -> [Place<C>; 3] {
    [Place::Start, Place::After(cursor.clone()), Place::Before(cursor)]
}

fn id<I: From<Uuid>>() -> I {
    Uuid::from_u128(7).into()
}

#[tokio::test]
async fn every_list_can_be_asked_for_in_every_way() {
    let database = TestDatabase::migrated().await;
    let db = Db::connect(database.url()).await.expect("it is there");
    let mut conn = db.read().await.expect("a connection");
    let asked = [
        ask_clients(&mut conn, &client_filters(), &SEARCHES).await,
        ask_members(&mut conn).await,
        ask_provider_members(&mut conn).await,
        ask_events(&mut conn, &event_filters()).await,
    ];
    println!("{asked:?} ways to ask for clients, members, provider members and events");
    drop(conn);
    db.close().await;
}

fn client_filters() -> Vec<client::Filter> {
    let mut filters = Vec::new();
    for family in [None, Some(Family::Teams)] {
        for state in [None, Some(provider::State::Active)] {
            for seats in [None, Some(SeatsLeft::Full), Some(SeatsLeft::Free)] {
                for handover_open in [false, true] {
                    for one_owner in [false, true] {
                        filters.push(client::Filter { family, state, seats, handover_open, one_owner });
                    }
                }
            }
        }
    }
    filters
}

pub(super) async fn ask_clients(conn: &mut Conn, filters: &[client::Filter], searches: &[&str]) -> usize {
    let mut asked = 0;
    let places = places(client::Cursor { number: 1, name_key: b"name".to_vec(), id: id() });
    for filter in filters {
        for search in searches {
            let which = clients::Which { of: ClientsOf { provider: id(), reader: Reader::anew(id()) }, search, filter };
            let number = clients::count_up_to(conn, which, 10).await;
            assert!(number.unwrap_or_else(|error| panic!("{which:?}: {error}")) <= 10);
            for (sort, direction, place) in orders().flat_map(|(sort, dir)| places.iter().map(move |place| (sort, dir, place))) {
                let rows = clients::rows(conn, which, (sort, direction), place, 10).await;
                let rows = rows.unwrap_or_else(|error| panic!("{which:?} by {sort:?} {direction:?} {place:?}: {error}"));
                assert!(rows.len() <= 10);
                asked += 1;
            }
        }
    }
    asked
}

fn orders() -> impl Iterator<Item = (Sort, Direction)> {
    Sort::ALL.iter().flat_map(|sort| Direction::ALL.iter().map(|direction| (*sort, *direction)))
}

pub(super) async fn ask_members(conn: &mut Conn) -> usize {
    let mut asked = 0;
    for status in [None, Some(member::Status::Accepted)] {
        for search in SEARCHES {
            let which = members::Which { organization: id(), search, status };
            let number = members::count_up_to(conn, which, 10).await;
            assert!(number.unwrap_or_else(|error| panic!("{which:?}: {error}")) <= 10);
            for place in places("a@b.example".to_owned()) {
                let rows = members::rows(conn, which, &place, 10).await;
                assert!(rows.unwrap_or_else(|error| panic!("{which:?} {place:?}: {error}")).len() <= 10);
                asked += 1;
            }
        }
    }
    asked
}

pub(super) async fn ask_provider_members(conn: &mut Conn) -> usize {
    let mut asked = 0;
    for status in [None, Some(provider::Status::Accepted)] {
        for place in places("a@b.example".to_owned()) {
            let rows = provider_members::rows(conn, id(), status, &place, 10).await;
            assert!(rows.unwrap_or_else(|error| panic!("{status:?} {place:?}: {error}")).len() <= 10);
            asked += 1;
        }
    }
    asked
}

pub(super) fn event_filters() -> Vec<read::Filter> {
    let range = read::Range::parse("", "", &TimeZone::UTC, 0).expect("the usual days");
    let mut filters = Vec::new();
    for kind in [None, Some(Kind::SeatsChanged)] {
        for person in SEARCHES {
            for client in SEARCHES {
                for text in SEARCHES {
                    let (range, [person, client, text]) = (range.clone(), [person, client, text].map(str::to_owned));
                    filters.push(read::Filter { range, person, client, text, kind });
                }
            }
        }
    }
    filters
}

pub(super) async fn ask_events(conn: &mut Conn, filters: &[read::Filter]) -> usize {
    use events::Source;
    let mut asked = 0;
    for source in [Source::Provider(id()), Source::Organization(id()), Source::Account(id()), Source::Feed(id())] {
        for filter in filters {
            let which = events::Which { source, filter, reader: Reader::anew(id()) };
            for place in places(read::Cursor { at: 1, log: id(), sequence: 1 }) {
                let number = events::count_up_to(conn, which, &place, 10).await;
                assert!(number.unwrap_or_else(|error| panic!("{which:?} {place:?}: {error}")) <= 10);
                let rows = events::rows(conn, which, &place, 10).await;
                assert!(rows.unwrap_or_else(|error| panic!("{which:?} {place:?}: {error}")).len() <= 10);
                asked += 1;
            }
        }
    }
    asked
}
