//! Providers, as the operator makes them.

use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::ProviderId;
use crate::domain::language::Language;
use crate::domain::providers::{ProviderName, ProviderRole, State, Status};
use crate::domain::text;
use crate::error::Result;
use crate::service::events::record::{self, Author, Logs};
use crate::store::identity::accounts;
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
    let (now, id) = (app.now(), app.new_id());
    let mut tx = app.db.write().await?;
    if !providers::insert(&mut tx, id, name, now).await? {
        return Err(anyhow::anyhow!("there is a provider named {} already", name.as_str()).into());
    }
    let event = Event::ProviderCreated { provider: name.as_str().into() };
    record::record(app, &mut tx, &Author::operator(), Logs::Provider(id), &event).await?;
    accounts::insert(&mut tx, app.new_id(), admin, admin_name, None, None, now).await?;
    let account = accounts::by_email(&mut tx, admin.key()).await?.context("the admin's account was just made")?;
    if account.disabled_at.is_some() {
        return Err(anyhow::anyhow!("the account of {} is disabled", admin.as_str()).into());
    }
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
    if !provider_members::insert(&mut tx, &member).await? {
        return Err(anyhow::anyhow!("{} is in that provider already", admin.as_str()).into());
    }
    let link = match account.password_hash {
        Some(_) => None,
        None => {
            let lifetime = crate::service::identity::accounts::FIRST_LIFETIME;
            Some(
                crate::service::identity::accounts::make_password_link(app, &mut tx, &account, Language::English, lifetime)
                    .await?,
            )
        }
    };
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(Created { id, link })
}

/// Every provider by name.
///
/// # Errors
/// The database cannot be read.
pub async fn list(app: &App) -> Result<Vec<Listed>> {
    Ok(providers::listed(&mut app.db.read().await?).await?)
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
    let mut tx = app.db.write().await?;
    let key = text::search_form(name_or_id.trim()).into_bytes();
    let found = providers::named(&mut tx, name_or_id.parse().ok(), &key).await?;
    let (id, name, _) = found.with_context(|| format!("there is no provider {name_or_id}; `portico provider list` shows all"))?;
    if !providers::set_state(&mut tx, id, state).await? {
        return Ok(Changed { id, name, changed: false });
    }
    let event = match state {
        State::Suspended => Event::ProviderSuspended { provider: name.clone() },
        State::Active => Event::ProviderReactivated { provider: name.clone() },
    };
    record::record(app, &mut tx, &Author::operator(), Logs::Provider(id), &event).await?;
    tx.commit().await?;
    Ok(Changed { id, name, changed: true })
}
