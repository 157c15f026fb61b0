//! Invitations: made by a member or the provider's people, opened and accepted by who was invited.

use super::bars;
use crate::app::App;
use crate::domain::access::{Action, Standing, suspension};
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::{Progress, Purpose};
use crate::domain::ids::{AccountId, MemberId};
use crate::domain::members::{Role, Status};
use crate::domain::providers::State;
use crate::domain::refusal::{Conflict, LinkFault};
use crate::error::{Error, Result};
use crate::mail::{self, MemberMail, Message, To};
use crate::secrets::Token;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::{self, Author, Logs};
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::inviting::{self, Sender};
use crate::service::identity::mailed_links::{self, Brought, must_be_theirs};
use crate::service::identity::new_account::{self, NewAccount};
use crate::service::identity::opt_outs::{self, By};
use crate::store::access::Reader;
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::mailed_links::{MailedLink, Target};
use crate::store::members::{self, InvitationRow, Member, NewMember, bars as stored_bars};
use crate::store::{Conn, organizations};

const PURPOSE: Purpose = Purpose::Invitation;

/// Stores the invited member, takes its seat, writes the event and the mail, behind the organization's lock.
pub(crate) async fn invite_in(
    change: &mut Change<'_>,
    sender: &Sender,
    (organization, logs): (&str, Logs),
    new: &NewMember<'_>,
) -> Result<()> {
    if !members::insert(&mut change.tx, new).await? {
        return Err(Conflict::AlreadyMember.into());
    }
    if !organizations::occupy_seat(&mut change.tx, new.organization, new.now).await? {
        return Err(Conflict::Full.into());
    }
    let email = new.email.as_str();
    let event = Event::MemberInvited { organization: organization.into(), email: email.into(), role: new.role };
    change.record(logs, &event).await?;
    send(change, sender, organization, (new.id, email, new.role)).await
}

/// Sends a fresh invitation for this role, by the actor; the older link ends.
pub(super) async fn send_again(change: &mut Change<'_>, sender: &Sender, member: &Member, role: Role) -> Result<()> {
    let (id, actor, name) = (member.organization_id, change.actor()?.id, change.seen()?.organization.name.clone());
    members::set_inviter(&mut change.tx, id, member.id, actor).await?;
    send(change, sender, &name, (member.id, &member.email, role)).await
}

/// Makes a fresh link for the invited member, ends the older ones, and owes the mail.
async fn send(
    change: &mut Change<'_>,
    sender: &Sender,
    organization: &str,
    (member, email, role): (MemberId, &str, Role),
) -> Result<()> {
    let (app, actor, lifetime) = (change.app, change.actor()?, change.app.settings.invitation_lifetime);
    let key = email.to_ascii_lowercase();
    opt_outs::must_be_welcome(&mut change.tx, &key, sender).await?;
    let target = (Target::Member(member), key.as_str());
    let link = opt_outs::make_link(app, &mut change.tx, target, lifetime, By::Sender(sender)).await?;
    let message = Message::Member(MemberMail::Invitation {
        organization: organization.into(),
        role,
        inviter: (&actor.name).into(),
        inviter_email: (&actor.email).into(),
        expires_at: app.now() + lifetime,
    });
    let to = mail::to_invited(&mut change.tx, email, actor.language).await?;
    change.tell_with_link(Some(sender.into.into()), &to, &message, link).await
}

/// What the page behind an invitation's link says.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub link: MailedLink,
    pub row: InvitationRow,
}

/// The open invitation of this link. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open`]; the link is withdrawn too when whoever made it has lost the right to
/// invite; a conflict while the organization is suspended: the invitation waits.
pub async fn view(app: &App, brought: &Brought) -> Result<Invitation> {
    let mut conn = app.db.read().await?;
    let invitation = find(app, &mut conn, brought).await?;
    must_be_open(&invitation.row)?;
    Ok(invitation)
}

