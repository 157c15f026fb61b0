//! How a session ends, and for how long that is told.

use crate::domain::time::{DAY, HOUR, MINUTE};
use crate::domain::words;

/// How long it is told what became of a session, in milliseconds.
pub const TOLD_FOR: i64 = DAY;

/// How long a form is kept that came when its session was over, in milliseconds, and how large it may be, in bytes.
pub const FORM_KEPT_FOR: i64 = HOUR;
pub const MOST_KEPT: usize = 64 * 1024;

words! {
    /// What ended a session before its time: its own browser (signing out, or signing in anew), another browser of the
    /// same person, a new password, address or second step, an admin of a provider who took rights away, or the
    /// operator who locked the account out.
    Ending {
        SignedOut = "signed-out",
        Elsewhere = "elsewhere",
        Password = "password",
        Address = "address",
        TwoStep = "two-step",
        Rights = "rights",
        Disabled = "disabled",
    }
}

/// Why somebody is not signed in any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody used it for so many minutes.
    Idle {
        minutes: i64,
    },
    /// It lasted for so many minutes, which is the longest.
    Limit {
        minutes: i64,
    },
    Ended(Ending),
}

impl Why {
    /// Whether the same person can sign in again at all.
    #[must_use]
    pub fn may_sign_in(self) -> bool {
        self != Self::Ended(Ending::Disabled)
    }

    /// Whether time alone ended it: then nothing is told of the account that the browser did not know before.
    #[must_use]
    pub fn is_by_time(self) -> bool {
        matches!(self, Self::Idle { .. } | Self::Limit { .. })
    }
}

/// When a session was begun and last seen, and how long it may go on: in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub began_at: i64,
    pub seen_at: i64,
    /// Without being used, and in all.
    pub idle: i64,
    pub longest: i64,
}

impl Span {
    /// When it ends by itself, and why.
    #[must_use]
    pub fn end(self) -> (i64, Why) {
        let (unused, limit) = (self.seen_at + self.idle, self.began_at + self.longest);
        let minutes = |span: i64| (span / MINUTE).max(1);
        if limit <= unused {
            (limit, Why::Limit { minutes: minutes(self.longest) })
        } else {
            (unused, Why::Idle { minutes: minutes(self.idle) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_two_limits_ends_it() {
        let span = Span { began_at: 0, seen_at: 50 * MINUTE, idle: 30 * MINUTE, longest: 60 * MINUTE };
        assert_eq!(span.end(), (60 * MINUTE, Why::Limit { minutes: 60 }));
        let span = Span { seen_at: 10 * MINUTE, ..span };
        assert_eq!(span.end(), (40 * MINUTE, Why::Idle { minutes: 30 }));
    }

    #[test]
    fn whose_account_is_locked_out_is_not_asked_to_sign_in() {
        assert!(Ending::ALL.iter().all(|ending| Why::Ended(*ending).may_sign_in() == (*ending != Ending::Disabled)));
        assert!(Why::Idle { minutes: 30 }.is_by_time() && !Why::Ended(Ending::Password).is_by_time());
    }
}
