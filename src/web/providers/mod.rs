//! The provider itself.

pub mod deletion;
pub mod settings;
