//! Seats over time as the paths of a small chart, and as a sentence for who does not see it.

use crate::domain::language::Language;
use crate::domain::organizations::seat_history::{SeatDay, SeatHistory};
use crate::domain::time::DAY;
use crate::texts::{self, Texts};
use jiff::tz::TimeZone;
use std::fmt::Write as _;

/// The size of the drawing, as in the template. It is stretched to the room that there is.
const WIDTH: i64 = 900;
const HEIGHT: i64 = 240;

/// The chart: the `d` of its paths, and what stands around them.
#[derive(Clone, Debug)]
pub struct SeatChart {
    pub area: String,
    pub occupied: String,
    pub seats: String,
    /// The number at the top.
    pub most: i64,
    pub first_day: String,
    pub today: String,
    /// What the chart shows, in words.
    pub sentence: String,
}

impl SeatChart {
    /// `None` where nothing has changed: there is no line to follow.
    #[must_use]
    pub fn of(t: &Texts, language: Language, history: &SeatHistory) -> Option<Self> {
        if history.is_flat() {
            return None;
        }
        let (first, last) = (history.first(), history.last());
        let shown = |number: i64| texts::number(language, number);
        let (first_day, today) = (day(language, history.first_day), day(language, history.today));
        let occupied = steps(history, |one| (one.least_occupied, one.most_occupied, one.occupied));
        Some(Self {
            area: format!("{occupied}V{HEIGHT}H0Z"),
            occupied,
            seats: steps(history, |one| (one.fewest_seats, one.most_seats, one.seats)),
            most: history.most_seats(),
            sentence: t.overview_seats_sentence(
                &first_day,
                shown(first.occupied),
                shown(first.seats),
                shown(last.occupied),
                shown(last.seats),
                shown(history.most_occupied()),
            ),
            first_day,
            today,
        })
    }
}

/// A day that is counted in UTC.
#[must_use]
pub fn day(language: Language, day: i64) -> String {
    texts::day(language, day * DAY, &TimeZone::UTC)
}

/// A line that steps where the value changes: of each day the fewest, the most, and the number at its end. Each day is
/// as wide as the others, today too.
fn steps(history: &SeatHistory, values: fn(&SeatDay) -> (i64, i64, i64)) -> String {
    let (days, highest) = (history.today + 1 - history.first_day, history.most_seats().max(1));
    let x = |day: i64| (day - history.first_day) * WIDTH / days.max(1);
    let y = |value: i64| HEIGHT - value * HEIGHT / highest;
    let mut path = String::new();
    let mut before = None;
    for one in &history.changes {
        let (fewest, most, end) = values(one);
        match before {
            None => _ = write!(path, "M0 {}", y(end)),
            Some(_) => _ = write!(path, "H{}", x(one.day)),
        }
        let from = before.unwrap_or(end);
        for stray in [most, fewest].into_iter().filter(|stray| !(from.min(end)..=from.max(end)).contains(stray)) {
            let _ = write!(path, "V{}", y(stray));
        }
        if before.is_some() || fewest != most {
            let _ = write!(path, "V{}", y(end));
        }
        before = Some(end);
    }
    let _ = write!(path, "H{WIDTH}");
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_step_on_the_day_of_the_change_and_reach_today() {
        let day = |day, occupied| SeatDay::level(day, occupied, 10);
        let history = SeatHistory::of(&[day(110, 0), day(150, 5)], day(199, 10), 90);
        let chart = SeatChart::of(texts::of(Language::English), Language::English, &history).expect("it changed");
        assert_eq!(chart.occupied, "M0 240H400V120H890V0H900");
        assert_eq!(chart.area, "M0 240H400V120H890V0H900V240H0Z");
        assert_eq!(chart.seats, "M0 0H400V0H890V0H900");
        assert!(chart.sentence.contains("21 April 1970"), "{}", chart.sentence);
        let handover = SeatDay { most_occupied: 2, ..day(150, 1) };
        let history = SeatHistory::of(&[day(110, 1), handover], day(199, 1), 90);
        let chart = SeatChart::of(texts::of(Language::English), Language::English, &history).expect("it changed");
        assert_eq!(chart.occupied, "M0 216H400V192V216H900");
        assert!(chart.sentence.contains('2'), "{}", chart.sentence);
        let flat = SeatHistory::of(&[day(110, 3)], day(199, 3), 90);
        assert!(SeatChart::of(texts::of(Language::English), Language::English, &flat).is_none());
    }
}
