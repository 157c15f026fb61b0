//! Which part of a log is read: a range of time, and a place between two lines.

use super::Kind;
use crate::domain::ids::LogId;
use crate::domain::refusal::{Parsing, Part, Problem, Refusal};
use crate::domain::words;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

words! {
    /// As what a log is exported.
    Format { Csv = "csv", CsvSemicolon = "csv-semicolon", Jsonl = "jsonl" }
}

/// Days that are shown when nothing else is asked for, and days that can be shown at most.
pub const USUAL_DAYS: i64 = 30;
pub const MOST_DAYS: i64 = 367;

/// From one minute to another, both included, on the clock of a time zone. Of a minute that the clock shows twice,
/// when it is put back, the range holds both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    pub from: DateTime,
    pub to: DateTime,
    /// Whether more was asked for than [`MOST_DAYS`].
    pub shortened: bool,
    zone: TimeZone,
}

impl Range {
    /// The range between two date-times as `<input type="datetime-local">` sends them. An empty one
    /// is the end of today, or [`USUAL_DAYS`] before the other; swapped ones are put in order; of a
    /// range that is too long the newer end is kept.
    ///
    /// # Errors
    /// The fields that hold no date-time.
    pub fn parse(from: &str, to: &str, zone: &TimeZone, now: i64) -> Result<Self, Refusal> {
        let tonight = tonight(zone, now);
        let mut faults = Parsing::default();
        let mut read = |field, text: &str| match text.trim() {
            "" => Some(None),
            text => faults.check(field, moment(text)).map(Some),
        };
        let (from, to) = (read(Part::From, from), read(Part::To, to));
        let (from, to) = faults.finish(from.zip(to))?;
        let to = to.unwrap_or_else(|| from.map_or(tonight, |from| from.max(tonight)));
        let from = from.unwrap_or_else(|| midnight(to.saturating_sub(USUAL_DAYS.days())));
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        // Nothing lies behind tonight: asking for more does not shorten the other end.
        let to = if from <= tonight { to.min(tonight) } else { to };
        let first = to.saturating_sub(MOST_DAYS.days());
        Ok(Self { from: from.max(first), to, shortened: from < first, zone: zone.clone() })
    }

    /// The first millisecond in it.
    #[must_use]
    pub fn since(&self) -> i64 {
        milliseconds(self.zone.to_ambiguous_zoned(self.from).earlier())
    }

    /// The first millisecond behind it.
    #[must_use]
    pub fn until(&self) -> i64 {
        milliseconds(self.zone.to_ambiguous_zoned(self.to).later()) + 60_000
    }

    /// Both ends, as the fields show them.
    #[must_use]
    pub fn fields(&self) -> (String, String) {
        (field(self.from), field(self.to))
    }
}

/// What the field of an end shows of a text that somebody sent; nothing of what such a field cannot hold.
#[must_use]
pub fn in_field(text: &str) -> String {
    moment(text).map(field).unwrap_or_default()
}

fn field(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%dT%H:%M").to_string()
}

fn moment(text: &str) -> Result<DateTime, Problem> {
    let moment: DateTime = text.parse().map_err(|_| Problem::NotAMoment)?;
    let moment = moment.with().second(0).subsec_nanosecond(0).build().map_err(|_| Problem::NotAMoment)?;
    // Further away no calendar of a time zone reaches.
    if (1970..=9000).contains(&moment.year()) { Ok(moment) } else { Err(Problem::NotAMoment) }
}

fn tonight(zone: &TimeZone, now: i64) -> DateTime {
    let today = Timestamp::from_millisecond(now).unwrap_or_default().to_zoned(zone.clone()).date();
    today.at(23, 59, 0, 0)
}

fn midnight(moment: DateTime) -> DateTime {
    moment.date().at(0, 0, 0, 0)
}

fn milliseconds(moment: Result<Zoned, jiff::Error>) -> i64 {
    moment.map_or(0, |zoned| zoned.timestamp().as_millisecond())
}

/// Which lines of a log are read; what is empty lets every line of the range pass.
#[derive(Clone, Debug)]
pub struct Filter {
    pub range: Range,
    /// A part of the name or address of who did it.
    pub person: String,
    /// A part of the name of a client.
    pub client: String,
    /// A part of any name or address in the line.
    pub text: String,
    pub kind: Option<Kind>,
}

