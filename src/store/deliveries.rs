//! What is owed to the outside: claimed with a lease, carried out with no transaction open.

use super::engine::batch::execute_for_rows;
use super::engine::{execute, fetch_all, fetch_optional, scalar};
use super::{Conn, Tx};
use crate::domain::identity::mailed_link::Ended;
use crate::domain::ids::{AccountId, DeliveryId, LinkId, OrganizationId};
use crate::domain::time::SKEW;
use crate::domain::words;
use sqlx::Error;

words! {
    /// The way on which something gets out. It alone knows what the payload means.
    Channel { Mail = "mail" }
}

words! {
    /// What became of a delivery so far.
    State { Pending = "pending", Sending = "sending", Sent = "sent", Dead = "dead", Cancelled = "cancelled" }
}

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Delivery {
    pub id: DeliveryId,
    pub payload: String,
    pub recipient: String,
    pub language: String,
    /// The zone of the account that reads it, or of the provider that it comes from; none is UTC.
    pub time_zone: Option<String>,
    /// The mailed link that it carries.
    pub link_id: Option<LinkId>,
    pub attempts: i64,
    pub created_at: i64,
}

#[derive(Clone, Debug)]
pub struct NewDelivery<'a> {
    pub id: DeliveryId,
    pub channel: Channel,
    pub payload: &'a str,
    pub recipient: &'a str,
    pub language: &'a str,
    pub organization: Option<OrganizationId>,
    pub link: Option<LinkId>,
    pub now: i64,
}

pub async fn insert(tx: &mut Tx, new: &NewDelivery<'_>) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO deliveries (id, channel, payload, recipient, language, organization_id, link_id, state, next_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $8)",
        new.id,
        new.channel.word(),
        new.payload,
        new.recipient,
        new.language,
        new.organization,
        new.link,
        new.now
    )
    .map(|_| ())
}

/// Stores many that are about no organization and carry no link.
pub async fn insert_many(tx: &mut Tx, new: &[NewDelivery<'_>]) -> Result<(), Error> {
    execute_for_rows!(
        tx,
        "INSERT INTO deliveries (id, channel, payload, recipient, language, state, next_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7)",
        new,
        |row| [row.id, row.channel.word(), row.payload, row.recipient, row.language, row.now, row.now]
    )
}

/// What the clock says, and how long anything can be held back from then on, in milliseconds: what is held back
/// longer was written by a clock that ran ahead, and is due.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    pub now: i64,
    /// Until when a claim holds that is made now.
    pub lease_until: i64,
    /// How long a delivery that was not attempted yet waits, and any.
    pub longest_rest: i64,
    pub longest_wait: i64,
}

impl Due {
    fn latest_lease(self) -> i64 {
        self.lease_until + SKEW
    }
}

/// Claims what is due longest on this channel. Two claimers never get the same one: the condition is asked
/// again of the row that is updated.
pub async fn claim(tx: &mut Tx, channel: Channel, due: Due) -> Result<Option<Delivery>, Error> {
    fetch_optional!(
        tx,
        Delivery,
        "UPDATE deliveries SET state = 'sending', lease_until = $3, attempts = attempts + 1, \
         created_at = CASE WHEN created_at > $4 THEN $2 ELSE created_at END \
         WHERE id = (SELECT id FROM deliveries WHERE channel = $1 AND ((state = 'pending' AND next_at <= $2) \
         OR (state = 'pending' AND next_at > $6) OR (state = 'pending' AND attempts = 0 AND next_at > $5) \
         OR (state = 'sending' AND lease_until <= $2) OR (state = 'sending' AND lease_until > $7)) ORDER BY next_at, id LIMIT 1) \
         AND ((state = 'pending' AND (next_at <= $2 OR next_at > $6 OR (attempts = 0 AND next_at > $5))) \
         OR (state = 'sending' AND (lease_until <= $2 OR lease_until > $7))) \
         RETURNING id, payload, recipient, language, link_id, attempts, created_at, COALESCE(\
         (SELECT a.time_zone FROM accounts a WHERE a.email_key = LOWER(deliveries.recipient)), \
         (SELECT p.time_zone FROM organizations o JOIN providers p ON p.id = o.provider_id WHERE o.id = deliveries.organization_id), \
         (SELECT q.time_zone FROM mailed_links l JOIN provider_members m ON m.id = l.target_id \
         JOIN providers q ON q.id = m.provider_id WHERE l.id = deliveries.link_id)) AS time_zone",
        channel.word(),
        due.now,
        due.lease_until,
        due.now + SKEW,
        due.now + due.longest_rest + SKEW,
        due.now + due.longest_wait + SKEW,
        due.latest_lease()
    )
}

/// Marks what was claimed as sent, if the claim with this lease still holds; of what it said `kept` is left.
pub async fn mark_sent(tx: &mut Tx, id: DeliveryId, lease: i64, now: i64, kept: &str) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE deliveries SET state = 'sent', sent_at = $3, ended_at = $3, payload = $4, lease_until = NULL, last_error = NULL \
         WHERE id = $1 AND lease_until = $2 AND state = 'sending'",
        id,
        lease,
        now,
        kept
    )
    .map(|_| ())
}

