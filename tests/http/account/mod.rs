//! The own account.

mod chosen;
pub mod deletion;
pub mod password;
pub mod profile;
pub mod sessions;
pub mod two_step;
mod undo;
