//! Organizations: one at a time, always together with what the visitor is in it.

pub mod details;
pub mod notes;
pub mod openings;
pub mod operated;
pub mod seat_days;
mod shown;
pub mod unlinkings;

pub use shown::{Shown, shown_to};

use super::access::Reader;
use super::engine::batch::fetch_for_rows;
use super::engine::{execute, fetch_optional, scalar};
use super::identity::{mailed_links, opt_outs};
use super::{Conn, Tx, access, deliveries};
use crate::domain::access::{self as rules, Standing};
use crate::domain::identity::mailed_link::Ended;
use crate::domain::ids::{AccountId, MemberId, OrganizationId, ProviderId};
use crate::domain::list::Direction;
use crate::domain::members::Role;
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::seat_history::SeatDay;
use crate::domain::organizations::{OrganizationName, Seats, Suspender};
use crate::domain::providers::{ProviderRole, State};
use sqlx::Error;
use std::collections::HashSet;
use uuid::Uuid;

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Organization {
    pub id: OrganizationId,
    pub name: String,
    pub plan: Plan,
    pub seats: i64,
    pub occupied: i64,
    /// Who suspended it. Whether that holds: [`Organization::suspension`].
    pub suspended_by: Option<Suspender>,
    pub provider_id: Option<ProviderId>,
    pub provider_state: Option<State>,
    pub linked_at: Option<i64>,
}

impl Organization {
    /// Whose suspension holds at the moment.
    #[must_use]
    pub fn suspension(&self) -> Option<Suspender> {
        rules::suspension(self.suspended_by, self.provider_state)
    }
}

/// The columns of [`Organization`], of the organization `o` and its provider `p`.
macro_rules! organization {
    () => {
        "o.id, o.name, o.plan, o.seats, o.occupied, o.suspended_by, o.provider_id, p.state AS provider_state, o.linked_at"
    };
}
pub(crate) use organization;

/// An organization as one visitor sees it.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Seen {
    #[sqlx(flatten)]
    pub organization: Organization,
    pub provider_name: Option<String>,
    pub member_id: Option<MemberId>,
    member_role: Option<String>,
    provider_role: Option<String>,
}

impl Seen {
    /// What the visitor is in it.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let provider = || {
            let role = ProviderRole::parse(self.provider_role.as_deref()?)?;
            Some((role, self.organization.provider_state?))
        };
        Standing {
            member: self.member_role.as_deref().and_then(Role::parse),
            provider: provider(),
            suspended: self.organization.suspension(),
            managed: self.organization.provider_id.is_some(),
        }
    }

    /// The organization's provider and its name, with what the visitor is in it and its state.
    #[must_use]
    pub fn provider_seat(&self) -> Option<(ProviderId, &str, ProviderRole, State)> {
        let (role, state) = self.standing().provider?;
        Some((self.organization.provider_id?, self.provider_name.as_deref()?, role, state))
    }

    /// The provider whose log gets an event too: the organization's, when the visitor acts for it.
    #[must_use]
    pub fn provider_concerned(&self) -> Option<ProviderId> {
        self.organization.provider_id.filter(|_| self.standing().provider.is_some())
    }
}

/// The columns of [`Seen`], over the relation of who reaches what.
macro_rules! seen {
    () => {
        concat!(
            $crate::store::organizations::organization!(),
            ", p.name AS provider_name, m.id AS member_id, m.role AS member_role, s.role AS provider_role"
        )
    };
}
use seen;

/// The organization, if the reader is a confirmed member of it or of its provider.
pub async fn visible_to(conn: &mut Conn, reader: Reader, id: OrganizationId) -> Result<Option<Seen>, Error> {
    access::reached_by(reader, seen!()).and("o.id = ?", [id.into()]).fetch_optional(conn).await
}

/// Locks the organization's row, on both engines: the first statement of every change that
/// depends on a rule across rows. Gives `false` when there is no such organization.
pub async fn lock(tx: &mut Tx, id: OrganizationId) -> Result<bool, Error> {
    Ok(execute!(tx, "UPDATE organizations SET version = version + 1 WHERE id = $1", id)? == 1)
}

