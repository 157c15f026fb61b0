//! Inviting one or many addresses, and inviting again.

use super::Change;
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::email::{self, Email};
use crate::domain::events::Event;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::{Role, Status};
use crate::domain::refusal::{Conflict, Faults, Problem, Refusal};
use crate::error::{Error, Result};
use crate::service::access;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::members::invitations;
use crate::store::members::{self, NewMember};

/// Invitations that may stand open in one organization at a time.
const MOST_OPEN_INVITATIONS: i64 = 500;

/// Addresses that are invited at once at most.
pub const MOST_ADDRESSES: usize = 20;

/// What became of one address.
#[derive(Clone, Debug)]
pub struct Invited {
    /// As it was typed.
    pub email: String,
    pub outcome: std::result::Result<(), Refusal>,
}

/// Invites the addresses of a list into the organization, each in a transaction of its own: what
/// can be invited is, one that cannot takes nothing back from the others, and the organization is
/// locked for a moment at a time. Sending the list again invites only who is missing.
///
/// # Errors
/// The faults of the form; forbidden for a role above the own.
pub async fn invite(app: &App, actor: &Actor, organization: OrganizationId, emails: &str, role: &str) -> Result<Vec<Invited>> {
    let listed = email::split_list(emails);
    let mut faults = Faults::default();
    let listed = faults.check(
        "emails",
        match listed.len() {
            0 => Err(Problem::Missing),
            1 => Email::parse(listed[0]).map(|_| listed).map_err(Problem::from),
            2..=MOST_ADDRESSES => Ok(listed),
            _ => Err(Problem::TooManyAddresses { most: MOST_ADDRESSES }),
        },
    );
    let role = faults.check("role", Role::parse(role).ok_or(Problem::NotAChoice));
    let parsed = faults.finish(listed.zip(role));
    let seen = access::visible(app, actor, organization).await?;
    seen.standing().may(Action::Invite(parsed.as_ref().map_or(Role::User, |(_, role)| *role)))?;
    let (listed, role) = parsed?;
    let mut all = Vec::with_capacity(listed.len());
    for email in listed {
        let outcome = match invite_one(app, actor, organization, email, role).await {
            Ok(()) => Ok(()),
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(error) => return Err(error),
        };
        all.push(Invited { email: email.to_owned(), outcome });
    }
    Ok(all)
}

async fn invite_one(app: &App, actor: &Actor, organization: OrganizationId, email: &str, role: Role) -> Result<()> {
    let mut faults = Faults::default();
    let email = faults.check("emails", Email::parse(email));
    let email = faults.finish(email)?;
    invitations::throttle(app, actor, &email).await?;
    let mut change = Change::open(app, actor, organization).await?;
    change.seen.standing().may(Action::Invite(role))?;
    if members::open_invitations(&mut change.tx, organization).await? >= MOST_OPEN_INVITATIONS {
        return Err(Conflict::TooManyInvitations.into());
    }
    let new = NewMember {
        id: app.new_id(),
        organization,
        account: None,
        email: &email,
        name: "",
        role,
        status: Status::Invited,
        invited_by: Some(actor.id),
        now: app.now(),
    };
    let (name, provider) = (change.name(), change.seen.provider_concerned());
    invitations::invite_in(app, &mut change.tx, actor, &name, provider, &new).await?;
    change.commit().await
}

/// Sends a fresh invitation; the older link dies. Gives the address.
///
/// # Errors
/// A conflict unless the member is still invited.
pub async fn resend(app: &App, actor: &Actor, organization: OrganizationId, member: MemberId) -> Result<String> {
    let seen = access::visible(app, actor, organization).await?;
    seen.standing().may(Action::Invite(Role::User))?;
    let known = members::find(&mut app.db.read().await?, organization, member).await?.ok_or_else(not_found)?;
    invitations::throttle_address(app, actor, &known.email).await?;
    let (mut change, member) = Change::open_member(app, actor, (organization, member)).await?;
    change.seen.standing().may(Action::Invite(member.role))?;
    match member.status {
        Status::Invited => {}
        Status::Revoked => return Err(Conflict::IsRevoked.into()),
        Status::Accepted | Status::Confirmed => return Err(Conflict::NotInvited.into()),
    }
    let event = Event::InvitationResent { organization: change.name(), email: member.email.clone() };
    change.record(&event).await?;
    change.send_invitation(&member, member.role).await?;
    change.commit().await?;
    Ok(member.email)
}
