//! What somebody does only with a proof of a short time ago of who it is: an open session that fell into other
//! hands is not enough for it.

use super::access::{Action, ProviderAction, Standing};
use super::members::Role;
use super::providers::ProviderRole;
use super::time::{MINUTE, SKEW};

/// How long a proof holds, in milliseconds.
pub const PROOF_LIFETIME: i64 = 15 * MINUTE;

/// Whether a proof of that moment still holds. One of a clock that ran ahead does not.
#[must_use]
pub fn holds(proven_at: i64, now: i64) -> bool {
    now - proven_at <= PROOF_LIFETIME && proven_at <= now + SKEW
}

impl Standing {
    /// Whether somebody who is this in an organization has to prove who it is, to do this there: give the rights of
    /// an admin or an owner, take an owner's away, let go of one's own.
    #[must_use]
    pub fn needs_proof(self, action: Action) -> bool {
        match action {
            Action::Invite(role) | Action::Confirm(role) | Action::Restore(role) => role >= Role::Admin,
            Action::Remove(role) | Action::Revoke(role) => role == Role::Owner,
            Action::ChangeRole { from, to } => (to > from && to >= Role::Admin) || (from == Role::Owner && to < from),
            Action::StepDown => self.member == Some(Role::Owner),
            // Deleting asks for a proof each time it is asked for, however short ago the last one was.
            Action::View
            | Action::ViewMembers
            | Action::ViewEvents
            | Action::AskRemoval
            | Action::DeclineRemoval
            | Action::ManageSeats
            | Action::Rename
            | Action::ChangePlan
            | Action::Delete => false,
        }
    }
}

impl ProviderAction {
    /// Whether doing this with the provider needs a proof. What is done to its people is a [`TeamAct`].
    #[must_use]
    pub fn needs_proof(self) -> bool {
        match self {
            Self::Unlink => true,
            Self::ViewClients
            | Self::AddExisting
            // It gives no right: an owner does, who proves who it is.
            | Self::AskToLink
            | Self::CreateClient
            | Self::SuspendClient
            | Self::AddNote
            | Self::RemoveOthersNote
            | Self::ViewProviderMembers
            | Self::ManageProviderMembers
            | Self::Leave
            | Self::ViewProviderEvents
            | Self::ViewSettings
            | Self::ManageSettings => false,
        }
    }
}

/// What is done to somebody of a provider, who has this role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamAct {
    Invite(ProviderRole),
    Confirm(ProviderRole),
    ChangeRole {
        from: ProviderRole,
        to: ProviderRole,
    },
    Suspend(ProviderRole),
    Reactivate(ProviderRole),
    Remove(ProviderRole),
    Leave(ProviderRole),
    /// Remind of two-step sign-in.
    Remind(ProviderRole),
    /// End what the open sessions reach.
    EndAccess(ProviderRole),
}

impl TeamAct {
    /// Whether it needs a proof: it gives an admin's rights, takes them away, or ends somebody's sessions.
    #[must_use]
    pub fn needs_proof(self) -> bool {
        match self {
            Self::ChangeRole { from, to } => from != to,
            Self::Remind(_) => false,
            Self::EndAccess(_) => true,
            Self::Invite(role)
            | Self::Confirm(role)
            | Self::Suspend(role)
            | Self::Reactivate(role)
            | Self::Remove(role)
            | Self::Leave(role) => role == ProviderRole::Admin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::HOUR;

    const NOBODY: Standing = Standing { member: None, provider: None, suspended: None, managed: false };

    #[test]
    fn a_proof_holds_for_a_quarter_of_an_hour_and_not_before_it_was_given() {
        let now = 5 * HOUR;
        for (ago, good) in [(0, true), (PROOF_LIFETIME, true), (PROOF_LIFETIME + 1, false), (-SKEW, true), (-SKEW - 1, false)] {
            assert_eq!(holds(now - ago, now), good, "{ago}");
        }
        assert!(!holds(0, now));
    }

    #[test]
    fn giving_admin_or_owner_and_taking_owner_away_need_one() {
        use Role::{Admin, Owner, User};
        let needs = |action| NOBODY.needs_proof(action);
        for give in [Action::Invite, Action::Confirm, Action::Restore] {
            assert_eq!([User, Admin, Owner].map(|role| needs(give(role))), [false, true, true]);
        }
        for take in [Action::Remove, Action::Revoke] {
            assert_eq!([User, Admin, Owner].map(|role| needs(take(role))), [false, false, true]);
        }
        for (from, to, needed) in [
            (User, User, false),
            (User, Admin, true),
            (User, Owner, true),
            (Admin, User, false),
            (Admin, Owner, true),
            (Owner, Admin, true),
            (Owner, User, true),
            (Owner, Owner, false),
        ] {
            assert_eq!(needs(Action::ChangeRole { from, to }), needed, "{from:?} {to:?}");
        }
        let own = |role| Standing { member: Some(role), ..NOBODY }.needs_proof(Action::StepDown);
        assert_eq!([User, Admin, Owner].map(own), [false, false, true]);
    }

    #[test]
    fn whatever_gives_or_takes_a_provider_admins_rights_needs_one() {
        use ProviderRole::{Admin, Service};
        let acts = [TeamAct::Invite, TeamAct::Confirm, TeamAct::Suspend, TeamAct::Reactivate, TeamAct::Remove, TeamAct::Leave];
        for act in acts {
            assert!(act(Admin).needs_proof() && !act(Service).needs_proof(), "{:?}", act(Admin));
        }
        assert!(TeamAct::ChangeRole { from: Admin, to: Service }.needs_proof());
        assert!(TeamAct::ChangeRole { from: Service, to: Admin }.needs_proof());
        assert!([Admin, Service].map(TeamAct::EndAccess).iter().all(|act| act.needs_proof()));
        assert!(![Admin, Service].map(TeamAct::Remind).iter().any(|act| act.needs_proof()));
    }
}
