//! Text that people type: what may get in, and how it is compared and sorted.

use crate::domain::characters::{fit_to_be_seen, is_blank, is_control, is_invisible, shows_something};
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

/// One line of text in NFC without white space, and without what is invisible, at its ends.
///
/// # Errors
/// Text that shows nothing, more than `most` characters, and characters that steer the terminal, the mail or
/// the direction of writing, or are invisible where their script does not need them ([`fit_to_be_seen`]).
pub fn line(raw: &str, most: usize) -> Result<String, TextFault> {
    if raw.len() > most.saturating_mul(16) {
        return Err(TextFault::TooLong { most });
    }
    let text: String = raw.trim().nfc().collect();
    let text = fit_to_be_seen(&text, false).ok_or(TextFault::BadCharacter)?;
    if !shows_something(&text) {
        return Err(TextFault::Missing);
    }
    if text.chars().count() > most {
        return Err(TextFault::TooLong { most });
    }
    Ok(text)
}

/// Some lines of text in NFC without white space, and without what is invisible, around them, each line's end as
/// `\n`; empty where they show nothing.
///
/// # Errors
/// As [`fn@line`], except that line breaks are welcome and nothing has to be typed.
pub fn lines(raw: &str, most: usize) -> Result<String, TextFault> {
    if raw.len() > most.saturating_mul(16) {
        return Err(TextFault::TooLong { most });
    }
    let text: String = raw.replace("\r\n", "\n").trim().nfc().collect();
    let text = fit_to_be_seen(&text, true).ok_or(TextFault::BadCharacter)?;
    if !shows_something(&text) {
        return Ok(String::new());
    }
    if text.chars().count() > most {
        return Err(TextFault::TooLong { most });
    }
    Ok(text)
}

/// What is not printed where somebody is told what they typed: control characters, and what nobody sees.
#[must_use]
pub fn is_unwelcome(c: char) -> bool {
    is_control(c) || is_invisible(c)
}

/// The form of a text in which it is sorted, and told from others: lower case, without accents and without what is
/// invisible, with a space for a blank. Its bytes are stored: they are cursors, and what makes the name of a provider
/// its own.
#[must_use]
pub fn sort_form(text: &str) -> String {
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c) && !is_invisible(*c));
    letters.map(|c| if is_blank(c) { ' ' } else { c }).flat_map(char::to_lowercase).collect()
}

/// The form of a text in which it is searched: the sort form, in the plain letters that people type for
/// those that they do not find on their keys, without apostrophes, with a plain space for each white space and a
/// hyphen for each dash.
#[must_use]
pub fn search_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    // An acute accent that stands alone is typed for an apostrophe; NFKD makes a space of it.
    let typed: String = text.chars().filter(|c| !is_apostrophe(*c)).collect();
    for c in sort_form(&typed).chars().filter(|c| !is_apostrophe(*c)) {
        match plain_letters(c) {
            Some(letters) => form.push_str(letters),
            None if is_dash(c) => form.push('-'),
            None if c.is_whitespace() && c != '\n' => form.push(' '),
            None => form.push(c),
        }
    }
    form
}

/// What people type for a small letter that has no accent to take away.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ƀ' => "b",
        'ð' | 'đ' => "d",
        'ǥ' => "g",
        'ħ' => "h",
        'ı' | 'ɨ' => "i",
        'ĸ' => "k",
        'ł' => "l",
        'ŋ' => "n",
        'ø' => "o",
        'ŧ' => "t",
        'ʉ' => "u",
        'ƶ' => "z",
        // The Greek sigma at the end of a word.
        'ς' => "σ",
        _ => return None,
    })
}

/// Everything that is typed for an apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '´' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʾ' | 'ʿ' | '‘' | '’' | '‛' | '′' | '‵' | '\u{1FFD}' | '\u{A78C}' | '＇' | '｀'
    )
}

/// Everything that stands for a hyphen: word processors put others in the place of the one that is typed.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{2E3A}' | '\u{2E3B}')
}