/// What becomes of a claimed delivery that was not sent.
#[derive(Clone, Debug)]
pub struct Unsent<'a> {
    /// Pending, dead or cancelled.
    pub state: State,
    /// Attempts that do not count.
    pub forgiven: i64,
    pub next_at: i64,
    /// When it ended, where it did.
    pub ended_at: Option<i64>,
    pub error: Option<&'a str>,
}

/// Puts what was claimed back, to be tried again, or ends it, if the claim with this lease still holds.
pub async fn mark_unsent(tx: &mut Tx, id: DeliveryId, lease: i64, unsent: &Unsent<'_>) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE deliveries SET state = $3, attempts = attempts - $4, next_at = $5, lease_until = NULL, last_error = $6, ended_at = $7 \
         WHERE id = $1 AND lease_until = $2 AND state = 'sending'",
        id,
        lease,
        unsent.state.word(),
        unsent.forgiven,
        unsent.next_at,
        unsent.error,
        unsent.ended_at
    )
    .map(|_| ())
}

/// Takes back what carries this link and is not under way.
pub async fn cancel_with_link(tx: &mut Tx, link: LinkId, now: i64) -> Result<(), Error> {
    execute!(tx, "UPDATE deliveries SET state = 'cancelled', ended_at = $2 WHERE state = 'pending' AND link_id = $1", link, now)
        .map(|_| ())
}

/// Takes back what carries a link to what ends and is not under way.
pub(super) async fn cancel_with_links_to(tx: &mut Tx, ended: Ended, now: i64) -> Result<(), Error> {
    match ended {
        Ended::Member(_) | Ended::ProviderMember(_) => execute!(
            tx,
            "UPDATE deliveries SET state = 'cancelled', ended_at = $2 WHERE state = 'pending' \
             AND link_id IN (SELECT id FROM mailed_links WHERE target_id = $1)",
            ended.target(),
            now
        ),
        Ended::Provider(_) => execute!(
            tx,
            "UPDATE deliveries SET state = 'cancelled', ended_at = $2 WHERE state = 'pending' \
             AND link_id IN (SELECT id FROM mailed_links WHERE target_id = $1 \
             OR target_id IN (SELECT m.id FROM provider_members m WHERE m.provider_id = $1) \
             OR target_id IN (SELECT u.id FROM unlinkings u WHERE u.provider_id = $1))",
            ended.target(),
            now
        ),
        Ended::Organization(_) => execute!(
            tx,
            "UPDATE deliveries SET state = 'cancelled', ended_at = $2 WHERE state = 'pending' \
             AND link_id IN (SELECT id FROM mailed_links WHERE target_id = $1 \
             OR target_id IN (SELECT m.id FROM members m WHERE m.organization_id = $1) \
             OR target_id IN (SELECT u.id FROM unlinkings u WHERE u.organization_id = $1))",
            ended.target(),
            now
        ),
        Ended::UnlinkingsOf(_) => execute!(
            tx,
            "UPDATE deliveries SET state = 'cancelled', ended_at = $2 WHERE state = 'pending' \
             AND link_id IN (SELECT id FROM mailed_links WHERE target_id IN (\
             SELECT u.id FROM unlinkings u WHERE u.organization_id = $1))",
            ended.target(),
            now
        ),
    }
    .map(|_| ())
}

/// Takes back what is owed to this address and not under way, except invitations, which are the
/// address's own and not its account's.
pub async fn cancel_for_account(tx: &mut Tx, account: AccountId, recipient: &str, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE deliveries SET state = 'cancelled', ended_at = $3 WHERE state = 'pending' \
         AND (link_id IN (SELECT id FROM mailed_links WHERE account_id = $1) OR (link_id IS NULL AND recipient = $2))",
        account,
        recipient,
        now
    )
    .map(|_| ())
}

/// Takes back what is owed about an organization that ends, and lets go of it.
pub async fn end_about(tx: &mut Tx, organization: OrganizationId) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE deliveries SET organization_id = NULL, state = CASE WHEN state IN ('pending', 'dead') THEN 'cancelled' ELSE state END \
         WHERE organization_id = $1",
        organization
    )
    .map(|_| ())
}

/// The newest of a channel, whatever their state.
pub async fn newest(conn: &mut Conn, channel: Channel, most: i64) -> Result<Vec<Delivery>, Error> {
    fetch_all!(
        conn,
        Delivery,
        "SELECT id, payload, recipient, language, link_id, attempts, created_at, COALESCE(\
         (SELECT a.time_zone FROM accounts a WHERE a.email_key = LOWER(deliveries.recipient)), \
         (SELECT p.time_zone FROM organizations o JOIN providers p ON p.id = o.provider_id WHERE o.id = deliveries.organization_id), \
         (SELECT q.time_zone FROM mailed_links l JOIN provider_members m ON m.id = l.target_id \
         JOIN providers q ON q.id = m.provider_id WHERE l.id = deliveries.link_id)) AS time_zone \
         FROM deliveries WHERE channel = $1 ORDER BY created_at DESC, id DESC LIMIT CAST($2 AS BIGINT)",
        channel.word(),
        most
    )
}

