//! What is refused to the operator. A refused command changes nothing.

use crate::domain::ids::{DeliveryId, OrganizationId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperatorRefusal {
    /// No account has this address.
    NoAccount {
        email: String,
    },
    /// No link is made for an account that is locked out.
    AccountDisabled {
        email: String,
    },
    /// No provider begins with an admin who is locked out.
    AdminDisabled {
        email: String,
    },
    /// No provider has this name or id.
    NoProvider {
        given: String,
    },
    /// No organization has this name or id.
    NoOrganization {
        given: String,
    },
    /// Names of organizations are not unique.
    ManyOrganizations {
        given: String,
        found: Vec<Namesake>,
    },
    /// Nobody who can sign in owns the organization, and nobody is named who shall.
    OwnerNeeded {
        name: String,
        id: OrganizationId,
    },
    /// Somebody is named as owner where there is one who can sign in: that one decides.
    OwnerThere {
        name: String,
    },
    /// Another provider has this name, whatever its case and accents.
    ProviderNameTaken {
        name: String,
    },
    /// No mail has this id.
    NoMail {
        id: DeliveryId,
    },
    Mail(MailRefusal),
}

/// One of several organizations of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namesake {
    pub id: OrganizationId,
    pub name: String,
    pub provider: Option<String>,
}

/// Why a mail that is there is neither sent again nor taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailRefusal {
    AlreadySent,
    /// It is being sent at this moment.
    UnderWay,
    /// What is stored is no message of this program.
    Unreadable,
    /// Sending it would help nobody.
    DeadLink(LinkEnd),
}

/// What became of the link in a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    Withdrawn,
    Used,
    Replaced,
    Expired,
}

impl From<MailRefusal> for OperatorRefusal {
    fn from(refusal: MailRefusal) -> Self {
        Self::Mail(refusal)
    }
}
