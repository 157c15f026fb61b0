//! Which characters of Unicode may stand in a text that somebody types, by Unicode's own tables.

use icu_properties::props::{
    BidiControl, BinaryProperty, CanonicalCombiningClass, DefaultIgnorableCodePoint, Emoji, EmojiModifier, EnumeratedProperty,
    ExtendedPictographic, GeneralCategory, GeneralCategoryGroup, Ideographic, JoiningType, PrependedConcatenationMark,
};

const ZWNJ: char = '\u{200C}';
const ZWJ: char = '\u{200D}';
/// Ask for a picture, or for text, in place of what stands before.
const EMOJI_STYLE: char = '\u{FE0F}';
const TEXT_STYLE: char = '\u{FE0E}';
const KEYCAP: char = '\u{20E3}';
const BLACK_FLAG: char = '\u{1F3F4}';
const LAST_TAG: char = '\u{E007F}';

/// What shows nothing though its category is that of a letter or a symbol: blanks of Braille, of music and of
/// hieroglyphs, and the place of an object that is not there.
const BLANKS: [char; 5] = ['\u{2800}', '\u{1D159}', '\u{13441}', '\u{13442}', '\u{FFFC}'];

/// Whether nobody sees the character: it steers how its neighbours are shown, or stands for nothing.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    !c.is_ascii()
        && (DefaultIgnorableCodePoint::for_char(c)
            || (GeneralCategory::for_char(c) == GeneralCategory::Format && !PrependedConcatenationMark::for_char(c)))
}

/// Whether the character steers the terminal, the mail or the direction of writing: it gets in nowhere.
#[must_use]
pub fn is_control(c: char) -> bool {
    c.is_control()
        || (!c.is_ascii() && (matches!(c, '\u{2028}' | '\u{2029}' | '\u{FFF9}'..='\u{FFFB}') || BidiControl::for_char(c)))
}

/// A blank that is no white space.
#[must_use]
pub fn is_blank(c: char) -> bool {
    BLANKS.contains(&c)
}

/// Whether there is something to see: neither space nor blank, and more than marks for a letter that is not there.
#[must_use]
pub fn shows_something(text: &str) -> bool {
    let shows = |c: char| {
        !c.is_whitespace()
            && !is_control(c)
            && !is_invisible(c)
            && !is_blank(c)
            && (c.is_ascii() || !GeneralCategoryGroup::Mark.contains(GeneralCategory::for_char(c)))
    };
    text.chars().any(shows)
}

/// The text without what is invisible at its ends; `None` where something invisible stands in it that its script does
/// not need there, or a control character (`\n` is one, unless `lines` are welcome).
#[must_use]
pub fn fit_to_be_seen(text: &str, lines: bool) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let is_nothing = |at: usize| match chars[at] {
        c if c.is_whitespace() || is_blank(c) => true,
        c => !is_control(c) && is_invisible(c) && !is_needed(&chars[..at], c, &chars[at + 1..]),
    };
    // With nothing before it no invisible character is needed.
    let begins = |c: &char| !c.is_whitespace() && (is_control(*c) || !(is_blank(*c) || is_invisible(*c)));
    let Some(first) = chars.iter().position(begins) else { return Some(String::new()) };
    let last = (0..chars.len()).rfind(|at| !is_nothing(*at)).unwrap_or(first);
    let is_fine = |at: usize| match chars[at] {
        '\n' => lines,
        c if is_control(c) => false,
        c => !is_invisible(c) || is_needed(&chars[..at], c, &chars[at + 1..]),
    };
    (first..=last).all(is_fine).then(|| chars[first..=last].iter().collect())
}

/// Whether an invisible character changes what is seen of its neighbours, as their script wants it.
fn is_needed(before: &[char], c: char, after: &[char]) -> bool {
    let Some(last) = before.last().copied() else { return false };
    match c {
        ZWJ if joins_pictures(before, after) => true,
        ZWJ | ZWNJ => joins_letters(before, c, after),
        EMOJI_STYLE | TEXT_STYLE if last.is_ascii() => Emoji::for_char(last) && after.first() == Some(&KEYCAP),
        EMOJI_STYLE | TEXT_STYLE => Emoji::for_char(last),
        '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}' => Ideographic::for_char(last),
        '\u{180B}'..='\u{180D}' | '\u{180F}' => matches!(last, '\u{1820}'..='\u{18AA}'),
        '\u{E0020}'..='\u{E007F}' => is_of_a_flag(before, c, after),
        _ => false,
    }
}

