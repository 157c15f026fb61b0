//! Organizations as a provider's clients.

pub mod bulk;
pub mod create;
pub mod existing;
pub mod export;
pub mod list;
pub mod relink;
pub mod suspension;
pub mod unlink;
