//! Migrated databases to copy. Going through all migrations takes longer than most tests, so the first
//! test that needs a database makes one for all of them, in whatever process it runs.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use portico::store::Db;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, PgConnection};

use super::database::{beside, server, server_url, sqlite_url};

/// The advisory lock behind which a template is made.
const LOCK: i64 = 0x706f_7274_6963_6f74;
/// SQLSTATE `invalid_catalog_name`: there is no such database.
const MISSING: &str = "3D000";

/// Copies the migrated SQLite database to `file`.
pub(super) async fn copy_sqlite(file: &Path) {
    let template = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.db", name()));
    if !template.exists() {
        make_sqlite(&template).await;
    }
    fs::copy(&template, file).expect("the template is copied");
}

/// Makes the PostgreSQL database `copy` from the migrated one.
pub(super) async fn copy_postgres(copy: &str) {
    let mut server = server().await;
    let create = format!("CREATE DATABASE {copy} TEMPLATE {}", name());
    match run(&mut server, &create).await {
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(MISSING) => {
            make_postgres(&mut server).await;
            run(&mut server, &create).await.expect("the template is copied");
        }
        done => done.expect("the template is copied"),
    }
}

/// The template of this very program, `portico_template_<place>_<build>`: whatever is built into it (the
/// migrations, the triggers) changes the name.
fn name() -> String {
    let program = std::env::current_exe().expect("the test is a file");
    let built = program.metadata().expect("it is there");
    let at = built.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()).expect("a time");
    format!("{}{}", prefix(), short(&format!("{} {} {}", program.display(), at.as_nanos(), built.len())))
}

/// What the templates of all builds of this test target in this place begin with.
fn prefix() -> String {
    format!("portico_template_{}_", short(&format!("{} {}", env!("CARGO_TARGET_TMPDIR"), env!("CARGO_CRATE_NAME"))))
}

fn short(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text)[..6])
}

/// Makes the template under another name and renames it when it is whole: nobody copies half of one.
async fn make_sqlite(template: &Path) {
    let folder = template.parent().expect("a folder");
    fs::create_dir_all(folder).expect("the folder is there");
    let lock = File::create(folder.join(format!("{}lock", prefix()))).expect("a lock file");
    lock.lock().expect("the lock is free some time");
    if template.exists() {
        return;
    }
    for old in old_files(folder) {
        fs::remove_file(old).expect("a template of another build goes");
    }
    let unfinished = template.with_extension("unfinished");
    migrate(&sqlite_url(&unfinished)).await;
    let journal = fs::metadata(unfinished.with_extension("unfinished-wal")).map_or(0, |journal| journal.len());
    assert_eq!(journal, 0, "the file of the template is the whole of it");
    fs::rename(&unfinished, template).expect("the template gets its name");
}

fn old_files(folder: &Path) -> Vec<PathBuf> {
    let is_old = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&prefix()) && !name.ends_with("_lock")
    };
    fs::read_dir(folder).expect("the folder opens").map(|entry| entry.expect("an entry").path()).filter(is_old).collect()
}

/// As [`make_sqlite`]. A template that nobody may connect to can be copied at any moment.
async fn make_postgres(server: &mut PgConnection) {
    run(server, &format!("SELECT pg_advisory_lock({LOCK})")).await.expect("the lock is free some time");
    let like = format!("SELECT datname::text FROM pg_database WHERE starts_with(datname::text, '{}')", prefix());
    let there: Vec<String> =
        sqlx::query_scalar(AssertSqlSafe(like)).fetch_all(&mut *server).await.expect("the databases are listed");
    if !there.contains(&name()) {
        for old in there {
            run(server, &format!("DROP DATABASE {old}")).await.expect("a template of another build goes");
        }
        let unfinished = format!("{}unfinished", prefix());
        run(server, &format!("CREATE DATABASE {unfinished} TEMPLATE template0")).await.expect("a database is made");
        migrate(&beside(&server_url(), &unfinished)).await;
        run(server, &format!("ALTER DATABASE {unfinished} ALLOW_CONNECTIONS false")).await.expect("nobody connects");
        run(server, &format!("ALTER DATABASE {unfinished} RENAME TO {}", name())).await.expect("it gets its name");
    }
    run(server, &format!("SELECT pg_advisory_unlock({LOCK})")).await.expect("others may look");
}

async fn migrate(url: &str) {
    let db = Db::connect(url).await.expect("the database opens");
    db.migrate().await.expect("the migrations run");
    db.close().await;
}

async fn run(server: &mut PgConnection, statement: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(server).await.map(drop)
}
