//! The codes of the second step: counted before they are looked at, and each used up once.

use super::limits::{self, Counters, Limit, NetworkLimit};
use super::places::{Place, Standing};
use super::throttles;
use crate::app::App;
use crate::domain::events::Event;
use crate::domain::identity::second_step::TypedCode;
use crate::domain::identity::totp::Secret;
use crate::domain::ids::AccountId;
use crate::error::Result;
use crate::mail::{Message, SignInMail, To};
use crate::service::actor::Actor;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::Logs;
use crate::store::identity::accounts::{self, Account};
use crate::store::identity::two_step;

/// Who gives a code.
pub(crate) enum Giver<'a> {
    /// Somebody who is signed in, and gave the password once more.
    SignedIn,
    At(&'a Place, Standing),
}

/// What a typed code counts under. Codes of the app and recovery codes have counters of their own, and so has each
/// place that the account knows: a stranger who knows the password keeps the owner out of neither.
///
/// Six digits stay hopeless: strangers together try 60 codes a day, and one known place 40, of which three in
/// 1,000,000 are right at any moment. That is 1 in 3,333 a day: after a year with the password known, and a mail to
/// the owner in every hour of it, 1 in 10. A recovery code has 50 bits.
fn counters(account: AccountId, giver: &Giver<'_>, typed: &str) -> Counters {
    let kind = if matches!(TypedCode::parse(typed), Some(TypedCode::Recovery(_))) { "recovery" } else { "app" };
    let whose = format!("{kind} {account}");
    match giver {
        Giver::SignedIn => known(&whose, "signed in"),
        Giver::At(_, Standing::Known(here)) => known(&whose, here),
        Giver::At(place, Standing::Stranger) => {
            let networks = place.networks();
            let counters = Counters::none().of_in(NetworkLimit::SecondStep, kind, &networks);
            counters.of_in(NetworkLimit::SecondStepOf, &whose, &networks).of(Limit::SecondStepInADay, &whose)
        }
    }
}

fn known(whose: &str, here: &str) -> Counters {
    let who = format!("{whose} {here}");
    Counters::none().of(Limit::SecondStepKnown, &who).of(Limit::SecondStepKnownInADay, &who)
}

/// Counts one attempt with a code, before the code is looked at.
///
/// # Errors
/// [`crate::domain::refusal::Refusal::Throttled`].
pub(crate) async fn count(app: &App, account: AccountId, giver: &Giver<'_>, typed: &str) -> Result<()> {
    throttles::count_under(app, &counters(account, giver, typed)).await.map(|_| ())
}

/// Gives the attempts of the quarter of an hour back after a right code, and never those of a day.
pub(crate) async fn give_back(app: &App, account: AccountId, giver: &Giver<'_>, typed: &str) -> Result<()> {
    throttles::forget_under(app, &counters(account, giver, typed).brief()).await
}

/// Tells the owner, once in an hour, that somebody has the password and no code.
pub(super) async fn tell_of_password(change: &mut Change<'_>, account: &Account, place: &Place) -> Result<()> {
    if !limits::is_first(change.app, &mut change.tx, Limit::ToldOfPassword, &account.id.to_string()).await? {
        return Ok(());
    }
    let to = To::account(account.email.clone(), account.language.as_deref());
    let seen = place.seen(change.now());
    change.tell(None, &to, &Message::SignIn(SignInMail::CodeMissing { seen })).await
}

/// Uses up the code that was typed; `false` when it is wrong or was used before. Whoever used a
/// recovery code is told by mail how many are left.
///
/// # Errors
/// The database.
pub(crate) async fn spend(app: &App, actor: &Actor, account: &Account, typed: &str) -> Result<bool> {
    change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        let right = spend_in(change, account, &Giver::SignedIn, typed).await?;
        if !right {
            change.discard();
        }
        Ok(right)
    })
}

/// As [`spend`], in this change.
pub(super) async fn spend_in(change: &mut Change<'_>, account: &Account, giver: &Giver<'_>, typed: &str) -> Result<bool> {
    let (app, now) = (change.app, change.now());
    if !accounts::lock(&mut change.tx, account.id).await? {
        return Ok(false);
    }
    let Some(two_step) = two_step::find(&mut change.tx, account.id).await? else { return Ok(false) };
    match TypedCode::parse(typed) {
        None => Ok(false),
        Some(TypedCode::App(code)) => {
            let secret = Secret::new(app.secrets.two_step(two_step.nonce));
            match secret.step_of(&code, now) {
                Some(step) => {
                    Ok(two_step::use_step(&mut change.tx, account.id, two_step.nonce, step, Secret::latest_step(now)).await?)
                }
                None => Ok(false),
            }
        }
        Some(TypedCode::Recovery(code)) => {
            let hash = app.secrets.recovery_hash(account.id.uuid(), code.as_str());
            if !two_step::use_code(&mut change.tx, account.id, &hash, now).await? {
                return Ok(false);
            }
            change.record(Logs::Account(account.id), &Event::RecoveryCodeUsed).await?;
            let left = two_step::codes_left(&mut change.tx, account.id).await?;
            let to = To::account(account.email.clone(), account.language.as_deref());
            let seen = match giver {
                Giver::At(place, _) => Some(place.seen(now)),
                Giver::SignedIn => None,
            };
            change.tell(None, &to, &Message::SignIn(SignInMail::RecoveryCodeUsed { left, seen })).await?;
            Ok(true)
        }
    }
}
