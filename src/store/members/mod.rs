//! Members of organizations. A member is always read together with the organization's id.

pub mod bars;
mod list;
pub mod removals;

pub use list::{Listed, Which, count_up_to, rows};

use super::engine::batch::execute_for_rows;
use super::engine::{execute, fetch_all, fetch_optional, scalar};
use super::identity::mailed_links;
use super::{Conn, Tx};
use crate::domain::email::Email;
use crate::domain::identity::mailed_link::Ended;
use crate::domain::ids::{AccountId, MemberId, OrganizationId, ProviderId};
use crate::domain::members::{Role, Status, search_text};
use crate::domain::organizations::Suspender;
use crate::domain::providers::State;
use sqlx::Error;
use uuid::Uuid;

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Member {
    pub id: MemberId,
    pub organization_id: OrganizationId,
    pub account_id: Option<AccountId>,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub role: Role,
    pub status: Status,
    pub invited_by: Option<AccountId>,
    /// When the member asked to be removed, until somebody declines.
    pub removal_asked_at: Option<i64>,
    status_before: Option<String>,
}

impl Member {
    /// What a revoked member becomes again: what it was, or, where that is not known, what gives
    /// no right yet.
    #[must_use]
    pub fn status_before(&self) -> Status {
        let fallback = if self.account_id.is_some() { Status::Accepted } else { Status::Invited };
        self.status_before.as_deref().and_then(Status::parse).unwrap_or(fallback)
    }

    /// The name, or the address of somebody whose name is not known yet.
    #[must_use]
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }
}

/// Somebody to write to.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Recipient {
    pub account_id: AccountId,
    pub email: String,
    pub language: Option<String>,
}

/// The member with this id in this organization.
pub async fn find(conn: &mut Conn, organization: OrganizationId, id: MemberId) -> Result<Option<Member>, Error> {
    fetch_optional!(
        conn,
        Member,
        "SELECT m.id, m.organization_id, m.account_id, m.email, m.email_key, COALESCE(a.name, m.name) AS name, m.role, m.status, \
         m.invited_by, CASE WHEN m.removal_declined_at IS NULL THEN m.removal_asked_at END AS removal_asked_at, m.status_before FROM members m LEFT JOIN accounts a ON a.id = m.account_id \
         WHERE m.organization_id = $1 AND m.id = $2",
        organization,
        id
    )
}

/// The open invitation of an address: which member, as it was typed, and for which role.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Invited {
    pub id: MemberId,
    pub email: String,
    pub role: Role,
}

pub async fn invited(conn: &mut Conn, organization: OrganizationId, email_key: &str) -> Result<Option<Invited>, Error> {
    fetch_optional!(
        conn,
        Invited,
        "SELECT id, email, role FROM members WHERE organization_id = $1 AND email_key = $2 AND status = 'invited'",
        organization,
        email_key
    )
}

/// The account's confirmed membership of this organization.
pub async fn confirmed_of(conn: &mut Conn, organization: OrganizationId, account: AccountId) -> Result<Option<Member>, Error> {
    fetch_optional!(
        conn,
        Member,
        "SELECT m.id, m.organization_id, m.account_id, m.email, m.email_key, a.name, m.role, m.status, m.invited_by, CASE WHEN m.removal_declined_at IS NULL THEN m.removal_asked_at END AS removal_asked_at, m.status_before \
         FROM members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.organization_id = $1 AND m.account_id = $2 AND m.status || '' = 'confirmed'",
        organization,
        account
    )
}

/// An owner, and whether this person is confirmed in the organization's provider.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct OwnerRow {
    #[sqlx(flatten)]
    pub member: Member,
    pub of_provider: bool,
}

