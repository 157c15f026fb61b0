//! Who is asking: signing in, mailed links, registering, and how often each may be tried.

pub mod accounts;
pub mod chosen_password;
pub mod ended;
pub mod follow_ups;
pub(crate) mod inviting;
pub mod kept_forms;
pub mod limits;
pub mod mailed_links;
pub mod new_account;
pub mod opt_outs;
pub mod places;
pub mod registration;
pub(crate) mod second_step;
pub mod sign_in;
pub mod throttles;
pub mod visits;
