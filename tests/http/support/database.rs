//! A database for one test, on the engine that `PORTICO_TEST_ENGINE` names.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Connection, Executor, FromRow, PgConnection, SqliteConnection};

use tempfile::TempDir;

use super::kept::Kept;
use super::snapshot::Snapshot;
use super::sound::LeftBroken;
use super::template;

/// Tables that change on a mere visit, or because somebody watches, and therefore say nothing about a refusal.
const IGNORED: [&str; 6] = ["member_visits", "nodes", "portal_logs", "session_visits", "sessions", "throttles"];
/// The kinds of events that keep a refusal, as either engine writes them in a row.
const REFUSALS: [&str; 4] = ["'refused'", ",refused,", "'alert_raised'", ",alert_raised,"];
const SQLITE_FILE: &str = "portico.db";

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
    kept: Kept,
    folder: tempfile::TempDir,
}

/// A folder that nobody else can read: no other is used for a database. In this folder, or where temporary ones lie.
pub fn own_folder(within: Option<&Path>) -> TempDir {
    let mut own = tempfile::Builder::new();
    own.permissions(Permissions::from_mode(0o700));
    let made = within.map_or_else(|| own.tempdir(), |folder| own.tempdir_in(folder));
    made.expect("a folder for the test")
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
        let new = Self::named(engine);
        if engine == Engine::Postgres {
            // From template0, to which nobody can be connected: creating side by side works.
            administer(&mut server().await, &format!("CREATE DATABASE {} TEMPLATE template0", new.name)).await;
        }
        new
    }

    /// A database with the tables of today on the engine of this run, copied from one that was migrated
    /// once for all tests.
    pub async fn migrated() -> Self {
        let new = Self::named(Engine::of_this_run());
        match new.engine {
            Engine::Sqlite => template::copy_sqlite(&new.sqlite_file()).await,
            Engine::Postgres => template::copy_postgres(&new.name).await,
        }
        new
    }

    /// An SQLite database whose files lie in this folder, in one of their own.
    pub fn sqlite_at(folder: &Path) -> Self {
        Self::in_folder(Engine::Sqlite, own_folder(Some(folder)))
    }

    fn named(engine: Engine) -> Self {
        Self::in_folder(engine, own_folder(None))
    }

    fn in_folder(engine: Engine, folder: tempfile::TempDir) -> Self {
        let name = name_like(folder.path());
        let url = match engine {
            Engine::Sqlite => sqlite_url(&folder.path().join(SQLITE_FILE)),
            Engine::Postgres => beside(&server_url(), &name),
        };
        Self { left_broken: LeftBroken::default(), engine, url, name, kept: Kept::default(), folder }
    }

    fn sqlite_file(&self) -> PathBuf {
        self.folder.path().join(SQLITE_FILE)
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Gives an SQLite file, which something else than Portico made, the rights that Portico gives it.
    pub fn keep_to_owner(&self) {
        if self.engine == Engine::Sqlite {
            let mine = Permissions::from_mode(0o600);
            std::fs::set_permissions(self.sqlite_file(), mine).expect("its rights are changed");
        }
    }

    /// What to give to Portico as its database URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The test's own folder: it holds the SQLite file, and may hold a data directory.
    pub fn folder(&self) -> &Path {
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
        self.ask::<(String,)>(sql).await.into_iter().map(|(text,)| text).collect()
    }

    /// The one number that a query gives, such as a `COUNT(*)`.
    pub async fn number(&self, sql: &str) -> i64 {
        self.ask::<(i64,)>(sql).await.first().expect("the query of the test gives a number").0
    }

    /// The rows of a query.
    async fn ask<R>(&self, sql: &str) -> Vec<R>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let sql = AssertSqlSafe(sql.to_owned());
        let rows = match self.engine {
            Engine::Sqlite => sqlx::query_as(sql).fetch_all(&mut self.sqlite().await).await,
            Engine::Postgres => {
                let mut connection = self.kept.take(&self.url).await;
                let rows = sqlx::query_as(sql).fetch_all(&mut connection).await;
                self.kept.keep(connection);
                rows
            }
        };
        rows.expect("the query of the test runs")
    }

    /// SHA-256 over all rows of all tables but sessions and throttles.
    pub async fn digest(&self) -> String {
        self.snapshot().await.digest()
    }

    /// All rows of all tables but sessions and throttles, read from the catalogue.
    pub async fn snapshot(&self) -> Snapshot {
        let mut tables = self.rows().await;
        tables.retain(|table, _| !IGNORED.contains(&table.as_str()));
        // Refusals are kept in logs, beside the answer.
        if let Some(events) = tables.get_mut("events") {
            events.retain(|row| !REFUSALS.iter().any(|kind| row.contains(kind)));
        }
        tables.values_mut().for_each(|rows| rows.sort_unstable());
        Snapshot::of(tables)
    }

    /// Every row of every table as text, sessions and throttles too; bytes in hexadecimal.
    pub async fn everything(&self) -> String {
        self.rows().await.into_values().flatten().collect::<Vec<_>>().join("\n")
    }

    /// # Panics
    /// With the rows that differ, when anything changed since `before`.
    pub async fn assert_unchanged_since(&self, before: &Snapshot) {
        let differences = before.differences(&self.snapshot().await);
        assert!(differences.is_empty(), "the database changed:\n{}", differences.join("\n"));
    }

    /// The rows of every table, read with one statement: each row as one text, in which NULL and '' differ.
    pub async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, column) in self.ask::<(String, String)>(self.columns()).await {
            columns.entry(table).or_default().push(column);
        }
        let selects: Vec<_> = columns.iter().map(|(table, columns)| self.rows_of(table, columns)).collect();
        let mut rows: BTreeMap<_, _> = columns.into_keys().map(|table| (table, Vec::new())).collect();
        if !selects.is_empty() {
            for (table, row) in self.ask::<(String, String)>(&selects.join(" UNION ALL ")).await {
                rows.entry(table).or_default().push(row);
            }
        }
        rows
    }

    /// Tables and, where they are needed to write a row as text, their columns in order.
    fn columns(&self) -> &'static str {
        match self.engine {
            // FTS5 keeps its own tables in whatever way it likes; what it says is read from the virtual ones.
            Engine::Sqlite => {
                "SELECT t.name, c.name FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c WHERE t.schema = 'main' \
                 AND t.type IN ('table', 'virtual') AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid"
            }
            Engine::Postgres => "SELECT CAST(tablename AS TEXT), '' FROM pg_tables WHERE schemaname = 'public'",
        }
    }

    fn rows_of(&self, table: &str, columns: &[String]) -> String {
        // The number of the last line of a log says no more than the log.
        let is_counted = table == "accounts";
        if self.engine == Engine::Postgres && is_counted {
            return format!(r#"SELECT '{table}', CAST(to_jsonb(r) - 'event_sequence' AS TEXT) FROM "{table}" AS r"#);
        }
        if self.engine == Engine::Postgres {
            return format!(r#"SELECT '{table}', CAST(r AS TEXT) FROM "{table}" AS r"#);
        }
        let quoted: Vec<_> = columns
            .iter()
            .filter(|column| !is_counted || *column != "event_sequence")
            .map(|column| format!(r#"quote("{column}")"#))
            .collect();
        format!(r#"SELECT '{table}', {} FROM "{table}""#, quoted.join(" || ', ' || "))
    }

    async fn sqlite(&self) -> SqliteConnection {
        let mut connection = SqliteConnection::connect(&self.url).await.expect("SQLite opens");
        connection.execute("PRAGMA busy_timeout = 10000").await.expect("SQLite answers");
        connection
    }

    /// Runs what PostgreSQL alone has, with the database's name in the place of `{}`, and ends the connections of all
    /// others where they are to notice.
    pub async fn administer_postgres(&self, statement: &str, end_others: bool) {
        let mut own = self.postgres().await;
        // A database that takes no writes is told otherwise from outside.
        let mut from = if statement.starts_with("ALTER DATABASE") { server().await } else { self.postgres().await };
        administer(&mut from, &statement.replace("{}", &self.name)).await;
        if end_others {
            let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
            administer(&mut own, end).await;
        }
    }

    pub async fn postgres(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.expect("PostgreSQL opens")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let broken = if std::thread::panicking() { Vec::new() } else { wait_for(self.broken()) };
        if self.engine == Engine::Postgres {
            wait_for(drop_postgres(&self.name));
        }
        if !std::thread::panicking() {
            self.left_broken.judge_at_the_end(&broken);
        }
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
fn name_like(folder: &Path) -> String {
    let folder = folder.to_string_lossy().to_lowercase();
    let folder = folder.rsplit('/').next().unwrap_or_default();
    let unique = folder.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    format!("portico_{}_{unique}", std::process::id())
}

/// The URL of an SQLite file that may be missing.
pub(super) fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

/// The URL of another database on the same server.
pub(super) fn beside(server: &str, name: &str) -> String {
    let mut url = reqwest::Url::parse(server).expect("PORTICO_TEST_POSTGRES is a URL");
    url.set_path(name);
    url.into()
}

/// A connection to the server itself, to make and drop databases with.
pub(super) async fn server() -> PgConnection {
    PgConnection::connect(&server_url()).await.unwrap_or_else(|error| panic!("PORTICO_TEST_POSTGRES: {error}"))
}

async fn administer(server: &mut PgConnection, statement: &str) {
    let done = server.execute(sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))).await;
    done.unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// `FORCE` sleeps for a tenth of a second where a connection is still open: ended beforehand they are
/// gone by then.
async fn drop_postgres(name: &str) {
    let mut server = server().await;
    let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    administer(&mut server, &end).await;
    tokio::time::sleep(Duration::from_millis(5)).await;
    administer(&mut server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
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