/// An organization, what the account is in it, and the name of its provider.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct OwnRow {
    #[sqlx(flatten)]
    pub organization: Organization,
    pub role: Role,
    pub provider_name: Option<String>,
}

/// The organizations of which the account is a confirmed member, by name (`most` of them).
pub async fn of_member(conn: &mut Conn, account: AccountId, most: usize) -> Result<Vec<OwnRow>, Error> {
    let columns = concat!(organization!(), ", m.role, p.name AS provider_name");
    access::joined_by(account, columns).first(["o.name_key", "o.id"], Direction::Ascending, most).fetch_all(conn).await
}

/// Of how many organizations without a provider the account is a confirmed owner.
pub async fn owned_alone(conn: &mut Conn, account: AccountId) -> Result<i64, Error> {
    access::joined_by(account, "1 AS one").and("m.role = 'owner' AND o.provider_id IS NULL", []).count_up_to(conn, i64::MAX).await
}

/// A new organization without members.
#[derive(Clone, Debug)]
pub struct NewOrganization<'a> {
    pub id: OrganizationId,
    pub name: &'a OrganizationName,
    pub plan: Plan,
    pub seats: Seats,
    pub suspended_by: Option<Suspender>,
    /// The provider that it belongs to and who linked it.
    pub provider: Option<(ProviderId, AccountId)>,
    pub import_key: Option<&'a str>,
    pub now: i64,
}

/// Stores a new organization; `false` when its id or import key is taken. The ids of accounts, of
/// providers and of what was deleted are taken as well: each names a log.
pub async fn insert(tx: &mut Tx, new: &NewOrganization<'_>) -> Result<bool, Error> {
    let names_a_log = "SELECT id FROM accounts WHERE id = $1 UNION ALL SELECT id FROM providers WHERE id = $1 \
        UNION ALL SELECT log_id FROM events WHERE log_id = $1 LIMIT 1";
    if scalar!(tx, Uuid, names_a_log, new.id)?.is_some() {
        return Ok(false);
    }
    let rows = execute!(
        tx,
        "INSERT INTO organizations (id, name, name_key, name_search, plan, plan_rank, seats, suspended_by, provider_id, \
         linked_at, linked_by, import_key, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING",
        new.id,
        new.name.as_str(),
        new.name.sort_key(),
        new.name.search_text(),
        new.plan.to_string(),
        new.plan.rank(),
        new.seats.get(),
        new.suspended_by.map(Suspender::word),
        new.provider.map(|(provider, _)| provider),
        new.provider.map(|_| new.now),
        new.provider.map(|(_, by)| by),
        new.import_key,
        new.now
    )?;
    if rows == 1 {
        seat_days::keep(tx, new.id, new.now).await?;
    }
    Ok(rows == 1)
}

/// Links the organization to a provider; `false` when it has one by now.
pub async fn link(tx: &mut Tx, id: OrganizationId, provider: ProviderId, by: AccountId, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE organizations SET provider_id = $2, linked_by = $3, linked_at = $4 WHERE id = $1 AND provider_id IS NULL",
        id,
        provider,
        by,
        now
    )?;
    if rows == 1 {
        unlinkings::end(tx, id, now).await?;
    }
    Ok(rows == 1)
}

/// Ends the link to this provider; `false` when there is none (any more). What was the provider's
/// ends with it: its notes, and its own suspension. One by the operator stays.
pub async fn unlink(tx: &mut Tx, id: OrganizationId, provider: ProviderId) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE organizations SET provider_id = NULL, linked_by = NULL, linked_at = NULL, \
         suspended_by = CASE WHEN suspended_by = 'provider' THEN NULL ELSE suspended_by END WHERE id = $1 AND provider_id = $2",
        id,
        provider
    )?;
    if rows == 1 {
        notes::forget(tx, id).await?;
    }
    openings::forget(tx, id).await?;
    Ok(rows == 1)
}

