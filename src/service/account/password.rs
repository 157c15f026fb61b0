//! Proving once more who one is, and choosing another password while signed in.

use crate::app::App;
use crate::domain::events::Event;
use crate::domain::identity::ending::Ending;
use crate::domain::identity::password::NewPassword;
use crate::domain::refusal::{Parsing, Part, Problem};
use crate::error::{Error, Result};
use crate::mail::{Message, SignInMail, To};
use crate::password::Verdict;
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::second_step::{self, Giver};
use crate::service::identity::throttles::{self, Limit};
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::ended_sessions::End;
use crate::store::identity::{mailed_links, sessions, two_step};
use secrecy::{ExposeSecret, SecretString};

/// What a person proves with, who is signed in already.
#[derive(Clone, Debug)]
pub struct Proof {
    pub password: SecretString,
    /// Asked for where two-step sign-in is turned on.
    pub code: String,
}

/// Somebody who is signed in and has just given the right password.
pub struct KnowsPassword(pub(in crate::service) Account);

/// Somebody who is signed in and has just proved with everything that is asked of them.
pub struct Proved(pub(in crate::service) Account);

/// The signed-in person, if the password is right; its fault is added otherwise.
///
/// # Errors
/// [`crate::domain::refusal::Refusal::Throttled`], counted before anything is hashed.
pub async fn prove(app: &App, actor: &Actor, password: SecretString, faults: &mut Parsing) -> Result<Option<KnowsPassword>> {
    if password.expose_secret().is_empty() {
        faults.add(Part::CurrentPassword, Problem::Missing);
        return Ok(None);
    }
    let who = actor.id.to_string();
    throttles::count_all(app, &[(Limit::Reauthentication, &who), (Limit::Proofs, &who)]).await?;
    let account = accounts::by_id(&mut app.db.read().await?, actor.id).await?;
    let account = account.filter(|account| account.disabled_at.is_none()).ok_or(Error::SignInNeeded)?;
    if let Verdict::Right { .. } = app.passwords.verify(password, account.password_hash.clone()).await? {
        throttles::forget(app, Limit::Reauthentication, &who).await?;
        return Ok(Some(KnowsPassword(account)));
    }
    tracing::warn!(account = %actor.id, "a signed-in person gave a wrong password");
    faults.add(Part::CurrentPassword, Problem::WrongPassword);
    Ok(None)
}

/// As [`prove`], with the code too where two-step sign-in is turned on. A code is used up only
/// where nothing else is wrong.
///
/// # Errors
/// As [`prove`]; also when there were too many codes.
pub async fn prove_fully(app: &App, actor: &Actor, proof: Proof, faults: &mut Parsing) -> Result<Option<Proved>> {
    let Some(KnowsPassword(account)) = prove(app, actor, proof.password, faults).await? else { return Ok(None) };
    // Asked anew: the form may have been on its way while two-step sign-in was turned on.
    let is_on = two_step::find(&mut app.db.read().await?, account.id).await?.is_some();
    if !faults.is_empty() {
        return Ok(Some(Proved(account)));
    }
    if !is_on {
        keep(app, actor).await?;
        return Ok(Some(Proved(account)));
    }
    second_step::count(app, account.id, &Giver::SignedIn, &proof.code).await?;
    if !second_step::spend(app, actor, &account, &proof.code).await? {
        faults.add(Part::Code, Problem::WrongCode);
        return Ok(None);
    }
    second_step::give_back(app, account.id, &Giver::SignedIn, &proof.code).await?;
    keep(app, actor).await?;
    Ok(Some(Proved(account)))
}

/// Keeps in the person's session, and in no other, that it was proved at this moment who it is.
async fn keep(app: &App, actor: &Actor) -> Result<()> {
    let Some(session) = &actor.session else { return Ok(()) };
    change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        let is_there = sessions::prove(&mut change.tx, &session.id_hash, app.now()).await?;
        if is_there { Ok(()) } else { Err(Error::SignInNeeded) }
    })
}

/// Proves once more who the person is, for what is done with it from now on in this session.
///
/// # Errors
/// The faults of the proof; throttled.
pub async fn prove_again(app: &App, actor: &mut Actor, proof: Proof) -> Result<()> {
    must_prove(app, actor, proof).await?;
    if let Some(session) = &mut actor.session {
        session.proven_at = app.now();
    }
    Ok(())
}

/// As [`prove_fully`], where nothing else can be wrong.
///
/// # Errors
/// The faults of the proof; throttled.
pub(crate) async fn must_prove(app: &App, actor: &Actor, proof: Proof) -> Result<Account> {
    let mut faults = Parsing::default();
    let proved = prove_fully(app, actor, proof, &mut faults).await?;
    Ok(faults.finish(proved)?.0)
}

/// Changes the password of the signed-in person, ends all sessions and open links of the account,
/// and tells its owner by mail; gives what a fresh session of this browser begins with.
///
/// # Errors
/// Busy; [`Error::SignInNeeded`] when the password was changed meanwhile.
pub async fn change_password(app: &App, actor: &Actor, by: KnowsPassword, password: NewPassword) -> Result<SignedIn> {
    let KnowsPassword(account) = by;
    let hash = app.passwords.hash(password.into_secret(), app.random.bytes()).await?;
    let changed: Result<()> = change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        if !accounts::change_password(&mut change.tx, account.id, account.session_epoch, &hash).await? {
            return Err(Error::SignInNeeded);
        }
        mailed_links::withdraw_of_account(&mut change.tx, account.id, app.now()).await?;
        let end = End { by: Ending::Password, now: app.now() };
        sessions::delete_of_account(&mut change.tx, account.id, end).await?;
        change.record(Logs::Account(account.id), &Event::PasswordChanged).await?;
        let to = To::account(account.email.clone(), account.language.as_deref());
        change.tell(None, &to, &Message::SignIn(SignInMail::PasswordChanged)).await
    });
    changed?;
    Ok(SignedIn { account: account.id, session_epoch: account.session_epoch + 1 })
}