/// Families, professions, flags: a picture on both sides, the first one with its style and its colour of skin.
fn joins_pictures(before: &[char], after: &[char]) -> bool {
    let picture = before.iter().rfind(|c| **c != EMOJI_STYLE && !EmojiModifier::for_char(**c));
    let is_picture = |c: Option<&char>| c.is_some_and(|c| ExtendedPictographic::for_char(*c));
    is_picture(picture) && is_picture(after.first())
}

/// Where the joiners have a meaning (UAX 31, 2.3): beside the sign that takes an Indic letter its vowel, and between
/// letters of scripts that are written in one go, such as the Arabic one.
fn joins_letters(before: &[char], joiner: char, after: &[char]) -> bool {
    let is_virama =
        |c: Option<&char>| c.is_some_and(|c| CanonicalCombiningClass::for_char(*c) == CanonicalCombiningClass::Virama);
    let joining = |c: &&char| JoiningType::for_char(**c) != JoiningType::Transparent;
    let is_cursive = |c: Option<&char>| {
        c.is_some_and(|c| {
            let kind = JoiningType::for_char(*c);
            *c != ZWJ
                && (kind == JoiningType::DualJoining || kind == JoiningType::RightJoining || kind == JoiningType::LeftJoining)
        })
    };
    let (left, right) = (before.iter().rfind(joining), after.iter().find(joining));
    is_virama(before.last())
        || (joiner == ZWJ && is_virama(after.first()))
        || (is_cursive(left) && (joiner == ZWJ || is_cursive(right)))
}

/// The flags of England, Scotland and Wales: a black flag, tags that spell the region, and a tag that ends it.
fn is_of_a_flag(before: &[char], tag: char, after: &[char]) -> bool {
    let is_letter = |c: &char| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}');
    let begins = before.iter().rfind(|c| !is_letter(c)) == Some(&BLACK_FLAG);
    let ends = tag == LAST_TAG || (is_letter(&tag) && after.iter().find(|c| !is_letter(c)) == Some(&LAST_TAG));
    begins && ends && (is_letter(&tag) || before.last() != Some(&BLACK_FLAG))
}

