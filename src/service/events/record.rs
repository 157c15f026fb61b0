//! Writing events, in the transaction of the change.

use crate::app::App;
use crate::domain::events::Event;
use crate::domain::ids::{AccountId, LogId, OrganizationId, ProviderId};
use crate::domain::text;
use crate::error::{Error, Result};
use crate::service::actor::Actor;
use crate::store::events::{self, Log, NewEvent};
use crate::store::identity::accounts;
use crate::store::{Tx, organizations, providers};

/// Who did it, as the log keeps it.
#[derive(Clone, Debug)]
pub struct Author {
    pub id: Option<AccountId>,
    pub label: String,
    pub address: Option<String>,
}

impl Author {
    /// The portal itself, for what stands in no log.
    #[must_use]
    pub fn portal() -> Self {
        Self { id: None, label: "portal".into(), address: None }
    }

    /// The operator, at the command line.
    #[must_use]
    pub fn operator() -> Self {
        Self { id: None, label: "operator".into(), address: None }
    }
}

impl From<&Actor> for Author {
    fn from(actor: &Actor) -> Self {
        Self { id: Some(actor.id), label: format!("{} <{}>", actor.name, actor.email), address: actor.address.clone() }
    }
}

/// In which logs an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logs {
    /// An organization's, and that of the provider for which somebody acted in it.
    Organization {
        id: OrganizationId,
        provider: Option<ProviderId>,
    },
    Provider(ProviderId),
    /// The provider's alone, about a client: what the client's own people do not see.
    Client {
        provider: ProviderId,
        organization: OrganizationId,
    },
    Account(AccountId),
}

/// Writes the event into the logs of its logs. What is the provider's own business
/// ([`Event::is_internal`]) goes into the provider's log alone.
///
/// # Errors
/// The database; the owner of a log is gone.
pub async fn record(app: &App, tx: &mut Tx, author: &Author, logs: Logs, event: &Event) -> Result<()> {
    match logs {
        Logs::Organization { id, provider } => {
            if !event.is_internal() {
                let (sequence, feed) = organizations::next_event(tx, id).await?.ok_or_else(missing)?;
                insert(app, tx, author, (Log::Organization, id.into(), sequence), (Some(id), feed), event).await?;
            }
            match provider {
                Some(provider) => in_provider(app, tx, author, provider, Some(id), event).await,
                None => Ok(()),
            }
        }
        Logs::Provider(id) => in_provider(app, tx, author, id, None, event).await,
        Logs::Client { provider, organization } => in_provider(app, tx, author, provider, Some(organization), event).await,
        Logs::Account(id) => {
            let sequence = accounts::next_event(tx, id).await?.ok_or_else(missing)?;
            insert(app, tx, author, (Log::Account, id.into(), sequence), (None, None), event).await
        }
    }
}

async fn in_provider(
    app: &App,
    tx: &mut Tx,
    author: &Author,
    provider: ProviderId,
    about: Option<OrganizationId>,
    event: &Event,
) -> Result<()> {
    let sequence = providers::next_event(tx, provider).await?.ok_or_else(missing)?;
    insert(app, tx, author, (Log::Provider, provider.into(), sequence), (about, None), event).await
}

async fn insert(
    app: &App,
    tx: &mut Tx,
    author: &Author,
    (log, log_id, sequence): (Log, LogId, i64),
    (organization, feed): (Option<OrganizationId>, Option<ProviderId>),
    event: &Event,
) -> Result<()> {
    let (kind, details) = (event.kind(), event.details());
    let search = search_text(&author.label, event);
    let new = NewEvent {
        log,
        log_id,
        sequence,
        at: app.now(),
        actor_id: author.id,
        actor: &author.label,
        address: author.address.as_deref(),
        kind,
        organization,
        feed,
        details: &details,
        search: &search,
    };
    Ok(events::insert(tx, &new).await?)
}

/// What a search in a log looks in, folded, in three lines: who did it, the organization that it
/// is about, every other name in it. No name holds the end of a line, so each can be searched alone.
#[must_use]
pub fn search_text(author: &str, event: &Event) -> String {
    let (organization, others) = event.names();
    text::search_form(&format!("{author}\n{organization}\n{}", others.join(" ")))
}

fn missing() -> Error {
    Error::Internal(anyhow::anyhow!("the log's owner is gone in the middle of the change"))
}
