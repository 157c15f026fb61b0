//! The outbox: mails that are owed, claimed with a lease, sent with no transaction open.

use super::engine::{execute, fetch_all, fetch_optional, scalar};
use super::{Conn, Tx};
use crate::domain::ids::{AccountId, DeliveryId, LinkId, MemberId, OrganizationId, ProviderMemberId};
use crate::domain::words;
use sqlx::Error;

words! {
    /// What became of a mail so far.
    MailState { Pending = "pending", Sending = "sending", Sent = "sent", Dead = "dead", Cancelled = "cancelled" }
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OutboxMail {
    pub id: DeliveryId,
    pub message: String,
    pub recipient: String,
    pub language: String,
    pub token_id: Option<LinkId>,
    pub state: String,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub created_at: i64,
}

#[derive(Clone, Debug)]
pub struct NewMail<'a> {
    pub id: DeliveryId,
    pub message: &'a str,
    pub recipient: &'a str,
    pub language: &'a str,
    pub organization: Option<OrganizationId>,
    pub token: Option<LinkId>,
    pub now: i64,
}

pub async fn insert(tx: &mut Tx, new: &NewMail<'_>) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO outbox_mails (id, message, recipient, language, organization_id, token_id, state, next_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $7)",
        new.id,
        new.message,
        new.recipient,
        new.language,
        new.organization,
        new.token,
        new.now
    )
    .map(|_| ())
}

/// Claims the mail that is due longest until `lease_until`. Two claimers never get the same one:
/// the condition is asked again of the row that is updated.
pub async fn claim(tx: &mut Tx, now: i64, lease_until: i64) -> Result<Option<OutboxMail>, Error> {
    fetch_optional!(
        tx,
        OutboxMail,
        "UPDATE outbox_mails SET state = 'sending', lease_until = $2, attempts = attempts + 1 \
         WHERE id = (SELECT id FROM outbox_mails WHERE (state = 'pending' AND next_at <= $1) OR (state = 'sending' AND lease_until <= $1) \
         ORDER BY next_at, id LIMIT 1) AND ((state = 'pending' AND next_at <= $1) OR (state = 'sending' AND lease_until <= $1)) \
         RETURNING id, message, recipient, language, token_id, state, attempts, last_error, created_at",
        now,
        lease_until
    )
}

/// Marks a claimed mail as sent, if the claim with this lease still holds.
pub async fn mark_sent(tx: &mut Tx, id: DeliveryId, lease: i64, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE outbox_mails SET state = 'sent', sent_at = $3, lease_until = NULL, last_error = NULL \
         WHERE id = $1 AND lease_until = $2 AND state = 'sending'",
        id,
        lease,
        now
    )
    .map(|_| ())
}

/// Puts a claimed mail back, to be tried again at `next_at`, or ends it (`state` is `pending`,
/// `dead` or `cancelled`), and takes back `forgiven` attempts.
pub async fn mark_unsent(
    tx: &mut Tx,
    id: DeliveryId,
    lease: i64,
    (state, forgiven): (&str, i64),
    next_at: i64,
    error: &str,
) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE outbox_mails SET state = $3, attempts = attempts - $4, next_at = $5, lease_until = NULL, last_error = $6 \
         WHERE id = $1 AND lease_until = $2 AND state = 'sending'",
        id,
        lease,
        state,
        forgiven,
        next_at,
        error
    )
    .map(|_| ())
}

/// Takes back the mails that carry a link for this member and are not under way.
pub async fn cancel_for_member(tx: &mut Tx, member: MemberId) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE outbox_mails SET state = 'cancelled' WHERE state = 'pending' AND token_id IN (SELECT id FROM tokens WHERE member_id = $1)",
        member
    )
    .map(|_| ())
}

/// Takes back what is owed to this address and not under way, except invitations, which are the
/// address's own and not its account's.
pub async fn cancel_for_account(tx: &mut Tx, account: AccountId, recipient: &str) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE outbox_mails SET state = 'cancelled' WHERE state = 'pending' AND (token_id IN (SELECT id FROM tokens WHERE account_id = $1) \
         OR (token_id IS NULL AND recipient = $2))",
        account,
        recipient
    )
    .map(|_| ())
}

