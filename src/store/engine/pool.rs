//! Connections, lent one by one. sqlx's own pool pings a connection whenever it comes back, in a task made for
//! that: on PostgreSQL a page would take two more round trips for each that it borrows. And it lends again what
//! an error left in doubt: after a disk that failed once, SQLite's writer never worked again.

use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::{ConnectOptions, Connection, Error, PgConnection, SqliteConnection};
use std::io::ErrorKind as ErrorKindOfIo;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout, timeout_at};

/// A connection that lay idle for this long, or since before another one was lost, is asked whether it still works
/// before it is lent.
const TRUSTED: Duration = Duration::from_secs(20);
/// How long a transaction that was given up may take to be rolled back.
const ROLLBACK: Duration = Duration::from_secs(5);

/// How long a connection is at least given to begin, however long its place was waited for.
const LEAST: Duration = Duration::from_secs(2);

/// The error of a database that does not answer.
pub(super) fn silence() -> Error {
    Error::Io(std::io::Error::new(ErrorKindOfIo::TimedOut, "the database does not answer"))
}

/// A connection on which text is run as it stands, such as `BEGIN`.
pub trait Runs: Connection + Send + 'static {
    /// Whether beginning a transaction may have to wait for others who write.
    const BEGINNING_WAITS: bool;

    /// # Errors
    /// The database refuses it, or is away.
    fn run(&mut self, sql: &'static str) -> impl Future<Output = Result<(), Error>> + Send;
}

impl Runs for SqliteConnection {
    const BEGINNING_WAITS: bool = true;

    async fn run(&mut self, sql: &'static str) -> Result<(), Error> {
        sqlx::raw_sql(sql).execute(self).await.map(drop)
    }
}

impl Runs for PgConnection {
    const BEGINNING_WAITS: bool = false;

    async fn run(&mut self, sql: &'static str) -> Result<(), Error> {
        sqlx::raw_sql(sql).execute(self).await.map(drop)
    }
}

/// A pool of at most so many connections. Cloning shares them.
#[derive(Debug)]
pub struct Pool<C: Connection>(Arc<Shared<C>>);

/// How many connections to one database were lost: each may have been lost with all others. Shared by the pools of
/// a database.
#[derive(Clone, Debug, Default)]
pub struct Losses(Arc<AtomicU64>);

