//! The clients as a file: read in batches while it is sent, never all of them at once.

use super::bulk::{self, Selection};
use super::list::Query;
use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::clients::Cursor;
use crate::domain::events::Event;
use crate::domain::list::Place;
use crate::error::Result;
use crate::service::access::not_found;
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::store::access::ClientsOf;
use crate::store::clients::{self, ClientRow};
use std::time::Duration;

/// Rows that are read at once.
const BATCH: usize = 500;
/// How long an export waits until few enough others read as much.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is left to be sent.
pub struct Export {
    app: App,
    of: ClientsOf,
    rest: Rest,
}

enum Rest {
    These(Vec<ClientRow>),
    From(Place<Cursor>, Query),
    Nothing,
}

/// Begins an export. Its event is written before the first row leaves, with the number of rows at
/// that moment: what is sent is never unrecorded.
///
/// # Errors
/// Not found for somebody without a provider and when a chosen client is not one of it; more
/// clients chosen than one action takes.
pub async fn begin(app: &App, actor: &Actor, selection: Selection) -> Result<Export> {
    let of = actor.clients_of(actor.provider_for(ProviderAction::ViewClients)?.id);
    actor.proven_for(app, true)?;
    let (rest, number) = match selection {
        Selection::These(_) => {
            let ids = bulk::chosen(app, actor, selection).await?;
            let (rows, gone) = bulk::rows(&mut app.db.read().await?, of, &ids).await?;
            if gone > 0 {
                return Err(not_found());
            }
            let number = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            (Rest::These(rows), number)
        }
        Selection::Found(query) => {
            let mut conn = app.db.read_much(PATIENCE).await?;
            let number = clients::count_up_to(&mut conn, query.which(of), i64::MAX).await?;
            (Rest::From(Place::Start, query), number)
        }
    };
    let exported: Result<()> = change!(app, actor, Scope::nothing(), |change| {
        change.record(Logs::Provider(of.provider), &Event::ClientsExported { number }).await
    });
    exported?;
    Ok(Export { app: app.clone(), of, rest })
}

impl Export {
    /// The next rows; none when all are sent. No connection is held in between.
    ///
    /// # Errors
    /// The database is away.
    pub async fn next(&mut self) -> Result<Vec<ClientRow>> {
        match std::mem::replace(&mut self.rest, Rest::Nothing) {
            Rest::Nothing => Ok(Vec::new()),
            Rest::These(rows) => Ok(rows),
            Rest::From(place, query) => {
                let mut conn = self.app.db.read_much(PATIENCE).await?;
                let rows = clients::rows(&mut conn, query.which(self.of), query.order(), &place, BATCH).await?;
                if let Some(last) = rows.last().filter(|_| rows.len() == BATCH) {
                    self.rest = Rest::From(Place::After(last.cursor(query.sort)), query);
                }
                Ok(rows)
            }
        }
    }
}
