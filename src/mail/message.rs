//! What mails say, in families: each family is put into words in one place (`render/`).

use super::name::{Address, Name};
use crate::domain::identity::agent;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::OrganizationId;
use crate::domain::members::Role;
use crate::domain::providers::ProviderRole;
use serde::{Deserialize, Serialize};
use strum::EnumCount;

/// What a mail says, apart from its link: that is made when it is sent.
///
/// Stored as one object whose `kind` no two families share, and read again by whatever version
/// sends it: names of kinds and fields stay as they are. Whatever somebody may choose is a [`Name`] or an [`Address`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Message {
    Member(MemberMail),
    Organization(OrganizationMail),
    Client(ClientMail),
    Provider(ProviderMail),
    Account(AccountMail),
    SignIn(SignInMail),
}

/// About the members of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumCount)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MemberMail {
    Invitation {
        organization: Name,
        role: Role,
        inviter: Name,
        inviter_email: Address,
        expires_at: i64,
    },
    ConfirmationNeeded {
        organization: Name,
        organization_id: OrganizationId,
        person: Name,
        /// Rows of before hold name and address in one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person_email: Option<Address>,
        role: Role,
    },
    Confirmed {
        organization: Name,
        organization_id: OrganizationId,
        role: Role,
        by: Name,
    },
    RemovalAsked {
        organization: Name,
        organization_id: OrganizationId,
        person: Name,
        person_email: Address,
    },
    Removed {
        organization: Name,
        by: Name,
    },
    OwnerLeft {
        organization: Name,
        organization_id: OrganizationId,
        person: Name,
    },
    RoleChanged {
        organization: Name,
        organization_id: OrganizationId,
        before: Role,
        after: Role,
        by: Name,
    },
    AccessRevoked {
        organization: Name,
        by: Name,
    },
    /// `waits`: whether the person still has to be confirmed.
    AccessRestored {
        organization: Name,
        organization_id: OrganizationId,
        role: Role,
        waits: bool,
        by: Name,
    },
}

/// About an organization itself: who is to own it, and its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumCount)]
#[serde(tag = "kind")]
pub enum OrganizationMail {
    /// Somebody whom the operator wants as owner, where nobody else could confirm: accepting does.
    #[serde(rename = "owner_wanted")]
    OwnerWanted { organization: Name, expires_at: i64 },
    /// A confirmed member whom the operator made an owner.
    #[serde(rename = "owner_by_operator")]
    OwnerByOperator { organization: Name, organization_id: OrganizationId },
    #[serde(rename = "organization_deletion_link")]
    DeletionLink { organization: Name, expires_at: i64 },
    /// `by`: the owner who did it; nobody where it was the operator.
    #[serde(rename = "organization_deleted")]
    Deleted { organization: Name, by: Option<Name> },
}

/// What the operator did with an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatorAct {
    Suspended,
    Reactivated,
    /// Taken away from its provider.
    Released,
    Deleted,
}

/// To the owners of an organization, about what its provider, or the operator, does with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumCount)]
#[serde(tag = "kind")]
pub enum ClientMail {
    #[serde(rename = "client_added")]
    Added { organization: Name, organization_id: OrganizationId, provider: Name, by: Name },
    #[serde(rename = "client_unlinked")]
    Unlinked {
        organization: Name,
        organization_id: OrganizationId,
        provider: Name,
        by: Name,
        /// Whether that ended its suspension.
        #[serde(default)]
        reactivated: bool,
        /// Whether the operator's suspension stays.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        suspended: bool,
    },
    /// The provider that unlinked it asks for the link again.
    #[serde(rename = "client_link_asked")]
    LinkAsked { organization: Name, provider: Name, by: Name, by_email: Address, expires_at: i64 },
    #[serde(rename = "organization_suspended")]
    Suspended { organization: Name, organization_id: OrganizationId, provider: Name, by: Name },
    #[serde(rename = "organization_reactivated")]
    Reactivated { organization: Name, organization_id: OrganizationId, provider: Name, by: Name },
    /// `closed`: whether it is suspended by the operator now.
    #[serde(rename = "organization_by_operator")]
    ByOperator { organization: Name, organization_id: OrganizationId, provider: Option<Name>, did: OperatorAct, closed: bool },
}

