//! The SQL of `src/store/` is not checked by the compiler: here each statement is prepared on
//! both engines, against the real migrations.

mod lists;
mod plans;
mod searches;

use std::fs;
use std::path::{Path, PathBuf};

use portico::store::Db;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

use crate::support::database::{Engine, TestDatabase};

const STATEMENTS: [&str; 5] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];

/// Statements that one engine alone ever gets, by how they begin, with the reason here.
const ONE_ENGINE: &[(&str, Engine)] = &[
    // Whether SQLite is one that loses nothing.
    ("SELECT sqlite_version()", Engine::Sqlite),
    // A backup by PostgreSQL's own tools; an SQLite file is copied.
    ("SELECT pg_export_snapshot()", Engine::Postgres),
    // What tables there are, and the lock of whoever changes them; an SQLite file is locked itself.
    ("SELECT 1 FROM sqlite_schema", Engine::Sqlite),
    ("SELECT CAST(1 AS BIGINT) FROM pg_catalog.", Engine::Postgres),
    ("SELECT pg_advisory_lock(", Engine::Postgres),
    ("SELECT t.name, c.name, c.type FROM pragma_table_list", Engine::Sqlite),
    ("SELECT CAST(t.table_name AS TEXT)", Engine::Postgres),
    ("SELECT DISTINCT t.name, r.", Engine::Sqlite),
    ("SELECT DISTINCT CAST(t.relname AS TEXT)", Engine::Postgres),
    // The index of searches: FTS5, and an extension of PostgreSQL.
    ("SELECT COUNT(*) FROM sqlite_schema", Engine::Sqlite),
    ("SELECT COUNT(*) FROM pg_catalog.pg_extension", Engine::Postgres),
    ("SELECT rowid FROM ", Engine::Sqlite),
    ("SELECT what FROM (", Engine::Sqlite),
    ("SELECT 'there is no index '", Engine::Postgres),
    // JSON is read in a way of its own by each.
    ("UPDATE sessions SET provider_id = unhex(", Engine::Sqlite),
    ("UPDATE sessions SET provider_id = CAST(CAST(", Engine::Postgres),
];

/// A string literal (or a `concat!` of them), which may be a statement.
#[derive(Debug, PartialEq, Eq)]
struct Statement {
    line: usize,
    sql: String,
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    let sqlite = TestDatabase::create_on(Engine::Sqlite).await;
    let postgres = TestDatabase::create_on(Engine::Postgres).await;
    for database in [&sqlite, &postgres] {
        let db = Db::connect(database.url()).await.expect("it is there");
        db.migrate().await.expect("it has tables");
        db.close().await;
    }
    let mut sqlite = SqliteConnection::connect(sqlite.url()).await.expect("SQLite");
    let mut postgres = PgConnection::connect(postgres.url()).await.expect("PostgreSQL");

