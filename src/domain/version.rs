//! The version of what a form edits, so that nobody overwrites what somebody else changed meanwhile.

use super::refusal::Conflict;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The values that a form was filled with, as a digest of exactly what it edits. It is no version of the row, which
/// every lock raises: whoever changed something else is in nobody's way.
///
/// A form without one, such as a page of long ago, has the version of nothing: what it would change is shown first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Version(String);

impl Version {
    #[must_use]
    pub fn of(values: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for value in values {
            digest.update(value.len().to_be_bytes());
            digest.update(value.as_bytes());
        }
        let words = digest.finalize();
        Self(words.iter().take(12).map(|byte| format!("{byte:02x}")).collect())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether what stands there now is what the form was filled with.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`].
    pub fn must_be(&self, now: &Self) -> Result<(), Conflict> {
        if self == now { Ok(()) } else { Err(Conflict::ChangedMeanwhile) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_value_in_any_place_is_another_version() {
        let version = Version::of(&["ab", "c"]);
        assert_eq!(version.must_be(&Version::of(&["ab", "c"])), Ok(()));
        for other in [&["a", "bc"][..], &["abc"], &["ab", "c", ""], &["ab", "C"], &[]] {
            assert_eq!(version.must_be(&Version::of(other)), Err(Conflict::ChangedMeanwhile), "{other:?}");
        }
    }

    #[test]
    fn no_version_is_that_of_nothing_also_where_nothing_stands() {
        for values in [&[][..], &[""]] {
            assert!(Version::default().must_be(&Version::of(values)).is_err());
        }
    }
}
