//! How often something may be tried. Counted in the database before anything costly happens, so
//! that a restart forgets nothing and two requests at once count as two.

use super::limits::{key, too_often};
use crate::app::App;
use crate::error::Result;
use crate::service::change::{Scope, change};
use crate::service::events::record::Author;
use crate::store::identity::throttles;
use std::net::IpAddr;

pub use super::limits::Limit;
pub(crate) use super::limits::hold;

/// Counts one attempt by `who`.
///
/// # Errors
/// [`Refusal::Throttled`] when there were too many in the window.
pub async fn count(app: &App, limit: Limit, who: &str) -> Result<()> {
    count_all(app, &[(limit, who)]).await
}

/// Counts one attempt under each of these, in one transaction, up to the first that is over its
/// limit.
///
/// # Errors
/// [`Refusal::Throttled`] when there were too many of one of them in its window.
pub async fn count_all(app: &App, attempts: &[(Limit, &str)]) -> Result<()> {
    let now = app.now();
    let keys: Vec<(Limit, Vec<u8>)> = attempts.iter().map(|(limit, who)| (*limit, key(limit.numbers().0, who))).collect();
    refuse_full(app, &keys, now)?;
    let _turn = app.gate.turn().await;
    refuse_full(app, &keys, now)?;
    let over: Option<i64> = change!(app, Author::portal(), Scope::nothing(), |change| {
        for (limit, key) in &keys {
            let (_, most, window) = limit.numbers();
            let (attempts, ends_at) = throttles::count(&mut change.tx, key, now, window).await?;
            if attempts >= most {
                app.gate.close(key, ends_at, now);
            }
            if attempts > most {
                return Ok(Some(ends_at));
            }
        }
        Ok(None)
    })?;
    over.map_or(Ok(()), |ends_at| Err(too_often(ends_at, now)))
}

fn refuse_full(app: &App, keys: &[(Limit, Vec<u8>)], now: i64) -> Result<()> {
    let full = keys.iter().find_map(|(_, key)| app.gate.full_until(key, now));
    full.map_or(Ok(()), |ends_at| Err(too_often(ends_at, now)))
}

/// Keeps in mind that `who` did this.
pub async fn remember(app: &App, limit: Limit, who: &str) -> Result<()> {
    count(app, limit, who).await
}

/// Whether `who` did this within the window.
pub async fn is_known(app: &App, limit: Limit, who: &str) -> Result<bool> {
    let (mut conn, (name, _, window)) = (app.db.read().await?, limit.numbers());
    Ok(throttles::is_open(&mut conn, &key(name, who), app.now(), window).await?)
}

/// Forgets the attempts of `who`.
pub async fn forget(app: &App, limit: Limit, who: &str) -> Result<()> {
    let key = key(limit.numbers().0, who);
    let reset: Result<()> =
        change!(app, Author::portal(), Scope::nothing(), |change| { Ok(throttles::reset(&mut change.tx, &key).await?) });
    reset?;
    app.gate.open(&key);
    Ok(())
}

/// The network that attempts are counted for: the address itself, or the /64 of IPv6.
#[must_use]
pub fn network_of(address: Option<&str>) -> String {
    match address.and_then(|text| text.parse().ok()) {
        Some(IpAddr::V6(v6)) => v6.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
        Some(IpAddr::V4(v4)) => v4.to_string(),
        None => "unknown".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_a_64_share_a_counter() {
        assert_eq!(network_of(Some("2001:db8:1:2::1")), network_of(Some("2001:db8:1:2:ffff::9")));
        assert_ne!(network_of(Some("2001:db8:1:2::1")), network_of(Some("2001:db8:1:3::1")));
        assert_eq!(network_of(Some("192.0.2.7")), "192.0.2.7");
    }
}
