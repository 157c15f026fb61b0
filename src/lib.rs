//! Portico: the provider portal that you host yourself. `README.md` has the picture of the floors.
#![forbid(unsafe_code)]

pub mod app;
pub mod assets;
pub mod cli;
pub mod clock;
pub mod config;
pub mod deliveries;
pub mod demo;
pub mod domain;
pub mod error;
mod gate;
pub mod jobs;
pub mod log;
pub mod mail;
pub mod metrics;
pub mod password;
pub mod random;
pub mod readiness;
pub mod routes;
pub mod secrets;
pub mod server;
pub mod service;
pub mod store;
mod texts;
pub mod web;
