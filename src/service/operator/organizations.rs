//! Organizations, as the operator looks after them: to see, to suspend, to reactivate and to delete.

use crate::app::App;
use crate::domain::events::Event;
use crate::domain::ids::{OrganizationId, ProviderId};
use crate::domain::members::Role;
use crate::domain::operator::refusal::{Namesake, OperatorRefusal};
use crate::domain::organizations::Suspender;
use crate::domain::search::{Search, search_text};
use crate::domain::text;
use crate::error::Result;
use crate::mail::{ClientMail, Message, OperatorAct, ProviderMail, To};
use crate::service::change::{Change, Scope, change};
use crate::service::events::record::{Author, Logs};
use crate::service::organizations::deletion;
use crate::store::events::{self, EventRow};
use crate::store::members;
use crate::store::organizations::details;
use crate::store::organizations::operated::{self, Operated, OwnerSeen, Which};
use crate::store::{Conn, provider_members, providers};

/// Organizations of one name that a refusal names.
const MOST_NAMESAKES: usize = 20;

/// Which organizations a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The name or the id of their provider.
    pub provider: Option<String>,
    pub suspended: bool,
    pub without_owner: bool,
    /// Words, in any order and in plain letters.
    pub search: String,
}

/// The first `most` organizations by name, and whether there are more.
///
/// # Errors
/// No provider has this name or id.
pub async fn list(app: &App, wanted: &Wanted, most: usize) -> Result<(Vec<Operated>, bool)> {
    let mut conn = app.db.read().await?;
    let provider = match &wanted.provider {
        Some(given) => Some(super::providers::find(&mut conn, given).await?.0),
        None => None,
    };
    let (suspended, without_owner) = (wanted.suspended, wanted.without_owner);
    let which = Which { provider, suspended, without_owner, search: &wanted.search };
    let mut rows = operated::listed(&mut conn, which, most + 1).await?;
    let more = rows.len() > most;
    rows.truncate(most);
    Ok((rows, more))
}

/// An organization that is gone: its log is kept under its id.
#[derive(Clone, Debug)]
pub struct Deleted {
    pub id: OrganizationId,
    /// As it was called.
    pub name: String,
    pub at: i64,
}

impl Deleted {
    fn of((id, at, details): (OrganizationId, i64, String)) -> Self {
        let name = Event::read(&details).map_or_else(String::new, |event| event.names().0);
        Self { id, name, at }
    }
}

/// The organizations that were deleted and that a search finds, the last one first; all for no words.
///
/// # Errors
/// The database cannot be read.
pub async fn deleted(app: &App, search: &str) -> Result<Vec<Deleted>> {
    let (mut conn, search) = (app.db.read_patiently().await?, Search::parse(search));
    let all = operated::deleted(&mut conn).await?.into_iter().map(Deleted::of);
    Ok(all.filter(|one| search.fits(&search_text(&one.name))).collect())
}

/// What there is to see of an organization.
#[derive(Clone, Debug)]
pub enum Shown {
    There { operated: Box<Operated>, owners: Vec<OwnerSeen>, lines: Vec<EventRow> },
    Gone { deleted: Deleted, lines: Vec<EventRow> },
}

/// An organization with its owners and the last lines of its log, or what is kept of one that was deleted.
///
/// # Errors
/// No organization has this name or id, or had it; several have this name.
pub async fn show(app: &App, given: &str, lines: i64) -> Result<Shown> {
    let mut conn = app.db.read_patiently().await?;
    match find(&mut conn, given).await {
        Ok(operated) => {
            let id = operated.organization.id;
            let owners = operated::owners(&mut conn, id).await?;
            Ok(Shown::There { operated: Box::new(operated), owners, lines: events::newest(&mut conn, id.into(), lines).await? })
        }
        Err(error) => {
            let Some(deleted) = gone(&mut conn, given).await? else { return Err(error) };
            let lines = events::newest(&mut conn, deleted.id.into(), lines).await?;
            Ok(Shown::Gone { deleted, lines })
        }
    }
}

/// The organization that was deleted under this id, or the last one of this name.
async fn gone(conn: &mut Conn, given: &str) -> Result<Option<Deleted>> {
    if let Ok(id) = given.parse::<OrganizationId>() {
        return Ok(operated::deletion(conn, id.into()).await?.map(Deleted::of));
    }
    let name = text::search_form(given.trim());
    let mut all = operated::deleted(conn).await?.into_iter().map(Deleted::of);
    Ok(all.find(|one| text::search_form(&one.name) == name))
}

/// The one organization of this id or name, whatever its case and accents.
///
/// # Errors
/// There is none; there are several.
pub(super) async fn find(conn: &mut Conn, given: &str) -> Result<Operated> {
    let given = given.trim();
    if let Ok(id) = given.parse() {
        return operated::by_id(conn, id).await?.ok_or_else(|| unknown(given).into());
    }
    let mut found = operated::named(conn, &search_text(given), MOST_NAMESAKES).await?;
    if found.len() > 1 {
        let namesake =
            |one: Operated| Namesake { id: one.organization.id, name: one.organization.name, provider: one.provider_name };
        let found = found.into_iter().map(namesake).collect();
        return Err(OperatorRefusal::ManyOrganizations { given: given.into(), found }.into());
    }
    found.pop().ok_or_else(|| unknown(given).into())
}

