//! Accounts.

use crate::domain::email::Email;
use crate::domain::ids::{AccountId, OrganizationId, ProviderId};
use crate::store::engine::batch::fetch_for_rows;
use crate::store::engine::{execute, fetch_all, fetch_optional, scalar};
use crate::store::{Conn, Tx};
use sqlx::Error;
use uuid::Uuid;

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub password_hash: Option<String>,
    /// Counts what ends sessions: a new password, a second step, disabling. A session of an older epoch is over.
    pub session_epoch: i64,
    pub language: Option<String>,
    pub disabled_at: Option<i64>,
}

pub async fn by_email(conn: &mut Conn, email_key: &str) -> Result<Option<Account>, Error> {
    fetch_optional!(
        conn,
        Account,
        "SELECT id, email, email_key, name, password_hash, session_epoch, language, disabled_at FROM accounts WHERE email_key = $1",
        email_key
    )
}

pub async fn by_id(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, Error> {
    fetch_optional!(
        conn,
        Account,
        "SELECT id, email, email_key, name, password_hash, session_epoch, language, disabled_at FROM accounts WHERE id = $1",
        id
    )
}

/// Makes an account; gives `false` when the address has one already.
pub async fn insert(
    tx: &mut Tx,
    id: AccountId,
    email: &Email,
    name: &str,
    password_hash: Option<&str>,
    language: Option<&str>,
    now: i64,
) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "INSERT INTO accounts (id, email, email_key, name, password_hash, language, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email_key) DO NOTHING",
        id,
        email.as_str(),
        email.key(),
        name,
        password_hash,
        language,
        now
    )?;
    Ok(rows == 1)
}

pub async fn set_password(tx: &mut Tx, id: AccountId, password_hash: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE accounts SET password_hash = $2, session_epoch = session_epoch + 1 WHERE id = $1", id, password_hash)
        .map(|_| ())
}

/// Sets another password, unless another epoch has begun meanwhile.
pub async fn change_password(tx: &mut Tx, id: AccountId, epoch: i64, password_hash: &str) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE accounts SET password_hash = $3, session_epoch = session_epoch + 1 WHERE id = $1 AND session_epoch = $2",
        id,
        epoch,
        password_hash
    )?;
    Ok(rows == 1)
}

/// Takes the password away: nobody signs in before another one is chosen. Ends what was begun with it.
pub async fn forget_password(tx: &mut Tx, id: AccountId) -> Result<(), Error> {
    execute!(tx, "UPDATE accounts SET password_hash = NULL, session_epoch = session_epoch + 1 WHERE id = $1", id).map(|_| ())
}

/// Somebody invited under an address where the account is a member too.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct InvitedBeside {
    pub organization: Option<OrganizationId>,
    /// The organization's name.
    pub name: String,
    pub provider: Option<ProviderId>,
    pub member: Uuid,
}

/// Who is invited under this address, and has no account, where this account is a member.
pub async fn invited_beside(conn: &mut Conn, id: AccountId, email_key: &str) -> Result<Vec<InvitedBeside>, Error> {
    fetch_all!(
        conn,
        InvitedBeside,
        "SELECT o.organization_id AS organization, n.name, CAST(NULL AS UUID) AS provider, o.id AS member FROM members o \
         JOIN members m ON m.organization_id = o.organization_id AND m.account_id = $1 JOIN organizations n ON n.id = m.organization_id \
         WHERE o.email_key = $2 AND o.account_id IS NULL UNION ALL \
         SELECT NULL, '', o.provider_id, o.id FROM provider_members o \
         JOIN provider_members m ON m.provider_id = o.provider_id AND m.account_id = $1 \
         WHERE o.email_key = $2 AND o.account_id IS NULL",
        id,
        email_key
    )
}

/// Gives the account another address, here and wherever it is a member. An invitation stays with the address to which it
/// was sent. Fails with a unique violation where the address is taken.
pub async fn set_email(tx: &mut Tx, id: AccountId, email: &Email) -> Result<(), Error> {
    let (shown, key) = (email.as_str(), email.key());
    execute!(
        tx,
        "UPDATE members SET email = $2, email_key = $3 WHERE account_id = $1 AND status <> 'invited' \
         AND COALESCE(status_before, '') <> 'invited'",
        id,
        shown,
        key
    )?;
    execute!(
        tx,
        "UPDATE provider_members SET email = $2, email_key = $3 WHERE account_id = $1 AND status <> 'invited'",
        id,
        shown,
        key
    )?;
    execute!(tx, "UPDATE accounts SET email = $2, email_key = $3 WHERE id = $1", id, shown, key).map(|_| ())
}

