//! What is limited, and counting in a transaction that is under way.

use crate::app::App;
use crate::domain::refusal::Refusal;
use crate::domain::time::{DAY, HOUR, MINUTE};
use crate::error::{Error, Result};
use crate::store::Tx;
use crate::store::identity::throttles;
use sha2::{Digest, Sha256};

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
    /// All other acts that stand in a log, by one person.
    ActsBy,
    /// Times that somebody signed in to one account.
    SignInsTo,
    /// Invitations by one person, and by one tenant to one address.
    InvitationsBy,
    InvitationsTo,
    /// Of those who are new here: by one account, of one organization, from one network, in the whole portal, and to
    /// one address by all of them together.
    FreshInvitationsBy,
    FreshInvitationsOf,
    FreshInvitationsFrom,
    FreshInvitations,
    FreshInvitationsTo,
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

/// No window is longer than this.
pub const LONGEST_WINDOW: i64 = 30 * DAY;

impl Limit {
    pub(super) fn numbers(self) -> (&'static str, i64, i64) {
        match self {
            Self::SignInHere => ("sign-in", 10, 15 * MINUTE),
            Self::SignInFromNetwork => ("sign-in-network", 100, 15 * MINUTE),
            Self::SignInToAccount => ("sign-in-account", 300, HOUR),
            Self::SignedInHere => ("signed-in-here", i64::MAX, LONGEST_WINDOW),
            Self::PasswordLink => ("password-link", 3, HOUR),
            Self::PasswordLinkFromNetwork => ("password-link-network", 30, HOUR),
            Self::Registration => ("registration", 3, HOUR),
            Self::RegistrationFromNetwork => ("registration-network", 30, HOUR),
            Self::OrganizationsBy => ("organizations-by", 30, DAY),
            Self::NoticesBy => ("notices-by", 300, HOUR),
            Self::ActsBy => ("acts-by", 600, HOUR),
            Self::SignInsTo => ("sign-ins-to", 200, HOUR),
            Self::InvitationsBy => ("invitations-by", 200, HOUR),
            Self::InvitationsTo => ("invitations-to", 10, HOUR),
            Self::FreshInvitationsBy => ("fresh-invitations-by", 25, DAY),
            Self::FreshInvitationsOf => ("fresh-invitations-of", 25, DAY),
            Self::FreshInvitationsFrom => ("fresh-invitations-from", 50, DAY),
            Self::FreshInvitations => ("fresh-invitations", 100, HOUR),
            Self::FreshInvitationsTo => ("fresh-invitations-to", 5, DAY),
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

pub(super) fn too_often(ends_at: i64, now: i64) -> Error {
    Refusal::Throttled { seconds: ((ends_at - now) / 1000).max(1) }.into()
}

pub(super) fn key(name: &str, who: &str) -> Vec<u8> {
    Sha256::digest(format!("{name}\0{who}")).to_vec()
}
