//! How often something may be tried. Counted in the database before anything costly happens, so
//! that a restart forgets nothing and two requests at once count as two.

use crate::app::App;
use crate::domain::refusal::Refusal;
use crate::domain::time::{DAY, HOUR, MINUTE};
use crate::error::{Error, Result};
use crate::service::change::{Scope, change};
use crate::service::events::record::Author;
use crate::store::Tx;
use crate::store::identity::throttles;
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// What is limited: how often, in which window (milliseconds).
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// Signing in to one account from one network.
    SignInHere,
    /// Signing in from one network, to whatever account.
    SignInFromNetwork,
    /// Signing in to one account from networks that it never signed in from.
    SignInToAccount,
    /// Not a limit: that an account signed in from this network, for a month.
    SignedInHere,
    /// Asking for a password link, by address and by network.
    PasswordLink,
    PasswordLinkFromNetwork,
    /// Asking for an account, by address and by network.
    Registration,
    RegistrationFromNetwork,
    /// Organizations of one's own.
    OrganizationsBy,
    /// Acts that tell other people by mail, by one person.
    NoticesBy,
    /// Invitations by one person, and to one address.
    InvitationsBy,
    InvitationsTo,
    /// Asking somebody who is signed in for the password once more.
    Reauthentication,
    /// The same, right or wrong: each hashes a password.
    Proofs,
    /// Codes of the second step, by account in a quarter of an hour and in a day, and by network.
    SecondStep,
    SecondStepInADay,
    SecondStepFromNetwork,
    /// Asking for a link to another address, by account and to one address.
    AddressLink,
    AddressLinkTo,
}

impl Limit {
    fn numbers(self) -> (&'static str, i64, i64) {
        match self {
            Self::SignInHere => ("sign-in", 10, 15 * MINUTE),
            Self::SignInFromNetwork => ("sign-in-network", 100, 15 * MINUTE),
            Self::SignInToAccount => ("sign-in-account", 300, HOUR),
            Self::SignedInHere => ("signed-in-here", i64::MAX, 30 * DAY),
            Self::PasswordLink => ("password-link", 3, HOUR),
            Self::PasswordLinkFromNetwork => ("password-link-network", 30, HOUR),
            Self::Registration => ("registration", 3, HOUR),
            Self::RegistrationFromNetwork => ("registration-network", 30, HOUR),
            Self::OrganizationsBy => ("organizations-by", 30, DAY),
            Self::NoticesBy => ("notices-by", 300, HOUR),
            Self::InvitationsBy => ("invitations-by", 200, HOUR),
            Self::InvitationsTo => ("invitations-to", 10, HOUR),
            Self::Reauthentication => ("reauthentication", 10, 15 * MINUTE),
            Self::Proofs => ("proofs", 60, 15 * MINUTE),
            Self::SecondStep => ("second-step", 10, 15 * MINUTE),
            Self::SecondStepInADay => ("second-step-day", 100, DAY),
            Self::SecondStepFromNetwork => ("second-step-network", 100, 15 * MINUTE),
            Self::AddressLink => ("address-link", 10, HOUR),
            Self::AddressLinkTo => ("address-link-to", 3, HOUR),
        }
    }
}

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

/// Counts one attempt by `who` in this transaction: it counts if that is committed.
///
/// # Errors
/// [`Refusal::Throttled`] when there were too many in the window.
pub(crate) async fn count_in(app: &App, tx: &mut Tx, limit: Limit, who: &str) -> Result<()> {
    let (now, (name, most, window)) = (app.now(), limit.numbers());
    let (attempts, ends_at) = throttles::count(tx, &key(name, who), now, window).await?;
    if attempts > most { Err(too_often(ends_at, now)) } else { Ok(()) }
}

/// Lets everybody wait who counted an attempt under the same, until this transaction ends.
pub(crate) async fn hold(tx: &mut Tx, limit: Limit, who: &str) -> Result<()> {
    Ok(throttles::hold(tx, &key(limit.numbers().0, who)).await?)
}

fn refuse_full(app: &App, keys: &[(Limit, Vec<u8>)], now: i64) -> Result<()> {
    let full = keys.iter().find_map(|(_, key)| app.gate.full_until(key, now));
    full.map_or(Ok(()), |ends_at| Err(too_often(ends_at, now)))
}

fn too_often(ends_at: i64, now: i64) -> Error {
    Refusal::Throttled { seconds: ((ends_at - now) / 1000).max(1) }.into()
}

/// Keeps in mind that `who` did this.
pub async fn remember(app: &App, limit: Limit, who: &str) -> Result<()> {
    count(app, limit, who).await
}

/// Whether `who` did this within the window.
pub async fn is_known(app: &App, limit: Limit, who: &str) -> Result<bool> {
    let mut conn = app.db.read().await?;
    Ok(throttles::is_open(&mut conn, &key(limit.numbers().0, who), app.now()).await?)
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

fn key(name: &str, who: &str) -> Vec<u8> {
    Sha256::digest(format!("{name}\0{who}")).to_vec()
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
