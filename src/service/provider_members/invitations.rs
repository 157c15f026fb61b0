//! Invitations into a provider: sent by its admins, opened and accepted by who was invited.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::email::{self, Email};
use crate::domain::events::Event;
use crate::domain::identity::mailed_link::{Progress, Purpose};
use crate::domain::ids::{AccountId, ProviderMemberId};
use crate::domain::providers::{ProviderRole, State, Status};
use crate::domain::refusal::{Conflict, Fault, Faults, LinkFault, Problem, Refusal};
use crate::error::{Error, Result};
use crate::mail::{self, Message, TeamNews, To};
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::events::record::{self, Author};
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::mailed_links::{self, Brought, must_be_theirs};
use crate::service::identity::new_account::{self, NewAccountForm};
use crate::service::members::{Invited, MOST_ADDRESSES, invitations};
use crate::service::provider_members;
use crate::store::identity::accounts;
use crate::store::identity::mailed_links::{MailedLink, Target};
use crate::store::provider_members::{self as store, NewProviderMember, ProviderInvitationRow, ProviderMember};
use crate::store::{Conn, Tx, providers};

const PURPOSE: Purpose = Purpose::ProviderInvitation;

/// Invitations that may stand open in one provider at a time.
const MOST_OPEN_INVITATIONS: i64 = 500;

/// Invites each of these addresses for itself; gives what became of each.
///
/// # Errors
/// The faults of the form: no address or too many, no role.
pub async fn invite(app: &App, actor: &Actor, emails: &str, role: &str) -> Result<Vec<Invited>> {
    actor.provider_for(ProviderAction::ManageProviderMembers)?;
    let mut faults = Faults::default();
    let emails = faults.check("emails", several(emails));
    let role = faults.check("role", ProviderRole::parse(role).ok_or(Problem::NotAChoice));
    let (emails, role) = faults.finish(emails.zip(role))?;
    let mut outcomes = Vec::with_capacity(emails.len());
    for email in emails {
        let outcome = match invite_one(app, actor, &email, role).await {
            Ok(()) => Ok(()),
            // Whoever may not invite any more invites nobody else either.
            Err(Error::Refused(refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_) | Refusal::Throttled { .. }))) => {
                Err(refusal)
            }
            Err(error) => return Err(error),
        };
        outcomes.push(Invited { email, outcome });
    }
    Ok(outcomes)
}

/// The addresses of the form. Whether each is an address is asked of each by itself.
fn several(raw: &str) -> std::result::Result<Vec<String>, Problem> {
    match email::split_list(raw) {
        none if none.is_empty() => Err(Problem::Missing),
        many if many.len() > MOST_ADDRESSES => Err(Problem::TooManyAddresses { most: MOST_ADDRESSES }),
        some => Ok(some.into_iter().map(str::to_owned).collect()),
    }
}

async fn invite_one(app: &App, actor: &Actor, raw: &str, role: ProviderRole) -> Result<()> {
    let fault = Fault { field: "emails", problem: Problem::NotAnEmail };
    let email = Email::parse(raw).map_err(|_| Refusal::Invalid(vec![fault]))?;
    invitations::throttle(app, actor, &email).await?;
    let (mut tx, provider) = provider_members::open(app, actor).await?;
    if store::open_invitations(&mut tx, provider.id).await? >= MOST_OPEN_INVITATIONS {
        return Err(Conflict::TooManyInvitations.into());
    }
    let new = NewProviderMember {
        id: app.new_id(),
        provider: provider.id,
        account: None,
        email: &email,
        role,
        status: Status::Invited,
        invited_by: Some(actor.id),
        now: app.now(),
    };
    if !store::insert(&mut tx, &new).await? {
        return Err(Conflict::AlreadyProviderMember.into());
    }
    let event = Event::ProviderMemberInvited { email: email.as_str().into(), role };
    record::record_for_provider(app, &mut tx, &Author::from(actor), provider.id, &event).await?;
    send(app, &mut tx, actor, provider, (new.id, email.as_str(), role)).await?;
    provider_members::commit(app, tx).await
}

