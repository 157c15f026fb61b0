//! What is done a moment after an answer that must not tell whether there is an account. The answer writes one row,
//! whoever asked about whom; the rows are worked off one by one, later, at a pace of their own, so that neither the
//! answer nor the next one takes longer for an address that has an account. What was answered is kept: a row goes in
//! the transaction that does what it says.

use super::{accounts, registration, sign_in};
use crate::app::App;
use crate::domain::ids::{AccountId, FollowUpId};
use crate::domain::refusal::Refusal;
use crate::domain::time::{MINUTE, SKEW};
use crate::error::{Error, Result};
use crate::readiness::{Failed, Readiness};
use crate::service::change::{Scope, change};
use crate::service::events::record::Author;
use crate::store::identity::follow_ups::{self, Owed};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::sync::watch;

/// Between two of them.
const PACE: Duration = Duration::from_millis(10);
/// How long it is at most until somebody looks whether there are any, and until one that failed is tried again.
const LOOK: Duration = Duration::from_secs(5);
/// None waits longer, whatever the delay is: what is due later was dated by a clock that ran ahead.
const LONGEST: i64 = MINUTE;

/// What is owed. Stored for seconds, and read by whatever version does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum FollowUp {
    /// `closes`: whether strangers are held back from now on.
    SignInFailed {
        account: Option<AccountId>,
        address: String,
        closes: bool,
    },
    PasswordLink {
        email: String,
        language: String,
        address: String,
    },
    Registration {
        email: String,
        language: String,
    },
}

/// Owes this, due after the delay and some more, which nobody can tell beforehand.
///
/// # Errors
/// The database.
pub(super) async fn owe(app: &App, what: &FollowUp) -> Result<()> {
    let details = serde_json::to_string(what).map_err(anyhow::Error::new)?;
    let (delay, [chance]) = (app.settings.follow_up_delay, app.random.bytes());
    let (id, due_at) = (app.new_id(), app.now() + delay + delay * i64::from(chance) / 256);
    let owed: Result<()> = change!(app, Author::portal(), Scope::nothing(), |change| {
        Ok(follow_ups::insert(&mut change.tx, id, &details, due_at).await?)
    });
    owed?;
    app.follow_ups.notify_one();
    Ok(())
}

/// Does what is due, for as long as the program runs.
pub async fn work(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let pause = match next(&app).await {
            Ok(Next::Done) => PACE,
            Ok(Next::In(pause)) => pause.min(LOOK),
            Err(error) => {
                Readiness::tell(&app, Failed::work("what was to be done after an answer is tried again", error));
                tokio::time::sleep(PACE).await;
                LOOK
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            () = app.follow_ups.notified(), if pause > PACE => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// What there was to do.
enum Next {
    Done,
    /// Nothing before this is over.
    In(Duration),
}

/// Does what is due longest.
async fn next(app: &App) -> Result<Next> {
    let first = follow_ups::first(&mut app.db.read().await?).await?;
    let Some(Owed { id, details, due_at }) = first else { return Ok(Next::In(LOOK)) };
    let wait = due_at - app.now();
    if wait > 0 && wait <= LONGEST + SKEW {
        return Ok(Next::In(Duration::from_millis(wait.unsigned_abs())));
    }
    match carry_out(app, id, &details).await {
        // Nobody can do it: it would be in the way of all others.
        Err(error) if !passes(&error) => {
            Readiness::tell(app, Failed::work("what was to be done after an answer is given up", error));
            drop_it(app, id).await?;
        }
        done => done?,
    }
    Ok(Next::Done)
}

fn passes(error: &Error) -> bool {
    matches!(error, Error::Again(_) | Error::Unavailable(_) | Error::Refused(Refusal::Busy))
}

async fn carry_out(app: &App, id: FollowUpId, details: &str) -> Result<()> {
    match serde_json::from_str(details).map_err(anyhow::Error::new)? {
        FollowUp::SignInFailed { account, address, closes } => sign_in::note_failure(app, id, account, address, closes).await,
        FollowUp::PasswordLink { email, language, address } => {
            accounts::send_password_link(app, id, &email, &language, address).await
        }
        FollowUp::Registration { email, language } => registration::send(app, id, &email, &language).await,
    }
}

async fn drop_it(app: &App, id: FollowUpId) -> Result<()> {
    change!(app, Author::portal(), Scope::nothing(), |change| {
        follow_ups::take(&mut change.tx, id).await?;
        Ok(())
    })
}
