//! Spans of time, in milliseconds.

/// Milliseconds in a minute, an hour and a day.
pub const MINUTE: i64 = 60 * 1000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// How far the clocks of nodes may be apart. What is dated further in the future was written by a clock that ran
/// ahead: what gives access is over then, and what holds somebody back holds nobody.
pub const SKEW: i64 = MINUTE;
