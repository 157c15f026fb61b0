//! The list of a provider's members: filtered, searched, one page of it at a time.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::ids::{ProviderId, ProviderMemberId};
use crate::domain::providers::{Filter, ProviderRole, Status};
use crate::domain::text::search_form;
use crate::error::Result;
use crate::service::actor::Actor;
use crate::store::Conn;
use crate::store::provider_members::{self, ProviderMember};
use std::collections::HashSet;

/// Members on one page.
pub const PAGE_ROWS: usize = 50;
/// Rows that are read at a time. Names are searched here and not in the database: each person's
/// name stands in the account alone, and a provider has few people.
const BATCH: i64 = 200;

/// Which part of the list is asked for.
#[derive(Clone, Debug)]
pub struct Query {
    pub filter: Filter,
    pub search: String,
    /// Address keys of the rows beside the page; at most one of them is given.
    pub after: Option<String>,
    pub before: Option<String>,
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
    pub rows: Vec<ProviderMember>,
    pub previous: Option<String>,
    pub next: Option<String>,
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
    let mut rows = fitting(&mut conn, provider.id, query).await?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    if query.before.is_some() {
        rows.reverse();
    }
    let (has_previous, has_next) = if query.before.is_some() { (more, true) } else { (query.after.is_some(), more) };
    let edge = |row: Option<&ProviderMember>, there: bool| row.filter(|_| there).map(|row| row.email_key.clone());
    Ok(Page {
        previous: edge(rows.first(), has_previous),
        next: edge(rows.last(), has_next),
        rows,
        counts: counts(&mut conn, provider.id).await?,
        undelivered: provider_members::undelivered(&mut conn, provider.id).await?.into_iter().map(|(id,)| id).collect(),
        provider: provider.name.clone(),
        may_manage: provider.may(ProviderAction::ManageProviderMembers).is_ok(),
    })
}

/// One row more than a page of those who fit, from the page's place on.
async fn fitting(conn: &mut Conn, provider: ProviderId, query: &Query) -> Result<Vec<ProviderMember>> {
    let (wanted, status) = (search_form(query.search.trim()), query.filter.status());
    let fits = |member: &ProviderMember| search_form(&format!("{} {}", member.name, member.email)).contains(&wanted);
    let mut place = query.before.clone().or_else(|| query.after.clone()).unwrap_or_default();
    let mut found = Vec::new();
    loop {
        let batch = if query.before.is_some() {
            provider_members::before(conn, provider, status, &place, BATCH).await?
        } else {
            provider_members::after(conn, provider, status, &place, BATCH).await?
        };
        let rest = i64::try_from(batch.len()).is_ok_and(|read| read == BATCH);
        place = batch.last().map_or(place, |last| last.email_key.clone());
        found.extend(batch.into_iter().filter(fits));
        if found.len() > PAGE_ROWS || !rest {
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
