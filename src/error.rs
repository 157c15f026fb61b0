//! What can go wrong, in one type: something a visitor is told, or something the operator reads.

use crate::domain::access::Denial;
use crate::domain::operator::refusal::{MailRefusal, OperatorRefusal};
use crate::domain::refusal::{Conflict, Refusal};
use crate::password::Busy;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Told to the visitor; nothing has changed.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Told to the operator at the command line; nothing has changed.
    #[error("refused: {0:?}")]
    OperatorRefused(OperatorRefusal),
    /// Nobody is signed in, and this needs somebody.
    #[error("sign-in needed")]
    SignInNeeded,
    /// A provider of the person requires two-step sign-in, and it is not set up.
    #[error("two-step sign-in has to be set up")]
    TwoStepNeeded,
    /// Others changed the same at the same moment: nothing was kept, and it is worth another try at once.
    #[error("to be tried again: {0}")]
    Again(String),
    /// Too much to do, or the database is away: worth another try soon.
    #[error("not available: {0}")]
    Unavailable(String),
    /// Logged, never shown.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

pub type Result<T> = std::result::Result<T, Error>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Refusal::Busy.into(),
            sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            sqlx::Error::Database(inner) if waited_in_vain(inner.code().as_deref()) => Refusal::Busy.into(),
            sqlx::Error::Database(inner) if is_a_collision(inner.code().as_deref()) => Self::Again(error.to_string()),
            sqlx::Error::Database(inner) if passes_by(inner.code().as_deref()) => Self::Unavailable(error.to_string()),
            _ => Self::Internal(anyhow::Error::new(error)),
        }
    }
}

/// PostgreSQL: serialization failure, deadlock.
fn is_a_collision(code: Option<&str>) -> bool {
    matches!(code, Some("40001" | "40P01"))
}

/// Waited for a lock until its patience ended, and changed nothing. SQLite: busy. PostgreSQL: lock timeout.
fn waited_in_vain(code: Option<&str>) -> bool {
    matches!(code, Some("5" | "517" | "55P03"))
}

/// SQLite: ended because it took too long, disk full. PostgreSQL: shutting down, too many connections, statement timeout, disk full.
fn passes_by(code: Option<&str>) -> bool {
    matches!(code, Some("9" | "13" | "57P01" | "57P02" | "57P03" | "53300" | "57014" | "53100"))
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Denial> for Error {
    fn from(denial: Denial) -> Self {
        Self::Refused(denial.into())
    }
}

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        Self::Refused(conflict.into())
    }
}

impl From<OperatorRefusal> for Error {
    fn from(refusal: OperatorRefusal) -> Self {
        Self::OperatorRefused(refusal)
    }
}

impl From<MailRefusal> for Error {
    fn from(refusal: MailRefusal) -> Self {
        Self::OperatorRefused(refusal.into())
    }
}

impl From<Busy> for Error {
    fn from(_: Busy) -> Self {
        Self::Refused(Refusal::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::error::{DatabaseError, ErrorKind};
    use std::borrow::Cow;

    /// What a database answers with this code.
    #[derive(Debug, thiserror::Error)]
    #[error("code {0}")]
    struct Answered(&'static str);

    impl DatabaseError for Answered {
        fn message(&self) -> &str {
            self.0
        }

        fn code(&self) -> Option<Cow<'_, str>> {
            Some(self.0.into())
        }

        fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
            self
        }

        fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
            self
        }

        fn into_error(self: Box<Self>) -> Box<dyn std::error::Error + Send + Sync + 'static> {
            self
        }

        fn kind(&self) -> ErrorKind {
            ErrorKind::Other
        }
    }

    fn told(code: &'static str) -> Error {
        sqlx::Error::Database(Box::new(Answered(code))).into()
    }

    #[test]
    fn whoever_waits_or_asks_for_too_much_is_told_so_on_both_engines() {
        for code in ["5", "517", "55P03"] {
            assert!(matches!(told(code), Error::Refused(Refusal::Busy)), "{code}");
        }
        for code in ["9", "13", "57014", "53100"] {
            assert!(matches!(told(code), Error::Unavailable(_)), "{code}");
        }
        assert!(matches!(told("40001"), Error::Again(_)) && matches!(told("1"), Error::Internal(_)));
        assert!(matches!(Error::from(sqlx::Error::PoolTimedOut), Error::Refused(Refusal::Busy)));
    }
}
