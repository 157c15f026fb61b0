//! Types and rules. Nothing in here knows of HTTP, SQL, the clock or chance.

pub mod access;
pub mod ids;
pub mod list;
pub mod many;
pub mod search;

pub mod clients;
pub mod events;
pub mod identity;
pub mod members;
pub mod operator;
pub mod organizations;
pub mod problem;
pub mod proof;
pub mod providers;

pub mod characters;
pub mod csv;
pub mod deliveries;
pub mod email;
pub mod inviting;
pub mod language;
pub mod network;
pub mod pasted;
pub mod refusal;
pub mod text;
pub mod time;
pub mod time_zone;
pub mod version;

/// Declares an enum whose values are stored and sent under fixed words.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $(#[serde(rename = $word)] $variant),+ }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word under which the value is stored and sent.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a stored or sent word; `None` for any other word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(word: String) -> Result<Self, String> {
                Self::parse(&word).ok_or_else(|| format!("unknown {}: {word}", stringify!($name)))
            }
        }
    };
}
pub(crate) use words;
