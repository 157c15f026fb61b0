//! One organization.

pub mod create;
pub mod deletion;
pub mod details;
pub mod list;
pub mod notes;
pub mod openings;
pub mod overview;
pub mod page;
pub mod seats;
