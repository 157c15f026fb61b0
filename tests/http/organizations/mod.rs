//! One organization.

pub mod create;
pub mod details;
pub mod overview;
pub mod seats;
