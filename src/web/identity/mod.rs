//! Signing in, registering, and passwords.

pub mod again;
pub mod invitation;
pub mod opt_out;
pub mod password_link;
pub mod registration;
pub mod sign_in;
