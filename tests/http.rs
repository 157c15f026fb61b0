//! Everything that can be asked of Portico without a browser.

mod support;

#[path = "http/readme.rs"]
mod readme;
#[path = "http/rig/mod.rs"]
mod rig;
#[path = "http/sql.rs"]
mod sql;
#[path = "http/story.rs"]
mod story;
