//! The second step of signing in: the nonce that the app's secret is made from, the last step that
//! was used, and hashes of recovery codes.

use crate::domain::ids::AccountId;
use crate::store::engine::batch::execute_for_rows;
use crate::store::engine::{execute, fetch_optional, scalar};
use crate::store::{Conn, Tx};
use sqlx::Error;
use uuid::Uuid;

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct TwoStep {
    pub nonce: Uuid,
}

/// The account's second step, where it is turned on.
pub async fn find(conn: &mut Conn, account: AccountId) -> Result<Option<TwoStep>, Error> {
    fetch_optional!(conn, TwoStep, "SELECT nonce FROM two_steps WHERE account_id = $1 AND confirmed_at IS NOT NULL", account)
}

/// Turns it on, its first code used; `false` when it is on already.
pub async fn insert(tx: &mut Tx, account: AccountId, nonce: Uuid, step: i64, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO two_steps (account_id, nonce, confirmed_at, last_step, created_at) VALUES ($1, $2, $4, $3, $4) \
         ON CONFLICT (account_id) DO NOTHING",
        account,
        nonce,
        step,
        now
    )?;
    Ok(rows == 1)
}

/// Moves it to another secret; `false` when it is not the one of `before` any more.
pub async fn replace(tx: &mut Tx, account: AccountId, before: Uuid, nonce: Uuid, step: i64, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE two_steps SET nonce = $3, confirmed_at = $5, last_step = $4, created_at = $5 WHERE account_id = $1 AND nonce = $2",
        account,
        before,
        nonce,
        step,
        now
    )?;
    Ok(rows == 1)
}

/// Uses the code of a step up; `false` when that or a later one was used before. One that was used later than
/// `latest` counts no more.
pub async fn use_step(tx: &mut Tx, account: AccountId, nonce: Uuid, step: i64, latest: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE two_steps SET last_step = $3 WHERE account_id = $1 AND nonce = $2 AND confirmed_at IS NOT NULL \
         AND (last_step < $3 OR last_step > $4)",
        account,
        nonce,
        step,
        latest
    )?;
    Ok(rows == 1)
}

/// Turns it off; `false` when it is off already.
pub async fn delete(tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    execute!(tx, "DELETE FROM recovery_codes WHERE account_id = $1", account)?;
    Ok(execute!(tx, "DELETE FROM two_steps WHERE account_id = $1", account)? == 1)
}

/// Puts these recovery codes into the place of all older ones.
pub async fn replace_codes(tx: &mut Tx, account: AccountId, hashes: &[[u8; 32]]) -> Result<(), Error> {
    execute!(tx, "DELETE FROM recovery_codes WHERE account_id = $1", account)?;
    execute_for_rows!(tx, "INSERT INTO recovery_codes (account_id, hash) VALUES ($1, $2)", hashes, |hash| [
        account,
        hash.as_slice()
    ])
}

/// Uses a recovery code up; `false` when it is none of the account's, or was used before.
pub async fn use_code(tx: &mut Tx, account: AccountId, hash: &[u8], now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE recovery_codes SET used_at = $3 WHERE account_id = $1 AND hash = $2 AND used_at IS NULL",
        account,
        hash,
        now
    )?;
    Ok(rows == 1)
}

/// How many recovery codes are left.
pub async fn codes_left(conn: &mut Conn, account: AccountId) -> Result<i64, Error> {
    let count = scalar!(
        conn,
        i64,
        "SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_codes WHERE account_id = $1 AND used_at IS NULL",
        account
    )?;
    Ok(count.unwrap_or_default())
}

/// A provider that requires it of this confirmed person: the first by name.
pub async fn required_by(conn: &mut Conn, account: AccountId) -> Result<Option<String>, Error> {
    scalar!(
        conn,
        String,
        "SELECT p.name FROM provider_members m JOIN providers p ON p.id = m.provider_id WHERE m.account_id = $1 \
         AND m.status = 'confirmed' AND p.require_two_step ORDER BY p.name_key LIMIT 1",
        account
    )
}
