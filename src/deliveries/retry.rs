//! When a delivery that failed is tried again, and when it is given up.

use crate::domain::time::{DAY, HOUR, MINUTE};

/// The waits between attempts; after the last one a delivery is dead.
const WAITS: [i64; 8] = [30_000, 2 * MINUTE, 10 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, DAY, DAY];

/// How long a delivery rests when the other side lets nobody in.
pub const CHANNEL_REST: i64 = MINUTE;

/// No delivery waits longer than this.
pub const LONGEST_WAIT: i64 = DAY / 5 * 6;

/// The wait after this many attempts, give or take a fifth; `None` after the last one.
pub fn wait_after(attempts: i64, chance: [u8; 2]) -> Option<i64> {
    let wait = *WAITS.get(usize::try_from(attempts - 1).ok()?)?;
    let jitter = i64::from(u16::from_be_bytes(chance)) - 0x8000;
    Some(wait + wait / 5 * jitter / 0x8000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_vary_and_end() {
        assert_eq!(wait_after(1, [0x80, 0]), Some(30_000));
        assert_eq!(wait_after(1, [0, 0]), Some(24_000));
        assert!(wait_after(2, [0xFF, 0xFF]).unwrap() <= 2 * MINUTE * 6 / 5);
        assert!((1..=8).all(|attempts| wait_after(attempts, [0xFF, 0xFF]).unwrap() <= LONGEST_WAIT));
        assert_eq!(wait_after(9, [0, 0]), None);
    }
}