/// Sends a fresh invitation; the older link dies. Gives the address.
///
/// # Errors
/// A conflict unless the member is still invited.
pub async fn resend(app: &App, actor: &Actor, id: ProviderMemberId) -> Result<String> {
    let known = provider_members::manageable(app, actor, id).await?;
    invitations::throttle_address(app, actor, &known.email).await?;
    let (mut tx, provider, member) = provider_members::open_member(app, actor, id).await?;
    if member.status != Status::Invited {
        return Err(Conflict::NotInvited.into());
    }
    send_again(app, &mut tx, (actor, provider), &member, member.role).await?;
    let event = Event::ProviderInvitationResent { email: member.email.clone() };
    Ok(provider_members::conclude(app, tx, (actor, provider), member, &event, None).await?.email)
}

pub(crate) async fn send_again(
    app: &App,
    tx: &mut Tx,
    (actor, provider): (&Actor, &ProviderSeat),
    member: &ProviderMember,
    role: ProviderRole,
) -> Result<()> {
    store::set_inviter(tx, provider.id, member.id, actor.id).await?;
    send(app, tx, actor, provider, (member.id, &member.email, role)).await
}

/// Makes a fresh link for the invited member, kills the older ones, and enqueues the mail.
pub(crate) async fn send(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    provider: &ProviderSeat,
    (member, email, role): (ProviderMemberId, &str, ProviderRole),
) -> Result<()> {
    let lifetime = app.settings.invitation_lifetime;
    let id = mailed_links::make(app, tx, Target::ProviderMember(member), lifetime).await?;
    let news = TeamNews::Invitation {
        role,
        inviter: actor.name.clone(),
        inviter_email: actor.email.clone(),
        expires_at: app.now() + lifetime,
    };
    let message = Message::Team { provider: provider.name.clone(), news };
    let to = mail::to_invited(tx, email, actor.language).await?;
    mail::enqueue_with_link(app, tx, &to, &message, None, id).await
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
    let mut tx = app.db.write().await?;
    let row = take(app, &mut tx, brought, &invitation).await?;
    finish(app, tx, &Author::from(actor), row, actor.id).await
}

/// Makes the account of the invited address and accepts with it; gives who that is and the
/// provider's name.
///
/// # Errors
/// As [`view`] and [`accept`]; the faults of the form; [`LinkFault::AccountExists`] when the
/// address has an account with a password: its owner signs in instead.
pub async fn accept_with_new_account(app: &App, brought: &Brought, form: &NewAccountForm) -> Result<(SignedIn, String)> {
    let invitation = view(app, brought).await?;
    if invitation.row.has_password {
        return Err(PURPOSE.refused(LinkFault::AccountExists).into());
    }
    may_be_taken(&invitation.row)?;
    let newcomer = new_account::prepare(app, PURPOSE, (&invitation.row.email, &invitation.row.provider), form).await?;
    let mut tx = app.db.write().await?;
    let row = take(app, &mut tx, brought, &invitation).await?;
    let (who, author) = newcomer.arrive(app, &mut tx).await?;
    let provider = finish(app, tx, &author, row, who.account).await?;
    Ok((who, provider))
}

/// Locks the provider and uses the link up, after asking everything again; gives the invitation as
/// it is behind the lock. While the provider is suspended its invitations wait.
async fn take(app: &App, tx: &mut Tx, brought: &Brought, invitation: &ProviderInvitation) -> Result<ProviderInvitationRow> {
    providers::lock(tx, invitation.row.provider_id).await?;
    let now = find(app, tx, brought).await?;
    may_be_taken(&now.row)?;
    mailed_links::take(app, tx, &now.link).await?;
    Ok(now.row)
}

fn may_be_taken(row: &ProviderInvitationRow) -> Result<()> {
    if row.provider_state == State::Suspended { Err(Conflict::ProviderSuspended.into()) } else { Ok(()) }
}

/// Moves the member to accepted, tells those who can confirm, and commits; gives the provider's name.
async fn finish(app: &App, mut tx: Tx, author: &Author, row: ProviderInvitationRow, account: AccountId) -> Result<String> {
    let event = Event::ProviderInvitationAccepted { email: row.email };
    record::record_for_provider(app, &mut tx, author, row.provider_id, &event).await?;
    // The account may be deleted at this moment.
    if !accounts::lock(&mut tx, account).await? {
        return Err(Error::SignInNeeded);
    }
    // The address may have changed since the page was read.
    must_be_theirs(PURPOSE, accounts::by_id(&mut tx, account).await?.is_some_and(|now| now.email_key == row.email_key))?;
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
    app.wake_deliveries();
    Ok(row.provider)
}
