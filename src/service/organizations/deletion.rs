//! The end of an organization: asked for with the password, done through a mailed link.

use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::{OrganizationId, ProviderId};
use crate::domain::providers::State;
use crate::domain::refusal::{Conflict, Refusal};
use crate::domain::time::HOUR;
use crate::error::Result;
use crate::mail::{Message, OrganizationMail, To};
use crate::service::access;
use crate::service::account::password::{self, Proof};
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::mailed_links::{self, Brought};
use crate::store::identity::mailed_links::{MailedLink, Target};
use crate::store::members;
use crate::store::organizations::{self, Organization, Seen};

/// How long the link that deletes an organization holds.
const DELETION_LIFETIME: i64 = HOUR;

/// The organization that somebody wants to delete, as one of its own owners. A provider may stand in the way.
///
/// # Errors
/// Not found and forbidden as for its page; forbidden except for its own owners.
pub async fn open(app: &App, actor: &Actor, id: OrganizationId) -> Result<Seen> {
    let seen = access::visible(app, actor, id).await?;
    seen.standing().may(Action::Delete)?;
    Ok(seen)
}

/// What stands in the way of deleting it: the provider that manages it.
#[must_use]
pub fn obstacle(organization: &Organization) -> Option<Conflict> {
    let suspended = organization.provider_state == Some(State::Suspended);
    organization.provider_id.map(|_| Conflict::HasProvider { suspended })
}

/// # Errors
/// A conflict while a provider manages the organization.
fn must_be_alone(organization: &Organization) -> Result<()> {
    obstacle(organization).map_or(Ok(()), |conflict| Err(conflict.into()))
}

/// Mails the person a link that deletes the organization, after the password (and code).
///
/// # Errors
/// As [`open`]; a conflict while a provider manages it; the faults of the proof; throttled.
pub async fn ask(app: &App, actor: &Actor, id: OrganizationId, proof: Proof) -> Result<()> {
    must_be_alone(&open(app, actor, id).await?.organization)?;
    password::must_prove(app, actor, proof).await?;
    change!(app, actor, Scope::organization(id).telling(), |change| {
        let organization = change.may(Action::Delete)?.clone();
        must_be_alone(&organization)?;
        let target = Target::OrganizationDeletion(actor.id, id);
        let link = mailed_links::make(app, &mut change.tx, target, DELETION_LIFETIME).await?;
        let event = Event::OrganizationDeletionAsked { organization: organization.name.clone() };
        change.record(change.here()?, &event).await?;
        let expires_at = app.now() + DELETION_LIFETIME;
        let message =
            Message::Organization(OrganizationMail::DeletionLink { organization: organization.name.into(), expires_at });
        let to = To { email: actor.email.clone(), language: actor.language.unwrap_or_default() };
        change.tell_with_link(Some(id), &to, &message, link).await
    })
}

/// The link, and the organization that it deletes. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open_own`] and [`open`]; a conflict when a provider manages it by now. The link works
/// for who asked for it alone, while owner of the organization.
pub async fn view(app: &App, actor: &Actor, brought: &Brought) -> Result<(MailedLink, Organization)> {
    let link = mailed_links::open_own(app, actor, Purpose::OrganizationDeletion, brought).await?;
    let id = link.target().ok_or(Refusal::NotFound)?;
    let organization = open(app, actor, id).await?.organization;
    must_be_alone(&organization)?;
    Ok((link, organization))
}

/// Deletes the organization: its members keep their accounts, its log stays, and they are told. Gives its name.
///
/// # Errors
/// As [`view`].
pub async fn delete(app: &App, actor: &Actor, brought: &Brought) -> Result<String> {
    let (link, organization) = view(app, actor, brought).await?;
    change!(app, actor, Scope::organization(organization.id), |change| {
        let now = change.may(Action::Delete)?.clone();
        must_be_alone(&now)?;
        mailed_links::take(app, &mut change.tx, &link).await?;
        end(change, &now, None, Some(&actor.name)).await?;
        let event = Event::OrganizationDeleted { organization: now.name.clone() };
        change.record(Logs::Account(actor.id), &event).await?;
        Ok(now.name)
    })
}

/// Ends the organization with everything that is about it, behind its lock, and tells its members: `by` whom,
/// the operator where it is nobody of them. Its log stays, and says so; that of `provider` too.
pub(in crate::service) async fn end(
    change: &mut Change<'_>,
    organization: &Organization,
    provider: Option<ProviderId>,
    by: Option<&str>,
) -> Result<()> {
    let (id, name) = (organization.id, organization.name.clone());
    let event = Event::OrganizationDeleted { organization: name.clone() };
    change.record(Logs::Both { organization: id, provider }, &event).await?;
    let everybody: Vec<To> = members::everybody(&mut change.tx, id).await?.into_iter().map(To::from).collect();
    let now = change.now();
    organizations::delete(&mut change.tx, id, now).await?;
    let message = Message::Organization(OrganizationMail::Deleted { organization: name.into(), by: by.map(Into::into) });
    change.tell_all(&everybody, &message).await
}
