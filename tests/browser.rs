//! Journeys through Portico in a real Chromium.

mod support;

#[path = "browser/account.rs"]
mod account;
#[path = "browser/event_logs.rs"]
mod event_logs;
#[path = "browser/keyboard.rs"]
mod keyboard;
#[path = "browser/members.rs"]
mod members;
#[path = "browser/overview.rs"]
mod overview;
#[path = "browser/pages.rs"]
mod pages;
#[path = "browser/provider_members.rs"]
mod provider_members;
#[path = "browser/rig.rs"]
mod rig;
#[path = "browser/story.rs"]
mod story;
#[path = "browser/two_step.rs"]
mod two_step;
