//! What the papers name is there: files, tests, folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const PAPERS: [&str; 7] = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/rules.md",
    "docs/features.md",
    "docs/performance.md",
    "docs/assurance.md",
];
const ROOTS: [&str; 10] =
    ["src/", "templates/", "locales/", "tests/", "benches/", "docs/", "migrations/", "packaging/", "bin/", "static/"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between backticks in a line.
pub(crate) fn spans_in(line: &str) -> Vec<String> {
    line.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The same of a whole paper, line by line.
fn spans(paper: &str) -> Vec<String> {
    read(paper).lines().filter(|line| !line.starts_with("```")).flat_map(spans_in).collect()
}

/// Whether a path is there; `*` stands for every folder at its place.
pub(crate) fn is_there(path: &str) -> bool {
    match path.split_once("/*/") {
        Some((before, after)) => {
            let Ok(folders) = fs::read_dir(root().join(before)) else { return false };
            let mut folders = folders.map(|entry| entry.expect("an entry").path()).peekable();
            folders.peek().is_some() && folders.all(|folder| after.is_empty() || folder.join(after).exists())
        }
        None => root().join(path).exists(),
    }
}

#[test]
fn every_file_that_the_papers_name_is_there() {
    let named = PAPERS.iter().flat_map(|paper| spans(paper).into_iter().map(move |span| (*paper, span)));
    let paths: Vec<_> =
        named.filter(|(_, span)| ROOTS.iter().any(|root| span.starts_with(root)) && !span.contains(' ')).collect();
    assert!(paths.len() > 60, "the papers name files");
    let missing: Vec<_> = paths.into_iter().filter(|(_, path)| !is_there(path)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The names of the functions in a text.
pub(crate) fn functions_in(text: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let (_, rest) = line.split_once("fn ")?;
        Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
    };
    text.lines().filter_map(name).collect()
}

/// The names of all functions.
fn functions() -> BTreeSet<String> {
    let mut files = Vec::new();
    for folder in ["tests", "src"] {
        rust_files(&root().join(folder), &mut files);
    }
    files.iter().flat_map(|file| functions_in(&fs::read_to_string(file).expect("a text"))).collect()
}

/// The file of a module of `tests/http/`, such as `clients::list`.
pub(crate) fn file_of(module: &str) -> Option<String> {
    let path = module.replace("::", "/");
    let files = [format!("tests/http/{path}.rs"), format!("tests/http/{path}/mod.rs")];
    files.into_iter().find(|file| is_there(file))
}

/// The tests that a row names: modules of `tests/http/`, such as `clients::list`, and functions in them.
#[test]
fn every_test_that_the_papers_name_is_there() {
    let functions = functions();
    let is_word =
        |span: &str| span.split("::").all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    let mut missing = Vec::new();
    for paper in ["docs/rules.md", "docs/features.md"] {
        for span in spans(paper).into_iter().filter(|span| is_word(span)) {
            let is_module = span.contains("::") && file_of(&span).is_some();
            let last = span.rsplit("::").next().unwrap_or_default().to_owned();
            let is_sentence = span.matches('_').count() > 3 && !span.contains("::");
            if (span.contains("::") && !is_module && !functions.contains(&last)) || (is_sentence && !functions.contains(&span)) {
                missing.push((paper, span));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
