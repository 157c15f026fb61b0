//! Writing events, in the transaction of the change.

use crate::app::App;
use crate::domain::events::{Event, Through};
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
    pub through: Through,
    pub address: Option<String>,
}

impl Author {
    /// The operator, at the command line.
    #[must_use]
    pub fn operator() -> Self {
        Self { id: None, label: "operator".into(), through: Through::Command, address: None }
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

/// A place in a log, and what stands beside the event there.
struct Line {
    log: Log,
    log_id: LogId,
    sequence: i64,
    organization: Option<OrganizationId>,
    /// The provider that the organization of this log has.
    feed: Option<ProviderId>,
}

/// Writes the event into the organization's log, and into the provider's where somebody acts for one: both
/// lines say so, except for what people do for themselves ([`Event::is_for_oneself`]). What is the provider's
/// own business ([`Event::is_internal`]) goes into the provider's log alone.
pub async fn record(
    app: &App,
    tx: &mut Tx,
    author: &Author,
    organization: OrganizationId,
    provider: Option<ProviderId>,
    event: &Event,
) -> Result<()> {
    let (mut lines, mut acts_for) = (Vec::new(), None);
    if !event.is_internal() {
        let (sequence, feed) = organizations::next_event(tx, organization).await?.ok_or_else(missing)?;
        let log_id = organization.into();
        lines.push(Line { log: Log::Organization, log_id, sequence, organization: Some(organization), feed });
    }
    if let Some(provider) = provider {
        let (sequence, name) = providers::next_event(tx, provider).await?.ok_or_else(missing)?;
        lines.push(Line { organization: Some(organization), ..Line::of_provider(provider, sequence) });
        acts_for = Some((provider, name)).filter(|_| !event.is_for_oneself());
    }
    let acts_for = acts_for.as_ref().map(|(id, name)| (*id, name.as_str()));
    insert(app, tx, author, acts_for, lines, event).await
}

/// Writes the event into the provider's log alone.
pub async fn record_for_provider(app: &App, tx: &mut Tx, author: &Author, provider: ProviderId, event: &Event) -> Result<()> {
    let (sequence, _) = providers::next_event(tx, provider).await?.ok_or_else(missing)?;
    insert(app, tx, author, None, vec![Line::of_provider(provider, sequence)], event).await
}

/// Writes an event about a client into the provider's log alone: what the client's own people do not see.
pub async fn record_about_client(
    app: &App,
    tx: &mut Tx,
    author: &Author,
    provider: ProviderId,
    organization: OrganizationId,
    event: &Event,
) -> Result<()> {
    let (sequence, name) = providers::next_event(tx, provider).await?.ok_or_else(missing)?;
    let line = Line { organization: Some(organization), ..Line::of_provider(provider, sequence) };
    insert(app, tx, author, Some((provider, &name)), vec![line], event).await
}

/// Writes the event into the account's log.
pub async fn record_for_account(app: &App, tx: &mut Tx, author: &Author, account: AccountId, event: &Event) -> Result<()> {
    let sequence = accounts::next_event(tx, account).await?.ok_or_else(missing)?;
    let line = Line { log: Log::Account, log_id: account.into(), sequence, organization: None, feed: None };
    insert(app, tx, author, None, vec![line], event).await
}

impl Line {
    fn of_provider(provider: ProviderId, sequence: i64) -> Self {
        Self { log: Log::Provider, log_id: provider.into(), sequence, organization: None, feed: None }
    }
}

/// All lines of one event are written at one moment.
async fn insert(
    app: &App,
    tx: &mut Tx,
    author: &Author,
    for_provider: Option<(ProviderId, &str)>,
    lines: Vec<Line>,
    event: &Event,
) -> Result<()> {
    let (at, kind, details, search) = (app.now(), event.kind(), event.details(), search_text(&author.label, event));
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
