//! A client that its provider has unlinked: how long, and how often, its owners are asked to link it again.

use crate::domain::refusal::Conflict;
use crate::domain::time::{DAY, SKEW};

/// How long after unlinking the owners may be asked, and the links of those mails work, in milliseconds.
pub const ASKING_LIFETIME: i64 = 7 * DAY;
/// How often they are asked at most.
pub const MOST_ASKS: i64 = 3;

/// Whether an unlinking of this moment is one of the last days. One of a clock that ran ahead is none.
#[must_use]
pub fn is_lately(unlinked_at: i64, now: i64) -> bool {
    (-SKEW..ASKING_LIFETIME).contains(&(now - unlinked_at))
}

/// Whether the owners of what was unlinked at this moment may be asked, `asks` times asked already.
///
/// # Errors
/// The reason why not.
pub fn may_ask(unlinked_at: i64, asks: i64, now: i64) -> Result<(), Conflict> {
    if !is_lately(unlinked_at, now) {
        Err(Conflict::UnlinkedLongAgo)
    } else if asks >= MOST_ASKS {
        Err(Conflict::AskedEnough)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_are_asked_three_times_within_seven_days() {
        let at = 1_000 * DAY;
        for (later, asks, verdict) in [
            (0, 0, Ok(())),
            (ASKING_LIFETIME - 1, 2, Ok(())),
            (ASKING_LIFETIME, 0, Err(Conflict::UnlinkedLongAgo)),
            (0, 3, Err(Conflict::AskedEnough)),
            (ASKING_LIFETIME, 3, Err(Conflict::UnlinkedLongAgo)),
            (-SKEW, 0, Ok(())),
            (-SKEW - 1, 0, Err(Conflict::UnlinkedLongAgo)),
        ] {
            assert_eq!(may_ask(at, asks, at + later), verdict, "{later} {asks}");
        }
    }
}
