//! The texts in which searches look and by which names sort, folded anew where they were folded by other rules than those of this program.

use super::{Conn, Db, Tx, execute, fetch_all, on, scalar};
use crate::domain::members;
use crate::domain::search::search_text;
use crate::domain::text::{search_form, sort_form, sort_key};
use anyhow::Context;
use sqlx::Error;
use uuid::Uuid;

/// The rules of `domain/text.rs` and `domain/search.rs`. Whoever changes them counts on.
pub(super) const FOLDING: i64 = 4;

/// Rows that are read at once.
const PAGE: i64 = 1000;

/// Folds everything anew in one transaction where it was folded by other rules. The logs are append-only: their
/// guard, which `triggers` sets again, is taken away for it.
///
/// # Errors
/// The database cannot be read or written.
pub(super) async fn fold_anew(db: &Db, triggers: &'static str) -> anyhow::Result<()> {
    let mut tx = db.write().await?;
    // It waits for another process that folds.
    let folded = scalar!(&mut tx, i64, "UPDATE search_folding SET version = version RETURNING version")?;
    if folded == Some(FOLDING) {
        return Ok(());
    }
    tracing::info!("preparing what searches look in");
    providers(&mut tx).await.context("folding the names of providers")?;
    organizations(&mut tx).await.context("folding names")?;
    members(&mut tx).await.context("folding members")?;
    let guard = if tx.is_sqlite() { "DROP TRIGGER events_stay" } else { "DROP TRIGGER events_stay ON events" };
    on!(&mut tx, |c| sqlx::raw_sql(guard).execute(c).await.map(drop))?;
    events(&mut tx).await.context("folding the logs")?;
    on!(&mut tx, |c| sqlx::raw_sql(triggers).execute(c).await.map(drop))?;
    execute!(&mut tx, "UPDATE search_folding SET version = $1", FOLDING)?;
    Ok(tx.commit().await?)
}

/// A provider whose name is that of another one by now gets a number behind its name: no two have the same.
async fn providers(tx: &mut Tx) -> Result<(), Error> {
    let rows = fetch_all!(tx, (Uuid, String, Vec<u8>), "SELECT id, name, name_key FROM providers ORDER BY id")?;
    for (id, name, key) in rows.iter().filter(|(_, name, key)| *key != sort_form(name).into_bytes()) {
        let (mut free, mut number) = (name.clone(), 1);
        while is_taken(tx, *id, &free).await? {
            number += 1;
            free = format!("{name} ({number})");
        }
        if free != *name {
            tracing::warn!(before = name, now = free, "two providers had names that look the same: one of them has a number now");
        }
        let folded = sort_form(&free).into_bytes();
        if folded != *key {
            execute!(tx, "UPDATE providers SET name = $2, name_key = $3 WHERE id = $1", id, free, folded)?;
        }
    }
    Ok(())
}

async fn is_taken(tx: &mut Tx, id: Uuid, name: &str) -> Result<bool, Error> {
    let key = sort_form(name).into_bytes();
    Ok(scalar!(tx, Uuid, "SELECT id FROM providers WHERE name_key = $2 AND id <> $1", id, key)?.is_some())
}

async fn organizations(tx: &mut Tx) -> Result<(), Error> {
    let mut after = Uuid::nil();
    loop {
        let sql = "SELECT id, name, name_key, name_search FROM organizations WHERE id > $1 ORDER BY id LIMIT CAST($2 AS BIGINT)";
        let rows = fetch_all!(tx, (Uuid, String, Vec<u8>, String), sql, after, PAGE)?;
        let Some((last, ..)) = rows.last() else { return Ok(()) };
        after = *last;
        for (id, name, key, search) in &rows {
            let (sorted, folded) = (sort_key(name), search_text(name));
            if *key != sorted || *search != folded {
                execute!(tx, "UPDATE organizations SET name_key = $2, name_search = $3 WHERE id = $1", id, sorted, folded)?;
            }
        }
    }
}

async fn members(tx: &mut Tx) -> Result<(), Error> {
    let mut after = Uuid::nil();
    loop {
        let rows = member_texts(tx, after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for row in &rows {
            let folded = members::search_text(&row.email_key, &row.name);
            if row.search != folded {
                execute!(tx, "UPDATE members SET search = $2 WHERE id = $1", row.id, folded)?;
            }
        }
    }
}

/// A member with what a search for it looks in, and what that is made of.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct MemberText {
    pub id: Uuid,
    pub email_key: String,
    pub name: String,
    pub search: String,
}

/// The next `most` members behind this id.
pub async fn member_texts(conn: &mut Conn, after: Uuid, most: i64) -> Result<Vec<MemberText>, Error> {
    fetch_all!(
        conn,
        MemberText,
        "SELECT m.id, m.email_key, COALESCE(a.name, m.name) AS name, m.search FROM members m \
         LEFT JOIN accounts a ON a.id = m.account_id WHERE m.id > $1 ORDER BY m.id LIMIT CAST($2 AS BIGINT)",
        after,
        most
    )
}

/// Lines hold the names of their time, so what was folded before is folded on.
async fn events(tx: &mut Tx) -> Result<(), Error> {
    let mut after = (Uuid::nil(), 0);
    loop {
        let sql = "SELECT log_id, sequence, search FROM events WHERE (log_id, sequence) > ($1, $2) \
                   ORDER BY log_id, sequence LIMIT CAST($3 AS BIGINT)";
        let rows = fetch_all!(tx, (Uuid, i64, String), sql, after.0, after.1, PAGE)?;
        let Some((log, sequence, _)) = rows.last() else { return Ok(()) };
        after = (*log, *sequence);
        for (log, sequence, search) in &rows {
            let folded = search_form(search);
            if *search != folded {
                execute!(tx, "UPDATE events SET search = $3 WHERE log_id = $1 AND sequence = $2", log, sequence, folded)?;
            }
        }
    }
}
