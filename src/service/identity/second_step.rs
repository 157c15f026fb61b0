//! The codes of the second step: counted before they are looked at, and each used up once.

use super::throttles::{self, Limit};
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

/// Counts one attempt with a code, before the code is looked at.
///
/// # Errors
/// [`crate::domain::refusal::Refusal::Throttled`].
pub(crate) async fn count(app: &App, account: AccountId, address: Option<&str>) -> Result<()> {
    let (who, network) = (account.to_string(), throttles::network_of(address));
    // The short one counts for each network: a stranger who knows the password does not keep the
    // owner out; the one for the day is the backstop.
    let here = format!("{who} {network}");
    let limits = [
        (Limit::SecondStepFromNetwork, network.as_str()),
        (Limit::SecondStep, here.as_str()),
        (Limit::SecondStepInADay, who.as_str()),
    ];
    throttles::count_all(app, &limits).await
}

/// Gives the attempts of the quarter of an hour back after a right code.
pub(crate) async fn give_back(app: &App, account: AccountId, address: Option<&str>) -> Result<()> {
    throttles::forget(app, Limit::SecondStep, &format!("{account} {}", throttles::network_of(address))).await
}

/// Uses up the code that was typed; `false` when it is wrong or was used before. Whoever used a
/// recovery code is told by mail how many are left.
///
/// # Errors
/// The database.
pub(crate) async fn spend(app: &App, actor: &Actor, account: &Account, typed: &str) -> Result<bool> {
    change!(app, actor, Scope::nothing().counted_elsewhere(), |change| {
        let right = spend_in(change, account, typed).await?;
        if !right {
            change.discard();
        }
        Ok(right)
    })
}

/// As [`spend`], in this change.
pub(super) async fn spend_in(change: &mut Change<'_>, account: &Account, typed: &str) -> Result<bool> {
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
            change.tell(None, &to, &Message::SignIn(SignInMail::RecoveryCodeUsed { left })).await?;
            Ok(true)
        }
    }
}
