//! The rules for a password that somebody chooses.

use crate::domain::problem::Problem;
use secrecy::SecretString;
use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Score, zxcvbn};

/// The shortest accepted password, in code points.
pub const MIN_CHARS: usize = 15;
/// The longest accepted password, in code points.
pub const MAX_CHARS: usize = 128;
/// The name of the product: a word that everybody tries.
const PRODUCT: &str = "portico";
/// Context words shorter than this are too common inside other words to be counted.
const MIN_WORD_CHARS: usize = 4;
/// How many characters at either end are held against the dictionaries.
const ESTIMATED_CHARS: usize = 32;
/// What a password that uses a context word must have beside it, spaces and punctuation aside.
const MIN_OWN_CHARS: usize = 8;

/// A password that somebody chose and that is good enough.
///
/// Kept in NFC (NIST SP 800-63B, 3.1.1.2): keyboards and systems write the same letters differently. Nothing is
/// trimmed and nothing is cut off.
#[derive(Clone, Debug)]
pub struct NewPassword(SecretString);

/// Why a password is not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer than [`MIN_CHARS`] code points.
    #[error("the password is too short")]
    TooShort,
    /// More than [`MAX_CHARS`] code points.
    #[error("the password is too long")]
    TooLong,
    /// Guessable: common words, the context, a pattern. Also one with a NUL, which nobody types.
    #[error("the password is too easy to guess")]
    TooEasy,
}

impl From<PasswordFault> for Problem {
    fn from(fault: PasswordFault) -> Self {
        match fault {
            PasswordFault::TooShort => Self::PasswordTooShort,
            PasswordFault::TooLong => Self::PasswordTooLong,
            PasswordFault::TooEasy => Self::PasswordTooEasy,
        }
    }
}

impl NewPassword {
    /// Takes 15 to 128 code points of anything but NUL: spaces and emoji too, and no rule about
    /// which characters must be among them.
    ///
    /// `context` are words that an attacker would try first: the provider's name, the local part
    /// of the e-mail address. The name of the product is always among them.
    ///
    /// # Errors
    /// The first [`PasswordFault`] in the order of their declaration.
    pub fn parse(raw: &str, context: &[&str]) -> Result<NewPassword, PasswordFault> {
        let text = normal(raw);
        // Counts one further than allowed and no more: the input may be very long.
        let chars: Vec<char> = text.chars().take(MAX_CHARS + 1).collect();
        if chars.len() < MIN_CHARS {
            return Err(PasswordFault::TooShort);
        }
        if chars.len() > MAX_CHARS {
            return Err(PasswordFault::TooLong);
        }
        if chars.contains(&'\0') || is_repetition(&chars) || is_guessable(&text, &chars, context) {
            return Err(PasswordFault::TooEasy);
        }
        Ok(NewPassword(SecretString::from(text)))
    }

    /// The password, for the hashing thread.
    pub fn into_secret(self) -> SecretString {
        self.0
    }
}

/// The form in which a password is set and compared.
#[must_use]
pub fn normal(typed: &str) -> String {
    typed.nfc().collect()
}

/// Whether a pattern of at most a third of the length is repeated from the first to the last
/// character: `aaaa…`, `abcabcabc…`.
fn is_repetition(chars: &[char]) -> bool {
    (1..=chars.len() / 3).any(|period| chars[period..] == chars[..chars.len() - period])
}

/// Little beside the context, or fewer than 10^8 guesses. The dictionaries of the estimate are part
/// of the program: nothing is asked over the network.
///
/// Of a long password the beginning and the end are estimated: one hard part makes the whole hard,
/// and the time grows with the square of the length (100 characters chosen to be slow took 0.8 s).
fn is_guessable(raw: &str, chars: &[char], context: &[&str]) -> bool {
    let words = context.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mut known: Vec<&str> = [PRODUCT].into_iter().chain(context.iter().copied()).collect();
    known.extend(words);
    known.retain(|word| !word.is_empty());
    let first = &chars[..chars.len().min(ESTIMATED_CHARS)];
    let last = &chars[chars.len().saturating_sub(ESTIMATED_CHARS)..];
    let is_weak = |part: &[char]| zxcvbn(&part.iter().collect::<String>(), &known).score() < Score::Three;
    is_mostly(raw, &known) || (is_weak(first) && (first == last || is_weak(last)))
}