/// The bytes by which a name sorts, the same on every database: its sort form first, the name
/// itself to keep the order of equal ones stable.
#[must_use]
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = sort_form(text).into_bytes();
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
    fn a_name_shows_something() {
        for nothing in [
            "\u{3164}",
            "\u{115F}",
            "\u{1160}",
            "\u{2800}",
            "\u{FE0F}",
            "\u{34F}",
            "\u{E0100}",
            "\u{1D173}",
            "\u{A0}\u{3000}",
            "\u{301}",
            " \u{200B}\u{2800} ",
        ] {
            assert_eq!(line(nothing, 20), Err(TextFault::Missing), "{nothing:?}");
            assert_eq!(lines(nothing, 20).as_deref(), Ok(""), "{nothing:?}");
        }
        assert_eq!(line("\u{FEFF}Acme\u{3164}", 20).as_deref(), Ok("Acme"));
        assert_eq!(lines("می‌خواهم\r\n👨‍👩‍👧\u{200B}", 40).as_deref(), Ok("می‌خواهم\n👨‍👩‍👧"));
        assert_eq!(lines("a\u{3164}b", 40), Err(TextFault::BadCharacter));
    }

    #[test]
    fn what_is_invisible_tells_no_two_names_apart() {
        for (one, same) in
            [("می‌خواهم", "میخواهم"), ("👨‍👩‍👧", "👨👩👧"), ("❤️", "❤"), ("葛󠄀城", "葛城"), ("A\u{2800}B", "a b"), ("A\u{3164}B", "ab")]
        {
            assert_eq!((sort_form(one), search_form(one)), (sort_form(same), search_form(same)), "{one:?}");
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
        for form in [search_form, sort_form] {
            assert_eq!(form("Café ÉÉN"), "cafe een");
        }
        assert!(sort_key("alpha") < sort_key("Beta"));
        assert!(sort_key("Émile") < sort_key("Fiona"));
        assert_ne!(sort_key("alpha"), sort_key("Alpha"));
    }

    #[test]
    fn a_search_takes_the_plain_letters_that_people_type() {
        for (name, typed) in [
            ("Łódź Północ", "lodz polnoc"),
            ("Große STRAẞE", "grosse strasse"),
            ("Ærø Sæby Ǽ", "aero saeby ae"),
            ("Œuvre Bœuf", "oeuvre boeuf"),
            ("Søren Øst Ǿ", "soren ost o"),
            ("Đorđe Guðrún Ð", "dorde gudrun d"),
            ("Þór þing", "thor thing"),
            ("Ħamrun", "hamrun"),
            ("Işık DİYARBAKIR", "isik diyarbakir"),
            ("ﬁliaal Ⅷ ŉ", "filiaal viii n"),
            ("Ŧ Ŋ ĸ ΣΑΣ σας", "t n k σασ σασ"),
            ("Ƶ Ɨ Ʉ Ƀ Ǥ", "z i u b g"),
            ("Coca\u{2011}Cola Jansen – De\u{2010}Wit a—b 1−2 x－y", "coca-cola jansen - de-wit a-b 1-2 x-y"),
            ("a\u{A0}b\u{2003}c\u{1680}d\ne", "a b c d\ne"),
        ] {
            assert_eq!(search_form(name), typed, "{name}");
            assert_eq!(search_form(typed), typed, "what is folded stays");
        }
        for apostrophe in "'’‘‛ʼʻʹʾʿ´`′‵＇｀\u{1FFD}\u{A78C}".chars() {
            assert_eq!(search_form(&format!("O{apostrophe}Neil")), "oneil", "{apostrophe}");
        }
    }

    #[test]
    fn what_is_sorted_by_stays_as_it_is_stored() {
        assert_eq!(sort_form("O’Neil Łódź ẞ Ærø"), "o’neil łodz ß ærø");
    }

    proptest::proptest! {
        #[test]
        fn folding_what_is_folded_changes_nothing(text in "\\PC{0,40}") {
            let once = search_form(&text);
            proptest::prop_assert_eq!(search_form(&once), once);
        }

        #[test]
        fn a_name_that_is_taken_is_taken_again_as_it_is_and_shows_something(raw in "\\PC{0,12}[ \u{200B}\u{FE0F}\u{3164}👨\u{200D}a\u{2800}\u{301}]{0,6}") {
            if let Ok(name) = line(&raw, 100) {
                proptest::prop_assert!(shows_something(&name));
                proptest::prop_assert_eq!(line(&name, 100), Ok(name.clone()));
            }
        }

        /// What was stored before letters had plain ones is folded to the same as the name.
        #[test]
        fn the_sort_form_folds_to_the_search_form(text in "[a-zA-ZłŁßẞæÆøØœŒđĐðÐþÞħĦıİé’'‘ʼ`′ -]{0,40}") {
            proptest::prop_assert_eq!(search_form(&sort_form(&text)), search_form(&text));
        }
    }
}
