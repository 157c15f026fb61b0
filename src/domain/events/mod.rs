//! Events: what the append-only logs hold. Names are kept as they were at that moment, so that a
//! line stays readable after its object is gone.

pub mod read;

use super::members::Role;
use super::providers::ProviderRole;
use super::words;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use strum::{EnumDiscriminants, EnumString, IntoStaticStr, VariantArray};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumDiscriminants)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[strum_discriminants(name(Kind), derive(EnumString, Hash, IntoStaticStr, VariantArray), strum(serialize_all = "snake_case"))]
#[strum_discriminants(doc = "What can happen, without the names.")]
pub enum Event {
    ProviderCreated {
        provider: String,
    },
    ProviderRenamed {
        provider: String,
        before: String,
    },
    BillingAddressChanged {
        before: String,
        after: String,
    },
    /// The zone that people read in who chose none.
    ProviderZoneChanged {
        before: String,
        after: String,
    },
    TwoStepRequired,
    TwoStepNotRequired,
    /// Minutes; `None` is the portal's own limit.
    SessionLengthChanged {
        before: Option<i64>,
        after: Option<i64>,
    },
    ProviderSuspended {
        provider: String,
    },
    ProviderReactivated {
        provider: String,
    },
    ProviderDeletionAsked {
        provider: String,
    },
    ProviderDeleted {
        provider: String,
    },
    ProviderMemberInvited {
        email: String,
        role: ProviderRole,
    },
    ProviderInvitationResent {
        email: String,
    },
    ProviderInvitationAccepted {
        email: String,
    },
    ProviderMemberConfirmed {
        email: String,
        role: ProviderRole,
    },
    ProviderRoleChanged {
        email: String,
        before: ProviderRole,
        after: ProviderRole,
    },
    ProviderInvitationCancelled {
        email: String,
        role: ProviderRole,
    },
    /// Whoever was invited does not know the provider.
    ProviderInvitationBarred {
        email: String,
        role: ProviderRole,
    },
    ProviderMemberRemoved {
        email: String,
        role: ProviderRole,
    },
    ProviderMemberLeft {
        email: String,
        role: ProviderRole,
    },
    ProviderMemberSuspended {
        email: String,
    },
    ProviderMemberReactivated {
        email: String,
    },
    ProviderMemberReminded {
        email: String,
    },
    ProviderAccessEnded {
        email: String,
    },
    ClientsExported {
        number: i64,
    },
    EventsExported {
        number: i64,
    },
    OrganizationCreated {
        organization: String,
        plan: String,
        seats: i64,
    },
    OrganizationImported {
        organization: String,
        members: i64,
    },
    ClientAdded {
        organization: String,
        provider: String,
    },
    ClientUnlinked {
        organization: String,
        provider: String,
    },
    /// The owners were asked to link it again.
    ClientLinkAsked {
        organization: String,
        provider: String,
    },
    /// An owner did.
    ClientRelinked {
        organization: String,
        provider: String,
    },
    OrganizationRenamed {
        organization: String,
        before: String,
    },
    OrganizationSuspended {
        organization: String,
    },
    OrganizationReactivated {
        organization: String,
    },
    OrganizationDeletionAsked {
        organization: String,
    },
    OrganizationDeleted {
        organization: String,
    },
    ClientOpened {
        organization: String,
    },
    PlanChanged {
        organization: String,
        before: String,
        after: String,
    },
    /// The one note that a client had before there were entries.
    NoteChanged {
        organization: String,
    },
    NoteAdded {
        organization: String,
    },
    NoteRemoved {
        organization: String,
    },
    SeatsChanged {
        organization: String,
        before: i64,
        after: i64,
    },
    MemberInvited {
        organization: String,
        email: String,
        role: Role,
    },
    InvitationResent {
        organization: String,
        email: String,
    },
    InvitationAccepted {
        organization: String,
        email: String,
    },
    MemberConfirmed {
        organization: String,
        email: String,
        role: Role,
    },
    InvitationCancelled {
        organization: String,
        email: String,
        role: Role,
    },
    /// Whoever was invited does not know who invites.
    InvitationBarred {
        organization: String,
        email: String,
        role: Role,
    },
    /// Of an account, by its address, or of an organization, by its name.
    InvitingEnded {
        name: String,
    },
    InvitingAllowed {
        name: String,
    },
    MemberRemoved {
        organization: String,
        email: String,
        role: Role,
    },
    MemberLeft {
        organization: String,
        email: String,
        role: Role,
    },
    RoleChanged {
        organization: String,
        email: String,
        before: Role,
        after: Role,
    },
    MemberRevoked {
        organization: String,
        email: String,
        role: Role,
    },
    MemberRestored {
        organization: String,
        email: String,
        role: Role,
    },
    RemovalAsked {
        organization: String,
        email: String,
    },
    /// What the member of this address asked for.
    RemovalDeclined {
        organization: String,
        email: String,
    },
    AccountCreated {
        email: String,
    },
    SignedIn,
    SignInFailed,
    /// So many came from places that the account does not know that they are held back.
    StrangersHeldBack,
    SignedOut,
    PasswordLinkAsked,
    PasswordSet,
    PasswordChanged,
    NameChanged {
        before: String,
        after: String,
    },
    AddressChangeAsked {
        email: String,
    },
    /// Whoever has the address does not know the account.
    AddressRefused {
        email: String,
    },
    AddressChanged {
        before: String,
        after: String,
    },
    AddressChangeUndone {
        before: String,
        after: String,
    },
    TwoStepEnabled,
    TwoStepDisabled,
    TwoStepFailed,
    RecoveryCodeUsed,
    RecoveryCodesRenewed,
    SessionEnded,
    SessionsEnded {
        number: i64,
    },
    AccountDisabled {
        email: String,
    },
    AccountEnabled {
        email: String,
    },
    AccountDeleted {
        email: String,
    },
    /// An act, by its method and route, that somebody was refused.
    Refused {
        what: Refused,
        act: String,
    },
    /// The same was refused again and again within an hour.
    AlertRaised {
        what: Refused,
        act: String,
    },
    PortalStarted {
        version: String,
    },
    PortalStopped {
        version: String,
    },
    BackupMade {
        with_key: bool,
    },
    DatabaseRestored,
}

