//! Taking a change of address back, by whoever reads the mail of the address before: whoever has got into an account
//! moves it to an address of their own first.

use super::address::move_to;
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::ending::Ending;
use crate::domain::identity::mailed_link::{Progress, Purpose};
use crate::domain::ids::{MemberId, OrganizationId, ProviderId, ProviderMemberId};
use crate::domain::language::Language;
use crate::domain::refusal::LinkFault;
use crate::error::Result;
use crate::mail::{AccountMail, Message, To};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::accounts::{FORGOTTEN_LIFETIME, author, make_password_link};
use crate::service::identity::mailed_links::{self, Brought};
use crate::store::identity::accounts::{self, Account, Places};
use crate::store::identity::ended_sessions::End;
use crate::store::identity::mailed_links::{self as links, MailedLink};
use crate::store::identity::sessions;
use crate::store::{Conn, members, organizations, provider_members};

const PURPOSE: Purpose = Purpose::AddressUndo;

/// A change that can be undone.
#[derive(Clone, Debug)]
pub struct Undo {
    pub link: MailedLink,
    pub account: Account,
    /// The address that the account gets back.
    pub again: Email,
}

/// The change behind this link. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open`]; the link is withdrawn too when the account is locked or gone.
pub async fn view(app: &App, brought: &Brought) -> Result<Undo> {
    find(app, &mut app.db.read().await?, brought).await
}

async fn find(app: &App, conn: &mut Conn, brought: &Brought) -> Result<Undo> {
    let link = mailed_links::find(conn, PURPOSE, brought).await?;
    let account = match link.target() {
        Some(id) => accounts::by_id(conn, id).await?.filter(|account| account.disabled_at.is_none()),
        None => None,
    };
    let again = link.email.as_deref().and_then(|email| Email::parse(email).ok());
    let progress = match (&account, &again) {
        (Some(account), Some(again)) if account.email_key != again.key() => Progress::Waits,
        _ => Progress::Gone,
    };
    mailed_links::must_work(app, &link, brought, progress)?;
    match (account, again) {
        (Some(account), Some(again)) => Ok(Undo { link, account, again }),
        _ => Err(PURPOSE.refused(LinkFault::Withdrawn).into()),
    }
}

/// Gives the account its address back, ends its sessions, links and password, and gives the link with which a new
/// password is chosen at once; a mail carries it too. The second step stays.
///
/// # Errors
/// As [`view`]; a conflict when another account has the address by now.
pub async fn undo(app: &App, brought: &Brought, address: Option<&str>) -> Result<String> {
    let seen = view(app, brought).await?;
    change!(app, author(&seen.account, address), Scope::everything_of(seen.account.id), |change| {
        let Undo { link, account, again } = find(app, &mut change.tx, brought).await?;
        mailed_links::take(app, &mut change.tx, &link).await?;
        tell_the_logs(change, &account, &again).await?;
        clear_the_way(change, &account, &again).await?;
        move_to(&mut change.tx, &account, &again).await?;
        links::withdraw_of_account(&mut change.tx, account.id, app.now()).await?;
        links::withdraw_later_undos(&mut change.tx, account.id, &link, app.now()).await?;
        let end = End { by: Ending::Address, now: app.now() };
        sessions::delete_of_account(&mut change.tx, account.id, end).await?;
        accounts::forget_password(&mut change.tx, account.id).await?;
        let to = To::account(account.email.clone(), account.language.as_deref());
        change.tell(None, &to, &Message::Account(AccountMail::AddressUndone)).await?;
        let language = account.language.as_deref().and_then(Language::parse).unwrap_or(Language::English);
        let back = Account { email: again.as_str().to_owned(), email_key: again.key().to_owned(), ..account };
        make_password_link(change, &back, language, FORGOTTEN_LIFETIME).await
    })
}

async fn tell_the_logs(change: &mut Change<'_>, account: &Account, again: &Email) -> Result<()> {
    let event = Event::AddressChangeUndone { before: account.email.clone(), after: again.as_str().into() };
    let Places { organizations, providers } = change.places().clone();
    for id in organizations {
        change.record(Logs::Organization { id, provider: None }, &event).await?;
    }
    for id in providers {
        change.record(Logs::Provider(id), &event).await?;
    }
    change.record(Logs::Account(account.id), &event).await
}

/// Cancels invitations to the address beside the account's own memberships: made by whoever is in the account, they
/// would keep its owner out.
async fn clear_the_way(change: &mut Change<'_>, account: &Account, again: &Email) -> Result<()> {
    for beside in accounts::invited_beside(&mut change.tx, account.id, again.key()).await? {
        if let Some(organization) = beside.organization {
            cancel(change, (organization, &beside.name), beside.member.into()).await?;
        }
        if let Some(provider) = beside.provider {
            cancel_in_provider(change, provider, beside.member.into()).await?;
        }
    }
    Ok(())
}

async fn cancel(change: &mut Change<'_>, (id, name): (OrganizationId, &str), member: MemberId) -> Result<()> {
    let now = change.now();
    let Some(member) = members::find(&mut change.tx, id, member).await? else { return Ok(()) };
    members::delete(&mut change.tx, id, member.id, now).await?;
    if member.status.occupies_a_seat() {
        organizations::free_seat(&mut change.tx, id, now).await?;
    }
    let event = Event::InvitationCancelled { organization: name.to_owned(), email: member.email, role: member.role };
    change.record(Logs::Organization { id, provider: None }, &event).await
}

async fn cancel_in_provider(change: &mut Change<'_>, id: ProviderId, member: ProviderMemberId) -> Result<()> {
    let now = change.now();
    let Some(member) = provider_members::find(&mut change.tx, id, member).await? else { return Ok(()) };
    provider_members::delete(&mut change.tx, id, member.id, now).await?;
    let event = Event::ProviderInvitationCancelled { email: member.email, role: member.role };
    change.record(Logs::Provider(id), &event).await
}
