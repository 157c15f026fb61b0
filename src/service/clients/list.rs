//! The provider's clients: the table, adding an existing organization, creating a new one.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::clients::{Cursor, Filter, Sort};
use crate::domain::ids::OrganizationId;
use crate::domain::list::Direction;
use crate::domain::list::search_pattern;
use crate::error::Result;
use crate::service::actor::{Actor, ProviderSeat};
use crate::store::clients::{self, ClientRow};

/// Rows on one page of the table.
pub const PAGE_ROWS: usize = 25;
/// The number of clients is counted up to here.
pub const COUNT_BOUND: i64 = 1000;

/// Which part of the table is asked for.
#[derive(Clone, Debug)]
pub struct Query {
    pub search: String,
    pub filter: Filter,
    pub sort: Sort,
    pub direction: Direction,
    pub after: Option<Cursor>,
    pub before: Option<Cursor>,
    /// A client that was just added: without a place, the table opens where it stands.
    pub new: Option<OrganizationId>,
}

/// One page of the Clients table.
#[derive(Clone, Debug)]
pub struct Page {
    pub rows: Vec<ClientRow>,
    pub previous: Option<Cursor>,
    pub next: Option<Cursor>,
    /// How many clients fit the search; `None` when more than [`COUNT_BOUND`].
    pub found: Option<i64>,
    /// Whether there is an organization to add, and the right to do it.
    pub can_add_existing: bool,
    pub can_create: bool,
    pub can_suspend: bool,
    pub can_unlink: bool,
}

/// The clients of the person's provider, as far as the query goes.
pub async fn page(app: &App, actor: &Actor, query: &Query) -> Result<Page> {
    let provider = actor.provider_for(ProviderAction::ViewClients)?;
    let first = part(app, actor, provider, query).await?;
    let elsewhere = query.after.is_some() || query.before.is_some();
    if elsewhere && first.rows.is_empty() {
        // Nothing stands behind that place any more: the table begins anew.
        return part(app, actor, provider, &Query { after: None, before: None, ..query.clone() }).await;
    }
    let missing = |id: &OrganizationId| !elsewhere && first.next.is_some() && first.rows.iter().all(|row| row.id != *id);
    let Some(new) = query.new.filter(missing) else { return Ok(first) };
    let row = clients::row(&mut app.db.read().await?, provider.id, new).await?;
    match row.map(|row| row.cursor(query.sort).just_before(query.direction)) {
        Some(after) => part(app, actor, provider, &Query { after: Some(after), ..query.clone() }).await,
        None => Ok(first),
    }
}

async fn part(app: &App, actor: &Actor, provider: &ProviderSeat, query: &Query) -> Result<Page> {
    let pattern = search_pattern(&query.search);
    let mut conn = app.db.read().await?;
    let backwards = query.before.is_some();
    let direction = if backwards { query.direction.reversed() } else { query.direction };
    let place = query.before.as_ref().or(query.after.as_ref());
    let from = place.cloned().unwrap_or_else(|| Cursor::start(direction));
    let most = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let fits = (pattern.as_str(), &query.filter);
    let mut rows = clients::rows(&mut conn, provider.id, fits, (query.sort, direction), &from, most).await?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    if backwards {
        rows.reverse();
    }
    let edge = |row: Option<&ClientRow>, there: bool| row.filter(|_| there).map(|row| row.cursor(query.sort));
    let (has_previous, has_next) = if backwards { (more, true) } else { (query.after.is_some(), more) };
    // Where all of them stand on this page they are counted already; a filter that few pass reads
    // every client, and should do it once.
    let found = match place {
        None if !more => i64::try_from(rows.len()).unwrap_or(i64::MAX),
        _ => clients::count_up_to(&mut conn, provider.id, fits, COUNT_BOUND + 1).await?,
    };
    let may_add = provider.may(ProviderAction::AddExisting).is_ok();
    Ok(Page {
        previous: edge(rows.first(), has_previous),
        next: edge(rows.last(), has_next),
        rows,
        found: Some(found).filter(|found| *found <= COUNT_BOUND),
        can_add_existing: may_add && clients::any_addable_by(&mut conn, actor.id).await?,
        can_create: provider.may(ProviderAction::CreateClient).is_ok(),
        can_suspend: provider.may(ProviderAction::SuspendClient).is_ok(),
        can_unlink: provider.may(ProviderAction::Unlink).is_ok(),
    })
}
