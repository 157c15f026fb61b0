//! Who is asking.

mod clock;
mod cookies;
pub mod dead_links;
mod ended;
mod next_request;
mod opt_out;
pub mod registration;
pub mod sessions;
pub mod sign_in;
mod strangers;
mod tabs;
mod told;
mod unknown_links;
mod zones;
