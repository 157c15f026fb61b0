//! Writing events, in the transaction of the change.

use crate::app::App;
use crate::domain::events::{Event, Through};
use crate::domain::ids::{AccountId, LogId, OrganizationId, ProviderId};
use crate::domain::text;
use crate::error::{Error, Result};
use crate::service::actor::Actor;
use crate::store::events::{self, Log, NewEvent, portal};
use crate::store::identity::accounts;
use crate::store::{Tx, organizations, providers};

/// Who did it, as the log keeps it.
#[derive(Clone, Debug)]
pub struct Author {
    pub id: Option<AccountId>,
    pub label: String,
    pub through: Through,
    pub address: Option<String>,
}

impl Author {
    /// The portal itself: for what stands in no log, and for what somebody ends who is not named.
    #[must_use]
    pub fn portal() -> Self {
        Self { id: None, label: "portal".into(), through: Through::Command, address: None }
    }

    /// The operator, at the command line.
    #[must_use]
    pub fn operator() -> Self {
        Self { id: None, label: "operator".into(), through: Through::Command, address: None }
    }

    /// Somebody at a browser who has not signed in.
    #[must_use]
    pub fn unknown(address: &str) -> Self {
        Self { id: None, label: "unknown".into(), through: Through::Session, address: Some(address.to_owned()) }
    }

    /// Somebody at a browser.
    #[must_use]
    pub fn person(id: AccountId, name: &str, email: &str, address: Option<String>) -> Self {
        Self { id: Some(id), label: format!("{name} <{email}>"), through: Through::Session, address }
    }
}

impl From<&Actor> for Author {
    fn from(actor: &Actor) -> Self {
        Self::person(actor.id, &actor.name, &actor.email, actor.address.clone())
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
    /// The same two, where somebody acted for neither, such as the operator.
    Both {
        organization: OrganizationId,
        provider: Option<ProviderId>,
    },
    Provider(ProviderId),
    /// The provider's alone, about a client: what the client's own people do not see.
    Client {
        provider: ProviderId,
        organization: OrganizationId,
    },
    Account(AccountId),
    /// The portal's own, which the operator reads.
    Portal,
}

/// A place in a log, and what stands beside the event there.
struct Line {
    log: Log,
    log_id: LogId,
    sequence: i64,
    organization: Option<OrganizationId>,
    /// The provider that the organization of this log has.
    feed: Option<ProviderId>,
}

/// Writes the event into these logs, each line with the provider for which somebody acted in an
/// organization, except for what people do for themselves ([`Event::is_for_oneself`]). What is the
/// provider's own business ([`Event::is_internal`]) goes into the provider's log alone.
///
/// # Errors
/// The database; the owner of a log is gone.
pub async fn record(app: &App, tx: &mut Tx, author: &Author, logs: Logs, event: &Event) -> Result<()> {
    let (mut lines, mut acts_for) = (Vec::new(), None);
    match logs {
        Logs::Organization { id, provider } => {
            if !event.is_internal() {
                lines.push(Line::of_organization(tx, id).await?);
            }
            if let Some(provider) = provider {
                let (line, name) = Line::of_provider(tx, provider, Some(id)).await?;
                lines.push(line);
                acts_for = Some((provider, name)).filter(|_| !event.is_for_oneself());
            }
        }
        Logs::Both { organization, provider } => {
            lines.push(Line::of_organization(tx, organization).await?);
            if let Some(provider) = provider {
                lines.push(Line::of_provider(tx, provider, Some(organization)).await?.0);
            }
        }
        Logs::Provider(id) => lines.push(Line::of_provider(tx, id, None).await?.0),
        Logs::Client { provider, organization } => {
            let (line, name) = Line::of_provider(tx, provider, Some(organization)).await?;
            lines.push(line);
            acts_for = Some((provider, name));
        }
        Logs::Account(id) => lines.push(Line::of_account(tx, id).await?),
        Logs::Portal => lines.push(Line::of_portal(tx).await?),
    }
    insert(app.now(), tx, author, acts_for.as_ref().map(|(id, name)| (*id, name.as_str())), lines, event).await
}

/// Writes the operator's event into the portal's own log alone, where there is no application around the database.
///
/// # Errors
/// The database.
pub async fn record_by_operator(tx: &mut Tx, now: i64, event: &Event) -> Result<()> {
    let line = Line::of_portal(tx).await?;
    insert(now, tx, &Author::operator(), None, vec![line], event).await
}

impl Line {
    async fn of_organization(tx: &mut Tx, id: OrganizationId) -> Result<Self> {
        let (sequence, feed) = organizations::next_event(tx, id).await?.ok_or_else(missing)?;
        Ok(Self { log: Log::Organization, log_id: id.into(), sequence, organization: Some(id), feed })
    }

    /// Also gives the provider's name.
    async fn of_provider(tx: &mut Tx, id: ProviderId, organization: Option<OrganizationId>) -> Result<(Self, String)> {
        let (sequence, name) = providers::next_event(tx, id).await?.ok_or_else(missing)?;
        Ok((Self { log: Log::Provider, log_id: id.into(), sequence, organization, feed: None }, name))
    }

    async fn of_portal(tx: &mut Tx) -> Result<Self> {
        let sequence = portal::next_event(tx).await?.ok_or_else(missing)?;
        Ok(Self { log: Log::Portal, log_id: portal::id(), sequence, organization: None, feed: None })
    }

    async fn of_account(tx: &mut Tx, id: AccountId) -> Result<Self> {
        let sequence = accounts::next_event(tx, id).await?.ok_or_else(missing)?;
        Ok(Self { log: Log::Account, log_id: id.into(), sequence, organization: None, feed: None })
    }
}

/// All lines of one event are written at one moment.
async fn insert(
    at: i64,
    tx: &mut Tx,
    author: &Author,
    for_provider: Option<(ProviderId, &str)>,
    lines: Vec<Line>,
    event: &Event,
) -> Result<()> {
    let (kind, details, search) = (event.kind(), event.details(), search_text(&author.label, event));
    let new = lines.iter().map(|line| NewEvent {
        log: line.log,
        log_id: line.log_id,
        sequence: line.sequence,
        at,
        actor_id: author.id,
        actor: &author.label,
        through: author.through,
        for_provider,
        address: author.address.as_deref(),
        kind,
        organization: line.organization,
        feed: line.feed,
        details: &details,
        search: &search,
    });
    Ok(events::insert_many(tx, &new.collect::<Vec<_>>()).await?)
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
