//! The members of an organization. Every change is one [`Change`] behind the lock on the organization's row.

mod acts;
mod bars;
mod bulk;
pub mod invitations;
mod inviting;
mod leaving;
mod page;
mod removals;
mod roles;

pub use acts::{ActOn, act, possible};
pub use bulk::{BulkAct, Chosen, MOST_AT_ONCE, Plan, Planned, bulk, plan_bulk};
pub(crate) use inviting::number_of;
pub use inviting::{Invite, Invited, MOST_ADDRESSES, invite, resend};
pub use leaving::{is_last_owner, step_down};
pub(crate) use page::load;
pub use page::{Counts, Members, Query};
pub(crate) use removals::concerning;
pub use removals::{Removals, ask_to_be_removed, decline};
pub use roles::{ChangeRole, change_role, role_of, role_version};

use crate::domain::access::Action;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::Status;
use crate::domain::members::acts::{Candidate, Room};
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::Change;
use crate::store::Conn;
use crate::store::members::{self, Member};
use crate::store::organizations::{self, Seen};
use bars::Barred;

/// A member of an organization.
#[derive(Clone, Copy, Debug)]
pub struct MemberOf {
    pub organization: OrganizationId,
    pub member: MemberId,
}

/// One member of the change's organization, for whoever may see its members.
async fn find(change: &mut Change<'_>, member: MemberId) -> Result<Member> {
    let organization = change.may(Action::ViewMembers)?.id;
    members::find(&mut change.tx, organization, member).await?.ok_or_else(not_found)
}

/// Deletes the member, with its links, and gives its seat back. That somebody is left who owns the organization was
/// asked before, behind the same lock.
async fn take_out(change: &mut Change<'_>, member: &Member) -> Result<()> {
    let (organization, now) = (member.organization_id, change.now());
    if !members::delete(&mut change.tx, organization, member.id, now).await? {
        return Err(not_found());
    }
    if member.status.occupies_a_seat() {
        organizations::free_seat(&mut change.tx, organization, now).await?;
    }
    Ok(())
}

/// # Errors
/// A conflict when the organization would lose its last confirmed owner with this member.
async fn keep_an_owner(change: &mut Change<'_>, member: &Member) -> Result<()> {
    let (seen, out) = (change.seen()?.clone(), candidate(member, change.actor()?, &Barred::default()));
    let room = room(&mut change.tx, &seen).await?;
    if room.loses_its_owner(&[out]) { Err(Conflict::LastOwner.into()) } else { Ok(()) }
}

fn candidate(member: &Member, actor: &Actor, barred: &Barred) -> Candidate {
    let is_actor = member.account_id == Some(actor.id) && member.status != Status::Revoked;
    let is_barred = barred.holds(member.account_id, &member.email_key);
    Candidate { id: member.id, role: member.role, status: member.status, is_actor, is_barred }
}

async fn room(conn: &mut Conn, seen: &Seen) -> Result<Room> {
    let owners = members::acting_owners(conn, seen.organization.id).await?;
    let free_seats = seen.organization.seats - seen.organization.occupied;
    Ok(Room { owners: owners.into_iter().map(|(id,)| id).collect(), free_seats })
}
