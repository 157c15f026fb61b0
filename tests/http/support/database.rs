//! A database for one test, on the engine that `PORTICO_TEST_ENGINE` names.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use super::sound::LeftBroken;

/// Tables that change on a mere visit, and therefore say nothing about a refusal.
const IGNORED: [&str; 2] = ["sessions", "throttles"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The engine of this run: `PORTICO_TEST_ENGINE`, `sqlite` when it is not set.
    ///
    /// # Panics
    /// On any other value, so that a misspelt name does not test SQLite twice.
    pub fn of_this_run() -> Self {
        match std::env::var("PORTICO_TEST_ENGINE").as_deref() {
            Err(_) | Ok("" | "sqlite") => Self::Sqlite,
            Ok("postgres") => Self::Postgres,
            Ok(other) => panic!("PORTICO_TEST_ENGINE is {other:?}; it may be sqlite or postgres"),
        }
    }
}

/// A database that nobody else uses and that is gone after the test. Before it goes it is asked what
/// `portico check` asks; [`TestDatabase::leave_broken`] is for the tests that are about that.
pub struct TestDatabase {
    pub(super) left_broken: LeftBroken,
    engine: Engine,
    url: String,
    name: String,
    folder: tempfile::TempDir,
}

impl TestDatabase {
    /// An empty database (no tables yet) on the engine of this run.
    pub async fn create() -> Self {
        Self::create_on(Engine::of_this_run()).await
    }

    /// An empty database on `engine`.
    ///
    /// # Panics
    /// When PostgreSQL is asked for and `PORTICO_TEST_POSTGRES` does not lead to one: a test
    /// that cannot run has failed.
    pub async fn create_on(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let name = name_like(folder.path());
        let url = match engine {
            Engine::Sqlite => {
                let file = folder.path().join("portico.db");
                format!("sqlite://{}?mode=rwc", file.display())
            }
            Engine::Postgres => {
                // From template0, to which nobody can be connected: creating side by side works.
                administer(&format!("CREATE DATABASE {name} TEMPLATE template0")).await;
                beside(&server_url(), &name)
            }
        };
        Self { left_broken: LeftBroken::default(), engine, url, name, folder }
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// What to give to Portico as its database URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The test's own folder: it holds the SQLite file, and may hold a data directory.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// An id as it is written in a statement.
    pub fn id(&self, id: uuid::Uuid) -> String {
        match self.engine {
            Engine::Sqlite => format!("X'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'"),
        }
    }

    /// Runs statements that prepare a situation. Without parameters, several at once.
    pub async fn execute(&self, sql: &str) {
        self.try_execute(sql).await.expect("the statement of the test runs");
    }

    /// Runs statements that the database may refuse; gives what it says then.
    pub async fn try_execute(&self, sql: &str) -> Result<(), String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine {
            Engine::Sqlite => self.sqlite().await.execute(sqlx::raw_sql(sql)).await.map(drop),
            Engine::Postgres => self.postgres().await.execute(sqlx::raw_sql(sql)).await.map(drop),
        }
        .map_err(|error| error.to_string())
    }

