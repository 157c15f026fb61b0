//! "I don't know this": what a mail offers beside its link to somebody whose address another person typed. Opening it
//! changes nothing; a press ends what was begun and keeps more of it from being sent, once and for all.

use super::inviting::Sender;
use super::mailed_links::{self as links, Brought};
use crate::app::App;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::{AccountId, LinkId, OrganizationId, ProviderId};
use crate::domain::inviting::{MOST_UNKNOWN, UNASKED, is_fresh};
use crate::domain::refusal::{Conflict, LinkFault, Refusal};
use crate::domain::time::SKEW;
use crate::error::Result;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::{Author, Logs};
use crate::store::identity::mailed_links::{self, Target};
use crate::store::identity::opt_outs::{self, NewOptOut, OptOut};
use crate::store::identity::{accounts, inviting};
use crate::store::organizations::operated::{self, Operated};
use crate::store::{Conn, Tx, members, organizations, provider_members, providers};
use uuid::Uuid;

const PURPOSE: Purpose = Purpose::OptOut;

/// For whom no account stands: whoever asks for one for an address.
const ANYBODY: Uuid = Uuid::nil();
const ENDED: &str = "several people did not know who invited them: the inviting has ended; `portico inviting list` shows it";
const EVER: (i64, i64) = (i64::MIN, i64::MAX);

/// Who had a mail with a link sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By<'a> {
    Sender(&'a Sender),
    /// The operator, who wants an owner for an organization.
    Operator(OrganizationId),
    /// An account that wants the address.
    Account(AccountId),
    /// Somebody who wants an account for the address.
    Anybody,
}

impl By<'_> {
    fn parts(self) -> (Option<Uuid>, Option<AccountId>, bool) {
        match self {
            Self::Sender(sender) => (Some(sender.into), Some(sender.account), sender.is_fresh),
            Self::Operator(organization) => (Some(organization.uuid()), None, false),
            Self::Account(account) => (None, Some(account), false),
            Self::Anybody => (None, None, false),
        }
    }
}

