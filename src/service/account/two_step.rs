//! Two-step sign-in: setting it up, its codes, turning it off.

use super::password::{self, Proof};
use crate::app::App;
use crate::domain::events::Event;
use crate::domain::identity::ending::Ending;
use crate::domain::identity::second_step::{RecoveryCode, TypedCode};
use crate::domain::identity::totp::Secret;
use crate::domain::ids::AccountId;
use crate::domain::language::Language;
use crate::domain::refusal::{Conflict, Part, Problem, Refusal};
use crate::domain::time::{MINUTE, SKEW};
use crate::error::{Error, Result};
use crate::mail::{Message, SignInMail, To};
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::second_step::{self, Giver};
use crate::store::identity::ended_sessions::End;
use crate::store::identity::{accounts, sessions, two_step};
use uuid::Uuid;

/// How long a set-up that was begun can be finished, in milliseconds.
pub const SET_UP_LIFETIME: i64 = 15 * MINUTE;
/// Recovery codes that are made at once.
const CODES: usize = 10;
/// What the text of a set-up is sealed for.
const SET_UP: &str = "two-step-set-up";

/// How the second step of a person stands.
#[derive(Clone, Debug)]
pub struct State {
    pub is_on: bool,
    pub codes_left: i64,
    /// A provider that requires it.
    pub required_by: Option<String>,
}

/// How the second step of the signed-in person stands.
///
/// # Errors
/// The database.
pub async fn state(app: &App, actor: &Actor) -> Result<State> {
    let mut conn = app.db.read().await?;
    Ok(State {
        is_on: two_step::find(&mut conn, actor.id).await?.is_some(),
        codes_left: two_step::codes_left(&mut conn, actor.id).await?,
        required_by: two_step::required_by(&mut conn, actor.id).await?,
    })
}

/// A set-up that was begun and is kept by nobody but the page: the database learns of it when the
/// first code is right.
#[derive(Clone, Debug)]
pub struct SetUp {
    pub secret: Secret,
    /// What the QR code holds.
    pub link: String,
    /// What the form brings back: the nonce and what it replaces, unreadable for nobody and of no
    /// use without the key.
    pub sealed: String,
    nonce: Uuid,
    /// The nonce that is in force, nil where there is none.
    before: Uuid,
}

impl SetUp {
    fn of(app: &App, actor: &Actor, nonce: Uuid, before: Uuid, sealed: String) -> Self {
        let secret = Secret::new(app.secrets.two_step(nonce));
        Self { link: secret.link(&issuer(&app.settings.public_url), &actor.email), secret, sealed, nonce, before }
    }
}

/// Who the app says that the codes are for: with the host, so that two portals are two entries. An issuer has no colon.
fn issuer(public_url: &str) -> String {
    let host = public_url.split("://").nth(1).unwrap_or_default();
    format!("Portico ({})", host.replace(':', " "))
}

/// Begins to set it up, or to move it to another app, after the person proved who it is. Changes
/// nothing.
///
/// # Errors
/// The faults of the form; throttled.
pub async fn begin(app: &App, actor: &Actor, proof: Proof) -> Result<SetUp> {
    // What is in force is read before the proof, which asks for a code of it: whatever is turned on
    // meanwhile is not replaced.
    let before = two_step::find(&mut app.db.read().await?, actor.id).await?.map_or(Uuid::nil(), |now| now.nonce);
    let account = password::must_prove(app, actor, proof).await?;
    let (nonce, ends): (Uuid, i64) = (app.new_id(), app.now() + SET_UP_LIFETIME);
    let payload = [account.id.uuid().as_bytes().as_slice(), nonce.as_bytes(), before.as_bytes(), &ends.to_be_bytes()].concat();
    Ok(SetUp::of(app, actor, nonce, before, app.secrets.seal(SET_UP, &payload)))
}

/// The set-up that the form brings back.
///
/// # Errors
/// [`Refusal::StaleForm`] when it is none of this person's, or too old.
pub fn reopen(app: &App, actor: &Actor, sealed: &str) -> Result<SetUp> {
    let read = || {
        let bytes = app.secrets.unseal(SET_UP, sealed)?;
        let (account, rest) = bytes.split_first_chunk::<16>()?;
        let (nonce, rest) = rest.split_first_chunk::<16>()?;
        let (before, ends) = rest.split_first_chunk::<16>()?;
        let ends = i64::from_be_bytes(ends.try_into().ok()?);
        let left = ends - app.now();
        let is_good = Uuid::from_bytes(*account) == actor.id.uuid() && left > 0 && left <= SET_UP_LIFETIME + SKEW;
        is_good.then(|| SetUp::of(app, actor, Uuid::from_bytes(*nonce), Uuid::from_bytes(*before), sealed.to_owned()))
    };
    Ok(read().ok_or(Refusal::StaleForm)?)
}

