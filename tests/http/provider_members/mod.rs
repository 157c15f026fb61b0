//! The people of a provider.

pub mod invitations;
pub mod list;
pub mod person;
pub mod races;
