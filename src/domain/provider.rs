//! Providers and their members.

use super::text::{self, TextFault};
use super::words;

words! { ProviderRole { Admin = "admin", Service = "service" } }

words! {
    /// Whether a provider, or an organization, is active or suspended.
    State { Active = "active", Suspended = "suspended" }
}

/// A provider's name: one line of at most 100 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderName(String);

impl ProviderName {
    /// # Errors
    /// See [`text::line`].
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        text::line(raw, 100).map(Self)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
