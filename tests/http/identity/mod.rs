//! Who is asking.

pub mod dead_links;
pub mod registration;
pub mod sessions;
pub mod sign_in;
