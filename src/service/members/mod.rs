//! The members of an organization. Every change is a [`Change`]: one transaction behind the lock on
//! the organization's row.

mod acts;
mod bulk;
pub mod invitations;
mod inviting;
mod leaving;
mod page;
mod roles;

pub use acts::{act, possible};
pub use bulk::{Chosen, MOST_AT_ONCE, Plan, Planned, bulk, plan_bulk};
pub use inviting::{Invited, MOST_ADDRESSES, invite, resend};
pub use leaving::{ask_to_be_removed, is_last_owner, step_down};
pub(super) use page::load;
pub use page::{COUNT_BOUND, Counts, Members, Query};
pub use roles::{change_role, role_of};

use super::access::{lock_visible, may_view, not_found};
use super::actor::Actor;
use super::events::record::{self, Author};
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::Status;
use crate::domain::members::acts::{Candidate, Room};
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::mail::{self, Message};
use crate::store::members::{self, Member};
use crate::store::organizations::{self, Seen};
use crate::store::{Conn, Tx};

/// A change to an organization's members: the open transaction, behind the lock, and who makes it.
struct Change<'a> {
    app: &'a App,
    actor: &'a Actor,
    tx: Tx,
    seen: Seen,
}

impl<'a> Change<'a> {
    /// Locks the organization and reads it anew as this person sees it.
    async fn open(app: &'a App, actor: &'a Actor, organization: OrganizationId) -> Result<Self> {
        let mut tx = app.db.write().await?;
        let seen = lock_visible(&mut tx, actor, organization).await?;
        may_view(&seen)?;
        Ok(Self { app, actor, tx, seen })
    }

    /// As [`Self::open`], with one member of those whom the person may see.
    async fn open_member(
        app: &'a App,
        actor: &'a Actor,
        (organization, member): (OrganizationId, MemberId),
    ) -> Result<(Self, Member)> {
        let mut change = Self::open(app, actor, organization).await?;
        change.seen.standing().may(Action::ViewMembers)?;
        let member = members::find(&mut change.tx, organization, member).await?.ok_or_else(not_found)?;
        Ok((change, member))
    }

    fn id(&self) -> OrganizationId {
        self.seen.organization.id
    }

    fn name(&self) -> String {
        self.seen.organization.name.clone()
    }

    /// The provider whose log gets the event too: the organization's, when the actor acts for it.
    async fn record(&mut self, event: &Event) -> Result<()> {
        let (id, provider) = (self.id(), self.seen.provider_concerned());
        record::record(self.app, &mut self.tx, &Author::from(self.actor), id, provider, event).await
    }

    /// Writes to the member, where there is an enabled account.
    async fn tell(&mut self, member: &Member, message: &Message) -> Result<()> {
        let id = self.id();
        if let Some(to) = mail::to_account(&mut self.tx, member.account_id).await? {
            mail::enqueue(self.app, &mut self.tx, &to, message, Some(id)).await?;
        }
        Ok(())
    }

    async fn commit(self) -> Result<()> {
        self.tx.commit().await?;
        self.app.wake_deliveries();
        Ok(())
    }

    /// Deletes the member and gives its seat back. That somebody is left who owns the organization
    /// was asked before, behind the same lock.
    async fn take_out(&mut self, member: &Member) -> Result<()> {
        let id = self.id();
        if !members::delete(&mut self.tx, id, member.id, self.app.now()).await? {
            return Err(not_found());
        }
        if member.status.occupies_a_seat() {
            organizations::free_seat(&mut self.tx, id, self.app.now()).await?;
        }
        Ok(())
    }

    /// # Errors
    /// A conflict when the organization would lose its last confirmed owner with this member.
    async fn keep_an_owner(&mut self, member: &Member) -> Result<()> {
        let room = room(&mut self.tx, &self.seen).await?;
        let out = candidate(member, self.actor);
        if room.loses_its_owner(&[out]) { Err(Conflict::LastOwner.into()) } else { Ok(()) }
    }
}

fn candidate(member: &Member, actor: &Actor) -> Candidate {
    let is_actor = member.account_id == Some(actor.id) && member.status != Status::Revoked;
    Candidate { id: member.id, role: member.role, status: member.status, is_actor }
}

async fn room(conn: &mut Conn, seen: &Seen) -> Result<Room> {
    let owners = members::acting_owners(conn, seen.organization.id).await?;
    let free_seats = seen.organization.seats - seen.organization.occupied;
    Ok(Room { owners: owners.into_iter().map(|(id,)| id).collect(), free_seats })
}
