//! The logs.

pub mod read;
