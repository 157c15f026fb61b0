//! One-time links: their hashes, what they are for, and until when.

use crate::domain::identity::mailed_link::{Ended, Life, Purpose};
use crate::domain::ids::{AccountId, LinkId, MemberId, OrganizationId, ProviderId, ProviderMemberId, UnlinkingId};
use crate::domain::time::SKEW;
use crate::store::engine::{execute, fetch_all, fetch_optional};
use crate::store::{Conn, Tx, deliveries};
use sqlx::Error;
use uuid::Uuid;

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct MailedLink {
    pub id: LinkId,
    pub purpose: Purpose,
    /// Who alone may use it, where the purpose is an account's own business.
    pub account_id: Option<AccountId>,
    target_id: Option<Uuid>,
    pub email: Option<String>,
    created_at: i64,
    pub expires_at: i64,
    used_at: Option<i64>,
    replaced_at: Option<i64>,
    withdrawn_at: Option<i64>,
}

impl MailedLink {
    /// What it is about; whether that is still there is asked of its own table.
    #[must_use]
    pub fn target<T: From<Uuid>>(&self) -> Option<T> {
        self.target_id.map(T::from)
    }

    #[must_use]
    pub fn life(&self) -> Life {
        let Self { created_at, expires_at, used_at, replaced_at, withdrawn_at, .. } = *self;
        Life { created_at, expires_at, used_at, replaced_at, withdrawn_at }
    }
}

/// What a link is for and what it points to.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    Member(MemberId),
    /// The account whose password it sets.
    Password(AccountId),
    ProviderMember(ProviderMemberId),
    /// An address that wants an account.
    Registration(&'a str),
    /// The account and the address that it wants.
    Address(AccountId, &'a str),
    /// The account, and the address that it had and can have back. It is no link that the account alone may use: what
    /// ends those leaves it alone.
    AddressUndo(AccountId, &'a str),
    /// The admin's account and the provider.
    ProviderDeletion(AccountId, ProviderId),
    /// The owner's account and the organization.
    OrganizationDeletion(AccountId, OrganizationId),
    /// The owner's account and the unlinking that it may take back.
    Relink(AccountId, UnlinkingId),
}

impl Target<'_> {
    #[must_use]
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Member(_) => Purpose::Invitation,
            Self::Password(_) => Purpose::Password,
            Self::ProviderMember(_) => Purpose::ProviderInvitation,
            Self::Registration(_) => Purpose::Registration,
            Self::Address(..) => Purpose::Address,
            Self::AddressUndo(..) => Purpose::AddressUndo,
            Self::ProviderDeletion(..) => Purpose::ProviderDeletion,
            Self::OrganizationDeletion(..) => Purpose::OrganizationDeletion,
            Self::Relink(..) => Purpose::Relink,
        }
    }

    /// The columns in which it is stored: the account, the target, the address.
    fn columns(&self) -> (Option<AccountId>, Option<Uuid>, Option<&str>) {
        match *self {
            Self::Member(member) => (None, Some(member.uuid()), None),
            Self::ProviderMember(member) => (None, Some(member.uuid()), None),
            Self::Password(account) => (Some(account), None, None),
            Self::Registration(email) => (None, None, Some(email)),
            Self::Address(account, email) => (Some(account), None, Some(email)),
            Self::AddressUndo(account, email) => (None, Some(account.uuid()), Some(email)),
            Self::ProviderDeletion(account, provider) => (Some(account), Some(provider.uuid()), None),
            Self::OrganizationDeletion(account, organization) => (Some(account), Some(organization.uuid()), None),
            Self::Relink(account, unlinking) => (Some(account), Some(unlinking.uuid()), None),
        }
    }
}

