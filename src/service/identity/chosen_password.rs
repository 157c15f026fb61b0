//! A password that somebody chooses, at whatever door: one place collects the words that everybody would try first for
//! this person, and parses what was typed.

use crate::app::App;
use crate::domain::identity::password::NewPassword;
use crate::domain::problem::Problem;
use crate::error::Result;
use crate::store::identity::accounts;

/// Whose password it is to be.
#[derive(Clone, Copy, Debug)]
pub struct Chooser<'a> {
    /// The address of the account that there is, or will be.
    pub email: &'a str,
    /// The name, as it was typed where there is no account yet.
    pub name: &'a str,
}

/// The password, if it is good enough for this person.
///
/// # Errors
/// The database; inside, what is wrong with the password.
pub async fn parse(app: &App, who: Chooser<'_>, typed: &str) -> Result<std::result::Result<NewPassword, Problem>> {
    let words = words(app, who).await?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(NewPassword::parse(typed, &words).map_err(Problem::from))
}

/// The words that are no part of a good password of this person: the portal's host, the whole address and both its
/// parts, the name, and the organizations and providers that the person is in or invited to. Each is taken apart into
/// its own words too, and the product's name is always among them ([`NewPassword::parse`]).
async fn words(app: &App, who: Chooser<'_>) -> Result<Vec<String>> {
    let Chooser { email, name } = who;
    let host = app.settings.public_url.split("://").nth(1).unwrap_or_default();
    let (local_part, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let mut words: Vec<String> = [host, email, local_part, domain, name.trim()].map(str::to_owned).into();
    words.extend(accounts::names_around(&mut app.db.read().await?, &email.to_lowercase()).await?);
    Ok(words)
}
