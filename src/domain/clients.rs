//! The Clients table: how it is sorted and paged, and which organization may become a client.

use super::access::ProviderAction;
use super::list::Direction;
use super::organizations::plan::{Family, Plan};
use super::providers::State;
use super::refusal::Conflict;
use super::words;
use crate::domain::ids::OrganizationId;
use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

words! { Sort { Name = "name", Users = "users", Plan = "plan" } }
words! {
    /// Whether a seat is left.
    SeatsLeft { Full = "full", Free = "free" }
}
words! {
    /// What can be done with many clients at once.
    Act { Suspend = "suspend", Unlink = "unlink" }
}

/// Clients that one action takes at most.
pub const MOST_CLIENTS: usize = 1000;

impl Act {
    /// What the person must be allowed to do with the provider.
    #[must_use]
    pub fn needs(self) -> ProviderAction {
        match self {
            Self::Suspend => ProviderAction::SuspendClient,
            Self::Unlink => ProviderAction::Unlink,
        }
    }
}

/// Which clients the table shows; what is not set lets every client pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub family: Option<Family>,
    pub state: Option<State>,
    pub seats: Option<SeatsLeft>,
    /// Only clients whose handover is unfinished: [`super::members::handover::Handover::is_complete`] does
    /// not hold, because no confirmed owner is the client's own, or because a person of the
    /// provider still is a confirmed owner.
    pub handover_open: bool,
    /// Only clients with exactly one confirmed owner, whoever that is.
    pub one_owner: bool,
}

impl Filter {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The lowest and the highest rank of a plan that passes.
    #[must_use]
    pub fn plan_ranks(&self) -> (i64, i64) {
        self.family.map_or((0, i64::MAX), Family::ranks)
    }

    /// The lowest and the highest number of seats left that passes.
    #[must_use]
    pub fn seats_left(&self) -> (i64, i64) {
        match self.seats {
            None => (0, i64::MAX),
            Some(SeatsLeft::Full) => (0, 0),
            Some(SeatsLeft::Free) => (1, i64::MAX),
        }
    }
}

/// A place between two rows of the table: the sort keys of the row beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub number: i64,
    pub name_key: Vec<u8>,
    pub id: OrganizationId,
}

impl Cursor {
    /// The place before the first row in this direction.
    #[must_use]
    pub fn start(direction: Direction) -> Self {
        match direction {
            Direction::Ascending => Self { number: i64::MIN, name_key: Vec::new(), id: Uuid::nil().into() },
            // No UTF-8 text contains the byte 0xFF, so no key sorts after this one.
            Direction::Descending => Self { number: i64::MAX, name_key: vec![0xFF], id: Uuid::max().into() },
        }
    }

    /// The place directly before this row, so that the table opens with it.
    #[must_use]
    pub fn just_before(self, direction: Direction) -> Self {
        let id = self.id.uuid().as_u128();
        let id = match direction {
            Direction::Ascending => id.saturating_sub(1),
            Direction::Descending => id.saturating_add(1),
        };
        Self { id: Uuid::from_u128(id).into(), ..self }
    }

    /// The text that stands in the URL.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut bytes = self.number.to_be_bytes().to_vec();
        bytes.extend_from_slice(self.id.uuid().as_bytes());
        bytes.extend_from_slice(&self.name_key);
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads [`Cursor::encode`]'s text; `None` for anything else.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        if text.len() > 4096 {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (number, rest) = bytes.split_first_chunk::<8>()?;
        let (id, name_key) = rest.split_first_chunk::<16>()?;
        Some(Self { number: i64::from_be_bytes(*number), id: Uuid::from_bytes(*id).into(), name_key: name_key.to_vec() })
    }
}

/// Whether an organization can be added to a provider.
///
/// # Errors
/// The reason why not.
pub fn may_be_added(plan: Plan, state: State, has_provider: bool) -> Result<(), Conflict> {
    if has_provider {
        Err(Conflict::AlreadyManaged)
    } else if !plan.family().suits_a_client() {
        Err(Conflict::PlanNotEligible(plan.family()))
    } else if state == State::Suspended {
        Err(Conflict::OrganizationSuspended)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_an_unmanaged_active_business_plan_can_be_added() {
        let plan = |text| Plan::parse(text).unwrap();
        assert_eq!(may_be_added(plan("Enterprise (Annually) 2020"), State::Active, false), Ok(()));
        assert_eq!(may_be_added(plan("Teams (Monthly)"), State::Active, true), Err(Conflict::AlreadyManaged));
        let free = may_be_added(plan("Free"), State::Active, false);
        assert_eq!(free, Err(Conflict::PlanNotEligible(crate::domain::organizations::plan::Family::Free)));
        assert_eq!(may_be_added(plan("Teams (Monthly)"), State::Suspended, false), Err(Conflict::OrganizationSuspended));
    }

    proptest! {
        #[test]
        fn cursors_survive_the_url(number: i64, id: [u8; 16], name_key: Vec<u8>) {
            let cursor = Cursor { number, id: Uuid::from_bytes(id).into(), name_key };
            prop_assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        }

        #[test]
        fn no_text_is_too_odd_for_a_cursor(text in ".{0,80}") {
            let _ = Cursor::decode(&text);
        }
    }
}
