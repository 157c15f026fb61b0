//! Reading the logs, and taking them out as a file.

use super::record::{self, Author};
use crate::app::App;
use crate::domain::access::{Action, ProviderAction};
use crate::domain::events::read::{Cursor, Range};
use crate::domain::events::{Event, Kind, Subject};
use crate::domain::ids::{OrganizationId, ProviderId};
use crate::domain::list::search_pattern;
use crate::error::Result;
use crate::service::access::{self, not_found};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::store::events::{self as log, EventRow, Part};
use crate::store::organizations::Seen;
use uuid::Uuid;

/// Lines on one page, and lines that an export reads at once.
pub const PAGE_ROWS: usize = 50;
const BATCH_ROWS: i64 = 1000;

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
            Self::Provider => kind.subject() != Subject::Account,
            Self::Clients | Self::Organization(_) => of_an_organization() && !kind.is_internal(),
            Self::Account => kind.subject() == Subject::Account,
        }
    }
}

/// Which lines of it.
#[derive(Clone, Debug)]
pub struct Query {
    pub range: Range,
    /// A part of the name or address of who did it.
    pub person: String,
    /// A part of the name of a client.
    pub client: String,
    /// A part of any name or address in the line.
    pub text: String,
    pub kind: Option<Kind>,
    pub after: Option<Cursor>,
    pub before: Option<Cursor>,
}

/// One page of a log, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<EventRow>,
    /// The places from which the pages of newer and of older lines begin.
    pub newer: Option<Cursor>,
    pub older: Option<Cursor>,
}

/// A log that the person may read.
#[derive(Clone, Debug)]
pub struct Opened {
    log: Log,
    source: log::Source,
    provider: Option<ProviderId>,
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
    let opened = |source, provider| Opened { log, source, provider, seen: None };
    Ok(match log {
        Log::Provider => opened(log::Source::Log(provider()?.into()), Some(provider()?)),
        Log::Clients => opened(log::Source::Feed(provider()?), Some(provider()?)),
        Log::Account => opened(log::Source::Log(actor.id.into()), None),
        Log::Organization(id) => {
            let seen = access::visible(app, actor, id).await?;
            seen.standing().may(Action::ViewEvents)?;
            Opened { seen: Some(seen), ..opened(log::Source::Log(id.into()), None) }
        }
    })
}

impl Opened {
    fn part(&self, actor: &Actor, query: &Query) -> Part {
        let person = search_pattern(&query.person);
        let client = search_pattern(&query.client);
        Part {
            source: self.source,
            since: query.range.since(),
            until: query.range.until(),
            kind: query.kind.map_or("", Kind::word),
            person: if person == "%" { person } else { format!("{person}\n%\n%") },
            client_line: if client == "%" { String::new() } else { format!("%\n{client}\n%") },
            client,
            provider: self.provider.unwrap_or(Uuid::nil().into()),
            text: search_pattern(&query.text),
            reader: actor.id,
        }
    }
}

/// One page of the log.
pub async fn page(app: &App, actor: &Actor, opened: &Opened, query: &Query) -> Result<Page> {
    let part = opened.part(actor, query);
    let most = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let mut conn = app.db.read().await?;
    let backwards = query.before.is_some();
    let mut rows = match (query.before, query.after) {
        (Some(before), _) => log::newer(&mut conn, &part, before, most).await?,
        (None, after) => log::older(&mut conn, &part, after.unwrap_or(Cursor::before(part.until)), most).await?,
    };
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    if backwards {
        rows.reverse();
    }
    let (has_newer, has_older) = if backwards { (more, true) } else { (query.after.is_some(), more) };
    let place = |row: Option<&EventRow>, there: bool| row.filter(|_| there).map(EventRow::cursor);
    Ok(Page { newer: place(rows.first(), has_newer), older: place(rows.last(), has_older), rows })
}

/// An export under way: its lines are read batch by batch.
pub struct Export {
    app: App,
    part: Part,
    place: Option<Cursor>,
}

/// Begins an export of the lines that are there now, and writes that it was made.
pub async fn export(app: &App, actor: &Actor, opened: &Opened, query: &Query) -> Result<Export> {
    let part = opened.part(actor, query);
    let mut conn = app.db.read().await?;
    let newest = log::older(&mut conn, &part, Cursor::before(part.until), 1).await?;
    let place = newest.first().map(|row| row.cursor().behind());
    let number = match place {
        Some(place) => log::count(&mut conn, &part, place).await?,
        None => 0,
    };
    drop(conn);
    let subject = match (opened.log, &opened.seen) {
        (Log::Organization(id), Some(seen)) => Some(Logs::Organization { id, provider: seen.provider_concerned() }),
        (Log::Account, _) => None,
        _ => Some(Logs::Provider(opened.provider.ok_or_else(not_found)?)),
    };
    if let Some(subject) = subject {
        let event = Event::EventsExported { number };
        let written: Result<()> = change!(app, actor, Scope::nothing(), |change| { change.record(subject, &event).await });
        written?;
    }
    Ok(Export { app: app.clone(), part, place })
}

impl Export {
    /// The next lines, newest first; none when all were given.
    pub async fn next(&mut self) -> Result<Vec<EventRow>> {
        let Some(place) = self.place else { return Ok(Vec::new()) };
        let mut conn = self.app.db.read().await?;
        let rows = log::older(&mut conn, &self.part, place, BATCH_ROWS).await?;
        self.place = rows.last().map(EventRow::cursor);
        Ok(rows)
    }
}