/// Takes back the mails that carry a link for this member of a provider and are not under way.
pub async fn cancel_for_provider_member(tx: &mut Tx, member: ProviderMemberId) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE outbox_mails SET state = 'cancelled' WHERE state = 'pending' \
         AND token_id IN (SELECT id FROM tokens WHERE provider_member_id = $1)",
        member
    )
    .map(|_| ())
}

/// The newest mails, whatever their state.
pub async fn newest(conn: &mut Conn, most: i64) -> Result<Vec<OutboxMail>, Error> {
    fetch_all!(
        conn,
        OutboxMail,
        "SELECT id, message, recipient, language, token_id, state, attempts, last_error, created_at FROM outbox_mails \
         ORDER BY created_at DESC, id DESC LIMIT CAST($1 AS BIGINT)",
        most
    )
}

pub async fn by_id(conn: &mut Conn, id: DeliveryId) -> Result<Option<OutboxMail>, Error> {
    fetch_optional!(
        conn,
        OutboxMail,
        "SELECT id, message, recipient, language, token_id, state, attempts, last_error, created_at FROM outbox_mails WHERE id = $1",
        id
    )
}

/// A mail as the operator sees it, with the state of the link that it carries.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    pub id: DeliveryId,
    pub message: String,
    pub recipient: String,
    pub token_id: Option<LinkId>,
    pub state: String,
    pub attempts: i64,
    pub next_at: i64,
    pub last_error: Option<String>,
    pub created_at: i64,
    pub sent_at: Option<i64>,
}

/// The newest mails in this state, or in any.
pub async fn listed(conn: &mut Conn, state: Option<&str>, most: i64) -> Result<Vec<Listed>, Error> {
    fetch_all!(
        conn,
        Listed,
        "SELECT id, message, recipient, token_id, state, attempts, next_at, last_error, created_at, sent_at FROM outbox_mails \
         WHERE state = COALESCE($1, state) ORDER BY created_at DESC, id DESC LIMIT CAST($2 AS BIGINT)",
        state,
        most
    )
}

/// One mail as the operator sees it.
pub async fn listed_by_id(conn: &mut Conn, id: DeliveryId) -> Result<Option<Listed>, Error> {
    fetch_optional!(
        conn,
        Listed,
        "SELECT id, message, recipient, token_id, state, attempts, next_at, last_error, created_at, sent_at FROM outbox_mails \
         WHERE id = $1",
        id
    )
}

/// Makes the mail due now, with all its attempts before it; `false` when it was sent, is under way
/// or is gone.
pub async fn retry(tx: &mut Tx, id: DeliveryId, now: i64) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE outbox_mails SET state = 'pending', attempts = 0, next_at = $2, last_error = NULL \
         WHERE id = $1 AND state IN ('pending', 'dead', 'cancelled')",
        id,
        now
    )?;
    Ok(rows == 1)
}

/// Takes the mail back; `false` when it was sent, is under way, is cancelled already or is gone.
pub async fn cancel(tx: &mut Tx, id: DeliveryId, reason: &str) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE outbox_mails SET state = 'cancelled', last_error = $2 WHERE id = $1 AND state IN ('pending', 'dead')",
        id,
        reason
    )?;
    Ok(rows == 1)
}

/// Takes back every mail that is not sent; gives how many.
pub async fn cancel_all(tx: &mut Tx, reason: &str) -> Result<u64, Error> {
    execute!(
        tx,
        "UPDATE outbox_mails SET state = 'cancelled', lease_until = NULL, last_error = $1 WHERE state IN ('pending', 'sending')",
        reason
    )
}

/// How many mails there are in each state.
pub async fn counts(conn: &mut Conn) -> Result<Vec<(String, i64)>, Error> {
    fetch_all!(conn, (String, i64), "SELECT state, COUNT(*) FROM outbox_mails GROUP BY state")
}

/// Since when the mail is due that waits longest; `None` when none is due.
pub async fn due_since(conn: &mut Conn, now: i64) -> Result<Option<i64>, Error> {
    scalar!(conn, i64, "SELECT next_at FROM outbox_mails WHERE state = 'pending' AND next_at <= $1 ORDER BY next_at LIMIT 1", now)
}