/// The secret of the open invitation to the person's own address: it is opened without its mail. Changes nothing.
///
/// # Errors
/// Not found for an invitation to any other address, also to one that the account had before; as [`view`].
pub async fn of_own(app: &App, actor: &Actor, member: MemberId) -> Result<Token> {
    let mut conn = app.db.read().await?;
    let row = members::invitation(&mut conn, member).await?;
    row.filter(|row| row.email_key == actor.email_key && row.status == Status::Invited).ok_or_else(not_found)?;
    mailed_links::secret_of(app, &mut conn, Target::Member(member)).await
}

/// # Errors
/// A conflict while the organization is suspended.
fn must_be_open(row: &InvitationRow) -> Result<()> {
    match suspension(row.suspended_by, row.provider_state) {
        Some(_) => Err(Conflict::InvitationWaits.into()),
        None => Ok(()),
    }
}

async fn find(app: &App, conn: &mut Conn, brought: &Brought) -> Result<Invitation> {
    let link = mailed_links::find(conn, PURPOSE, brought).await?;
    let row = match link.target() {
        Some(member) => members::invitation(conn, member).await?,
        None => None,
    };
    let progress = match &row {
        Some(row) if matches!(row.status, Status::Accepted | Status::Confirmed) => Progress::Done,
        Some(row) if row.status == Status::Invited && inviter_still_may(conn, row).await? => Progress::Waits,
        _ => Progress::Gone,
    };
    mailed_links::must_work(app, &link, brought, progress)?;
    let row = row.ok_or(PURPOSE.refused(LinkFault::Withdrawn))?;
    Ok(Invitation { link, row })
}

/// Into which organization somebody has come.
#[derive(Clone, Debug)]
pub struct Accepted {
    pub organization: String,
    /// Whether the person is confirmed with it, and waits for nobody.
    pub confirmed: bool,
}

/// Accepts the invitation as the signed-in person.
///
/// # Errors
/// As [`view`]; [`LinkFault::OtherAccount`] when the invitation is for somebody else.
pub async fn accept(app: &App, actor: &Actor, brought: &Brought) -> Result<Accepted> {
    let invitation = view(app, brought).await?;
    must_be_theirs(PURPOSE, invitation.row.email_key == actor.email_key)?;
    change!(app, actor, scope(&invitation), |change| {
        let row = take(change, brought).await?;
        let confirmed = finish(change, &row, (actor.id, &actor.name)).await?;
        Ok(Accepted { organization: row.organization, confirmed })
    })
}

/// Makes the account of the invited address and accepts with it; gives who that is. The address comes from the invitation alone, and the link proves the mailbox.
///
/// # Errors
/// As [`view`]; [`LinkFault::AccountExists`] when the address has an
/// account with a password: its owner signs in instead.
pub async fn accept_with_new_account(app: &App, brought: &Brought, account: NewAccount) -> Result<(SignedIn, Accepted)> {
    let invitation = view(app, brought).await?;
    if invitation.row.has_password {
        return Err(PURPOSE.refused(LinkFault::AccountExists).into());
    }
    let newcomer = new_account::prepare(app, PURPOSE, &invitation.row.email, account).await?;
    change!(app, newcomer.author(), scope(&invitation), |change| {
        let row = take(change, brought).await?;
        let who = newcomer.arrive(change).await?;
        let confirmed = finish(change, &row, (who.account, newcomer.name())).await?;
        Ok((who, Accepted { organization: row.organization, confirmed }))
    })
}

/// The organization, and its provider: before any account, the order in which everybody locks.
fn scope(invitation: &Invitation) -> Scope {
    Scope::rows_of(&[invitation.row.organization_id]).and_provider(invitation.row.provider_id)
}

/// Uses the link up, after asking everything again behind the locks; gives the invitation as it is there.
async fn take(change: &mut Change<'_>, brought: &Brought) -> Result<InvitationRow> {
    let app = change.app;
    let now = find(app, &mut change.tx, brought).await?;
    must_be_open(&now.row)?;
    mailed_links::take(app, &mut change.tx, &now.link).await?;
    Ok(now.row)
}

