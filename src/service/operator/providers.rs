//! Providers, as the operator makes them.

use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::ProviderId;
use crate::domain::language::Language;
use crate::domain::operator::refusal::OperatorRefusal;
use crate::domain::providers::{ProviderName, ProviderRole, State, Status};
use crate::domain::search::{Search, search_text};
use crate::domain::text;
use crate::error::Result;
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::{Author, Logs};
use crate::service::identity::accounts::{FIRST_LIFETIME, make_password_link};
use crate::store::Conn;
use crate::store::identity::accounts::{self, Account};
use crate::store::provider_members::{self, NewProviderMember};
use crate::store::providers::{self, Listed};
use anyhow::Context;

/// A provider that was made, and the one-time link with which its first admin chooses a password
/// (`None` when the admin's account has one already).
#[derive(Clone, Debug)]
pub struct Created {
    pub id: ProviderId,
    pub link: Option<String>,
}

/// Makes an active provider and its first, confirmed admin, in one transaction.
///
/// # Errors
/// The name is taken.
pub async fn create(app: &App, name: &ProviderName, admin: &Email, admin_name: &str) -> Result<Created> {
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let (now, id) = (change.now(), app.new_id());
        if !providers::insert(&mut change.tx, id, name, now).await? {
            return Err(OperatorRefusal::ProviderNameTaken { name: name.as_str().into() }.into());
        }
        change.record(Logs::Provider(id), &Event::ProviderCreated { provider: name.as_str().into() }).await?;
        let account = first_admin(change, admin, admin_name).await?;
        let member = NewProviderMember {
            id: app.new_id(),
            provider: id,
            account: Some(account.id),
            email: admin,
            role: ProviderRole::Admin,
            status: Status::Confirmed,
            invited_by: None,
            now,
        };
        if !provider_members::insert(&mut change.tx, &member).await? {
            return Err(anyhow::anyhow!("a provider that was just made has members already").into());
        }
        let link = match account.password_hash {
            Some(_) => None,
            None => Some(make_password_link(change, &account, Language::English, FIRST_LIFETIME).await?),
        };
        Ok(Created { id, link })
    })
}

/// The account of this address, made where there is none.
async fn first_admin(change: &mut Change<'_>, email: &Email, name: &str) -> Result<Account> {
    let (id, now) = (change.app.new_id(), change.now());
    accounts::insert(&mut change.tx, id, email, name, None, None, now).await?;
    let account = accounts::by_email(&mut change.tx, email.key()).await?.context("the admin's account was just made")?;
    if account.disabled_at.is_some() {
        return Err(OperatorRefusal::AdminDisabled { email: email.as_str().into() }.into());
    }
    Ok(account)
}

/// The providers that a search finds, by name; all for no words.
///
/// # Errors
/// The database cannot be read.
pub async fn list(app: &App, search: &str) -> Result<Vec<Listed>> {
    let (mut all, search) = (providers::listed(&mut app.db.read().await?).await?, Search::parse(search));
    all.retain(|one| search.fits(&search_text(&one.name)));
    Ok(all)
}

/// The id and the name of the one provider of this id or name, also in plain letters.
///
/// # Errors
/// There is none.
pub(super) async fn find(conn: &mut Conn, given: &str) -> Result<(ProviderId, String)> {
    let key = text::sort_form(given.trim()).into_bytes();
    if let Some((id, name, _)) = providers::named(conn, given.trim().parse().ok(), &key).await? {
        return Ok((id, name));
    }
    let typed = text::search_form(given.trim());
    let all = providers::listed(conn).await?.into_iter().filter(|one| text::search_form(&one.name) == typed);
    // Two whose names differ in such letters alone are told apart by these.
    match <[Listed; 1]>::try_from(all.collect::<Vec<_>>()) {
        Ok([only]) => Ok((only.id, only.name)),
        Err(_) => Err(OperatorRefusal::NoProvider { given: given.into() }.into()),
    }
}

/// A provider whose state was asked for, and whether that changed anything.
#[derive(Clone, Debug)]
pub struct Changed {
    pub id: ProviderId,
    pub name: String,
    pub changed: bool,
}

/// Suspends a provider, or lets it work again. Its clients stay as they are.
///
/// # Errors
/// No provider has this name or id.
pub async fn set_state(app: &App, name_or_id: &str, state: State) -> Result<Changed> {
    let unknown = || OperatorRefusal::NoProvider { given: name_or_id.into() };
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let (id, name) = find(&mut change.tx, name_or_id).await?;
        // Its own people may delete it at this moment.
        if !providers::lock(&mut change.tx, id).await? {
            return Err(unknown().into());
        }
        if !providers::set_state(&mut change.tx, id, state).await? {
            change.discard();
            return Ok(Changed { id, name, changed: false });
        }
        let event = match state {
            State::Suspended => Event::ProviderSuspended { provider: name.clone() },
            State::Active => Event::ProviderReactivated { provider: name.clone() },
        };
        change.record(Logs::Provider(id), &event).await?;
        Ok(Changed { id, name, changed: true })
    })
}
