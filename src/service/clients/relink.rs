//! Taking back that a provider unlinked a client: it asks the owners, and one of them links it again.

use crate::app::App;
use crate::domain::access::{Denial, ProviderAction};
use crate::domain::clients::may_be_added;
use crate::domain::clients::relink::{ASKING_LIFETIME, may_ask};
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::{Progress, Purpose};
use crate::domain::ids::{AccountId, OrganizationId};
use crate::domain::members::Role;
use crate::domain::providers::State;
use crate::domain::refusal::Conflict;
use crate::error::Result;
use crate::mail::{ClientMail, Message, ProviderMail, To};
use crate::service::access::{may_view, not_found};
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::mailed_links::{self, Brought};
use crate::store::identity::mailed_links::{MailedLink, Target};
use crate::store::organizations::unlinkings::{self, Unlinking};
use crate::store::organizations::{self, Organization};
use crate::store::{Conn, members, provider_members};

/// So many are shown at once.
pub const MOST_SHOWN: usize = 200;

/// What the person's provider has unlinked lately, the last one first, and whether its owners may be asked now.
///
/// # Errors
/// Forbidden for service users and while the provider is suspended.
pub async fn unlinked(app: &App, actor: &Actor) -> Result<Vec<(Unlinking, std::result::Result<(), Conflict>)>> {
    let own = actor.provider_for(ProviderAction::AskToLink)?.id;
    let mut conn = app.db.read().await?;
    let all = unlinkings::since(&mut conn, own, app.now() - ASKING_LIFETIME, MOST_SHOWN).await?;
    Ok(all.into_iter().map(|one| (verdict(&one, app.now()), one)).map(|(verdict, one)| (one, verdict)).collect())
}

/// Whether the owners may be asked. What became of the organization since is none of the provider's business.
fn verdict(unlinking: &Unlinking, now: i64) -> std::result::Result<(), Conflict> {
    may_ask(unlinking.unlinked_at, unlinking.asks, now)
}

/// Whether the organization can be linked as it is now.
fn suits(organization: &Organization) -> std::result::Result<(), Conflict> {
    may_be_added(organization.plan, organization.suspension(), organization.provider_id.is_some())
}

/// Organizations whose owners shall be asked.
#[derive(Clone, Debug)]
pub struct AskToLink {
    pub organizations: Vec<OrganizationId>,
}

/// Mails the owners of all of these a link with which each can link the organization again, or of none; gives the
/// names, as the provider knew them.
///
/// # Errors
/// Not found for what the provider did not unlink itself; a conflict when that was too long ago, when they were asked
/// often enough, and when it could not be linked.
pub async fn ask(app: &App, actor: &Actor, command: &AskToLink) -> Result<Vec<String>> {
    let own = actor.provider_for(ProviderAction::AskToLink)?.id;
    let mut ids = command.organizations.clone();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > MOST_SHOWN {
        return Err(Conflict::TooManyClients.into());
    }
    change!(app, actor, Scope::rows_of(&ids).and_provider(Some(own)).telling(), |change| {
        let provider = change.provider(own, ProviderAction::AskToLink).await?;
        let mut names = Vec::with_capacity(ids.len());
        for id in &ids {
            names.push(ask_one(change, &provider, *id).await?);
        }
        Ok(names)
    })
}

async fn ask_one(change: &mut Change<'_>, provider: &ProviderSeat, id: OrganizationId) -> Result<String> {
    let (app, actor, now) = (change.app, change.actor()?, change.now());
    let unlinking = unlinkings::of(&mut change.tx, provider.id, id).await?.ok_or_else(not_found)?;
    suits(&unlinking.organization)?;
    if unlinking.ended_at.is_some() {
        // It had a provider meanwhile: that it has none now is not this one's doing.
        return Err(not_found());
    }
    verdict(&unlinking, now)?;
    let owners = members::recipients(&mut change.tx, id, Role::Owner).await?;
    if owners.is_empty() {
        return Err(Conflict::NobodyToAsk.into());
    }
    unlinkings::count_ask(&mut change.tx, unlinking.unlinking_id, actor.id).await?;
    let event = Event::ClientLinkAsked { organization: unlinking.named.clone(), provider: provider.name.clone() };
    change.record(Logs::Organization { id, provider: Some(provider.id) }, &event).await?;
    let expires_at = unlinking.unlinked_at + ASKING_LIFETIME;
    let message = Message::Client(ClientMail::LinkAsked {
        organization: unlinking.organization.name.into(),
        provider: (&provider.name).into(),
        by: (&actor.name).into(),
        by_email: (&actor.email).into(),
        expires_at,
    });
    for owner in owners {
        let target = Target::Relink(owner.account_id, unlinking.unlinking_id);
        let link = mailed_links::make(app, &mut change.tx, target, expires_at - now).await?;
        change.tell_with_link(Some(id), &To::from(owner), &message, link).await?;
    }
    Ok(unlinking.named)
}

