//! One organization.

pub mod create;
pub mod deletion;
pub mod details;
pub mod list;
pub mod notes;
pub mod page;
pub(crate) mod place;
pub(crate) mod seat_chart;
pub mod seats;