impl Filter {
    /// Whether every line of the range passes.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.kind.is_none() && [&self.person, &self.client, &self.text].iter().all(|asked| asked.trim().is_empty())
    }
}

/// A place in a log: that of one line. In a feed over many logs the log is part of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub at: i64,
    pub log: LogId,
    pub sequence: i64,
}

impl Cursor {
    /// The place directly behind this line.
    #[must_use]
    pub fn behind(self) -> Self {
        Self { sequence: self.sequence.saturating_add(1), ..self }
    }

    /// The text that stands in the URL.
    #[must_use]
    pub fn encode(&self) -> String {
        format!("{}.{}.{}", self.at, self.sequence, self.log.uuid().simple())
    }

    /// Reads [`Cursor::encode`]'s text; `None` for anything else.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (at, sequence, log) = (parts.next()?, parts.next()?, parts.next()?);
        let cursor = Self { at: at.parse().ok()?, log: log.parse().ok()?, sequence: sequence.parse().ok()? };
        parts.next().is_none().then_some(cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// 23 November 2026, 14:05 UTC.
    const NOW: i64 = 1_795_442_700_000;

    fn fields(from: &str, to: &str) -> (String, String) {
        Range::parse(from, to, &TimeZone::UTC, NOW).unwrap().fields()
    }

    fn both(from: &str, to: &str) -> (String, String) {
        (from.into(), to.into())
    }

    #[test]
    fn thirty_days_are_shown_where_nothing_is_asked() {
        assert_eq!(fields("", ""), both("2026-10-24T00:00", "2026-11-23T23:59"));
        assert_eq!(fields("", "2026-03-31T12:00"), both("2026-03-01T00:00", "2026-03-31T12:00"));
        assert_eq!(fields("2026-11-01T08:00", ""), both("2026-11-01T08:00", "2026-11-23T23:59"));
    }

    #[test]
    fn swapped_ends_are_put_in_order_and_long_ranges_shortened() {
        assert_eq!(fields("2026-11-02T00:00", "2026-11-01T00:00"), both("2026-11-01T00:00", "2026-11-02T00:00"));
        let long = Range::parse("2020-01-01T00:00", "2026-11-01T10:00", &TimeZone::UTC, NOW).unwrap();
        assert_eq!((long.fields().0.as_str(), long.shortened), ("2025-10-30T10:00", true));
        let future = Range::parse("2026-11-01T00:00", "2999-01-01T00:00", &TimeZone::UTC, NOW).unwrap();
        assert_eq!((future.fields(), future.shortened), (both("2026-11-01T00:00", "2026-11-23T23:59"), false));
    }

    #[test]
    fn nonsense_is_a_fault_of_its_field() {
        for bad in ["yesterday", "2026-13-01T00:00", "2026-02-30T10:00", "-2026", "1\0", "9999-12-31T23:59"] {
            let Err(Refusal::Invalid(faults)) = Range::parse(bad, "x", &TimeZone::UTC, NOW) else { panic!("{bad} is read") };
            assert_eq!(faults.iter().map(|fault| fault.part).collect::<Vec<_>>(), [Part::From, Part::To], "{bad}");
        }
    }

    #[test]
    fn the_minutes_are_those_of_the_zone_and_the_last_one_counts() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let range = Range::parse("2026-11-23T15:05", "2026-11-23T15:05", &zone, NOW).unwrap();
        assert_eq!((range.since(), range.until()), (NOW, NOW + 60_000));
    }

    #[test]
    fn a_range_holds_both_of_an_hour_that_comes_twice_and_none_that_never_comes() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let hours = |from, to| {
            let range = Range::parse(from, to, &zone, NOW).unwrap();
            (range.until() - range.since()) / 60_000
        };
        assert_eq!(hours("2026-10-25T02:00", "2026-10-25T02:59"), 120);
        assert_eq!(hours("2026-10-25T01:00", "2026-10-25T03:59"), 240);
        assert_eq!(hours("2026-03-29T01:00", "2026-03-29T03:59"), 120);
    }

    #[test]
    fn cursors_survive_the_url() {
        let cursor = Cursor { at: NOW, log: Uuid::from_u128(7).into(), sequence: 3 };
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        for odd in ["", "1", "1.2", "1.2.3", "..", "1.2.00000000000000000000000000000007.4"] {
            assert_eq!(Cursor::decode(odd), None, "{odd}");
        }
    }
}