/// What an owner is asked, and by whom.
#[derive(Clone, Debug)]
pub struct Asked {
    pub link: MailedLink,
    pub unlinking: Unlinking,
    pub asker: AccountId,
    pub asker_name: String,
}

/// What the link asks. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open_own`]; forbidden for who is no owner; a conflict when it could not be linked now, and when
/// who asked is no admin of that active provider any more.
pub async fn view(app: &App, actor: &Actor, brought: &Brought) -> Result<Asked> {
    asked(app, &mut app.db.read().await?, actor, brought).await
}

async fn asked(app: &App, conn: &mut Conn, actor: &Actor, brought: &Brought) -> Result<Asked> {
    let link = mailed_links::find(conn, Purpose::Relink, brought).await?;
    mailed_links::must_be_theirs(Purpose::Relink, link.account_id == Some(actor.id))?;
    let unlinking = match link.target() {
        Some(target) => unlinkings::by_id(conn, target).await?,
        None => None,
    };
    let Some(unlinking) = unlinking else {
        mailed_links::must_work(app, &link, brought, Progress::Gone)?;
        return Err(not_found());
    };
    let organization = &unlinking.organization;
    let seen = organizations::visible_to(conn, actor.reader(), organization.id).await?.ok_or_else(not_found)?;
    if seen.standing().member != Some(Role::Owner) {
        return Err(Denial::Role.into());
    }
    let has_another = organization.provider_id.is_some() && !unlinking.is_linked_again();
    if has_another {
        return Err(Conflict::AlreadyManaged.into());
    }
    mailed_links::must_work(app, &link, brought, progress(&unlinking))?;
    may_view(&seen)?;
    suits(organization)?;
    let (asker, asker_name) = asker(conn, &unlinking).await?;
    Ok(Asked { link, unlinking, asker, asker_name })
}

fn progress(unlinking: &Unlinking) -> Progress {
    match (unlinking.is_linked_again(), unlinking.ended_at) {
        (true, _) => Progress::Done,
        // It had a provider meanwhile: this was about the time before.
        (false, Some(_)) => Progress::Gone,
        (false, None) => Progress::Waits,
    }
}

/// Who asked last, who still is a confirmed admin of the provider, which is active.
async fn asker(conn: &mut Conn, unlinking: &Unlinking) -> Result<(AccountId, String)> {
    if unlinking.by_provider_state != State::Active {
        return Err(Conflict::AskingProviderSuspended.into());
    }
    let gone = || Conflict::AskerGone;
    let account = unlinking.asked_by.ok_or_else(gone)?;
    let member = provider_members::confirmed_of(conn, unlinking.by_provider, account).await?;
    let member = member.filter(provider_members::ProviderMember::is_acting_admin).ok_or_else(gone)?;
    Ok((account, member.label().to_owned()))
}

/// Links the organization again, without the note that it had; gives its name. Asked again behind the locks.
///
/// # Errors
/// As [`view`].
pub async fn link(app: &App, actor: &Actor, brought: &Brought) -> Result<(OrganizationId, String)> {
    let unlinking = view(app, actor, brought).await?.unlinking;
    let (id, provider) = (unlinking.organization.id, unlinking.by_provider);
    change!(app, actor, Scope::organization(id).and_provider(Some(provider)).telling(), |change| {
        let asked = asked(app, &mut change.tx, actor, brought).await?;
        change.demand_proof(true);
        mailed_links::take(app, &mut change.tx, &asked.link).await?;
        if !organizations::link(&mut change.tx, id, provider, asked.asker, app.now()).await? {
            return Err(Conflict::AlreadyManaged.into());
        }
        let (organization, named) = (asked.unlinking.organization.name.clone(), asked.unlinking.by_provider_name.clone());
        let event = Event::ClientRelinked { organization: organization.clone(), provider: named };
        change.record(Logs::Organization { id, provider: Some(provider) }, &event).await?;
        tell(change, actor, &asked).await?;
        Ok((id, organization))
    })
}

/// Tells the other owners, and who asked.
async fn tell(change: &mut Change<'_>, actor: &Actor, asked: &Asked) -> Result<()> {
    let (organization, id) = (&asked.unlinking.organization.name, asked.unlinking.organization.id);
    let provider = &asked.unlinking.by_provider_name;
    let added = Message::Client(ClientMail::Added {
        organization: organization.into(),
        organization_id: id,
        provider: provider.into(),
        by: (&actor.name).into(),
    });
    for owner in members::recipients(&mut change.tx, id, Role::Owner).await? {
        if owner.account_id != actor.id {
            change.tell(Some(id), &To::from(owner), &added).await?;
        }
    }
    let relinked = Message::Provider(ProviderMail::ClientRelinked {
        provider: provider.into(),
        organization: organization.into(),
        organization_id: id,
        by: (&actor.name).into(),
    });
    change.tell_account(Some(id), Some(asked.asker).filter(|asker| *asker != actor.id), &relinked).await
}