/// What an account is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    pub organizations: Vec<OrganizationId>,
    pub providers: Vec<ProviderId>,
}

/// Where the account is a member in whatever status, in the order in which that is locked.
pub async fn places(conn: &mut Conn, id: AccountId) -> Result<Places, Error> {
    let organizations = fetch_all!(
        conn,
        (OrganizationId,),
        "SELECT organization_id FROM members WHERE account_id = $1 ORDER BY organization_id",
        id
    )?;
    let providers = fetch_all!(
        conn,
        (ProviderId,),
        "SELECT provider_id FROM provider_members WHERE account_id = $1 ORDER BY provider_id",
        id
    )?;
    Ok(Places {
        organizations: organizations.into_iter().map(|row| row.0).collect(),
        providers: providers.into_iter().map(|row| row.0).collect(),
    })
}

/// The names of the organizations and the providers in which this address stands, in whatever status, and of the
/// providers of those organizations.
pub async fn names_around(conn: &mut Conn, email_key: &str) -> Result<Vec<String>, Error> {
    let names = fetch_all!(
        conn,
        (String,),
        "SELECT o.name FROM members m JOIN organizations o ON o.id = m.organization_id WHERE m.email_key = $1 \
         UNION SELECT p.name FROM members n JOIN organizations c ON c.id = n.organization_id \
         JOIN providers p ON p.id = c.provider_id WHERE n.email_key = $1 \
         UNION SELECT q.name FROM provider_members s JOIN providers q ON q.id = s.provider_id WHERE s.email_key = $1 LIMIT 100",
        email_key
    )?;
    Ok(names.into_iter().map(|row| row.0).collect())
}

/// Whether the address stands, as somebody else's, in an organization or a provider of the account.
pub async fn is_beside(conn: &mut Conn, id: AccountId, email_key: &str) -> Result<bool, Error> {
    let found = scalar!(
        conn,
        Uuid,
        "SELECT o.id FROM members o JOIN members m ON m.organization_id = o.organization_id AND m.account_id = $1 \
         WHERE o.email_key = $2 AND o.id <> m.id UNION ALL \
         SELECT o.id FROM provider_members o JOIN provider_members m ON m.provider_id = o.provider_id AND m.account_id = $1 \
         WHERE o.email_key = $2 AND o.id <> m.id LIMIT 1",
        id,
        email_key
    )?;
    Ok(found.is_some())
}

/// Replaces a hash of weaker parameters, unless the password changed meanwhile.
pub async fn renew_hash(tx: &mut Tx, id: AccountId, old: &str, new: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2", id, old, new).map(|_| ())
}

/// Names the account, and its memberships with it.
pub async fn set_name(tx: &mut Tx, id: AccountId, name: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE accounts SET name = $2 WHERE id = $1", id, name)?;
    crate::store::members::keep_search(tx, id, name).await
}

pub async fn set_language(tx: &mut Tx, id: AccountId, language: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE accounts SET language = $2 WHERE id = $1", id, language).map(|_| ())
}

/// What a person decides about the own account; no language and no time zone where none was chosen.
#[derive(Clone, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Profile {
    pub name: String,
    pub language: Option<String>,
    pub time_zone: Option<String>,
}

pub async fn profile(conn: &mut Conn, id: AccountId) -> Result<Option<Profile>, Error> {
    fetch_optional!(conn, Profile, "SELECT name, language, time_zone FROM accounts WHERE id = $1", id)
}

/// Keeps name, language and time zone of a person.
pub async fn set_profile(tx: &mut Tx, id: AccountId, name: &str, language: &str, time_zone: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE accounts SET name = $2, language = $3, time_zone = $4 WHERE id = $1", id, name, language, time_zone)
        .map(|_| ())
}

/// The zone of somebody who has chosen none yet.
pub async fn set_first_zone(tx: &mut Tx, id: AccountId, time_zone: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE accounts SET time_zone = $2 WHERE id = $1 AND time_zone IS NULL", id, time_zone).map(|_| ())
}

/// Locks the account's row; `false` where there is no such account, or it is disabled or deleted.
/// Whoever makes an account a member of anything asks this in the same transaction, last.
pub async fn lock(tx: &mut Tx, id: AccountId) -> Result<bool, Error> {
    Ok(execute!(tx, "UPDATE accounts SET event_sequence = event_sequence WHERE id = $1 AND disabled_at IS NULL", id)? == 1)
}