/// To the people of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumCount)]
#[serde(tag = "kind")]
pub enum ProviderMail {
    #[serde(rename = "team")]
    Team { provider: Name, news: TeamNews },
    #[serde(rename = "provider_deletion_link")]
    DeletionLink { provider: Name, expires_at: i64 },
    #[serde(rename = "provider_deleted")]
    Deleted { provider: Name, by: Name },
    /// To the admin who asked for it.
    #[serde(rename = "client_relinked")]
    ClientRelinked { provider: Name, organization: Name, organization_id: OrganizationId, by: Name },
    #[serde(rename = "client_by_operator")]
    ClientByOperator { provider: Name, organization: Name, organization_id: OrganizationId, did: OperatorAct },
}

/// What happened among the members of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumCount)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum TeamNews {
    Invitation {
        role: ProviderRole,
        inviter: Name,
        inviter_email: Address,
        expires_at: i64,
    },
    Waiting {
        person: Name,
        /// Rows of before hold name and address in one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person_email: Option<Address>,
        role: ProviderRole,
    },
    Confirmed {
        role: ProviderRole,
        by: Name,
    },
    RoleChanged {
        role: ProviderRole,
        by: Name,
    },
    Removed {
        by: Name,
    },
    Suspended {
        by: Name,
    },
    Reactivated {
        by: Name,
    },
    AdminLeft {
        person: Name,
    },
    TwoStepWanted {
        by: Name,
    },
    AccessEnded {
        by: Name,
    },
}

/// About an account itself: its beginning, its end and its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumCount)]
#[serde(tag = "kind")]
pub enum AccountMail {
    /// The link that proves the address of a new account.
    #[serde(rename = "registration")]
    Registration { expires_at: i64 },
    /// Somebody asked for an account for an address that has one.
    #[serde(rename = "account_exists")]
    Exists,
    #[serde(rename = "account_deleted")]
    Deleted,
    /// To the new address: the link that proves it.
    #[serde(rename = "address_link")]
    AddressLink { before: Address, expires_at: i64 },
    /// To an address that has an account already, in place of the link.
    #[serde(rename = "address_taken")]
    AddressTaken,
    /// To the old address.
    #[serde(rename = "address_changed")]
    AddressChanged {
        after: Address,
        /// Until when the link undoes it; missing in what an older version wrote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<i64>,
    },
    /// To the address that the account had for a while.
    #[serde(rename = "address_undone")]
    AddressUndone,
}

/// About what somebody signs in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumCount)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SignInMail {
    PasswordLink {
        expires_at: i64,
    },
    PasswordSet,
    PasswordChanged,
    TwoStepOn,
    TwoStepOff,
    RecoveryCodeUsed {
        left: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<Seen>,
    },
    /// A sign-in from a browser and a network that the account does not know.
    SignedInElsewhere {
        seen: Seen,
    },
    /// Somebody gave the right password and a wrong code.
    CodeMissing {
        seen: Seen,
    },
    /// Strangers tried so often that they are held back.
    StrangersHeldBack {
        at: i64,
    },
}

/// When and from where something was done. Of what a browser says of itself only names that are known are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub at: i64,
    pub address: String,
    pub browser: Option<String>,
    pub system: Option<String>,
}

impl Seen {
    #[must_use]
    pub fn at(at: i64, address: &str, agent: &str) -> Self {
        let (browser, system) = agent::names(agent);
        Self { at, address: address.into(), browser: browser.map(Into::into), system: system.map(Into::into) }
    }
}

