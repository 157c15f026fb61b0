//! Who invites: on whose behalf, whether they are new here, and how often they may.

use super::limits::{self, Counter, Counters, Limit, NetworkLimit};
use crate::app::App;
use crate::domain::identity::networks::Networks;
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
    networks: Networks,
}

impl Sender {
    /// A person of a provider, who invites into that or into a client of it: the operator vouches for them.
    pub fn of_provider(actor: &Actor, provider: ProviderId, into: Uuid) -> Self {
        let networks = Networks::of(actor.address.as_deref());
        Self { account: actor.id, into, tenant: provider.uuid(), is_fresh: false, networks }
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
        let networks = Networks::of(actor.address.as_deref());
        Ok(Self { account: actor.id, into: id.uuid(), tenant: id.uuid(), is_fresh, networks })
    }

    /// What an invitation counts under, to whomever.
    fn of_a_form(&self) -> Counters {
        let Counters(mut counters) = self.of_the_new();
        let Counters(of_everybody) = Counters::none().of(Limit::InvitationsBy, &self.account.to_string());
        counters.extend(of_everybody);
        Counters(counters)
    }

    /// What one of somebody who is new here counts under beside.
    fn of_the_new(&self) -> Counters {
        if !self.is_fresh {
            return Counters::none();
        }
        Counters::none()
            .of(Limit::FreshInvitationsBy, &self.account.to_string())
            .of(Limit::FreshInvitationsOf, &self.tenant.to_string())
            .of(Limit::FreshInvitations, "")
            .in_networks(NetworkLimit::FreshInvitations, &self.networks)
    }

    /// What an invitation to this address counts under: those who are new share one counter, any other tenant has one
    /// of its own.
    fn to(&self, key: &str) -> Counters {
        match self.is_fresh {
            true => Counters::none().of(Limit::FreshInvitationsTo, key),
            false => Counters::none().of(Limit::InvitationsTo, &format!("{} {key}", self.tenant)),
        }
    }
}

/// Counters, and how much of each is asked for. One order for everybody, so that two forms at once do not wait for each
/// other.
fn times(Counters(counters): Counters, number: usize) -> Vec<(Counter, i64)> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let mut counted: Vec<_> = counters.into_iter().map(|counter| (counter, number)).collect();
    counted.sort_unstable_by(|(one, _), (other, _)| one.key.cmp(&other.key));
    counted
}

/// Counts as many invitations as a form has addresses: all of them or none. Each address counts by itself, with
/// [`count_address`].
///
/// # Errors
/// [`crate::domain::refusal::Refusal::Throttled`]: then nothing was counted.
pub(crate) async fn count_form(app: &App, sender: &Sender, addresses: usize) -> Result<()> {
    if addresses == 0 { Ok(()) } else { count(app, times(sender.of_a_form(), addresses)).await }
}

/// Counts an invitation to this address.
///
/// # Errors
/// As [`count_form`].
pub(crate) async fn count_address(app: &App, sender: &Sender, key: &str) -> Result<()> {
    count(app, times(sender.to(key), 1)).await
}

/// Counts invitations to all of these addresses, or none of them.
///
/// # Errors
/// As [`count_form`].
pub(crate) async fn count_all(app: &App, sender: &Sender, keys: &[&str]) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let mut counted = times(sender.of_a_form(), keys.len());
    counted.extend(times(Counters(keys.iter().flat_map(|key| sender.to(key).0).collect()), 1));
    counted.sort_unstable_by(|(one, _), (other, _)| one.key.cmp(&other.key));
    count(app, counted).await
}

async fn count(app: &App, counted: Vec<(Counter, i64)>) -> Result<()> {
    let full = counted.iter().filter_map(|(counter, _)| app.gate.full_until(&counter.key, app.now()));
    if let Some(ends_at) = full.max() {
        return Err(limits::too_often(ends_at, app.now()));
    }
    change!(app, Author::portal(), Scope::nothing(), |change| {
        let (now, mut over) = (app.now(), None);
        for (Counter { key, most, window, .. }, number) in &counted {
            let (attempts, ends_at) = throttles::count_many(&mut change.tx, key, *number, now, *window).await?;
            if attempts - number >= *most {
                app.gate.close(key, ends_at, now);
            }
            if attempts > *most {
                over = over.max(Some(ends_at));
            }
        }
        over.map_or(Ok(()), |ends_at| Err(limits::too_often(ends_at, now)))
    })
}

/// Takes back what was counted for so many invitations of a form that did not come about, of somebody who has few.
pub(crate) async fn take_back(app: &App, sender: &Sender, refused: usize) -> Result<()> {
    let counted = times(sender.of_the_new(), refused);
    if refused == 0 || counted.is_empty() {
        return Ok(());
    }
    change!(app, Author::portal(), Scope::nothing(), |change| {
        for (counter, number) in &counted {
            throttles::take_back(&mut change.tx, &counter.key, *number).await?;
            app.gate.open(&counter.key);
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
