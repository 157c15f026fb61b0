//! CSV as the spreadsheets of different countries write and read it.

use super::language::Language;
use super::words;

words! {
    /// What stands between two cells: spreadsheets take the one of their country.
    Separator { Comma = "comma", Semicolon = "semicolon" }
}

impl Separator {
    /// What the spreadsheets of the people who read this language take.
    #[must_use]
    pub fn of(language: Language) -> Self {
        match language {
            Language::English => Self::Comma,
            // Where a comma stands before the decimals.
            Language::Dutch => Self::Semicolon,
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Comma => Self::Semicolon,
            Self::Semicolon => Self::Comma,
        }
    }

    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Semicolon => ";",
        }
    }
}