/// A delivery as the operator sees it.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Listed {
    pub id: DeliveryId,
    /// Both as they are stored: whatever stands in a row, the others can be listed.
    pub channel: String,
    pub state: String,
    pub payload: String,
    pub recipient: String,
    pub link_id: Option<LinkId>,
    pub attempts: i64,
    pub next_at: i64,
    pub last_error: Option<String>,
    pub created_at: i64,
    pub sent_at: Option<i64>,
}

/// The newest in this state, or in any.
pub async fn listed(conn: &mut Conn, state: Option<State>, most: i64) -> Result<Vec<Listed>, Error> {
    fetch_all!(
        conn,
        Listed,
        "SELECT id, channel, payload, recipient, link_id, state, attempts, next_at, last_error, created_at, sent_at FROM deliveries \
         WHERE state = COALESCE($1, state) ORDER BY created_at DESC, id DESC LIMIT CAST($2 AS BIGINT)",
        state.map(State::word),
        most
    )
}

/// One as the operator sees it.
pub async fn listed_by_id(conn: &mut Conn, id: DeliveryId) -> Result<Option<Listed>, Error> {
    fetch_optional!(
        conn,
        Listed,
        "SELECT id, channel, payload, recipient, link_id, state, attempts, next_at, last_error, created_at, sent_at FROM deliveries \
         WHERE id = $1",
        id
    )
}

/// Makes it due now, with all its attempts before it; `false` when it was sent, is under way or is
/// gone.
pub async fn retry(tx: &mut Tx, id: DeliveryId, due: Due) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE deliveries SET state = 'pending', attempts = 0, next_at = $2, lease_until = NULL, ended_at = NULL, \
         last_error = NULL WHERE id = $1 AND (state IN ('pending', 'dead', 'cancelled') \
         OR (state = 'sending' AND (lease_until <= $2 OR lease_until > $3)))",
        id,
        due.now,
        due.latest_lease()
    )?;
    Ok(rows == 1)
}

/// Takes it back; `false` when it was sent, is under way, is cancelled already or is gone.
pub async fn cancel(tx: &mut Tx, id: DeliveryId, due: Due, reason: &str) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE deliveries SET state = 'cancelled', ended_at = $2, lease_until = NULL, last_error = $4 WHERE id = $1 \
         AND (state IN ('pending', 'dead') OR (state = 'sending' AND (lease_until <= $2 OR lease_until > $3)))",
        id,
        due.now,
        due.latest_lease(),
        reason
    )?;
    Ok(rows == 1)
}

/// Takes back everything that is not sent; gives how many.
pub async fn cancel_all(tx: &mut Tx, reason: &str, now: i64) -> Result<u64, Error> {
    execute!(
        tx,
        "UPDATE deliveries SET state = 'cancelled', ended_at = $2, lease_until = NULL, last_error = $1 \
         WHERE state IN ('pending', 'sending')",
        reason,
        now
    )
}

/// Deletes the rows of what ended before this moment, `most` of them; gives how many those were.
pub async fn delete_ended(tx: &mut Tx, before: i64, most: i64) -> Result<u64, Error> {
    execute!(
        tx,
        "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE ended_at <= $1 ORDER BY ended_at LIMIT CAST($2 AS BIGINT))",
        before,
        most
    )
}

/// What was sent and still says something: until version 8 of the schema, sent rows kept it.
pub async fn sent_with_words(conn: &mut Conn, most: i64) -> Result<Vec<(DeliveryId, String)>, Error> {
    fetch_all!(
        conn,
        (DeliveryId, String),
        "SELECT id, payload FROM deliveries WHERE state = 'sent' AND payload LIKE '%,%' LIMIT CAST($1 AS BIGINT)",
        most
    )
}

/// Leaves this of what a sent delivery said.
pub async fn keep_of_sent(tx: &mut Tx, id: DeliveryId, kept: &str) -> Result<(), Error> {
    execute!(tx, "UPDATE deliveries SET payload = $2 WHERE id = $1 AND state = 'sent'", id, kept).map(|_| ())
}

/// How many of a channel there are in each state.
pub async fn counts(conn: &mut Conn, channel: Channel) -> Result<Vec<(String, i64)>, Error> {
    fetch_all!(conn, (String, i64), "SELECT state, COUNT(*) FROM deliveries WHERE channel = $1 GROUP BY state", channel.word())
}

/// Since when that of a channel is due that waits longest; `None` when nothing is due.
pub async fn due_since(conn: &mut Conn, channel: Channel, now: i64) -> Result<Option<i64>, Error> {
    scalar!(
        conn,
        i64,
        "SELECT next_at FROM deliveries WHERE channel = $1 AND state = 'pending' AND next_at <= $2 ORDER BY next_at LIMIT 1",
        channel.word(),
        now
    )
}
