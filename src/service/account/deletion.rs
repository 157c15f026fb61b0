//! Deleting one's own account: everything that it is in ends in one transaction, or nothing does.

use super::locks;
use super::password::{self, Proof};
use crate::app::App;
use crate::domain::events::Event;
use crate::domain::ids::AccountId;
use crate::domain::language::Language;
use crate::domain::members::{Role, Status};
use crate::domain::refusal::{Conflict, Faults};
use crate::error::{Error, Result};
use crate::mail::{self, Message, To};
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author};
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::mailed_links;
use crate::store::members::{self, OwnMembership};
use crate::store::providers::{self, OwnMembership as OwnSeat};
use crate::store::{Conn, Tx, deliveries, organizations, provider_members};

/// What the account is in: it ends there with the account.
#[derive(Clone, Debug)]
pub struct Ties {
    pub organizations: Vec<OwnMembership>,
    pub providers: Vec<OwnSeat>,
}

impl Ties {
    async fn of(conn: &mut Conn, account: AccountId) -> Result<Self> {
        let organizations = members::of_account(conn, account).await?;
        Ok(Self { organizations, providers: providers::memberships_of(conn, account).await? })
    }

    /// Whether nothing would be left without its last owner or admin.
    #[must_use]
    pub fn may_end(&self) -> bool {
        !self.organizations.iter().any(|one| one.is_last_owner) && !self.providers.iter().any(|one| one.is_last_admin)
    }
}

/// What would end with the account. Changes nothing.
pub async fn ties(app: &App, actor: &Actor) -> Result<Ties> {
    Ties::of(&mut app.db.read().await?, actor.id).await
}

/// Deletes the account of somebody who proves once more who it is.
///
/// # Errors
/// The faults of the form; throttled; [`Conflict::AccountNeeded`] for the last confirmed owner
/// of an organization and the last confirmed admin of a provider.
pub async fn delete(app: &App, actor: &Actor, proof: Proof) -> Result<()> {
    let mut faults = Faults::default();
    let proved = password::prove_fully(app, actor, proof, &mut faults).await?;
    let account = faults.finish(proved)?;
    let (mut tx, _) = locks::lock(app, account.id).await?;
    // Who changed the password meanwhile is not the one who proved it.
    let is_same = |now: Account| now.session_epoch == account.session_epoch;
    if !accounts::by_id(&mut tx, account.id).await?.is_some_and(is_same) {
        return Err(Error::SignInNeeded);
    }
    let ties = Ties::of(&mut tx, account.id).await?;
    end(app, &mut tx, actor, &ties).await?;
    tx.commit().await?;
    app.wake_deliveries();
    Ok(())
}

async fn end(app: &App, tx: &mut Tx, actor: &Actor, ties: &Ties) -> Result<()> {
    if !ties.may_end() {
        return Err(Conflict::AccountNeeded.into());
    }
    for membership in &ties.organizations {
        leave(app, tx, actor, membership).await?;
    }
    for seat in &ties.providers {
        let event = Event::ProviderMemberLeft { email: seat.email.clone(), role: seat.role };
        record::record_for_provider(app, tx, &Author::from(actor), seat.provider_id, &event).await?;
        provider_members::delete(tx, seat.provider_id, seat.id, app.now()).await?;
    }
    let event = Event::AccountDeleted { email: actor.email.clone() };
    record::record_for_account(app, tx, &Author::from(actor), actor.id, &event).await?;
    deliveries::cancel_for_account(tx, actor.id, &actor.email).await?;
    mailed_links::withdraw_of_account(tx, actor.id, app.now()).await?;
    accounts::delete(tx, actor.id, app.now()).await?;
    let to = To::account(actor.email.clone(), actor.language.map(Language::word));
    mail::enqueue(app, tx, &to, &Message::AccountDeleted, None).await
}

async fn leave(app: &App, tx: &mut Tx, actor: &Actor, membership: &OwnMembership) -> Result<()> {
    let (member, name) = (&membership.member, &membership.organization);
    let id = member.organization_id;
    members::delete(tx, id, member.id, app.now()).await?;
    if member.status.occupies_a_seat() {
        organizations::free_seat(tx, id, app.now()).await?;
    }
    let event = Event::MemberLeft { organization: name.clone(), email: member.email.clone(), role: member.role };
    record::record(app, tx, &Author::from(actor), id, membership.provider, &event).await?;
    if member.role == Role::Owner && member.status == Status::Confirmed {
        let message = Message::OwnerLeft { organization: name.clone(), organization_id: id, person: actor.name.clone() };
        for owner in members::recipients(tx, id, Role::Owner).await? {
            mail::enqueue(app, tx, &owner.into(), &message, Some(id)).await?;
        }
    }
    Ok(())
}
