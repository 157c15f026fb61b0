//! Invitations: made by a member or the provider's people, opened and accepted by who was invited.

use crate::app::App;
use crate::domain::access::{Action, Standing};
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::{Progress, Purpose};
use crate::domain::ids::{AccountId, MemberId, OrganizationId, ProviderId};
use crate::domain::members::{Role, Status};
use crate::domain::providers::State;
use crate::domain::refusal::{Conflict, LinkFault};
use crate::error::{Error, Result};
use crate::mail::{self, Message, To};
use crate::service::actor::Actor;
use crate::service::events::record::{self, Author};
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::mailed_links::{self, Brought, must_be_theirs};
use crate::service::identity::new_account::{self, NewAccountForm};
use crate::service::identity::throttles::{self, Limit};
use crate::store::identity::accounts;
use crate::store::identity::mailed_links::{MailedLink, Target};
use crate::store::members::{self, InvitationRow, NewMember};
use crate::store::{Conn, Tx, organizations, providers};

const PURPOSE: Purpose = Purpose::Invitation;

/// Counts an invitation by this person to this address.
pub(crate) async fn throttle(app: &App, actor: &Actor, email: &Email) -> Result<()> {
    throttles::count(app, Limit::InvitationsBy, &actor.id.to_string()).await?;
    throttles::count(app, Limit::InvitationsTo, email.key()).await
}

/// As [`throttle`], for the address of somebody who is a member already.
pub(crate) async fn throttle_address(app: &App, actor: &Actor, email: &str) -> Result<()> {
    match Email::parse(email) {
        Ok(email) => throttle(app, actor, &email).await,
        Err(_) => Ok(()),
    }
}

/// Stores the invited member, takes its seat, writes the event and the mail, all in this
/// transaction, behind the organization's lock.
pub(crate) async fn invite_in(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    organization: &str,
    provider: Option<ProviderId>,
    new: &NewMember<'_>,
) -> Result<()> {
    if !members::insert(tx, new).await? {
        return Err(Conflict::AlreadyMember.into());
    }
    if !organizations::occupy_seat(tx, new.organization, new.now).await? {
        return Err(Conflict::Full.into());
    }
    let event = Event::MemberInvited { organization: organization.into(), email: new.email.as_str().into(), role: new.role };
    record::record(app, tx, &Author::from(actor), new.organization, provider, &event).await?;
    send(app, tx, actor, organization, (new.organization, new.id), new.email.as_str(), new.role).await
}

