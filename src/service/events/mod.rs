//! The logs: what is written into them, and what is read from them.

pub mod audit;
pub mod read;
pub mod record;
