//! Forms that came when their session was over, sealed, for whoever signs in again in the same browser.

use crate::domain::ids::AccountId;
use crate::domain::time::SKEW;
use crate::store::engine::{execute, fetch_optional};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// A form, and whose it is.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct KeptForm {
    pub account_id: AccountId,
    pub sealed: Vec<u8>,
}

/// Keeps it in place of what was kept for this browser before.
pub async fn put(tx: &mut Tx, browser: &[u8], form: &KeptForm, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO kept_forms (browser_hash, account_id, sealed, kept_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (browser_hash) DO UPDATE SET account_id = excluded.account_id, sealed = excluded.sealed, \
         kept_at = excluded.kept_at",
        browser,
        form.account_id,
        &form.sealed,
        now
    )
    .map(|_| ())
}

/// What is kept for this browser since then.
pub async fn find(conn: &mut Conn, browser: &[u8], since: i64, now: i64) -> Result<Option<KeptForm>, Error> {
    fetch_optional!(
        conn,
        KeptForm,
        "SELECT account_id, sealed FROM kept_forms WHERE browser_hash = $1 AND kept_at > $2 AND kept_at <= $3",
        browser,
        since,
        now + SKEW
    )
}

/// Forgets what this account left in this browser.
pub async fn delete(tx: &mut Tx, browser: &[u8], account: AccountId) -> Result<(), Error> {
    execute!(tx, "DELETE FROM kept_forms WHERE browser_hash = $1 AND account_id = $2", browser, account).map(|_| ())
}

/// Forgets what an account left anywhere.
pub async fn delete_of_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute!(tx, "DELETE FROM kept_forms WHERE account_id = $1", account).map(|_| ())
}

/// Sweeps out what was kept for its time, or was dated by a clock that ran ahead, `most` of it; gives how much.
pub async fn delete_over(tx: &mut Tx, before: i64, now: i64, most: i64) -> Result<u64, Error> {
    execute!(
        tx,
        "DELETE FROM kept_forms WHERE browser_hash IN (SELECT browser_hash FROM kept_forms \
         WHERE kept_at <= $1 OR kept_at > $2 LIMIT CAST($3 AS BIGINT))",
        before,
        now + SKEW,
        most
    )
}

/// Forgets all of them.
pub async fn delete_all(tx: &mut Tx) -> Result<u64, Error> {
    execute!(tx, "DELETE FROM kept_forms")
}
