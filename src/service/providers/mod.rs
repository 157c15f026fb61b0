//! The provider itself: what it decides, and its end.

pub mod deletion;
pub mod settings;
