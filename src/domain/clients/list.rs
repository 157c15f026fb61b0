//! Which clients the table shows, in which order, and a place in it.

use crate::domain::ids::OrganizationId;
use crate::domain::list::Direction;
use crate::domain::organizations::plan::Family;
use crate::domain::providers::State;
use crate::domain::words;
use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

words! { Sort { Name = "name", Users = "users", Plan = "plan" } }
words! {
    /// Whether a seat is left.
    SeatsLeft { Full = "full", Free = "free" }
}

/// Which clients the table shows; what is not set lets every client pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub family: Option<Family>,
    pub state: Option<State>,
    pub seats: Option<SeatsLeft>,
    /// Only clients whose handover is unfinished: [`is_complete`] does not hold, because no
    /// confirmed owner is the client's own, or because a person of the provider still is a
    /// confirmed owner.
    ///
    /// [`is_complete`]: crate::domain::members::handover::Handover::is_complete
    pub handover_open: bool,
    /// Only clients with exactly one confirmed owner, whoever that is.
    pub one_owner: bool,
}

impl Filter {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A place between two rows of the table: the sort keys of the row beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub number: i64,
    pub name_key: Vec<u8>,
    pub id: OrganizationId,
}

impl Cursor {
    /// The place directly before this row, so that the table opens with it.
    #[must_use]
    pub fn just_before(self, direction: Direction) -> Self {
        let id = self.id.uuid().as_u128();
        let id = match direction {
            Direction::Ascending => id.saturating_sub(1),
            Direction::Descending => id.saturating_add(1),
        };
        Self { id: Uuid::from_u128(id).into(), ..self }
    }

    /// The text that stands in the URL.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut bytes = self.number.to_be_bytes().to_vec();
        bytes.extend_from_slice(self.id.uuid().as_bytes());
        bytes.extend_from_slice(&self.name_key);
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads [`Cursor::encode`]'s text; `None` for anything else.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        if text.len() > 4096 {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (number, rest) = bytes.split_first_chunk::<8>()?;
        let (id, name_key) = rest.split_first_chunk::<16>()?;
        Some(Self { number: i64::from_be_bytes(*number), id: Uuid::from_bytes(*id).into(), name_key: name_key.to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cursors_survive_the_url(number: i64, id: [u8; 16], name_key: Vec<u8>) {
            let cursor = Cursor { number, id: Uuid::from_bytes(id).into(), name_key };
            prop_assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        }

        #[test]
        fn no_text_is_too_odd_for_a_cursor(text in ".{0,80}") {
            let _ = Cursor::decode(&text);
        }
    }
}
