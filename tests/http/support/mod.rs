//! What the tests talk through: a database of their own, a mail server, a visitor without a
//! browser and one with a browser.
#![allow(dead_code, reason = "two test crates share these files, and each uses another half of them")]

pub mod app;
pub mod browser;
pub mod client;
pub mod cluster;
pub mod crowd;
pub mod database;
pub mod fields;
pub mod figures;
mod kept;
pub mod markup;
pub mod page;
pub mod proxy;
pub mod raw;
pub mod smtp;
pub mod smtp_mail;
pub mod snapshot;
pub mod sound;
mod template;
pub mod world;
