//! Taking an organization away from its provider, and giving it an owner where it has none who can sign in.

use super::organizations::{Told, behind_locks, find};
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::{LinkId, MemberId, OrganizationId, ProviderId};
use crate::domain::members::{Role, Status};
use crate::domain::operator::refusal::OperatorRefusal;
use crate::domain::organizations::{Seats, Suspender};
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::mail::{self, Message, OperatorAct, OrganizationMail};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::{Author, Logs};
use crate::service::identity::opt_outs::{self, By};
use crate::store::identity::accounts;
use crate::store::identity::mailed_links::Target;
use crate::store::members::{self, NewMember};
use crate::store::organizations::operated::{self, Candidate};
use crate::store::organizations::{self, Organization};

/// What became of the organization.
#[derive(Clone, Debug)]
pub struct Released {
    pub id: OrganizationId,
    pub name: String,
    /// The provider that it had until now.
    pub provider: Option<String>,
    /// Whether a suspension by the provider ended with it.
    pub reactivated: bool,
    /// Whether the operator's suspension stays.
    pub suspended: bool,
    pub owner: Option<Owner>,
}

impl Released {
    #[must_use]
    pub fn changed(&self) -> bool {
        self.provider.is_some() || self.owner.is_some()
    }
}

/// What became of whoever is to own it.
#[derive(Clone, Debug)]
pub enum Owner {
    /// A mailed link is on its way; accepting confirms.
    Invited { link: String, expires_at: i64, seats: Option<(i64, i64)> },
    /// A confirmed member, who is an owner now.
    Made,
}

/// Takes an organization away from its provider: every right of that ends, and its own suspension. One that
/// nobody who can sign in owns gets an owner: that person is confirmed by accepting, for nobody else could.
///
/// # Errors
/// As [`super::organizations::show`]; nobody can sign in as an owner and no owner is named, or the other way
/// round; the account of the named one is disabled; there can be no more seats.
pub async fn release(app: &App, given: &str, owner: Option<&Email>) -> Result<Released> {
    let id = find(&mut app.db.read().await?, given).await?.organization.id;
    change!(app, Author::operator(), Scope::rows_of(&[id]), |change| {
        let found = behind_locks(change, id).await?;
        let organization = found.organization;
        let name = organization.name.clone();
        match (found.acting_owners, owner) {
            (0, None) => return Err(OperatorRefusal::OwnerNeeded { name, id }.into()),
            (1.., Some(_)) => return Err(OperatorRefusal::OwnerThere { name }.into()),
            _ => {}
        }
        let provider = organization.provider_id.zip(found.provider_name);
        if let Some((provider, named)) = &provider {
            unlink(change, &organization, (*provider, named)).await?;
        }
        let owner = match owner {
            Some(email) => Some(want(change, &organization, email).await?),
            None => None,
        };
        let by = |whose| organization.suspended_by == Some(whose);
        let (reactivated, suspended) = (by(Suspender::Provider), by(Suspender::Operator));
        let released = Released { id, name, provider: provider.map(|(_, name)| name), reactivated, suspended, owner };
        if !released.changed() {
            change.discard();
        }
        Ok(released)
    })
}

async fn unlink(change: &mut Change<'_>, organization: &Organization, (provider, named): (ProviderId, &str)) -> Result<()> {
    let (id, name) = (organization.id, organization.name.clone());
    let logs = Logs::Both { organization: id, provider: Some(provider) };
    if organization.suspended_by == Some(Suspender::Provider) {
        change.record(logs, &Event::OrganizationReactivated { organization: name.clone() }).await?;
    }
    change.record(logs, &Event::ClientUnlinked { organization: name, provider: named.to_owned() }).await?;
    organizations::unlink(&mut change.tx, id, provider).await?;
    let did = OperatorAct::Released;
    let told = Told { id, name: &organization.name, provider: Some((provider, named.to_owned())), did };
    told.owners(change, organization.suspended_by == Some(Suspender::Operator)).await?;
    told.provider(change).await
}

/// Makes this person an owner: with a mailed link, or at once where the person is a confirmed member already.
async fn want(change: &mut Change<'_>, organization: &Organization, email: &Email) -> Result<Owner> {
    let id = organization.id;
    let disabled = || OperatorRefusal::AccountDisabled { email: email.as_str().into() };
    let account = accounts::by_email(&mut change.tx, email.key()).await?;
    let known = operated::candidate(&mut change.tx, id, email.key()).await?;
    if account.is_some_and(|account| account.disabled_at.is_some()) || known.as_ref().is_some_and(|one| one.disabled) {
        return Err(disabled().into());
    }
    for other in operated::wanted_before(&mut change.tx, id, email.key()).await? {
        take_back(change, organization, &other).await?;
    }
    match known {
        Some(member) if member.status == Status::Confirmed => make_owner(change, organization, &member).await,
        known => invite(change, organization, email, known).await,
    }
}

