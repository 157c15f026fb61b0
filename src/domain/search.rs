//! What somebody types to find something: words, in any order, and what they are looked for in.

use super::text;

/// Characters of a search that count.
const MOST_CHARACTERS: usize = 100;

/// A word of fewer characters than this is looked for at the beginnings of words only: it holds no trigram,
/// the three characters by which an index finds what stands inside of words.
pub const TRIGRAM: usize = 3;

/// What a text is searched in: its search form, with a space before each word, the first one too.
#[must_use]
pub fn search_text(text: &str) -> String {
    format!(" {}", text::search_form(text))
}

/// The words of a search, folded, each once. Each of them has to occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search(Vec<Word>);

/// One word of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(String);

impl Search {
    /// The words that somebody typed; none where nothing was, which everything fits. No name holds control
    /// characters, and PostgreSQL takes no NUL in a text: they are left out.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let form = text::search_form(typed.trim()).replace('\n', " ");
        let form: String = form.chars().filter(|c| !c.is_control()).take(MOST_CHARACTERS).collect();
        let mut words: Vec<Word> = Vec::new();
        for word in form.split_whitespace().map(|word| Word(word.to_owned())) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        Self(words)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.0
    }

    /// Whether one of the words is looked for at the beginnings of words only.
    #[must_use]
    pub fn has_short_word(&self) -> bool {
        self.0.iter().any(Word::is_short)
    }

    /// Whether each word occurs in a [`search_text`].
    #[must_use]
    pub fn fits(&self, search_text: &str) -> bool {
        self.0.iter().all(|word| {
            if word.is_short() { search_text.contains(&format!(" {}", word.0)) } else { search_text.contains(&word.0) }
        })
    }
}

impl Word {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn is_short(&self) -> bool {
        self.0.chars().count() < TRIGRAM
    }

    /// The pattern for `LIKE … ESCAPE '\'` on a [`search_text`].
    #[must_use]
    pub fn pattern(&self) -> String {
        let beginning = if self.is_short() { "% " } else { "%" };
        format!("{beginning}{}%", self.escaped())
    }

    /// The word as a part of a pattern for `LIKE … ESCAPE '\'`: its wildcards are letters.
    #[must_use]
    pub fn escaped(&self) -> String {
        let mut escaped = String::with_capacity(self.0.len());
        for c in self.0.chars() {
            if matches!(c, '%' | '_' | '\\') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        escaped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(typed: &str) -> Vec<String> {
        Search::parse(typed).words().iter().map(|word| word.as_str().to_owned()).collect()
    }

    #[test]
    fn a_search_is_its_words_folded_each_once() {
        assert_eq!(words("  Bäckerei\u{A0}Ö \t O’Neil bäckerei "), ["backerei", "o", "oneil"]);
        assert_eq!(words(" \0 \n ’ "), [""; 0]);
        assert!(Search::parse("").is_empty());
        assert_eq!(words("\0a\u{1b}b"), ["ab"]);
        assert_eq!(words(&"x ".repeat(60)), ["x"]);
        assert_eq!(words(&"y".repeat(101)), ["y".repeat(100)]);
    }

    #[test]
    fn wildcards_in_a_search_are_letters() {
        let pattern = |typed: &str| Search::parse(typed).words()[0].pattern();
        assert_eq!(pattern("50%_É\\"), "%50\\%\\_e\\\\%");
        assert_eq!(pattern("%"), "% \\%%");
    }

    #[test]
    fn a_short_word_begins_a_word_and_a_longer_one_stands_anywhere() {
        let text = search_text("O’Hara’s  Łódź Group");
        assert_eq!(text, " oharas  lodz group");
        for (typed, fits) in [
            ("", true),
            ("group ohara", true),
            ("ara", true),
            ("lo gr", true),
            ("ra", false),
            ("l o g", true),
            ("d", false),
            ("łód GRO", true),
            ("group nobody", false),
        ] {
            let search = Search::parse(typed);
            assert_eq!(search.fits(&text), fits, "{typed}");
        }
        assert!(Search::parse("group ł").has_short_word() && !Search::parse("group").has_short_word());
        assert!(!Search::parse("ßa").has_short_word(), "ß is two letters");
    }
}
