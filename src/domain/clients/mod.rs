//! Organizations as a provider's clients: the table of them, what is done with many of them at
//! once, and which organization may become one.

mod list;
pub mod relink;

pub use list::{Cursor, Filter, SeatsLeft, Sort};

use super::access::ProviderAction;
use super::organizations::Suspender;
use super::organizations::plan::Plan;
use super::refusal::Conflict;
use super::words;

words! {
    /// What can be done with many clients at once.
    Act { Suspend = "suspend", Reactivate = "reactivate", Unlink = "unlink" }
}

/// Clients that one action takes at most.
pub const MOST_CLIENTS: usize = 1000;

impl Act {
    /// The act that takes this one back, where there is one.
    #[must_use]
    pub fn inverse(self) -> Option<Self> {
        match self {
            Self::Suspend => Some(Self::Reactivate),
            Self::Reactivate => Some(Self::Suspend),
            Self::Unlink => None,
        }
    }

    /// What the person must be allowed to do with the provider.
    #[must_use]
    pub fn needs(self) -> ProviderAction {
        match self {
            Self::Suspend | Self::Reactivate => ProviderAction::SuspendClient,
            Self::Unlink => ProviderAction::Unlink,
        }
    }
}

/// Whether an organization, with whose suspension of it holds, can be added to a provider.
///
/// # Errors
/// The reason why not.
pub fn may_be_added(plan: Plan, suspended: Option<Suspender>, has_provider: bool) -> Result<(), Conflict> {
    if has_provider {
        Err(Conflict::AlreadyManaged)
    } else if !plan.family().suits_a_client() {
        Err(Conflict::PlanNotEligible(plan.family()))
    } else if suspended.is_some() {
        Err(Conflict::OrganizationSuspended)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unmanaged_active_business_plan_can_be_added() {
        let plan = |text| Plan::parse(text).unwrap();
        assert_eq!(may_be_added(plan("Enterprise (Annually) 2020"), None, false), Ok(()));
        assert_eq!(may_be_added(plan("Teams (Monthly)"), None, true), Err(Conflict::AlreadyManaged));
        let free = may_be_added(plan("Free"), None, false);
        assert_eq!(free, Err(Conflict::PlanNotEligible(crate::domain::organizations::plan::Family::Free)));
        let suspended = may_be_added(plan("Teams (Monthly)"), Some(Suspender::Operator), false);
        assert_eq!(suspended, Err(Conflict::OrganizationSuspended));
    }
}
