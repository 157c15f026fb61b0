//! What every list has: a direction, and a search for a part of a name.

use super::words;

words! { Direction { Ascending = "asc", Descending = "desc" } }

impl Direction {
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// The pattern for `LIKE … ESCAPE '\'` that finds a part of a name, or `%` for an empty search.
/// No name holds control characters, and PostgreSQL takes no NUL in a text: they are left out.
#[must_use]
pub fn search_pattern(search: &str) -> String {
    let mut pattern = String::from("%");
    for c in super::text::search_form(search.trim()).chars().filter(|c| !c.is_control()).take(100) {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    if pattern.len() > 1 {
        pattern.push('%');
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_in_a_search_are_letters() {
        assert_eq!(search_pattern(""), "%");
        assert_eq!(search_pattern(" 50%_É\\ "), "%50\\%\\_e\\\\%");
        assert_eq!(search_pattern("\0a\u{1b}b"), "%ab%");
    }
}
