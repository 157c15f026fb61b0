//! All rows of one database into an empty one, of either engine: one moment of the first, and the second whole or not
//! at all.

use super::catalog::{self, Kind, Rows, Table};
use super::pool::{Losses, Pool};
use super::{Conn, Db, Engine, Held, PATIENCE, Pools, migrate, restoring};
use anyhow::{Context, bail, ensure};
use futures_util::{Stream, StreamExt};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ColumnIndex, Decode, Error, Row, Type};
use std::fmt::Write;
use std::path::Path;
use std::pin::pin;
use uuid::Uuid;

/// Rows that are written at once: as text on PostgreSQL, as so many values on SQLite.
const POSTGRES_ROWS: usize = 2000;
const SQLITE_ROWS: usize = 50;

/// How long it waits for somebody who writes to PostgreSQL.
const POSTGRES_PATIENCE: &str =
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '10s'";

impl Db {
    /// One moment of the whole database, from which on nobody writes to it until the answer is dropped.
    ///
    /// # Errors
    /// Somebody else is writing, or the database is away.
    pub async fn hold_still(&self) -> anyhow::Result<Conn> {
        let Pools::Postgres { writers, .. } = &self.pools else {
            return Ok(self.write().await.context("somebody else writes to the database")?.conn);
        };
        let mut lent = writers.acquire_with(None, PATIENCE).await?;
        lent.keep_from_others();
        let mut conn = Conn(Held::Postgres(lent));
        run(&mut conn, POSTGRES_PATIENCE).await?;
        migrate::lock(&mut conn).await.context("waiting for another process that migrates the database")?;
        let tables = catalog::tables(&mut conn).await?;
        run(&mut conn, "BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
        // Before the first question, so that the moment is one at which nobody writes.
        catalog::lock(&mut conn, &tables).await.context("somebody else writes to the database")?;
        Ok(conn)
    }
}

/// A database that is made: nobody sees anything of it before [`Target::keep`].
pub struct Target(Conn);

/// What was copied, and which tables were not, because they are none of Portico's.
#[derive(Clone, Debug)]
pub struct Copied {
    pub rows: Rows,
    pub left: Vec<String>,
}

impl Target {
    /// A new SQLite database in an empty file that nobody knows of. It is written without a journal: half of it is of
    /// no use to anybody.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn in_file(file: &Path) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
            .foreign_keys(false);
        let lent = Pool::connect(options, 1, None, &Losses::default()).await?.acquire(PATIENCE).await?;
        let mut target = Self(Conn(Held::Sqlite(lent)));
        migrate::make_tables(&mut target.0).await?;
        Ok(target)
    }

    /// A PostgreSQL database in which nothing is: all that is done to it is one transaction.
    ///
    /// # Errors
    /// There is something in it, or it cannot be written.
    pub async fn in_database(db: &Db, name: &str) -> anyhow::Result<Self> {
        let Pools::Postgres { writers, .. } = &db.pools else { bail!("an SQLite database is made as a new file") };
        let mut lent = writers.acquire_with(None, PATIENCE).await?;
        lent.keep_from_others();
        let mut target = Self(Conn(Held::Postgres(lent)));
        run(&mut target.0, POSTGRES_PATIENCE).await?;
        migrate::lock(&mut target.0).await.context("waiting for another process that migrates the database")?;
        run(&mut target.0, "BEGIN ISOLATION LEVEL READ COMMITTED").await?;
        restoring::need_empty(&mut target.0, name).await?;
        migrate::make_tables(&mut target.0).await?;
        Ok(target)
    }

    /// Takes over everything, and what the database makes for itself from it.
    ///
    /// # Errors
    /// One of the two cannot be read or written; they do not have the same tables.
    pub async fn fill(&mut self, from: &mut Conn) -> anyhow::Result<Copied> {
        let ours = catalog::tables(&mut self.0).await?;
        let theirs = catalog::tables(from).await?;
        for table in ours.iter().rev() {
            ensure!(theirs.contains(table), "{} is another table there than here", table.name);
            table.empty(&mut self.0).await?;
        }
        if self.0.is_sqlite() {
            run(&mut self.0, "BEGIN").await?;
        }
        for table in &ours {
            copy_table(from, &mut self.0, table).await.with_context(|| format!("copying {}", table.name))?;
        }
        if self.0.is_sqlite() {
            run(&mut self.0, "COMMIT").await?;
        }
        migrate::make_the_rest(&mut self.0).await?;
        let mut rows = Vec::new();
        for table in &ours {
            let (here, there) = (table.count(&mut self.0).await?, table.count(from).await?);
            ensure!(here == there, "{} has {there} rows, and {here} of them arrived", table.name);
            rows.push((table.name.clone(), here));
        }
        rows.sort();
        let left = theirs.into_iter().filter(|table| !ours.contains(table)).map(|table| table.name).collect();
        Ok(Copied { rows, left })
    }

    /// What it looks like by now.
    pub fn conn(&mut self) -> &mut Conn {
        &mut self.0
    }

    /// Makes it last. An SQLite file is still to be written to the disk.
    ///
    /// # Errors
    /// PostgreSQL does not say that it is kept.
    pub async fn keep(mut self) -> Result<(), Error> {
        match self.0.is_sqlite() {
            true => Ok(()),
            false => run(&mut self.0, "COMMIT").await,
        }
    }
}

