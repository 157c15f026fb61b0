//! What is done to members of an organization, one or many: the rules of the last owner and of the
//! seats hold for all of them together.

use super::{Role, Status};
use crate::domain::access::{Action, Standing};
use crate::domain::ids::MemberId;
use crate::domain::refusal::{Conflict, Refusal};
use crate::domain::words;

words! {
    /// What can be done to many members at once.
    Act { Confirm = "confirm", Revoke = "revoke", Restore = "restore", Remove = "remove" }
}

impl Act {
    /// The act that takes this one back, where there is one.
    #[must_use]
    pub fn inverse(self) -> Option<Self> {
        match self {
            Self::Revoke => Some(Self::Restore),
            Self::Restore => Some(Self::Revoke),
            Self::Confirm | Self::Remove => None,
        }
    }

    /// What doing it to a member of this role asks of the person.
    #[must_use]
    pub fn action(self, role: Role) -> Action {
        match self {
            Self::Confirm => Action::Confirm(role),
            Self::Revoke => Action::Revoke(role),
            Self::Restore => Action::Restore(role),
            Self::Remove => Action::Remove(role),
        }
    }
}

/// A member to whom something shall be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub id: MemberId,
    pub role: Role,
    pub status: Status,
    pub is_actor: bool,
    /// Whether the organization's own people took the account out, and who acts here cannot bring it back.
    pub is_barred: bool,
}

/// What of the organization the rules across members look at.
#[derive(Clone, Debug)]
pub struct Room {
    /// The confirmed owners whose accounts are not disabled.
    pub owners: Vec<MemberId>,
    pub free_seats: i64,
}

impl Room {
    /// Whether a confirmed owner would go and none be left, once these members are out.
    #[must_use]
    pub fn loses_its_owner(&self, out: &[Candidate]) -> bool {
        let stays = |owner: &MemberId| out.iter().all(|one| one.id != *owner);
        out.iter().any(Candidate::is_confirmed_owner) && !self.owners.iter().any(stays)
    }
}

impl Candidate {
    fn is_confirmed_owner(&self) -> bool {
        self.role == Role::Owner && self.status == Status::Confirmed
    }
}

/// What happens to each of these members when `act` is done to all of them together, or why not:
/// the rules of the last owner and of the seats hold for all of them as a whole.
#[must_use]
pub fn plan(act: Act, standing: Standing, members: &[Candidate], room: &Room) -> Vec<Result<(), Refusal>> {
    let mut verdicts: Vec<Result<(), Refusal>> = members.iter().map(|member| alone(act, standing, *member)).collect();
    let fine = |verdicts: &[Result<(), Refusal>]| -> Vec<Candidate> {
        members.iter().zip(verdicts).filter(|(_, verdict)| verdict.is_ok()).map(|(member, _)| *member).collect()
    };
    let going = matches!(act, Act::Revoke | Act::Remove);
    if going && room.loses_its_owner(&fine(&verdicts)) {
        for (member, verdict) in members.iter().zip(&mut verdicts) {
            if verdict.is_ok() && member.is_confirmed_owner() {
                *verdict = Err(Conflict::LastOwner.into());
            }
        }
    }
    if act == Act::Restore {
        let free = usize::try_from(room.free_seats).unwrap_or(0);
        for verdict in verdicts.iter_mut().filter(|verdict| verdict.is_ok()).skip(free) {
            *verdict = Err(Conflict::Full.into());
        }
    }
    verdicts
}

/// Whether the act can be done to this member, as far as it alone goes.
fn alone(act: Act, standing: Standing, member: Candidate) -> Result<(), Refusal> {
    standing.may(act.action(member.role))?;
    let conflict = match (act, member.status) {
        (Act::Revoke | Act::Remove, _) if member.is_actor => Conflict::OwnMembership,
        (Act::Confirm, Status::Confirmed) => Conflict::AlreadyConfirmed,
        (Act::Confirm, Status::Invited) => Conflict::NotAccepted,
        (Act::Confirm, Status::Revoked) => Conflict::IsRevoked,
        (Act::Revoke, Status::Revoked) => Conflict::AlreadyRevoked,
        (Act::Restore, Status::Invited | Status::Accepted | Status::Confirmed) => Conflict::NotRevoked,
        (Act::Confirm | Act::Restore, _) if member.is_barred => Conflict::Barred,
        _ => return Ok(()),
    };
    Err(conflict.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const OWNER: Standing = Standing { member: Some(Role::Owner), provider: None, suspended: None, managed: false };

    fn one(id: u128, role: Role, status: Status) -> Candidate {
        Candidate { id: Uuid::from_u128(id).into(), role, status, is_actor: false, is_barred: false }
    }

    fn room(owners: &[u128], free_seats: i64) -> Room {
        Room { owners: owners.iter().map(|id| Uuid::from_u128(*id).into()).collect(), free_seats }
    }

    #[test]
    fn two_owners_at_once_are_refused_and_one_of_them_is_not() {
        let (anna, ben) = (one(1, Role::Owner, Status::Confirmed), one(2, Role::Owner, Status::Confirmed));
        let user = one(3, Role::User, Status::Confirmed);
        for act in [Act::Remove, Act::Revoke] {
            let last = || Err(Conflict::LastOwner.into());
            assert_eq!(plan(act, OWNER, &[anna, ben, user], &room(&[1, 2], 0)), [last(), last(), Ok(())]);
            assert_eq!(plan(act, OWNER, &[anna, user], &room(&[1, 2], 0)), [Ok(()), Ok(())]);
        }
    }

    #[test]
    fn an_owner_whose_account_is_disabled_leaves_nobody_behind() {
        let (anna, disabled) = (one(1, Role::Owner, Status::Confirmed), one(2, Role::Owner, Status::Confirmed));
        assert_eq!(plan(Act::Remove, OWNER, &[anna], &room(&[1], 0)), [Err(Conflict::LastOwner.into())]);
        assert_eq!(plan(Act::Remove, OWNER, &[disabled], &room(&[1], 0)), [Ok(())]);
    }

    #[test]
    fn as_many_are_restored_as_there_are_seats() {
        let revoked = |id| one(id, Role::User, Status::Revoked);
        let full = || Err(Conflict::Full.into());
        let plan = plan(
            Act::Restore,
            OWNER,
            &[revoked(1), one(2, Role::User, Status::Confirmed), revoked(3), revoked(4)],
            &room(&[9], 1),
        );
        assert_eq!(plan, [Ok(()), Err(Conflict::NotRevoked.into()), full(), full()]);
    }

    #[test]
    fn nobody_is_confirmed_by_somebody_below_and_nobody_revokes_oneself() {
        let admin = Standing { member: Some(Role::Admin), ..OWNER };
        let accepted = [one(1, Role::Owner, Status::Accepted), one(2, Role::User, Status::Accepted)];
        let verdicts = plan(Act::Confirm, admin, &accepted, &room(&[9], 0));
        assert!(matches!(verdicts[0], Err(Refusal::Forbidden(_))) && verdicts[1].is_ok());
        let own = Candidate { is_actor: true, ..one(1, Role::Owner, Status::Confirmed) };
        assert_eq!(plan(Act::Revoke, OWNER, &[own], &room(&[1, 2], 0)), [Err(Conflict::OwnMembership.into())]);
    }
}
