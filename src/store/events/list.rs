//! The lines of a log, or of a feed over many logs: searched, filtered, newest first, in parts.

use super::EventRow;
use crate::domain::events::Kind;
use crate::domain::events::read::{Cursor, Filter};
use crate::domain::ids::{AccountId, LogId, OrganizationId, ProviderId};
use crate::domain::list::{Direction, Place};
use crate::domain::search::{Search, Word};
use crate::store::Conn;
use crate::store::access::{self, Reader};
use crate::store::engine::select::Select;
use sqlx::Error;

/// Where lines are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The log of a provider, an organization or an account.
    Provider(ProviderId),
    Organization(OrganizationId),
    Account(AccountId),
    /// The lines of all organizations' logs that were written while this provider had them.
    Feed(ProviderId),
}

/// Which lines: those that pass the filter, and whose eyes read them, which says what of it can be
/// opened.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    pub source: Source,
    pub filter: &'a Filter,
    pub reader: Reader,
}

const LINE: &str =
    "e.log_id, e.sequence, e.at, e.actor, e.through, e.for_provider, e.address, e.kind, e.organization_id, e.details";

/// Whether the reader of a line may open the organization that it is about. It is asked about the lines of the page
/// alone: of more PostgreSQL thinks that reading all organizations once is worth it.
const REACHABLE: &str = concat!("v.*, ", access::reaches!(), " AS reachable");

/// The order of one log, and that of many.
const ORDER: [&str; 2] = ["at", "sequence"];
const FEED_ORDER: [&str; 3] = ["at", "log_id", "sequence"];

/// At most `most` of these lines from the place on, in its direction of reading.
pub async fn rows(conn: &mut Conn, which: Which<'_>, place: &Place<Cursor>, most: usize) -> Result<Vec<EventRow>, Error> {
    listed(which, place, most).fetch_all(conn).await
}

/// How many of these lines there are from the place on, counted up to `bound`.
pub async fn count_up_to(conn: &mut Conn, which: Which<'_>, place: &Place<Cursor>, bound: i64) -> Result<i64, Error> {
    fitting("1 AS one", which, place).count_up_to(conn, bound).await
}

fn listed(which: Which<'_>, place: &Place<Cursor>, most: usize) -> Select {
    let direction = place.reading(Direction::Descending);
    match which.source {
        Source::Feed(_) => ordered(which, place, FEED_ORDER, direction, most),
        _ => ordered(which, place, ORDER, direction, most),
    }
}

