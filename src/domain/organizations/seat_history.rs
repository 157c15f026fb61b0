//! Seats over time: known for the days on which they changed, the same in between. Of such a day it is known how it
//! ended and between which numbers it went.

use crate::domain::time::DAY;

/// The seats of one day: at its end, and the fewest and the most at any time of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct SeatDay {
    /// Days since 1970-01-01 UTC.
    pub day: i64,
    pub occupied: i64,
    pub seats: i64,
    pub least_occupied: i64,
    pub most_occupied: i64,
    pub fewest_seats: i64,
    pub most_seats: i64,
}

impl SeatDay {
    /// The seats on the day of this moment (milliseconds), the same all day.
    #[must_use]
    pub fn of(ms: i64, occupied: i64, seats: i64) -> Self {
        Self::level(day_of(ms), occupied, seats)
    }

    /// A day on which nothing changed.
    #[must_use]
    pub fn level(day: i64, occupied: i64, seats: i64) -> Self {
        let (least_occupied, most_occupied) = (occupied, occupied);
        Self { day, occupied, seats, least_occupied, most_occupied, fewest_seats: seats, most_seats: seats }
    }

    /// The same day, with what is known of an earlier part of it.
    fn after(self, earlier: &Self) -> Self {
        Self {
            least_occupied: self.least_occupied.min(earlier.least_occupied),
            most_occupied: self.most_occupied.max(earlier.most_occupied),
            fewest_seats: self.fewest_seats.min(earlier.fewest_seats),
            most_seats: self.most_seats.max(earlier.most_seats),
            ..self
        }
    }

    /// Whether the day went where neither it ended nor the one before did.
    fn strays_from(&self, before: &Self) -> bool {
        self.least_occupied < self.occupied.min(before.occupied)
            || self.most_occupied > self.occupied.max(before.occupied)
            || self.fewest_seats < self.seats.min(before.seats)
            || self.most_seats > self.seats.max(before.seats)
    }

    fn is_level(&self) -> bool {
        *self == Self::level(self.day, self.occupied, self.seats)
    }
}

/// The day of a moment (milliseconds), in UTC.
#[must_use]
pub fn day_of(ms: i64) -> i64 {
    ms.div_euclid(DAY)
}

/// The seats of some days on end, up to today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatHistory {
    /// The days on which something changed, the oldest first; never empty. The first one stands
    /// for everything before it that is shown.
    pub changes: Vec<SeatDay>,
    pub first_day: i64,
    pub today: i64,
}

impl SeatHistory {
    /// The last `days` days up to today, out of the known days in their order. What was known last
    /// before them is carried forward to their beginning; `now` is how the seats are today.
    #[must_use]
    pub fn of(known: &[SeatDay], now: SeatDay, days: i64) -> Self {
        let from = now.day - days;
        let before = known.iter().rev().find(|one| one.day <= from).map(|one| SeatDay::level(from, one.occupied, one.seats));
        let within = known.iter().filter(|one| one.day > from && one.day < now.day).copied();
        let today = known.iter().find(|one| one.day == now.day).map_or(now, |earlier| now.after(earlier));
        let mut changes: Vec<SeatDay> = before.into_iter().chain(within).chain([today]).collect();
        changes.dedup_by(|later, earlier| {
            (later.occupied, later.seats) == (earlier.occupied, earlier.seats) && !later.strays_from(earlier)
        });
        // On the day on which it begins it grew from nothing: that is no change.
        if let Some(first) = changes.first_mut() {
            first.least_occupied = first.occupied;
        }
        Self { first_day: changes.first().map_or(now.day, |first| first.day), changes, today: now.day }
    }

    /// Whether nothing changed in all these days: there is nothing to draw.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.changes.len() < 2 && self.first().is_level()
    }

    #[must_use]
    pub fn first(&self) -> SeatDay {
        self.changes.first().copied().unwrap_or(SeatDay::level(self.today, 0, 0))
    }

    #[must_use]
    pub fn last(&self) -> SeatDay {
        self.changes.last().copied().unwrap_or(self.first())
    }

    /// The most seats that were occupied.
    #[must_use]
    pub fn most_occupied(&self) -> i64 {
        self.changes.iter().map(|one| one.most_occupied).max().unwrap_or(0)
    }

    /// The most seats that there were.
    #[must_use]
    pub fn most_seats(&self) -> i64 {
        self.changes.iter().map(|one| one.most_seats).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64, occupied: i64) -> SeatDay {
        SeatDay::level(day, occupied, 25)
    }

    #[test]
    fn the_last_known_value_is_carried_forward_to_the_first_day() {
        let history = SeatHistory::of(&[day(10, 1), day(20, 2), day(150, 5)], day(200, 5), 90);
        assert_eq!(history.changes, [day(110, 2), day(150, 5)]);
        assert_eq!((history.first_day, history.today, history.most_occupied()), (110, 200, 5));
        assert!(!history.is_flat());
    }

    #[test]
    fn it_begins_when_the_first_day_is_known() {
        let history = SeatHistory::of(&[day(190, 1), day(195, 3)], day(200, 2), 90);
        assert_eq!(history.changes, [day(190, 1), day(195, 3), day(200, 2)]);
        assert_eq!(history.first_day, 190);
    }

    #[test]
    fn what_went_and_came_back_within_a_day_is_no_level() {
        let handover = SeatDay { most_occupied: 2, ..day(180, 1) };
        let history = SeatHistory::of(&[day(150, 1), handover], day(200, 1), 90);
        assert_eq!(history.changes, [day(150, 1), handover]);
        assert_eq!((history.is_flat(), history.most_occupied()), (false, 2));
        let today = SeatHistory::of(&[day(150, 1), SeatDay { most_occupied: 2, ..day(200, 2) }], day(200, 1), 90);
        assert_eq!((today.is_flat(), today.most_occupied()), (false, 2), "{today:?}");
        let first = SeatHistory::of(&[SeatDay { least_occupied: 0, ..day(200, 1) }], day(200, 1), 90);
        assert!(first.is_flat(), "it was made with one: {first:?}");
        let first = SeatHistory::of(&[SeatDay { most_occupied: 2, ..day(200, 1) }], day(200, 1), 90);
        assert!(!first.is_flat(), "{first:?}");
        let seats = SeatHistory::of(&[day(150, 1), SeatDay { most_seats: 30, ..day(180, 1) }], day(200, 1), 90);
        assert_eq!((seats.is_flat(), seats.most_seats()), (false, 30));
        let up = SeatDay { least_occupied: 1, ..day(180, 2) };
        let seen = SeatHistory::of(&[day(150, 1), up, day(190, 2)], day(200, 2), 90);
        assert_eq!(seen.changes, [day(150, 1), up], "between the ends is nothing to tell");
    }

    #[test]
    fn what_never_changed_is_flat() {
        assert!(SeatHistory::of(&[], day(200, 2), 90).is_flat());
        assert!(SeatHistory::of(&[day(200, 1)], day(200, 2), 90).is_flat(), "today counts as it is now");
        let history = SeatHistory::of(&[day(20, 2), day(150, 2)], day(200, 2), 90);
        assert!(history.is_flat());
        assert_eq!((history.first(), history.last()), (day(110, 2), day(110, 2)));
    }
}
