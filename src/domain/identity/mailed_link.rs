//! Links that are mailed: what each is for, who may use it, and when it does nothing any more.

use crate::domain::ids::{MemberId, OrganizationId, ProviderId, ProviderMemberId};
use crate::domain::time::SKEW;
use crate::domain::words;
use uuid::Uuid;

words! {
    /// What a mailed link is for.
    Purpose {
        Invitation = "invitation",
        Password = "password",
        ProviderInvitation = "provider_invitation",
        Registration = "registration",
        Address = "address",
        AddressUndo = "address_undo",
        ProviderDeletion = "provider_deletion",
        OrganizationDeletion = "organization_deletion",
        Relink = "relink",
        // To say that one does not know who had a mail sent. Its secret stands beside that of another link.
        OptOut = "opt_out",
    }
}

impl Purpose {
    /// Whether the mail with the link may reach somebody who is nobody here, because another person typed the address:
    /// then it offers to say so.
    #[must_use]
    pub fn may_reach_a_stranger(self) -> bool {
        match self {
            Self::Invitation | Self::ProviderInvitation | Self::Registration | Self::Address => true,
            Self::Password
            | Self::AddressUndo
            | Self::ProviderDeletion
            | Self::OrganizationDeletion
            | Self::Relink
            | Self::OptOut => false,
        }
    }

    /// The path of its page. In the mail the link's secret stands behind it.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Invitation => "/invitation",
            Self::Password => "/password",
            Self::ProviderInvitation => "/provider-invitation",
            Self::Registration => "/registration",
            Self::Address => "/address",
            Self::AddressUndo => "/address-undo",
            Self::ProviderDeletion => "/provider-deletion",
            Self::OrganizationDeletion => "/organization-deletion",
            Self::Relink => "/link-again",
            Self::OptOut => "/opt-out",
        }
    }
}

/// Why a link from a mail does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFault {
    Unknown,
    /// It works still, but the browser whose page it is has let go of it.
    LetGo,
    Expired,
    Used,
    /// By a newer one.
    Replaced,
    /// What it was about is gone, or has changed since.
    Withdrawn,
    /// It is for somebody else than the one who is signed in.
    OtherAccount,
    /// The address has an account already: sign in with it.
    AccountExists,
}

/// How far what a link is about has come without the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The link is waited for.
    Waits,
    /// What the link is for is done.
    Done,
    /// It is gone, or nobody is wanted any more.
    Gone,
}

/// When a link ends, and what became of it so far, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
    pub replaced_at: Option<i64>,
    pub withdrawn_at: Option<i64>,
}

impl Life {
    /// Why the link does nothing; `None` while it works. What says most to the reader comes first.
    #[must_use]
    pub fn fault(&self, progress: Progress, now: i64) -> Option<LinkFault> {
        if self.used_at.is_some() || progress == Progress::Done {
            Some(LinkFault::Used)
        } else if self.withdrawn_at.is_some() || progress == Progress::Gone {
            Some(LinkFault::Withdrawn)
        } else if self.replaced_at.is_some() {
            Some(LinkFault::Replaced)
        } else if self.expires_at <= now || self.created_at > now + SKEW {
            Some(LinkFault::Expired)
        } else {
            None
        }
    }
}

/// What ends, and its links with it.
#[derive(Clone, Copy, Debug)]
pub enum Ended {
    Member(MemberId),
    ProviderMember(ProviderMemberId),
    /// With its people.
    Provider(ProviderId),
    /// With its members.
    Organization(OrganizationId),
    /// What its last provider could ask its owners.
    UnlinkingsOf(OrganizationId),
}

impl Ended {
    /// The target of its links, or what those belong to.
    #[must_use]
    pub fn target(self) -> Uuid {
        match self {
            Self::Member(id) => id.uuid(),
            Self::ProviderMember(id) => id.uuid(),
            Self::Provider(id) => id.uuid(),
            Self::Organization(id) | Self::UnlinkingsOf(id) => id.uuid(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Life = Life { created_at: 0, expires_at: 10, used_at: None, replaced_at: None, withdrawn_at: None };

    #[test]
    fn a_link_works_until_something_ends_it() {
        assert_eq!(OPEN.fault(Progress::Waits, 9), None);
        assert_eq!(OPEN.fault(Progress::Waits, 10), Some(LinkFault::Expired));
        assert_eq!(OPEN.fault(Progress::Waits, -SKEW), None);
        assert_eq!(OPEN.fault(Progress::Waits, -SKEW - 1), Some(LinkFault::Expired), "made by a clock that ran ahead");
        assert_eq!(OPEN.fault(Progress::Done, 9), Some(LinkFault::Used));
        assert_eq!(OPEN.fault(Progress::Gone, 9), Some(LinkFault::Withdrawn));
    }

    #[test]
    fn what_says_most_comes_first() {
        let replaced = Life { replaced_at: Some(1), ..OPEN };
        let withdrawn = Life { withdrawn_at: Some(1), ..replaced };
        let used = Life { used_at: Some(1), ..withdrawn };
        for (life, fault) in [(replaced, LinkFault::Replaced), (withdrawn, LinkFault::Withdrawn), (used, LinkFault::Used)] {
            assert_eq!(life.fault(Progress::Waits, 99), Some(fault));
        }
        assert_eq!(replaced.fault(Progress::Gone, 0), Some(LinkFault::Withdrawn));
        assert_eq!(replaced.fault(Progress::Done, 0), Some(LinkFault::Used));
    }

    #[test]
    fn no_path_is_the_beginning_of_another() {
        for one in Purpose::ALL {
            let others = Purpose::ALL.iter().filter(|other| *other != one);
            assert!(others.into_iter().all(|other| !other.path().starts_with(&format!("{}/", one.path()))), "{one:?}");
        }
    }
}
