//! Nobody of a provider brings a colleague, or oneself, back into a client whose own people took that person out:
//! the bar is on the account, and an owner of the client lifts it by asking the person in again.

use crate::domain::access::Action;
use crate::domain::ids::{AccountId, OrganizationId};
use crate::domain::members::Role;
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::service::change::Change;
use crate::store::Conn;
use crate::store::identity::accounts;
use crate::store::members::{Member, bars};
use crate::store::organizations::Seen;
use std::collections::HashSet;

/// The accounts that are barred from one organization, and the addresses that they have now.
#[derive(Clone, Debug, Default)]
pub(super) struct Barred {
    accounts: HashSet<AccountId>,
    addresses: HashSet<String>,
}

impl Barred {
    pub fn of(rows: Vec<(AccountId, String)>) -> Self {
        let (accounts, addresses) = rows.into_iter().unzip();
        Self { accounts, addresses }
    }

    /// Whether this account, or the one that has the address, is barred.
    pub fn holds(&self, account: Option<AccountId>, email_key: &str) -> bool {
        account.is_some_and(|account| self.accounts.contains(&account)) || self.addresses.contains(email_key)
    }
}

/// Who is barred for whoever acts here: nobody, for an owner who does not act for the provider.
pub(super) async fn met_by(conn: &mut Conn, seen: &Seen) -> Result<Barred> {
    if lifts(seen) {
        return Ok(Barred::default());
    }
    Ok(Barred::of(bars::of_organization(conn, seen.organization.id).await?))
}

fn lifts(seen: &Seen) -> bool {
    seen.provider_concerned().is_none() && seen.standing().may(Action::Invite(Role::Owner)).is_ok()
}

/// Bars the account of a member whom the organization's own people take out. Who acts for the provider bars nobody.
pub(super) async fn set(change: &mut Change<'_>, member: &Member) -> Result<()> {
    if change.seen()?.provider_concerned().is_some() {
        return Ok(());
    }
    let now = change.now();
    match account_of(&mut change.tx, member.account_id, &member.email_key).await? {
        Some(account) => Ok(bars::set(&mut change.tx, member.organization_id, account, now).await?),
        None => Ok(()),
    }
}

/// Brings somebody back, or in: an owner of the organization lifts the bar, everybody else meets it.
///
/// # Errors
/// [`Conflict::Barred`].
pub(super) async fn pass(change: &mut Change<'_>, account: Option<AccountId>, email_key: &str) -> Result<()> {
    let seen = change.seen()?.clone();
    if met_by(&mut change.tx, &seen).await?.holds(account, email_key) {
        return Err(Conflict::Barred.into());
    }
    if !lifts(&seen) {
        return Ok(());
    }
    match account_of(&mut change.tx, account, email_key).await? {
        Some(account) => Ok(bars::lift(&mut change.tx, seen.organization.id, account).await?),
        None => Ok(()),
    }
}

/// Whether an account may come in through an invitation, whoever made it and for whichever address.
///
/// # Errors
/// [`Conflict::Barred`].
pub(super) async fn must_not_hold(conn: &mut Conn, organization: OrganizationId, account: AccountId) -> Result<()> {
    let barred = Barred::of(bars::of_organization(conn, organization).await?);
    if barred.accounts.contains(&account) { Err(Conflict::Barred.into()) } else { Ok(()) }
}

async fn account_of(conn: &mut Conn, account: Option<AccountId>, email_key: &str) -> Result<Option<AccountId>> {
    match account {
        Some(account) => Ok(Some(account)),
        None => Ok(accounts::by_email(conn, email_key).await?.map(|account| account.id)),
    }
}
