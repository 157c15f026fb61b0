//! The list of a provider's members: filtered, searched, one page of it at a time.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::ids::{ProviderId, ProviderMemberId};
use crate::domain::list::{self, Place};
use crate::domain::members::search_text;
use crate::domain::providers::{Filter, ProviderRole, Status};
use crate::domain::search::Search;
use crate::error::Result;
use crate::service::actor::Actor;
use crate::store::Conn;
use crate::store::provider_members::{self, ProviderMember};
use std::collections::HashSet;

/// Members on one page.
pub const PAGE_ROWS: usize = 50;
/// Rows that are read at a time. Names are searched here and not in the database: each person's
/// name stands in the account alone, and a provider has few people.
const BATCH: usize = 200;

/// Which part of the list is asked for. The cursor of a row is its address key.
#[derive(Clone, Debug)]
pub struct Query {
    pub filter: Filter,
    pub search: String,
    pub place: Place<String>,
}

/// How many members there are, by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub invited: i64,
    pub needs_confirmation: i64,
    pub suspended: i64,
    /// Confirmed admins who can sign in.
    pub acting_admins: i64,
    /// Admins who are invited or wait to be confirmed.
    pub coming_admins: i64,
}

#[derive(Clone, Debug)]
pub struct Page {
    pub members: list::Page<ProviderMember, String>,
    pub counts: Counts,
    /// Invited members whose mail could not be delivered.
    pub undelivered: HashSet<ProviderMemberId>,
    pub provider: String,
    pub may_manage: bool,
}

/// The members of the person's provider, as far as the query goes.
///
/// # Errors
/// Not found for somebody of no provider; forbidden for service users.
pub async fn page(app: &App, actor: &Actor, query: &Query) -> Result<Page> {
    let provider = actor.provider_for(ProviderAction::ViewProviderMembers)?;
    let mut conn = app.db.read().await?;
    Ok(Page {
        members: part(&mut conn, provider.id, query).await?,
        counts: counts(&mut conn, provider.id).await?,
        undelivered: provider_members::undelivered(&mut conn, provider.id).await?.into_iter().map(|(id,)| id).collect(),
        provider: provider.name.clone(),
        may_manage: provider.may(ProviderAction::ManageProviderMembers).is_ok(),
    })
}

async fn part(conn: &mut Conn, provider: ProviderId, query: &Query) -> Result<list::Page<ProviderMember, String>> {
    let mut place = &query.place;
    loop {
        let rows = fitting(conn, provider, query, place, PAGE_ROWS + 1).await?;
        match list::Page::of(rows, PAGE_ROWS, place, |member| member.email_key.clone()) {
            Some(page) => return Ok(page),
            None => place = &Place::Start,
        }
    }
}

/// At least `most` of those who fit, from the place on, or as many as there are.
async fn fitting(
    conn: &mut Conn,
    provider: ProviderId,
    query: &Query,
    place: &Place<String>,
    most: usize,
) -> Result<Vec<ProviderMember>> {
    let (search, status) = (Search::parse(&query.search), query.filter.status());
    let fits = |member: &ProviderMember| search.fits(&search_text(&member.email_key, &member.name));
    let (mut place, mut found) = (place.clone(), Vec::new());
    loop {
        let batch = provider_members::rows(conn, provider, status, &place, BATCH).await?;
        let rest = batch.len() == BATCH;
        if let Some(last) = batch.last() {
            place = place.on_behind(last.email_key.clone());
        }
        found.extend(batch.into_iter().filter(fits));
        if found.len() >= most || !rest {
            return Ok(found);
        }
    }
}

async fn counts(conn: &mut Conn, provider: ProviderId) -> Result<Counts> {
    let mut counts = Counts::default();
    for count in provider_members::counts(conn, provider).await? {
        counts.all += count.number;
        match count.status {
            Status::Invited => counts.invited += count.number,
            Status::Accepted => counts.needs_confirmation += count.number,
            Status::Suspended => counts.suspended += count.number,
            Status::Confirmed => {}
        }
        if count.role == ProviderRole::Admin {
            match count.status {
                Status::Confirmed => counts.acting_admins += count.enabled,
                Status::Invited | Status::Accepted => counts.coming_admins += count.enabled,
                Status::Suspended => {}
            }
        }
    }
    Ok(counts)
}
