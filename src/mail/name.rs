//! Names in mails. Whoever may choose a name may not choose a link: the only text that a [`Name`] gives is one of
//! which no mail client makes a link.

use crate::domain::characters::is_invisible;
use crate::domain::email::Email;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The name of an organization, a provider or a person, as mails write it. It is stored as it was, and never given
/// as it was: [`AsRef`] and [`std::fmt::Display`] write it without links.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Name {
    stored: String,
    written: String,
}

impl From<String> for Name {
    fn from(stored: String) -> Self {
        Self { written: without_links(&stored), stored }
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        name.to_owned().into()
    }
}

impl From<&String> for Name {
    fn from(name: &String) -> Self {
        name.as_str().into()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.stored
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.written
    }
}

/// The address of a person that a mail has to show. What is no address is written as a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Address(Name);

impl From<String> for Address {
    fn from(stored: String) -> Self {
        let written = if Email::parse(&stored).is_ok() { stored.clone() } else { without_links(&stored) };
        Self(Name { stored, written })
    }
}

impl From<&str> for Address {
    fn from(address: &str) -> Self {
        address.to_owned().into()
    }
}

impl From<&String> for Address {
    fn from(address: &String) -> Self {
        address.as_str().into()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0.stored
    }
}

impl AsRef<str> for Address {
    fn as_ref(&self) -> &str {
        self.0.as_ref()
    }
}

/// The name with a space in the place of each mark of a link: `https://bad.example/claim` is `https bad example claim`.
/// Only words that a client would link are changed, so that `Jansen B.V.` stays.
fn without_links(name: &str) -> String {
    let mut written = Vec::new();
    for word in name.split(' ') {
        match is_linked(word) {
            true => written.extend(word.split(is_mark).filter(|part| !part.is_empty())),
            false => written.push(word),
        }
    }
    without_numbers(&written.join(" "))
}

/// What links are made with, in whatever width.
fn is_mark(c: char) -> bool {
    is_dot(c) || c.is_whitespace() || matches!(plain(c), ':' | '/' | '\\' | '@' | '?' | '#' | '&' | '=' | '%')
}

/// What stands for a dot in the name of a host (UTS 46), and what looks like one.
fn is_dot(c: char) -> bool {
    matches!(plain(c), '.' | '\u{3002}')
}

/// The plain form of a wide or small one, such as the full-width full stop.
fn plain(c: char) -> char {
    let mut form = std::iter::once(c).nfkc();
    match (form.next(), form.next()) {
        (Some(plain), None) => plain,
        // The leaders of two and three dots.
        (Some('.'), _) => '.',
        _ => c,
    }
}

/// Schemes that are linked without slashes behind them.
const SCHEMES: [&str; 32] = [
    "bitcoin",
    "callto",
    "cid",
    "data",
    "facetime",
    "feed",
    "file",
    "ftp",
    "geo",
    "http",
    "https",
    "im",
    "intent",
    "javascript",
    "ldap",
    "magnet",
    "mailto",
    "maps",
    "market",
    "mid",
    "msteams",
    "news",
    "sip",
    "sips",
    "skype",
    "sms",
    "tel",
    "tg",
    "urn",
    "vbscript",
    "webcal",
    "xmpp",
];

/// Whether a mail client makes a link of a word, or of a part of it.
fn is_linked(word: &str) -> bool {
    // Invisible characters hide nothing from a client that leaves them out.
    let seen: Vec<char> = word.chars().filter(|c| !is_invisible(*c)).collect();
    (0..seen.len()).any(|at| {
        let (before, c, after) = (&seen[..at], seen[at], &seen[at + 1..]);
        match plain(c) {
            ':' => is_behind_a_scheme(before, after),
            '/' | '\\' => begins_with_slashes(before, c, after),
            _ if is_dot(c) => is_within_a_host(before, after),
            _ => false,
        }
    })
}

/// `mailto:a`, and whatever has slashes behind its colon.
fn is_behind_a_scheme(before: &[char], after: &[char]) -> bool {
    let Some(next) = after.first().map(|c| plain(*c)) else { return false };
    let letters = before.iter().rev().map(|c| plain(*c)).take_while(char::is_ascii_alphanumeric);
    let mut scheme: Vec<char> = letters.map(|c| c.to_ascii_lowercase()).collect();
    scheme.reverse();
    let scheme: String = scheme.into_iter().collect();
    !scheme.is_empty() && (matches!(next, '/' | '\\') || SCHEMES.contains(&scheme.as_str()))
}

/// `//host` and `\\server`, at the beginning of a word.
fn begins_with_slashes(before: &[char], slash: char, after: &[char]) -> bool {
    let follows = |c: &char| plain(*c) == plain(slash);
    before.last().is_none_or(|c| c.is_ascii_punctuation()) && after.first().is_some_and(follows) && after.len() > 1
}

/// A dot with the end of a label before it and the beginning of another behind it: two letters, one of another
/// script, or numbers such as those of an address of the network. Behind `www.` stands whatever there is.
fn is_within_a_host(before: &[char], after: &[char]) -> bool {
    let Some(last) = before.last() else { return false };
    if last.is_whitespace() || is_dot(*last) || (last.is_ascii_punctuation() && !matches!(last, '-' | '_')) {
        return false;
    }
    let is_www = before.len() >= 3 && before[before.len() - 3..].iter().all(|c| matches!(plain(*c), 'w' | 'W'));
    match (after.first(), after.get(1)) {
        (Some(first), _) if is_www => !first.is_whitespace(),
        (Some(first), Some(second)) if plain(*first).is_ascii_alphabetic() => plain(*second).is_alphanumeric() || *second == '-',
        (Some(first), _) if !first.is_ascii() && !plain(*first).is_ascii() => first.is_alphanumeric(),
        _ => is_within_four_numbers(before, after),
    }
}

