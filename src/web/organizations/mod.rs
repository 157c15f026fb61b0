//! One organization.

pub mod create;
pub mod details;
pub mod list;
pub mod page;
pub(crate) mod place;
pub(crate) mod seat_chart;
pub mod seats;