    /// The first column of every row as text; a query casts what is not text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine {
            Engine::Sqlite => sqlx::query_scalar(sql).fetch_all(&mut self.sqlite().await).await,
            Engine::Postgres => sqlx::query_scalar(sql).fetch_all(&mut self.postgres().await).await,
        }
        .expect("the query of the test runs")
    }

    /// The one number that a query gives, such as a `COUNT(*)`.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine {
            Engine::Sqlite => sqlx::query_scalar(sql).fetch_one(&mut self.sqlite().await).await,
            Engine::Postgres => sqlx::query_scalar(sql).fetch_one(&mut self.postgres().await).await,
        }
        .expect("the query of the test gives one number")
    }

    /// SHA-256 over all rows of all tables but sessions and throttles.
    pub async fn digest(&self) -> String {
        self.snapshot().await.digest()
    }

    /// All rows of all tables but sessions and throttles, read from the catalogue.
    pub async fn snapshot(&self) -> Snapshot {
        let mut tables = BTreeMap::new();
        for table in self.texts(self.table_names()).await {
            if !IGNORED.contains(&table.as_str()) {
                let mut rows = self.texts(&self.rows_of(&table).await).await;
                rows.sort_unstable();
                tables.insert(table, rows);
            }
        }
        Snapshot { tables }
    }

    /// Every row of every table as text, sessions and throttles too; bytes in hexadecimal.
    pub async fn everything(&self) -> String {
        let mut rows = Vec::new();
        for table in self.texts(self.table_names()).await {
            rows.extend(self.texts(&self.rows_of(&table).await).await);
        }
        rows.join("\n")
    }

    /// # Panics
    /// With the rows that differ, when anything changed since `before`.
    pub async fn assert_unchanged_since(&self, before: &Snapshot) {
        let differences = before.differences(&self.snapshot().await);
        assert!(differences.is_empty(), "the database changed:\n{}", differences.join("\n"));
    }

    fn table_names(&self) -> &'static str {
        match self.engine {
            // FTS5 keeps its own tables in whatever way it likes; what it says is read from the virtual ones.
            Engine::Sqlite => {
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%'"
            }
            Engine::Postgres => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'",
        }
    }

    /// A query that writes each row as one text, in which NULL and '' differ.
    async fn rows_of(&self, table: &str) -> String {
        if self.engine == Engine::Postgres {
            return format!(r#"SELECT CAST(r AS TEXT) FROM "{table}" AS r"#);
        }
        let columns = format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid");
        let mut quoted = String::new();
        for column in self.texts(&columns).await {
            let comma = if quoted.is_empty() { "" } else { " || ', ' || " };
            write!(quoted, r#"{comma}quote("{column}")"#).expect("writing to a string");
        }
        format!(r#"SELECT {quoted} FROM "{table}""#)
    }

    async fn sqlite(&self) -> SqliteConnection {
        let mut connection = SqliteConnection::connect(&self.url).await.expect("SQLite opens");
        connection.execute("PRAGMA busy_timeout = 10000").await.expect("SQLite answers");
        connection
    }

    pub async fn postgres(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.expect("PostgreSQL opens")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let broken = if std::thread::panicking() { Vec::new() } else { wait_for(self.broken()) };
        if self.engine == Engine::Postgres {
            wait_for(administer(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)));
        }
        if !std::thread::panicking() {
            self.left_broken.judge_at_the_end(&broken);
        }
    }
}

/// All rows at one moment, each written as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    tables: BTreeMap<String, Vec<String>>,
}

impl Snapshot {
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (table, rows) in &self.tables {
            hash.update(format!("{table} {}\n", rows.len()));
            for row in rows {
                hash.update(format!("{} {row}\n", row.len()));
            }
        }
        data_encoding::HEXLOWER.encode(&hash.finalize())
    }

    /// The rows of `table`, for a test that wants to see them.
    pub fn rows(&self, table: &str) -> &[String] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    /// `- members (…)` for each row that is gone, `+ members (…)` for each that came.
    pub fn differences(&self, later: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        for (sign, of, other) in [('-', self, later), ('+', later, self)] {
            for (table, rows) in &of.tables {
                let mut known = other.rows(table).to_vec();
                for row in rows {
                    match known.iter().position(|candidate| candidate == row) {
                        Some(at) => drop(known.swap_remove(at)),
                        None => lines.push(format!("{sign} {table} {row}")),
                    }
                }
            }
        }
        lines
    }
}

/// The URL of the PostgreSQL server that the tests may create databases on.
pub fn server_url() -> String {
    std::env::var("PORTICO_TEST_POSTGRES").expect(
        "PORTICO_TEST_POSTGRES must name a PostgreSQL server on which databases may be created, \
         such as postgres://postgres@127.0.0.1:5432/postgres; bin/test starts one",
    )
}

/// As unique as the folder that the test was given, in the letters of an unquoted name.
fn name_like(folder: &std::path::Path) -> String {
    let folder = folder.to_string_lossy().to_lowercase();
    let folder = folder.rsplit('/').next().unwrap_or_default();
    let unique = folder.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    format!("portico_{}_{unique}", std::process::id())
}

/// The URL of another database on the same server.
fn beside(server: &str, name: &str) -> String {
    let mut url = reqwest::Url::parse(server).expect("PORTICO_TEST_POSTGRES is a URL");
    url.set_path(name);
    url.into()
}

async fn administer(statement: &str) {
    let mut connection =
        PgConnection::connect(&server_url()).await.unwrap_or_else(|error| panic!("PORTICO_TEST_POSTGRES: {error}"));
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(statement.to_owned())))
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// Waits for work where nothing can be awaited, such as in `Drop`: the test's runtime may be gone, or may
/// be this thread's. The work opens connections of its own, for those of the test stand still meanwhile.
pub fn wait_for<T: Send>(work: impl Future<Output = T> + Send) -> T {
    let wait = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(work)
    };
    std::thread::scope(|scope| scope.spawn(wait).join()).expect("the work ends")
}
