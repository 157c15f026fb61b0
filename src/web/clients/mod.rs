//! The provider's clients.

pub mod bulk;
pub mod create;
pub mod existing;
pub mod export;
pub mod list;
pub(crate) mod part;
pub mod suspension;
pub mod unlink;
