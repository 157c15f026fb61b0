//! Organizations: names and seats.

pub mod plan;
pub mod seat_history;

use super::search::search_text;
use super::text::{self, TextFault};
use super::words;
use crate::domain::problem::Problem;

words! {
    /// Who has suspended an organization. Whether that holds at the moment is asked of [`super::access::suspension`].
    Suspender { Provider = "provider", Operator = "operator" }
}

/// An organization's name: one line of at most 100 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationName(String);

impl OrganizationName {
    /// # Errors
    /// See [`text::line`].
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        text::line(raw, 100).map(Self)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn sort_key(&self) -> Vec<u8> {
        text::sort_key(&self.0)
    }

    /// What makes it another than the others in a file: neither case nor accents.
    #[must_use]
    pub fn sort_form(&self) -> String {
        text::sort_form(&self.0)
    }

    /// What a search looks in.
    #[must_use]
    pub fn search_text(&self) -> String {
        search_text(&self.0)
    }
}

/// Organizations without a provider that one person may make and own.
pub const MOST_ALONE: i64 = 20;

/// What one of the provider's people notes down about a client: at most 2,000 characters, in lines; empty
/// for no note. It is theirs: the client's own members never see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note(String);

impl Note {
    pub const MOST: usize = 2000;
    /// Entries about one client.
    pub const MOST_OF_CLIENT: i64 = 200;

    /// # Errors
    /// See [`text::lines`].
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        text::lines(raw, Self::MOST).map(Self)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How many members an organization may have: 1 to 1,000,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seats(i64);

/// The text is no whole number from 1 to 1,000,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotSeats;

impl From<NotSeats> for Problem {
    fn from(_: NotSeats) -> Self {
        Self::NotSeats
    }
}

impl Seats {
    pub const MOST: i64 = 1_000_000;

    /// # Errors
    /// Anything but ASCII digits for a number from 1 to [`Seats::MOST`].
    pub fn parse(raw: &str) -> Result<Self, NotSeats> {
        let text = raw.trim();
        if text.is_empty() || text.len() > 9 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotSeats);
        }
        let number = text.parse().map_err(|_| NotSeats)?;
        if (1..=Self::MOST).contains(&number) { Ok(Self(number)) } else { Err(NotSeats) }
    }

    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_whole_numbers_in_range() {
        assert_eq!(Seats::parse(" 25 ").unwrap().get(), 25);
        for bad in ["", "0", "-1", "1.5", "1e9", "1000001", "9223372036854775808", "١٢", "0x10", "+5"] {
            assert_eq!(Seats::parse(bad), Err(NotSeats), "{bad}");
        }
    }
}