/// Deletes an organization with its members; their links are withdrawn, and what is owed about it is taken
/// back. Its log stays.
pub async fn delete(tx: &mut Tx, id: OrganizationId, now: i64) -> Result<(), Error> {
    mailed_links::withdraw(tx, Ended::Organization(id), now).await?;
    deliveries::end_about(tx, id).await?;
    opt_outs::forget_sender(tx, id.uuid()).await?;
    execute!(tx, "DELETE FROM members WHERE organization_id = $1", id)?;
    execute!(tx, "DELETE FROM organizations WHERE id = $1", id).map(|_| ())
}

/// Sets the number of seats; `false` when more are occupied.
pub async fn set_seats(tx: &mut Tx, id: OrganizationId, seats: i64, now: i64) -> Result<bool, Error> {
    let rows = execute!(tx, "UPDATE organizations SET seats = $2 WHERE id = $1 AND occupied <= $2", id, seats)?;
    seat_days::keep(tx, id, now).await?;
    Ok(rows == 1)
}

/// Takes one more seat; `false` when all are occupied.
pub async fn occupy_seat(tx: &mut Tx, id: OrganizationId, now: i64) -> Result<bool, Error> {
    let rows = execute!(tx, "UPDATE organizations SET occupied = occupied + 1 WHERE id = $1 AND occupied < seats", id)?;
    seat_days::keep(tx, id, now).await?;
    Ok(rows == 1)
}

/// Gives one seat back.
pub async fn free_seat(tx: &mut Tx, id: OrganizationId, now: i64) -> Result<(), Error> {
    execute!(tx, "UPDATE organizations SET occupied = occupied - 1 WHERE id = $1", id)?;
    seat_days::keep(tx, id, now).await
}

/// Locks the organization's row; gives the next number of its log and the provider that it has.
pub async fn next_event(tx: &mut Tx, id: OrganizationId) -> Result<Option<(i64, Option<ProviderId>)>, Error> {
    fetch_optional!(
        tx,
        (i64, Option<ProviderId>),
        "UPDATE organizations SET event_sequence = event_sequence + 1 WHERE id = $1 RETURNING event_sequence, provider_id",
        id
    )
}

/// The organization that an import made under this key: its own tests look at what it made.
#[cfg(test)]
pub(crate) async fn by_import_key(conn: &mut Conn, key: &str) -> Result<Option<Organization>, Error> {
    fetch_optional!(
        conn,
        Organization,
        "SELECT id, name, plan, seats, occupied, suspended_by, provider_id, NULL AS provider_state, linked_at FROM organizations \
         WHERE import_key = $1",
        key
    )
}

/// Stores new organizations, each with the number of seats that its members will occupy; gives
/// the ids of those whose id and import key were free. Their logs have room for one event.
pub async fn insert_many(tx: &mut Tx, organizations: &[(NewOrganization<'_>, i64)]) -> Result<Vec<(OrganizationId,)>, Error> {
    let stored: Result<Vec<(OrganizationId,)>, Error> = fetch_for_rows!(
        tx,
        (OrganizationId,),
        "INSERT INTO organizations (id, name, name_key, name_search, plan, plan_rank, seats, occupied, suspended_by, provider_id, \
         linked_at, linked_by, import_key, event_sequence, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14) \
         ON CONFLICT DO NOTHING RETURNING id",
        organizations,
        |row| [
            row.0.id,
            row.0.name.as_str(),
            row.0.name.sort_key(),
            row.0.name.search_text(),
            row.0.plan.to_string(),
            row.0.plan.rank(),
            row.0.seats.get(),
            row.1,
            row.0.suspended_by.map(Suspender::word),
            row.0.provider.map(|(provider, _)| provider),
            row.0.provider.map(|_| row.0.now),
            row.0.provider.map(|(_, by)| by),
            row.0.import_key,
            row.0.now
        ]
    );
    let stored = stored?;
    let ids: HashSet<OrganizationId> = stored.iter().map(|(id,)| *id).collect();
    let first = organizations.iter().filter(|(new, _)| ids.contains(&new.id));
    let first: Vec<_> = first.map(|(new, occupied)| (new.id, SeatDay::of(new.now, *occupied, new.seats.get()))).collect();
    seat_days::keep_first(tx, &first).await?;
    Ok(stored)
}