pub(super) fn unknown(given: &str) -> OperatorRefusal {
    OperatorRefusal::NoOrganization { given: given.into() }
}

/// The organization as it is behind its lock, with its provider locked too.
pub(super) async fn behind_locks(change: &mut Change<'_>, id: OrganizationId) -> Result<Operated> {
    let found = operated::by_id(&mut change.tx, id).await?.ok_or_else(|| unknown(&id.to_string()))?;
    if let Some(provider) = found.organization.provider_id {
        providers::lock(&mut change.tx, provider).await?;
    }
    // The provider's state may have changed before its lock was there.
    Ok(operated::by_id(&mut change.tx, id).await?.ok_or_else(|| unknown(&id.to_string()))?)
}

/// What became of an organization.
#[derive(Clone, Debug)]
pub struct Changed {
    pub id: OrganizationId,
    pub name: String,
    pub provider: Option<String>,
    /// Who had suspended it before.
    pub before: Option<Suspender>,
    pub changed: bool,
}

/// Suspends an organization for the operator, or ends whatever suspension there is. Its owners and the admins of
/// its provider are told.
///
/// # Errors
/// As [`show`], among those that are there.
pub async fn set_suspended(app: &App, given: &str, suspended: bool) -> Result<Changed> {
    let id = find(&mut app.db.read().await?, given).await?.organization.id;
    let by = suspended.then_some(Suspender::Operator);
    change!(app, Author::operator(), Scope::rows_of(&[id]), |change| {
        let Operated { organization, provider_name: provider, .. } = behind_locks(change, id).await?;
        let changed = details::set_suspended_by(&mut change.tx, id, by).await?;
        if changed {
            let name = organization.name.clone();
            let (event, did) = match suspended {
                true => (Event::OrganizationSuspended { organization: name }, OperatorAct::Suspended),
                false => (Event::OrganizationReactivated { organization: name }, OperatorAct::Reactivated),
            };
            change.record(Logs::Both { organization: id, provider: organization.provider_id }, &event).await?;
            let told = Told { id, name: &organization.name, provider: organization.provider_id.zip(provider.clone()), did };
            told.owners(change, suspended).await?;
            told.provider(change).await?;
        } else {
            change.discard();
        }
        Ok(Changed { id, name: organization.name, provider, before: organization.suspended_by, changed })
    })
}

/// Deletes an organization, whether it has a provider or not; its members and the admins of its provider are told.
///
/// # Errors
/// As [`show`], among those that are there.
pub async fn delete(app: &App, given: &str) -> Result<Changed> {
    let id = find(&mut app.db.read().await?, given).await?.organization.id;
    change!(app, Author::operator(), Scope::rows_of(&[id]), |change| {
        let Operated { organization, provider_name: provider, .. } = behind_locks(change, id).await?;
        deletion::end(change, &organization, organization.provider_id, None).await?;
        let did = OperatorAct::Deleted;
        let told = Told { id, name: &organization.name, provider: organization.provider_id.zip(provider.clone()), did };
        told.provider(change).await?;
        Ok(Changed { id, name: organization.name, provider, before: organization.suspended_by, changed: true })
    })
}

/// Who hears what the operator did with an organization.
pub(super) struct Told<'a> {
    pub id: OrganizationId,
    pub name: &'a str,
    /// The provider that it has, or had until now.
    pub provider: Option<(ProviderId, String)>,
    pub did: OperatorAct,
}

impl Told<'_> {
    /// Tells the owners who can sign in; `closed`: whether the operator's suspension holds now.
    pub async fn owners(&self, change: &mut Change<'_>, closed: bool) -> Result<()> {
        let message = Message::Client(ClientMail::ByOperator {
            organization: self.name.into(),
            organization_id: self.id,
            provider: self.provider.as_ref().map(|(_, name)| name.into()),
            did: self.did,
            closed,
        });
        for owner in members::recipients(&mut change.tx, self.id, Role::Owner).await? {
            change.tell(Some(self.id), &To::from(owner), &message).await?;
        }
        Ok(())
    }

    /// Tells the admins of the provider.
    pub async fn provider(&self, change: &mut Change<'_>) -> Result<()> {
        let Some((provider, name)) = &self.provider else { return Ok(()) };
        let message = Message::Provider(ProviderMail::ClientByOperator {
            provider: name.into(),
            organization: self.name.into(),
            organization_id: self.id,
            did: self.did,
        });
        for admin in provider_members::admins(&mut change.tx, *provider).await? {
            change.tell(None, &To::from(admin), &message).await?;
        }
        Ok(())
    }
}
