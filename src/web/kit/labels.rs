//! Texts that each row of a list says with a name of its own.

use askama::{FastWritable, Values};
use std::fmt::{self, Write};

/// A text with one gap for a name, formatted once for all rows.
pub struct Around {
    before: String,
    after: String,
}

impl Around {
    /// The text that is written for any name, which says the name once and as it is.
    #[must_use]
    pub fn of(text: impl Fn(&str) -> String) -> Self {
        // In no translation, since no name and no text holds a control character.
        let gap = "\u{1}";
        let text = text(gap);
        let (before, after) = text.split_once(gap).unwrap_or((&text, ""));
        Self { before: before.to_owned(), after: after.to_owned() }
    }

    /// The text about this name.
    #[must_use]
    pub fn with<'a>(&'a self, name: &'a str) -> About<'a> {
        About([&self.before, name, &self.after])
    }
}

/// A text about a name. It is escaped as other texts are.
pub struct About<'a>([&'a str; 3]);

impl fmt::Display for About<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| f.write_str(part))
    }
}

impl FastWritable for About<'_> {
    fn write_into(&self, out: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
        Ok(self.0.iter().try_for_each(|part| out.write_str(part))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;
    use crate::texts;

    #[test]
    fn a_text_around_a_name_is_the_text_about_it() {
        for language in [Language::English, Language::Dutch] {
            let t = texts::of(language);
            for name in ["Van der Berg & Zonen", "", "{ $name }"] {
                assert_eq!(Around::of(|name| t.bulk_pick(name)).with(name).to_string(), t.bulk_pick(name));
                assert_eq!(Around::of(|name| t.actions_for(name)).with(name).to_string(), t.actions_for(name));
            }
        }
    }
}
