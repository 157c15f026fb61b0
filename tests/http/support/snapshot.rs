//! What a database held at one moment, to compare with later.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// All rows at one moment, each written as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    tables: BTreeMap<String, Vec<String>>,
}

impl Snapshot {
    pub(super) fn of(tables: BTreeMap<String, Vec<String>>) -> Self {
        Self { tables }
    }

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
