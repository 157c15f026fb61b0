//! Spans of time, in milliseconds.

/// Milliseconds in a minute, an hour and a day.
pub const MINUTE: i64 = 60 * 1000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
