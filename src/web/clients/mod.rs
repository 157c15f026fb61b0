//! The provider's clients.

pub mod bulk;
pub mod create;
pub mod existing;
pub mod export;
pub mod list;
pub(crate) mod part;
pub mod relink;
pub mod suspension;
pub mod unlink;
pub mod unlinked;
