//! What a form is whose time is over.

use crate::service::identity::ended::Ended;

pub(super) type Fields = Vec<(String, String)>;

/// A form of this very browser whose time is over.
#[derive(Debug)]
pub enum Stale {
    /// The session in which it was shown has ended, and nobody is signed in.
    Ended(Box<Ended>, Fields),
    /// The same person goes on in another session.
    Renewed(Fields),
    /// It was shown before the person signed in.
    SignedIn(Fields),
    /// Somebody else is signed in by now.
    SomebodyElse,
}

impl Stale {
    /// What the program's log says.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Ended(..) => "ended",
            Self::Renewed(_) => "renewed",
            Self::SignedIn(_) => "signed in",
            Self::SomebodyElse => "somebody else",
        }
    }
}