words! {
    /// What somebody acted through.
    Through { Session = "session", Command = "command" }
}

words! {
    /// Why an act was refused whose refusal is kept: it named what is somebody else's, the role does not allow it,
    /// its form came from elsewhere or was made for another visitor, it was tried too often.
    Refused { Foreign = "foreign", Denied = "denied", Form = "form", TooOften = "too_often" }
}

impl Event {
    /// The word under which the kind is stored.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        Kind::from(self).word()
    }

    /// The event that was stored; `None` for one that this version does not know.
    #[must_use]
    pub fn read(details: &str) -> Option<Self> {
        serde_json::from_str(details).ok()
    }

    /// The name of the organization that it is about, and the other names and addresses in it.
    #[must_use]
    pub fn names(&self) -> (String, Vec<String>) {
        let value = serde_json::to_value(self).unwrap_or_default();
        let fields = value.as_object().into_iter().flatten().filter(|(field, _)| *field != "kind");
        let texts = fields.filter_map(|(field, value)| Some((field, value.as_str()?.to_owned())));
        let (organization, others): (Vec<_>, Vec<_>) = texts.partition(|(field, _)| *field == "organization");
        let organization = organization.into_iter().map(|(_, name)| name).next();
        (organization.unwrap_or_default(), others.into_iter().map(|(_, text)| text).collect())
    }

    /// As [`Kind::is_internal`].
    #[must_use]
    pub fn is_internal(&self) -> bool {
        Kind::from(self).is_internal()
    }

    /// As [`Kind::is_for_oneself`].
    #[must_use]
    pub fn is_for_oneself(&self) -> bool {
        Kind::from(self).is_for_oneself()
    }

    /// The stored details: JSON.
    #[must_use]
    pub fn details(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What events are about, in the order in which people choose from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, VariantArray)]
pub enum Subject {
    Organization,
    Members,
    Provider,
    ProviderMembers,
    Exports,
    Account,
    Portal,
}

impl Kind {
    /// Every kind, in the order of [`Event`].
    pub const ALL: &[Self] = <Self as VariantArray>::VARIANTS;

