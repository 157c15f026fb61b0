//! What is limited, and counting in a transaction that is under way.

use crate::app::App;
use crate::domain::identity::networks::{Networks, Width};
use crate::domain::refusal::Refusal;
use crate::domain::time::{DAY, HOUR, MINUTE};
use crate::error::{Error, Result};
use crate::store::Tx;
use crate::store::identity::throttles;
use sha2::{Digest, Sha256};

/// What is limited: how often, in which window (milliseconds).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Signing in to one account from one place that it knows ([`super::places`]).
    SignInKnown,
    /// Signing in to one account from all places that it does not know.
    SignInToAccount,
    /// Not a limit: that a mailed link was used here, which proves the mailbox.
    MailboxProved,
    /// Asking for a password link from a place that the account knows, or signed in to it.
    PasswordLinkKnown,
    /// Asking for a password link to one address from everywhere else.
    PasswordLink,
    /// Asking for an account for one address.
    Registration,
    /// Not a limit: that a link was mailed to this address in this minute.
    LinkMailed,
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
    /// Of those who are new here: by one account, of one organization, in the whole portal, and to one address by all of
    /// them together.
    FreshInvitationsBy,
    FreshInvitationsOf,
    FreshInvitations,
    FreshInvitationsTo,
    /// Asking somebody who is signed in for the password once more.
    Reauthentication,
    /// The same, right or wrong: each hashes a password.
    Proofs,
    /// Codes of the second step from one place that the account knows, or by who is signed in: in a quarter of an
    /// hour, and in a day.
    SecondStepKnown,
    SecondStepKnownInADay,
    /// Codes of the second step from all places that the account does not know.
    SecondStepInADay,
    /// Asking for a link to another address: by account, by account to one address, and to one address.
    AddressLink,
    AddressLinkBy,
    AddressLinkTo,
    /// Not limits: that somebody was told by mail of strangers who try, and of a password without its code.
    ToldOfStrangers,
    ToldOfPassword,
}

/// What is limited for each network, at every width that [`Networks`] has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkLimit {
    /// Signing in, to whatever account, and to one account.
    SignIn,
    SignInTo,
    /// Asking for a password link, to whatever address, and to one.
    PasswordLink,
    PasswordLinkTo,
    /// Asking for an account, for whatever address, and for one.
    Registration,
    RegistrationTo,
    /// Codes of the second step, of whatever account, and of one.
    SecondStep,
    SecondStepOf,
    /// Mailed links that nobody was ever sent.
    UnknownLink,
    /// Invitations of those who are new here.
    FreshInvitations,
}

/// No window is longer than this.
pub const LONGEST_WINDOW: i64 = 30 * DAY;

/// How often, in how many milliseconds.
type Allowance = (i64, i64);

impl Limit {
    pub(super) fn numbers(self) -> (&'static str, i64, i64) {
        match self {
            Self::SignInKnown => ("sign-in-known", 10, 15 * MINUTE),
            Self::SignInToAccount => ("sign-in-account", 300, HOUR),
            Self::MailboxProved => ("mailbox-proved", i64::MAX, HOUR),
            Self::PasswordLinkKnown => ("password-link-known", 3, HOUR),
            Self::PasswordLink => ("password-link", 9, HOUR),
            Self::Registration => ("registration", 9, HOUR),
            Self::LinkMailed => ("link-mailed", 1, MINUTE),
            Self::OrganizationsBy => ("organizations-by", 30, DAY),
            Self::NoticesBy => ("notices-by", 300, HOUR),
            Self::ActsBy => ("acts-by", 600, HOUR),
            Self::SignInsTo => ("sign-ins-to", 200, HOUR),
            Self::InvitationsBy => ("invitations-by", 200, HOUR),
            Self::InvitationsTo => ("invitations-to", 10, HOUR),
            Self::FreshInvitationsBy => ("fresh-invitations-by", 25, DAY),
            Self::FreshInvitationsOf => ("fresh-invitations-of", 25, DAY),
            Self::FreshInvitations => ("fresh-invitations", 100, HOUR),
            Self::FreshInvitationsTo => ("fresh-invitations-to", 5, DAY),
            Self::Reauthentication => ("reauthentication", 10, 15 * MINUTE),
            Self::Proofs => ("proofs", 60, 15 * MINUTE),
            Self::SecondStepKnown => ("second-step-known", 10, 15 * MINUTE),
            Self::SecondStepKnownInADay => ("second-step-known-day", 40, DAY),
            Self::SecondStepInADay => ("second-step-day", 60, DAY),
            Self::AddressLink => ("address-link", 10, HOUR),
            Self::AddressLinkBy => ("address-link-by", 3, HOUR),
            Self::AddressLinkTo => ("address-link-to", 9, HOUR),
            Self::ToldOfStrangers => ("told-of-strangers", 1, DAY),
            Self::ToldOfPassword => ("told-of-password", 1, HOUR),
        }
    }
}

