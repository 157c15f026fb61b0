//! Who is asking.

mod clock;
pub mod dead_links;
mod opt_out;
pub mod registration;
pub mod sessions;
pub mod sign_in;
