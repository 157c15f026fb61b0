//! What the operator does and sees.

pub mod away;
pub mod backup;
mod backup_content;
pub mod check;
mod clock;
pub mod commands;
mod copying;
mod exposed;
pub mod faults;
mod logs;
pub mod metrics;
pub mod opening;
pub mod organizations;
pub mod outbox;
pub mod portal_log;
pub mod providers;
mod refusals;
mod registering;
mod retention;
mod stopping;
mod swept;
mod unheard;
pub mod upgrading;
pub mod upgrading_fixture;
pub mod upgrading_search;
pub mod worlds;
