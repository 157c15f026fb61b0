//! Many rows with one statement: the statement is written for one row, and its `VALUES (…)` is
//! repeated for as many as there are.

use std::sync::Arc;

/// Rows in one statement. SQLite takes `$1` for a name and looks it up in a list, so the cost of a
/// statement grows with the square of its placeholders: 32 rows were faster than 500 by half.
pub(crate) const MOST_ROWS: usize = 32;

/// The statement with its row of values repeated for `rows` rows, placeholders counted on.
pub(crate) fn repeated(sql: &'static str, rows: usize) -> Arc<str> {
    const VALUES: &str = "VALUES (";
    // A statement without a row of values is run as it is; there is none in this program.
    let start = sql.find(VALUES).map_or(0, |at| at + VALUES.len());
    let length = sql[start..].find(')').unwrap_or_default();
    let row: Vec<&str> = sql[start..start + length].split(", ").collect();
    let binds = row.iter().filter(|value| value.starts_with('$')).count();
    let mut text = sql[..start].to_owned();
    for number in 0..rows {
        if number > 0 {
            text.push_str("), (");
        }
        let values: Vec<String> = row.iter().map(|value| counted_on(value, number * binds)).collect();
        text.push_str(&values.join(", "));
    }
    text.push_str(&sql[start + length..]);
    text.into()
}

/// `$3` becomes `$13` behind ten others; any other value stays.
fn counted_on(value: &str, behind: usize) -> String {
    let number = value.strip_prefix('$').and_then(|number| number.parse::<usize>().ok());
    number.map_or_else(|| value.to_owned(), |number| format!("${}", number + behind))
}

/// Runs a statement that is written for one row for all `$rows`, [`MOST_ROWS`] at a time; gives
/// what it returns as `$returned` values, in no particular order.
macro_rules! fetch_for_rows {
    ($tx:expr, $returned:ty, $sql:expr, $rows:expr, |$row:ident| [$($bind:expr),+ $(,)?]) => {{
        let mut returned: Vec<$returned> = Vec::new();
        let mut sql = (0, std::sync::Arc::<str>::from(""));
        for rows in $rows.chunks($crate::store::engine::batch::MOST_ROWS) {
            if sql.0 != rows.len() {
                sql = (rows.len(), $crate::store::engine::batch::repeated($sql, rows.len()));
            }
            let sql = sqlx::AssertSqlSafe(std::sync::Arc::clone(&sql.1));
            returned.extend($crate::store::engine::on!($tx, |c| {
                let mut query = sqlx::query_as::<_, $returned>(sql);
                for $row in rows {
                    query = query$(.bind($bind))+;
                }
                query.fetch_all(c).await
            })?);
        }
        Ok(returned)
    }};
}

/// As [`fetch_for_rows`], for a statement that returns nothing.
macro_rules! execute_for_rows {
    ($tx:expr, $sql:expr, $rows:expr, |$row:ident| [$($bind:expr),+ $(,)?]) => {{
        let mut sql = (0, std::sync::Arc::<str>::from(""));
        for rows in $rows.chunks($crate::store::engine::batch::MOST_ROWS) {
            if sql.0 != rows.len() {
                sql = (rows.len(), $crate::store::engine::batch::repeated($sql, rows.len()));
            }
            let sql = sqlx::AssertSqlSafe(std::sync::Arc::clone(&sql.1));
            $crate::store::engine::on!($tx, |c| {
                let mut query = sqlx::query(sql);
                for $row in rows {
                    query = query$(.bind($bind))+;
                }
                query.execute(c).await.map(|_| ())
            })?;
        }
        Ok(())
    }};
}

pub(crate) use {execute_for_rows, fetch_for_rows};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_is_repeated_and_the_rest_stays() {
        let sql =
            "INSERT INTO throttles (key, attempts, ends_at) VALUES ($1, 1, $2) ON CONFLICT (key) DO NOTHING RETURNING ends_at";
        assert_eq!(repeated(sql, 1).as_ref(), sql);
        assert_eq!(
            repeated(sql, 3).as_ref(),
            "INSERT INTO throttles (key, attempts, ends_at) VALUES ($1, 1, $2), ($3, 1, $4), ($5, 1, $6) \
             ON CONFLICT (key) DO NOTHING RETURNING ends_at"
        );
    }
}