/// The last dot of `192.0.2.7`.
fn is_within_four_numbers(before: &[char], after: &[char]) -> bool {
    let number = |part: &&[char]| (1..=3).contains(&part.len()) && part.iter().all(|c| plain(*c).is_ascii_digit());
    let parts: Vec<&[char]> = before.rsplit(|c| is_dot(*c)).take(3).collect();
    let first = parts.last().map(|part| part.rsplit(|c| !plain(*c).is_ascii_digit()).next().unwrap_or_default());
    let last = after.split(|c| !plain(*c).is_ascii_digit()).next().unwrap_or_default();
    parts.len() == 3 && parts[..2].iter().all(number) && first.as_ref().is_some_and(number) && number(&last)
}

/// Digits of which a telephone makes a number to call, from so many on.
const CALLED: usize = 7;

/// The name with underscores in long numbers: `0900 1234 567` is `0900_1234_567`.
fn without_numbers(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let (mut written, mut at) = (String::with_capacity(name.len()), 0);
    while at < chars.len() {
        let run = &chars[at..at + number_at(&chars[at..])];
        match run.iter().filter(|c| c.is_numeric()).count() {
            0 => written.push(chars[at]),
            few if few < CALLED || are_years(run) => written.extend(run),
            _ => written.push_str(&grouped(run)),
        }
        at += run.len().max(1);
    }
    written
}

/// How far a number goes that begins here: digits, and what people write between them.
fn number_at(chars: &[char]) -> usize {
    if !chars.first().is_some_and(|c| c.is_numeric()) {
        return 0;
    }
    let between = |c: char| {
        c.is_whitespace()
            || is_invisible(c)
            || matches!(plain(c), '(' | ')' | '-' | '.' | '/' | '~' | '[' | ']')
            || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    let end = chars.iter().position(|c| !c.is_numeric() && !between(*c)).unwrap_or(chars.len());
    chars[..end].iter().rposition(|c| c.is_numeric()).map_or(0, |last| last + 1)
}

/// `1998-2020`.
fn are_years(run: &[char]) -> bool {
    let text: String = run.iter().collect();
    let mut years = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let is_year =
        |part: Option<&str>| part.is_some_and(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")));
    is_year(years.next()) && is_year(years.next()) && years.next().is_none()
}

/// The digits of a number, four at most together.
fn grouped(run: &[char]) -> String {
    let groups = run.split(|c| !c.is_numeric()).filter(|group| !group.is_empty());
    let groups = groups.flat_map(|group| group.chunks(4)).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str) -> String {
        Name::from(name).as_ref().to_owned()
    }

    #[test]
    fn what_a_client_links_is_written_as_words() {
        for (name, words) in [
            ("You won 500 EUR - https://bad.example/claim", "You won 500 EUR - https bad example claim"),
            ("bad.example", "bad example"),
            ("Node.js", "Node js"),
            ("www.bad", "www bad"),
            ("anna@bad.example", "anna bad example"),
            ("mailto:anna", "mailto anna"),
            ("MAILTO:anna", "MAILTO anna"),
            ("bad\u{200D}.\u{200C}example", "bad\u{200D} \u{200C}example"),
            ("bad。example", "bad example"),
            ("例え.网", "例え 网"),
            ("bad.xn--p1ai", "bad xn--p1ai"),
            ("i❤.ws", "i❤ ws"),
            ("\\\\bad\\share", "bad share"),
            ("192.0.2.7/claim", "192 0 2 7 claim"),
            ("https://", "https"),
            ("(www.bad.example)", "(www bad example)"),
            ("N.V.Energie", "N V Energie"),
            ("+31 (0)20 123-4567", "+31_0_20_123_4567"),
            ("KvK 12345678", "KvK 1234_5678"),
        ] {
            assert_eq!(written(name), words, "{name}");
        }
    }

    #[test]
    fn what_no_client_links_stays() {
        for name in [
            "Jansen B.V.",
            "Jansen B.V./Pietersen N.V.",
            "St. Mary's",
            "Acme, Inc.",
            "3.5 Solutions",
            "A/B Test BV",
            "S.p.A.",
            "Ph.D.",
            "M@trix",
            "@home",
            ".NET Experts",
            "…en meer",
            "Zon...zee",
            "day & night: 24/7",
            "Jansen:Pietersen",
            "Fonds 1998-2020",
            "Versie 2.0",
            "1.000 dingen",
            "Vraag? Antwoord!",
            "A  B",
            "👩🏽‍🚀",
            "می‌خواهم",
            "112",
            "",
        ] {
            assert_eq!(written(name), name);
        }
    }

    #[test]
    fn an_address_is_shown_and_what_is_none_is_a_name() {
        assert_eq!(Address::from("ada@client.example").as_ref(), "ada@client.example");
        assert_eq!(Address::from("https://bad.example").as_ref(), "https bad example");
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_not_linked_either(name in "[a-cA-C0-9.:/@w\\\\ \u{200D}。．é-]{0,30}") {
            let once = written(&name);
            proptest::prop_assert!(once.split(' ').all(|word| !is_linked(word)), "{} is {}", name, once);
            proptest::prop_assert_eq!(written(&once), once);
        }
    }
}
