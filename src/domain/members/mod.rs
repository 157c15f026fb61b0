//! Members of an organization.

pub mod acts;
pub mod handover;

use super::{search, words};

/// What a search for a member looks in: the address and the name.
#[must_use]
pub fn search_text(email_key: &str, name: &str) -> String {
    search::search_text(&format!("{email_key} {name}"))
}

words! {
    /// Ordered from least to most rights.
    Role { User = "user", Admin = "admin", Owner = "owner" }
}

words! { Status { Invited = "invited", Accepted = "accepted", Confirmed = "confirmed", Revoked = "revoked" } }

impl Status {
    /// Whether a member in this status occupies a seat.
    #[must_use]
    pub fn occupies_a_seat(self) -> bool {
        self != Self::Revoked
    }
}

words! {
    /// Which members a list shows.
    Filter { All = "all", Invited = "invited", NeedsConfirmation = "accepted", Revoked = "revoked" }
}

impl Filter {
    /// The one status that the filter lets through, or `None` for every status.
    #[must_use]
    pub fn status(self) -> Option<Status> {
        match self {
            Self::All => None,
            Self::Invited => Some(Status::Invited),
            Self::NeedsConfirmation => Some(Status::Accepted),
            Self::Revoked => Some(Status::Revoked),
        }
    }
}