async fn run(conn: &mut Conn, sql: &'static str) -> Result<(), Error> {
    super::on!(conn, |c| sqlx::raw_sql(sql).execute(c).await.map(drop))
}

async fn copy_table(from: &mut Conn, to: &mut Conn, table: &Table) -> anyhow::Result<()> {
    ensure!(table.columns.iter().all(|(_, kind)| *kind != Kind::Other), "it has a column of a type that is not known here");
    let reading = table.reading();
    let copied = match from.begin() {
        Engine::Sqlite(from) => pour(sqlx::query(reading).fetch(from), to, table).await,
        Engine::Postgres(from, _) => pour(sqlx::query(reading).fetch(from), to, table).await,
    };
    from.ended(&copied);
    Ok(copied?)
}

/// One value, as both engines understand it.
enum Value {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
    Uuid(Uuid),
    Flag(bool),
}

/// Writes what comes in, as it comes.
async fn pour<R>(rows: impl Stream<Item = Result<R, Error>>, to: &mut Conn, table: &Table) -> Result<(), Error>
where
    R: Row,
    usize: ColumnIndex<R>,
    for<'r> Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<Vec<u8>>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<Uuid>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<bool>: Decode<'r, R::Database> + Type<R::Database>,
{
    let most = if to.is_sqlite() { SQLITE_ROWS } else { POSTGRES_ROWS };
    let mut rows = pin!(rows);
    let mut waiting: Vec<Vec<Value>> = Vec::with_capacity(most);
    while let Some(row) = rows.next().await {
        let row = row?;
        let values = table.columns.iter().enumerate().map(|(at, (_, kind))| value(&row, at, *kind));
        waiting.push(values.collect::<Result<_, _>>()?);
        if waiting.len() == most {
            write(to, table, &waiting).await?;
            waiting.clear();
        }
    }
    if waiting.is_empty() { Ok(()) } else { write(to, table, &waiting).await }
}

fn value<R>(row: &R, at: usize, kind: Kind) -> Result<Value, Error>
where
    R: Row,
    usize: ColumnIndex<R>,
    for<'r> Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<Vec<u8>>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<Uuid>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<bool>: Decode<'r, R::Database> + Type<R::Database>,
{
    let value = match kind {
        Kind::Number => row.try_get::<Option<i64>, _>(at)?.map(Value::Number),
        Kind::Text => row.try_get::<Option<String>, _>(at)?.map(Value::Text),
        Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?.map(Value::Bytes),
        Kind::Uuid => row.try_get::<Option<Uuid>, _>(at)?.map(Value::Uuid),
        Kind::Flag => row.try_get::<Option<bool>, _>(at)?.map(Value::Flag),
        Kind::Other => None,
    };
    Ok(value.unwrap_or(Value::Null))
}

async fn write(to: &mut Conn, table: &Table, rows: &[Vec<Value>]) -> Result<(), Error> {
    let written = match to.begin() {
        Engine::Sqlite(to) => {
            let mut insert = sqlx::query(table.inserting(rows.len()));
            for value in rows.iter().flatten() {
                insert = match value {
                    Value::Null => insert.bind(None::<i64>),
                    Value::Number(number) => insert.bind(number),
                    Value::Text(text) => insert.bind(text),
                    Value::Bytes(bytes) => insert.bind(bytes),
                    Value::Uuid(id) => insert.bind(id),
                    Value::Flag(flag) => insert.bind(flag),
                };
            }
            insert.execute(to).await.map(drop)
        }
        Engine::Postgres(to, _) => copy_in(to, table, rows).await,
    };
    to.ended(&written);
    written
}

async fn copy_in(to: &mut sqlx::PgConnection, table: &Table, rows: &[Vec<Value>]) -> Result<(), Error> {
    let mut copy = to.copy_in_raw(&table.copying()).await?;
    copy.send(as_text(rows).into_bytes()).await?;
    copy.finish().await.map(drop)
}

/// Rows as PostgreSQL reads them: tabs between values, `\N` for none.
fn as_text(rows: &[Vec<Value>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (at, value) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            let _ = match value {
                Value::Null => text.write_str("\\N"),
                Value::Number(number) => write!(text, "{number}"),
                Value::Text(plain) => plain.chars().try_for_each(|c| escape(&mut text, c)),
                Value::Bytes(bytes) => write!(text, "\\\\x{}", data_encoding::HEXLOWER.encode(bytes)),
                Value::Uuid(id) => write!(text, "{id}"),
                Value::Flag(flag) => text.write_str(if *flag { "t" } else { "f" }),
            };
        }
        text.push('\n');
    }
    text
}

fn escape(text: &mut String, c: char) -> std::fmt::Result {
    match c {
        '\\' => text.write_str("\\\\"),
        '\t' => text.write_str("\\t"),
        '\n' => text.write_str("\\n"),
        '\r' => text.write_str("\\r"),
        c => text.write_char(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_text_that_postgres_reads_back() {
        let row = vec![
            Value::Null,
            Value::Number(-1),
            Value::Text("\\N\ta\r\nb\\ é".into()),
            Value::Bytes(vec![0, 255]),
            Value::Uuid(Uuid::nil()),
            Value::Flag(true),
            Value::Text(String::new()),
        ];
        let id = Uuid::nil();
        assert_eq!(as_text(&[row]), format!("\\N\t-1\t\\\\N\\ta\\r\\nb\\\\ é\t\\\\x00ff\t{id}\tt\t\n"));
    }
}
