//! Everything that can be asked of Portico without a browser.

mod support;

#[path = "http/commands.rs"]
mod commands;
#[path = "http/headers/mod.rs"]
mod headers;
#[path = "http/outbox/mod.rs"]
mod outbox;
#[path = "http/races.rs"]
mod races;
#[path = "http/readme.rs"]
mod readme;
#[path = "http/rig/mod.rs"]
mod rig;
#[path = "http/sessions.rs"]
mod sessions;
#[path = "http/sign_in/mod.rs"]
mod sign_in;
#[path = "http/sql.rs"]
mod sql;
#[path = "http/story.rs"]
mod story;
