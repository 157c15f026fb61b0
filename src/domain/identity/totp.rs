//! The codes of an authenticator app: RFC 6238 with SHA-1, 30 seconds and six digits, which is
//! what every app knows.

use crate::domain::time::SKEW;
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::fmt;

/// Length of a secret, in bytes: that of SHA-1's output, as RFC 4226 recommends.
pub const SECRET_BYTES: usize = 20;
/// How long a code stands, in milliseconds.
pub const STEP: i64 = 30_000;

/// How many steps a clock may be off for that to be told: ten minutes.
const FURTHEST: i64 = 20;

/// What the person's app and this portal both know.
#[derive(Clone)]
pub struct Secret([u8; SECRET_BYTES]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    #[must_use]
    pub fn new(bytes: [u8; SECRET_BYTES]) -> Self {
        Self(bytes)
    }

    /// The secret as a person types it: base32, in groups of four.
    #[must_use]
    pub fn grouped(&self) -> String {
        let text = BASE32_NOPAD.encode(&self.0);
        let groups: Vec<String> = text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        groups.join(" ")
    }

    /// What the QR code holds.
    #[must_use]
    pub fn link(&self, issuer: &str, email: &str) -> String {
        let (issuer, email) = (encoded(issuer), encoded(email));
        format!("otpauth://totp/{issuer}:{email}?secret={}&issuer={issuer}", BASE32_NOPAD.encode(&self.0))
    }

    /// The step whose code this is, of the one at `now` (milliseconds) and its two neighbours: the
    /// clocks of phones differ, and people type slowly. Compares in constant time.
    #[must_use]
    pub fn step_of(&self, code: &str, now: i64) -> Option<i64> {
        let current = now.div_euclid(STEP);
        (current - 1..=current + 1).fold(None, |found, step| if same(&self.code_at(step), code) { Some(step) } else { found })
    }

    /// By how many milliseconds the clock of who shows this code runs ahead (or, below 0, behind), where it is right for
    /// a moment at most ten minutes away and not for [`Self::step_of`]: the nearest such moment.
    #[must_use]
    pub fn clock_difference(&self, code: &str, now: i64) -> Option<i64> {
        let current = now.div_euclid(STEP);
        let apart = (2..=FURTHEST).flat_map(|steps| [steps, -steps]);
        apart.fold(None, |found, steps| found.or_else(|| same(&self.code_at(current + steps), code).then_some(steps * STEP)))
    }

    /// No code of a later step is right anywhere at `now`: one that is stored as used was used by a clock that ran
    /// ahead.
    #[must_use]
    pub fn latest_step(now: i64) -> i64 {
        (now + SKEW).div_euclid(STEP) + 1
    }

    /// The code of a step.
    #[must_use]
    pub fn code_at(&self, step: i64) -> String {
        format!("{:06}", self.number_at(step) % 1_000_000)
    }

    /// The 31 bits that RFC 4226 takes from the hash.
    fn number_at(&self, step: i64) -> u32 {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[hash.len() - 1] & 0xf);
        u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// Compares two codes without telling by its time where they differ.
fn same(expected: &str, given: &str) -> bool {
    let differing = expected.bytes().zip(given.bytes()).fold(0, |bits, (one, other)| bits | (one ^ other));
    expected.len() == given.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: Secret = Secret(*b"12345678901234567890");

    #[test]
    fn the_vectors_of_rfc_6238() {
        for (seconds, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let step = seconds / 30;
            assert_eq!(RFC.number_at(step) % 100_000_000, code, "at {seconds} s");
            assert_eq!(RFC.code_at(step), format!("{:06}", code % 1_000_000));
        }
    }

    #[test]
    fn one_step_early_or_late_is_right_and_two_are_not() {
        let now = 1_234_567_890_000;
        let step = now / STEP;
        for away in -1..=1 {
            assert_eq!(RFC.step_of(&RFC.code_at(step + away), now), Some(step + away));
        }
        for away in [-2, 2, 100] {
            assert_eq!(RFC.step_of(&RFC.code_at(step + away), now), None);
        }
        for bad in ["", "00592", "0059244", "abcdef", "００５９２４"] {
            assert_eq!(RFC.step_of(bad, now), None, "{bad:?}");
        }
    }

    #[test]
    fn a_clock_that_is_off_is_measured() {
        let now = 1_234_567_890_000;
        let step = now / STEP;
        for (away, difference) in
            [(2, Some(60_000)), (-2, Some(-60_000)), (20, Some(600_000)), (-20, Some(-600_000)), (21, None), (0, None)]
        {
            assert_eq!(RFC.clock_difference(&RFC.code_at(step + away), now), difference, "{away}");
        }
        assert_eq!(RFC.clock_difference("000000", now), None);
    }

    #[test]
    fn the_link_is_what_apps_read() {
        assert_eq!(
            RFC.link("Portico", "ada+b@client.example"),
            "otpauth://totp/Portico:ada%2Bb%40client.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Portico"
        );
        assert_eq!(RFC.grouped(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(format!("{RFC:?}"), "Secret(…)");
    }
}
