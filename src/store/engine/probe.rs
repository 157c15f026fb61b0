//! Whether a database can be worked with: the file at its path, the schema of this program, and a write that lasts.

use super::migrate::{Schema, schema};
use super::{Db, Pools, is_busy};
use crate::store::nodes;
use std::time::Duration;
use uuid::Uuid;

/// How long a try waits for others who write.
const PATIENCE: Duration = Duration::from_millis(500);

/// Why the portal cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The database is away, or cannot be written.
    #[error("the database cannot be written")]
    Failed(String),
    /// Others are writing for so long that no write could begin.
    #[error("the database is busy")]
    Busy,
    /// It is there, and not the one of this program.
    #[error("the database has another schema than this version of the portal")]
    Schema(String),
    /// The file is not the one that was opened.
    #[error("the database file was removed or replaced")]
    Replaced(String),
}

impl Trouble {
    /// What it comes from, for the operator.
    #[must_use]
    pub fn cause(&self) -> &str {
        match self {
            Self::Failed(cause) | Self::Schema(cause) | Self::Replaced(cause) => cause,
            Self::Busy => "no write could begin",
        }
    }
}

/// Why a try did not work.
enum Tried {
    Failed(sqlx::Error),
    Other(String),
}

impl From<sqlx::Error> for Tried {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Tried> for Trouble {
    fn from(tried: Tried) -> Self {
        match tried {
            Tried::Failed(error) => error.into(),
            Tried::Other(other) => Self::Schema(other),
        }
    }
}

/// SQLITE_READONLY in its forms.
fn is_read_only(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 8)
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        if is_busy(&error) { Self::Busy } else { Self::Failed(error.to_string()) }
    }
}

impl Db {
    /// Tries what every change does: begins, writes a row of this process, commits. Until the schema is the one
    /// of this program (again), nothing else is written.
    ///
    /// # Errors
    /// Why it cannot be worked with.
    pub async fn try_to_write(&self, node: Uuid, now: i64) -> Result<(), Trouble> {
        if let Pools::Sqlite { file, .. } = &self.pools
            && let Some(what) = file.lost()
        {
            let _ = self.fitness.stays_with(file);
            return Err(Trouble::Replaced(what));
        }
        let tried = self.write_a_row(node, now).await;
        match &tried {
            Err(Tried::Failed(error)) if is_busy(error) => {}
            Err(Tried::Failed(error)) => self.begin_anew(error, self.fitness.fails(true)).await,
            // What lay idle meanwhile may be lost, or set as the database was then.
            _ if self.fitness.fails(false) => self.forget_idle(),
            _ => {}
        }
        tried.map_err(Trouble::from)
    }

    /// Closes the connections that may have been lost with the one that failed. Where the try before failed as well,
    /// nothing that is under way is waited for any longer: its answer would have come by now.
    async fn begin_anew(&self, error: &sqlx::Error, again: bool) {
        match &self.pools {
            // What was opened while the file could not be written stays so, and all connections share it.
            Pools::Sqlite { writer, readers, .. } if is_read_only(error) => {
                let _ = tokio::join!(writer.empty(PATIENCE), readers.empty(PATIENCE));
            }
            Pools::Sqlite { .. } => {}
            Pools::Postgres { .. } if !again => self.forget_idle(),
            Pools::Postgres { writers, readers } => {
                writers.break_off();
                readers.break_off();
            }
        }
    }

    fn forget_idle(&self) {
        if let Pools::Postgres { writers, readers } = &self.pools {
            writers.forget_idle();
            readers.forget_idle();
        }
    }

    async fn write_a_row(&self, node: Uuid, now: i64) -> Result<(), Tried> {
        let mut tx = self.write_in_any_case(PATIENCE).await?;
        let other = match schema(&mut tx).await {
            Ok(Schema::Current) => None,
            Ok(other) => Some(in_words(other)),
            Err(error) => match error.downcast::<sqlx::Error>() {
                Ok(error) => return Err(error.into()),
                Err(error) => Some(error.to_string()),
            },
        };
        self.fitness.schema_is(other.clone());
        if let Some(other) = other {
            return Err(Tried::Other(other));
        }
        nodes::seen(&mut tx, node, now).await?;
        Ok(tx.commit().await?)
    }
}

fn in_words(schema: Schema) -> String {
    let knows = Schema::knows();
    match schema {
        Schema::Empty => "the database is empty".into(),
        Schema::Foreign => "the database holds tables that are not Portico's".into(),
        Schema::Unfinished => "a backup is being put back into the database".into(),
        Schema::Older(has) => format!("the schema of the database is version {has}, and this Portico needs version {knows}"),
        Schema::Newer(has) => {
            format!("the schema of the database is version {has}, and this Portico knows versions up to {knows}")
        }
        Schema::Current => String::new(),
    }
}
