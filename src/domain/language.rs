//! The two languages of the portal.

use super::words;

words! {
    /// A language that every page and mail exists in.
    Language { English = "en", Dutch = "nl" }
}

impl Default for Language {
    /// English, where nobody has chosen.
    fn default() -> Self {
        Self::English
    }
}

impl Language {
    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4): the known language
    /// with the highest weight, the earlier one among equals; English when none is asked for.
    #[must_use]
    pub fn negotiate(header: &str) -> Self {
        let mut best = (0.0, Self::English);
        for part in header.split(',').take(20) {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let known = Self::parse(tag.split('-').next().unwrap_or_default());
            if let Some(language) = known
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_weight_wins() {
        let cases = [
            ("nl", Language::Dutch),
            ("nl-BE,fr;q=0.9", Language::Dutch),
            ("en;q=0.3, nl;q=0.7", Language::Dutch),
            ("de, en;q=0.8, nl;q=0.7", Language::English),
            ("nl;q=0", Language::English),
            ("", Language::English),
            ("nl;q=x, en;q=0.1", Language::English),
        ];
        for (header, expected) in cases {
            assert_eq!(Language::negotiate(header), expected, "{header}");
        }
    }
}