pub async fn insert(tx: &mut Tx, id: LinkId, hash: &[u8], target: Target<'_>, now: i64, expires_at: i64) -> Result<(), Error> {
    let (account, of, email) = target.columns();
    execute!(
        tx,
        "INSERT INTO mailed_links (id, hash, purpose, account_id, target_id, email, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        hash,
        target.purpose().word(),
        account,
        of,
        email,
        now,
        expires_at
    )
    .map(|_| ())
}

pub async fn by_hash(conn: &mut Conn, purpose: Purpose, hash: &[u8]) -> Result<Option<MailedLink>, Error> {
    fetch_optional!(
        conn,
        MailedLink,
        "SELECT id, purpose, account_id, target_id, email, created_at, expires_at, used_at, replaced_at, withdrawn_at FROM mailed_links \
         WHERE hash = $1 AND purpose = $2",
        hash,
        purpose.word()
    )
}

pub async fn by_id(conn: &mut Conn, id: LinkId) -> Result<Option<MailedLink>, Error> {
    fetch_optional!(
        conn,
        MailedLink,
        "SELECT id, purpose, account_id, target_id, email, created_at, expires_at, used_at, replaced_at, withdrawn_at FROM mailed_links \
         WHERE id = $1",
        id
    )
}

/// The link about this target that no other has taken the place of, used up or not.
pub async fn newest(conn: &mut Conn, target: Target<'_>) -> Result<Option<MailedLink>, Error> {
    fetch_optional!(
        conn,
        MailedLink,
        "SELECT id, purpose, account_id, target_id, email, created_at, expires_at, used_at, replaced_at, withdrawn_at FROM mailed_links \
         WHERE target_id = $1 AND purpose = $2 AND replaced_at IS NULL ORDER BY id DESC LIMIT 1",
        target.columns().1,
        target.purpose().word()
    )
}

/// Uses the link up; `false` when it is used, replaced, withdrawn or expired (by now), or made by a clock that
/// ran ahead.
pub async fn take(tx: &mut Tx, id: LinkId, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE mailed_links SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND replaced_at IS NULL AND withdrawn_at IS NULL \
         AND expires_at > $2 AND created_at <= $3",
        id,
        now,
        now + SKEW
    )?;
    Ok(rows == 1)
}

/// Ends the open links that a new one for this target takes the place of; gives which. Of an account's
/// links those of the same purpose about the same target.
pub async fn replace_open(tx: &mut Tx, target: Target<'_>, now: i64) -> Result<Vec<(LinkId,)>, Error> {
    let purpose = target.purpose().word();
    match target.columns() {
        (None, Some(of), email) => fetch_all!(
            tx,
            (LinkId,),
            "UPDATE mailed_links SET replaced_at = $3 WHERE target_id = $1 AND purpose = $2 AND ($4 = '' OR email = $4) \
             AND used_at IS NULL AND replaced_at IS NULL AND withdrawn_at IS NULL RETURNING id",
            of,
            purpose,
            now,
            email.unwrap_or_default()
        ),
        (None, None, email) => fetch_all!(
            tx,
            (LinkId,),
            "UPDATE mailed_links SET replaced_at = $3 WHERE email = $1 AND purpose = $2 AND used_at IS NULL \
             AND replaced_at IS NULL AND withdrawn_at IS NULL RETURNING id",
            email,
            purpose,
            now
        ),
        (Some(account), of, _) => fetch_all!(
            tx,
            (LinkId,),
            "UPDATE mailed_links SET replaced_at = $3 WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL \
             AND replaced_at IS NULL AND withdrawn_at IS NULL AND (target_id IS NULL OR target_id = $4) RETURNING id",
            account,
            purpose,
            now,
            of
        ),
    }
}

