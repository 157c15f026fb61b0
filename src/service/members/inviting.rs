//! Inviting one or many addresses, and inviting again.

use super::{MemberOf, bars, find, invitations};
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::{Role, Status};
use crate::domain::pasted::Listed;
use crate::domain::refusal::{Conflict, Part, Problem, Refusal};
use crate::error::{Error, Result};
use crate::service::access::{self, not_found};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::identity::inviting::{self, Sender};
use crate::store::members::{self, NewMember};

/// Invitations that may stand open in one organization at a time.
const MOST_OPEN_INVITATIONS: i64 = 500;

/// Addresses that are invited at once at most.
pub const MOST_ADDRESSES: usize = 20;

/// Addresses that are invited into an organization.
#[derive(Clone, Debug)]
pub struct Invite {
    pub organization: OrganizationId,
    pub addresses: Vec<Listed>,
    pub role: Role,
}

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
/// Forbidden for a role above the own; throttled, where all of them together are too many: then nobody is invited.
pub async fn invite(app: &App, actor: &Actor, command: &Invite) -> Result<Vec<Invited>> {
    let Invite { organization, addresses, role } = command;
    let seen = access::visible(app, actor, *organization).await?;
    seen.standing().may(Action::Invite(*role))?;
    actor.proven_for(app, seen.standing().needs_proof(Action::Invite(*role)))?;
    let sender = Sender::of(app, actor, &seen).await?;
    inviting::count_form(app, &sender, number_of(addresses)).await?;
    let (mut all, mut refused) = (Vec::with_capacity(addresses.len()), 0);
    for Listed { typed, email, .. } in addresses {
        let outcome = match email {
            Some(email) => invite_one(app, actor, &sender, (*organization, email, *role)).await,
            None => Err(Refusal::at(Part::Emails, Problem::NotAnEmail).into()),
        };
        let outcome = match outcome {
            Ok(()) => Ok(()),
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(error) => return Err(error),
        };
        refused += usize::from(email.is_some() && outcome.is_err());
        all.push(Invited { email: typed.clone(), outcome });
    }
    inviting::take_back(app, &sender, refused).await?;
    Ok(all)
}

/// How many of them are addresses.
pub(crate) fn number_of(addresses: &[Listed]) -> usize {
    addresses.iter().filter(|one| one.email.is_some()).count()
}

async fn invite_one(
    app: &App,
    actor: &Actor,
    sender: &Sender,
    (organization, email, role): (OrganizationId, &Email, Role),
) -> Result<()> {
    inviting::count_address(app, sender, email.key()).await?;
    change!(app, actor, Scope::organization(organization), |change| {
        let name = change.may(Action::Invite(role))?.name.clone();
        bars::pass(change, None, email.key()).await?;
        if members::open_invitations(&mut change.tx, organization).await? >= MOST_OPEN_INVITATIONS {
            return Err(Conflict::TooManyInvitations.into());
        }
        let new = NewMember {
            id: app.new_id(),
            organization,
            account: None,
            email,
            name: "",
            role,
            status: Status::Invited,
            invited_by: Some(actor.id),
            now: app.now(),
        };
        let logs = change.here()?;
        invitations::invite_in(change, sender, (&name, logs), &new).await
    })
}

/// Sends a fresh invitation; the older link dies. Gives the address.
///
/// # Errors
/// A conflict unless the member is still invited.
pub async fn resend(app: &App, actor: &Actor, command: MemberOf) -> Result<String> {
    let MemberOf { organization, member } = command;
    let seen = access::visible(app, actor, organization).await?;
    seen.standing().may(Action::Invite(Role::User))?;
    let known = members::find(&mut app.db.read().await?, organization, member).await?.ok_or_else(not_found)?;
    actor.proven_for(app, seen.standing().needs_proof(Action::Invite(known.role)))?;
    let sender = Sender::of(app, actor, &seen).await?;
    inviting::count_all(app, &sender, &[&known.email_key]).await?;
    change!(app, actor, Scope::organization(organization), |change| {
        let member = find(change, member).await?;
        let name = change.may(Action::Invite(member.role))?.name.clone();
        match member.status {
            Status::Invited => {}
            Status::Revoked => return Err(Conflict::IsRevoked.into()),
            Status::Accepted | Status::Confirmed => return Err(Conflict::NotInvited.into()),
        }
        bars::pass(change, member.account_id, &member.email_key).await?;
        let event = Event::InvitationResent { organization: name, email: member.email.clone() };
        change.record(change.here()?, &event).await?;
        invitations::send_again(change, &sender, &member, member.role).await?;
        Ok(member.email)
    })
}