fn ordered<const N: usize>(
    which: Which<'_>,
    place: &Place<Cursor>,
    order: [&'static str; N],
    direction: Direction,
    most: usize,
) -> Select {
    let lines = fitting(LINE, which, place).first(order, direction, most);
    lines.asked_once(REACHABLE, access::reader(which.reader)).in_order(order, direction)
}

fn fitting(columns: &'static str, which: Which<'_>, place: &Place<Cursor>) -> Select {
    let Filter { range, person, client, text, kind } = which.filter;
    let select = from(Select::of(columns, [], "events e"), which.source, place)
        // A place takes the place of the end of the range that it lies at.
        .and_if("e.at >= ?", (!matches!(place, Place::Before(_))).then(|| [range.since().into()]))
        .and_if("e.at < ?", (!matches!(place, Place::After(_))).then(|| [range.until().into()]))
        .and_if("e.kind = ?", kind.map(|kind| [Kind::word(kind).into()]))
        .and_each(IN_LINE, Search::parse(person).words(), |word| [by_whom(word).into()])
        .and_each(IN_LINE, Search::parse(text).words(), |word| [anywhere(word).into()]);
    of_client(select, which.source, &Search::parse(client))
}

/// A part of what a line is searched in: three lines, which [`NewEvent::search`] names. A log has no index of
/// trigrams, and a short word may stand anywhere in it.
///
/// [`NewEvent::search`]: super::NewEvent::search
const IN_LINE: &str = "e.search LIKE CAST(? AS TEXT) ESCAPE '\\'";

fn anywhere(word: &Word) -> String {
    format!("%{}%", word.escaped())
}

fn by_whom(word: &Word) -> String {
    format!("{}\n%\n%", anywhere(word))
}

fn about_client(word: &Word) -> String {
    format!("%\n{}\n%", anywhere(word))
}

fn from(select: Select, source: Source, place: &Place<Cursor>) -> Select {
    let (direction, cursor) = (place.reading(Direction::Descending), place.cursor());
    let log = match source {
        Source::Provider(id) => LogId::from(id),
        Source::Organization(id) => id.into(),
        Source::Account(id) => id.into(),
        Source::Feed(provider) => {
            let cursor = cursor.map(|at| [at.at.into(), at.log.into(), at.sequence.into()]);
            return select.and("e.feed_id = ?", [provider.into()]).behind(FEED_ORDER, direction, cursor);
        }
    };
    let cursor = cursor.map(|at| [at.at.into(), at.sequence.into()]);
    select.and("e.log_id = ?", [log.into()]).behind(ORDER, direction, cursor)
}

/// Only lines about a client of this name: as it stands in the line, or as it is today.
fn of_client(select: Select, source: Source, name: &Search) -> Select {
    match source {
        Source::Provider(provider) | Source::Feed(provider) => select.and_each(
            "(e.search LIKE CAST(? AS TEXT) ESCAPE '\\' OR e.organization_id IN \
             (SELECT id FROM organizations WHERE provider_id = ? AND name_search LIKE CAST(? AS TEXT) ESCAPE '\\'))",
            name.words(),
            |word| [about_client(word).into(), provider.into(), anywhere(word).into()],
        ),
        Source::Organization(_) | Source::Account(_) => {
            select.and_each(IN_LINE, name.words(), |word| [about_client(word).into()])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::events::read::Range;
    use jiff::tz::TimeZone;
    use uuid::Uuid;

    fn everything() -> Filter {
        let range = Range::parse("", "", &TimeZone::UTC, 0).unwrap();
        Filter { range, person: String::new(), client: String::new(), text: String::new(), kind: None }
    }

    fn text(source: Source, place: &Place<Cursor>) -> String {
        let which = Which { source, filter: &everything(), reader: Reader::anew(Uuid::nil().into()) };
        let listed = listed(which, place, 51);
        let (_, lines) = listed.text().split_once(" e.details FROM ").unwrap();
        let (lines, asked) = lines.split_once(" ) SELECT v.*, ").unwrap();
        let order = lines.split_once(" ORDER BY ").unwrap().1.split_once(" LIMIT ").unwrap().0;
        assert!(asked.ends_with(&format!(" AS reachable FROM v ORDER BY {order}")), "{asked}");
        lines.to_owned()
    }

    #[test]
    fn what_is_not_asked_for_does_not_stand_in_the_statement() {
        assert_eq!(
            text(Source::Organization(Uuid::nil().into()), &Place::Start),
            "events e WHERE e.log_id = $1 AND e.at >= $2 AND e.at < $3 ORDER BY at DESC, sequence DESC LIMIT CAST($4 AS BIGINT)"
        );
        let which = Which {
            source: Source::Account(Uuid::nil().into()),
            filter: &everything(),
            reader: Reader::anew(Uuid::nil().into()),
        };
        assert_eq!(
            fitting("1 AS one", which, &Place::Start).text(),
            "SELECT 1 AS one FROM events e WHERE e.log_id = $1 AND e.at >= $2 AND e.at < $3"
        );
    }

    #[test]
    fn a_place_is_one_end_of_the_range() {
        let feed = Source::Feed(Uuid::nil().into());
        let cursor = Cursor { at: 1, log: Uuid::nil().into(), sequence: 2 };
        assert_eq!(
            text(feed, &Place::After(cursor)),
            "events e WHERE e.feed_id = $1 AND (at, log_id, sequence) < ($2, $3, $4) AND e.at >= $5 \
             ORDER BY at DESC, log_id DESC, sequence DESC LIMIT CAST($6 AS BIGINT)"
        );
        assert_eq!(
            text(feed, &Place::Before(cursor)),
            "events e WHERE e.feed_id = $1 AND (at, log_id, sequence) > ($2, $3, $4) AND e.at < $5 \
             ORDER BY at, log_id, sequence LIMIT CAST($6 AS BIGINT)"
        );
    }
}
