//! Statements that are written once and compiled for both drivers.

/// Compiles one statement for both drivers and runs it: `on!(conn, query…, fetch)`.
macro_rules! on {
    ($conn:expr, |$c:ident| $run:expr) => {{
        let conn: &mut $crate::store::Conn = $conn;
        let outcome = match conn.begin() {
            $crate::store::engine::Engine::Sqlite($c) => $run,
            $crate::store::engine::Engine::Postgres($c, broken_off) => {
                $crate::store::engine::unless_broken_off(broken_off, async { $run }).await
            }
        };
        conn.ended(&outcome);
        outcome
    }};
}

/// Runs a statement; gives the number of rows that it changed.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::engine::on!($conn, |c| sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|done| done.rows_affected()))
    };
}

/// All rows of a statement as `$row` values.
macro_rules! fetch_all {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::engine::on!($conn, |c| sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await)
    };
}

/// The row of a statement as a `$row` value, where there is one.
macro_rules! fetch_optional {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::engine::on!($conn, |c| sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await)
    };
}

/// The first column of a statement's row, where there is one.
macro_rules! scalar {
    ($conn:expr, $value:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::engine::on!($conn, |c| sqlx::query_scalar::<_, $value>($sql)$(.bind($bind))*.fetch_optional(c).await)
    };
}

pub(crate) use {execute, fetch_all, fetch_optional, on, scalar};