/// Makes a fresh link for the invited member, kills the older ones, and enqueues the mail.
pub(crate) async fn send(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    organization: &str,
    (organization_id, member): (OrganizationId, MemberId),
    email: &str,
    role: Role,
) -> Result<()> {
    let id = mailed_links::make(app, tx, Target::Member(member), app.settings.invitation_lifetime).await?;
    let expires_at = app.now() + app.settings.invitation_lifetime;
    let message = Message::Invitation {
        organization: organization.into(),
        role,
        inviter: actor.name.clone(),
        inviter_email: actor.email.clone(),
        expires_at,
    };
    let to = mail::to_invited(tx, email, actor.language).await?;
    mail::enqueue_with_link(app, tx, &to, &message, Some(organization_id), id).await
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
    match invitation.row.organization_state {
        State::Active => Ok(invitation),
        State::Suspended => Err(Conflict::InvitationWaits.into()),
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

/// Accepts the invitation as the signed-in person; gives the organization's name.
///
/// # Errors
/// As [`view`]; [`LinkFault::OtherAccount`] when the invitation is for somebody else.
pub async fn accept(app: &App, actor: &Actor, brought: &Brought) -> Result<String> {
    let invitation = view(app, brought).await?;
    must_be_theirs(PURPOSE, invitation.row.email_key == actor.email_key)?;
    let mut tx = app.db.write().await?;
    let row = take(app, &mut tx, brought, &invitation).await?;
    finish(app, &mut tx, &Author::from(actor), &row, (actor.id, &actor.name)).await?;
    tx.commit().await?;
    app.wake_deliveries();
    Ok(row.organization)
}

/// Makes the account of the invited address and accepts with it; gives who that is and the
/// organization's name. The address comes from the invitation alone, and the link proves the mailbox.
///
/// # Errors
/// As [`view`]; the faults of the form; [`LinkFault::AccountExists`] when the address has an
/// account with a password: its owner signs in instead.
pub async fn accept_with_new_account(app: &App, brought: &Brought, form: &NewAccountForm) -> Result<(SignedIn, String)> {
    let invitation = view(app, brought).await?;
    if invitation.row.has_password {
        return Err(PURPOSE.refused(LinkFault::AccountExists).into());
    }
    let newcomer = new_account::prepare(app, PURPOSE, (&invitation.row.email, &invitation.row.organization), form).await?;
    let mut tx = app.db.write().await?;
    let row = take(app, &mut tx, brought, &invitation).await?;
    let (who, author) = newcomer.arrive(app, &mut tx).await?;
    finish(app, &mut tx, &author, &row, (who.account, newcomer.name())).await?;
    tx.commit().await?;
    app.wake_deliveries();
    Ok((who, row.organization))
}

/// Locks the organization and uses the link up, after asking everything again; gives the
/// invitation as it is behind the lock.
async fn take(app: &App, tx: &mut Tx, brought: &Brought, invitation: &Invitation) -> Result<InvitationRow> {
    organizations::lock(tx, invitation.row.organization_id).await?;
    // Before any account: the order in which everybody locks.
    if let Some(provider) = invitation.row.provider_id {
        providers::lock(tx, provider).await?;
    }
    let now = find(app, tx, brought).await?;
    if now.row.organization_state == State::Suspended {
        return Err(Conflict::InvitationWaits.into());
    }
    mailed_links::take(app, tx, &now.link).await?;
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
    let Some(seen) = organizations::visible_to(conn, inviter, row.organization_id).await? else { return Ok(false) };
    let standing = seen.standing();
    let provider = standing.provider.map(|(role, _)| (role, State::Active));
    let standing = Standing { provider, organization: State::Active, ..standing };
    Ok(standing.may(Action::Invite(row.role)).is_ok())
}

/// Moves the member to accepted and tells those who can confirm.
async fn finish(app: &App, tx: &mut Tx, author: &Author, row: &InvitationRow, (account, name): (AccountId, &str)) -> Result<()> {
    let event = Event::InvitationAccepted { organization: row.organization.clone(), email: row.email.clone() };
    record::record(app, tx, author, row.organization_id, row.provider_id, &event).await?;
    if !accounts::lock(tx, account).await? {
        return Err(Error::SignInNeeded);
    }
    // The address may have changed since the page was read.
    must_be_theirs(PURPOSE, accounts::by_id(tx, account).await?.is_some_and(|now| now.email_key == row.email_key))?;
    if !members::accept(tx, row.member_id, account).await? {
        return Err(PURPOSE.refused(LinkFault::Used).into());
    }
    members::keep_search(tx, account, name).await?;
    let mut told: Vec<To> = members::recipients(tx, row.organization_id, Role::Admin).await?.into_iter().map(To::from).collect();
    if let Some(inviter) = row.invited_by
        && let Some(account) = accounts::by_id(tx, inviter).await?
        && !told.iter().any(|to| to.email == account.email)
    {
        told.push(To::account(account.email, account.language.as_deref()));
    }
    let message = Message::ConfirmationNeeded {
        organization: row.organization.clone(),
        organization_id: row.organization_id,
        person: author.label.clone(),
        role: row.role,
    };
    for to in told {
        mail::enqueue(app, tx, &to, &message, Some(row.organization_id)).await?;
    }
    Ok(())
}
