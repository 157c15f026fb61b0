//! Who is asking: accounts, sessions, second steps, mailed links, and counters of attempts.

pub mod accounts;
pub mod ended_sessions;
pub mod follow_ups;
pub mod inviting;
pub mod kept_forms;
pub mod known_places;
pub mod mailed_links;
pub mod opt_outs;
pub mod sessions;
pub mod throttles;
pub mod two_step;
pub mod visitors;
pub mod waiting;