    /// The word under which it is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The kind of a stored or sent word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::from_str(word).ok()
    }

    /// Whether it is the provider's own business: it never stands in the log of an organization,
    /// which the organization's people read.
    #[must_use]
    pub fn is_internal(self) -> bool {
        matches!(self, Self::NoteChanged | Self::NoteAdded | Self::NoteRemoved)
    }

    /// Whether whoever does it in an organization does it for oneself, whatever provider the person is in:
    /// one's own membership begins, ends and is asked to end by oneself.
    #[must_use]
    pub fn is_for_oneself(self) -> bool {
        matches!(
            self,
            Self::InvitationAccepted
                | Self::MemberLeft
                | Self::RemovalAsked
                | Self::AddressChanged
                | Self::AddressChangeUndone
                | Self::ClientRelinked
        )
    }

    /// What it is about.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one line for each kind, none forgotten")]
    pub fn subject(self) -> Subject {
        match self {
            Self::ProviderCreated
            | Self::ProviderRenamed
            | Self::BillingAddressChanged
            | Self::ProviderZoneChanged
            | Self::TwoStepRequired
            | Self::TwoStepNotRequired
            | Self::SessionLengthChanged
            | Self::ProviderSuspended
            | Self::ProviderReactivated
            | Self::ProviderDeletionAsked
            | Self::ProviderDeleted => Subject::Provider,
            Self::ProviderMemberInvited
            | Self::ProviderInvitationResent
            | Self::ProviderInvitationAccepted
            | Self::ProviderMemberConfirmed
            | Self::ProviderRoleChanged
            | Self::ProviderInvitationCancelled
            | Self::ProviderInvitationBarred
            | Self::ProviderMemberRemoved
            | Self::ProviderMemberLeft
            | Self::ProviderMemberSuspended
            | Self::ProviderMemberReactivated
            | Self::ProviderMemberReminded
            | Self::ProviderAccessEnded => Subject::ProviderMembers,
            Self::ClientsExported | Self::EventsExported => Subject::Exports,
            Self::OrganizationCreated
            | Self::OrganizationImported
            | Self::ClientAdded
            | Self::ClientUnlinked
            | Self::ClientLinkAsked
            | Self::ClientRelinked
            | Self::OrganizationRenamed
            | Self::OrganizationSuspended
            | Self::OrganizationReactivated
            | Self::OrganizationDeletionAsked
            | Self::OrganizationDeleted
            | Self::ClientOpened
            | Self::PlanChanged
            | Self::NoteChanged
            | Self::NoteAdded
            | Self::NoteRemoved
            | Self::SeatsChanged => Subject::Organization,
            Self::MemberInvited
            | Self::InvitationResent
            | Self::InvitationAccepted
            | Self::MemberConfirmed
            | Self::InvitationCancelled
            | Self::InvitationBarred
            | Self::InvitingEnded
            | Self::InvitingAllowed
            | Self::MemberRemoved
            | Self::MemberLeft
            | Self::RoleChanged
            | Self::MemberRevoked
            | Self::MemberRestored
            | Self::RemovalAsked
            | Self::RemovalDeclined => Subject::Members,
            Self::AccountCreated
            | Self::SignedIn
            | Self::SignInFailed
            | Self::StrangersHeldBack
            | Self::SignedOut
            | Self::PasswordLinkAsked
            | Self::PasswordSet
            | Self::PasswordChanged
            | Self::NameChanged
            | Self::AddressChangeAsked
            | Self::AddressRefused
            | Self::AddressChanged
            | Self::AddressChangeUndone
            | Self::TwoStepEnabled
            | Self::TwoStepDisabled
            | Self::TwoStepFailed
            | Self::RecoveryCodeUsed
            | Self::RecoveryCodesRenewed
            | Self::SessionEnded
            | Self::SessionsEnded
            | Self::AccountDisabled
            | Self::AccountEnabled
            | Self::AccountDeleted
            | Self::Refused => Subject::Account,
            Self::AlertRaised | Self::PortalStarted | Self::PortalStopped | Self::BackupMade | Self::DatabaseRestored => {
                Subject::Portal
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_survive_their_storage() {
        let event = Event::MemberInvited { organization: "A".into(), email: "b@c.example".into(), role: Role::Owner };
        assert_eq!(event.kind(), "member_invited");
        assert_eq!(Kind::parse("member_invited"), Some(Kind::MemberInvited));
        assert_eq!(event.names(), ("A".to_owned(), vec!["b@c.example".to_owned(), "owner".to_owned()]));
        assert_eq!(Event::read(r#"{"kind":"not_yet_known"}"#), None);
        assert_eq!(serde_json::from_str::<Event>(&event.details()).unwrap(), event);
    }
}
