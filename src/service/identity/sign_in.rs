//! Signing in, with the password and, where it is turned on, a code as the second step.

use super::accounts::{SignedIn, author};
use super::limits;
use super::second_step;
use super::throttles::{self, Limit};
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::refusal::{Part, Problem, Refusal};
use crate::domain::time::{MINUTE, SKEW};
use crate::error::{Error, Result};
use crate::password::Verdict;
use crate::readiness::{Failed, Readiness};
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::two_step;
use secrecy::SecretString;
use uuid::Uuid;

/// How long the code may be waited for after the password, in milliseconds.
pub const SECOND_STEP_LIFETIME: i64 = 5 * MINUTE;
/// What the text between the two steps is sealed for.
const SECOND_STEP: &str = "second-step";

/// How far somebody came with the right password.
#[derive(Clone, Debug)]
pub enum Entrance {
    Open(SignedIn),
    /// A code is needed too: the sealed text for [`finish`], which opens nothing by itself.
    CodeNeeded(String),
}

/// The account that this address and password open.
///
/// # Errors
/// [`Refusal::WrongCredentials`] for an unknown address, a wrong password, an account without a
/// password and a disabled one alike, after the same work; [`Refusal::Throttled`].
pub async fn sign_in(app: &App, email: &str, password: SecretString, address: Option<&str>) -> Result<Entrance> {
    let known = Email::parse(email).ok();
    let key = known.as_ref().map_or_else(|| email.trim().to_lowercase(), |email| email.key().to_owned());
    let network = throttles::network_of(address);
    let here = format!("{key} {network}");
    // However many strangers try: who signed in from this network before is let through.
    let mut limits = vec![(Limit::SignInFromNetwork, network.as_str()), (Limit::SignInHere, here.as_str())];
    if !throttles::is_known(app, Limit::SignedInHere, &here).await? {
        limits.push((Limit::SignInToAccount, key.as_str()));
    }
    throttles::count_all(app, &limits).await?;
    // A text that is no address has no account, and may hold what no database takes.
    let account = match known {
        Some(email) => accounts::by_email(&mut app.db.read().await?, email.key()).await?,
        None => None,
    };
    let stored =
        account.as_ref().filter(|account| account.disabled_at.is_none()).and_then(|account| account.password_hash.clone());
    let verdict = app.passwords.verify(password.clone(), stored.clone()).await?;
    match (account, verdict) {
        (Some(account), Verdict::Right { rehash }) => {
            if let Some(weaker) = stored.filter(|_| rehash) {
                renew_hash(app, &account, &weaker, password).await?;
            }
            let who = SignedIn { account: account.id, session_epoch: account.session_epoch };
            enter(app, &account, who, address).await
        }
        (account, _) => {
            tracing::warn!(address = address.unwrap_or("unknown"), "sign-in failed");
            note_failure(app, account, address);
            Err(Refusal::WrongCredentials.into())
        }
    }
}

async fn renew_hash(app: &App, account: &Account, weaker: &str, password: SecretString) -> Result<()> {
    let stronger = app.passwords.hash(password, app.random.bytes()).await?;
    change!(app, author(account, None), Scope::nothing(), |change| {
        Ok(accounts::renew_hash(&mut change.tx, account.id, weaker, &stronger).await?)
    })
}

/// Lets in whoever brought the right password, unless a code is needed too.
async fn enter(app: &App, account: &Account, who: SignedIn, address: Option<&str>) -> Result<Entrance> {
    if let Some(sealed) = code_needed(app, who).await? {
        return Ok(Entrance::CodeNeeded(sealed));
    }
    note(app, account, address, &Event::SignedIn).await?;
    trust(app, account, address).await?;
    Ok(Entrance::Open(who))
}

/// The sealed text for [`finish`], where the account has two-step sign-in turned on.
///
/// # Errors
/// The database.
pub async fn code_needed(app: &App, who: SignedIn) -> Result<Option<String>> {
    let two_step = two_step::find(&mut app.db.read().await?, who.account).await?;
    Ok(two_step.map(|_| seal(app, who)))
}

/// Gives the attempts from this network back, and remembers it.
async fn trust(app: &App, account: &Account, address: Option<&str>) -> Result<()> {
    let here = format!("{} {}", account.email_key, throttles::network_of(address));
    throttles::forget(app, Limit::SignInHere, &here).await?;
    throttles::remember(app, Limit::SignedInHere, &here).await
}

