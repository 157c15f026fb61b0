//! What the operator does and sees.

mod away;
pub mod backup;
pub mod check;
mod clock;
pub mod commands;
mod faults;
pub mod killed;
mod logs;
pub mod metrics;
mod opening;
pub mod outbox;
pub mod providers;
mod refusals;
mod retention;
mod stopping;
mod unheard;
pub mod upgrading;
pub mod upgrading_fixture;
pub mod upgrading_search;
pub mod worlds;
