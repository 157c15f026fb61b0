//! Organizations as clients.

pub mod bulk;
pub mod create;
pub mod existing;
pub mod export;
pub mod filters;
pub mod list;
pub mod menu;
pub mod relink;
pub mod search;
pub mod suspension;
pub mod unlink;
