//! The outbox, as the operator looks after it.

use crate::app::App;
use crate::deliveries::due;
use crate::domain::ids::DeliveryId;
use crate::domain::operator::refusal::{LinkEnd, MailRefusal, OperatorRefusal};
use crate::domain::refusal::LinkFault;
use crate::error::Result;
use crate::mail::Message;
use crate::service::change::{Scope, change};
use crate::service::events::record::Author;
use crate::service::identity::mailed_links;
use crate::store::deliveries::{self, Listed, State};
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
        let message: Value = serde_json::from_str(&row.payload).unwrap_or_default();
        let kind = message["kind"].as_str().unwrap_or("unreadable").to_owned();
        Self { row, kind }
    }
}

/// The newest mails, in one state or in any.
///
/// # Errors
/// The database cannot be read.
pub async fn list(app: &App, state: Option<State>, most: i64) -> Result<Vec<Mail>> {
    let mut conn = app.db.read().await?;
    let rows = deliveries::listed(&mut conn, state, most).await?;
    Ok(rows.into_iter().map(Mail::from).collect())
}

/// Makes a mail due now. `serve` sends it.
///
/// # Errors
/// There is no such mail, it was sent, it is under way, or its link no longer works.
pub async fn retry(app: &App, id: DeliveryId) -> Result<Mail> {
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let mail = find(&mut change.tx, id).await?;
        if let Some(reason) = pointless(app, &mut change.tx, &mail).await? {
            return Err(reason.into());
        }
        retry_now(app, &mut change.tx, &mail).await?;
        change.wake();
        Ok(mail)
    })
}

/// What became of every dead mail: retried, or the reason why not.
pub type Retried = Vec<(Mail, Option<MailRefusal>)>;

/// Makes all dead mails due now, apart from those whose link no longer works.
///
/// # Errors
/// The database cannot be read or written.
pub async fn retry_dead(app: &App) -> Result<Retried> {
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let mut outcomes = Vec::new();
        for row in deliveries::listed(&mut change.tx, Some(State::Dead), i64::MAX).await? {
            let mail = Mail::from(row);
            let reason = pointless(app, &mut change.tx, &mail).await?;
            if reason.is_none() {
                retry_now(app, &mut change.tx, &mail).await?;
            }
            outcomes.push((mail, reason));
        }
        change.wake();
        Ok(outcomes)
    })
}

/// Takes a mail back, so that it is never sent; `false` when it was taken back before.
///
/// # Errors
/// There is no such mail, it was sent, or it is under way.
pub async fn cancel(app: &App, id: DeliveryId) -> Result<(Mail, bool)> {
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let mail = find(&mut change.tx, id).await?;
        if State::parse(&mail.row.state) == Some(State::Cancelled) {
            change.discard();
            return Ok((mail, false));
        }
        if !deliveries::cancel(&mut change.tx, id, due(app.now()), "cancelled by the operator").await? {
            return Err(past(&mail).into());
        }
        Ok((mail, true))
    })
}

async fn find(conn: &mut Conn, id: DeliveryId) -> Result<Mail> {
    let row = deliveries::listed_by_id(conn, id).await?;
    row.map(Mail::from).ok_or_else(|| OperatorRefusal::NoMail { id }.into())
}

async fn retry_now(app: &App, tx: &mut Tx, mail: &Mail) -> Result<()> {
    if deliveries::retry(tx, mail.row.id, due(app.now())).await? { Ok(()) } else { Err(past(mail).into()) }
}

fn past(mail: &Mail) -> MailRefusal {
    match State::parse(&mail.row.state) {
        Some(State::Sent) => MailRefusal::AlreadySent,
        _ => MailRefusal::UnderWay,
    }
}

/// Why sending it would help nobody: what it says, or the link in it, no longer works.
async fn pointless(app: &App, conn: &mut Conn, mail: &Mail) -> Result<Option<MailRefusal>> {
    // Of what was sent nothing is kept that could be read.
    if State::parse(&mail.row.state) == Some(State::Sent) {
        return Ok(Some(MailRefusal::AlreadySent));
    }
    let Ok(message) = serde_json::from_str::<Message>(&mail.row.payload) else {
        return Ok(Some(MailRefusal::Unreadable));
    };
    if message.link_purpose().is_none() {
        return Ok(None);
    }
    let fault = mailed_links::fault_of(app, conn, mail.row.link_id).await?;
    Ok(fault.map(link_end).map(MailRefusal::DeadLink))
}

fn link_end(fault: LinkFault) -> LinkEnd {
    match fault {
        LinkFault::Used => LinkEnd::Used,
        LinkFault::Replaced => LinkEnd::Replaced,
        LinkFault::Expired => LinkEnd::Expired,
        LinkFault::Withdrawn | LinkFault::Unknown | LinkFault::LetGo | LinkFault::OtherAccount | LinkFault::AccountExists => {
            LinkEnd::Withdrawn
        }
    }
}
