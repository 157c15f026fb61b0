//! Faults at length: `bin/chaos` runs these and the tests of `operator::faults`, `operator::away` and
//! `operator::opening` with large numbers, and prints the figures; `bin/test` runs them with small ones.

mod disk;
mod kills;
mod storm;

pub use crate::support::figures::{figure, long_or};