/// An address as it was meant that was copied from somewhere: without what is invisible, and without the spaces of
/// print beside its at sign. Between words such a space parts them, as any other one.
#[must_use]
pub fn as_pasted(raw: &str) -> String {
    let is_space = |c: char| c.is_whitespace() && !c.is_ascii() && !is_control(c);
    let (mut text, mut gap) = (String::with_capacity(raw.len()), String::new());
    for c in raw.chars().filter(|c| is_control(*c) || !is_invisible(*c)) {
        if is_space(c) {
            gap.push(c);
            continue;
        }
        if c != '@' && !text.ends_with('@') {
            text.push_str(&gap);
        }
        gap.clear();
        text.push(c);
    }
    text.push_str(&gap);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<String> {
        fit_to_be_seen(text, false)
    }

    #[test]
    fn joiners_stay_where_a_script_or_an_emoji_needs_them() {
        for text in [
            "می‌خواهم",
            "کتاب‌خانهٔ شهر",
            "خانه‌ها",
            "ক্‍ষ",
            "ന്‍",
            "ශ්‍රී ලංකා",
            "র‍্যাব",
            "क्‌ष",
            "👨‍👩‍👧‍👦",
            "👩🏽‍🚀",
            "🏳️‍🌈 Bar",
            "❤️‍🔥",
            "🧔‍♂️ Beards",
            "Café ❤️",
            "1️⃣ First",
            "©️ Co",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿 Pub",
            "葛󠄀城",
            "🏴‍☠️",
            "Zoë",
            "Zoe\u{308}",
            "ᠠ᠋",
        ] {
            assert_eq!(seen(text).as_deref(), Some(text), "{text:?}");
            assert!(shows_something(text));
        }
    }

    #[test]
    fn what_is_invisible_goes_from_the_ends_and_is_refused_within() {
        for c in "\u{AD}\u{34F}\u{115F}\u{1160}\u{17B4}\u{180E}\u{200B}\u{200C}\u{200D}\u{2060}\u{2064}\u{3164}\u{FE0F}\u{FE00}\u{FEFF}\u{FFA0}\u{1D173}\u{E0100}\u{E0041}\u{E0001}".chars() {
            assert!(is_invisible(c), "{c:?}");
            assert_eq!(seen(&format!("{c} Acme{c}{c} ")).as_deref(), Some("Acme"), "{c:?}");
            assert_eq!(seen(&format!("Ac{c}me")), None, "{c:?}");
            assert_eq!(seen(&c.to_string()).as_deref(), Some(""), "{c:?}");
            assert!(!shows_something(&c.to_string()));
        }
        assert_eq!(seen("👨\u{200D}").as_deref(), Some("👨"));
        assert_eq!(seen("\u{200B}\n \u{200D}\u{94D}").as_deref(), Some("\u{94D}"));
        assert_eq!(seen("\u{2800}A\u{2800}B\u{2800}").as_deref(), Some("A\u{2800}B"));
        for bad in ["👨\u{200D}x", "1\u{FE0F}x", "x\u{200C}y", "🏴\u{E0067}x", "x\u{E0067}\u{E007F}y", "🏴\u{E007F}x"] {
            assert_eq!(seen(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn what_steers_is_refused_also_at_the_ends() {
        for c in "\0\u{1b}\u{7f}\u{200E}\u{200F}\u{61C}\u{202A}\u{202E}\u{2066}\u{2069}\u{FFF9}".chars() {
            for text in [format!("{c}a"), format!("a{c}"), format!("a{c}b")] {
                assert_eq!(seen(&text), None, "{text:?}");
            }
        }
    }

    #[test]
    fn spaces_blanks_and_marks_alone_show_nothing() {
        for text in [
            " ",
            "\u{A0}\u{3000}\u{2003}",
            "\u{2800}",
            "\u{301}",
            "\u{20DD}",
            "\u{1D159}",
            "\u{FFFC}",
            "\u{301}\u{FE0F} \u{2800}",
        ] {
            assert!(!shows_something(text), "{text:?}");
        }
    }

    #[test]
    fn an_address_is_what_is_seen_of_it() {
        let pasted = "\u{FEFF}a\u{200B}da\u{A0}@\u{202F}cli\u{AD}ent.exam\u{2060}ple\u{200B}";
        assert_eq!(as_pasted(pasted), "ada@client.example");
        assert_eq!(as_pasted("ada@client.example\u{A0}Ada"), "ada@client.example\u{A0}Ada", "two words stay two");
        assert!(as_pasted("a\u{202E}b@c.example").contains('\u{202E}'));
    }

    proptest::proptest! {
        #[test]
        fn what_is_fit_stays_fit(text in proptest::collection::vec(proptest::sample::select(SAMPLE.to_vec()), 0..12)) {
            let text: String = text.into_iter().collect();
            if let Some(once) = seen(&text) {
                proptest::prop_assert_eq!(seen(&once), Some(once.clone()));
                proptest::prop_assert!(!once.chars().any(is_control));
                proptest::prop_assert!(once.is_empty() || !once.starts_with(is_invisible));
            }
        }
    }

    const SAMPLE: [char; 24] = [
        'a',
        ' ',
        '1',
        'ب',
        'د',
        'क',
        '\u{94D}',
        '👨',
        '❤',
        '🏴',
        '🏽',
        '漢',
        ZWJ,
        ZWNJ,
        EMOJI_STYLE,
        '\u{E0100}',
        '\u{E0067}',
        LAST_TAG,
        '\u{200B}',
        '\u{3164}',
        '\u{301}',
        '\u{2800}',
        '\u{202E}',
        '\u{A0}',
    ];
}
