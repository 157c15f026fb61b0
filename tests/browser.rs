//! Journeys through Portico in a real Chromium.

mod support;

#[path = "browser/rig.rs"]
mod rig;
