//! The people of a provider.

pub mod acts;
pub mod invitations;
pub mod list;
pub mod person;
