//! What an account is in, held still: for changes to an account that concern every place where it is
//! a member.

use crate::app::App;
use crate::domain::ids::AccountId;
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::identity::accounts;
use crate::store::{Tx, organizations, providers};

/// How often the locks are taken anew when the person came into a place, or left one, meanwhile.
const TRIES: usize = 3;

/// Organizations and providers.
pub(crate) use crate::store::identity::accounts::Places;

/// A transaction behind the locks on everything that the account is in, in the order of the house, and
/// on the account; gives what it is in, whatever its status there.
///
/// # Errors
/// There is no such account any more, or it is disabled; busy.
pub(crate) async fn lock(app: &App, account: AccountId) -> Result<(Tx, Places)> {
    for _ in 0..TRIES {
        let mut tx = app.db.write().await?;
        let places = accounts::places(&mut tx, account).await?;
        for organization in &places.organizations {
            organizations::lock(&mut tx, *organization).await?;
        }
        for provider in &places.providers {
            providers::lock(&mut tx, *provider).await?;
        }
        if !accounts::lock(&mut tx, account).await? {
            return Err(Error::SignInNeeded);
        }
        if accounts::places(&mut tx, account).await? == places {
            return Ok((tx, places));
        }
    }
    Err(Refusal::Busy.into())
}