/// Whether known words and fewer than [`MIN_OWN_CHARS`] others are all that there is. The estimate
/// alone is content with any three parts, "Portico portico" among them.
fn is_mostly(raw: &str, known: &[&str]) -> bool {
    let whole = raw.to_lowercase();
    let mut known: Vec<String> = known.iter().map(|word| word.to_lowercase()).collect();
    known.retain(|word| word.chars().count() >= MIN_WORD_CHARS);
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = known.iter().fold(whole.clone(), |rest, word| rest.replace(word.as_str(), ""));
    let is_own = |c: &char| !c.is_whitespace() && !c.is_ascii_punctuation();
    rest != whole && rest.chars().filter(is_own).count() < MIN_OWN_CHARS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;

    const CONTEXT: &[&str] = &["Zwaluwstaart Hosting", "wilhelmina.oosterbeek"];

    fn fault(raw: &str) -> Option<PasswordFault> {
        NewPassword::parse(raw, CONTEXT).err()
    }

    #[test]
    fn length_is_counted_in_code_points() {
        // Taken from a sequence without a pattern, so that only the length decides.
        let long = "kV7 qz?Lw2 øx9Rt uE4!mb ".repeat(6);
        let cut = |n: usize| long.chars().take(n).collect::<String>();
        assert_eq!(fault(""), Some(PasswordFault::TooShort));
        assert_eq!(fault(&cut(14)), Some(PasswordFault::TooShort));
        assert_eq!(fault(&cut(15)), None);
        assert_eq!(fault(&"🦉".repeat(14)), Some(PasswordFault::TooShort));
        assert_eq!(fault(&format!("{}{}", cut(20), "ß".repeat(108))), None);
        assert_eq!(fault(&format!("{}{}", cut(20), "ß".repeat(109))), Some(PasswordFault::TooLong));
        assert_eq!(fault(&"x".repeat(1_000_000)), Some(PasswordFault::TooLong));
    }

    #[test]
    fn however_it_is_typed_it_is_the_same_password() {
        let (composed, typed) = ("kaf\u{e9} zonder rem op zee", "kafe\u{301} zonder rem op zee");
        let password = |text| NewPassword::parse(text, &[]).unwrap().0.expose_secret().to_owned();
        assert_eq!(password(typed), password(composed));
        assert_eq!(password(typed), composed);
        // Fifteen letters, of which each is typed with two.
        let accents = |n: usize| "qwzxkvjpbmfghty".chars().cycle().take(n).map(|c| format!("{c}\u{301}")).collect::<String>();
        assert_eq!(fault(&"e\u{301}".repeat(14)), Some(PasswordFault::TooShort), "28 code points as typed, 14 in NFC");
        assert_ne!(fault(&accents(15)), Some(PasswordFault::TooShort));
    }

    #[test]
    fn anything_that_is_hard_to_guess_is_accepted() {
        for raw in [
            "correct horse battery staple",
            "   vreemde vogels broeden   ",
            "🦉🌧️🧀🚲🪁🎻🦔🌵🧭🪵🥁🛶🧲🪴🎲",
            "zwaluwstaart eet kievitsbloem",
            "tab\tand\nnewline are characters",
            "gr0ene-fietsbel!op*zolder",
        ] {
            assert_eq!(fault(raw), None, "{raw}");
        }
    }

    #[test]
    fn what_others_would_try_first_is_refused() {
        for raw in [
            "aaaaaaaaaaaaaaa",
            "aaaaaaaaaaaaaaab",
            "abcabcabcabcabcabc",
            "🦉🌧🦉🌧🦉🌧🦉🌧🦉🌧🦉🌧🦉🌧🦉🌧",
            "correct correct correct correct ",
            "passwordpassword",
            "password12345678",
            "123456789012345",
            "qwertyuiopasdfghjkl",
            "porticoporticoportico1",
            "Portico portico",
            "zwaluwstaart2026",
            "Portico - Zwaluwstaart - 2026!!",
            "Zwaluwstaart Hosting",
            "Wilhelmina.Oosterbeek",
            "wilhelminaoosterbeek",
            "nul\0is not a character here, please",
        ] {
            assert_eq!(fault(raw), Some(PasswordFault::TooEasy), "{raw}");
        }
    }

    #[test]
    fn context_is_what_makes_these_guessable() {
        assert!(NewPassword::parse("Wilhelmina.Oosterbeek", &[]).is_ok());
        assert!(NewPassword::parse("gr0ene-fietsbel!op*zolder", &["", " - "]).is_ok());
    }

    #[test]
    fn a_long_one_is_as_good_as_its_better_end() {
        let (easy, hard) = ("correct ".repeat(12), "vreemde vogels broeden");
        assert_eq!(fault(&format!("{easy}{hard}")), None);
        assert_eq!(fault(&format!("{hard}{easy}")), None);
        assert_eq!(fault(&format!("{}portico", "a".repeat(90))), Some(PasswordFault::TooEasy));
    }

    #[tokio::test]
    async fn no_password_takes_long_to_estimate() {
        // Every character stands for several letters: the slowest input that is known.
        let slow = "4@8({[<3691!|0$5+7%2".repeat(7).chars().take(128).collect::<String>();
        let start = tokio::time::Instant::now();
        let _ = fault(&slow);
        assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    }

    #[test]
    fn debug_does_not_show_it() {
        let password = NewPassword::parse("correct horse battery staple", &[]).unwrap();
        assert!(!format!("{password:?}").contains("horse"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn accepted_ones_keep_their_exact_characters(raw in "\\PC{10,135}|[ -~\\t\\r\\né]{14,130}") {
            let raw = normal(&raw);
            let chars = raw.chars().count();
            match NewPassword::parse(&raw, CONTEXT) {
                Ok(password) => {
                    prop_assert!((MIN_CHARS..=MAX_CHARS).contains(&chars));
                    prop_assert_eq!(password.0.expose_secret(), raw.as_str());
                }
                Err(PasswordFault::TooShort) => prop_assert!(chars < MIN_CHARS),
                Err(PasswordFault::TooLong) => prop_assert!(chars > MAX_CHARS),
                Err(PasswordFault::TooEasy) => {}
            }
        }
    }
}
