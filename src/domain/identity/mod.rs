//! What a person proves with, and the links that are mailed.

pub mod agent;
pub mod ending;
pub mod mailed_link;
pub mod networks;
pub mod password;
pub mod second_step;
pub mod totp;
