//! Who is asking: signing in, mailed links, registering, and how often each may be tried.

pub mod accounts;
pub(crate) mod inviting;
pub(crate) mod limits;
pub mod mailed_links;
pub mod new_account;
pub mod opt_outs;
pub mod registration;
pub(crate) mod second_step;
pub mod sign_in;
pub mod throttles;
pub mod visits;
