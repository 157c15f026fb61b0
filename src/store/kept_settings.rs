//! What holds on from a version before, where the configuration does not say otherwise.

use super::Conn;
use super::engine::scalar;
use sqlx::Error;

/// Whether people could register before it took a word of the operator's.
pub async fn registration_was_open(conn: &mut Conn) -> Result<bool, Error> {
    let kept = scalar!(conn, String, "SELECT value FROM kept_settings WHERE name = 'registration'")?;
    Ok(kept.as_deref() == Some("open"))
}
