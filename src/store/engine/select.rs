//! A `SELECT` for a list, put together from the conditions that are set: one that is not set does
//! not stand in the statement. With `… OR $6 = ''` in its place, PostgreSQL expects one row, and
//! reads and sorts all of them.

use super::{Conn, on};
use crate::domain::ids::{AccountId, LogId, OrganizationId, ProviderId, ProviderMemberId, UnlinkingId};
use crate::domain::list::Direction;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Error, FromRow};
use uuid::Uuid;

/// A value that is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Id(Uuid),
    Text(String),
    Bytes(Vec<u8>),
    Number(i64),
}

macro_rules! from_id {
    ($($id:ty),+) => {
        $(impl From<$id> for Value {
            fn from(id: $id) -> Self {
                Self::Id(id.uuid())
            }
        })+
    };
}
from_id!(AccountId, LogId, OrganizationId, ProviderId, ProviderMemberId, UnlinkingId);

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A statement as far as it is put together. Fragments are literals with a `?` for each value,
/// which becomes the next `$1`.
#[derive(Clone, Debug)]
pub(crate) struct Select {
    text: String,
    values: Vec<Value>,
    has_conditions: bool,
    /// Whether a plan that goes for other values is a bad one for these.
    planned_for_values: bool,
}

impl Select {
    /// All rows of these tables.
    pub(crate) fn of<const N: usize>(columns: &'static str, values: [Value; N], tables: &'static str) -> Self {
        Self::begin().with(columns, values).with("FROM", []).with(tables, [])
    }

    /// As [`Select::of`], where the tables are those for somebody.
    pub(crate) fn over<const N: usize>(columns: &'static str, tables: &'static str, values: [Value; N]) -> Self {
        Self::begin().with(columns, []).with("FROM", []).with(tables, values)
    }

    /// These tables beside those that it has; before the first condition.
    pub(crate) fn join(self, tables: &'static str) -> Self {
        self.with(tables, [])
    }

    fn begin() -> Self {
        Self { text: "SELECT".into(), values: Vec::new(), has_conditions: false, planned_for_values: false }
    }

    /// Only rows for which this condition holds, too.
    pub(crate) fn and<const N: usize>(self, condition: &'static str, values: [Value; N]) -> Self {
        self.condition().with(condition, values)
    }

    /// As [`Select::and`], where the condition is set: where it has values, which may be no values.
    pub(crate) fn and_if<const N: usize>(self, condition: &'static str, values: Option<[Value; N]>) -> Self {
        match values {
            Some(values) => self.and(condition, values),
            None => self,
        }
    }

    /// As [`Select::and`], once for each of these.
    pub(crate) fn and_each<T, const N: usize>(
        self,
        condition: &'static str,
        each: &[T],
        values: impl Fn(&T) -> [Value; N],
    ) -> Self {
        each.iter().fold(self, |select, one| select.and(condition, values(one)))
    }

    /// PostgreSQL is to plan it for the values that are bound. It keeps a plan that it made for no value in
    /// particular, and without the words of a search it cannot know how many rows hold them.
    pub(crate) fn planned_for_values(self) -> Self {
        Self { planned_for_values: true, ..self }
    }

    /// The rows of this statement as the table of another, in no order. PostgreSQL puts no condition and no
    /// order into a statement with an offset: it finds the rows as it would find all of them.
    pub(crate) fn found_first(self) -> Self {
        let mut select = self.with("OFFSET 0", []);
        select.text = ["SELECT", "* FROM (", &select.text, ") AS found"].join(" ");
        Self { has_conditions: false, ..select }
    }

