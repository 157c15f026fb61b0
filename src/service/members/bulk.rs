//! One act for many members: a plan says row by row what happens, then all of it happens or nothing.

use super::{acts, bars, candidate, room};
use crate::app::App;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::list::Place;
use crate::domain::members::acts::{self as member_acts, Act};
use crate::domain::members::{Role, Status};
use crate::domain::refusal::{self, Problem, Refusal};
use crate::error::Result;
use crate::service::access::{self, not_found};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::store::Conn;
use crate::store::members::{self, Member, Which};
use crate::store::organizations::Seen;
use std::collections::HashSet;

/// Members that one act is done to at most.
pub const MOST_AT_ONCE: usize = 200;

/// Which members an act is for.
#[derive(Clone, Debug)]
pub enum Chosen {
    These(Vec<MemberId>),
    /// Everybody who waits to be confirmed, as far as [`MOST_AT_ONCE`] goes.
    AllWaiting,
}

/// One member of a plan, and whether the act can be done to it.
#[derive(Clone, Debug)]
pub struct Planned {
    pub member: Member,
    pub verdict: std::result::Result<(), Refusal>,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub seen: Seen,
    pub act: Act,
    pub rows: Vec<Planned>,
    /// Whether there are more of them than one plan holds.
    pub more: bool,
}

/// What the act would do to each of them. Changes nothing.
///
/// # Errors
/// Not found when one of them is no member of this organization; forbidden for who may do it to nobody.
pub async fn plan_bulk(app: &App, actor: &Actor, organization: OrganizationId, act: Act, chosen: Chosen) -> Result<Plan> {
    let seen = access::visible(app, actor, organization).await?;
    seen.standing().may(act.action(Role::User))?;
    let mut conn = app.db.read().await?;
    let (rows, more) = match chosen {
        Chosen::These(ids) => (find_all(&mut conn, organization, &ids).await?, false),
        Chosen::AllWaiting => waiting(&mut conn, organization).await?,
    };
    let rows = planned(&mut conn, actor, &seen, act, rows).await?;
    Ok(Plan { seen, act, rows, more })
}

/// One act for many members of an organization.
#[derive(Clone, Debug)]
pub struct BulkAct {
    pub act: Act,
    pub organization: OrganizationId,
    pub members: Vec<MemberId>,
}

/// Does it to all of them in one transaction, or, when it cannot be done to one of them, to nobody:
/// then the plan comes back with the reasons. Gives the members as they were.
///
/// # Errors
/// As [`plan_bulk`].
pub async fn bulk(app: &App, actor: &Actor, command: &BulkAct) -> Result<std::result::Result<Vec<Member>, Plan>> {
    let BulkAct { act, organization, members: ids } = command;
    let seen = access::visible(app, actor, *organization).await?;
    seen.standing().may(act.action(Role::User))?;
    let mut sender = None;
    if *act == Act::Restore {
        // Asked before the invitations are counted, which are sent to nobody otherwise.
        actor.proven_for(app, true)?;
        let before = plan_bulk(app, actor, *organization, *act, Chosen::These(ids.clone())).await?;
        if before.rows.iter().any(|row| row.verdict.is_err()) {
            return Ok(Err(before));
        }
        sender = acts::throttle(app, actor, *organization, ids).await?;
    }
    change!(app, actor, Scope::organization(*organization).telling(), |change| {
        change.may(act.action(Role::User))?;
        change.demand_proof(true);
        let seen = change.seen()?.clone();
        let rows = find_all(&mut change.tx, *organization, ids).await?;
        let rows = planned(&mut change.tx, actor, &seen, *act, rows).await?;
        if rows.iter().any(|row| row.verdict.is_err()) {
            change.discard();
            return Ok(Err(Plan { seen, act: *act, rows, more: false }));
        }
        for row in &rows {
            acts::apply(change, *act, sender.as_ref(), &row.member).await?;
        }
        Ok(Ok(rows.into_iter().map(|row| row.member).collect()))
    })
}

async fn planned(conn: &mut Conn, actor: &Actor, seen: &Seen, act: Act, rows: Vec<Member>) -> Result<Vec<Planned>> {
    let barred = bars::met_by(conn, seen).await?;
    let candidates: Vec<_> = rows.iter().map(|member| candidate(member, actor, &barred)).collect();
    let verdicts = member_acts::plan(act, seen.standing(), &candidates, &room(conn, seen).await?);
    Ok(rows.into_iter().zip(verdicts).map(|(member, verdict)| Planned { member, verdict }).collect())
}

/// Each of these members once, in the order given. One that is not there is not found, like a foreign one.
async fn find_all(conn: &mut Conn, organization: OrganizationId, ids: &[MemberId]) -> Result<Vec<Member>> {
    if ids.len() > MOST_AT_ONCE {
        return Err(Refusal::at(refusal::Part::Members, Problem::NotAChoice).into());
    }
    let mut seen = HashSet::new();
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids.iter().filter(|id| seen.insert(**id)) {
        rows.push(members::find(conn, organization, *id).await?.ok_or_else(not_found)?);
    }
    Ok(rows)
}

async fn waiting(conn: &mut Conn, organization: OrganizationId) -> Result<(Vec<Member>, bool)> {
    let which = Which::in_status(organization, Some(Status::Accepted));
    let rows = members::rows(conn, which, &Place::Start, MOST_AT_ONCE + 1).await?;
    let more = rows.len() > MOST_AT_ONCE;
    Ok((rows.into_iter().take(MOST_AT_ONCE).map(|row| row.member).collect(), more))
}
