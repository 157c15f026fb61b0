//! What was refused, for whom it concerns: the log of the account that tried and that of the operator, never that of
//! whom it was tried on. One line an hour for each account, or for each kind where nobody is signed in; the third
//! refusal in an hour raises an alert.

use super::record::{Author, Logs};
use crate::app::App;
use crate::domain::events::{Event, Refused};
use crate::domain::time::HOUR;
use crate::error::Result;
use crate::readiness::{Failed, Readiness};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::identity::limits;
use crate::store::access::Reader;
use crate::store::events::{self, portal};
use crate::store::identity::throttles;
use uuid::Uuid;

/// Refusals in an hour that raise an alert.
const ALERT_AT: i64 = 3;

/// Things that one request names, of which so many are looked at.
const MOST_NAMED: usize = 20;

/// A refusal, as the door knows it.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub author: Author,
    pub what: Refused,
    /// The method and the route, without what was named in it.
    pub act: String,
    /// What the request named, where it was told that there is no such thing.
    pub missing: Vec<Uuid>,
    /// What the person reaches.
    reader: Option<Reader>,
}

impl Attempt {
    /// By somebody who is signed in, or by nobody who is known.
    #[must_use]
    pub fn by(actor: Option<&Actor>, address: &str, what: Refused, act: String) -> Self {
        let author = actor.map_or_else(|| Author::unknown(address), Author::from);
        Self { author, what, act, missing: Vec::new(), reader: actor.map(Actor::reader) }
    }
}

/// Keeps it beside the answer, so that the answer takes no longer for it.
pub fn keep(app: &App, attempt: Attempt) {
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = write(&app, &attempt).await {
            Readiness::tell(&app, Failed::work("a refusal was not written to the log", error));
        }
    });
}

async fn write(app: &App, attempt: &Attempt) -> Result<()> {
    let (account, word) = (attempt.author.id, attempt.what.word());
    let who = account.map_or_else(String::new, |id| id.to_string());
    let key = limits::key(word, &format!("refused {who}"));
    if app.gate.full_until(&key, app.now()).is_some() || !concerns_others(app, attempt).await? {
        return Ok(());
    }
    let alerts = change!(app, attempt.author.clone(), Scope::nothing(), |change| {
        let (now, event) = (change.now(), Event::Refused { what: attempt.what, act: attempt.act.clone() });
        let (times, ends_at) = throttles::count(&mut change.tx, &key, now, HOUR).await?;
        if times == 1 {
            if let Some(account) = account {
                change.record(Logs::Account(account), &event).await?;
            }
            change.record(Logs::Portal, &event).await?;
        }
        if times == ALERT_AT {
            change.record(Logs::Portal, &Event::AlertRaised { what: attempt.what, act: attempt.act.clone() }).await?;
        }
        if times >= ALERT_AT {
            app.gate.close(&key, ends_at, now);
        }
        Ok(times == ALERT_AT)
    })?;
    if alerts {
        let who = account.map(tracing::field::display);
        tracing::warn!(
            what = word,
            account = who,
            address = attempt.author.address,
            act = attempt.act,
            "alert: refused again and again"
        );
        app.metrics.alert(attempt.what);
    }
    Ok(())
}

/// Whether what was told to be missing is there, and somebody else's. Every other refusal concerns others anyway.
async fn concerns_others(app: &App, attempt: &Attempt) -> Result<bool> {
    let Some(reader) = attempt.reader.filter(|_| attempt.what == Refused::Foreign) else {
        return Ok(attempt.what != Refused::Foreign);
    };
    let mut conn = app.db.read().await?;
    for named in attempt.missing.iter().take(MOST_NAMED) {
        if let Some((kind, place)) = portal::place_of(&mut conn, *named).await?
            && !portal::is_near(&mut conn, reader.account, place).await?
        {
            // Who comes back to a client that the provider has unlinked means no harm.
            let was_a_client = kind == "organization" && events::tells_of_unlinking(&mut conn, reader, place.into()).await?;
            return Ok(!was_a_client);
        }
    }
    Ok(false)
}

/// Writes what the operator, or the process, does with the whole portal.
///
/// # Errors
/// The database.
pub async fn note(app: &App, event: &Event) -> Result<()> {
    change!(app, Author::operator(), Scope::nothing(), |change| { change.record(Logs::Portal, event).await })
}
