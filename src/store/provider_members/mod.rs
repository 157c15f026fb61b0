//! Members of providers. A member is always read together with the provider's id.

mod list;
pub mod visits;

pub use list::rows;

use super::engine::{execute, fetch_all, fetch_optional, scalar};
use super::identity::mailed_links;
use super::members::Recipient;
use super::{Conn, Tx};
use crate::domain::email::Email;
use crate::domain::identity::mailed_link::Ended;
use crate::domain::ids::{AccountId, ProviderId, ProviderMemberId};
use crate::domain::providers::{ProviderRole, State, Status};
use sqlx::Error;

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct ProviderMember {
    pub id: ProviderMemberId,
    pub provider_id: ProviderId,
    pub account_id: Option<AccountId>,
    pub email: String,
    pub email_key: String,
    /// Empty while there is no account.
    pub name: String,
    pub role: ProviderRole,
    pub status: Status,
    pub invited_by: Option<AccountId>,
    /// Whether the operator has disabled the account.
    pub is_disabled: bool,
    /// Whether the account has two-step sign-in turned on.
    pub has_two_step: bool,
}

impl ProviderMember {
    /// The name, or the address of somebody whose name is not known yet.
    #[must_use]
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }

    /// Whether the person has an admin's rights and can use them.
    #[must_use]
    pub fn is_acting_admin(&self) -> bool {
        self.role == ProviderRole::Admin && self.status == Status::Confirmed && !self.is_disabled
    }
}

#[derive(Clone, Debug)]
pub struct NewProviderMember<'a> {
    pub id: ProviderMemberId,
    pub provider: ProviderId,
    pub account: Option<AccountId>,
    pub email: &'a Email,
    pub role: ProviderRole,
    pub status: Status,
    pub invited_by: Option<AccountId>,
    pub now: i64,
}

/// Stores a new member; `false` when the address or the account is in the provider already.
pub async fn insert(tx: &mut Tx, new: &NewProviderMember<'_>) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO provider_members (id, provider_id, account_id, email, email_key, role, status, invited_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        new.id,
        new.provider,
        new.account,
        new.email.as_str(),
        new.email.key(),
        new.role.word(),
        new.status.word(),
        new.invited_by,
        new.now
    )?;
    Ok(rows == 1)
}

/// The member with this id in this provider.
pub async fn find(conn: &mut Conn, provider: ProviderId, id: ProviderMemberId) -> Result<Option<ProviderMember>, Error> {
    fetch_optional!(
        conn,
        ProviderMember,
        "SELECT m.id, m.provider_id, m.account_id, m.email, m.email_key, COALESCE(a.name, '') AS name, m.role, m.status, \
         m.invited_by, CAST(a.disabled_at IS NOT NULL AS BOOLEAN) AS is_disabled, \
         CAST(EXISTS (SELECT 1 FROM two_steps t WHERE t.account_id = m.account_id AND t.confirmed_at IS NOT NULL) AS BOOLEAN) AS has_two_step FROM provider_members m \
         LEFT JOIN accounts a ON a.id = m.account_id WHERE m.provider_id = $1 AND m.id = $2",
        provider,
        id
    )
}

/// The open invitation of an address: which member, as it was typed, and for which role.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Invited {
    pub id: ProviderMemberId,
    pub email: String,
    pub role: ProviderRole,
}

pub async fn invited(conn: &mut Conn, provider: ProviderId, email_key: &str) -> Result<Option<Invited>, Error> {
    fetch_optional!(
        conn,
        Invited,
        "SELECT id, email, role FROM provider_members WHERE provider_id = $1 AND email_key = $2 AND status = 'invited'",
        provider,
        email_key
    )
}

