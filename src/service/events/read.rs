//! Reading the logs, and taking them out as a file.

use crate::app::App;
use crate::domain::access::{Action, ProviderAction};
use crate::domain::events::read::{Cursor, Filter};
use crate::domain::events::{Event, Kind, Subject};
use crate::domain::ids::{LogId, OrganizationId};
use crate::domain::list::{self, Place};
use crate::domain::refusal::{Part, Problem, Refusal};
use crate::error::{Error, Result};
use crate::service::access;
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::store::access::Reader;
use crate::store::events::{self as log, EventRow, Source, Which};
use crate::store::organizations::Seen;
use crate::store::{Conn, took_too_long};
use std::time::Duration;

/// Lines on one page, and lines that an export reads at once.
pub const PAGE_ROWS: usize = 50;
const BATCH_ROWS: usize = 1000;

/// Which log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    /// That of the person's provider.
    Provider,
    /// What happened in organizations while they were clients of the person's provider.
    Clients,
    Organization(OrganizationId),
    /// That of the person's own account.
    Account,
}

impl Log {
    /// Whether events of this kind can stand in it.
    #[must_use]
    pub fn holds(self, kind: Kind) -> bool {
        let of_an_organization =
            || matches!(kind.subject(), Subject::Organization | Subject::Members) || kind == Kind::EventsExported;
        match self {
            Self::Provider => !matches!(kind.subject(), Subject::Account | Subject::Portal),
            Self::Clients | Self::Organization(_) => of_an_organization() && !kind.is_internal(),
            Self::Account => kind.subject() == Subject::Account,
        }
    }
}

/// Which lines of it, from which place on.
#[derive(Clone, Debug)]
pub struct Query {
    pub filter: Filter,
    pub place: Place<Cursor>,
}

/// One page of a log, newest first.
pub type Page = list::Page<EventRow, Cursor>;

/// A log that the person may read.
#[derive(Clone, Debug)]
pub struct Opened {
    source: Source,
    /// The organization, where it is an organization's.
    pub seen: Option<Seen>,
}

/// Opens a log for reading.
///
/// # Errors
/// Not found and forbidden as for the provider or the organization; its log is for its owners,
/// its admins and the people of its provider, the provider's for the provider's admins.
pub async fn open(app: &App, actor: &Actor, log: Log) -> Result<Opened> {
    let provider = || actor.provider_for(ProviderAction::ViewProviderEvents).map(|provider| provider.id);
    let opened = |source| Opened { source, seen: None };
    Ok(match log {
        Log::Provider => opened(Source::Provider(provider()?)),
        Log::Clients => opened(Source::Feed(provider()?)),
        Log::Account => opened(Source::Account(actor.id)),
        Log::Organization(id) => {
            let seen = access::visible(app, actor, id).await?;
            seen.standing().may(Action::ViewEvents)?;
            Opened { source: Source::Organization(id), seen: Some(seen) }
        }
    })
}

/// How long a search waits until few enough others search.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long an export that has begun waits for its next lines.
const EXPORT_PATIENCE: Duration = Duration::from_secs(60);

/// What is not asked for reads the lines from one end; a search may read all of them.
async fn connection(app: &App, filter: &Filter) -> Result<Conn> {
    Ok(if filter.is_open() { app.db.read().await? } else { app.db.read_much(PATIENCE).await? })
}

/// There is more to search than a request may take: whoever asks for less gets it.
fn too_much(error: sqlx::Error) -> Error {
    if took_too_long(&error) { Refusal::at(Part::From, Problem::TooMuch).into() } else { error.into() }
}

/// One page of the log.
///
/// # Errors
/// Invalid where there is too much to search; busy where too many search.
pub async fn page(app: &App, actor: &Actor, opened: &Opened, query: &Query) -> Result<Page> {
    let which = Which { source: opened.source, filter: &query.filter, reader: actor.reader() };
    let mut conn = connection(app, &query.filter).await?;
    let mut place = &query.place;
    loop {
        let rows = log::rows(&mut conn, which, place, PAGE_ROWS + 1).await.map_err(too_much)?;
        match Page::of(rows, PAGE_ROWS, place, EventRow::cursor) {
            Some(page) => return Ok(page),
            None => place = &Place::Start,
        }
    }
}

/// Who did something last, and when.
#[derive(Clone, Debug)]
pub struct Last {
    pub actor: String,
    pub at: i64,
}

/// How many of a log's last lines are looked through for it.
const LAST_LINES: i64 = 100;

/// Who did last what `is_it` names, for whoever is shown what came of it: among the last lines of the log, so that
/// asking costs little.
pub async fn last(app: &App, log: impl Into<LogId>, is_it: impl Fn(&Event) -> bool) -> Result<Option<Last>> {
    let rows = log::newest(&mut app.db.read().await?, log.into(), LAST_LINES).await?;
    let found = rows.into_iter().find(|row| Event::read(&row.details).is_some_and(|event| is_it(&event)));
    Ok(found.map(|row| Last { actor: row.actor, at: row.at }))
}

/// An export under way: its lines are read batch by batch.
pub struct Export {
    app: App,
    source: Source,
    filter: Filter,
    reader: Reader,
    /// Behind the line that was given last; none when there are no others.
    place: Option<Cursor>,
}

/// Begins an export of the lines that are there now, and writes that it was made.
///
/// # Errors
/// As [`page`].
pub async fn export(app: &App, actor: &Actor, opened: &Opened, filter: &Filter) -> Result<Export> {
    actor.proven_for(app, true)?;
    let which = Which { source: opened.source, filter, reader: actor.reader() };
    let mut conn = app.db.read_much(PATIENCE).await?;
    let newest = log::rows(&mut conn, which, &Place::Start, 1).await.map_err(too_much)?;
    let place = newest.first().map(|row| row.cursor().behind());
    let number = match place {
        Some(place) => log::count_up_to(&mut conn, which, &Place::After(place), i64::MAX).await.map_err(too_much)?,
        None => 0,
    };
    drop(conn);
    let logs = match opened.source {
        Source::Provider(provider) | Source::Feed(provider) => Some(Logs::Provider(provider)),
        Source::Organization(id) => {
            Some(Logs::Organization { id, provider: opened.seen.as_ref().and_then(Seen::provider_concerned) })
        }
        Source::Account(_) => None,
    };
    if let Some(logs) = logs {
        let event = Event::EventsExported { number };
        let written: Result<()> = change!(app, actor, Scope::nothing(), |change| { change.record(logs, &event).await });
        written?;
    }
    Ok(Export { app: app.clone(), source: opened.source, filter: filter.clone(), reader: actor.reader(), place })
}

impl Export {
    /// The next lines, newest first; none when all were given.
    pub async fn next(&mut self) -> Result<Vec<EventRow>> {
        let Some(place) = self.place else { return Ok(Vec::new()) };
        let which = Which { source: self.source, filter: &self.filter, reader: self.reader };
        let mut conn = self.app.db.read_much(EXPORT_PATIENCE).await?;
        let rows = log::rows(&mut conn, which, &Place::After(place), BATCH_ROWS).await?;
        self.place = rows.last().map(EventRow::cursor);
        Ok(rows)
    }
}
