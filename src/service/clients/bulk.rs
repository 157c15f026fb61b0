//! Many clients at once: first a plan, row by row, then all of it in one transaction or nothing.

use super::list::Query;
use super::{suspension, unlink};
use crate::app::App;
use crate::domain::clients::{Act, MOST_CLIENTS};
use crate::domain::ids::OrganizationId;
use crate::domain::list::Place;
use crate::domain::members::Role;
use crate::domain::organizations::Suspender;
use crate::domain::providers::State;
use crate::domain::refusal::Conflict;
use crate::error::{Error, Result};
use crate::service::access::not_found;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Change, Scope, change};
use crate::store::access::ClientsOf;
use crate::store::clients::{self, ClientRow};
use crate::store::{Conn, events as log, members, organizations};

/// The clients that somebody has chosen.
#[derive(Clone, Debug)]
pub enum Selection {
    /// These, one by one.
    These(Vec<OrganizationId>),
    /// All that the search and the filters find.
    Found(Query),
}

/// What would happen to one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is suspended, and so many owners are told.
    Suspended {
        owners: usize,
    },
    /// It is active again, and so many owners are told.
    Reactivated {
        owners: usize,
    },
    /// It is unlinked, and so many owners are told.
    Unlinked {
        owners: usize,
    },
    AlreadySuspended,
    AlreadyActive,
    /// Only the operator ends the operator's suspension.
    SuspendedByOperator,
    /// It has no confirmed owner who would keep it.
    NoOwner,
}

impl Verdict {
    #[must_use]
    pub fn happens(self) -> bool {
        matches!(self, Self::Suspended { .. } | Self::Reactivated { .. } | Self::Unlinked { .. })
    }
}

/// What would happen to each client that was chosen.
#[derive(Clone, Debug)]
pub struct Plan {
    pub act: Act,
    /// By name; what happens first, what does not happen after it.
    pub rows: Vec<(ClientRow, Verdict)>,
    /// Chosen clients that the provider has unlinked already.
    pub gone: usize,
}

impl Plan {
    /// The clients to which it happens.
    pub fn happening(&self) -> impl Iterator<Item = &ClientRow> {
        self.rows.iter().filter(|(_, verdict)| verdict.happens()).map(|(row, _)| row)
    }
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// It happened to so many clients.
    Done(usize),
    /// Nothing was changed: it no longer goes for all of them, and this is how it stands now.
    Changed(Plan),
}

/// The provider whose clients are listed.
fn own(actor: &Actor) -> Result<&ProviderSeat> {
    let own = actor.provider.as_ref().ok_or_else(not_found)?;
    actor.works_for(Some(own.id));
    Ok(own)
}

/// The ids of the chosen clients, each once, in the order in which they are locked.
///
/// # Errors
/// More than [`MOST_CLIENTS`]; not found for somebody without a provider.
pub async fn chosen(app: &App, actor: &Actor, selection: Selection) -> Result<Vec<OrganizationId>> {
    let provider = own(actor)?;
    let mut ids = match selection {
        Selection::These(ids) => ids,
        Selection::Found(query) => {
            let (which, most) = (query.which(actor.clients_of(provider.id)), MOST_CLIENTS + 1);
            let mut conn = app.db.read().await?;
            let rows = clients::rows(&mut conn, which, query.order(), &Place::Start, most).await?;
            rows.into_iter().map(|row| row.id).collect()
        }
    };
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > MOST_CLIENTS { Err(Conflict::TooManyClients.into()) } else { Ok(ids) }
}

/// The rows of these clients of the provider, by name, and how many more it has unlinked already.
///
/// # Errors
/// Not found if one of them is neither.
pub(crate) async fn rows(conn: &mut Conn, of: ClientsOf, ids: &[OrganizationId]) -> Result<(Vec<ClientRow>, usize)> {
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        match clients::row(conn, of, *id).await? {
            Some(row) => rows.push(row),
            None if log::holds(conn, of.provider.into(), *id, "client_unlinked").await? => {}
            None => return Err(not_found()),
        }
    }
    let gone = ids.len() - rows.len();
    rows.sort_by(|a, b| (&a.name_key, a.id).cmp(&(&b.name_key, b.id)));
    Ok((rows, gone))
}

/// What would happen to these clients. Changes nothing.
///
/// # Errors
/// Not found if one of them is no client of the person's provider; forbidden for service users and
/// while the provider is suspended.
pub async fn plan(app: &App, actor: &Actor, act: Act, ids: &[OrganizationId]) -> Result<Plan> {
    let provider = own(actor)?;
    plan_in(&mut app.db.read().await?, actor, provider, act, ids).await
}

async fn plan_in(conn: &mut Conn, actor: &Actor, provider: &ProviderSeat, act: Act, ids: &[OrganizationId]) -> Result<Plan> {
    let (found, gone) = rows(conn, actor.clients_of(provider.id), ids).await?;
    provider.may(act.needs())?;
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let owners = members::recipients(conn, row.id, Role::Owner).await?.len();
        let verdict = match act {
            Act::Suspend if row.suspension().is_some() => Verdict::AlreadySuspended,
            Act::Suspend => Verdict::Suspended { owners },
            Act::Reactivate => match row.suspension() {
                Some(Suspender::Provider) => Verdict::Reactivated { owners },
                Some(Suspender::Operator) => Verdict::SuspendedByOperator,
                None => Verdict::AlreadyActive,
            },
            Act::Unlink if owners == 0 => Verdict::NoOwner,
            Act::Unlink => Verdict::Unlinked { owners },
        };
        rows.push((row, verdict));
    }
    rows.sort_by_key(|(_, verdict)| !verdict.happens());
    Ok(Plan { act, rows, gone })
}

/// An act for many clients.
#[derive(Clone, Debug)]
pub struct CarryOut {
    pub act: Act,
    pub clients: Vec<OrganizationId>,
}

/// Does it to all of these clients, or to none of them when it no longer goes for one.
///
/// # Errors
/// As [`plan`] and [`chosen`].
pub async fn carry_out(app: &App, actor: &Actor, command: &CarryOut) -> Result<Outcome> {
    let (CarryOut { act, clients: ids }, own) = (command, own(actor)?.id);
    change!(app, actor, Scope::rows_of(ids).and_provider(Some(own)).telling(), |change| {
        let provider = change.provider(own, act.needs()).await?;
        change.demand_proof(true);
        let plan = plan_in(&mut change.tx, actor, &provider, *act, ids).await?;
        if plan.gone > 0 || plan.happening().count() < plan.rows.len() {
            change.discard();
            return Ok(Outcome::Changed(plan));
        }
        for row in plan.happening() {
            one(change, &provider, *act, row.id).await?;
        }
        Ok(Outcome::Done(plan.rows.len()))
    })
}

async fn one(change: &mut Change<'_>, provider: &ProviderSeat, act: Act, id: OrganizationId) -> Result<()> {
    let actor = change.actor()?.reader();
    let seen = organizations::visible_to(&mut change.tx, actor, id).await?.ok_or_else(not_found)?;
    let state = match act {
        Act::Suspend => State::Suspended,
        Act::Reactivate => State::Active,
        Act::Unlink => return unlink::unlink_in(change, provider, &seen.organization).await,
    };
    let changed = suspension::set_state_in(change, provider, &seen.organization, state).await?;
    if changed { Ok(()) } else { Err(Error::Again("somebody else changed the client".into())) }
}
