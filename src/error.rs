//! What can go wrong, in one type: something a visitor is told, or something the operator reads.

use crate::domain::access::Denial;
use crate::domain::operator::refusal::{MailRefusal, OperatorRefusal};
use crate::domain::refusal::{Conflict, Refusal};
use crate::password::Busy;
use crate::store;

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
    /// It is asked of somebody who proved long ago who it is: nothing has changed, and is done once that is proved again.
    #[error("a proof of who it is is needed")]
    ProofNeeded,
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
            _ if store::is_busy(&error) => Refusal::Busy.into(),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
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

/// What is the database's own trouble and passes once somebody has seen to it, or by itself.
///
/// SQLite (sqlite.org/rescode.html): out of memory, read-only, ended because it took too long, a disk that fails, a
/// damaged file, a full disk, a file that cannot be opened, no database. PostgreSQL (its appendix A): no connection,
/// who may not sign in, read-only, no such database, schema or table, out of something, told to stop, its own disk,
/// damaged.
fn passes_by(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    match sqlite_code(code) {
        Some(primary) => matches!(primary, 7..=11 | 13 | 14 | 26),
        None => {
            matches!(code, "25006" | "3D000" | "3F000" | "42P01")
                || ["08", "28", "53", "57", "58", "XX001", "XX002"].iter().any(|class| code.starts_with(class))
        }
    }
}

/// SQLite's primary result code out of an extended one; PostgreSQL's codes have five characters.
fn sqlite_code(code: &str) -> Option<u32> {
    if code.len() == 5 { None } else { code.parse::<u32>().ok().map(|extended| extended & 0xff) }
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
        for code in ["5", "6", "261", "517", "55P03"] {
            assert!(matches!(told(code), Error::Refused(Refusal::Busy)), "{code}");
        }
        for code in ["9", "57014"] {
            assert!(matches!(told(code), Error::Unavailable(_)), "{code}");
        }
        assert!(matches!(told("40001"), Error::Again(_)));
        assert!(matches!(Error::from(sqlx::Error::PoolTimedOut), Error::Refused(Refusal::Busy)));
    }

    #[test]
    fn what_the_database_suffers_from_is_told_as_passing_and_what_we_did_wrong_is_not() {
        let suffers = [
            "8", "10", "11", "13", "14", "26", "266", "522", "778", "1034", "1544", "08006", "25006", "28P01", "3D000", "42P01",
            "53100", "53200", "53300", "57P01", "57P02", "57P03", "58030", "XX001",
        ];
        for code in suffers {
            assert!(matches!(told(code), Error::Unavailable(_)), "{code}");
        }
        for code in ["1", "19", "787", "1555", "2067", "22P02", "23505", "42601", "XX000"] {
            assert!(matches!(told(code), Error::Internal(_)), "{code}");
        }
    }
}
