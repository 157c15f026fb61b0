//! Who invites: on whose behalf, whether they are new here, and how often they may.

use super::limits::{self, Limit};
use super::throttles::network_of;
use crate::app::App;
use crate::domain::ids::{AccountId, OrganizationId, ProviderId};
use crate::domain::inviting::is_fresh;
use crate::domain::refusal::Conflict;
use crate::error::{Error, Result};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Author;
use crate::store::Conn;
use crate::store::identity::inviting::{self, Since};
use crate::store::identity::throttles;
use crate::store::organizations::Seen;
use std::net::IpAddr;
use uuid::Uuid;

/// On whose behalf a person invites.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    pub account: AccountId,
    /// The organization or the provider into which somebody is invited.
    pub into: Uuid,
    /// The organization, or the provider for which the person acts: its use is no other's limit.
    tenant: Uuid,
    /// Whether few may be invited, because nobody here knows the person or the organization for long.
    pub is_fresh: bool,
    network: String,
}

impl Sender {
    /// A person of a provider, who invites into that or into a client of it: the operator vouches for them.
    pub fn of_provider(actor: &Actor, provider: ProviderId, into: Uuid) -> Self {
        let network = site_of(actor.address.as_deref());
        Self { account: actor.id, into, tenant: provider.uuid(), is_fresh: false, network }
    }

    /// A person who invites into this organization.
    ///
    /// # Errors
    /// A conflict where the inviting of the person or of the organization has ended.
    pub async fn of(app: &App, actor: &Actor, seen: &Seen) -> Result<Self> {
        let id = seen.organization.id;
        if let Some(provider) = seen.provider_concerned() {
            return Ok(Self::of_provider(actor, provider, id.uuid()));
        }
        let mut conn = app.db.read().await?;
        let account = inviting::of_account(&mut conn, actor.id).await?.ok_or(Error::SignInNeeded)?;
        let organization = inviting::of_organization(&mut conn, id).await?;
        let organization = organization.filter(|_| seen.organization.provider_id.is_none());
        let everybody = || [Some(account), organization].into_iter().flatten();
        if everybody().any(|since| since.inviting_ended_at.is_some()) {
            return Err(Conflict::InvitingEnded.into());
        }
        let is_fresh = everybody().any(|Since { created_at, .. }| is_fresh(created_at, app.now()));
        let network = site_of(actor.address.as_deref());
        Ok(Self { account: actor.id, into: id.uuid(), tenant: id.uuid(), is_fresh, network })
    }

    /// What is counted for so many invitations, to whomever.
    fn of_a_form(&self, number: usize) -> Vec<Counted> {
        let (number, account) = (i64::try_from(number).unwrap_or(i64::MAX), self.account.to_string());
        let mut counted = vec![Counted::new(Limit::InvitationsBy, &account, number)];
        if self.is_fresh {
            counted.extend([
                Counted::new(Limit::FreshInvitationsBy, &account, number),
                Counted::new(Limit::FreshInvitationsOf, &self.tenant.to_string(), number),
                Counted::new(Limit::FreshInvitationsFrom, &self.network, number),
                Counted::new(Limit::FreshInvitations, "", number),
            ]);
        }
        counted
    }

    /// What is counted for an invitation to this address: those who are new share one counter, any other tenant has one
    /// of its own.
    fn to(&self, key: &str) -> Counted {
        match self.is_fresh {
            true => Counted::new(Limit::FreshInvitationsTo, key, 1),
            false => Counted::new(Limit::InvitationsTo, &format!("{} {key}", self.tenant), 1),
        }
    }
}

/// The network that invitations are counted for: the address itself, or the /48 of IPv6 that one customer gets.
fn site_of(address: Option<&str>) -> String {
    match address.and_then(|text| text.parse().ok()) {
        Some(IpAddr::V6(v6)) => v6.segments()[..3].iter().map(|part| format!("{part:x}:")).collect(),
        _ => network_of(address),
    }
}

/// Attempts that count under one key.
#[derive(Clone, Debug)]
struct Counted {
    limit: Limit,
    key: Vec<u8>,
    number: i64,
}

impl Counted {
    fn new(limit: Limit, who: &str, number: i64) -> Self {
        Self { limit, key: limits::key(limit.numbers().0, who), number }
    }
}

/// Counts as many invitations as a form has addresses: all of them or none. Each address counts by itself, with
/// [`count_address`].
///
/// # Errors
/// [`crate::domain::refusal::Refusal::Throttled`]: then nothing was counted.
pub(crate) async fn count_form(app: &App, sender: &Sender, addresses: usize) -> Result<()> {
    if addresses == 0 { Ok(()) } else { count(app, sender.of_a_form(addresses)).await }
}

/// Counts an invitation to this address.
///
/// # Errors
/// As [`count_form`].
pub(crate) async fn count_address(app: &App, sender: &Sender, key: &str) -> Result<()> {
    count(app, vec![sender.to(key)]).await
}

/// Counts invitations to all of these addresses, or none of them.
///
/// # Errors
/// As [`count_form`].
pub(crate) async fn count_all(app: &App, sender: &Sender, keys: &[&str]) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let mut counted = sender.of_a_form(keys.len());
    counted.extend(keys.iter().map(|key| sender.to(key)));
    count(app, counted).await
}

async fn count(app: &App, mut counted: Vec<Counted>) -> Result<()> {
    // One order for everybody, so that two forms at once do not wait for each other.
    counted.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    let full = counted.iter().filter_map(|one| app.gate.full_until(&one.key, app.now()));
    if let Some(ends_at) = full.max() {
        return Err(limits::too_often(ends_at, app.now()));
    }
    change!(app, Author::portal(), Scope::nothing(), |change| {
        let (now, mut over) = (app.now(), None);
        for Counted { limit, key, number } in &counted {
            let (_, most, window) = limit.numbers();
            let (attempts, ends_at) = throttles::count_many(&mut change.tx, key, *number, now, window).await?;
            if attempts - number >= most {
                app.gate.close(key, ends_at, now);
            }
            if attempts > most {
                over = over.max(Some(ends_at));
            }
        }
        over.map_or(Ok(()), |ends_at| Err(limits::too_often(ends_at, now)))
    })
}

/// Takes back what was counted for so many invitations of a form that did not come about, of somebody who has few.
pub(crate) async fn take_back(app: &App, sender: &Sender, refused: usize) -> Result<()> {
    if refused == 0 || !sender.is_fresh {
        return Ok(());
    }
    let mut counted = sender.of_a_form(refused);
    counted.retain(|one| !matches!(one.limit, Limit::InvitationsBy));
    counted.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    change!(app, Author::portal(), Scope::nothing(), |change| {
        for Counted { key, number, .. } in &counted {
            throttles::take_back(&mut change.tx, key, *number).await?;
            app.gate.open(key);
        }
        Ok(())
    })
}

/// Whether the inviting of the account, or of an organization without a provider, has not ended.
pub(crate) async fn may_go_on(conn: &mut Conn, account: AccountId, organization: Option<OrganizationId>) -> Result<bool> {
    let account = inviting::of_account(conn, account).await?;
    let organization = match organization {
        Some(id) => inviting::of_organization(conn, id).await?,
        None => None,
    };
    Ok([account, organization].into_iter().flatten().all(|since| since.inviting_ended_at.is_none()))
}