impl Losses {
    fn number(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn one_more(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A connection that nobody uses: since when, and how many had been lost by then.
#[derive(Debug)]
struct Idle<C> {
    conn: C,
    since: Instant,
    losses: u64,
}

#[derive(Debug)]
struct Shared<C: Connection> {
    options: C::Options,
    most: u32,
    /// What each lending begins with: a transaction, where there is one.
    opening: Option<&'static str>,
    places: Arc<Semaphore>,
    idle: Mutex<Vec<Idle<C>>>,
    losses: Losses,
    statements: AtomicU64,
    /// Told when nothing that is under way is waited for any longer.
    broken_off: Arc<Notify>,
}

impl<C: Connection> Clone for Pool<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<C: Runs> Pool<C> {
    /// A pool whose first connection is open. Whoever borrows one gets it in a transaction that `opening`
    /// begins, where that is given.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn connect(options: C::Options, most: u32, opening: Option<&'static str>, losses: &Losses) -> Result<Self, Error> {
        let losses = losses.clone();
        let first = Idle { conn: options.connect().await?, since: Instant::now(), losses: losses.number() };
        let (places, idle) = (Arc::new(Semaphore::new(most as usize)), Mutex::new(vec![first]));
        Ok(Self(Arc::new(Shared {
            options,
            most,
            opening,
            places,
            idle,
            losses,
            statements: AtomicU64::new(0),
            broken_off: Arc::default(),
        })))
    }

    /// How its connections are opened.
    pub fn options(&self) -> &C::Options {
        &self.0.options
    }

    /// Borrows a connection, opened where none is idle.
    ///
    /// # Errors
    /// None is free, or can be opened, within this time; the pool was closed.
    pub async fn acquire(&self, patience: Duration) -> Result<Lent<C>, Error> {
        self.acquire_with(self.0.opening, patience).await
    }

    /// As [`Self::acquire`], in a transaction that another text begins.
    ///
    /// # Errors
    /// As [`Self::acquire`].
    pub async fn acquire_with(&self, opening: Option<&'static str>, patience: Duration) -> Result<Lent<C>, Error> {
        let until = Instant::now() + patience;
        let place = timeout_at(until, Arc::clone(&self.0.places).acquire_owned()).await.map_err(|_| Error::PoolTimedOut)?;
        let place = place.map_err(|_| Error::PoolClosed)?;
        match timeout_at(until.max(Instant::now() + LEAST), self.lend(place, opening)).await {
            Ok(lent) => lent,
            Err(_) if C::BEGINNING_WAITS => Err(Error::PoolTimedOut),
            Err(_) => {
                // It is as silent on the others.
                self.forget_idle();
                Err(silence())
            }
        }
    }

    async fn lend(&self, place: OwnedSemaphorePermit, opening: Option<&'static str>) -> Result<Lent<C>, Error> {
        while let Some(mut idle) = self.0.take() {
            let is_trusted = idle.since.elapsed() < TRUSTED && idle.losses == self.0.losses.number();
            if !is_trusted && idle.conn.ping().await.is_err() {
                continue;
            }
            let mut conn = idle.conn;
            let Some(opening) = opening else { return Ok(Lent::of(conn, Arc::clone(&self.0), place)) };
            match conn.run(opening).await {
                Ok(()) => return Ok(Lent::of(conn, Arc::clone(&self.0), place).in_transaction()),
                // It was lost while it lay idle: nothing has happened yet, another one may do.
                Err(error) if how(&error) == Left::Lost => self.0.losses.one_more(),
                Err(error) => {
                    if how(&error) == Left::Refused {
                        self.0.take_back(conn);
                    }
                    return Err(error);
                }
            }
        }
        let mut conn = self.0.options.connect().await?;
        if let Some(opening) = opening {
            conn.run(opening).await?;
        }
        let lent = Lent::of(conn, Arc::clone(&self.0), place);
        Ok(if opening.is_some() { lent.in_transaction() } else { lent })
    }

    /// Connections that are in use and idle.
    pub fn counts(&self) -> (u32, u32) {
        let free = u32::try_from(self.0.places.available_permits()).unwrap_or(u32::MAX);
        let idle = u32::try_from(self.0.idle().len()).unwrap_or(u32::MAX);
        (self.0.most.saturating_sub(free), idle)
    }

    /// How many statements were run.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Ends everything that waits for an answer, and closes what lies idle.
    pub fn break_off(&self) {
        self.0.broken_off.notify_waiters();
        self.forget_idle();
    }

    /// Closes what lies idle: whoever comes next gets a new connection.
    pub fn forget_idle(&self) {
        self.0.idle().clear();
    }

    /// Lends nothing until the answer is dropped, once everything that is lent has come back, and closes all of it.
    ///
    /// # Errors
    /// Not all of it comes back within this time.
    pub async fn empty(&self, patience: Duration) -> Result<SemaphorePermit<'_>, Error> {
        let all = timeout(patience, self.0.places.acquire_many(self.0.most)).await.map_err(|_| Error::PoolTimedOut)?;
        let all = all.map_err(|_| Error::PoolClosed)?;
        while let Some(Idle { conn, .. }) = self.0.take() {
            conn.close().await?;
        }
        Ok(all)
    }

    /// Ends all connections, those in use once they come back.
    pub async fn close(&self, patience: Duration) {
        let _ = timeout(patience, self.0.places.acquire_many(self.0.most)).await;
        self.0.places.close();
        while let Some(Idle { conn, .. }) = self.0.take() {
            let _ = conn.close().await;
        }
    }
}

impl<C: Connection> Shared<C> {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Idle<C>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Option<Idle<C>> {
        self.idle().pop()
    }

