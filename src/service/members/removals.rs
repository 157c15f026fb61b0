//! Asking the owners to be removed, and declining that.

use super::find;
use crate::app::App;
use crate::domain::access::Action;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::members::{Role, Status};
use crate::domain::refusal::Conflict;
use crate::domain::time::DAY;
use crate::error::Result;
use crate::mail::{MemberMail, Message, To};
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::members::MemberOf;
use crate::store::Conn;
use crate::store::members::removals::{self, Asking, Removal};
use crate::store::members::{self, Member};
use crate::store::organizations::Shown;

/// Asks the other confirmed owners by mail to remove the person; gives how many were asked (none
/// when they were asked within the last day). What was declined before is asked for anew.
///
/// # Errors
/// Forbidden for somebody of the provider who is no member; a conflict when there is nobody to ask.
pub async fn ask_to_be_removed(app: &App, actor: &Actor, organization: OrganizationId) -> Result<usize> {
    change!(app, actor, Scope::organization(organization), |change| {
        let name = change.may(Action::AskRemoval)?.name.clone();
        let member = members::confirmed_of(&mut change.tx, organization, actor.id).await?.ok_or_else(not_found)?;
        let owners = members::recipients(&mut change.tx, organization, Role::Owner).await?;
        let asked: Vec<To> = owners.into_iter().filter(|owner| owner.account_id != actor.id).map(To::from).collect();
        if asked.is_empty() {
            return Err(Conflict::LastOwner.into());
        }
        let (of, when) = (others(change, organization).await?, Asking { now: app.now(), lately: app.now() - DAY });
        if !removals::ask(&mut change.tx, organization, member.id, &of, when).await? {
            change.discard();
            return Ok(0);
        }
        let event = Event::RemovalAsked { organization: name.clone(), email: member.email.clone() };
        change.record(change.here()?, &event).await?;
        let message = Message::Member(MemberMail::RemovalAsked {
            organization: name.into(),
            organization_id: organization,
            person: (&actor.name).into(),
            person_email: (&actor.email).into(),
        });
        for to in &asked {
            change.tell(Some(organization), to, &message).await?;
        }
        Ok(asked.len())
    })
}

/// The names of the other confirmed owners, as the page of who asks says them.
async fn others(change: &mut Change<'_>, organization: OrganizationId) -> Result<String> {
    let own = change.actor()?.id;
    let owners = members::owners(&mut change.tx, organization).await?.into_iter().map(|owner| owner.member);
    let others = owners.filter(|owner| owner.status == Status::Confirmed && owner.account_id != Some(own));
    Ok(others.map(|owner| owner.label().to_owned()).collect::<Vec<_>>().join(", "))
}

/// Declines that a member is removed who asked for it; the member sees that on the organization's page. Gives the
/// member.
///
/// # Errors
/// Forbidden except for owners; a conflict for oneself, and when nothing is asked for (any more).
pub async fn decline(app: &App, actor: &Actor, command: MemberOf) -> Result<Member> {
    let MemberOf { organization, member } = command;
    change!(app, actor, Scope::organization(organization), |change| {
        let name = change.may(Action::DeclineRemoval)?.name.clone();
        let member = find(change, member).await?;
        let is_own = member.account_id == Some(actor.id);
        if is_own || !removals::decline(&mut change.tx, organization, member.id, &actor.name, app.now()).await? {
            return Err(Conflict::RemovalNotAsked.into());
        }
        let event = Event::RemovalDeclined { organization: name, email: member.email.clone() };
        change.record(change.here()?, &event).await?;
        Ok(member)
    })
}

/// What is asked for in an organization, as far as it concerns one person.
#[derive(Clone, Debug, Default)]
pub struct Removals {
    /// What the person asked for, also where it was declined.
    pub own: Option<Removal>,
    /// What others ask of the person, being an owner.
    pub of_others: Vec<Removal>,
}

pub(crate) async fn concerning(conn: &mut Conn, actor: &Actor, shown: &Shown) -> Result<Removals> {
    if !shown.somebody_asks {
        return Ok(Removals::default());
    }
    let all = removals::asked(conn, shown.seen.organization.id).await?;
    let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.account_id == Some(actor.id));
    let decides = shown.seen.standing().may(Action::DeclineRemoval).is_ok();
    let of_others = others.into_iter().filter(|one| decides && one.is_open()).collect();
    Ok(Removals { own: own.into_iter().next(), of_others })
}
