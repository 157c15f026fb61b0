//! The table of a provider's clients: searched, filtered, one page of it at a time.

use super::existing;
use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::clients::{Cursor, Filter, Sort, relink};
use crate::domain::ids::OrganizationId;
use crate::domain::list::{self, Direction, Place};
use crate::error::Result;
use crate::service::actor::Actor;
use crate::store::Conn;
use crate::store::access::ClientsOf;
use crate::store::clients::{self, ClientRow, Which};

/// Rows on one page of the table.
pub const PAGE_ROWS: usize = 25;

/// Which part of the table is asked for.
#[derive(Clone, Debug)]
pub struct Query {
    pub search: String,
    pub filter: Filter,
    pub sort: Sort,
    pub direction: Direction,
    pub place: Place<Cursor>,
    /// A client that was just added: without a place, the table opens where it stands.
    pub new: Option<OrganizationId>,
}

impl Query {
    /// Which of these clients it asks for, wherever they stand.
    pub(super) fn which(&self, of: ClientsOf) -> Which<'_> {
        Which { of, search: &self.search, filter: &self.filter }
    }

    /// Whether no client is left out.
    fn is_for_all(&self) -> bool {
        self.search.trim().is_empty() && self.filter.is_empty()
    }

    pub(super) fn order(&self) -> (Sort, Direction) {
        (self.sort, self.direction)
    }
}

/// One page of the Clients table.
#[derive(Clone, Debug)]
pub struct Page {
    pub clients: list::Page<ClientRow, Cursor>,
    /// How many clients fit the search; `None` when more than [`list::COUNT_BOUND`].
    pub found: Option<i64>,
    /// Whether there is an organization to add, and the right to do it.
    pub can_add_existing: bool,
    /// Whether one of them can be added as it is; asked only where there is no client to show.
    pub is_addable: bool,
    pub can_create: bool,
    pub can_suspend: bool,
    pub can_unlink: bool,
    /// Whether the owners of something that was unlinked lately may be asked to link it again.
    pub can_ask: bool,
}

/// The clients of the person's provider, as far as the query goes.
pub async fn page(app: &App, actor: &Actor, query: &Query) -> Result<Page> {
    let provider = actor.provider_for(ProviderAction::ViewClients)?;
    let of = actor.clients_of(provider.id);
    let mut conn = app.db.read().await?;
    let mut clients = part(&mut conn, of, query, &query.place).await?;
    if let Some(place) = place_of_new(&mut conn, of, query, &clients).await? {
        clients = part(&mut conn, of, query, &place).await?;
    }
    let which = query.which(of);
    let found = clients
        .found(async |bound| match query.is_for_all() {
            true => Ok(actor.clients.min(bound)),
            false => clients::count_up_to(&mut conn, which, bound).await,
        })
        .await?;
    let can_add_existing = actor.owns_alone && provider.may(ProviderAction::AddExisting).is_ok();
    let is_asked = can_add_existing && clients.rows.is_empty() && query.is_for_all();
    Ok(Page {
        clients,
        found,
        can_add_existing,
        is_addable: is_asked && existing::is_addable(&mut conn, actor).await?,
        can_create: provider.may(ProviderAction::CreateClient).is_ok(),
        can_suspend: provider.may(ProviderAction::SuspendClient).is_ok(),
        can_unlink: provider.may(ProviderAction::Unlink).is_ok(),
        can_ask: actor.unlinked_at.is_some_and(|at| relink::is_lately(at, app.now()))
            && provider.may(ProviderAction::AskToLink).is_ok(),
    })
}

async fn part(conn: &mut Conn, of: ClientsOf, query: &Query, mut place: &Place<Cursor>) -> Result<list::Page<ClientRow, Cursor>> {
    loop {
        let rows = clients::rows(conn, query.which(of), query.order(), place, PAGE_ROWS + 1).await?;
        match list::Page::of(rows, PAGE_ROWS, place, |row| row.cursor(query.sort)) {
            Some(page) => return Ok(page),
            None => place = &Place::Start,
        }
    }
}

/// Where the client that was just added stands, when the first page is asked for and ends before it.
async fn place_of_new(
    conn: &mut Conn,
    of: ClientsOf,
    query: &Query,
    first: &list::Page<ClientRow, Cursor>,
) -> Result<Option<Place<Cursor>>> {
    let missing =
        |id: &OrganizationId| query.place.is_start() && first.next.is_some() && first.rows.iter().all(|row| row.id != *id);
    let Some(new) = query.new.filter(missing) else { return Ok(None) };
    let row = clients::row(conn, of, new).await?;
    Ok(row.map(|row| Place::After(row.cursor(query.sort).just_before(query.direction))))
}
