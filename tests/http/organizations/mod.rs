//! One organization.

pub mod create;
pub mod deletion;
pub mod details;
pub mod notes;
pub mod overview;
pub mod seats;
mod waiting;