/// Ends what was begun with the password alone: the next epoch begins, the password stays. Locks the
/// account's row; gives the new epoch, `None` for a disabled account.
pub async fn begin_session_epoch(tx: &mut Tx, id: AccountId) -> Result<Option<i64>, Error> {
    scalar!(
        tx,
        i64,
        "UPDATE accounts SET session_epoch = session_epoch + 1 WHERE id = $1 AND disabled_at IS NULL RETURNING session_epoch",
        id
    )
}

/// Counts a sign-in; gives its number.
pub async fn next_sign_in(tx: &mut Tx, id: AccountId) -> Result<Option<i64>, Error> {
    scalar!(tx, i64, "UPDATE accounts SET sign_ins = sign_ins + 1 WHERE id = $1 RETURNING sign_ins", id)
}

/// Locks the account's row and gives the next number of its log.
pub async fn next_event(tx: &mut Tx, id: AccountId) -> Result<Option<i64>, Error> {
    scalar!(tx, i64, "UPDATE accounts SET event_sequence = event_sequence + 1 WHERE id = $1 RETURNING event_sequence", id)
}

/// An account to be made where its address has none.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    pub id: AccountId,
    pub email: &'a Email,
    pub name: &'a str,
    pub password_hash: Option<&'a str>,
    pub now: i64,
}

/// The id, the address key and the name of every one of these accounts, made or there before; one that was
/// there keeps everything. A made one's log has room for one event. No address may be there twice.
pub async fn insert_or_find(tx: &mut Tx, accounts: &[NewAccount<'_>]) -> Result<Vec<(AccountId, String, String)>, Error> {
    fetch_for_rows!(
        tx,
        (AccountId, String, String),
        "INSERT INTO accounts (id, email, email_key, name, password_hash, event_sequence, created_at) VALUES ($1, $2, $3, $4, $5, 1, $6) \
         ON CONFLICT (email_key) DO UPDATE SET email_key = excluded.email_key RETURNING id, email_key, name",
        accounts,
        |new| [new.id, new.email.as_str(), new.email.key(), new.name, new.password_hash, new.now]
    )
}

/// Whether there is any account.
pub async fn any(conn: &mut Conn) -> Result<bool, Error> {
    Ok(scalar!(conn, Uuid, "SELECT id FROM accounts LIMIT 1")?.is_some())
}

/// Locks the account out; `false` when it was already. Sessions that are beginning at this moment
/// end too: they are bound to the account's session epoch.
pub async fn disable(tx: &mut Tx, id: AccountId, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE accounts SET disabled_at = $2, session_epoch = session_epoch + 1 WHERE id = $1 AND disabled_at IS NULL",
        id,
        now
    )?;
    Ok(rows == 1)
}

/// Lets the account in again; `false` when it was not locked out.
pub async fn enable(tx: &mut Tx, id: AccountId) -> Result<bool, Error> {
    Ok(execute!(tx, "UPDATE accounts SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL", id)? == 1)
}

/// Ends the account for good. Its row stays without address and password, under a key that no
/// address has, so that what points to it stays whole; it can never be signed in to again.
pub async fn delete(tx: &mut Tx, id: AccountId, now: i64) -> Result<(), Error> {
    execute!(tx, "DELETE FROM sessions WHERE account_id = $1", id)?;
    execute!(tx, "DELETE FROM recovery_codes WHERE account_id = $1", id)?;
    execute!(tx, "DELETE FROM two_steps WHERE account_id = $1", id)?;
    execute!(tx, "DELETE FROM client_openings WHERE account_id = $1", id)?;
    execute!(tx, "DELETE FROM member_bars WHERE account_id = $1", id)?;
    execute!(tx, "UPDATE client_notes SET account_id = NULL WHERE account_id = $1", id)?;
    execute!(tx, "DELETE FROM known_places WHERE account_id = $1", id)?;
    execute!(tx, "DELETE FROM ended_sessions WHERE account_id = $1", id)?;
    super::kept_forms::delete_of_account(tx, id).await?;
    super::opt_outs::forget_sender(tx, id.uuid()).await?;
    execute!(
        tx,
        "UPDATE accounts SET email = '', email_key = $2, password_hash = NULL, session_epoch = session_epoch + 1, \
         language = NULL, time_zone = NULL, disabled_at = $3 WHERE id = $1",
        id,
        format!("deleted {id}"),
        now
    )
    .map(|_| ())
}