/// Whoever was wanted under another address comes in no more: the address may have been a wrong one.
async fn take_back(change: &mut Change<'_>, organization: &Organization, other: &Candidate) -> Result<()> {
    let (id, now) = (organization.id, change.now());
    let (name, email) = (organization.name.clone(), other.email.clone());
    let event = Event::InvitationCancelled { organization: name, email, role: other.role };
    change.record(Logs::Both { organization: id, provider: None }, &event).await?;
    members::delete(&mut change.tx, id, other.id, now).await?;
    Ok(organizations::free_seat(&mut change.tx, id, now).await?)
}

async fn make_owner(change: &mut Change<'_>, organization: &Organization, member: &Candidate) -> Result<Owner> {
    let id = organization.id;
    members::set_role(&mut change.tx, id, member.id, Role::Owner).await?;
    let (name, email) = (organization.name.clone(), member.email.clone());
    let event = Event::RoleChanged { organization: name.clone(), email: email.clone(), before: member.role, after: Role::Owner };
    change.record(Logs::Both { organization: id, provider: None }, &event).await?;
    let to = mail::to_invited(&mut change.tx, &email, None).await?;
    let message = Message::Organization(OrganizationMail::OwnerByOperator { organization: name.into(), organization_id: id });
    change.tell(Some(id), &to, &message).await?;
    Ok(Owner::Made)
}

async fn invite(change: &mut Change<'_>, organization: &Organization, email: &Email, known: Option<Candidate>) -> Result<Owner> {
    let (app, id, now, lifetime) = (change.app, organization.id, change.now(), change.app.settings.invitation_lifetime);
    let has_a_seat = known.as_ref().is_some_and(|one| one.status.occupies_a_seat());
    let seats = if has_a_seat { None } else { take_seat(change, organization).await? };
    let member = match known {
        Some(known) => known.id,
        None => insert(change, id, email).await?,
    };
    operated::want(&mut change.tx, member).await?;
    let name = organization.name.clone();
    let event = Event::MemberInvited { organization: name.clone(), email: email.as_str().into(), role: Role::Owner };
    change.record(Logs::Both { organization: id, provider: None }, &event).await?;
    let target = (Target::Member(member), email.key());
    let link = opt_outs::make_link(app, &mut change.tx, target, lifetime, By::Operator(id)).await?;
    let message = Message::Organization(OrganizationMail::OwnerWanted { organization: name.into(), expires_at: now + lifetime });
    let to = mail::to_invited(&mut change.tx, email.as_str(), None).await?;
    change.tell_with_link(Some(id), &to, &message, link).await?;
    Ok(Owner::Invited { link: address(change, link), expires_at: now + lifetime, seats })
}

fn address(change: &Change<'_>, link: LinkId) -> String {
    mail::link(change.app, Purpose::Invitation, link)
}

async fn insert(change: &mut Change<'_>, organization: OrganizationId, email: &Email) -> Result<MemberId> {
    let id = change.app.new_id();
    let (role, status, now) = (Role::Owner, Status::Invited, change.now());
    let new = NewMember { id, organization, account: None, email, name: "", role, status, invited_by: None, now };
    if members::insert(&mut change.tx, &new).await? { Ok(id) } else { Err(Conflict::AlreadyMember.into()) }
}

/// Takes a seat; where all are occupied there is one more, and the numbers before and after are given.
async fn take_seat(change: &mut Change<'_>, organization: &Organization) -> Result<Option<(i64, i64)>> {
    let (id, now, seats) = (organization.id, change.now(), organization.seats);
    if organizations::occupy_seat(&mut change.tx, id, now).await? {
        return Ok(None);
    }
    if seats >= Seats::MOST {
        return Err(Conflict::Full.into());
    }
    organizations::set_seats(&mut change.tx, id, seats + 1, now).await?;
    let event = Event::SeatsChanged { organization: organization.name.clone(), before: seats, after: seats + 1 };
    change.record(Logs::Both { organization: id, provider: None }, &event).await?;
    organizations::occupy_seat(&mut change.tx, id, now).await?;
    Ok(Some((seats, seats + 1)))
}