/// Whether the inviter could invite for this role today. Suspending the provider or the
/// organization does not undo invitations: they wait.
async fn inviter_still_may(conn: &mut Conn, row: &InvitationRow) -> Result<bool> {
    let Some(inviter) = row.invited_by else { return Ok(true) };
    let account = accounts::by_id(conn, inviter).await?;
    if account.is_none_or(|account| account.disabled_at.is_some()) {
        return Ok(false);
    }
    let Some(seen) = organizations::visible_to(conn, Reader::anew(inviter), row.organization_id).await? else { return Ok(false) };
    let standing = seen.standing();
    let alone = row.provider_id.is_none().then_some(row.organization_id);
    if standing.provider.is_none() && !inviting::may_go_on(conn, inviter, alone).await? {
        return Ok(false);
    }
    let provider = standing.provider.map(|(role, _)| (role, State::Active));
    let standing = Standing { provider, suspended: None, ..standing };
    Ok(standing.may(Action::Invite(row.role)).is_ok())
}

/// Moves the member to accepted and tells those who can confirm; `true` where accepting confirms.
async fn finish(change: &mut Change<'_>, row: &InvitationRow, (account, name): (AccountId, &str)) -> Result<bool> {
    let event = Event::InvitationAccepted { organization: row.organization.clone(), email: row.email.clone() };
    change.record(Logs::Organization { id: row.organization_id, provider: row.provider_id }, &event).await?;
    if !accounts::lock(&mut change.tx, account).await? {
        return Err(Error::SignInNeeded);
    }
    // The address may have changed since the page was read.
    let now = accounts::by_id(&mut change.tx, account).await?;
    let now = now.ok_or(Error::SignInNeeded)?;
    must_be_theirs(PURPOSE, now.email_key == row.email_key)?;
    // The operator's word stands above it: nobody could lift it where no owner can sign in.
    match row.accepting_confirms {
        true => stored_bars::lift(&mut change.tx, row.organization_id, account).await?,
        false => bars::must_not_hold(&mut change.tx, row.organization_id, account).await?,
    }
    if !members::accept(&mut change.tx, row.member_id, account).await? {
        return Err(PURPOSE.refused(LinkFault::Used).into());
    }
    members::keep_search(&mut change.tx, account, name).await?;
    if row.accepting_confirms && members::acting_owners(&mut change.tx, row.organization_id).await?.is_empty() {
        confirm(change, row).await?;
        return Ok(true);
    }
    tell_who_confirms(change, row, now).await?;
    Ok(false)
}

/// Confirms whom the operator wanted as owner: it was decided by the operator, as the log says.
async fn confirm(change: &mut Change<'_>, row: &InvitationRow) -> Result<()> {
    members::confirm(&mut change.tx, row.organization_id, row.member_id).await?;
    let event = Event::MemberConfirmed { organization: row.organization.clone(), email: row.email.clone(), role: row.role };
    let logs = Logs::Both { organization: row.organization_id, provider: None };
    record::record(change.app, &mut change.tx, &Author::operator(), logs, &event).await
}

async fn tell_who_confirms(change: &mut Change<'_>, row: &InvitationRow, waits: Account) -> Result<()> {
    let confirming = members::recipients(&mut change.tx, row.organization_id, Role::Admin).await?;
    let mut told: Vec<To> = confirming.into_iter().map(To::from).collect();
    if let Some(inviter) = row.invited_by
        && let Some(account) = accounts::by_id(&mut change.tx, inviter).await?
        && !told.iter().any(|to| to.email == account.email)
    {
        told.push(To::account(account.email, account.language.as_deref()));
    }
    let message = Message::Member(MemberMail::ConfirmationNeeded {
        organization: (&row.organization).into(),
        organization_id: row.organization_id,
        person: waits.name.into(),
        person_email: Some(waits.email.into()),
        role: row.role,
    });
    for to in told {
        change.tell(Some(row.organization_id), &to, &message).await?;
    }
    Ok(())
}