impl Message {
    /// Whether it may reach somebody who is nobody here, because another person typed the address: by what its link
    /// is for.
    #[must_use]
    pub fn may_reach_a_stranger(&self) -> bool {
        self.link_purpose().is_some_and(Purpose::may_reach_a_stranger)
    }

    /// What the link of this message is for, if it carries one.
    #[must_use]
    pub fn link_purpose(&self) -> Option<Purpose> {
        match self {
            Self::Member(mail) => mail.link_purpose(),
            Self::Organization(mail) => mail.link_purpose(),
            Self::Client(mail) => mail.link_purpose(),
            Self::Provider(mail) => mail.link_purpose(),
            Self::Account(mail) => mail.link_purpose(),
            Self::SignIn(mail) => mail.link_purpose(),
        }
    }
}

impl MemberMail {
    fn link_purpose(&self) -> Option<Purpose> {
        match self {
            Self::Invitation { .. } => Some(Purpose::Invitation),
            Self::ConfirmationNeeded { .. }
            | Self::Confirmed { .. }
            | Self::RemovalAsked { .. }
            | Self::Removed { .. }
            | Self::OwnerLeft { .. }
            | Self::RoleChanged { .. }
            | Self::AccessRevoked { .. }
            | Self::AccessRestored { .. } => None,
        }
    }
}

impl OrganizationMail {
    fn link_purpose(&self) -> Option<Purpose> {
        match self {
            Self::OwnerWanted { .. } => Some(Purpose::Invitation),
            Self::DeletionLink { .. } => Some(Purpose::OrganizationDeletion),
            Self::OwnerByOperator { .. } | Self::Deleted { .. } => None,
        }
    }
}

impl ClientMail {
    fn link_purpose(&self) -> Option<Purpose> {
        match self {
            Self::LinkAsked { .. } => Some(Purpose::Relink),
            Self::Added { .. }
            | Self::Unlinked { .. }
            | Self::Suspended { .. }
            | Self::Reactivated { .. }
            | Self::ByOperator { .. } => None,
        }
    }
}

impl ProviderMail {
    fn link_purpose(&self) -> Option<Purpose> {
        match self {
            Self::Team { news, .. } => news.link_purpose(),
            Self::DeletionLink { .. } => Some(Purpose::ProviderDeletion),
            Self::Deleted { .. } | Self::ClientRelinked { .. } | Self::ClientByOperator { .. } => None,
        }
    }
}

impl TeamNews {
    fn link_purpose(&self) -> Option<Purpose> {
        match self {
            Self::Invitation { .. } => Some(Purpose::ProviderInvitation),
            Self::Waiting { .. }
            | Self::Confirmed { .. }
            | Self::RoleChanged { .. }
            | Self::Removed { .. }
            | Self::Suspended { .. }
            | Self::Reactivated { .. }
            | Self::AdminLeft { .. }
            | Self::TwoStepWanted { .. }
            | Self::AccessEnded { .. } => None,
        }
    }
}

impl AccountMail {
    fn link_purpose(&self) -> Option<Purpose> {
        match self {
            Self::Registration { .. } => Some(Purpose::Registration),
            Self::AddressLink { .. } => Some(Purpose::Address),
            Self::AddressChanged { until: Some(_), .. } => Some(Purpose::AddressUndo),
            Self::Exists
            | Self::Deleted
            | Self::AddressTaken
            | Self::AddressChanged { until: None, .. }
            | Self::AddressUndone => None,
        }
    }
}

impl SignInMail {
    fn link_purpose(&self) -> Option<Purpose> {
        match self {
            Self::PasswordLink { .. } => Some(Purpose::Password),
            Self::PasswordSet
            | Self::PasswordChanged
            | Self::TwoStepOn
            | Self::TwoStepOff
            | Self::RecoveryCodeUsed { .. }
            | Self::SignedInElsewhere { .. }
            | Self::CodeMissing { .. }
            | Self::StrangersHeldBack { .. } => None,
        }
    }
}
