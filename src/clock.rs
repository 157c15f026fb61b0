//! The one clock of the application.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where the time comes from. It is passed in, so that a test can move it.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The clock of the machine.
    System,
    /// A clock that stands still until somebody moves it; clones share it.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that shows `ms` until it is moved.
    pub fn manual(ms: i64) -> Clock {
        Clock::Manual(Arc::new(AtomicI64::new(ms)))
    }

    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub fn now(&self) -> i64 {
        match self {
            Clock::System => system_ms(),
            Clock::Manual(ms) => ms.load(Ordering::SeqCst),
        }
    }

    /// Moves a manual clock by `ms`, backwards too.
    ///
    /// # Panics
    /// On the clock of the machine, which nobody can move from here.
    pub fn advance(&self, ms: i64) {
        match self {
            Clock::System => panic!("the clock of the machine cannot be moved"),
            Clock::Manual(at) => at.fetch_add(ms, Ordering::SeqCst),
        };
    }
}

/// Before 1970 counts as negative, so that a wrong clock is visible and not a panic.
#[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn system_ms() -> i64 {
    let ms = |d: std::time::Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX);
    match std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH) {
        Ok(since) => ms(since),
        Err(before) => -ms(before.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_when_told_and_clones_share_it() {
        let clock = Clock::manual(1_000);
        let same = clock.clone();
        assert_eq!(clock.now(), 1_000);
        clock.advance(500);
        assert_eq!(same.now(), 1_500);
        same.advance(-2_000);
        assert_eq!(clock.now(), -500);
    }

    #[test]
    fn the_system_clock_is_after_this_was_written() {
        assert!(Clock::System.now() > 1_700_000_000_000);
    }
}