    let (mut count, mut faults) = (0, Vec::new());
    for file in rust_files(&root().join("src/store")) {
        for Statement { line, sql } in statements_in(&file) {
            count += 1;
            let text = || AssertSqlSafe(sql.clone()).into_sql_str();
            let at = format!("{}:{line}", file.strip_prefix(root()).unwrap().display());
            if meant_for(&sql, Engine::Sqlite)
                && let Err(error) = sqlite.prepare(text()).await
            {
                faults.push(format!("{at}: SQLite: {error}\n{sql}"));
            }
            if meant_for(&sql, Engine::Postgres)
                && let Err(error) = postgres.prepare(text()).await
            {
                faults.push(format!("{at}: PostgreSQL: {error}\n{sql}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n\n"));
    assert!(count > 0, "no statement was found in src/store");
    println!("{count} statements were prepared on both engines");
}

#[test]
fn no_statement_stands_outside_the_store() {
    let store = root().join("src/store");
    let files = rust_files(&root().join("src")).into_iter();
    let strays: Vec<_> = files
        .filter(|file| !file.starts_with(&store) && *file != root().join("src/store.rs"))
        .flat_map(|file| {
            let statements = statements_in(&file).into_iter();
            statements.map(|one| format!("{}:{}: {}", file.display(), one.line, one.sql)).collect::<Vec<_>>()
        })
        .collect();
    assert!(strays.is_empty(), "SQL belongs into src/store:\n{}", strays.join("\n"));
}

/// The files that put statements together: from literals alone, and for whole tables from the names in the catalogue.
const BUILDERS: [&str; 3] = ["src/store/engine/batch.rs", "src/store/engine/catalog.rs", "src/store/engine/select.rs"];

#[test]
fn no_statement_is_put_together_elsewhere() {
    let files = rust_files(&root().join("src"));
    let vouch = |file: &&PathBuf| ["AssertSqlSafe", "QueryBuilder"].iter().any(|word| names(&tokens_of(file), word));
    let vouching: Vec<_> = files.iter().filter(vouch).map(|file| file.strip_prefix(root()).unwrap()).collect();
    assert_eq!(vouching, BUILDERS.map(Path::new), "sqlx::AssertSqlSafe says that a text holds nothing that was typed");
}

/// SQLite plans a statement anew whenever a value is bound to its limit or to the pattern of a `LIKE`.
#[test]
fn no_limit_and_no_pattern_is_bound_as_it_is() {
    let bound = ["LIMIT $", "LIMIT ?", "OFFSET $", "OFFSET ?", "LIKE $", "LIKE ?"];
    let mut faults = Vec::new();
    for file in rust_files(&root().join("src/store")) {
        for Statement { line, sql } in texts(tokens_of(&file)) {
            let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
            if bound.iter().any(|bound| sql.contains(bound)) {
                faults.push(format!("{}:{line}: {sql}", file.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(faults.is_empty(), "cast it: LIMIT CAST($1 AS BIGINT), LIKE CAST($1 AS TEXT)\n{}", faults.join("\n"));
}

#[test]
fn statements_are_found_wherever_they_stand() {
    let source = r##"
        /// SELECT in a comment is prose.
        fn a() { query!(db, |pool| { run(pool, "SELECT 1\n FROM a") }) }
        const B: &str = concat!("WITH x AS (SELECT 1) ", "SELECT * FROM x", " ", 1);
        fn c() { log("Selected"); log("DELETE"); log("UPDATE\tx"); r#"
            INSERT INTO "t" VALUES ($1)"#; b"SELECT bytes"; 'S'; }
    "##;
    let found = statements(source.parse().expect("Rust"));
    let expected = [
        (3, "SELECT 1\n FROM a"),
        (4, "WITH x AS (SELECT 1) SELECT * FROM x 1"),
        (5, "UPDATE\tx"),
        (5, "INSERT INTO \"t\" VALUES ($1)"),
    ];
    let found: Vec<_> = found.iter().map(|one| (one.line, one.sql.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
#[should_panic(expected = "only literals can be joined")]
fn what_cannot_be_read_is_not_passed_over() {
    statements(r#"concat!("SELECT ", columns!(), " FROM t")"#.parse().expect("Rust"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn meant_for(sql: &str, engine: Engine) -> bool {
    let one = ONE_ENGINE.iter().find(|(start, _)| sql.starts_with(start));
    one.is_none_or(|(_, only)| *only == engine)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn tokens_of(file: &Path) -> TokenStream {
    let source = fs::read_to_string(file).expect("a readable file");
    source.parse().unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

/// Whether the code names something.
fn names(tokens: &TokenStream, word: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => names(&group.stream(), word),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn statements_in(file: &Path) -> Vec<Statement> {
    statements(tokens_of(file))
}

/// Every statement among the literals of `tokens`, in macros too, of which the compiler has no
/// other knowledge than these tokens.
fn statements(tokens: TokenStream) -> Vec<Statement> {
    let found = texts(tokens).into_iter().filter(|text| starts_a_statement(&text.sql));
    found.map(|text| Statement { sql: text.sql.trim().to_owned(), ..text }).collect()
}

/// Every string literal, and every `concat!` of them.
fn texts(tokens: TokenStream) -> Vec<Statement> {
    let mut found = Vec::new();
    collect(tokens, &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut Vec<Statement>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let line = token.span().start().line;
        let before = &tokens[..at];
        match token {
            TokenTree::Group(group) if ends_with(before, &["concat", "!"]) => {
                found.push(Statement { line, sql: joined(group.stream()) });
            }
            // `#[doc = "…"]` is what a doc comment has become.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket && ends_with(before, &["#"]) || ends_with(before, &["#", "!"]) => {}
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal.clone()) {
                    found.push(Statement { line, sql: text.value() });
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

fn ends_with(tokens: &[TokenTree], end: &[&str]) -> bool {
    let last = tokens.iter().rev().map(ToString::to_string);
    tokens.len() >= end.len() && last.zip(end.iter().rev()).all(|(token, end)| token == *end)
}

/// The text of the arguments of `concat!`.
fn joined(arguments: TokenStream) -> String {
    let mut text = String::new();
    for argument in arguments {
        match argument {
            TokenTree::Literal(literal) => match syn::Lit::new(literal.clone()) {
                syn::Lit::Str(part) => text.push_str(&part.value()),
                other => text.push_str(&quoted(&other)),
            },
            TokenTree::Punct(comma) if comma.as_char() == ',' => {}
            // Of other text nothing is asked; of SQL the whole must be known.
            other if starts_a_statement(&text) => {
                panic!("only literals can be joined into SQL, not {other} after {text:?}")
            }
            _ => {}
        }
    }
    text
}

fn quoted(literal: &syn::Lit) -> String {
    match literal {
        syn::Lit::Int(number) => number.base10_digits().to_owned(),
        _ => panic!("only strings and whole numbers are read in concat!"),
    }
}

fn starts_a_statement(text: &str) -> bool {
    let text = text.trim_start();
    STATEMENTS.iter().any(|verb| text.strip_prefix(verb).is_some_and(|rest| rest.starts_with(char::is_whitespace)))
}
