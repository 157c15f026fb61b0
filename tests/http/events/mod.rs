//! The logs.

pub mod audit;
pub mod for_whom;
pub mod read;