/// Turns it on with the first code of the app; gives the recovery codes, which are never shown again,
/// and what a fresh session of this browser begins with: every other was begun with a password alone,
/// or with the codes of before, and ends.
///
/// # Errors
/// The fault of the field `code`; [`Conflict::TwoStepChanged`]; throttled.
pub async fn confirm(app: &App, actor: &Actor, set_up: &SetUp, code: &str) -> Result<(Vec<String>, SignedIn)> {
    second_step::count(app, actor.id, &Giver::SignedIn, code).await?;
    let step = first_step(set_up, code, app.now())?;
    let done = change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        let session_epoch = accounts::begin_session_epoch(&mut change.tx, actor.id).await?.ok_or(Error::SignInNeeded)?;
        let end = End { by: Ending::TwoStep, now: app.now() };
        sessions::delete_of_account(&mut change.tx, actor.id, end).await?;
        let (nonce, now) = (set_up.nonce, app.now());
        let done = if set_up.before.is_nil() {
            two_step::insert(&mut change.tx, actor.id, nonce, step, now).await?
        } else {
            two_step::replace(&mut change.tx, actor.id, set_up.before, nonce, step, now).await?
        };
        if !done {
            return Err(Conflict::TwoStepChanged.into());
        }
        let codes = make_codes(change, actor.id).await?;
        tell(change, actor, &Event::TwoStepEnabled, &Message::SignIn(SignInMail::TwoStepOn)).await?;
        Ok((codes, SignedIn { account: actor.id, session_epoch }))
    })?;
    second_step::give_back(app, actor.id, &Giver::SignedIn, code).await?;
    Ok(done)
}

/// The step whose code was typed. A code of another moment is told by how much the clocks differ: the secret is on the
/// very page, so nobody learns anything of it. At sign-in nothing is told, since a code of a moment to come, confirmed
/// beforehand, would open the account when its moment has come.
fn first_step(set_up: &SetUp, code: &str, now: i64) -> Result<i64> {
    let Some(TypedCode::App(code)) = TypedCode::parse(code) else {
        return Err(Refusal::at(Part::Code, Problem::WrongCode).into());
    };
    set_up.secret.step_of(&code, now).ok_or_else(|| {
        let problem = match set_up.secret.clock_difference(&code, now) {
            Some(ms) if ms > 0 => Problem::ClockAhead { minutes: (ms + MINUTE / 2) / MINUTE },
            Some(ms) => Problem::ClockBehind { minutes: (MINUTE / 2 - ms) / MINUTE },
            None => Problem::WrongCode,
        };
        Refusal::at(Part::Code, problem).into()
    })
}

/// Makes new recovery codes; the older ones stop working.
///
/// # Errors
/// The faults of the form; [`Conflict::TwoStepChanged`] when it is off; throttled.
pub async fn renew_codes(app: &App, actor: &Actor, proof: Proof) -> Result<Vec<String>> {
    let account = password::must_prove(app, actor, proof).await?;
    // Behind the account's lock: nothing is turned off beside this.
    change!(app, actor, Scope::account(account.id).counted_elsewhere(), |change| {
        change.record(Logs::Account(account.id), &Event::RecoveryCodesRenewed).await?;
        if two_step::find(&mut change.tx, account.id).await?.is_none() {
            return Err(Conflict::TwoStepChanged.into());
        }
        make_codes(change, account.id).await
    })
}

/// Turns it off, and tells the owner by mail.
///
/// # Errors
/// [`Conflict::TwoStepRequired`] while a provider of the person requires it, before anything is
/// asked; the faults of the form; [`Conflict::TwoStepChanged`] when it is off already; throttled.
pub async fn turn_off(app: &App, actor: &Actor, proof: Proof) -> Result<()> {
    if two_step::required_by(&mut app.db.read().await?, actor.id).await?.is_some() {
        return Err(Conflict::TwoStepRequired.into());
    }
    let before = two_step::find(&mut app.db.read().await?, actor.id).await?.ok_or(Conflict::TwoStepChanged)?;
    password::must_prove(app, actor, proof).await?;
    change!(app, actor, Scope::account(actor.id).counted_elsewhere(), |change| {
        let now = two_step::find(&mut change.tx, actor.id).await?;
        if now.is_none_or(|now| now.nonce != before.nonce) || !two_step::delete(&mut change.tx, actor.id).await? {
            return Err(Conflict::TwoStepChanged.into());
        }
        if two_step::required_by(&mut change.tx, actor.id).await?.is_some() {
            return Err(Conflict::TwoStepRequired.into());
        }
        tell(change, actor, &Event::TwoStepDisabled, &Message::SignIn(SignInMail::TwoStepOff)).await
    })
}

async fn tell(change: &mut Change<'_>, actor: &Actor, event: &Event, message: &Message) -> Result<()> {
    change.record(Logs::Account(actor.id), event).await?;
    let to = To::account(actor.email.clone(), actor.language.map(Language::word));
    change.tell(None, &to, message).await
}

async fn make_codes(change: &mut Change<'_>, account: AccountId) -> Result<Vec<String>> {
    let app = change.app;
    let codes: Vec<RecoveryCode> = (0..CODES).map(|_| RecoveryCode::of(app.random.bytes())).collect();
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| app.secrets.recovery_hash(account.uuid(), code.as_str())).collect();
    two_step::replace_codes(&mut change.tx, account, &hashes).await?;
    Ok(codes.iter().map(RecoveryCode::shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_portals_are_two_entries_in_an_app() {
        assert_eq!(issuer("https://portal.example"), "Portico (portal.example)");
        assert_eq!(issuer("http://127.0.0.1:8080"), "Portico (127.0.0.1 8080)");
        let link = Secret::new([7; 20]).link(&issuer("https://portal.example"), "ada@client.example");
        assert!(link.starts_with("otpauth://totp/Portico%20%28portal.example%29:ada%40client.example?"), "{link}");
        assert!(link.ends_with("&issuer=Portico%20%28portal.example%29"), "{link}");
    }
}
