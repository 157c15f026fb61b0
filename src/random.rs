//! The one source of randomness of the application.

use uuid::Uuid;

/// Random bytes from the operating system. It is passed in like the clock, so that whoever needs
/// randomness says so in its signature.
#[derive(Clone, Debug, Default)]
pub struct Random {
    _private: (),
}

impl Random {
    /// The generator of the operating system.
    pub fn new() -> Random {
        Random::default()
    }

    /// `N` fresh bytes, fit for keys and salts.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: nothing safe can be done then.
    #[allow(clippy::disallowed_methods, reason = "the one place that draws random bytes")]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }

    /// A new id that sorts by `now_ms` (milliseconds since 1970, RFC 9562 version 7), with 74
    /// random bits. Ids of one millisecond are in no particular order.
    pub fn uuid_v7(&self, now_ms: i64) -> Uuid {
        let ms = u64::try_from(now_ms).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &self.bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_differ_from_call_to_call() {
        let random = Random::new();
        assert_ne!(random.bytes::<32>(), random.bytes::<32>());
    }

    #[test]
    fn ids_carry_their_time_and_sort_by_it() {
        let random = Random::new();
        let (early, late) = (random.uuid_v7(1_700_000_000_000), random.uuid_v7(1_700_000_000_001));
        assert_eq!(early.get_version_num(), 7);
        assert_eq!(early.get_timestamp().map(|t| t.to_unix().0), Some(1_700_000_000));
        assert!(early < late);
        assert_ne!(random.uuid_v7(5), random.uuid_v7(5));
    }
}
