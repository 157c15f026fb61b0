//! Invitations into a provider: sent by its admins, opened and accepted by who was invited.

use super::{conclude, manageable, managed, open};
use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::email::{Email, Listed};
use crate::domain::events::Event;
use crate::domain::ids::{AccountId, LinkId, ProviderMemberId};
use crate::domain::providers::{ProviderRole, State, Status};
use crate::domain::refusal::{Conflict, LinkFault, Part, Problem, Refusal};
use crate::error::{Error, Result};
use crate::mail::{self, Message, TeamNews, To};
use crate::secrets::Token;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::{self, Author, Logs};
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::mailed_links;
use crate::service::identity::new_account::{self, NewAccountForm};
use crate::service::members::Invited;
use crate::service::members::invitations::{throttle, throttle_address};
use crate::store::identity::accounts;
use crate::store::identity::mailed_links::{self as tokens, Purpose, Target};
use crate::store::provider_members::{self as store, NewProviderMember, ProviderInvitationRow, ProviderMember};
use crate::store::{Conn, Tx, deliveries, providers};

/// Invitations that may stand open in one provider at a time.
const MOST_OPEN_INVITATIONS: i64 = 500;

/// Addresses that are invited into the person's provider.
#[derive(Clone, Debug)]
pub struct Invite {
    pub addresses: Vec<Listed>,
    pub role: ProviderRole,
}

/// Invites each of these addresses for itself; gives what became of each.
///
/// # Errors
/// Forbidden, also from the moment on at which the person may not any more.
pub async fn invite(app: &App, actor: &Actor, command: &Invite) -> Result<Vec<Invited>> {
    managed(actor)?;
    let mut outcomes = Vec::with_capacity(command.addresses.len());
    for Listed { typed, email } in &command.addresses {
        let outcome = match email {
            Some(email) => invite_one(app, actor, email, command.role).await,
            None => Err(Refusal::at(Part::Emails, Problem::NotAnEmail).into()),
        };
        let outcome = match outcome {
            Ok(()) => Ok(()),
            // Whoever may not invite any more invites nobody else either.
            Err(Error::Refused(refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_) | Refusal::Throttled { .. }))) => {
                Err(refusal)
            }
            Err(error) => return Err(error),
        };
        outcomes.push(Invited { email: typed.clone(), outcome });
    }
    Ok(outcomes)
}

async fn invite_one(app: &App, actor: &Actor, email: &Email, role: ProviderRole) -> Result<()> {
    let own = managed(actor)?;
    throttle(app, actor, email).await?;
    change!(app, actor, Scope::provider(own), |change| {
        let provider = change.provider(own, ProviderAction::ManageProviderMembers).await?;
        if store::open_invitations(&mut change.tx, own).await? >= MOST_OPEN_INVITATIONS {
            return Err(Conflict::TooManyInvitations.into());
        }
        let new = NewProviderMember {
            id: app.new_id(),
            provider: own,
            account: None,
            email,
            role,
            status: Status::Invited,
            invited_by: Some(actor.id),
            now: app.now(),
        };
        if !store::insert(&mut change.tx, &new).await? {
            return Err(Conflict::AlreadyProviderMember.into());
        }
        let event = Event::ProviderMemberInvited { email: email.as_str().into(), role };
        change.record(Logs::Provider(own), &event).await?;
        send(change, &provider, (new.id, email.as_str(), role)).await
    })
}

