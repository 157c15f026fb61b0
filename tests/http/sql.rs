//! The SQL of `src/store/` is not checked by the compiler: here each statement is prepared on
//! both engines, against the real migrations.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

use crate::support::database::{Engine, TestDatabase};

const STATEMENTS: [&str; 5] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];

/// Statements that one engine alone ever gets, by how they begin, with the reason here.
const ONE_ENGINE: [(&str, Engine); 2] = [
    // A backup by PostgreSQL's own tools; an SQLite file is copied.
    ("SELECT pg_export_snapshot()", Engine::Postgres),
    ("SELECT COUNT(*) FROM pg_catalog.pg_tables", Engine::Postgres),
];

/// A string literal (or a `concat!` of them) that is a statement.
#[derive(Debug, PartialEq, Eq)]
struct Statement {
    line: usize,
    sql: String,
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    let sqlite = TestDatabase::create_on(Engine::Sqlite).await;
    let postgres = TestDatabase::create_on(Engine::Postgres).await;
    let mut sqlite = SqliteConnection::connect(sqlite.url()).await.expect("SQLite");
    let mut postgres = PgConnection::connect(postgres.url()).await.expect("PostgreSQL");
    let migrator = sqlx::migrate::Migrator::new(root().join("migrations"));
    let migrator = migrator.await.expect("migrations/ can be read");
    assert!(migrator.iter().count() > 0, "migrations/ is empty");
    migrator.run(&mut sqlite).await.expect("the migrations run on SQLite");
    migrator.run(&mut postgres).await.expect("the migrations run on PostgreSQL");

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

fn statements_in(file: &Path) -> Vec<Statement> {
    let source = fs::read_to_string(file).expect("a readable file");
    let tokens = source.parse().unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    statements(tokens)
}

/// Every statement among the literals of `tokens`, in macros too, of which the compiler has no
/// other knowledge than these tokens.
fn statements(tokens: TokenStream) -> Vec<Statement> {
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
                keep(line, &joined(group.stream()), found);
            }
            // `#[doc = "…"]` is what a doc comment has become.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket && ends_with(before, &["#"]) || ends_with(before, &["#", "!"]) => {}
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal.clone()) {
                    keep(line, &text.value(), found);
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

fn keep(line: usize, text: &str, found: &mut Vec<Statement>) {
    if starts_a_statement(text) {
        let sql = text.trim().to_owned();
        found.push(Statement { line, sql });
    }
}

fn starts_a_statement(text: &str) -> bool {
    let text = text.trim_start();
    STATEMENTS.iter().any(|verb| text.strip_prefix(verb).is_some_and(|rest| rest.starts_with(char::is_whitespace)))
}
