//! The handover: a second owner is invited, accepts and is confirmed; then the provider's person
//! steps down and the seat is free.

use super::Status;
use crate::domain::ids::MemberId;

/// One owner of the client, in whatever status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerSeat {
    pub member: MemberId,
    pub label: String,
    pub status: Status,
    /// Whether this person is a confirmed member of the provider.
    pub of_provider: bool,
    pub is_viewer: bool,
}

/// How far the client's own owner has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Backup {
    Nobody { seat_free: bool },
    Invited(OwnerSeat),
    Accepted(OwnerSeat),
    Confirmed(OwnerSeat),
}

/// The state of a handover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    pub backup: Backup,
    /// The provider's person who still takes a seat as an owner: the viewer, or else the first one.
    pub stepping_down: Option<OwnerSeat>,
}

impl Handover {
    /// The state of the handover that these owners make.
    #[must_use]
    pub fn of(owners: &[OwnerSeat], seats: i64, occupied: i64) -> Self {
        let clients_own = |status| owners.iter().find(|owner| !owner.of_provider && owner.status == status).cloned();
        let backup = clients_own(Status::Confirmed)
            .map(Backup::Confirmed)
            .or_else(|| clients_own(Status::Accepted).map(Backup::Accepted))
            .or_else(|| clients_own(Status::Invited).map(Backup::Invited))
            .unwrap_or(Backup::Nobody { seat_free: occupied < seats });
        let leaving = |owner: &&OwnerSeat| owner.of_provider && owner.status == Status::Confirmed;
        let viewer = owners.iter().filter(leaving).find(|owner| owner.is_viewer);
        Self { backup, stepping_down: viewer.or_else(|| owners.iter().find(leaving)).cloned() }
    }

    /// The client owns the organization and no seat is taken by the provider's people as owners.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        matches!(self.backup, Backup::Confirmed(_)) && self.stepping_down.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn owner(label: &str, status: Status, of_provider: bool, is_viewer: bool) -> OwnerSeat {
        OwnerSeat { member: Uuid::nil().into(), label: label.into(), status, of_provider, is_viewer }
    }

    #[test]
    fn the_steps_follow_the_backup_owner() {
        let mine = owner("me", Status::Confirmed, true, true);
        let state = |others: &[OwnerSeat]| Handover::of(&[std::slice::from_ref(&mine), others].concat(), 2, 1);
        assert_eq!(state(&[]).backup, Backup::Nobody { seat_free: true });
        let invited = owner("she", Status::Invited, false, false);
        assert_eq!(state(std::slice::from_ref(&invited)).backup, Backup::Invited(invited));
        let accepted = owner("she", Status::Accepted, false, false);
        assert_eq!(state(std::slice::from_ref(&accepted)).backup, Backup::Accepted(accepted.clone()));
        let confirmed = owner("he", Status::Confirmed, false, false);
        let both = state(&[accepted, confirmed.clone()]);
        assert_eq!(both.backup, Backup::Confirmed(confirmed));
        assert_eq!(both.stepping_down, Some(mine.clone()));
        assert!(!both.is_complete());
    }

    #[test]
    fn a_full_organization_needs_a_seat_first() {
        let mine = owner("me", Status::Confirmed, true, true);
        assert_eq!(Handover::of(&[mine], 1, 1).backup, Backup::Nobody { seat_free: false });
    }

    #[test]
    fn the_viewer_steps_down_first_and_revoked_owners_do_not_count() {
        let colleague = owner("colleague", Status::Confirmed, true, false);
        let mine = owner("me", Status::Confirmed, true, true);
        let revoked = owner("gone", Status::Revoked, false, false);
        let state = Handover::of(&[colleague, mine.clone(), revoked], 5, 2);
        assert_eq!(state.stepping_down, Some(mine));
        assert_eq!(state.backup, Backup::Nobody { seat_free: true });
        let done = Handover::of(&[owner("she", Status::Confirmed, false, false)], 5, 1);
        assert!(done.is_complete());
    }
}
