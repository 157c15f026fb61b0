//! What an admin sees of a colleague, and does about it: whether two-step sign-in is on, and how the colleague uses
//! this provider. What they do elsewhere, and from where, is theirs.

use super::{conclude, managed, open};
use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::ids::ProviderMemberId;
use crate::domain::proof::TeamAct;
use crate::domain::providers::Status;
use crate::domain::refusal::{Conflict, Refusal};
use crate::domain::time::{DAY, SKEW};
use crate::error::Result;
use crate::mail::TeamNews;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::store::identity::accounts;
use crate::store::provider_members::visits::{self, Reaching, Usage};
use crate::store::provider_members::{self, ProviderMember};

/// Failed sign-ins are counted over these days, up to this number.
pub const FAILURE_DAYS: i64 = 30;
pub const MOST_FAILURES: i64 = 1000;
/// A person is reminded once within this time.
const LATELY: i64 = DAY;

/// A colleague, and how a confirmed one uses this provider.
#[derive(Clone, Debug)]
pub struct Person {
    pub member: ProviderMember,
    pub use_of: Option<UseOf>,
}

/// How somebody uses a provider.
#[derive(Clone, Debug)]
pub struct UseOf {
    pub seen_at: Option<i64>,
    /// The sessions that reach the provider now.
    pub sessions: Vec<Reaching>,
    /// How often signing in failed lately: at most [`MOST_FAILURES`], none from before the person was in the provider.
    pub failed: i64,
    /// Whether the person was reminded of two-step sign-in within the last day.
    pub is_reminded: bool,
}

/// One member of the person's provider.
///
/// # Errors
/// Not found for nobody of it; forbidden except for its admins.
pub async fn person(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<Person> {
    let provider = actor.provider_for(ProviderAction::ViewProviderMembers)?.id;
    let (mut conn, now) = (app.db.read().await?, app.now());
    let member = provider_members::find(&mut conn, provider, id).await?.ok_or_else(not_found)?;
    let Some(account) = member.account_id.filter(|_| member.status == Status::Confirmed) else {
        return Ok(Person { member, use_of: None });
    };
    let Usage { joined_at, seen_at, reminded_at } = visits::usage(&mut conn, provider, id).await?.ok_or_else(not_found)?;
    let since = joined_at.max(now - FAILURE_DAYS * DAY);
    let use_of = UseOf {
        seen_at,
        sessions: visits::reaching(&mut conn, provider, id, app.sessions()).await?,
        failed: visits::failed_sign_ins(&mut conn, account, since, MOST_FAILURES).await?,
        is_reminded: reminded_at.is_some_and(|at| at > now - LATELY && at <= now + SKEW),
    };
    Ok(Person { member, use_of: Some(use_of) })
}

/// Reminds a confirmed colleague by mail of two-step sign-in, once a day; gives the member.
///
/// # Errors
/// A conflict unless the member is confirmed and has it turned off, and where the person was reminded today.
pub async fn remind(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let own = managed(actor)?;
    change!(app, actor, Scope::provider(own).telling(), |change| {
        let (provider, member) = open(change, own, id, TeamAct::Remind).await?;
        if member.status != Status::Confirmed {
            return Err(Conflict::NotActing.into());
        }
        if member.has_two_step {
            return Err(Conflict::HasTwoStep.into());
        }
        let now = change.now();
        if !visits::remind(&mut change.tx, (own, id), now, (now - LATELY, now + SKEW)).await? {
            return Err(Conflict::RemindedToday.into());
        }
        let event = Event::ProviderMemberReminded { email: member.email.clone() };
        let news = TeamNews::TwoStepWanted { by: actor.name.clone().into() };
        conclude(change, provider, member, &event, Some(news)).await
    })
}

/// Why what the sessions of this member reach cannot be ended, where it cannot: only who is confirmed reaches
/// anything, and one's own sessions are ended under the own account.
#[must_use]
pub fn keeps_access(actor: &Actor, member: &ProviderMember) -> Option<Refusal> {
    if member.status != Status::Confirmed {
        return Some(Conflict::NotActing.into());
    }
    (member.account_id == Some(actor.id)).then(|| Conflict::OwnSessions.into())
}

/// Ends what the open sessions of a confirmed colleague reach through the provider, until the person signs in
/// anew; the sessions themselves go on. Gives the member.
///
/// # Errors
/// A conflict unless the member is confirmed, and for oneself.
pub async fn end_access(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<ProviderMember> {
    let own = managed(actor)?;
    change!(app, actor, Scope::provider(own).telling(), |change| {
        let (provider, member) = open(change, own, id, TeamAct::EndAccess).await?;
        if let Some(refusal) = keeps_access(actor, &member) {
            return Err(refusal.into());
        }
        let account = member.account_id.ok_or_else(not_found)?;
        // A sign-in at this moment is either before this, and ended, or after it.
        if !accounts::lock(&mut change.tx, account).await? {
            return Err(not_found());
        }
        visits::end(&mut change.tx, own, id).await?;
        let event = Event::ProviderAccessEnded { email: member.email.clone() };
        let news = TeamNews::AccessEnded { by: actor.name.clone().into() };
        conclude(change, provider, member, &event, Some(news)).await
    })
}