/// Withdraws the links to what ends, and takes back the deliveries that carry one and are not under
/// way. Whoever deletes a target calls it in the same transaction.
pub async fn withdraw(tx: &mut Tx, ended: Ended, now: i64) -> Result<(), Error> {
    match ended {
        Ended::Member(_) | Ended::ProviderMember(_) => execute!(
            tx,
            "UPDATE mailed_links SET withdrawn_at = $2 WHERE target_id = $1 AND used_at IS NULL AND withdrawn_at IS NULL",
            ended.target(),
            now
        ),
        Ended::Provider(_) => execute!(
            tx,
            "UPDATE mailed_links SET withdrawn_at = $2 WHERE (target_id = $1 OR target_id IN (\
             SELECT m.id FROM provider_members m WHERE m.provider_id = $1) OR target_id IN (\
             SELECT u.id FROM unlinkings u WHERE u.provider_id = $1)) AND used_at IS NULL AND withdrawn_at IS NULL",
            ended.target(),
            now
        ),
        Ended::Organization(_) => execute!(
            tx,
            "UPDATE mailed_links SET withdrawn_at = $2 WHERE (target_id = $1 OR target_id IN (\
             SELECT m.id FROM members m WHERE m.organization_id = $1) OR target_id IN (\
             SELECT u.id FROM unlinkings u WHERE u.organization_id = $1)) AND used_at IS NULL AND withdrawn_at IS NULL",
            ended.target(),
            now
        ),
        Ended::UnlinkingsOf(_) => execute!(
            tx,
            "UPDATE mailed_links SET withdrawn_at = $2 WHERE target_id IN (\
             SELECT u.id FROM unlinkings u WHERE u.organization_id = $1) AND used_at IS NULL AND withdrawn_at IS NULL",
            ended.target(),
            now
        ),
    }?;
    deliveries::cancel_with_links_to(tx, ended, now).await
}

/// Withdraws one link, and takes back the deliveries that carry it and are not under way.
pub async fn withdraw_one(tx: &mut Tx, id: LinkId, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE mailed_links SET withdrawn_at = $2 WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL",
        id,
        now
    )?;
    deliveries::cancel_with_link(tx, id, now).await
}

/// Withdraws every open link that an account alone may use: it has another password or address, or
/// ends.
pub async fn withdraw_of_account(tx: &mut Tx, account: AccountId, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE mailed_links SET withdrawn_at = $2 WHERE account_id = $1 AND used_at IS NULL AND replaced_at IS NULL \
         AND withdrawn_at IS NULL",
        account,
        now
    )
    .map(|_| ())
}

/// Withdraws the links that undo later changes of the account's address than this one: those addresses were the
/// thief's.
pub async fn withdraw_later_undos(tx: &mut Tx, account: AccountId, link: &MailedLink, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE mailed_links SET withdrawn_at = $3 WHERE target_id = $1 AND purpose = 'address_undo' AND created_at >= $2 AND id <> $4 \
         AND used_at IS NULL AND replaced_at IS NULL AND withdrawn_at IS NULL",
        account,
        link.created_at,
        now,
        link.id
    )
    .map(|_| ())
}

/// Withdraws every open link; gives how many.
pub async fn withdraw_all(tx: &mut Tx, now: i64) -> Result<u64, Error> {
    execute!(
        tx,
        "UPDATE mailed_links SET withdrawn_at = $1 WHERE used_at IS NULL AND replaced_at IS NULL AND withdrawn_at IS NULL \
         AND expires_at > $1",
        now
    )
}

/// Deletes links that ended before this moment, the oldest first and `most` of them; gives how many those were.
/// Ids begin with the time at which they were made, so that no younger row is read.
pub async fn delete_ended(tx: &mut Tx, before: i64, most: i64) -> Result<u64, Error> {
    let made_since = Uuid::from_u128(u128::from((before + 1).unsigned_abs()) << 80);
    execute!(
        tx,
        "DELETE FROM mailed_links WHERE id IN (SELECT id FROM mailed_links WHERE id < $1 \
         AND (expires_at <= $2 OR used_at <= $2 OR replaced_at <= $2 OR withdrawn_at <= $2) ORDER BY id LIMIT CAST($3 AS BIGINT))",
        made_since,
        before,
        most
    )
}
