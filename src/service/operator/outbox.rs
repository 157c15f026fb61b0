//! The outbox, as the operator looks after it.

use crate::app::App;
use crate::domain::ids::DeliveryId;
use crate::domain::operator::refusal::{LinkEnd, MailRefusal, OperatorRefusal};
use crate::error::Result;
use crate::mail::Message;
use crate::store::deliveries::{self, Listed, MailState};
use crate::store::identity::mailed_links::{self, Purpose, TokenRow};
use crate::store::{Conn, Tx};
use serde_json::Value;

/// A mail without anything secret: links are made when a mail is sent and stand in no row.
#[derive(Clone, Debug)]
pub struct Mail {
    pub row: Listed,
    /// What kind of mail it is, such as `invitation`.
    pub kind: String,
}

impl From<Listed> for Mail {
    fn from(row: Listed) -> Self {
        let message: Value = serde_json::from_str(&row.message).unwrap_or_default();
        let kind = message["kind"].as_str().unwrap_or("unreadable").to_owned();
        Self { row, kind }
    }
}

/// The newest mails, in one state or in any.
///
/// # Errors
/// The database cannot be read.
pub async fn list(app: &App, state: Option<MailState>, most: i64) -> Result<Vec<Mail>> {
    let mut conn = app.db.read().await?;
    let rows = deliveries::listed(&mut conn, state.map(MailState::word), most).await?;
    Ok(rows.into_iter().map(Mail::from).collect())
}

/// Makes a mail due now. `serve` sends it.
///
/// # Errors
/// There is no such mail, it was sent, it is under way, or its link no longer works.
pub async fn retry(app: &App, id: DeliveryId) -> Result<Mail> {
    let mut tx = app.db.write().await?;
    let mail = find(&mut tx, id).await?;
    if let Some(reason) = pointless(app, &mut tx, &mail).await? {
        return Err(reason.into());
    }
    retry_now(app, &mut tx, &mail).await?;
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(mail)
}

/// What became of every dead mail: retried, or the reason why not.
pub type Retried = Vec<(Mail, Option<MailRefusal>)>;

/// Makes all dead mails due now, apart from those whose link no longer works.
///
/// # Errors
/// The database cannot be read or written.
pub async fn retry_dead(app: &App) -> Result<Retried> {
    let mut tx = app.db.write().await?;
    let mut outcomes = Vec::new();
    for row in deliveries::listed(&mut tx, Some(MailState::Dead.word()), i64::MAX).await? {
        let mail = Mail::from(row);
        let reason = pointless(app, &mut tx, &mail).await?;
        if reason.is_none() {
            retry_now(app, &mut tx, &mail).await?;
        }
        outcomes.push((mail, reason));
    }
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(outcomes)
}

/// Takes a mail back, so that it is never sent; `false` when it was taken back before.
///
/// # Errors
/// There is no such mail, it was sent, or it is under way.
pub async fn cancel(app: &App, id: DeliveryId) -> Result<(Mail, bool)> {
    let mut tx = app.db.write().await?;
    let mail = find(&mut tx, id).await?;
    if MailState::parse(&mail.row.state) == Some(MailState::Cancelled) {
        return Ok((mail, false));
    }
    if !deliveries::cancel(&mut tx, id, "cancelled by the operator").await? {
        return Err(past(&mail).into());
    }
    tx.commit().await?;
    Ok((mail, true))
}

async fn find(conn: &mut Conn, id: DeliveryId) -> Result<Mail> {
    let row = deliveries::listed_by_id(conn, id).await?;
    row.map(Mail::from).ok_or_else(|| OperatorRefusal::NoMail { id }.into())
}

async fn retry_now(app: &App, tx: &mut Tx, mail: &Mail) -> Result<()> {
    if deliveries::retry(tx, mail.row.id, app.now()).await? { Ok(()) } else { Err(past(mail).into()) }
}

fn past(mail: &Mail) -> MailRefusal {
    match MailState::parse(&mail.row.state) {
        Some(MailState::Sent) => MailRefusal::AlreadySent,
        _ => MailRefusal::UnderWay,
    }
}

/// Why sending it would help nobody: what it says, or the link in it, no longer works.
async fn pointless(app: &App, conn: &mut Conn, mail: &Mail) -> Result<Option<MailRefusal>> {
    let Ok(message) = serde_json::from_str::<Message>(&mail.row.message) else {
        return Ok(Some(MailRefusal::Unreadable));
    };
    let Some(purpose) = message.link_purpose() else { return Ok(None) };
    let token = match mail.row.token_id {
        Some(id) => mailed_links::by_id(conn, id).await?,
        None => None,
    };
    // An invitation whose member was removed keeps its row, without the member.
    let token = token.filter(|row| purpose != Purpose::Invitation || row.member_id.is_some());
    Ok(link_end(token, app.now()).map(MailRefusal::DeadLink))
}

fn link_end(token: Option<TokenRow>, now: i64) -> Option<LinkEnd> {
    match token {
        None => Some(LinkEnd::Withdrawn),
        Some(row) if row.used_at.is_some() => Some(LinkEnd::Used),
        Some(row) if row.replaced_at.is_some() => Some(LinkEnd::Replaced),
        Some(row) if row.expires_at <= now => Some(LinkEnd::Expired),
        Some(_) => None,
    }
}
