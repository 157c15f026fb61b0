//! Connections for reading. sqlx's own pool pings a connection whenever it comes back, in a task made for
//! that: on PostgreSQL a page would take two more round trips for each that it borrows.

use sqlx::{ConnectOptions, Connection, Error};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

/// A connection that lay idle for this long is asked whether it still works before it is lent.
const TRUSTED: Duration = Duration::from_secs(20);

/// A pool of at most so many connections. Cloning shares them.
#[derive(Debug)]
pub struct Pool<C: Connection>(Arc<Shared<C>>);

#[derive(Debug)]
struct Shared<C: Connection> {
    options: C::Options,
    most: u32,
    places: Arc<Semaphore>,
    idle: Mutex<Vec<(C, Instant)>>,
    statements: AtomicU64,
}

impl<C: Connection> Clone for Pool<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<C: Connection> Pool<C> {
    /// A pool whose first connection is open.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn connect(options: C::Options, most: u32) -> Result<Self, Error> {
        let first = options.connect().await?;
        let (places, idle) = (Arc::new(Semaphore::new(most as usize)), Mutex::new(vec![(first, Instant::now())]));
        Ok(Self(Arc::new(Shared { options, most, places, idle, statements: AtomicU64::new(0) })))
    }

    /// Borrows a connection, opened where none is idle.
    ///
    /// # Errors
    /// None is free, or can be opened, within this time; the pool was closed.
    pub async fn acquire(&self, patience: Duration) -> Result<Lent<C>, Error> {
        timeout(patience, self.lend()).await.map_err(|_| Error::PoolTimedOut)?
    }

    async fn lend(&self) -> Result<Lent<C>, Error> {
        let place = Arc::clone(&self.0.places).acquire_owned().await.map_err(|_| Error::PoolClosed)?;
        while let Some((mut conn, since)) = self.0.take() {
            if since.elapsed() < TRUSTED || conn.ping().await.is_ok() {
                return Ok(Lent::of(conn, Arc::clone(&self.0), place));
            }
        }
        Ok(Lent::of(self.0.options.connect().await?, Arc::clone(&self.0), place))
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

    /// Ends all connections, those in use once they come back.
    pub async fn close(&self, patience: Duration) {
        let _ = timeout(patience, self.0.places.acquire_many(self.0.most)).await;
        self.0.places.close();
        while let Some((conn, _)) = self.0.take() {
            let _ = conn.close().await;
        }
    }
}

impl<C: Connection> Shared<C> {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(C, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Option<(C, Instant)> {
        self.idle().pop()
    }
}

/// How a connection was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// Its last statement ended well.
    Whole,
    /// A statement was begun, and nobody saw it end well.
    InDoubt,
    /// It does not reach the database any more, and neither may the others.
    Lost,
}

/// A borrowed connection. It goes back when it is dropped, unless its last statement did not end well:
/// what an error, or somebody who went away, left in doubt is never used again.
pub struct Lent<C: Connection> {
    /// There until it is dropped.
    conn: Option<C>,
    left: Left,
    is_kept: bool,
    pool: Arc<Shared<C>>,
    _place: OwnedSemaphorePermit,
}

impl<C: Connection> Lent<C> {
    fn of(conn: C, pool: Arc<Shared<C>>, place: OwnedSemaphorePermit) -> Self {
        Self { conn: Some(conn), left: Left::Whole, is_kept: true, pool, _place: place }
    }

    /// The connection, for one statement, of whose end [`Self::ended`] is to be told.
    pub fn begin(&mut self) -> &mut C {
        self.left = Left::InDoubt;
        self.pool.statements.fetch_add(1, Ordering::Relaxed);
        self.conn.as_mut().expect("it is taken out when it is dropped")
    }

    /// How the statement ended.
    pub fn ended<T>(&mut self, outcome: &Result<T, Error>) {
        self.left = match outcome {
            Ok(_) => Left::Whole,
            Err(Error::Io(_) | Error::Tls(_) | Error::Protocol(_) | Error::WorkerCrashed) => Left::Lost,
            Err(_) => Left::InDoubt,
        };
    }

    /// It is closed when it is dropped: its settings are no longer those of the others.
    pub fn keep_from_others(&mut self) {
        self.is_kept = false;
    }
}

impl<C: Connection> Drop for Lent<C> {
    fn drop(&mut self) {
        match (self.left, self.conn.take()) {
            (Left::Whole, Some(conn)) if self.is_kept && !self.pool.places.is_closed() => {
                self.pool.idle().push((conn, Instant::now()));
            }
            (Left::Lost, _) => self.pool.idle().clear(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::engine::{Db, fetch_all};
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
        let pool = match &db {
            Db::Sqlite { readers, .. } => readers.pages.clone(),
            Db::Postgres { .. } => unreachable!("it is SQLite"),
        };
        assert!(matches!(pool.acquire(PATIENCE).await, Err(Error::PoolTimedOut)));
        drop(lent.pop());
        pool.acquire(PATIENCE).await.unwrap();
        lent.clear();
        db.close().await;
        assert!(matches!(pool.acquire(PATIENCE).await, Err(Error::PoolClosed)));
    }
}
