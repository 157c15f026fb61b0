//! What a person proves with.

pub mod agent;
pub mod password;
pub mod second_step;
pub mod totp;