/// The account's confirmed membership of this provider.
pub async fn confirmed_of(conn: &mut Conn, provider: ProviderId, account: AccountId) -> Result<Option<ProviderMember>, Error> {
    fetch_optional!(
        conn,
        ProviderMember,
        "SELECT m.id, m.provider_id, m.account_id, m.email, m.email_key, a.name, m.role, m.status, m.invited_by, \
         CAST(a.disabled_at IS NOT NULL AS BOOLEAN) AS is_disabled, \
         CAST(EXISTS (SELECT 1 FROM two_steps t WHERE t.account_id = m.account_id AND t.confirmed_at IS NOT NULL) AS BOOLEAN) AS has_two_step FROM provider_members m \
         JOIN accounts a ON a.id = m.account_id WHERE m.provider_id = $1 AND m.account_id = $2 AND m.status = 'confirmed'",
        provider,
        account
    )
}

/// How many members of one role and status there are, and how many of them have no disabled account.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Count {
    pub role: ProviderRole,
    pub status: Status,
    pub number: i64,
    pub enabled: i64,
}

pub async fn counts(conn: &mut Conn, provider: ProviderId) -> Result<Vec<Count>, Error> {
    fetch_all!(
        conn,
        Count,
        "SELECT m.role, m.status, CAST(COUNT(*) AS BIGINT) AS number, \
         CAST(SUM(CASE WHEN a.disabled_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS enabled FROM provider_members m \
         LEFT JOIN accounts a ON a.id = m.account_id WHERE m.provider_id = $1 GROUP BY m.role, m.status",
        provider
    )
}

/// How many confirmed admins who can sign in there are apart from this member. What depends on it
/// is decided behind the provider's lock.
pub async fn other_acting_admins(conn: &mut Conn, provider: ProviderId, member: ProviderMemberId) -> Result<i64, Error> {
    let count = scalar!(
        conn,
        i64,
        "SELECT CAST(COUNT(*) AS BIGINT) FROM provider_members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.provider_id = $1 AND m.role = 'admin' AND m.status = 'confirmed' AND a.disabled_at IS NULL AND m.id <> $2",
        provider,
        member
    )?;
    Ok(count.unwrap_or(0))
}

/// The confirmed admins, to write to.
pub async fn admins(conn: &mut Conn, provider: ProviderId) -> Result<Vec<Recipient>, Error> {
    fetch_all!(
        conn,
        Recipient,
        "SELECT a.id AS account_id, a.email, a.language FROM provider_members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.provider_id = $1 AND m.role = 'admin' AND m.status = 'confirmed' AND a.disabled_at IS NULL \
         ORDER BY m.created_at, m.id LIMIT 100",
        provider
    )
}

/// The account of the longest standing confirmed admin.
pub async fn first_admin(conn: &mut Conn, provider: ProviderId) -> Result<Option<AccountId>, Error> {
    scalar!(
        conn,
        AccountId,
        "SELECT account_id FROM provider_members WHERE provider_id = $1 AND role = 'admin' AND status = 'confirmed' \
         ORDER BY created_at, id LIMIT 1",
        provider
    )
}

/// From invited to accepted by this account; `false` when the member is not invited (any more) or
/// the account is in the provider under another address.
pub async fn accept(tx: &mut Tx, id: ProviderMemberId, account: AccountId) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE provider_members SET status = 'accepted', account_id = $2 WHERE id = $1 AND status = 'invited' AND NOT EXISTS (\
         SELECT 1 FROM provider_members o WHERE o.provider_id = provider_members.provider_id AND o.account_id = $2)",
        id,
        account
    )?;
    Ok(rows == 1)
}

/// From one status to another; `false` when the member is not in the first one (any more).
pub async fn move_on(tx: &mut Tx, provider: ProviderId, id: ProviderMemberId, from: Status, to: Status) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE provider_members SET status = $4 WHERE provider_id = $1 AND id = $2 AND status = $3",
        provider,
        id,
        from.word(),
        to.word()
    )?;
    Ok(rows == 1)
}

