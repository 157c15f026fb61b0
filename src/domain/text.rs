//! Text that people type: what may get in, and how it is compared and sorted.

use crate::domain::problem::Problem;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What is wrong with a typed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    Missing,
    TooLong { most: usize },
    BadCharacter,
}

impl From<TextFault> for Problem {
    fn from(fault: TextFault) -> Self {
        match fault {
            TextFault::Missing => Self::Missing,
            TextFault::TooLong { most } => Self::TooLong { most },
            TextFault::BadCharacter => Self::BadCharacter,
        }
    }
}

/// One line of text in NFC without white space at its ends.
///
/// # Errors
/// Empty text, more than `most` characters, and characters that are invisible or steer the
/// terminal, the mail or the direction of writing (C0, DEL, C1, U+2028, U+2029, bidi controls,
/// zero-width characters, private use and unassigned planes are not told apart).
pub fn line(raw: &str, most: usize) -> Result<String, TextFault> {
    if raw.len() > most.saturating_mul(16) {
        return Err(TextFault::TooLong { most });
    }
    let text: String = raw.trim().nfc().collect();
    if text.is_empty() {
        return Err(TextFault::Missing);
    }
    if text.chars().any(is_unwelcome) {
        return Err(TextFault::BadCharacter);
    }
    if text.chars().count() > most {
        return Err(TextFault::TooLong { most });
    }
    Ok(text)
}

/// Some lines of text in NFC without white space around them, each line's end as `\n`; may be empty.
///
/// # Errors
/// As [`fn@line`], except that line breaks are welcome and nothing has to be typed.
pub fn lines(raw: &str, most: usize) -> Result<String, TextFault> {
    if raw.len() > most.saturating_mul(16) {
        return Err(TextFault::TooLong { most });
    }
    let text: String = raw.replace("\r\n", "\n").trim().nfc().collect();
    if text.chars().any(|c| c != '\n' && is_unwelcome(c)) {
        return Err(TextFault::BadCharacter);
    }
    if text.chars().count() > most {
        return Err(TextFault::TooLong { most });
    }
    Ok(text)
}

/// Control characters, line and paragraph separators, bidi controls and invisible marks.
#[must_use]
pub fn is_unwelcome(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The form of a text in which it is searched: lower case, without accents.
#[must_use]
pub fn search_form(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The bytes by which a name sorts, the same on every database: its search form first, the name
/// itself to keep the order of equal ones stable.
#[must_use]
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = search_form(text).into_bytes();
    key.push(0);
    key.extend_from_slice(text.as_bytes());
    key
}

/// A person's name: one line of at most 100 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// # Errors
    /// See [`fn@line`].
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        line(raw, 100).map(Self)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_trimmed_and_bounded() {
        assert_eq!(line("  My  Client ", 20).as_deref(), Ok("My  Client"));
        assert_eq!(line(" \t ", 20), Err(TextFault::Missing));
        assert_eq!(line("abcd", 3), Err(TextFault::TooLong { most: 3 }));
        assert_eq!(line(&"x".repeat(100_000), 100), Err(TextFault::TooLong { most: 100 }));
    }

    #[test]
    fn what_steers_a_terminal_or_a_mail_never_gets_in() {
        for bad in ["a\rb", "a\nb", "a\0b", "a\u{1b}[1m", "a\u{202E}b", "a\u{2028}b", "a\u{85}b", "a\u{200B}b"] {
            assert_eq!(line(bad, 20), Err(TextFault::BadCharacter), "{bad:?}");
        }
    }

    #[test]
    fn several_lines_may_be_empty_and_hold_line_breaks_only() {
        assert_eq!(lines("  \r\n ", 20).as_deref(), Ok(""));
        assert_eq!(lines(" Call Olga.\r\n\r\nNot on Friday. ", 40).as_deref(), Ok("Call Olga.\n\nNot on Friday."));
        for bad in ["a\tb", "a\rb", "a\0b", "a\u{1b}[1m", "a\u{202E}b", "a\u{2028}b", "a\u{200B}b"] {
            assert_eq!(lines(bad, 20), Err(TextFault::BadCharacter), "{bad:?}");
        }
        assert_eq!(lines(&"é\n".repeat(1000), 1999).as_deref().map(str::len), Ok(2999));
        assert_eq!(lines(&"e\u{301}x".repeat(1000), 1999), Err(TextFault::TooLong { most: 1999 }));
        assert_eq!(lines(&"x".repeat(100_000), 2000), Err(TextFault::TooLong { most: 2000 }));
    }

    #[test]
    fn searching_and_sorting_fold_case_and_accents() {
        assert_eq!(search_form("Café ÉÉN"), "cafe een");
        assert!(sort_key("alpha") < sort_key("Beta"));
        assert!(sort_key("Émile") < sort_key("Fiona"));
        assert_ne!(sort_key("alpha"), sort_key("Alpha"));
    }
}