/// The owners of an organization in every status whose accounts are not disabled, the longest
/// standing first (100 at most).
pub async fn owners(conn: &mut Conn, organization: OrganizationId) -> Result<Vec<OwnerRow>, Error> {
    fetch_all!(
        conn,
        OwnerRow,
        "SELECT m.id, m.organization_id, m.account_id, m.email, m.email_key, COALESCE(a.name, m.name) AS name, m.role, m.status, \
         m.invited_by, CASE WHEN m.removal_declined_at IS NULL THEN m.removal_asked_at END AS removal_asked_at, m.status_before, CAST(pm.id IS NOT NULL AS BOOLEAN) AS of_provider FROM members m \
         JOIN organizations o ON o.id = m.organization_id LEFT JOIN accounts a ON a.id = m.account_id \
         LEFT JOIN provider_members pm ON pm.provider_id = o.provider_id AND pm.account_id = m.account_id AND pm.status = 'confirmed' \
         WHERE m.organization_id = $1 AND m.role = 'owner' AND a.disabled_at IS NULL ORDER BY m.created_at, m.id LIMIT 100",
        organization
    )
}

/// The confirmed owners whose accounts are not disabled: those who can act. Call it behind the
/// organization's lock.
pub async fn acting_owners(conn: &mut Conn, organization: OrganizationId) -> Result<Vec<(MemberId,)>, Error> {
    fetch_all!(
        conn,
        (MemberId,),
        "SELECT m.id FROM members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.organization_id = $1 AND m.role = 'owner' AND m.status = 'confirmed' AND a.disabled_at IS NULL",
        organization
    )
}

/// The confirmed members of at least this role, to write to.
pub async fn recipients(conn: &mut Conn, organization: OrganizationId, lowest: Role) -> Result<Vec<Recipient>, Error> {
    let admins = if lowest <= Role::Admin { "admin" } else { "owner" };
    fetch_all!(
        conn,
        Recipient,
        "SELECT a.id AS account_id, a.email, a.language FROM members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.organization_id = $1 AND m.status || '' = 'confirmed' AND m.role IN ('owner', $2) AND a.disabled_at IS NULL \
         ORDER BY m.created_at, m.id LIMIT 100",
        organization,
        admins
    )
}

/// Everybody who has come in, whatever the role, to write to: who is invited or revoked is not among them.
pub async fn everybody(conn: &mut Conn, organization: OrganizationId) -> Result<Vec<Recipient>, Error> {
    fetch_all!(
        conn,
        Recipient,
        "SELECT a.id AS account_id, a.email, a.language FROM members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.organization_id = $1 AND m.status IN ('confirmed', 'accepted') AND a.disabled_at IS NULL \
         ORDER BY m.created_at, m.id",
        organization
    )
}

#[derive(Clone, Debug)]
pub struct NewMember<'a> {
    pub id: MemberId,
    pub organization: OrganizationId,
    pub account: Option<AccountId>,
    pub email: &'a Email,
    /// The account's name, where there is an account; the imported one, or none, of somebody invited.
    pub name: &'a str,
    pub role: Role,
    pub status: Status,
    pub invited_by: Option<AccountId>,
    pub now: i64,
}

/// Stores a new member; `false` when the address or the account is a member already. The seat is
/// the caller's to count.
pub async fn insert(tx: &mut Tx, new: &NewMember<'_>) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO members (id, organization_id, account_id, email, email_key, name, role, status, invited_by, created_at, search) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
        new.id,
        new.organization,
        new.account,
        new.email.as_str(),
        new.email.key(),
        new.name,
        new.role.word(),
        new.status.word(),
        new.invited_by,
        new.now,
        search_text(new.email.key(), new.name)
    )?;
    Ok(rows == 1)
}

/// Keeps what a search looks in, in step with the account's name and address.
pub async fn keep_search(tx: &mut Tx, account: AccountId, name: &str) -> Result<(), Error> {
    let addresses = "SELECT DISTINCT email_key FROM members WHERE account_id = $1";
    for (key,) in fetch_all!(tx, (String,), addresses, account)? {
        let sql = "UPDATE members SET search = $3 WHERE account_id = $1 AND email_key = $2";
        execute!(tx, sql, account, key.as_str(), search_text(&key, name))?;
    }
    Ok(())
}