/// Sends a fresh invitation; the older link dies. Gives the address.
///
/// # Errors
/// A conflict unless the member is still invited.
pub async fn resend(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<String> {
    let (own, known) = (managed(actor)?, manageable(app, actor, id).await?);
    throttle_address(app, actor, &known.email).await?;
    change!(app, actor, Scope::provider(own), |change| {
        let (provider, member) = open(change, own, id).await?;
        if member.status != Status::Invited {
            return Err(Conflict::NotInvited.into());
        }
        send_again(change, &provider, &member, member.role).await?;
        let event = Event::ProviderInvitationResent { email: member.email.clone() };
        Ok(conclude(change, provider, member, &event, None).await?.email)
    })
}

pub(super) async fn send_again(
    change: &mut Change<'_>,
    provider: &ProviderSeat,
    member: &ProviderMember,
    role: ProviderRole,
) -> Result<()> {
    let actor = change.actor()?.id;
    store::set_inviter(&mut change.tx, provider.id, member.id, actor).await?;
    send(change, provider, (member.id, &member.email, role)).await
}

/// Makes a fresh link for the invited member, kills the older ones, and owes the mail.
async fn send(
    change: &mut Change<'_>,
    provider: &ProviderSeat,
    (member, email, role): (ProviderMemberId, &str, ProviderRole),
) -> Result<()> {
    let (app, actor, lifetime) = (change.app, change.actor()?, change.app.settings.invitation_lifetime);
    deliveries::cancel_for_provider_member(&mut change.tx, member).await?;
    let link = mailed_links::make(app, &mut change.tx, Target::ProviderMember(member), lifetime).await?;
    let news = TeamNews::Invitation {
        role,
        inviter: actor.name.clone(),
        inviter_email: actor.email.clone(),
        expires_at: app.now() + lifetime,
    };
    let message = Message::Team { provider: provider.name.clone(), news };
    let to = mail::to_invited(&mut change.tx, email, actor.language).await?;
    change.tell_with_link(None, &to, &message, link).await
}

/// What the page behind an invitation's link says.
#[derive(Clone, Debug)]
pub struct ProviderInvitation {
    pub token_id: LinkId,
    pub row: ProviderInvitationRow,
    pub expires_at: i64,
}

/// The open invitation of this link. Changes nothing.
///
/// # Errors
/// [`LinkFault`] when the link is unknown, expired, used, replaced, or made by somebody who is no
/// admin of the provider any more.
pub async fn view(app: &App, token: &Token) -> Result<ProviderInvitation> {
    let mut conn = app.db.read().await?;
    find(app, &mut conn, token).await
}

async fn find(app: &App, conn: &mut Conn, token: &Token) -> Result<ProviderInvitation> {
    let link = mailed_links::open(conn, Purpose::ProviderInvitation, token, app.now()).await?;
    // Who was removed leaves a link without a member behind.
    let member = link.provider_member_id.ok_or(LinkFault::Replaced)?;
    let row = store::invitation(conn, member).await?.ok_or(LinkFault::Replaced)?;
    if row.status != Status::Invited {
        return Err(LinkFault::Used.into());
    }
    if row.invited_by.is_some() && !row.inviter_may {
        return Err(LinkFault::Replaced.into());
    }
    Ok(ProviderInvitation { token_id: link.id, row, expires_at: link.expires_at })
}

/// Accepts the invitation as the signed-in person; gives the provider's name.
///
/// # Errors
/// As [`view`]; [`LinkFault::OtherAddress`] when the invitation is for somebody else; a conflict
/// while the provider is suspended.
pub async fn accept(app: &App, actor: &Actor, token: &Token) -> Result<String> {
    let invitation = view(app, token).await?;
    if invitation.row.email_key != actor.email_key {
        return Err(LinkFault::OtherAddress.into());
    }
    let mut tx = app.db.write().await?;
    let row = take(app, &mut tx, token, &invitation).await?;
    finish(app, tx, &Author::from(actor), row, actor.id).await
}

/// Makes the account of the invited address and accepts with it; gives who that is and the
/// provider's name.
///
/// # Errors
/// As [`view`] and [`accept`]; the faults of the form; [`LinkFault::AccountExists`] when the
/// address has an account with a password: its owner signs in instead.
pub async fn accept_with_new_account(app: &App, token: &Token, form: &NewAccountForm) -> Result<(SignedIn, String)> {
    let invitation = view(app, token).await?;
    if invitation.row.has_password {
        return Err(LinkFault::AccountExists.into());
    }
    may_be_taken(&invitation.row)?;
    let newcomer = new_account::prepare(app, &invitation.row.email, &invitation.row.provider, form).await?;
    let mut tx = app.db.write().await?;
    let row = take(app, &mut tx, token, &invitation).await?;
    let (who, author) = newcomer.arrive(app, &mut tx).await?;
    let provider = finish(app, tx, &author, row, who.account).await?;
    Ok((who, provider))
}

/// Locks the provider and uses the link up, after asking everything again; gives the invitation as
/// it is behind the lock. While the provider is suspended its invitations wait.
async fn take(app: &App, tx: &mut Tx, token: &Token, invitation: &ProviderInvitation) -> Result<ProviderInvitationRow> {
    providers::lock(tx, invitation.row.provider_id).await?;
    let now = find(app, tx, token).await?;
    may_be_taken(&now.row)?;
    if !tokens::take(tx, now.token_id, app.now()).await? {
        return Err(LinkFault::Used.into());
    }
    Ok(now.row)
}

fn may_be_taken(row: &ProviderInvitationRow) -> Result<()> {
    if row.provider_state == State::Suspended { Err(Conflict::ProviderSuspended.into()) } else { Ok(()) }
}

/// Moves the member to accepted, tells those who can confirm, and commits; gives the provider's name.
async fn finish(app: &App, mut tx: Tx, author: &Author, row: ProviderInvitationRow, account: AccountId) -> Result<String> {
    let event = Event::ProviderInvitationAccepted { email: row.email };
    record::record(app, &mut tx, author, Logs::Provider(row.provider_id), &event).await?;
    // The account may be deleted at this moment.
    if !accounts::lock(&mut tx, account).await? {
        return Err(Error::SignInNeeded);
    }
    // The address may have changed since the page was read.
    if accounts::by_id(&mut tx, account).await?.is_none_or(|now| now.email_key != row.email_key) {
        return Err(LinkFault::OtherAddress.into());
    }
    // The link was taken behind the lock: only the same account under another address is in the way.
    if !store::accept(&mut tx, row.member_id, account).await? {
        return Err(Conflict::AlreadyProviderMember.into());
    }
    let news = TeamNews::Waiting { person: author.label.clone(), role: row.role };
    let message = Message::Team { provider: row.provider.clone(), news };
    // The inviter is one of them: a link of somebody who is no admin any more does not work.
    for admin in store::admins(&mut tx, row.provider_id).await? {
        mail::enqueue(app, &mut tx, &To::from(admin), &message, None).await?;
    }
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(row.provider)
}
