//! Everything that can be asked of Portico without a browser.

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

mod changes;
mod controls;
mod edges;
mod floors;
mod headers;
mod help;
mod papers;
mod reading;
mod readme;
mod rig;
mod routes;
mod sql;
mod story;
mod visitors;
mod waiting;
mod ways_out;