fn seal(app: &App, who: SignedIn) -> String {
    let ends = app.now() + SECOND_STEP_LIFETIME;
    let numbers = [who.session_epoch.to_be_bytes(), ends.to_be_bytes()].concat();
    app.secrets.seal(SECOND_STEP, &[who.account.uuid().as_bytes().as_slice(), &numbers].concat())
}

fn unseal(app: &App, sealed: &str) -> Option<SignedIn> {
    let bytes = app.secrets.unseal(SECOND_STEP, sealed)?;
    let (account, numbers) = bytes.split_first_chunk::<16>()?;
    let (epoch, ends) = numbers.split_first_chunk::<8>()?;
    let ends = i64::from_be_bytes(ends.try_into().ok()?);
    let session_epoch = i64::from_be_bytes(*epoch);
    let left = ends - app.now();
    (left > 0 && left <= SECOND_STEP_LIFETIME + SKEW)
        .then_some(SignedIn { account: Uuid::from_bytes(*account).into(), session_epoch })
}

/// Who is between the two steps with this sealed text.
///
/// # Errors
/// [`Error::SignInNeeded`] when it is none of ours, too old, or the account is disabled, has
/// another password or no second step by now.
pub async fn between(app: &App, sealed: &str) -> Result<(SignedIn, Account)> {
    let who = unseal(app, sealed).ok_or(Error::SignInNeeded)?;
    let mut conn = app.db.read().await?;
    let account = accounts::by_id(&mut conn, who.account).await?;
    let account = account.filter(|account| account.disabled_at.is_none() && account.session_epoch == who.session_epoch);
    let account = account.ok_or(Error::SignInNeeded)?;
    two_step::find(&mut conn, account.id).await?.ok_or(Error::SignInNeeded)?;
    Ok((who, account))
}

/// The second step: a code of the app or a recovery code, each of which works once.
///
/// # Errors
/// As [`between`]; [`Refusal::Throttled`], counted before the code is looked at; the fault of the
/// field `code`.
pub async fn finish(app: &App, sealed: &str, code: &str, address: Option<&str>) -> Result<SignedIn> {
    let (who, account) = between(app, sealed).await?;
    second_step::count(app, account.id, address).await?;
    let right = change!(app, author(&account, address), Scope::nothing(), |change| {
        let right = second_step::spend_in(change, &account, code).await?;
        if right {
            count_sign_in(change, &account).await?;
        }
        let event = if right { Event::SignedIn } else { Event::TwoStepFailed };
        change.record(Logs::Account(account.id), &event).await?;
        Ok(right)
    })?;
    if !right {
        tracing::warn!(address = address.unwrap_or("unknown"), "second step failed");
        return Err(Refusal::at(Part::Code, Problem::WrongCode).into());
    }
    second_step::give_back(app, account.id, address).await?;
    trust(app, &account, address).await?;
    Ok(who)
}

/// Writes the failure into the account's log beside the answer, so that the time of the answer
/// does not tell whether there is an account.
fn note_failure(app: &App, account: Option<Account>, address: Option<&str>) {
    let (app, address) = (app.clone(), address.map(str::to_owned));
    tokio::spawn(async move {
        let Some(account) = account else { return };
        if let Err(error) = note(&app, &account, address.as_deref(), &Event::SignInFailed).await {
            Readiness::tell(&app, Failed::work("a failed sign-in was not written to the log", error));
        }
    });
}

/// A right password gives the attempts back: how often it is used is counted by itself.
async fn count_sign_in(change: &mut Change<'_>, account: &Account) -> Result<()> {
    limits::count_in(change.app, &mut change.tx, Limit::SignInsTo, &account.id.to_string()).await
}

async fn note(app: &App, account: &Account, address: Option<&str>, event: &Event) -> Result<()> {
    change!(app, author(account, address), Scope::nothing(), |change| {
        if *event == Event::SignedIn {
            count_sign_in(change, account).await?;
        }
        change.record(Logs::Account(account.id), event).await
    })
}

/// Writes that the person signed out.
///
/// # Errors
/// The database.
pub async fn signed_out(app: &App, actor: &Actor) -> Result<()> {
    // However much somebody did: who wants to go goes. Signing in is limited.
    change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        change.record(Logs::Account(actor.id), &Event::SignedOut).await
    })
}
