//! Deleting one's own account: everything that it is in ends in one transaction, or nothing does.

use super::password::{self, Proof};
use crate::app::App;
use crate::domain::events::Event;
use crate::domain::ids::AccountId;
use crate::domain::language::Language;
use crate::domain::members::{Role, Status};
use crate::domain::refusal::Conflict;
use crate::error::{Error, Result};
use crate::mail::{AccountMail, MemberMail, Message, To};
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::mailed_links;
use crate::store::members::{self, OwnMembership};
use crate::store::providers::{self, OwnMembership as OwnSeat};
use crate::store::{Conn, deliveries, organizations, provider_members};

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
    let account = password::must_prove(app, actor, proof).await?;
    change!(app, actor, Scope::everything_of(account.id).counted_elsewhere(), |change| {
        // Who changed the password meanwhile is not the one who proved it.
        let is_same = |now: Account| now.session_epoch == account.session_epoch;
        if !accounts::by_id(&mut change.tx, account.id).await?.is_some_and(is_same) {
            return Err(Error::SignInNeeded);
        }
        let ties = Ties::of(&mut change.tx, account.id).await?;
        end(change, actor, &ties).await
    })
}

async fn end(change: &mut Change<'_>, actor: &Actor, ties: &Ties) -> Result<()> {
    if !ties.may_end() {
        return Err(Conflict::AccountNeeded.into());
    }
    let now = change.now();
    for membership in &ties.organizations {
        leave(change, actor, membership).await?;
    }
    for seat in &ties.providers {
        let event = Event::ProviderMemberLeft { email: seat.email.clone(), role: seat.role };
        change.record(Logs::Provider(seat.provider_id), &event).await?;
        provider_members::delete(&mut change.tx, seat.provider_id, seat.id, now).await?;
    }
    let event = Event::AccountDeleted { email: actor.email.clone() };
    change.record(Logs::Account(actor.id), &event).await?;
    deliveries::cancel_for_account(&mut change.tx, actor.id, &actor.email, now).await?;
    mailed_links::withdraw_of_account(&mut change.tx, actor.id, now).await?;
    accounts::delete(&mut change.tx, actor.id, now).await?;
    let to = To::account(actor.email.clone(), actor.language.map(Language::word));
    change.tell(None, &to, &Message::Account(AccountMail::Deleted)).await
}

async fn leave(change: &mut Change<'_>, actor: &Actor, membership: &OwnMembership) -> Result<()> {
    let (member, name, now) = (&membership.member, &membership.organization, change.now());
    let id = member.organization_id;
    members::delete(&mut change.tx, id, member.id, now).await?;
    if member.status.occupies_a_seat() {
        organizations::free_seat(&mut change.tx, id, now).await?;
    }
    let event = Event::MemberLeft { organization: name.clone(), email: member.email.clone(), role: member.role };
    change.record(Logs::Organization { id, provider: membership.provider }, &event).await?;
    if member.role == Role::Owner && member.status == Status::Confirmed {
        let message = Message::Member(MemberMail::OwnerLeft {
            organization: name.into(),
            organization_id: id,
            person: (&actor.name).into(),
        });
        for owner in members::recipients(&mut change.tx, id, Role::Owner).await? {
            change.tell(Some(id), &To::from(owner), &message).await?;
        }
    }
    Ok(())
}