/// Makes a link for this target as [`links::make`] does, for an address that another person typed, and what stands
/// beside it.
pub(crate) async fn make_link(
    app: &App,
    tx: &mut Tx,
    (target, email_key): (Target<'_>, &str),
    lifetime: i64,
    by: By<'_>,
) -> Result<LinkId> {
    let link = links::make(app, tx, target, lifetime).await?;
    let (sender, account, is_fresh) = by.parts();
    let hash = app.secrets.token(PURPOSE.word(), link.uuid()).hash();
    opt_outs::insert(tx, &NewOptOut { link, hash: &hash, email_key, sender, account, is_fresh }).await?;
    Ok(link)
}

/// # Errors
/// A conflict where the owner of the address said not to know who invites.
pub(crate) async fn must_be_welcome(conn: &mut Conn, email_key: &str, sender: &Sender) -> Result<()> {
    let senders = [sender.into, sender.account.uuid()];
    match opt_outs::is_suppressed(conn, email_key, senders, EVER).await? {
        true => Err(Conflict::CannotBeInvited.into()),
        false => Ok(()),
    }
}

/// Whether an account may have links sent to an address that it wants.
pub(crate) async fn is_welcome(conn: &mut Conn, email_key: &str, account: AccountId) -> Result<bool> {
    Ok(!opt_outs::is_suppressed(conn, email_key, [account.uuid(); 2], EVER).await?)
}

/// Whether a link for a new account may be sent to an address.
pub(crate) async fn may_be_asked(conn: &mut Conn, email_key: &str, now: i64) -> Result<bool> {
    Ok(!opt_outs::is_suppressed(conn, email_key, [ANYBODY; 2], (now - UNASKED, now + SKEW)).await?)
}

/// What the page says.
#[derive(Clone, Debug)]
pub struct Shown {
    pub link: LinkId,
    /// What the link beside it is for.
    pub purpose: Purpose,
    /// The organization or the provider, while it is there.
    pub name: Option<String>,
    pub is_pressed: bool,
}

/// What it is about. Changes nothing.
///
/// # Errors
/// [`LinkFault::Unknown`]; [`LinkFault::Used`] once the reader has done what the link beside it is for;
/// [`Refusal::StaleForm`] for a form that was shown for another link.
pub async fn view(app: &App, brought: &Brought) -> Result<Shown> {
    let mut conn = app.db.read().await?;
    let found = find(&mut conn, brought).await?;
    let name = match (found.purpose, found.sender_id) {
        (Purpose::Invitation, Some(id)) => organization(&mut conn, id).await?.map(|one| one.organization.name),
        (Purpose::ProviderInvitation, Some(id)) => providers::settings(&mut conn, id.into()).await?.map(|one| one.name),
        _ => None,
    };
    Ok(Shown { link: found.link_id, purpose: found.purpose, name, is_pressed: found.pressed_at.is_some() })
}

async fn find(conn: &mut Conn, brought: &Brought) -> Result<OptOut> {
    let found = opt_outs::by_hash(conn, &brought.token.hash()).await?.ok_or(PURPOSE.refused(LinkFault::Unknown))?;
    match (found.used_at, found.pressed_at, brought.shown) {
        (Some(_), None, _) => Err(PURPOSE.refused(LinkFault::Used).into()),
        (_, _, Some(shown)) if shown != found.link_id => Err(Refusal::StaleForm.into()),
        _ => Ok(found),
    }
}

async fn organization(conn: &mut Conn, id: Uuid) -> Result<Option<Operated>> {
    Ok(operated::by_id(conn, id.into()).await?)
}

/// Ends what the mail was about, and keeps anything more of it from the address. Again it does nothing.
///
/// # Errors
/// As [`view`].
pub async fn press(app: &App, brought: &Brought) -> Result<()> {
    let mut conn = app.db.read().await?;
    let known = find(&mut conn, brought).await?;
    let scope = scope(&mut conn, &known).await?;
    drop(conn);
    change!(app, Author::portal(), scope, |change| {
        let found = find(&mut change.tx, brought).await?;
        let now = change.now();
        if !opt_outs::press(&mut change.tx, found.link_id, now).await? {
            change.discard();
            return Ok(());
        }
        end(change, &found).await?;
        keep_off(change, &found).await
    })
}

/// What is changed, in the order in which everybody locks.
async fn scope(conn: &mut Conn, known: &OptOut) -> Result<Scope> {
    Ok(match (known.purpose, known.sender_id) {
        (Purpose::Invitation, Some(id)) => match organization(conn, id).await? {
            Some(found) => Scope::rows_of(&[found.organization.id]).and_provider(found.organization.provider_id),
            None => Scope::nothing(),
        },
        (Purpose::ProviderInvitation, Some(id)) => Scope::provider(id.into()),
        _ => Scope::nothing(),
    })
}

/// Ends the invitation, or the link.
async fn end(change: &mut Change<'_>, found: &OptOut) -> Result<()> {
    match (found.purpose, found.sender_id, found.account_id) {
        (Purpose::Invitation, Some(id), _) => end_invitation(change, id.into(), found).await,
        (Purpose::ProviderInvitation, Some(id), _) => end_provider_invitation(change, id.into(), found).await,
        (Purpose::Address, _, Some(account)) => {
            mailed_links::withdraw_one(&mut change.tx, found.link_id, change.app.now()).await?;
            let event = Event::AddressRefused { email: found.email_key.clone() };
            change.record(Logs::Account(account), &event).await
        }
        _ => Ok(mailed_links::withdraw_one(&mut change.tx, found.link_id, change.app.now()).await?),
    }
}

/// The invitation of the address that is open by now, whichever mail it was that was opened.
async fn end_invitation(change: &mut Change<'_>, id: OrganizationId, found: &OptOut) -> Result<()> {
    let now = change.now();
    let Some(invited) = members::invited(&mut change.tx, id, &found.email_key).await? else { return Ok(()) };
    let Some(there) = organization(&mut change.tx, id.uuid()).await? else { return Ok(()) };
    members::delete(&mut change.tx, id, invited.id, now).await?;
    organizations::free_seat(&mut change.tx, id, now).await?;
    let there = there.organization;
    let event = Event::InvitationBarred { organization: there.name, email: invited.email, role: invited.role };
    change.record(Logs::Both { organization: id, provider: there.provider_id }, &event).await
}

async fn end_provider_invitation(change: &mut Change<'_>, id: ProviderId, found: &OptOut) -> Result<()> {
    let now = change.now();
    let Some(invited) = provider_members::invited(&mut change.tx, id, &found.email_key).await? else { return Ok(()) };
    provider_members::delete(&mut change.tx, id, invited.id, now).await?;
    let event = Event::ProviderInvitationBarred { email: invited.email, role: invited.role };
    change.record(Logs::Provider(id), &event).await
}

/// Sends the address nothing more on behalf of whoever it was, and ends the inviting of who is new and unknown to many.
async fn keep_off(change: &mut Change<'_>, found: &OptOut) -> Result<()> {
    let now = change.now();
    if found.purpose == Purpose::Registration {
        return Ok(opt_outs::suppress(&mut change.tx, &found.email_key, ANYBODY, false, now).await?);
    }
    if let Some(account) = found.account_id {
        let since = inviting::of_account(&mut change.tx, account).await?;
        let is_new = found.is_fresh && since.is_some_and(|since| is_fresh(since.created_at, now));
        opt_outs::suppress(&mut change.tx, &found.email_key, account.uuid(), is_new, now).await?;
        if is_new {
            end_of_account(change, account, now).await?;
        }
    }
    match (found.purpose, found.sender_id) {
        (Purpose::ProviderInvitation, Some(id)) if providers::settings(&mut change.tx, id.into()).await?.is_some() => {
            Ok(opt_outs::suppress(&mut change.tx, &found.email_key, id, false, now).await?)
        }
        (Purpose::Invitation, Some(id)) => keep_organization_off(change, found, id, now).await,
        _ => Ok(()),
    }
}

async fn keep_organization_off(change: &mut Change<'_>, found: &OptOut, id: Uuid, now: i64) -> Result<()> {
    let Some(there) = organization(&mut change.tx, id).await? else { return Ok(()) };
    let there = there.organization;
    let since = inviting::of_organization(&mut change.tx, there.id).await?;
    // The operator vouches for a provider, and a provider for its clients.
    let is_new = found.is_fresh && there.provider_id.is_none() && since.is_some_and(|since| is_fresh(since.created_at, now));
    opt_outs::suppress(&mut change.tx, &found.email_key, id, is_new, now).await?;
    let is_over = is_new && opt_outs::counted(&mut change.tx, id).await? >= MOST_UNKNOWN;
    if is_over && inviting::end_of_organization(&mut change.tx, there.id, now).await? {
        tracing::warn!(organization = %there.id, "{ENDED}");
        let event = Event::InvitingEnded { name: there.name };
        change.record(Logs::Both { organization: there.id, provider: None }, &event).await?;
        change.record(Logs::Portal, &event).await?;
    }
    Ok(())
}

async fn end_of_account(change: &mut Change<'_>, account: AccountId, now: i64) -> Result<()> {
    let is_over = opt_outs::counted(&mut change.tx, account.uuid()).await? >= MOST_UNKNOWN;
    if is_over
        && inviting::end_of_account(&mut change.tx, account, now).await?
        && let Some(known) = accounts::by_id(&mut change.tx, account).await?
    {
        tracing::warn!(account = %account, "{ENDED}");
        let event = Event::InvitingEnded { name: known.email };
        change.record(Logs::Account(account), &event).await?;
        change.record(Logs::Portal, &event).await?;
    }
    Ok(())
}