    /// Takes back a connection that is as it was lent.
    fn take_back(&self, conn: C) {
        if !self.places.is_closed() {
            self.idle().push(Idle { conn, since: Instant::now(), losses: self.losses.number() });
        }
    }
}

/// How a connection was left by its worst statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Left {
    /// All that was asked ended well.
    Whole,
    /// The database refused a statement for what it would have broken, or for others who were first: a
    /// transaction is rolled back, and the connection is as good as before.
    Refused,
    /// A statement failed, or nobody saw it end.
    InDoubt,
    /// It does not reach the database any more, and neither may the others.
    Lost,
}

/// What an error says about the connection on which it came.
fn how(error: &Error) -> Left {
    match error {
        Error::Io(_) | Error::Tls(_) | Error::Protocol(_) | Error::WorkerCrashed => Left::Lost,
        Error::Database(error) if error.kind() != ErrorKind::Other => Left::Refused,
        Error::Database(error) => of_code(error.as_ref()),
        _ => Left::InDoubt,
    }
}

fn of_code(error: &dyn DatabaseError) -> Left {
    match error.code().as_deref() {
        // PostgreSQL: serialization failure, deadlock, lock timeout. SQLite: busy, before anything was begun.
        Some("40001" | "40P01" | "55P03" | "5" | "517") => Left::Refused,
        // PostgreSQL ends all connections, or this one.
        Some(code) if code.len() == 5 && (code.starts_with("57P") || code.starts_with("08")) => Left::Lost,
        _ => Left::InDoubt,
    }
}

/// A borrowed connection. It goes back when it is dropped, unless it was left in doubt: what an error, or
/// somebody who went away, left in doubt is never used again. A transaction that is not committed is rolled
/// back first.
pub struct Lent<C: Runs> {
    /// There until it is dropped.
    conn: Option<C>,
    left: Left,
    /// Whether a statement was begun whose end nobody told.
    running: bool,
    in_transaction: bool,
    is_kept: bool,
    pool: Arc<Shared<C>>,
    place: Option<OwnedSemaphorePermit>,
}

impl<C: Runs> Lent<C> {
    fn of(conn: C, pool: Arc<Shared<C>>, place: OwnedSemaphorePermit) -> Self {
        let (left, place) = (Left::Whole, Some(place));
        Self { conn: Some(conn), left, running: false, in_transaction: false, is_kept: true, pool, place }
    }

    fn in_transaction(mut self) -> Self {
        self.in_transaction = true;
        self
    }

    /// The connection, for one statement, of whose end [`Self::ended`] is to be told.
    pub fn begin(&mut self) -> &mut C {
        self.running = true;
        self.pool.statements.fetch_add(1, Ordering::Relaxed);
        self.conn.as_mut().expect("it is taken out when it is dropped")
    }

    /// Told when the end of a statement is not waited for any longer.
    pub fn broken_off(&self) -> Arc<Notify> {
        Arc::clone(&self.pool.broken_off)
    }

    /// How the statement ended.
    pub fn ended<T>(&mut self, outcome: &Result<T, Error>) {
        self.running = false;
        if let Err(error) = outcome {
            self.left = self.left.max(how(error));
        }
    }

    /// Makes what the transaction wrote last.
    ///
    /// # Errors
    /// The commit failed; whether it took hold is then unknown.
    pub async fn commit(mut self) -> Result<(), Error> {
        let outcome = self.begin().run("COMMIT").await;
        self.ended(&outcome);
        // Whatever came of it, there is nothing left to roll back that closing would not.
        self.in_transaction = false;
        if outcome.is_err() {
            self.left = self.left.max(Left::InDoubt);
        }
        outcome
    }

    /// It is closed when it is dropped: its settings are no longer those of the others.
    pub fn keep_from_others(&mut self) {
        self.is_kept = false;
    }

    /// Whether it can be lent again, once a transaction is rolled back.
    fn can_go_back(&self) -> bool {
        let is_sound = if self.in_transaction { self.left <= Left::Refused } else { self.left == Left::Whole };
        is_sound && !self.running && self.is_kept
    }
}

