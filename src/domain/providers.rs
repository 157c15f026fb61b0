//! Providers and their members.

use super::text::{self, TextFault};
use super::words;

words! {
    /// How far a member of a provider is. Only *confirmed* gives rights.
    Status { Invited = "invited", Accepted = "accepted", Confirmed = "confirmed", Suspended = "suspended" }
}

words! {
    /// Which members of a provider a list shows.
    Filter { All = "all", Invited = "invited", NeedsConfirmation = "accepted", Suspended = "suspended" }
}

impl Filter {
    /// The one status that the filter lets through, or `None` for every status.
    #[must_use]
    pub fn status(self) -> Option<Status> {
        match self {
            Self::All => None,
            Self::Invited => Some(Status::Invited),
            Self::NeedsConfirmation => Some(Status::Accepted),
            Self::Suspended => Some(Status::Suspended),
        }
    }
}

words! { ProviderRole { Admin = "admin", Service = "service" } }

words! {
    /// Whether a provider, or an organization, is active or suspended.
    State { Active = "active", Suspended = "suspended" }
}

words! {
    /// How long a provider's people stay signed in at most.
    SessionLength { Portal = "portal", EightHours = "480", FourHours = "240", TwoHours = "120", OneHour = "60" }
}

impl SessionLength {
    /// Minutes; `None` leaves it to the portal's own limit.
    #[must_use]
    pub fn minutes(self) -> Option<i64> {
        self.word().parse().ok()
    }

    /// The length of this many minutes.
    #[must_use]
    pub fn of(minutes: Option<i64>) -> Self {
        Self::ALL.iter().copied().find(|length| length.minutes() == minutes).unwrap_or(Self::Portal)
    }
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

    /// What makes it different from every other: neither case nor accents.
    #[must_use]
    pub fn key(&self) -> Vec<u8> {
        text::sort_form(&self.0).into_bytes()
    }
}
