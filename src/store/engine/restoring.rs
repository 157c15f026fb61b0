//! A PostgreSQL database into which a backup is being put back. PostgreSQL's own tool does that, in a transaction of its
//! own: a mark keeps everybody from working with what it put there until all of it is done.

use super::migrate::{self, Schema, schema};
use super::{Conn, Db, Held, PATIENCE, Pools, on};
use anyhow::{Context, bail, ensure};
use sqlx::Error;

/// The table that is the mark.
pub(super) const MARK: &str = "portico_restoring";

/// A database that is marked, and whose schema nobody else changes meanwhile.
pub struct Restoring(Conn);

impl Db {
    /// Marks a PostgreSQL database in which nothing is, but the mark of somebody who was killed.
    ///
    /// # Errors
    /// There is something in it, or it cannot be written.
    pub async fn begin_restore(&self, name: &str) -> anyhow::Result<Restoring> {
        let Pools::Postgres { writers, .. } = &self.pools else { bail!("an SQLite database is restored aside") };
        let mut lent = writers.acquire_with(None, PATIENCE).await?;
        lent.keep_from_others();
        let mut conn = Conn(Held::Postgres(lent));
        run(&mut conn, "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0").await?;
        migrate::lock(&mut conn).await.context("waiting for another process that works on the database")?;
        run(&mut conn, "BEGIN").await?;
        need_empty(&mut conn, name).await?;
        run(&mut conn, "CREATE TABLE portico_restoring ()").await?;
        run(&mut conn, "COMMIT").await?;
        Ok(Restoring(conn))
    }

    /// Takes the mark away: everything is done.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn end_restore(&self) -> Result<(), Error> {
        let mut tx = self.write_in_any_case(PATIENCE).await?;
        run(&mut tx, "DROP TABLE portico_restoring").await?;
        tx.commit().await
    }
}

impl Restoring {
    /// Takes the mark away: nothing was put there.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn give_up(mut self) -> Result<(), Error> {
        run(&mut self.0, "DROP TABLE portico_restoring").await
    }
}

/// Looks that a PostgreSQL database is empty, in a transaction that also sweeps a mark that is all there is.
pub(super) async fn need_empty(conn: &mut Conn, name: &str) -> anyhow::Result<()> {
    run(conn, "DROP TABLE IF EXISTS portico_restoring").await?;
    ensure!(
        schema(conn).await? == Schema::Empty,
        "the database {name} holds data, and nothing is ever overwritten; make an empty one beside it (createdb NEW), name that \
         one and run this again"
    );
    Ok(())
}

async fn run(conn: &mut Conn, sql: &'static str) -> Result<(), Error> {
    on!(conn, |c| sqlx::raw_sql(sql).execute(c).await.map(drop))
}
