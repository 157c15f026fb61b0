//! What keeps attempts that are over their limit away from the database: a refusal costs no
//! transaction, and only a few counts are under way at once. The counters themselves stand in the
//! database; this only remembers, in this process, which of them are known to be full.

use crate::domain::time::SKEW;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Keys that are remembered at most.
const MOST_KEYS: usize = 10_000;
/// Counts under way at once.
const TURNS: usize = 4;

/// From when to when a key is full, in milliseconds.
#[derive(Clone, Copy)]
struct Full {
    since: i64,
    until: i64,
}

impl Full {
    /// A clock that was set back since then ends it: the database says how it is.
    fn holds(self, now: i64) -> bool {
        self.until > now && self.since <= now + SKEW
    }
}

pub struct Gate {
    full: Mutex<HashMap<Vec<u8>, Full>>,
    turns: Semaphore,
}

impl Default for Gate {
    fn default() -> Self {
        Self { full: Mutex::default(), turns: Semaphore::new(TURNS) }
    }
}

impl Gate {
    /// Until when (milliseconds) this key is known to be full; `None` when it is not.
    pub fn full_until(&self, key: &[u8], now: i64) -> Option<i64> {
        let full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        full.get(key).filter(|full| full.holds(now)).map(|full| full.until)
    }

    /// Remembers that this key is full until then.
    pub fn close(&self, key: &[u8], until: i64, now: i64) {
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        if full.len() >= MOST_KEYS {
            full.retain(|_, full| full.holds(now));
        }
        // Still full of others: the database answers for this key then.
        if full.len() < MOST_KEYS {
            full.insert(key.to_vec(), Full { since: now, until });
        }
    }

    /// Forgets what was remembered of this key.
    pub fn open(&self, key: &[u8]) {
        self.full.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// Waits for a turn to count; `None` when there never will be one again.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.turns.acquire().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_full_until_its_time_and_memory_is_bounded() {
        let gate = Gate::default();
        gate.close(b"a", 100, 0);
        assert_eq!((gate.full_until(b"a", 99), gate.full_until(b"a", 100), gate.full_until(b"b", 0)), (Some(100), None, None));
        assert_eq!((gate.full_until(b"a", -SKEW), gate.full_until(b"a", -SKEW - 1)), (Some(100), None), "the clock was set back");
        for number in 0..3 * MOST_KEYS {
            gate.close(&number.to_be_bytes(), 200, 150);
        }
        assert!(gate.full.lock().unwrap().len() <= MOST_KEYS);
        gate.open(b"a");
        assert_eq!(gate.full_until(b"a", 0), None);
    }
}
