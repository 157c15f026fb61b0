//! Seats over time: known for the days on which they changed, the same in between.

use crate::domain::time::DAY;

/// The seats at the end of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct SeatDay {
    /// Days since 1970-01-01 UTC.
    pub day: i64,
    pub occupied: i64,
    pub seats: i64,
}

impl SeatDay {
    /// The seats on the day of this moment (milliseconds).
    #[must_use]
    pub fn of(ms: i64, occupied: i64, seats: i64) -> Self {
        Self { day: day_of(ms), occupied, seats }
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
        let before = known.iter().rev().find(|one| one.day <= from).map(|one| SeatDay { day: from, ..*one });
        let within = known.iter().filter(|one| one.day > from && one.day < now.day).copied();
        let mut changes: Vec<SeatDay> = before.into_iter().chain(within).chain([now]).collect();
        changes.dedup_by(|later, earlier| (later.occupied, later.seats) == (earlier.occupied, earlier.seats));
        Self { first_day: changes.first().map_or(now.day, |first| first.day), changes, today: now.day }
    }

    /// Whether nothing changed in all these days: there is nothing to draw.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.changes.len() < 2
    }

    #[must_use]
    pub fn first(&self) -> SeatDay {
        self.changes.first().copied().unwrap_or(SeatDay { day: self.today, occupied: 0, seats: 0 })
    }

    #[must_use]
    pub fn last(&self) -> SeatDay {
        self.changes.last().copied().unwrap_or(self.first())
    }

    /// The most seats that were occupied.
    #[must_use]
    pub fn most_occupied(&self) -> i64 {
        self.changes.iter().map(|one| one.occupied).max().unwrap_or(0)
    }

    /// The most seats that there were.
    #[must_use]
    pub fn most_seats(&self) -> i64 {
        self.changes.iter().map(|one| one.seats).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64, occupied: i64) -> SeatDay {
        SeatDay { day, occupied, seats: 25 }
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
    fn what_never_changed_is_flat() {
        assert!(SeatHistory::of(&[], day(200, 2), 90).is_flat());
        assert!(SeatHistory::of(&[day(200, 1)], day(200, 2), 90).is_flat(), "today counts as it is now");
        let history = SeatHistory::of(&[day(20, 2), day(150, 2)], day(200, 2), 90);
        assert!(history.is_flat());
        assert_eq!((history.first(), history.last()), (day(110, 2), day(110, 2)));
    }
}
