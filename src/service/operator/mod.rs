//! What the operator does at the command line, and what the installation says of itself.

pub mod accounts;
pub mod check;
pub mod events;
pub mod import;
pub mod inviting;
pub mod operation;
pub mod organizations;
pub mod outbox;
pub mod providers;
pub mod release;
pub mod restore;
