//! Whether a database can be worked with: the file at its path, the schema of this program, and a write that lasts.

use super::migrate::{Schema, schema};
use super::{Db, Pools};
use crate::store::nodes;
use uuid::Uuid;

/// Why the portal cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The database is away, or cannot be written.
    #[error("the database cannot be written")]
    Failed(String),
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
        }
    }
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.to_string())
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
        let mut tx = self.write_in_any_case().await?;
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
            return Err(Trouble::Schema(other));
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
        Schema::Older(has) => format!("the schema of the database is version {has}, and this Portico needs version {knows}"),
        Schema::Newer(has) => {
            format!("the schema of the database is version {has}, and this Portico knows versions up to {knows}")
        }
        Schema::Current => String::new(),
    }
}
