//! Events: what the append-only logs hold. Names are kept as they were at that moment, so that a
//! line stays readable after its object is gone.

use super::member::Role;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    ProviderCreated { provider: String },
    OrganizationCreated { organization: String, plan: String, seats: i64 },
    OrganizationImported { organization: String, members: i64 },
    ClientAdded { organization: String, provider: String },
    ClientUnlinked { organization: String, provider: String },
    SeatsChanged { organization: String, before: i64, after: i64 },
    MemberInvited { organization: String, email: String, role: Role },
    InvitationResent { organization: String, email: String },
    InvitationAccepted { organization: String, email: String },
    MemberConfirmed { organization: String, email: String, role: Role },
    MemberRemoved { organization: String, email: String, role: Role },
    MemberLeft { organization: String, email: String, role: Role },
    RemovalAsked { organization: String, email: String },
    AccountCreated { email: String },
    SignedIn,
    SignInFailed,
    SignedOut,
    PasswordLinkAsked,
    PasswordSet,
}

impl Event {
    /// The word under which the kind is stored.
    #[must_use]
    pub fn kind(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value["kind"].as_str().unwrap_or_default().to_owned()
    }

    /// The stored details: JSON.
    #[must_use]
    pub fn details(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_survive_their_storage() {
        let event = Event::MemberInvited { organization: "A".into(), email: "b@c.example".into(), role: Role::Owner };
        assert_eq!(event.kind(), "member_invited");
        assert_eq!(serde_json::from_str::<Event>(&event.details()).unwrap(), event);
    }
}
