#![forbid(unsafe_code)]

pub mod clock;
pub mod config;
pub mod domain;
pub mod password;
pub mod random;
pub mod secrets;
pub mod server;
