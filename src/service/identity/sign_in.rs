//! Signing in, with the password and, where it is turned on, a code as the second step.

use super::accounts::{SignedIn, author};
use super::follow_ups::{self, FollowUp};
use super::limits::{self, Counters, Limit, NetworkLimit};
use super::places::{self, Place, Standing};
use super::second_step::{self, Giver};
use super::throttles;
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::{AccountId, FollowUpId};
use crate::domain::refusal::{Part, Problem, Refusal};
use crate::domain::time::{MINUTE, SKEW};
use crate::error::{Error, Result};
use crate::mail::{Message, SignInMail, To};
use crate::password::Verdict;
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::{Author, Logs};
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::{follow_ups as taken, two_step};
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
pub async fn sign_in(app: &App, email: &str, password: SecretString, place: &Place) -> Result<Entrance> {
    let known = Email::parse(email).ok();
    let key = known.as_ref().map_or_else(|| email.trim().to_lowercase(), |email| email.key().to_owned());
    let standing = places::standing(app, &key, place).await?;
    let is_last = throttles::count_under(app, &counters(&key, &standing, place)).await?;
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
            enter(app, &account, who, place).await
        }
        (account, _) => {
            tracing::warn!(address = place.address, "sign-in failed");
            // Written into the account's log beside the answer: its time does not tell whether there is an account.
            let (account, address) = (account.map(|account| account.id), place.address.clone());
            let closes = is_last && standing == Standing::Stranger;
            follow_ups::owe(app, &FollowUp::SignInFailed { account, address, closes }).await?;
            Err(Refusal::WrongCredentials.into())
        }
    }
}

/// However many strangers try: who comes from a place that the account knows has room of its own.
fn counters(key: &str, standing: &Standing, place: &Place) -> Counters {
    match standing {
        Standing::Known(here) => Counters::none().of(Limit::SignInKnown, &format!("{key} {here}")),
        Standing::Stranger => {
            let networks = place.networks();
            let counters = Counters::none().in_networks(NetworkLimit::SignIn, &networks);
            counters.of_in(NetworkLimit::SignInTo, key, &networks).of(Limit::SignInToAccount, key)
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
async fn enter(app: &App, account: &Account, who: SignedIn, place: &Place) -> Result<Entrance> {
    if let Some(sealed) = code_needed(app, who).await? {
        return Ok(Entrance::CodeNeeded(sealed));
    }
    let entered: Result<()> = change!(app, author(account, Some(&place.address)), Scope::nothing(), |change| {
        count_sign_in(change, account).await?;
        change.record(Logs::Account(account.id), &Event::SignedIn).await?;
        arrive(change, account, place).await
    });
    entered?;
    give_back(app, account, place).await?;
    Ok(Entrance::Open(who))
}

/// The place is known from now on; whoever signed in elsewhere before hears of it.
async fn arrive(change: &mut Change<'_>, account: &Account, place: &Place) -> Result<()> {
    if !places::arrive(change, account, place).await? {
        return Ok(());
    }
    let to = To::account(account.email.clone(), account.language.as_deref());
    let seen = place.seen(change.now());
    change.tell(None, &to, &Message::SignIn(SignInMail::SignedInElsewhere { seen })).await
}

/// Remembers the place of somebody who came in by a mailed link, and chose a password on the way.
///
/// # Errors
/// The database.
pub async fn came_by_link(app: &App, who: SignedIn, place: &Place) -> Result<()> {
    change!(app, Author::portal(), Scope::nothing(), |change| {
        match accounts::by_id(&mut change.tx, who.account).await? {
            Some(account) => arrive(change, &account, place).await,
            None => Ok(()),
        }
    })
}

/// The sealed text for [`finish`], where the account has two-step sign-in turned on.
///
/// # Errors
/// The database.
pub async fn code_needed(app: &App, who: SignedIn) -> Result<Option<String>> {
    let two_step = two_step::find(&mut app.db.read().await?, who.account).await?;
    Ok(two_step.map(|_| seal(app, who)))
}

/// Gives the attempts from here back.
async fn give_back(app: &App, account: &Account, place: &Place) -> Result<()> {
    let key = &account.email_key;
    let known = [Standing::by_browser(place), Standing::by_network(place)];
    let here = Counters::none().of_in(NetworkLimit::SignInTo, key, &place.networks());
    let here = known.iter().fold(here, |all, standing| match standing {
        Standing::Known(here) => all.of(Limit::SignInKnown, &format!("{key} {here}")),
        Standing::Stranger => all,
    });
    throttles::forget_under(app, &here).await
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
pub async fn finish(app: &App, sealed: &str, code: &str, place: &Place) -> Result<SignedIn> {
    let (who, account) = between(app, sealed).await?;
    let giver = Giver::At(place, places::known(app, &account.email_key, place).await?);
    let own_browser = places::knows_browser(app, &account, place).await?;
    second_step::count(app, account.id, &giver, code).await?;
    let right = change!(app, author(&account, Some(&place.address)), Scope::nothing(), |change| {
        let right = second_step::spend_in(change, &account, &giver, code).await?;
        if right {
            count_sign_in(change, &account).await?;
            change.record(Logs::Account(account.id), &Event::SignedIn).await?;
            arrive(change, &account, place).await?;
        } else {
            change.record(Logs::Account(account.id), &Event::TwoStepFailed).await?;
            if !own_browser {
                second_step::tell_of_password(change, &account, place).await?;
            }
        }
        Ok(right)
    })?;
    if !right {
        tracing::warn!(address = place.address, "second step failed");
        return Err(Refusal::at(Part::Code, Problem::WrongCode).into());
    }
    second_step::give_back(app, account.id, &giver, code).await?;
    give_back(app, &account, place).await?;
    Ok(who)
}

/// Writes a failure into the account's log, where there is an account. Once a day its owner is told that so many
/// came from elsewhere that they are held back.
pub(super) async fn note_failure(
    app: &App,
    id: FollowUpId,
    account: Option<AccountId>,
    address: String,
    closes: bool,
) -> Result<()> {
    let account = match account {
        Some(account) => accounts::by_id(&mut app.db.read().await?, account).await?,
        None => None,
    };
    let by = account.as_ref().map_or_else(Author::portal, |account| author(account, Some(&address)));
    change!(app, by.clone(), Scope::nothing(), |change| {
        if !taken::take(&mut change.tx, id).await? {
            change.discard();
            return Ok(());
        }
        let Some(account) = &account else { return Ok(()) };
        change.record(Logs::Account(account.id), &Event::SignInFailed).await?;
        if closes && limits::is_first(app, &mut change.tx, Limit::ToldOfStrangers, &account.id.to_string()).await? {
            change.record(Logs::Account(account.id), &Event::StrangersHeldBack).await?;
            let message = Message::SignIn(SignInMail::StrangersHeldBack { at: app.now() });
            change.tell_account(None, Some(account.id), &message).await?;
        }
        Ok(())
    })
}

/// A right password gives the attempts back: how often it is used is counted by itself.
async fn count_sign_in(change: &mut Change<'_>, account: &Account) -> Result<()> {
    limits::count_in(change.app, &mut change.tx, Limit::SignInsTo, &account.id.to_string()).await
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
