//! What is promised about security: one row for each statement, with a place and a test that are there, or a reason.

use super::papers::{file_of, functions_in, is_there, read, spans_in};
use std::collections::BTreeSet;

/// How many statements there are of each kind; they are numbered from one.
const STATEMENTS: [(&str, usize); 14] = [
    ("AU", 15),
    ("SE", 15),
    ("CS", 8),
    ("HD", 14),
    ("TE", 17),
    ("IN", 14),
    ("PR", 5),
    ("PX", 7),
    ("ML", 5),
    ("EX", 2),
    ("RC", 8),
    ("LG", 6),
    ("LM", 8),
    ("CF", 5),
];
/// How a reason begins: it does not apply or is decided otherwise, or it is still to come.
const REASONS: [&str; 2] = ["– ", "not yet: "];

struct Row {
    id: String,
    what: String,
    places: Vec<String>,
    /// The whole cell, and what it names.
    tried: String,
    tests: Vec<String>,
}

impl Row {
    fn of(line: &str) -> Option<Self> {
        let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        if cells[0] == "id" || cells[0] == "---" {
            return None;
        }
        // Behind the last bar stands nothing.
        assert_eq!(cells.len(), 6, "{line}");
        let (places, tests) = (spans_in(cells[2]), spans_in(cells[3]));
        Some(Self { id: cells[0].into(), what: cells[1].into(), places, tried: cells[3].into(), tests })
    }

    fn has_reason(&self) -> bool {
        REASONS.iter().any(|start| self.tried.strip_prefix(start).is_some_and(|reason| reason.contains(' ')))
    }

    fn has_test(&self) -> bool {
        // A file alone says nothing.
        self.tests.iter().any(|span| !span.contains('/'))
    }

    /// The files of tests that it names, as modules or as paths.
    fn files(&self) -> Vec<String> {
        self.tests.iter().filter_map(|span| if span.ends_with(".rs") { Some(span.clone()) } else { file_of(span) }).collect()
    }

    /// What it names and is not there; a function has to stand in one of its files.
    fn missing(&self) -> Vec<String> {
        let files: Vec<_> = self.files().into_iter().filter(|file| is_there(file)).collect();
        let functions: BTreeSet<_> = files.iter().flat_map(|file| functions_in(&read(file))).collect();
        let is_name = |span: &str| span.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_:".contains(c));
        let is_missing = |span: &&String| {
            if is_name(span) {
                file_of(span).is_none() && !functions.contains(*span)
            } else {
                span.contains('/') && !is_there(span)
            }
        };
        let places = self.places.iter().filter(|place| !is_there(place));
        places.chain(self.tests.iter().filter(is_missing)).map(|span| format!("{}: {span}", self.id)).collect()
    }
}

fn rows() -> Vec<Row> {
    read("docs/assurance.md").lines().filter_map(Row::of).collect()
}

#[test]
fn each_statement_has_one_row() {
    let of_kind = |(kind, number): &(&str, usize)| (1..=*number).map(|n| format!("{kind}-{n}")).collect::<Vec<_>>();
    let known: BTreeSet<String> = STATEMENTS.iter().flat_map(of_kind).collect();
    assert_eq!(known.len(), 129);
    let rows = rows();
    let found: BTreeSet<String> = rows.iter().map(|row| row.id.clone()).collect();
    let (without, unknown): (Vec<_>, Vec<_>) = (known.difference(&found).collect(), found.difference(&known).collect());
    assert!(without.is_empty() && unknown.is_empty(), "no row: {without:?}, no statement: {unknown:?}");
    assert_eq!(rows.len(), known.len(), "each once");
}

#[test]
fn each_row_says_what_holds_where_and_which_test_or_reason_there_is() {
    let is_whole = |row: &&Row| {
        let says = !row.what.is_empty() && !row.places.is_empty() && !row.tried.contains("TODO");
        says && (row.has_reason() || row.has_test())
    };
    let rows = rows();
    let torn: Vec<&str> = rows.iter().filter(|row| !is_whole(row)).map(|row| row.id.as_str()).collect();
    assert!(torn.is_empty(), "{torn:?}");
}

#[test]
fn what_a_row_names_is_there() {
    let missing: Vec<_> = rows().iter().flat_map(Row::missing).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