impl<C: Runs> Drop for Lent<C> {
    fn drop(&mut self) {
        let (Some(conn), place) = (self.conn.take(), self.place.take()) else { return };
        if self.left == Left::Lost {
            self.pool.losses.one_more();
        }
        if !self.can_go_back() {
            return;
        }
        if !self.in_transaction {
            return self.pool.take_back(conn);
        }
        // Outside of the runtime there is nobody to wait for it: it is closed, which rolls back too.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(roll_back(conn, Arc::clone(&self.pool), place));
        }
    }
}

async fn roll_back<C: Runs>(mut conn: C, pool: Arc<Shared<C>>, place: Option<OwnedSemaphorePermit>) {
    if let Ok(Ok(())) = timeout(ROLLBACK, conn.run("ROLLBACK")).await {
        pool.take_back(conn);
    }
    drop(place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::engine::{Db, Pools, fetch_all};
    use crate::store::{Conn, took_too_long};

    const FOREVER: &str = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n";
    const PATIENCE: Duration = Duration::from_millis(100);

    async fn db() -> (Db, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        (Db::connect(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap(), folder)
    }

    async fn run(conn: &mut Conn, sql: &'static str) -> Result<Vec<(i64,)>, Error> {
        fetch_all!(conn, (i64,), sql)
    }

    fn idle(db: &Db) -> i64 {
        db.connections().1
    }

    #[tokio::test]
    async fn what_ended_well_is_lent_again_and_nothing_else() {
        let (db, _folder) = db().await;
        let before = idle(&db);
        let mut conn = db.read().await.unwrap();
        assert_eq!(idle(&db), before - 1);
        assert_eq!(run(&mut conn, "SELECT 1").await.unwrap(), [(1,)]);
        drop(conn);
        assert_eq!(idle(&db), before);
        let mut conn = db.read().await.unwrap();
        run(&mut conn, "EXPLAIN NONSENSE").await.unwrap_err();
        drop(conn);
        assert_eq!(idle(&db), before - 1, "an error leaves it in doubt");
        let mut conn = db.read().await.unwrap();
        let _ = timeout(PATIENCE, run(&mut conn, FOREVER)).await.unwrap_err();
        drop(conn);
        assert_eq!(idle(&db), before - 1, "so does somebody who went away");
        assert_eq!(run(&mut db.read().await.unwrap(), "SELECT 2").await.unwrap(), [(2,)]);
        assert_eq!(idle(&db), before);
    }

    #[tokio::test]
    async fn a_question_that_takes_too_long_is_ended_and_others_are_answered_meanwhile() {
        let (db, _folder) = db().await;
        let other = db.clone();
        let endless = tokio::spawn(async move { run(&mut other.read_much(PATIENCE).await?, FOREVER).await });
        tokio::time::sleep(PATIENCE).await;
        assert_eq!(run(&mut db.read().await.unwrap(), "SELECT 1").await.unwrap(), [(1,)]);
        let error = endless.await.unwrap().unwrap_err();
        assert!(took_too_long(&error), "{error}");
        assert_eq!(run(&mut db.read_much(PATIENCE).await.unwrap(), "SELECT 1").await.unwrap(), [(1,)]);
    }

    #[tokio::test]
    async fn no_more_are_lent_than_there_are_and_none_once_it_is_closed() {
        let (db, _folder) = db().await;
        let mut lent = Vec::new();
        while let Ok(conn) = db.read().await {
            lent.push(conn);
            if lent.len() == 8 {
                break;
            }
        }
        let pool = match &db.pools {
            Pools::Sqlite { readers, .. } => readers.pages.clone(),
            Pools::Postgres { .. } => unreachable!("it is SQLite"),
        };
        assert!(matches!(pool.acquire(PATIENCE).await, Err(Error::PoolTimedOut)));
        drop(lent.pop());
        pool.acquire(PATIENCE).await.unwrap();
        lent.clear();
        db.close().await;
        assert!(matches!(pool.acquire(PATIENCE).await, Err(Error::PoolClosed)));
    }
}
