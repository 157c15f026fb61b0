//! What a person decides about the own account.

pub mod address;
pub mod address_undo;
pub mod deletion;
pub mod password;
pub mod profile;
pub mod sessions;
pub mod two_step;
