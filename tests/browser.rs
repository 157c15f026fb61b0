//! Journeys through Portico in a real Chromium.

mod support;

#[path = "browser/rig.rs"]
mod rig;
#[path = "browser/story.rs"]
mod story;
