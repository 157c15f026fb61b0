//! A form that came when its session was over: kept for an hour, sealed, for the same account in the same browser.

use crate::app::App;
use crate::domain::identity::ending::{FORM_KEPT_FOR, MOST_KEPT};
use crate::domain::ids::AccountId;
use crate::error::Result;
use crate::service::change::{Scope, change};
use crate::service::events::record::Author;
use crate::store::identity::kept_forms::{self, KeptForm};
use sha2::{Digest, Sha256};

/// Where a form goes to, the page that it was on, and what was in it but for secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub path: String,
    pub page: String,
    pub fields: Vec<(String, String)>,
}

/// The names under which the two paths stand before the fields.
const PATHS: [&str; 2] = ["path", "page"];

impl Form {
    fn encoded(&self) -> Option<String> {
        let paths = [(PATHS[0], self.path.as_str()), (PATHS[1], self.page.as_str())];
        let fields = self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let written = serde_urlencoded::to_string(paths.into_iter().chain(fields).collect::<Vec<_>>()).ok()?;
        (written.len() <= MOST_KEPT).then_some(written)
    }

    fn decoded(written: &[u8]) -> Option<Self> {
        let mut fields: Vec<(String, String)> = serde_urlencoded::from_bytes(written).ok()?;
        let behind = fields.split_off(PATHS.len().min(fields.len()));
        let [(_, path), (_, page)] = fields.try_into().ok()?;
        Some(Self { path, page, fields: behind })
    }
}

fn hash(browser: &str) -> Vec<u8> {
    Sha256::digest(browser.as_bytes()).to_vec()
}

/// What a sealed form is bound to: it opens for no other account and in no other browser.
fn bound_to(account: AccountId, browser: &[u8]) -> Vec<u8> {
    [account.uuid().as_bytes(), browser].concat()
}

/// Keeps it in place of what this browser left before; `false` where it is too large for that.
///
/// # Errors
/// The database.
pub async fn keep(app: &App, browser: &str, account: AccountId, form: &Form) -> Result<bool> {
    let Some(written) = form.encoded() else { return Ok(false) };
    let browser = hash(browser);
    let sealed = app.secrets.conceal(&bound_to(account, &browser), written.into_bytes(), app.random.bytes());
    let form = KeptForm { account_id: account, sealed };
    change!(app, Author::portal(), Scope::nothing(), |change| {
        Ok(kept_forms::put(&mut change.tx, &browser, &form, app.now()).await?)
    })?;
    Ok(true)
}

/// What is kept in this browser: for this account, or for another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    Nothing,
    Own(Form),
    SomebodyElses,
}

/// # Errors
/// The database.
pub async fn find(app: &App, browser: &str, account: AccountId) -> Result<Kept> {
    let (browser, now) = (hash(browser), app.now());
    let found = kept_forms::find(&mut app.db.read().await?, &browser, now - FORM_KEPT_FOR, now).await?;
    let Some(KeptForm { account_id, sealed }) = found else { return Ok(Kept::Nothing) };
    if account_id != account {
        return Ok(Kept::SomebodyElses);
    }
    let opened = app.secrets.reveal(&bound_to(account, &browser), sealed);
    Ok(opened.and_then(|written| Form::decoded(&written)).map_or(Kept::Nothing, Kept::Own))
}

/// Forgets it.
///
/// # Errors
/// The database.
pub async fn forget(app: &App, browser: &str, account: AccountId) -> Result<()> {
    let browser = hash(browser);
    change!(app, Author::portal(), Scope::nothing(), |change| {
        Ok(kept_forms::delete(&mut change.tx, &browser, account).await?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_written_whatever_its_fields_are_called() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = vec![field("path", "/elsewhere"), field("note", "a=b&c\r\nł"), field("client", "1"), field("client", "2")];
        let form = Form { path: "/clients/1/note".into(), page: "/organizations/1?q=x".into(), fields };
        assert_eq!(Form::decoded(form.encoded().unwrap().as_bytes()), Some(form));
        assert_eq!(Form::decoded(b"path=%2F"), None);
    }

    #[test]
    fn what_is_too_large_is_not_written() {
        let of = |size| Form { path: "/".into(), page: "/".into(), fields: vec![("x".into(), "x".repeat(size))] };
        assert!(of(MOST_KEPT - 100).encoded().is_some() && of(MOST_KEPT).encoded().is_none());
    }
}
