//! One-time links: their hashes, what they are for, and until when.

use crate::domain::ids::{AccountId, LinkId, MemberId, ProviderId, ProviderMemberId};
use crate::domain::words;
use crate::store::engine::{execute, fetch_optional};
use crate::store::{Conn, Tx};
use sqlx::Error;

words! {
    Purpose {
        Invitation = "invitation",
        Password = "password",
        ProviderInvitation = "provider_invitation",
        Registration = "registration",
        Address = "address",
        ProviderDeletion = "provider_deletion",
    }
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TokenRow {
    pub id: LinkId,
    pub account_id: Option<AccountId>,
    pub member_id: Option<MemberId>,
    pub provider_member_id: Option<ProviderMemberId>,
    pub provider_id: Option<ProviderId>,
    pub email: Option<String>,
    pub expires_at: i64,
    pub used_at: Option<i64>,
    pub replaced_at: Option<i64>,
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
    /// The admin's account and the provider.
    ProviderDeletion(AccountId, ProviderId),
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
            Self::ProviderDeletion(..) => Purpose::ProviderDeletion,
        }
    }

    fn account(self) -> Option<AccountId> {
        match self {
            Self::Password(account) | Self::Address(account, _) | Self::ProviderDeletion(account, _) => Some(account),
            _ => None,
        }
    }
}

pub async fn insert(tx: &mut Tx, id: LinkId, hash: &[u8], target: Target<'_>, now: i64, expires_at: i64) -> Result<(), Error> {
    let member = if let Target::Member(member) = target { Some(member) } else { None };
    let provider_member = if let Target::ProviderMember(member) = target { Some(member) } else { None };
    let provider = if let Target::ProviderDeletion(_, provider) = target { Some(provider) } else { None };
    let email = if let Target::Registration(email) | Target::Address(_, email) = target { Some(email) } else { None };
    execute!(
        tx,
        "INSERT INTO tokens (id, hash, purpose, account_id, member_id, provider_member_id, provider_id, email, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        hash,
        target.purpose().word(),
        target.account(),
        member,
        provider_member,
        provider,
        email,
        now,
        expires_at
    )
    .map(|_| ())
}

pub async fn by_hash(conn: &mut Conn, purpose: Purpose, hash: &[u8]) -> Result<Option<TokenRow>, Error> {
    fetch_optional!(
        conn,
        TokenRow,
        "SELECT id, account_id, member_id, provider_member_id, provider_id, email, expires_at, used_at, replaced_at FROM tokens WHERE hash = $1 AND purpose = $2",
        hash,
        purpose.word()
    )
}

pub async fn by_id(conn: &mut Conn, id: LinkId) -> Result<Option<TokenRow>, Error> {
    fetch_optional!(
        conn,
        TokenRow,
        "SELECT id, account_id, member_id, provider_member_id, provider_id, email, expires_at, used_at, replaced_at FROM tokens WHERE id = $1",
        id
    )
}

/// Uses the link up; `false` when it is used, replaced or expired (by now).
pub async fn take(tx: &mut Tx, id: LinkId, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE tokens SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $2",
        id,
        now
    )?;
    Ok(rows == 1)
}

/// Kills the open links for this target; of an account's links those of the same purpose.
pub async fn replace_open(tx: &mut Tx, target: Target<'_>, now: i64) -> Result<(), Error> {
    match target {
        Target::Member(member) => {
            execute!(
                tx,
                "UPDATE tokens SET replaced_at = $2 WHERE member_id = $1 AND used_at IS NULL AND replaced_at IS NULL",
                member,
                now
            )
        }
        Target::ProviderMember(member) => {
            execute!(
                tx,
                "UPDATE tokens SET replaced_at = $2 WHERE provider_member_id = $1 AND used_at IS NULL AND replaced_at IS NULL",
                member,
                now
            )
        }
        Target::Registration(email) => {
            execute!(
                tx,
                "UPDATE tokens SET replaced_at = $2 WHERE email = $1 AND purpose = 'registration' AND used_at IS NULL AND replaced_at IS NULL",
                email,
                now
            )
        }
        Target::Password(account) | Target::Address(account, _) | Target::ProviderDeletion(account, _) => {
            execute!(
                tx,
                "UPDATE tokens SET replaced_at = $2 WHERE account_id = $1 AND purpose = $3 AND used_at IS NULL AND replaced_at IS NULL",
                account,
                now,
                target.purpose().word()
            )
        }
    }
    .map(|_| ())
}

/// Kills every open link of an account.
pub async fn replace_all_of_account(tx: &mut Tx, account: AccountId, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE tokens SET replaced_at = $2 WHERE account_id = $1 AND used_at IS NULL AND replaced_at IS NULL",
        account,
        now
    )
    .map(|_| ())
}

/// Kills every open link; gives how many.
pub async fn replace_all_open(tx: &mut Tx, now: i64) -> Result<u64, Error> {
    execute!(tx, "UPDATE tokens SET replaced_at = $1 WHERE used_at IS NULL AND replaced_at IS NULL AND expires_at > $1", now)
}
