//! What the operator hands in.

pub mod import;
