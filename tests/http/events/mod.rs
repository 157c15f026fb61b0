//! The logs.

pub mod for_whom;
pub mod read;
