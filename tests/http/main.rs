//! Everything that can be asked of Portico without a browser.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the runner keeps what tests print")]

mod support;

mod account;
mod chaos;
mod clients;
mod events;
mod identity;
mod members;
mod operator;
mod organizations;
mod provider_members;
mod providers;

mod assurance;
mod changes;
mod controls;
mod edges;
mod floors;
mod headers;
mod help;
mod hostile;
mod invisible;
mod meanwhile;
mod much;
mod papers;
mod proof;
mod reading;
mod readme;
mod rig;
mod routes;
mod sql;
mod story;
mod visitors;
mod waiting;
mod ways_back;
mod ways_out;
mod words;
