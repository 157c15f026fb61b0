//! Ids, each of a type of its own, so that none is taken for another's.

use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Declares ids, and calls `$then` with their names where another floor has something to add.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
            #[serde(transparent)]
            pub struct $name(Uuid);

            impl $name {
                #[must_use]
                pub fn uuid(self) -> Uuid {
                    self.0
                }
            }

            impl From<Uuid> for $name {
                fn from(id: Uuid) -> Self {
                    Self(id)
                }
            }

            impl FromStr for $name {
                type Err = uuid::Error;
                fn from_str(text: &str) -> Result<Self, uuid::Error> {
                    Uuid::from_str(text).map(Self)
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }
        )+
    };
}

ids! {
    AccountId,
    OrganizationId,
    ProviderId,
    /// Of a member of an organization.
    MemberId,
    /// Of a member of a provider.
    ProviderMemberId,
    /// Of a mailed link; its secret is derived from it.
    LinkId,
    /// Of the last unlinking of an organization by its provider.
    UnlinkingId,
    /// Of what is owed to the outside.
    DeliveryId,
    /// Of what somebody noted down about a client.
    NoteId,
    /// Of what is done a moment after an answer.
    FollowUpId,
    /// How a person names one of the own sessions; it opens nothing.
    SessionId,
    /// Of the log of an organization, a provider or an account: the id of whose log it is.
    LogId,
}

macro_rules! has_a_log {
    ($($owner:ident),+) => { $(impl From<$owner> for LogId { fn from(id: $owner) -> Self { Self(id.0) } })+ };
}
has_a_log!(AccountId, OrganizationId, ProviderId);
