//! The tables as the database itself tells them, and the statements for whole tables that are put together from that.

use super::{Conn, fetch_all, on};
use sqlx::{AssertSqlSafe, Error};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// How many rows there are, table by table.
pub type Rows = Vec<(String, i64)>;

/// What each database makes for itself: how it came to be, its index of searches, and who serves it.
const ITS_OWN: [&str; 5] = ["_sqlx_migrations", "member_numbers", "nodes", "organization_numbers", "schema_parts"];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Number,
    Text,
    Bytes,
    Uuid,
    Flag,
    /// Something that no column of Portico's holds.
    Other,
}

impl Kind {
    /// The kind of a type as SQLite (as it was written) or PostgreSQL calls it.
    fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "bigint" => Self::Number,
            "text" => Self::Text,
            "bytea" => Self::Bytes,
            "uuid" => Self::Uuid,
            "boolean" => Self::Flag,
            _ => Self::Other,
        }
    }
}

/// A table, with its columns in alphabetical order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<(String, Kind)>,
}

const SQLITE_COLUMNS: &str = "SELECT t.name, c.name, c.type FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c \
    WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY 1, 2";
const POSTGRES_COLUMNS: &str = "SELECT CAST(t.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT) \
    FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name) \
    WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY 1, 2";
const SQLITE_REFERENCES: &str = "SELECT DISTINCT t.name, r.\"table\" FROM pragma_table_list AS t \
    JOIN pragma_foreign_key_list(t.name) AS r WHERE t.schema = 'main' AND t.type = 'table'";
const POSTGRES_REFERENCES: &str = "SELECT DISTINCT CAST(t.relname AS TEXT), CAST(r.relname AS TEXT) FROM pg_catalog.pg_constraint c \
    JOIN pg_catalog.pg_class t ON t.oid = c.conrelid JOIN pg_catalog.pg_class r ON r.oid = c.confrelid WHERE c.contype = 'f'";

/// Every table that is not the database's own, behind those to which it points.
///
/// # Errors
/// The database cannot be read, or tables point to each other in a circle.
pub async fn tables(conn: &mut Conn) -> anyhow::Result<Vec<Table>> {
    let (columns, references) = match conn.is_sqlite() {
        true => (SQLITE_COLUMNS, SQLITE_REFERENCES),
        false => (POSTGRES_COLUMNS, POSTGRES_REFERENCES),
    };
    let mut tables: BTreeMap<String, Vec<(String, Kind)>> = BTreeMap::new();
    for (table, column, kind) in fetch_all!(conn, (String, String, String), columns)? {
        if ITS_OWN.contains(&table.as_str()) {
            continue;
        }
        tables.entry(table).or_default().push((column, Kind::of(&kind)));
    }
    let references = fetch_all!(conn, (String, String), references)?;
    in_order(tables.into_iter().map(|(name, columns)| Table { name, columns }).collect(), &references)
}

fn in_order(mut tables: Vec<Table>, references: &[(String, String)]) -> anyhow::Result<Vec<Table>> {
    let mut ordered = Vec::new();
    while !tables.is_empty() {
        let open: BTreeSet<String> = tables.iter().map(|table| table.name.clone()).collect();
        let waits = |table: &Table| references.iter().any(|(from, to)| *from == table.name && from != to && open.contains(to));
        let (waiting, next): (Vec<_>, Vec<_>) = tables.into_iter().partition(waits);
        anyhow::ensure!(!next.is_empty(), "{open:?} point to each other in a circle");
        ordered.extend(next);
        tables = waiting;
    }
    Ok(ordered)
}

/// How many rows each table holds that is not the database's own.
///
/// # Errors
/// As [`tables`].
pub async fn rows(conn: &mut Conn) -> anyhow::Result<Rows> {
    let mut rows = Vec::new();
    for table in tables(conn).await? {
        let number = table.count(conn).await?;
        rows.push((table.name, number));
    }
    rows.sort();
    Ok(rows)
}

impl Table {
    /// How many rows it holds.
    pub(super) async fn count(&self, conn: &mut Conn) -> Result<i64, Error> {
        let sql = ["SELECT", "COUNT(*) FROM", &quoted(&self.name)].join(" ");
        on!(conn, |c| sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).fetch_one(c).await)
    }

    /// Removes all rows.
    pub(super) async fn empty(&self, conn: &mut Conn) -> Result<(), Error> {
        let sql = ["DELETE", "FROM", &quoted(&self.name)].join(" ");
        on!(conn, |c| sqlx::raw_sql(AssertSqlSafe(sql)).execute(c).await.map(drop))
    }

    /// The statement that reads it whole.
    pub(super) fn reading(&self) -> AssertSqlSafe<String> {
        AssertSqlSafe(["SELECT", &self.list(), "FROM", &quoted(&self.name)].join(" "))
    }

    /// SQLite's statement for so many rows. Without numbers: it would look each up in a list.
    pub(super) fn inserting(&self, rows: usize) -> AssertSqlSafe<String> {
        let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
        let (table, columns) = (quoted(&self.name), format!("({})", self.list()));
        AssertSqlSafe(["INSERT", "INTO", &table, &columns, "VALUES", &vec![row.as_str(); rows].join(", ")].join(" "))
    }

    /// PostgreSQL's statement for rows as text.
    pub(super) fn copying(&self) -> String {
        format!("COPY {} ({}) FROM STDIN", quoted(&self.name), self.list())
    }

    fn list(&self) -> String {
        self.columns.iter().map(|(column, _)| quoted(column)).collect::<Vec<_>>().join(", ")
    }
}

/// Keeps everybody from writing to these tables of PostgreSQL until the transaction ends.
pub(super) async fn lock(conn: &mut Conn, tables: &[Table]) -> Result<(), Error> {
    let mut sql = String::from("LOCK TABLE nodes");
    for table in tables {
        let _ = write!(sql, ", {}", quoted(&table.name));
    }
    sql.push_str(" IN SHARE MODE");
    on!(conn, |c| sqlx::raw_sql(AssertSqlSafe(sql)).execute(c).await.map(drop))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Table {
        Table { name: name.into(), columns: vec![("id".into(), Kind::Uuid), ("or\"der".into(), Kind::Number)] }
    }

    #[test]
    fn tables_stand_behind_those_to_which_they_point() {
        let references = [("a", "b"), ("b", "c"), ("c", "c"), ("a", "not_here")];
        let references = references.map(|(from, to)| (from.to_owned(), to.to_owned()));
        let ordered = in_order(vec![table("a"), table("b"), table("c")], &references).unwrap();
        assert_eq!(ordered.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
        let circle = [("a".to_owned(), "b".to_owned()), ("b".to_owned(), "a".to_owned())];
        assert!(in_order(vec![table("a"), table("b")], &circle).unwrap_err().to_string().contains("circle"));
    }

    #[test]
    fn names_are_quoted_in_every_statement() {
        let table = table("t");
        assert!(table.reading().0.ends_with(r#" "id", "or""der" FROM "t""#));
        assert!(table.inserting(2).0.ends_with(r#" "t" ("id", "or""der") VALUES (?, ?), (?, ?)"#));
        assert_eq!(table.copying(), r#"COPY "t" ("id", "or""der") FROM STDIN"#);
    }
}