/// Whether somebody with this address is a member, in whatever status.
pub async fn has(conn: &mut Conn, organization: OrganizationId, email_key: &str) -> Result<bool, Error> {
    let id =
        scalar!(conn, Uuid, "SELECT id FROM members WHERE organization_id = $1 AND email_key = $2", organization, email_key)?;
    Ok(id.is_some())
}

/// From invited to accepted by this account; `false` when the member is not invited (any more).
pub async fn accept(tx: &mut Tx, id: MemberId, account: AccountId) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE members SET status = 'accepted', account_id = $2, accepting_confirms = FALSE WHERE id = $1 AND status = 'invited'",
        id,
        account
    )?;
    Ok(rows == 1)
}

/// From accepted to confirmed; `false` when the member has not accepted or is confirmed already.
pub async fn confirm(tx: &mut Tx, organization: OrganizationId, id: MemberId) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE members SET status = 'confirmed' WHERE organization_id = $1 AND id = $2 AND status = 'accepted'",
        organization,
        id
    )?;
    Ok(rows == 1)
}

/// From whatever status to revoked, which is kept beside it; `false` when the member is revoked already.
pub async fn revoke(tx: &mut Tx, organization: OrganizationId, id: MemberId) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE members SET status_before = status, status = 'revoked', removal_asked_at = NULL, accepting_confirms = FALSE \
         WHERE organization_id = $1 AND id = $2 AND status <> 'revoked'",
        organization,
        id
    )?;
    Ok(rows == 1)
}

/// From revoked to this status; `false` when the member is not revoked.
pub async fn restore(tx: &mut Tx, organization: OrganizationId, id: MemberId, status: Status) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE members SET status = $3, status_before = NULL WHERE organization_id = $1 AND id = $2 AND status = 'revoked'",
        organization,
        id,
        status.word()
    )?;
    Ok(rows == 1)
}

/// Gives a member another role. What was asked for in the other one is asked for no more.
pub async fn set_role(tx: &mut Tx, organization: OrganizationId, id: MemberId, role: Role) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE members SET role = $3, accepting_confirms = FALSE, removal_asked_at = CASE WHEN role = $3 THEN removal_asked_at END \
         WHERE organization_id = $1 AND id = $2",
        organization,
        id,
        role.word()
    )
    .map(|_| ())
}

/// Takes a member out; its links stay behind, withdrawn.
pub async fn delete(tx: &mut Tx, organization: OrganizationId, id: MemberId, now: i64) -> Result<bool, Error> {
    if execute!(tx, "DELETE FROM members WHERE organization_id = $1 AND id = $2", organization, id)? == 0 {
        return Ok(false);
    }
    mailed_links::withdraw(tx, Ended::Member(id), now).await.map(|()| true)
}

/// How many invitations stand open in an organization.
pub async fn open_invitations(conn: &mut Conn, organization: OrganizationId) -> Result<i64, Error> {
    let count = scalar!(conn, i64, "SELECT invited FROM organizations WHERE id = $1", organization)?;
    Ok(count.unwrap_or(0))
}

/// Whoever invites again becomes the inviter.
pub async fn set_inviter(tx: &mut Tx, organization: OrganizationId, id: MemberId, inviter: AccountId) -> Result<(), Error> {
    execute!(tx, "UPDATE members SET invited_by = $3 WHERE organization_id = $1 AND id = $2", organization, id, inviter)
        .map(|_| ())
}

/// An invited member with what the invitation's page names.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct InvitationRow {
    pub member_id: MemberId,
    pub organization_id: OrganizationId,
    pub email: String,
    pub email_key: String,
    pub role: Role,
    pub status: Status,
    pub invited_by: Option<AccountId>,
    pub organization: String,
    pub suspended_by: Option<Suspender>,
    pub provider_id: Option<ProviderId>,
    pub provider_state: Option<State>,
    pub provider: Option<String>,
    pub inviter: Option<String>,
    pub inviter_email: Option<String>,
    /// Whether accepting confirms, where nobody else could.
    pub accepting_confirms: bool,
    /// Whether the invited address has an account with a password.
    pub has_password: bool,
}

