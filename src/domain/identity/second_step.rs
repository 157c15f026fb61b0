//! What a person types at the second step of signing in: the code of the app, or a recovery code.

use std::fmt;

/// Digits and letters that nobody takes for another: no i, l, o and u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Letters of a recovery code: fifty bits.
pub const LETTERS: usize = 10;
/// Digits of an app's code.
const DIGITS: usize = 6;

/// A code that lets its owner in once without the app.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

impl RecoveryCode {
    /// A code of these random bytes.
    #[must_use]
    pub fn of(bytes: [u8; LETTERS]) -> Self {
        Self(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect())
    }

    /// As it is shown: `abcde-fghjk`.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}-{}", &self.0[..LETTERS / 2], &self.0[LETTERS / 2..])
    }

    /// The letters alone, to be hashed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A code as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedCode {
    App(String),
    Recovery(RecoveryCode),
}

impl TypedCode {
    /// Reads six digits or a recovery code; spaces and hyphens, capitals and the letters that look
    /// like digits make no difference.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let typed: Vec<char> = raw.chars().filter(|c| !c.is_whitespace() && *c != '-').take(LETTERS + 1).collect();
        if typed.len() == DIGITS && typed.iter().all(char::is_ascii_digit) {
            return Some(Self::App(typed.into_iter().collect()));
        }
        let meant = |c: &char| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        };
        let letters: String = typed.iter().map(meant).collect();
        let known = letters.len() == LETTERS && letters.bytes().all(|byte| ALPHABET.contains(&byte));
        known.then_some(Self::Recovery(RecoveryCode(letters)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_typed_in_any_manner() {
        let code = RecoveryCode::of([0, 1, 10, 31, 32, 33, 255, 20, 5, 16]);
        assert_eq!(code.shown(), "01az0-1zm5g");
        for typed in ["01az0-1zm5g", "01AZ01ZM5G", " oLaz0 izm5g ", "O1az0-1zm5g\n"] {
            assert_eq!(TypedCode::parse(typed), Some(TypedCode::Recovery(code.clone())), "{typed:?}");
        }
        assert_eq!(TypedCode::parse(" 123 456 "), Some(TypedCode::App("123456".into())));
        for bad in ["", "12345", "1234567", "01az0-1zm5", "01az0-1zm5gg", "01uz0-1zm5g", "01äz0-1zm5g", "١٢٣٤٥٦"] {
            assert_eq!(TypedCode::parse(bad), None, "{bad:?}");
        }
    }
}
