//! Invitations: made by a member or the provider's people, opened and accepted by who was invited.

use crate::app::App;
use crate::domain::access::{Action, Standing};
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::{AccountId, LinkId, MemberId, OrganizationId, ProviderId};
use crate::domain::members::{Role, Status};
use crate::domain::providers::State;
use crate::domain::refusal::{Conflict, LinkFault};
use crate::error::{Error, Result};
use crate::mail::{self, Message, To};
use crate::secrets::Token;
use crate::service::actor::Actor;
use crate::service::change::Change;
use crate::service::events::record::{self, Author, Logs};
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::mailed_links;
use crate::service::identity::new_account::{self, NewAccountForm};
use crate::service::identity::throttles::{self, Limit};
use crate::store::identity::accounts;
use crate::store::identity::mailed_links::{self as tokens, Purpose, Target};
use crate::store::members::{self, InvitationRow, Member, NewMember};
use crate::store::{Conn, Tx, deliveries, organizations, providers};

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

/// Stores the invited member, takes its seat, writes the event and the mail, behind the organization's lock.
pub(crate) async fn invite_in(change: &mut Change<'_>, organization: &str, logs: Logs, new: &NewMember<'_>) -> Result<()> {
    if !members::insert(&mut change.tx, new).await? {
        return Err(Conflict::AlreadyMember.into());
    }
    if !organizations::occupy_seat(&mut change.tx, new.organization, new.now).await? {
        return Err(Conflict::Full.into());
    }
    let email = new.email.as_str();
    let event = Event::MemberInvited { organization: organization.into(), email: email.into(), role: new.role };
    change.record(logs, &event).await?;
    send(change, organization, (new.organization, new.id), email, new.role).await
}

/// Sends a fresh invitation for this role, by the actor; the older link dies.
pub(super) async fn send_again(change: &mut Change<'_>, member: &Member, role: Role) -> Result<()> {
    let (id, actor, name) = (member.organization_id, change.actor()?.id, change.seen()?.organization.name.clone());
    members::set_inviter(&mut change.tx, id, member.id, actor).await?;
    send(change, &name, (id, member.id), &member.email, role).await
}

/// Makes a fresh link for the invited member, kills the older ones, and owes the mail.
async fn send(
    change: &mut Change<'_>,
    organization: &str,
    (organization_id, member): (OrganizationId, MemberId),
    email: &str,
    role: Role,
) -> Result<()> {
    let (app, actor, lifetime) = (change.app, change.actor()?, change.app.settings.invitation_lifetime);
    deliveries::cancel_for_member(&mut change.tx, member).await?;
    let link = mailed_links::make(app, &mut change.tx, Target::Member(member), lifetime).await?;
    let message = Message::Invitation {
        organization: organization.into(),
        role,
        inviter: actor.name.clone(),
        inviter_email: actor.email.clone(),
        expires_at: app.now() + lifetime,
    };
    let to = mail::to_invited(&mut change.tx, email, actor.language).await?;
    change.tell_with_link(Some(organization_id), &to, &message, link).await
}

/// What the page behind an invitation's link says.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub token_id: LinkId,
    pub row: InvitationRow,
    pub expires_at: i64,
}

/// The open invitation of this link. Changes nothing.
///
/// # Errors
/// [`LinkFault`] when the link is unknown, expired, used, replaced, or made by somebody who has
/// lost the right to invite; a conflict while the organization is suspended: the invitation waits.
pub async fn view(app: &App, token: &Token) -> Result<Invitation> {
    let mut conn = app.db.read().await?;
    let invitation = find(app, &mut conn, token).await?;
    match invitation.row.organization_state {
        State::Active => Ok(invitation),
        State::Suspended => Err(Conflict::InvitationWaits.into()),
    }
}

async fn find(app: &App, conn: &mut Conn, token: &Token) -> Result<Invitation> {
    let row = tokens::by_hash(conn, Purpose::Invitation, &token.hash()).await?.ok_or(LinkFault::Unknown)?;
    let gone = if row.used_at.is_some() { LinkFault::Used } else { LinkFault::Replaced };
    let member = row.member_id.ok_or(gone)?;
    let invitation = members::invitation(conn, member).await?.ok_or(gone)?;
    let fault = if row.used_at.is_some() || matches!(invitation.status, Status::Accepted | Status::Confirmed) {
        Some(LinkFault::Used)
    } else if row.replaced_at.is_some() || invitation.status == Status::Revoked {
        Some(LinkFault::Replaced)
    } else if row.expires_at <= app.now() {
        Some(LinkFault::Expired)
    } else if !inviter_still_may(conn, &invitation).await? {
        Some(LinkFault::Replaced)
    } else {
        None
    };
    fault.map_or(Ok(Invitation { token_id: row.id, row: invitation, expires_at: row.expires_at }), |fault| Err(fault.into()))
}

/// Accepts the invitation as the signed-in person; gives the organization's name.
///
/// # Errors
/// As [`view`]; [`LinkFault::OtherAddress`] when the invitation is for somebody else.
pub async fn accept(app: &App, actor: &Actor, token: &Token) -> Result<String> {
    let invitation = view(app, token).await?;
    if invitation.row.email_key != actor.email_key {
        return Err(LinkFault::OtherAddress.into());
    }
    let mut tx = app.db.write().await?;
    let row = take(app, &mut tx, token, &invitation).await?;
    finish(app, &mut tx, &Author::from(actor), &row, (actor.id, &actor.name)).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(row.organization)
}

/// Makes the account of the invited address and accepts with it; gives who that is. The
/// address comes from the invitation alone, and the link proves the mailbox.
///
/// # Errors
/// As [`view`]; the faults of the form; [`LinkFault::AccountExists`] when the address has an
/// account with a password: its owner signs in instead.
pub async fn accept_with_new_account(app: &App, token: &Token, form: &NewAccountForm) -> Result<SignedIn> {
    let invitation = view(app, token).await?;
    if invitation.row.has_password {
        return Err(LinkFault::AccountExists.into());
    }
    let newcomer = new_account::prepare(app, &invitation.row.email, &invitation.row.organization, form).await?;
    let mut tx = app.db.write().await?;
    let row = take(app, &mut tx, token, &invitation).await?;
    let (who, author) = newcomer.arrive(app, &mut tx).await?;
    finish(app, &mut tx, &author, &row, (who.account, newcomer.name())).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(who)
}

/// Locks the organization and uses the link up, after asking everything again; gives the
/// invitation as it is behind the lock.
async fn take(app: &App, tx: &mut Tx, token: &Token, invitation: &Invitation) -> Result<InvitationRow> {
    organizations::lock(tx, invitation.row.organization_id).await?;
    // Before any account: the order in which everybody locks.
    if let Some(provider) = invitation.row.provider_id {
        providers::lock(tx, provider).await?;
    }
    let now = find(app, tx, token).await?;
    if now.row.organization_state == State::Suspended {
        return Err(Conflict::InvitationWaits.into());
    }
    if !tokens::take(tx, now.token_id, app.now()).await? {
        return Err(LinkFault::Used.into());
    }
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
    record::record(app, tx, author, Logs::Organization { id: row.organization_id, provider: row.provider_id }, &event).await?;
    if !accounts::lock(tx, account).await? {
        return Err(Error::SignInNeeded);
    }
    // The address may have changed since the page was read.
    if accounts::by_id(tx, account).await?.is_none_or(|now| now.email_key != row.email_key) {
        return Err(LinkFault::OtherAddress.into());
    }
    if !members::accept(tx, row.member_id, account).await? {
        return Err(LinkFault::Used.into());
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