/// The invitation of a member. The link has named the member: nobody else asks.
pub async fn invitation(conn: &mut Conn, member: MemberId) -> Result<Option<InvitationRow>, Error> {
    fetch_optional!(
        conn,
        InvitationRow,
        "SELECT m.id AS member_id, m.organization_id, m.email, m.email_key, m.role, m.status, m.invited_by, m.accepting_confirms, o.name AS organization, \
         o.suspended_by, o.provider_id, p.state AS provider_state, p.name AS provider, i.name AS inviter, i.email AS inviter_email, \
         CAST(a.password_hash IS NOT NULL AS BOOLEAN) AS has_password FROM members m \
         JOIN organizations o ON o.id = m.organization_id LEFT JOIN providers p ON p.id = o.provider_id \
         LEFT JOIN accounts i ON i.id = m.invited_by LEFT JOIN accounts a ON a.email_key = m.email_key WHERE m.id = $1",
        member
    )
}

/// Stores new members of new organizations. The seats are the caller's to count.
pub async fn insert_many(tx: &mut Tx, members: &[NewMember<'_>]) -> Result<(), Error> {
    execute_for_rows!(
        tx,
        "INSERT INTO members (id, organization_id, account_id, email, email_key, name, role, status, invited_by, created_at, search) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        members,
        |new| [
            new.id,
            new.organization,
            new.account,
            new.email.as_str(),
            new.email.key(),
            new.name,
            new.role.word(),
            new.status.word(),
            new.invited_by,
            new.now,
            search_text(new.email.key(), new.name)
        ]
    )
}

/// The organizations, by id and name, of which this account is a confirmed owner.
pub async fn owned_by(conn: &mut Conn, account: AccountId) -> Result<Vec<(OrganizationId, String)>, Error> {
    fetch_all!(
        conn,
        (OrganizationId, String),
        "SELECT o.id, o.name FROM organizations o JOIN members m ON m.organization_id = o.id \
         WHERE m.account_id = $1 AND m.role = 'owner' AND m.status = 'confirmed' ORDER BY o.id",
        account
    )
}

/// Whether somebody else, with an account that is not disabled, is a confirmed owner.
pub async fn has_another_owner(conn: &mut Conn, organization: OrganizationId, account: AccountId) -> Result<bool, Error> {
    let found = scalar!(
        conn,
        Uuid,
        "SELECT m.id FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = $1 \
         AND m.role = 'owner' AND m.status = 'confirmed' AND m.account_id <> $2 AND a.disabled_at IS NULL LIMIT 1",
        organization,
        account
    )?;
    Ok(found.is_some())
}

/// A membership of an account, in whatever status, with what leaving it depends on.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct OwnMembership {
    #[sqlx(flatten)]
    pub member: Member,
    pub organization: String,
    /// The organization's provider, where the person is confirmed in it.
    pub provider: Option<ProviderId>,
    pub is_last_owner: bool,
}

/// Every membership of the account, in the order in which organizations are locked.
pub async fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<OwnMembership>, Error> {
    fetch_all!(
        conn,
        OwnMembership,
        "SELECT m.id, m.organization_id, m.account_id, m.email, m.email_key, a.name, m.role, m.status, m.invited_by, \
         CASE WHEN m.removal_declined_at IS NULL THEN m.removal_asked_at END AS removal_asked_at, m.status_before, o.name AS organization, p.provider_id AS provider, CAST(m.role = 'owner' AND m.status = 'confirmed' AND NOT EXISTS (\
         SELECT 1 FROM members x JOIN accounts y ON y.id = x.account_id WHERE x.organization_id = m.organization_id \
         AND x.role = 'owner' AND x.status = 'confirmed' AND y.disabled_at IS NULL AND x.id <> m.id) AS BOOLEAN) AS is_last_owner FROM members m JOIN accounts a ON a.id = m.account_id \
         JOIN organizations o ON o.id = m.organization_id LEFT JOIN provider_members p ON p.provider_id = o.provider_id \
         AND p.account_id = m.account_id AND p.status = 'confirmed' WHERE m.account_id = $1 ORDER BY m.organization_id",
        account
    )
}
