//! The provider itself.

pub mod choice;
pub mod settings;
