//! The logs as pages and files.

pub(crate) mod line;
pub mod read;