pub async fn set_role(tx: &mut Tx, provider: ProviderId, id: ProviderMemberId, role: ProviderRole) -> Result<(), Error> {
    execute!(tx, "UPDATE provider_members SET role = $3 WHERE provider_id = $1 AND id = $2", provider, id, role.word())
        .map(|_| ())
}

/// Whoever invites again becomes the inviter.
pub async fn set_inviter(tx: &mut Tx, provider: ProviderId, id: ProviderMemberId, inviter: AccountId) -> Result<(), Error> {
    execute!(tx, "UPDATE provider_members SET invited_by = $3 WHERE provider_id = $1 AND id = $2", provider, id, inviter)
        .map(|_| ())
}

/// Takes a member out; its links stay behind, withdrawn.
pub async fn delete(tx: &mut Tx, provider: ProviderId, id: ProviderMemberId, now: i64) -> Result<bool, Error> {
    if execute!(tx, "DELETE FROM provider_members WHERE provider_id = $1 AND id = $2", provider, id)? == 0 {
        return Ok(false);
    }
    mailed_links::withdraw(tx, Ended::ProviderMember(id), now).await.map(|()| true)
}

/// How many invitations stand open in a provider.
pub async fn open_invitations(conn: &mut Conn, provider: ProviderId) -> Result<i64, Error> {
    let count = scalar!(
        conn,
        i64,
        "SELECT CAST(COUNT(*) AS BIGINT) FROM provider_members WHERE provider_id = $1 AND status = 'invited'",
        provider
    )?;
    Ok(count.unwrap_or(0))
}

/// The invited members of a provider whose newest invitation could not be delivered.
pub async fn undelivered(conn: &mut Conn, provider: ProviderId) -> Result<Vec<(ProviderMemberId,)>, Error> {
    fetch_all!(
        conn,
        (ProviderMemberId,),
        "SELECT m.id FROM provider_members m JOIN mailed_links l ON l.target_id = m.id \
         JOIN deliveries d ON d.link_id = l.id WHERE m.provider_id = $1 AND m.status = 'invited' \
         AND d.state = 'dead' AND l.replaced_at IS NULL AND l.used_at IS NULL AND l.withdrawn_at IS NULL LIMIT 500",
        provider
    )
}

/// An invited member with what the invitation's page names.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct ProviderInvitationRow {
    pub member_id: ProviderMemberId,
    pub provider_id: ProviderId,
    pub provider: String,
    pub provider_state: State,
    pub email: String,
    pub email_key: String,
    pub role: ProviderRole,
    pub status: Status,
    pub invited_by: Option<AccountId>,
    pub inviter: Option<String>,
    pub inviter_email: Option<String>,
    /// Whether the inviter is a confirmed admin who can sign in.
    pub inviter_may: bool,
    /// Whether the invited address has an account with a password.
    pub has_password: bool,
}

/// The invitation of a member. The link has named the member: nobody else asks.
pub async fn invitation(conn: &mut Conn, member: ProviderMemberId) -> Result<Option<ProviderInvitationRow>, Error> {
    fetch_optional!(
        conn,
        ProviderInvitationRow,
        "SELECT m.id AS member_id, m.provider_id, p.name AS provider, p.state AS provider_state, m.email, m.email_key, m.role, \
         m.status, m.invited_by, i.name AS inviter, i.email AS inviter_email, CAST(i.disabled_at IS NULL AND EXISTS (\
         SELECT 1 FROM provider_members b WHERE b.provider_id = m.provider_id AND b.account_id = m.invited_by \
         AND b.role = 'admin' AND b.status = 'confirmed') AS BOOLEAN) AS inviter_may, \
         CAST(a.password_hash IS NOT NULL AS BOOLEAN) AS has_password FROM provider_members m \
         JOIN providers p ON p.id = m.provider_id LEFT JOIN accounts i ON i.id = m.invited_by \
         LEFT JOIN accounts a ON a.email_key = m.email_key WHERE m.id = $1",
        member
    )
}
