//! The part of the Clients table that stands in the URL: a saved view is its URL.

use crate::domain::clients::{Cursor, Filter, SeatsLeft, Sort};
use crate::domain::list::{Direction, Place};
use crate::domain::organizations::plan::Family;
use crate::domain::providers::State;
use crate::service::clients::list::Query;
use serde::Deserialize;

/// The fields of the URL. A word that no field knows counts as none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Part {
    q: String,
    sort: String,
    dir: String,
    after: String,
    before: String,
    plan: String,
    state: String,
    seats: String,
    handover: String,
    owners: String,
    /// The client that was just added: its row is marked.
    new: String,
}

const OPEN: &str = "open";
const ONE: &str = "one";

impl Part {
    /// All of the table, with this client's row marked.
    pub fn with_new(new: String) -> Self {
        Self { new, ..Self::default() }
    }

    /// The part in the query of a URL, where it can be read.
    pub fn read(query: &str) -> Option<Self> {
        serde_urlencoded::from_str(query).ok()
    }

    /// What is asked for.
    pub fn query(&self) -> Query {
        Query {
            search: self.q.trim().chars().take(100).collect(),
            filter: Filter {
                family: Family::parse(&self.plan),
                state: State::parse(&self.state),
                seats: SeatsLeft::parse(&self.seats),
                handover_open: self.handover == OPEN,
                one_owner: self.owners == ONE,
            },
            sort: Sort::parse(&self.sort).unwrap_or(Sort::Name),
            direction: Direction::parse(&self.dir).unwrap_or(Direction::Ascending),
            place: Place::of(Cursor::decode(&self.after), Cursor::decode(&self.before)),
            new: self.new.parse().ok(),
        }
    }
}

/// The search and the filters in this order, from the first page on, as the query of a URL.
pub fn address(query: &Query, sort: Sort, direction: Direction) -> String {
    let filter = &query.filter;
    let pairs = [
        ("sort", sort.word()),
        ("dir", direction.word()),
        ("q", &query.search),
        ("plan", filter.family.map_or("", Family::word)),
        ("state", filter.state.map_or("", State::word)),
        ("seats", filter.seats.map_or("", SeatsLeft::word)),
        ("handover", if filter.handover_open { OPEN } else { "" }),
        ("owners", if filter.one_owner { ONE } else { "" }),
    ];
    let said: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    serde_urlencoded::to_string(said).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_its_url() {
        let url = "sort=users&dir=desc&q=a%26b+c&plan=teams&state=suspended&seats=full&handover=open&owners=one";
        let query = Part::read(url).unwrap().query();
        assert_eq!(address(&query, query.sort, query.direction), url);
        assert_eq!(query.filter.family, Some(Family::Teams));
        let odd = Part::read("plan=gold&state=%00&seats=5&handover=1&owners=two&sort=x&unknown=1").unwrap().query();
        assert!(odd.filter.is_empty());
        assert!(Part::read("q=a&q=b").is_none());
        assert_eq!(address(&odd, odd.sort, odd.direction), "sort=name&dir=asc");
    }
}
