//! Opening a database for a command that only reads it: it needs no key, and nothing is made or changed.

use super::opening::{PATIENCE, connect, connect_directly, look};
use crate::config::Config;
use crate::store::engine::backup::sqlite_file;
use crate::store::{Db, Schema, schema};
use anyhow::{Context, bail};
use secrecy::ExposeSecret;
use std::time::Duration;

fn patience(config: &Config) -> Duration {
    PATIENCE.min(config.database_wait)
}

/// Opens the database of the configuration, as a node does that serves it.
///
/// # Errors
/// As [`super::opening::open`].
pub async fn open_to_read(config: &Config) -> anyhow::Result<Db> {
    Ok(open_if_fit(config, connect(config, patience(config)), fit_to_use).await?.0)
}

/// As [`open_to_read`], past a pooler.
///
/// # Errors
/// As [`super::opening::open`].
pub async fn open_to_copy(config: &Config) -> anyhow::Result<Db> {
    Ok(open_if_fit(config, connect_directly(config, patience(config)), fit_to_use).await?.0)
}

/// As [`open_to_copy`], of whatever version of the schema, which is given too.
///
/// # Errors
/// As [`super::opening::open`].
pub async fn open_to_back_up(config: &Config) -> anyhow::Result<(Db, i64)> {
    let (db, schema) = open_if_fit(config, connect_directly(config, patience(config)), fit_to_keep).await?;
    Ok((db, if let Schema::Older(from) = schema { from } else { Schema::knows() }))
}

/// Connects, but to an SQLite file only after looking: connecting writes to it.
async fn open_if_fit(
    config: &Config,
    connecting: impl Future<Output = anyhow::Result<Db>>,
    fits: fn(&str, Option<Schema>) -> anyhow::Result<Schema>,
) -> anyhow::Result<(Db, Schema)> {
    let Some(file) = sqlite_file(config.database_url.expose_secret())? else {
        let db = connecting.await?;
        let schema = fits("database-url", Some(schema(&mut db.read().await?).await?))?;
        return Ok((db, schema));
    };
    let place = file.display().to_string();
    let there = look(&file).await.with_context(|| format!("{place} is not used"))?;
    let schema = fits(&place, there)?;
    Ok((connecting.await?, schema))
}

/// Whether a command can work with what is there, if somebody brings it up to date.
fn fit_to_keep(place: &str, there: Option<Schema>) -> anyhow::Result<Schema> {
    let Some(schema) = there else {
        bail!(
            "there is no database ({place}), and this command makes none. Mend data-dir or database-url; a new one is made by \
             `portico provider create` or `portico serve`"
        );
    };
    schema.understood().with_context(|| format!("{place} is not used"))
}

/// Whether a command can work with what is there, as it is.
pub(super) fn fit_to_use(place: &str, there: Option<Schema>) -> anyhow::Result<Schema> {
    let schema = fit_to_keep(place, there)?;
    if let Schema::Older(from) = schema {
        bail!(
            "the schema of the database is version {from}, and this Portico needs version {}: run `portico migrate` first, or start \
             `portico serve`",
            Schema::knows()
        );
    }
    Ok(schema)
}
