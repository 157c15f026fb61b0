//! Invitations into a provider: sent by its admins, opened and accepted by who was invited.

use super::{conclude, manageable, managed, open};
use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::{Progress, Purpose};
use crate::domain::ids::{AccountId, ProviderId, ProviderMemberId};
use crate::domain::pasted::Listed;
use crate::domain::proof::TeamAct;
use crate::domain::providers::{ProviderRole, State, Status};
use crate::domain::refusal::{Conflict, LinkFault, Part, Problem, Refusal};
use crate::error::{Error, Result};
use crate::mail::{self, Message, ProviderMail, TeamNews, To};
use crate::secrets::Token;
use crate::service::access::not_found;
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::inviting::{self, Sender};
use crate::service::identity::mailed_links::{self, Brought, must_be_theirs};
use crate::service::identity::new_account::{self, NewAccount};
use crate::service::identity::opt_outs::{self, By};
use crate::service::members::{Invited, number_of};
use crate::store::Conn;
use crate::store::identity::accounts;
use crate::store::identity::mailed_links::{MailedLink, Target};
use crate::store::provider_members::{self as store, NewProviderMember, ProviderInvitationRow, ProviderMember};

const PURPOSE: Purpose = Purpose::ProviderInvitation;

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
/// Throttled, where all of them together are too many: then nobody is invited. Forbidden, also from the moment on at which the person may not any more.
pub async fn invite(app: &App, actor: &Actor, command: &Invite) -> Result<Vec<Invited>> {
    let sender = sender(actor, managed(actor)?);
    actor.proven_for(app, TeamAct::Invite(command.role).needs_proof())?;
    inviting::count_form(app, &sender, number_of(&command.addresses)).await?;
    let mut outcomes = Vec::with_capacity(command.addresses.len());
    for Listed { typed, email, .. } in &command.addresses {
        let outcome = match email {
            Some(email) => invite_one(app, actor, &sender, (email, command.role)).await,
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

/// The provider's people are never new: the operator vouches for them.
pub(super) fn sender(actor: &Actor, own: ProviderId) -> Sender {
    Sender::of_provider(actor, own, own.uuid())
}

async fn invite_one(app: &App, actor: &Actor, sender: &Sender, (email, role): (&Email, ProviderRole)) -> Result<()> {
    let own = managed(actor)?;
    inviting::count_address(app, sender, email.key()).await?;
    change!(app, actor, Scope::provider(own), |change| {
        let provider = change.provider(own, ProviderAction::ManageProviderMembers).await?;
        change.demand_proof(TeamAct::Invite(role).needs_proof());
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
        send(change, &provider, sender, (new.id, email.as_str(), role)).await
    })
}

/// Sends a fresh invitation; the older link ends. Gives the address.
///
/// # Errors
/// A conflict unless the member is still invited.
pub async fn resend(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<String> {
    let (own, known) = (managed(actor)?, manageable(app, actor, id).await?);
    actor.proven_for(app, TeamAct::Invite(known.role).needs_proof())?;
    let sender = sender(actor, own);
    inviting::count_all(app, &sender, &[&known.email_key]).await?;
    change!(app, actor, Scope::provider(own), |change| {
        let (provider, member) = open(change, own, id, TeamAct::Invite).await?;
        if member.status != Status::Invited {
            return Err(Conflict::NotInvited.into());
        }
        send_again(change, &provider, &sender, (&member, member.role)).await?;
        let event = Event::ProviderInvitationResent { email: member.email.clone() };
        Ok(conclude(change, provider, member, &event, None).await?.email)
    })
}

pub(super) async fn send_again(
    change: &mut Change<'_>,
    provider: &ProviderSeat,
    sender: &Sender,
    (member, role): (&ProviderMember, ProviderRole),
) -> Result<()> {
    let actor = change.actor()?.id;
    store::set_inviter(&mut change.tx, provider.id, member.id, actor).await?;
    send(change, provider, sender, (member.id, &member.email, role)).await
}

/// Makes a fresh link for the invited member, ends the older ones, and owes the mail.
async fn send(
    change: &mut Change<'_>,
    provider: &ProviderSeat,
    sender: &Sender,
    (member, email, role): (ProviderMemberId, &str, ProviderRole),
) -> Result<()> {
    let (app, actor, lifetime) = (change.app, change.actor()?, change.app.settings.invitation_lifetime);
    let key = email.to_ascii_lowercase();
    opt_outs::must_be_welcome(&mut change.tx, &key, sender).await?;
    let target = (Target::ProviderMember(member), key.as_str());
    let link = opt_outs::make_link(app, &mut change.tx, target, lifetime, By::Sender(sender)).await?;
    let news = TeamNews::Invitation {
        role,
        inviter: (&actor.name).into(),
        inviter_email: (&actor.email).into(),
        expires_at: app.now() + lifetime,
    };
    let message = Message::Provider(ProviderMail::Team { provider: (&provider.name).into(), news });
    let to = mail::to_invited(&mut change.tx, email, actor.language).await?;
    change.tell_with_link(None, &to, &message, link).await
}

/// What the page behind an invitation's link says.
#[derive(Clone, Debug)]
pub struct ProviderInvitation {
    pub link: MailedLink,
    pub row: ProviderInvitationRow,
}

/// The open invitation of this link. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open`]; the link is withdrawn too when whoever made it is no admin of the
/// provider any more.
pub async fn view(app: &App, brought: &Brought) -> Result<ProviderInvitation> {
    let mut conn = app.db.read().await?;
    find(app, &mut conn, brought).await
}

/// The secret of the open invitation to the person's own address: it is opened without its mail. Changes nothing.
///
/// # Errors
/// Not found for an invitation to any other address, also to one that the account had before; as [`view`].
pub async fn of_own(app: &App, actor: &Actor, member: ProviderMemberId) -> Result<Token> {
    let mut conn = app.db.read().await?;
    let row = store::invitation(&mut conn, member).await?;
    row.filter(|row| row.email_key == actor.email_key && row.status == Status::Invited).ok_or_else(not_found)?;
    mailed_links::secret_of(app, &mut conn, Target::ProviderMember(member)).await
}

async fn find(app: &App, conn: &mut Conn, brought: &Brought) -> Result<ProviderInvitation> {
    let link = mailed_links::find(conn, PURPOSE, brought).await?;
    let row = match link.target() {
        Some(member) => store::invitation(conn, member).await?,
        None => None,
    };
    let progress = match &row {
        Some(row) if row.status != Status::Invited => Progress::Done,
        Some(row) if row.invited_by.is_none() || row.inviter_may => Progress::Waits,
        _ => Progress::Gone,
    };
    mailed_links::must_work(app, &link, brought, progress)?;
    let row = row.ok_or(PURPOSE.refused(LinkFault::Withdrawn))?;
    Ok(ProviderInvitation { link, row })
}

/// Accepts the invitation as the signed-in person; gives the provider's name.
///
/// # Errors
/// As [`view`]; [`LinkFault::OtherAccount`] when the invitation is for somebody else; a conflict
/// while the provider is suspended.
pub async fn accept(app: &App, actor: &Actor, brought: &Brought) -> Result<String> {
    let invitation = view(app, brought).await?;
    must_be_theirs(PURPOSE, invitation.row.email_key == actor.email_key)?;
    change!(app, actor, Scope::provider(invitation.row.provider_id), |change| {
        let row = take(change, brought).await?;
        finish(change, row, actor.id).await
    })
}

/// Makes the account of the invited address and accepts with it; gives who that is and the
/// provider's name.
///
/// # Errors
/// As [`view`] and [`accept`]; [`LinkFault::AccountExists`] when the
/// address has an account with a password: its owner signs in instead.
pub async fn accept_with_new_account(app: &App, brought: &Brought, account: NewAccount) -> Result<(SignedIn, String)> {
    let invitation = view(app, brought).await?;
    if invitation.row.has_password {
        return Err(PURPOSE.refused(LinkFault::AccountExists).into());
    }
    may_be_taken(&invitation.row)?;
    let newcomer = new_account::prepare(app, PURPOSE, &invitation.row.email, account).await?;
    change!(app, newcomer.author(), Scope::provider(invitation.row.provider_id), |change| {
        let row = take(change, brought).await?;
        let who = newcomer.arrive(change).await?;
        let provider = finish(change, row, who.account).await?;
        Ok((who, provider))
    })
}

/// Uses the link up, after asking everything again behind the provider's lock; gives the invitation as
/// it is there. While the provider is suspended its invitations wait.
async fn take(change: &mut Change<'_>, brought: &Brought) -> Result<ProviderInvitationRow> {
    let app = change.app;
    let now = find(app, &mut change.tx, brought).await?;
    may_be_taken(&now.row)?;
    mailed_links::take(app, &mut change.tx, &now.link).await?;
    Ok(now.row)
}

fn may_be_taken(row: &ProviderInvitationRow) -> Result<()> {
    if row.provider_state == State::Suspended { Err(Conflict::ProviderSuspended.into()) } else { Ok(()) }
}

/// Moves the member to accepted and tells those who can confirm; gives the provider's name.
async fn finish(change: &mut Change<'_>, row: ProviderInvitationRow, account: AccountId) -> Result<String> {
    let event = Event::ProviderInvitationAccepted { email: row.email };
    change.record(Logs::Provider(row.provider_id), &event).await?;
    // The account may be deleted at this moment.
    if !accounts::lock(&mut change.tx, account).await? {
        return Err(Error::SignInNeeded);
    }
    // The address may have changed since the page was read.
    let now = accounts::by_id(&mut change.tx, account).await?;
    let now = now.ok_or(Error::SignInNeeded)?;
    must_be_theirs(PURPOSE, now.email_key == row.email_key)?;
    // The link was taken behind the lock: only the same account under another address is in the way.
    if !store::accept(&mut change.tx, row.member_id, account).await? {
        return Err(Conflict::AlreadyProviderMember.into());
    }
    let news = TeamNews::Waiting { person: now.name.into(), person_email: Some(now.email.into()), role: row.role };
    let message = Message::Provider(ProviderMail::Team { provider: (&row.provider).into(), news });
    // The inviter is one of them: a link of somebody who is no admin any more does not work.
    for admin in store::admins(&mut change.tx, row.provider_id).await? {
        change.tell(None, &To::from(admin), &message).await?;
    }
    Ok(row.provider)
}
