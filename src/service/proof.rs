//! Proving once more who one is, before something that a stolen session must not do.

use super::Actor;
use super::throttles::{self, Limit};
use crate::app::App;
use crate::domain::refusal::{Fault, Problem, Refusal};
use crate::error::Result;
use crate::password::Verdict;
use crate::store::accounts;
use secrecy::SecretString;

/// The field of a form that takes the password which the person has now.
pub const CURRENT_PASSWORD: &str = "current_password";

/// Asks for the person's password. Counted before it is checked.
///
/// # Errors
/// A fault at [`CURRENT_PASSWORD`] when it is another; [`Refusal::Throttled`].
pub async fn check(app: &App, actor: &Actor, password: &str) -> Result<()> {
    throttles::count(app, Limit::Proof, &actor.email_key).await?;
    let account = accounts::by_id(&mut app.db.read().await?, actor.id).await?;
    let stored = account.and_then(|account| account.password_hash);
    match app.passwords.verify(SecretString::from(password), stored).await? {
        Verdict::Right { .. } => throttles::forget(app, Limit::Proof, &actor.email_key).await,
        Verdict::Wrong => Err(Refusal::Invalid(vec![Fault { field: CURRENT_PASSWORD, problem: Problem::WrongPassword }]).into()),
    }
}
