//! The people of a provider.

pub mod invitations;
pub mod leaving;
pub mod list;
pub mod person;
pub mod races;
