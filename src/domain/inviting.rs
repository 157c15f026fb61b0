//! Who is new here, and what that means for whom they may write to.

use super::time::{DAY, SKEW};

/// How long an account or an organization is new, in milliseconds.
pub const FRESH: i64 = 14 * DAY;

/// So many people who did not know who invites them end the inviting of an account or an organization that is new.
pub const MOST_UNKNOWN: i64 = 3;

/// How long nobody has a link for a new account sent to an address whose owner did not ask for it, in milliseconds.
pub const UNASKED: i64 = 30 * DAY;

/// Whether what was made at this moment is new. What a clock wrote that ran ahead holds nobody back.
#[must_use]
pub fn is_fresh(created_at: i64, now: i64) -> bool {
    (-SKEW..FRESH).contains(&(now - created_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_new_for_two_weeks() {
        for (age, fresh) in [(0, true), (FRESH - 1, true), (FRESH, false), (-SKEW, true), (-SKEW - 1, false), (DAY * 400, false)]
        {
            assert_eq!(is_fresh(1_000_000_000_000, 1_000_000_000_000 + age), fresh, "{age}");
        }
    }
}
