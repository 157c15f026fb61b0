//! Journeys through Portico in a real Chromium.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the runner keeps what tests print")]

#[path = "../http/support/mod.rs"]
mod support;

mod account;
mod attacks;
mod colleague;
mod dialogs;
mod ended;
mod engines;
mod event_logs;
mod keyboard;
mod meanwhile;
mod members;
mod menus;
mod overview;
mod pages;
mod proof;
mod provider_members;
mod rig;
mod row_menu;
mod story;
mod two_step;
mod ways_back;
mod ways_out;