    /// Only rows that lie behind the cursor, in the order of these columns in this direction.
    pub(crate) fn behind<const N: usize>(
        self,
        columns: [&'static str; N],
        direction: Direction,
        cursor: Option<[Value; N]>,
    ) -> Self {
        let Some(cursor) = cursor else { return self };
        let behind = match direction {
            Direction::Ascending => ") > (",
            Direction::Descending => ") < (",
        };
        let mut select = self.condition().with("(", []);
        select.list(columns, "");
        select.text.push_str(behind);
        for (number, value) in cursor.into_iter().enumerate() {
            select.text.push_str(if number == 0 { "" } else { ", " });
            select.bind(value);
        }
        select.text.push(')');
        select
    }

    /// The first `most` rows in the order of these columns in this direction.
    pub(crate) fn first<const N: usize>(self, columns: [&'static str; N], direction: Direction, most: usize) -> Self {
        self.in_order(columns, direction).limited(i64::try_from(most).unwrap_or(i64::MAX))
    }

    /// The rows in the order of these columns in this direction.
    pub(crate) fn in_order<const N: usize>(self, columns: [&'static str; N], direction: Direction) -> Self {
        let mut select = self.with("ORDER BY ", []);
        select.list(columns, if direction == Direction::Descending { " DESC" } else { "" });
        select
    }

    /// SQLite plans a statement anew whenever another value is bound to its limit, or to the pattern
    /// of a `LIKE`: it does not see through a cast.
    fn limited(self, most: i64) -> Self {
        self.with("LIMIT CAST(? AS BIGINT)", [most.into()])
    }

    /// These columns over the rows, which are found first and called `v`: what is asked about each is asked
    /// only about those that are left.
    pub(crate) fn asked_once<const N: usize>(mut self, columns: &'static str, values: [Value; N]) -> Self {
        self.text = ["WITH", "v AS MATERIALIZED (", &self.text, ") SELECT"].join(" ");
        Self { has_conditions: false, ..self.with(columns, values).with("FROM v", []) }
    }

    /// These columns of the rows of a table whose ids this statement gives.
    pub(crate) fn rows_with_these(mut self, columns: &'static str, table: &'static str) -> Self {
        self.text = ["SELECT", columns, "FROM", table, "WHERE id IN (", &self.text, ")"].join(" ");
        self
    }

    /// The rows.
    pub(crate) async fn fetch_all<R>(self, conn: &mut Conn) -> Result<Vec<R>, Error>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        // Only literals have come into the text: `&'static str` is all that this file takes for it.
        let sql = AssertSqlSafe(self.text);
        let keep_plan = !self.planned_for_values || conn.is_sqlite();
        on!(conn, |c| {
            let mut query = sqlx::query_as::<_, R>(sql).persistent(keep_plan);
            for value in self.values {
                query = match value {
                    Value::Id(id) => query.bind(id),
                    Value::Text(text) => query.bind(text),
                    Value::Bytes(bytes) => query.bind(bytes),
                    Value::Number(number) => query.bind(number),
                };
            }
            query.fetch_all(c).await
        })
    }

    /// The one row, if there is one.
    pub(crate) async fn fetch_optional<R>(self, conn: &mut Conn) -> Result<Option<R>, Error>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        Ok(self.fetch_all(conn).await?.into_iter().next())
    }

    /// How many rows there are, counted up to `bound`.
    pub(crate) async fn count_up_to(self, conn: &mut Conn, bound: i64) -> Result<i64, Error> {
        let counted: Vec<(i64,)> = self.counted_up_to(bound).fetch_all(conn).await?;
        Ok(counted.first().map_or(0, |(count,)| *count))
    }

    fn counted_up_to(self, bound: i64) -> Self {
        let mut select = self.limited(bound);
        select.text = ["SELECT", "COUNT(*) FROM (", &select.text, ") AS counted"].join(" ");
        select
    }

    fn condition(mut self) -> Self {
        let word = if self.has_conditions { "AND" } else { "WHERE" };
        self.has_conditions = true;
        self.with(word, [])
    }

    /// One fragment more, with its values.
    fn with<const N: usize>(mut self, fragment: &'static str, values: [Value; N]) -> Self {
        debug_assert_eq!(fragment.matches('?').count(), N, "{fragment}");
        self.text.push(' ');
        let mut parts = fragment.split('?');
        self.text.push_str(parts.next().unwrap_or_default());
        for (value, part) in values.into_iter().zip(parts) {
            self.bind(value);
            self.text.push_str(part);
        }
        self
    }

    fn list<const N: usize>(&mut self, columns: [&'static str; N], behind_each: &'static str) {
        for (number, column) in columns.into_iter().enumerate() {
            self.text.push_str(if number == 0 { "" } else { ", " });
            self.text.push_str(column);
            self.text.push_str(behind_each);
        }
    }

    fn bind(&mut self, value: Value) {
        self.values.push(value);
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
    }

    /// What is sent to the database.
    #[cfg(test)]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Select {
        Select::of("name", [], "providers")
    }

    #[test]
    fn nothing_stands_in_it_that_is_not_set() {
        assert_eq!(plain().and_if("session_minutes = ?", None::<[Value; 1]>).text(), "SELECT name FROM providers");
        let behind = plain().behind(["name"], Direction::Ascending, None);
        assert_eq!(behind.text(), "SELECT name FROM providers");
    }

    #[test]
    fn values_are_numbered_in_the_order_in_which_they_come() {
        let id = AccountId::from(Uuid::nil());
        let select = Select::of("name, ? AS mark", [7.into()], "providers")
            .and("session_minutes BETWEEN ? AND ?", [60.into(), 480.into()])
            .and_if("require_two_step", Some([]))
            .behind(["name", "id"], Direction::Descending, Some(["Ada".into(), id.into()]))
            .first(["name", "id"], Direction::Descending, 25);
        assert_eq!(
            select.text(),
            "SELECT name, $1 AS mark FROM providers WHERE session_minutes BETWEEN $2 AND $3 AND require_two_step AND (name, id) < ($4, $5) \
             ORDER BY name DESC, id DESC LIMIT CAST($6 AS BIGINT)"
        );
        let values = [7.into(), 60.into(), 480.into(), "Ada".into(), id.into(), 25.into()];
        assert_eq!(select.values, values);
    }

    #[test]
    fn rows_can_be_found_by_their_ids() {
        let ids = Select::of("id", [], "providers").first(["name"], Direction::Ascending, 1);
        assert_eq!(
            ids.rows_with_these("id, name", "providers").text(),
            "SELECT id, name FROM providers WHERE id IN ( SELECT id FROM providers ORDER BY name LIMIT CAST($1 AS BIGINT) )"
        );
    }

    #[test]
    fn what_is_asked_about_a_row_is_asked_once_it_is_found() {
        let one = plain().first(["name"], Direction::Ascending, 1).asked_once("v.*, name <> ? AS is_named", ["".into()]);
        assert_eq!(
            one.text(),
            "WITH v AS MATERIALIZED ( SELECT name FROM providers ORDER BY name LIMIT CAST($1 AS BIGINT) ) SELECT v.*, name <> $2 AS is_named FROM v"
        );
    }

    #[test]
    fn a_condition_stands_once_for_each_and_rows_that_are_found_first_are_a_table() {
        let select = plain().and_each("name LIKE CAST(? AS TEXT)", &["a", "b"], |word| [(*word).into()]).found_first().first(
            ["name"],
            Direction::Ascending,
            2,
        );
        assert_eq!(
            select.text(),
            // As PostgreSQL takes it.
            [
                "SELECT",
                "* FROM ( SELECT name FROM providers WHERE name LIKE CAST($1 AS TEXT) AND name LIKE CAST($2 AS TEXT)",
                "OFFSET 0 ) AS found ORDER BY name LIMIT CAST($3 AS BIGINT)"
            ]
            .join(" ")
        );
        assert_eq!(select.values, ["a".into(), "b".into(), 2.into()]);
        assert_eq!(
            plain().and_each("name = ?", &[], |word: &String| [word.as_str().into()]).text(),
            "SELECT name FROM providers"
        );
    }

    #[test]
    fn a_count_ends_at_its_bound() {
        let count = plain().and("session_minutes = ?", [1.into()]).counted_up_to(10);
        assert_eq!(
            count.text(),
            "SELECT COUNT(*) FROM ( SELECT name FROM providers WHERE session_minutes = $1 LIMIT CAST($2 AS BIGINT) ) AS counted"
        );
        assert_eq!(count.values, [1.into(), 10.into()]);
    }
}
