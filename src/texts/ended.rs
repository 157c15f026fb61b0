//! Why somebody is not signed in any more.

use super::Texts;
use crate::domain::identity::ending::{Ending, Why};

const MINUTES_IN_AN_HOUR: i64 = 60;

/// Why somebody is not signed in any more, in a sentence.
#[must_use]
pub fn ended(t: &Texts, why: Why) -> String {
    let hours = |minutes: i64| (minutes % MINUTES_IN_AN_HOUR == 0).then_some(minutes / MINUTES_IN_AN_HOUR);
    match why {
        Why::Idle { minutes } => hours(minutes).map_or_else(|| t.ended_idle_minutes(minutes), |hours| t.ended_idle_hours(hours)),
        Why::Limit { minutes } => {
            hours(minutes).map_or_else(|| t.ended_limit_minutes(minutes), |hours| t.ended_limit_hours(hours))
        }
        Why::Ended(ending) => match ending {
            Ending::SignedOut => t.ended_signed_out(),
            Ending::Elsewhere => t.ended_elsewhere(),
            Ending::Password => t.ended_password(),
            Ending::Address => t.ended_address(),
            Ending::TwoStep => t.ended_two_step(),
            Ending::Rights => t.ended_rights(),
            Ending::Disabled => t.ended_disabled(),
        },
    }
}