impl NetworkLimit {
    /// Its name, and what is allowed at each width. Of what several networks share for one account, one wide
    /// network uses up a fraction: strangers of one network keep nobody out who comes from another.
    fn numbers(self) -> (&'static str, [Allowance; 3]) {
        let quarter = |line, site, wide| [(line, 15 * MINUTE), (site, 15 * MINUTE), (wide, 15 * MINUTE)];
        let hour = |line, site, wide| [(line, HOUR), (site, HOUR), (wide, HOUR)];
        match self {
            Self::SignIn => ("sign-in-network", quarter(100, 200, 400)),
            Self::SignInTo => ("sign-in", [(10, 15 * MINUTE), (20, HOUR), (40, HOUR)]),
            Self::PasswordLink => ("password-link-network", hour(30, 60, 120)),
            Self::PasswordLinkTo => ("password-link-to", hour(3, 3, 3)),
            Self::Registration => ("registration-network", hour(30, 60, 120)),
            Self::RegistrationTo => ("registration-to", hour(3, 3, 3)),
            Self::SecondStep => ("second-step-network", quarter(100, 200, 400)),
            Self::SecondStepOf => ("second-step", [(10, 15 * MINUTE), (20, DAY), (20, DAY)]),
            Self::UnknownLink => ("unknown-link", hour(30, 60, 120)),
            Self::FreshInvitations => ("fresh-invitations-from", [(50, DAY), (75, DAY), (100, DAY)]),
        }
    }

    fn at(self, width: Width) -> (&'static str, Allowance) {
        let (name, [line, site, wide]) = self.numbers();
        let allowance = match width {
            Width::Line => line,
            Width::Site => site,
            Width::Wide => wide,
        };
        (name, allowance)
    }
}

/// One counter: its key, how often, and in which window.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    pub key: Vec<u8>,
    pub most: i64,
    pub window: i64,
    /// Whether it is somebody's, and not of a network alone.
    pub is_somebodys: bool,
}

/// What one attempt counts under.
#[derive(Clone, Debug, Default)]
pub struct Counters(pub(super) Vec<Counter>);

impl Counters {
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Also under this limit of somebody or something.
    #[must_use]
    pub fn of(mut self, limit: Limit, who: &str) -> Self {
        let (name, most, window) = limit.numbers();
        self.0.push(Counter { key: key(name, who), most, window, is_somebodys: true });
        self
    }

    /// Also under this limit of each of the networks, whoever it is about.
    #[must_use]
    pub fn in_networks(self, limit: NetworkLimit, networks: &Networks) -> Self {
        self.at_each_width(limit, "", networks)
    }

    /// Also under this limit of somebody or something in each of the networks.
    #[must_use]
    pub fn of_in(self, limit: NetworkLimit, who: &str, networks: &Networks) -> Self {
        self.at_each_width(limit, who, networks)
    }

    /// Those of them whose window is shorter than a day.
    #[must_use]
    pub fn brief(mut self) -> Self {
        self.0.retain(|counter| counter.window < DAY);
        self
    }

    fn at_each_width(mut self, limit: NetworkLimit, who: &str, networks: &Networks) -> Self {
        for (width, network) in networks.each() {
            let (name, (most, window)) = limit.at(width);
            let key = key(name, &format!("{who} {network}"));
            self.0.push(Counter { key, most, window, is_somebodys: !who.is_empty() });
        }
        self
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

/// Notes in this transaction that it is done for `who`; `false` when it was done in this window before. Of two at
/// once the second waits for the first.
pub(crate) async fn is_first(app: &App, tx: &mut Tx, limit: Limit, who: &str) -> Result<bool> {
    let (name, most, window) = limit.numbers();
    Ok(throttles::count(tx, &key(name, who), app.now(), window).await?.0 <= most)
}

pub(super) fn too_often(ends_at: i64, now: i64) -> Error {
    Refusal::Throttled { seconds: ((ends_at - now + 999) / 1000).max(1) }.into()
}

pub(crate) fn key(name: &str, who: &str) -> Vec<u8> {
    Sha256::digest(format!("{name}\0{who}")).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: [NetworkLimit; 10] = [
        NetworkLimit::SignIn,
        NetworkLimit::SignInTo,
        NetworkLimit::PasswordLink,
        NetworkLimit::PasswordLinkTo,
        NetworkLimit::Registration,
        NetworkLimit::RegistrationTo,
        NetworkLimit::SecondStep,
        NetworkLimit::SecondStepOf,
        NetworkLimit::UnknownLink,
        NetworkLimit::FreshInvitations,
    ];

    #[test]
    fn a_wider_network_has_more_room_and_never_as_much_as_its_parts() {
        for limit in EVERY {
            let (name, [line, site, wide]) = limit.numbers();
            assert!(line.0 <= site.0 && site.0 <= wide.0, "{name}");
            assert!(line.1 <= site.1 && site.1 <= wide.1, "{name}");
        }
    }

    #[test]
    fn one_wide_network_uses_up_a_fraction_of_what_an_account_has() {
        for (of_one, of_all) in [
            (NetworkLimit::SignInTo, Limit::SignInToAccount),
            (NetworkLimit::PasswordLinkTo, Limit::PasswordLink),
            (NetworkLimit::RegistrationTo, Limit::Registration),
            (NetworkLimit::SecondStepOf, Limit::SecondStepInADay),
        ] {
            let (wide, (_, most, window)) = (of_one.at(Width::Wide).1, of_all.numbers());
            assert!(wide.0 * 3 <= most && wide.1 >= window, "{of_one:?} {of_all:?}");
        }
    }

    #[test]
    fn no_limit_per_network_forgets_a_width() {
        for (address, widths) in [("2001:db8::1", 3), ("192.0.2.1", 2)] {
            let networks = Networks::of(Some(address));
            for limit in EVERY {
                let keys: std::collections::BTreeSet<_> =
                    Counters::none().of_in(limit, "ada", &networks).0.into_iter().map(|counter| counter.key).collect();
                assert_eq!(keys.len(), widths);
            }
        }
    }
}
