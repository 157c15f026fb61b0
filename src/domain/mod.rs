//! Types and rules. Nothing in here knows of HTTP, SQL, the clock or chance.

pub mod agent;
pub mod client;
pub mod email;
pub mod event;
pub mod event_log;
pub mod handover;
pub mod import;
pub mod language;
pub mod member;
pub mod member_acts;
pub mod network;
pub mod organization;
pub mod password;
pub mod plan;
pub mod policy;
pub mod provider;
pub mod refusal;
pub mod seat_history;
pub mod second_step;
pub mod text;
pub mod time_zone;
pub mod totp;

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
